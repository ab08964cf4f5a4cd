"""`wait_until`: a waiter for many resources, which asks for all of them together.

A waiter of boto3 polls for a single resource. Here each attempt is about all resources
that have not reached the state yet: a request with a list of ids where the waiter's
operation takes such a list, else a request for each, several at a time. The acceptors
of botocore's waiter are applied to the part of the response about each resource, so
that a failure is known to be that resource's.
"""

from __future__ import annotations

import functools
import re
import time
from collections.abc import (
    Callable,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import jmespath
from boto3.resources.params import create_request_parameters
from botocore import xform_name
from botocore.exceptions import ClientError

from boto3_extensions._bulk.each import each
from boto3_extensions._resources.completion import (
    is_unrelated_to_items,
    joint_request,
    mark_loaded,
)
from boto3_extensions._resources.identifiers import prefix_patterns, without_prefix
from boto3_extensions.exceptions import UnknownWaiterError, WaitForManyError

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.collection import CollectionManager, ResourceCollection
    from boto3.resources.model import ResourceModel, Waiter

R = TypeVar("R")

# A response of AWS, or the parsed error of a refused request.
_Response = Mapping[str, Any]

_PREFIX = "wait_until_"

# The number of ids in a request where the service's limit is not known. A request that
# AWS refuses is repeated for each resource.
_DEFAULT_LIMIT = 100

_sleep = time.sleep


def wait_until(resources: Iterable[R], state: str, **kwargs: Any) -> list[R]:
    """Wait until many resources have reached a state.

    Args:
        resources: Resources of a single type, or a collection.
        state: The state, as in the name of the resource's waiter: "stopped" for
            `wait_until_stopped()`.
        kwargs: ``WaiterConfig={"Delay": seconds, "MaxAttempts": attempts}``, as of
            boto3's waiters, and any parameters of the waiter's operation.

    Returns:
        The resources, in their order, with the data of the last response.

    Raises:
        UnknownWaiterError: Resources of the type have no such waiter.
        WaitForManyError: A resource can no longer reach the state, or not all did in
            time. It is a `WaiterError` of botocore, too, and has the resources that
            reached the state, that failed and that were still waited for.
        ValueError: The resources are of several types or clients.
    """
    config = kwargs.pop("WaiterConfig", None) or {}
    found: list[Any] = list(resources)
    kinds = dict.fromkeys((type(item), item.meta.client) for item in found)
    if len(kinds) > 1:
        raise ValueError("wait_until() takes resources of one type and one client")
    if found:
        _GroupWaiter(found, state.removeprefix(_PREFIX), kwargs).wait(config)
    return found


def wait_method_of(
    collection: CollectionManager | ResourceCollection, name: str
) -> Callable[..., Any] | None:
    """Return the method of a collection that waits for its items.

    Args:
        collection: A collection or its manager.
        name: The name of an item's waiter method, such as ``wait_until_stopped``.

    Returns:
        The method; None if the items have no such waiter.
    """
    model = collection._model.resource.model
    if name not in {waiter.name for waiter in model.waiters}:
        return None
    items = collection.all() if not hasattr(collection, "pages") else collection
    return functools.partial(wait_until, items, name)


class _JointRequest(NamedTuple):
    """A request about several resources, and the path of each in its response.

    Attributes:
        ids_path: The path of the list with the ids, in the request parameters.
        identifier: The identifier's name in Python.
        prefix: The pattern of a prefix that the identifier has in responses, as in an
            ARN; None if there is no prefix.
        list_names: The names of the nested lists that lead to the items of a response.
        id_path: The path of the id in an item.
        limit: The number of ids that a request may have.
    """

    ids_path: str
    identifier: str
    prefix: re.Pattern[str] | None
    list_names: Sequence[str]
    id_path: str
    limit: int


class _GroupWaiter:
    """A waiter for resources of a type.

    Args:
        resources: The resources, at least one.
        state: The state, such as "stopped".
        params: Parameters of the waiter's operation.

    Raises:
        UnknownWaiterError: Resources of the type have no such waiter.
    """

    def __init__(
        self, resources: list[Any], state: str, params: Mapping[str, Any]
    ) -> None:
        first = resources[0]
        self._resources = resources
        self._params = params
        model = first.meta.resource_model
        waiters = {waiter.name: waiter for waiter in model.waiters}
        self._model = waiters.get(f"{_PREFIX}{state}")
        if self._model is None:
            known = (
                ", ".join(sorted(n.removeprefix(_PREFIX) for n in waiters)) or "none"
            )
            raise UnknownWaiterError(
                f"a {type(first).__name__} does not wait until {state}; it waits until:"
                f" {known}"
            )
        client = first.meta.client
        self._waiter = client.get_waiter(xform_name(self._model.waiter_name))
        self._operation = xform_name(self._waiter.config.operation)
        self._method = getattr(client, self._operation)
        self._joint = _joint_request(model, self._model, self._waiter.config.operation)
        self._last_response: _Response = {}

    def wait(self, config: Mapping[str, Any]) -> None:
        """Poll until all resources have reached the state.

        Args:
            config: A ``WaiterConfig``: ``Delay`` in seconds and ``MaxAttempts``.

        Raises:
            WaitForManyError: A resource failed, or the attempts are used up.
        """
        delay = config.get("Delay", self._waiter.config.delay)
        attempts = config.get("MaxAttempts", self._waiter.config.max_attempts)
        waiting = self._resources
        failed: dict[Any, str] = {}
        for attempt in range(max(1, attempts)):
            if attempt:
                _sleep(delay)
            not_yet = []
            for resource, response in self._responses(waiting):
                self._last_response = response
                self._update_data(resource, response)
                state, reason = self._state_of(response)
                if state == "failure":
                    failed[resource] = reason
                elif state != "success":
                    not_yet.append(resource)
            waiting = not_yet
            if failed or not waiting:
                break
        if failed or waiting:
            missed = {id(resource) for resource in (*failed, *waiting)}
            reached = [item for item in self._resources if id(item) not in missed]
            raise WaitForManyError(
                self._waiter.name, reached, failed, waiting, self._last_response
            )

    def _update_data(self, resource: ServiceResource, response: _Response) -> None:
        """Set a resource's data to a response's, if its load has the same operation.

        Else the data is dropped, as it is outdated, and loaded when it is next read.
        """
        load = resource.meta.resource_model.load
        if load is None or "Error" in response:
            return
        if load.request.operation != self._waiter.config.operation or any(
            param.source != "identifier" for param in load.request.params
        ):
            resource.meta.data = None
            return
        data = jmespath.search(load.path, response) if load.path else response
        if isinstance(data, list):
            data = data[0] if len(data) == 1 else None
        resource.meta.data = data
        mark_loaded(resource)

    def _state_of(self, response: _Response) -> tuple[str, str]:
        """Return the waiter's state for a response about a resource, and the reason.

        The same as `botocore.waiter.Waiter.wait`: "success", "failure" or "retry".
        """
        for acceptor in self._waiter.config.acceptors:
            if acceptor.matcher_func(response):
                return acceptor.state, f"{acceptor.explanation}"
        error = response.get("Error")
        if isinstance(error, dict) and "Code" in error:
            code, message = error["Code"], error.get("Message", "")
            return "failure", f"An error occurred ({code}): {message}"
        return "retry", ""

    def _responses(self, resources: Sequence[Any]) -> Iterator[tuple[Any, _Response]]:
        """Yield each resource with the response about it.

        The response of a joint request is divided, as if there were one request for
        each resource; a refusal is its parsed response, with an ``Error``.
        """
        left = list(resources)
        while left and self._joint is not None and len(left) > 1:
            batch = left[: self._joint.limit]
            params, requested = joint_request(batch, self._model, self._joint.ids_path)
            params.update(self._params)
            if len(requested) == 1:
                break
            try:
                response = self._all_pages(params)
                items = self._items_by_id(response)
            except ClientError as error:
                if is_unrelated_to_items(error):
                    yield from ((item, error.response) for item in requested)
                else:
                    # The error is about a single resource, whose own request shows it.
                    yield from self._separate_responses(requested)
            else:
                for resource in requested:
                    yield resource, self._part(response, items, resource)
            done = {id(resource) for resource in requested}
            left = [resource for resource in left if id(resource) not in done]
        yield from self._separate_responses(left)

    def _separate_responses(
        self, resources: Sequence[Any]
    ) -> Iterator[tuple[Any, _Response]]:
        def ask(resource: ServiceResource) -> _Response:
            params = create_request_parameters(resource, self._model)
            params.update(self._params)
            try:
                response: _Response = self._method(**params)
            except ClientError as error:
                response = error.response
            return response

        # A waiter's operation reads, even if its name is not among those of reads.
        with each(resources, ask, changes=True, in_order=True) as results:
            yield from map(tuple, results)

    def _all_pages(self, params: Mapping[str, Any]) -> _Response:
        """Return the response with the lists of all pages joined."""
        response: _Response = self._method(**params)
        client = self._resources[0].meta.client
        if not client.can_paginate(self._operation):
            return response
        paginator = client.get_paginator(self._operation)
        tokens = paginator._pagination_cfg.get("output_token") or []
        paths = [tokens] if isinstance(tokens, str) else tokens
        if not any(jmespath.search(path, response) for path in paths):
            return response
        whole: dict[str, Any] = {}
        for page in paginator.paginate(**params):
            for name, value in page.items():
                both = isinstance(value, list) and isinstance(whole.get(name), list)
                whole[name] = whole[name] + value if both else value
        return whole

    def _items_by_id(self, response: _Response) -> dict[Hashable, list[Any]]:
        """Return the items of a joint response by the ids of their resources."""
        joint = self._joint
        assert joint is not None
        first, *others = joint.list_names
        return _items_by_id(response.get(first), others, joint)

    def _part(
        self,
        response: _Response,
        items: Mapping[Hashable, list[Any]],
        resource: ServiceResource,
    ) -> _Response:
        """Return the part of a joint response about a resource.

        Args:
            response: The response.
            items: Its items by the ids of their resources.
            resource: The resource.
        """
        joint = self._joint
        assert joint is not None
        identifier = getattr(resource, joint.identifier)
        part = {}
        for name, value in response.items():
            if name == joint.list_names[0]:
                part[name] = items.get(identifier, [])
            elif isinstance(value, list):
                # Other lists are about some of the resources, such as failures.
                part[name] = [item for item in value if _mentions(item, identifier)]
            else:
                part[name] = value
        return part


def _items_by_id(
    items: Iterable[Mapping[str, Any]] | None,
    list_names: Sequence[str],
    joint: _JointRequest,
) -> dict[Hashable, list[Any]]:
    """Return the items of a response by id, each within the lists around it.

    Args:
        items: The items of the outermost list.
        list_names: The names of the lists within, from the outermost on.
        joint: The joint request.
    """
    by_id: dict[Hashable, list[Any]] = {}
    for item in items or ():
        if list_names:
            name, *others = list_names
            within = _items_by_id(item.get(name), others, joint)
            for identifier, inner in within.items():
                by_id.setdefault(identifier, []).append({**item, name: inner})
        else:
            found = without_prefix(joint.prefix, jmespath.search(joint.id_path, item))
            if isinstance(found, Hashable):
                by_id.setdefault(found, []).append(item)
    return by_id


def _mentions(item: object, identifier: str) -> bool:
    """Return whether an item of a response has an identifier, or an ARN of it."""
    if isinstance(item, Mapping):
        return any(_mentions(value, identifier) for value in item.values())
    return isinstance(item, str) and (
        item == identifier or item.endswith((f"/{identifier}", f":{identifier}"))
    )


def _joint_request(
    model: ResourceModel, waiter: Waiter, operation: str
) -> _JointRequest | None:
    """Return the request of a waiter for several resources; None if it takes only one.

    Args:
        model: boto3's model of the resource type, whose load has to be the same
            operation, as its path leads to the items of a response.
        waiter: boto3's model of the waiter.
        operation: The waiter's operation.
    """
    load = model.load
    id_params = [
        param
        for param in waiter.params
        if "[" in param.target and param.source == "identifier"
    ]
    if load is None or load.request.operation != operation or len(id_params) != 1:
        return None
    ids_path = re.fullmatch(r"([\w.]+)\[[0*]?\]", id_params[0].target)
    lists = [
        re.fullmatch(r"(\w+)\[0?\]", step) for step in (load.path or "").split(".")
    ]
    if ids_path is None or None in lists:
        return None
    definition = model._definition
    # The rules for loading resources together hold for waiting, too.
    rules = definition.get("together", {})
    name = id_params[0].name
    id_path = rules.get("at") or next(
        identifier.get("memberName") or identifier["name"]
        for identifier in definition["identifiers"]
        if xform_name(identifier["name"]) == xform_name(name)
    )
    return _JointRequest(
        ids_path[1],
        xform_name(name),
        prefix_patterns(definition).get(xform_name(name)),
        [step[1] for step in lists if step],
        id_path,
        min(rules.get("limit", _DEFAULT_LIMIT), 1000),
    )
