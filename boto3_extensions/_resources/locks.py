"""Optimistic locks of AWS: tokens of the data that were read, sent with a change.

CloudFront responds with an ETag beside a distribution, and takes it as ``IfMatch`` with
each change, which it refuses if another change came in between. boto3 drops the ETag. A
type with ``"lock": "ETag"`` has the token in its data after a load or a create; an
action with ``"lock": {"IfMatch": "ETag"}`` sends the token of the data that the caller
has read, unless the caller passes another.

boto3 drops the data of a resource after each action. The token stays until an action
has sent it, as the resource has another token then. A change never reads the token
anew: a token that the caller has not read data with would be no lock.

A token in the data themselves, such as the RevisionId of a Lambda function, changes
when AWS has finished a change, too. A caller who has waited for that goes on from the
new state, so that a waiter drops the token that was read before.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import jmespath
from boto3.resources.params import create_request_parameters
from botocore import xform_name

from boto3_extensions._definitions.classes import replace_load, type_definition

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import Action
    from boto3.utils import ServiceContext

    from boto3_extensions._definitions.classes import ClassAttributes

# The attribute of a resource that has the tokens read last, by their member.
_TOKENS = "_boto3_extensions_tokens"

# The attribute of a resource that has the data from before a waiter returned.
_OUTDATED = "_boto3_extensions_outlived"


def add_locks(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the loads that read tokens, and the actions that send them."""
    definition = type_definition(class_attributes, service_context)
    locked = {
        xform_name(name): body["lock"]
        for name, body in definition.get("actions", {}).items()
        if "lock" in body
    }
    # The member of a response that has the token, if it is not in the data.
    member = definition.get("lock")
    if not locked and member is None:
        return
    members = {name for lock in locked.values() for name in lock.values()}
    members |= {member} if member else set()
    load = class_attributes.get("load")
    # aioboto3's are coroutines.
    if load is not None and not inspect.iscoroutinefunction(load):
        model = class_attributes["meta"].resource_model
        if member is not None:
            load = _load_with_token(load, model.load, member)
        replace_load(class_attributes, _note_tokens(load, frozenset(members)))
    if member is not None:
        _add_attribute(class_attributes, member)
    else:
        _wrap_waiters(class_attributes)
    for name, lock in locked.items():
        action = class_attributes.get(name)
        if action is not None and not inspect.iscoroutinefunction(action):
            class_attributes[name] = _send_tokens(action, lock)


def keep_token(definition: Mapping[str, Any], made: object, response: object) -> None:
    """Give the token in a response to the resource that was made of it.

    Args:
        definition: The definition of the resource's type.
        made: The resource, or another value if the response has none.
        response: The response.
    """
    member = definition.get("lock")
    if member is None or not hasattr(made, "meta") or not isinstance(response, dict):
        return
    token = response.get(member)
    if token is None:
        return
    if isinstance(made.meta.data, dict) and member not in made.meta.data:
        made.meta.data = {**made.meta.data, member: token}
    vars(made)[_TOKENS] = {member: token}


def _load_with_token(
    load: Callable[..., Any], model: Action, member: str
) -> Callable[..., Any]:
    """Return a ``load`` that adds a member of the response to the data.

    Args:
        load: boto3's method, whose name and documentation stay.
        model: boto3's model of the load.
        member: The member of the response that has the token.
    """

    @functools.wraps(load)
    def load_with_token(self: ServiceResource, **kwargs: object) -> None:
        params = create_request_parameters(self, model.request)
        params.update(kwargs)
        operation = getattr(self.meta.client, xform_name(model.request.operation))
        response = operation(**params)
        data = response
        if model.path and model.path != "@":
            data = jmespath.search(model.path, response)
        if isinstance(data, dict) and response.get(member) is not None:
            data = {**data, member: response[member]}
        self.meta.data = data

    return load_with_token


def _note_tokens(
    load: Callable[..., Any], members: frozenset[str]
) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_note(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        result = load(self, *args, **kwargs)
        vars(self)[_TOKENS] = _tokens_in(self.meta.data, members)
        return result

    return load_and_note


def _tokens_in(data: object, members: frozenset[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        return {}
    return {name: data[name] for name in members if data.get(name) is not None}


def _add_attribute(class_attributes: ClassAttributes, member: str) -> None:
    def token(self: ServiceResource) -> Any:
        """Return the token of the data that was read, and load the data if need be.

        Returns:
            The token that a change is sent with, such as an ETag.
        """
        data = self.meta.data
        if isinstance(data, dict) and member in data:
            return data[member]
        tokens = vars(self).get(_TOKENS, {})
        if member not in tokens and hasattr(self, "load"):
            self.load()
            tokens = vars(self).get(_TOKENS, {})
        return tokens.get(member)

    # boto3 calls the ETag `e_tag` in S3 only; `etag` is its usual name in Python.
    for name in {xform_name(member), member.lower()}:
        if name not in class_attributes or name == xform_name(member):
            class_attributes[name] = property(token)


def _wrap_waiters(class_attributes: ClassAttributes) -> None:
    for name, wait in class_attributes.items():
        if name.startswith("wait_until_") and not inspect.iscoroutinefunction(wait):
            class_attributes[name] = _drop_tokens(wait)


def _drop_tokens(wait: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(wait)
    def wait_and_drop(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        result = wait(self, *args, **kwargs)
        vars(self).pop(_TOKENS, None)
        vars(self)[_OUTDATED] = self.meta.data
        return result

    return wait_and_drop


def _send_tokens(
    action: Callable[..., Any], lock: Mapping[str, str]
) -> Callable[..., Any]:
    members = frozenset(lock.values())

    @functools.wraps(action)
    def act(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        # Before the action, after which boto3 has dropped the data.
        tokens = _tokens_of(self, members)
        for parameter, member in lock.items():
            if parameter not in kwargs and member in tokens:
                kwargs[parameter] = tokens[member]
        result = action(self, *args, **kwargs)
        vars(self)[_TOKENS] = {k: v for k, v in tokens.items() if k not in members}
        return result

    return act


def _tokens_of(resource: ServiceResource, members: frozenset[str]) -> dict[str, Any]:
    """Return the tokens that a resource was read with."""
    data, attributes = resource.meta.data, vars(resource)
    if data is not None and attributes.get(_OUTDATED) is data:
        return {}
    return {**attributes.get(_TOKENS, {}), **_tokens_in(data, members)}
