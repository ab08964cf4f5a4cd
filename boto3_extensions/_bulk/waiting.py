"""Waits until many resources have come to a state, asking for all of them at once.

boto3 waits for one resource after the other. Here a round asks for all that are not
there yet: by one request where the waiter takes a list of ids, else by one for each,
some at a time. What botocore's waiter accepts is read from the answer item by item, so
that one resource's failure is told as its own.
"""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import jmespath
from boto3.resources.params import create_request_parameters
from botocore import xform_name
from botocore.exceptions import ClientError

from boto3_extensions._bulk.each import each
from boto3_extensions._resources.completion import is_of_no_item, joined, note_loaded
from boto3_extensions._resources.identifiers import all_prefixes, without_arn
from boto3_extensions.exceptions import UnknownWaiterError, WaitForManyError

R = TypeVar("R")

_PREFIX = "wait_until_"

# How many ids a request gets where no more is known; whatever AWS says to that, the
# next round asks one by one.
_MOST = 100

_sleep = time.sleep


def wait_until(resources: Iterable[R], state: str, **kwargs: Any) -> list[R]:
    """Wait until many resources have come to a state.

    Args:
        resources: Resources of one type, or a collection.
        state: As in the name of their own waiter: "stopped" for `wait_until_stopped()`.
        kwargs: ``WaiterConfig={"Delay": seconds, "MaxAttempts": rounds}``, as of boto3.

    Returns:
        The resources, in their order, with the data that the last answer had.

    Raises:
        UnknownWaiterError: Their type does not wait for that.
        WaitForManyError: One of them will not come to it, or not all have in time. It
            is botocore's `WaiterError`, too, and has all of them by how far they came.
    """
    config = kwargs.pop("WaiterConfig", None) or {}
    found: list[Any] = list(resources)
    kinds = dict.fromkeys((type(one), one.meta.client) for one in found)
    if len(kinds) > 1:
        raise ValueError("wait_until() takes resources of one type and one client")
    if found:
        _Wait(found, state.removeprefix(_PREFIX), kwargs).run(config)
    return found


def waiting_of(collection: Any, name: str) -> Callable[..., Any] | None:
    """Return the method of a collection that waits for its items, None if none does.

    Args:
        collection: A collection, or the manager of one.
        name: The waiter's of an item, such as ``wait_until_stopped``.
    """
    model = collection._model.resource.model
    if name not in {waiter.name for waiter in model.waiters}:
        return None
    items = collection.all() if not hasattr(collection, "pages") else collection
    return functools.partial(wait_until, items, name)


class _Way(NamedTuple):
    """How many resources are asked for at once, and found in the answer.

    Attributes:
        ids: The path, in the parameters, of the list that has the ids.
        name: The identifier's name in Python.
        prefix: What stands before it in answers.
        steps: The members that lead to the items of an answer, all of them lists.
        at: The path of an item's id.
        limit: How many ids a request may have.
    """

    ids: str
    name: str
    prefix: Any
    steps: Sequence[str]
    at: str
    limit: int


class _Wait:
    """The waiting for some resources of one type."""

    def __init__(self, resources: list[Any], state: str, params: Any) -> None:
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
        self._ask = getattr(client, self._operation)
        self._way = _way_of(model, self._model, self._waiter.config.operation)
        self._last: Mapping[str, Any] = {}

    def run(self, config: Mapping[str, Any]) -> None:
        delay = config.get("Delay", self._waiter.config.delay)
        rounds = config.get("MaxAttempts", self._waiter.config.max_attempts)
        waiting = self._resources
        failed: dict[Any, str] = {}
        for turn in range(max(1, rounds)):
            if turn:
                _sleep(delay)
            still = []
            for resource, response in self._answers(waiting):
                self._last = response
                self._tell(resource, response)
                state, reason = self._state_of(response)
                if state == "failure":
                    failed[resource] = reason
                elif state != "success":
                    still.append(resource)
            waiting = still
            if failed or not waiting:
                break
        if failed or waiting:
            missed = {id(one) for one in (*failed, *waiting)}
            reached = [one for one in self._resources if id(one) not in missed]
            raise WaitForManyError(
                self._waiter.name, reached, failed, waiting, self._last
            )

    def _tell(self, resource: Any, response: Any) -> None:
        """Let a resource have the data of an answer, if a load would have no more."""
        load = resource.meta.resource_model.load
        if load is None or "Error" in response:
            return
        if load.request.operation != self._waiter.config.operation or any(
            param.source != "identifier" for param in load.request.params
        ):
            # Not known any more; it is loaded when it is read.
            resource.meta.data = None
            return
        found = jmespath.search(load.path, response) if load.path else response
        if isinstance(found, list):
            found = found[0] if len(found) == 1 else None
        resource.meta.data = found
        note_loaded(resource)

    def _state_of(self, response: Any) -> tuple[str, str]:
        """Return what an answer about one resource comes to, and why, as botocore."""
        for acceptor in self._waiter.config.acceptors:
            if acceptor.matcher_func(response):
                return acceptor.state, f"{acceptor.explanation}"
        error = response.get("Error")
        if isinstance(error, dict) and "Code" in error:
            told = f"{error['Code']}): {error.get('Message', '')}"
            return "failure", f"An error occurred ({told}"
        return "retry", ""

    def _answers(self, resources: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield each resource with the answer about it, as of a request of its own."""
        left = list(resources)
        while left and self._way is not None and len(left) > 1:
            params, asked = joined(left[: self._way.limit], self._model, self._way.ids)
            params.update(self._params)
            if len(asked) == 1:
                break
            try:
                answer = self._whole(params)
            except ClientError as error:
                if is_of_no_item(error):
                    yield from ((one, error.response) for one in asked)
                else:
                    # Of one of them, which its own request tells.
                    yield from self._one_by_one(asked)
            else:
                yield from ((one, self._part(answer, one)) for one in asked)
            gone = {id(one) for one in asked}
            left = [one for one in left if id(one) not in gone]
        yield from self._one_by_one(left)

    def _one_by_one(self, resources: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        def ask(resource: Any) -> Any:
            params = create_request_parameters(resource, self._model)
            params.update(self._params)
            try:
                return self._ask(**params)
            except ClientError as error:
                return error.response

        # It reads, whatever AWS calls it.
        with each(resources, ask, changes=True, in_order=True) as results:
            yield from map(tuple, results)

    def _whole(self, params: Mapping[str, Any]) -> Any:
        """Return an answer with the lists of all its pages."""
        answer = self._ask(**params)
        client = self._resources[0].meta.client
        if not client.can_paginate(self._operation):
            return answer
        pages = client.get_paginator(self._operation)
        tokens = pages._pagination_cfg.get("output_token") or []
        paths = [tokens] if isinstance(tokens, str) else tokens
        if not any(jmespath.search(path, answer) for path in paths):
            return answer
        whole: dict[str, Any] = {}
        for page in pages.paginate(**params):
            for name, value in page.items():
                both = isinstance(value, list) and isinstance(whole.get(name), list)
                whole[name] = whole[name] + value if both else value
        return whole

    def _part(self, answer: Any, resource: Any) -> Any:
        """Return the part of an answer that a request for one resource would have."""
        way = self._way
        assert way is not None
        wanted = getattr(resource, way.name)
        part = {}
        for name, value in answer.items():
            if name == way.steps[0]:
                part[name] = _kept(value, way.steps[1:], way, wanted)
            elif isinstance(value, list):
                # What AWS says beside it of one or the other, as failures.
                part[name] = [one for one in value if _mentions(one, wanted)]
            else:
                part[name] = value
        return part


def _kept(items: Any, steps: Sequence[str], way: _Way, wanted: str) -> list[Any]:
    kept = []
    for item in items or ():
        if steps:
            inner = _kept(item.get(steps[0]), steps[1:], way, wanted)
            if inner:
                kept.append({**item, steps[0]: inner})
        elif without_arn(way.prefix, jmespath.search(way.at, item)) == wanted:
            kept.append(item)
    return kept


def _mentions(item: Any, wanted: str) -> bool:
    if isinstance(item, Mapping):
        return any(_mentions(value, wanted) for value in item.values())
    return isinstance(item, str) and (
        item == wanted or item.endswith((f"/{wanted}", f":{wanted}"))
    )


def _way_of(model: Any, waiter: Any, operation: str) -> _Way | None:
    """Return how a waiter's request takes many, None if each has to be asked for."""
    load = model.load
    listed = [p for p in waiter.params if "[" in p.target]
    listed = [p for p in listed if p.source == "identifier"]
    if load is None or load.request.operation != operation or len(listed) != 1:
        return None
    ids = re.fullmatch(r"([\w.]+)\[[0*]?\]", listed[0].target)
    steps = [re.fullmatch(r"(\w+)\[0?\]", s) for s in (load.path or "").split(".")]
    if ids is None or None in steps:
        return None
    definition = model._definition
    told = definition.get("together", {})
    name = listed[0].name
    at = told.get("at") or next(
        one.get("memberName") or one["name"]
        for one in definition["identifiers"]
        if xform_name(one["name"]) == xform_name(name)
    )
    return _Way(
        ids[1],
        xform_name(name),
        all_prefixes(definition).get(xform_name(name)),
        [step[1] for step in steps if step],
        at,
        min(told.get("limit", _MOST), 1000),
    )
