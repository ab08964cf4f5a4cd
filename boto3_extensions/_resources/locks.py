"""Keeps the optimistic locks of AWS: what was read is what may be changed.

CloudFront answers with an ETag beside a distribution, and takes it as ``IfMatch`` with
each change: somebody else's change in between makes it refuse. boto3 drops the ETag. A
type whose definition says ``"lock": "ETag"`` has it in its data after a load or a
create; an action with ``"lock": {"IfMatch": "ETag"}`` sends the token of the data that
the caller has read, unless the caller gives another.

boto3 forgets a resource's data with each action. The token is kept, for what was read
was read; it is dropped when an action has used it, as the thing is another then. It is
never asked for anew to make a change: that would be no lock.

A token in the data themselves, such as the RevisionId of a Lambda function, is another
when AWS has made what was asked for. Who has waited for that goes on from there, and
not from what was read before: the token is dropped by a wait.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import jmespath
from boto3.resources.params import create_request_parameters
from botocore import xform_name

from boto3_extensions._definitions.classes import definition_of, replace_load

# On the resource: the tokens that were read last, by the member that tells each.
_READ = "_boto3_extensions_tokens"

# On the resource: the data that a wait has outlived.
_OUTLIVED = "_boto3_extensions_outlived"


def add_locks(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let a class being made keep tokens, and its actions send them.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    definition = definition_of(class_attributes, service_context)
    locked = {
        xform_name(name): body["lock"]
        for name, body in definition.get("actions", {}).items()
        if "lock" in body
    }
    beside = definition.get("lock")
    if not locked and beside is None:
        return
    tokens = {member for lock in locked.values() for member in lock.values()}
    tokens |= {beside} if beside else set()
    load = class_attributes.get("load")
    # aioboto3's are coroutines.
    if load is not None and not inspect.iscoroutinefunction(load):
        model = class_attributes["meta"].resource_model
        if beside is not None:
            load = _whole(load, model.load, beside)
        replace_load(class_attributes, _noting(load, frozenset(tokens)))
    if beside is not None:
        _add_attribute(class_attributes, beside)
    else:
        _add_waits(class_attributes)
    for name, lock in locked.items():
        action = class_attributes.get(name)
        if action is not None and not inspect.iscoroutinefunction(action):
            class_attributes[name] = _sending(action, lock)


def keep_from(definition: Mapping[str, Any], made: Any, response: Any) -> None:
    """Let what an action has made keep the token that stood beside it in the answer."""
    beside = definition.get("lock")
    if beside is None or not hasattr(made, "meta") or not isinstance(response, dict):
        return
    token = response.get(beside)
    if token is None:
        return
    if isinstance(made.meta.data, dict) and beside not in made.meta.data:
        made.meta.data = {**made.meta.data, beside: token}
    vars(made)[_READ] = {beside: token}


def _whole(load: Callable[..., Any], model: Any, beside: str) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_with_token(self: Any, **kwargs: Any) -> None:
        params = create_request_parameters(self, model.request)
        params.update(kwargs)
        operation = getattr(self.meta.client, xform_name(model.request.operation))
        answer = operation(**params)
        data = answer
        if model.path and model.path != "@":
            data = jmespath.search(model.path, answer)
        if isinstance(data, dict) and answer.get(beside) is not None:
            data = {**data, beside: answer[beside]}
        self.meta.data = data

    return load_with_token


def _noting(load: Callable[..., Any], tokens: frozenset[str]) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_note(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = load(self, *args, **kwargs)
        vars(self)[_READ] = _tokens_in(self.meta.data, tokens)
        return result

    return load_and_note


def _tokens_in(data: Any, members: frozenset[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        return {}
    return {name: data[name] for name in members if data.get(name) is not None}


def _add_attribute(class_attributes: dict[str, Any], member: str) -> None:
    def token(self: Any) -> Any:
        """Return the token of the data that was read, which is read now if it was not.

        Returns:
            What a change is sent with, such as an ETag.
        """
        data = self.meta.data
        if isinstance(data, dict) and member in data:
            return data[member]
        read = vars(self).get(_READ, {})
        if member not in read and hasattr(self, "load"):
            self.load()
            read = vars(self).get(_READ, {})
        return read.get(member)

    # boto3 calls S3's `e_tag`; elsewhere it is written in one.
    for name in {xform_name(member), member.lower()}:
        if name not in class_attributes or name == xform_name(member):
            class_attributes[name] = property(token)


def _add_waits(class_attributes: dict[str, Any]) -> None:
    for name, wait in class_attributes.items():
        if name.startswith("wait_until_") and not inspect.iscoroutinefunction(wait):
            class_attributes[name] = _outliving(wait)


def _outliving(wait: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(wait)
    def wait_and_drop(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = wait(self, *args, **kwargs)
        vars(self).pop(_READ, None)
        vars(self)[_OUTLIVED] = self.meta.data
        return result

    return wait_and_drop


def _read_of(resource: Any, members: frozenset[str]) -> dict[str, Any]:
    """Return the tokens that a resource was read with."""
    data, has = resource.meta.data, vars(resource)
    if data is not None and has.get(_OUTLIVED) is data:
        return {}
    return {**has.get(_READ, {}), **_tokens_in(data, members)}


def _sending(action: Callable[..., Any], lock: Mapping[str, str]) -> Callable[..., Any]:
    members = frozenset(lock.values())

    @functools.wraps(action)
    def act(self: Any, *args: Any, **kwargs: Any) -> Any:
        read = _read_of(self, members)
        for parameter, member in lock.items():
            if parameter not in kwargs and member in read:
                kwargs[parameter] = read[member]
        # Noted before the action, after which boto3 has forgotten the data.
        result = action(self, *args, **kwargs)
        vars(self)[_READ] = {k: v for k, v in read.items() if k not in members}
        return result

    return act
