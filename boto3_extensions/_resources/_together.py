"""Loads the items of a page by one request, where AWS takes many ids at once.

ListTasks answers with ARNs alone, and DescribeTasks takes a hundred of them. A type
whose definition says ``"together": {"target": "tasks[0]", "at": "taskArn", "limit":
100}`` is loaded so: the first item of a page that lacks its data brings those of all
others that do, as many as a request may have. ``target`` is the input that takes the
ids, ``at`` the path of an item's own in the answer. Only types of ours say so.

An item alone is loaded as ever, and so is one that has its data, one that the answer
was without, and each, in the end, of those that AWS refuses to describe together: what
is wrong with an item is told by its own load, to whoever asks for it.
"""

from __future__ import annotations

import functools
import inspect
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import jmespath
from boto3.resources import response
from boto3.resources.params import create_request_parameters
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from boto3_extensions._resources import _completion
from boto3_extensions._resources._classes import (
    definition_of,
    replace_load,
    wrap_property,
)
from boto3_extensions._resources._identifiers import all_prefixes, without_arn
from boto3_extensions._turns import Turn, Turns

# Any, for those who have stubs of boto3, which leave out what is not public.
_Handler: Any = response.ResourceHandler

# On an item: its page, and whether it was asked for together in vain.
_PAGE = "_boto3_extensions_page"
_ALONE = "_boto3_extensions_alone"

# Where AWS was asked too much or cannot answer anybody, another request is no help.
_BUSY = {
    "BandwidthLimitExceeded",
    "ExpiredToken",
    "ExpiredTokenException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "TooManyRequestsException",
}


def add_pages(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let collections of a class being made remember which items are of one page.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    model = class_attributes["meta"].resource_model
    definitions = service_context.resource_json_definitions
    together = {name for name, one in definitions.items() if one and "together" in one}
    if not together:
        return
    # The service itself is not among its types.
    own = definitions.get(model.name) or getattr(model, "_definition", None) or {}
    for name, body in own.get("hasMany", {}).items():
        if body.get("resource", {}).get("type") in together:
            wrap_property(class_attributes, xform_name(name), _paging)


def add_load_together(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let ``load()`` of a class being made load the others of the page, too.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    definition = definition_of(class_attributes, service_context)
    load = class_attributes.get("load")
    if (
        "together" not in definition
        or load is None
        or inspect.iscoroutinefunction(load)
    ):
        return
    model = class_attributes["meta"].resource_model
    lacks = _completion.lacking(class_attributes, service_context)
    way = _Way(model, definition, lacks)

    @functools.wraps(load)
    def load_together(self: Any, *args: Any, **kwargs: Any) -> Any:
        page: _Page | None = vars(self).get(_PAGE)
        if page is None or args or kwargs or not lacks(self):
            return load(self, *args, **kwargs)
        page.load(self, way)
        if not lacks(self):
            return None
        result = load(self)
        vars(self).pop(_ALONE, None)
        page.widen(1)
        return result

    replace_load(class_attributes, load_together)


def _paging(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_paging(self: Any) -> Any:
        manager = getter(self)
        # Semi-private: what makes items of a page (guarded by test_seams).
        handler = getattr(manager, "_handler", None)
        # aioboto3's is a coroutine, as its loads are.
        if isinstance(handler, _Handler) and not inspect.iscoroutinefunction(
            type(handler).__call__
        ):
            manager._handler = _PagingHandler(handler)
        return manager

    return get_paging


class _PagingHandler(_Handler):  # type: ignore[misc, unused-ignore]
    """A handler of a collection's pages that tells each item which page it is of."""

    def __init__(self, plain: Any) -> None:
        self.__dict__.update(vars(plain))
        self._plain = plain

    def __call__(self, parent: Any, params: Any, response: Any) -> Any:
        """Return the resources that are in a page of an answer."""
        items = self._plain(parent, params, response)
        if isinstance(items, list) and len(items) > 1:
            put_together(items)
        return items


def put_together(items: Sequence[Any]) -> None:
    """Have resources loaded together from now on; they are held weakly."""
    page = _Page(items)
    for item in items:
        vars(item)[_PAGE] = page


class _Way:
    """How items of a type are asked for together, and found in the answer."""

    def __init__(
        self,
        model: Any,
        definition: Mapping[str, Any],
        lacks: Callable[[Any], bool],
    ) -> None:
        told = definition["together"]
        self.lacks = lacks
        self.limit: int = told["limit"]
        self._request = model.load.request
        self._operation: str = xform_name(model.load.request.operation)
        self._ids: str = told["target"][: told["target"].rindex("[0]")]
        self._at: str = told["at"]
        path = model.load.path.removesuffix("[0]").removesuffix("[]")
        self._items = f"{path}[]"
        prefixes = all_prefixes(definition)
        varying = {
            p.name for p in model.load.request.params if p.target == told["target"]
        }
        self._varying = next(
            (xform_name(name), prefixes.get(xform_name(name))) for name in varying
        )
        self._others = [
            (i.name, {i.name, i.member_name}, prefixes.get(i.name))
            for i in model.identifiers
            if i.name != self._varying[0]
        ]

    def ask(self, items: Sequence[Any]) -> None:
        """Load items by one request, and mark those that the answer is without.

        Raises:
            Exception: What came of the request, and of none of them alone.
        """
        client = items[0].meta.client
        params, asked = joined(items, self._request, self._ids)
        waiting: dict[Any, list[Any]] = {}
        name, _ = self._varying
        for item in asked:
            waiting.setdefault(getattr(item, name), []).append(item)
        if len(asked) > 1:
            for data in self._answers(client, params):
                for item in self._taken(data, waiting):
                    item.meta.data = data
                    _completion.note_loaded(item)
                if not any(waiting.values()):
                    break
        # Last: until then, other threads wait for the answer.
        for missed in waiting.values():
            for item in missed:
                vars(item)[_ALONE] = True

    def _answers(self, client: Any, params: dict[str, Any]) -> Iterator[Any]:
        if client.can_paginate(self._operation):
            pages = client.get_paginator(self._operation).paginate(**params)
        else:
            pages = [getattr(client, self._operation)(**params)]
        for page in pages:
            yield from jmespath.search(self._items, page) or []

    def _taken(self, data: Any, waiting: dict[Any, list[Any]]) -> Iterator[Any]:
        """Yield, and take out, the items that some data is of."""
        if not isinstance(data, dict):
            return
        _, prefix = self._varying
        ids = jmespath.search(self._at, data)
        values = {xform_name(name): value for name, value in data.items()}
        for id_ in ids if isinstance(ids, list) else [ids]:
            candidates = waiting.get(without_arn(prefix, id_), [])
            for item in candidates.copy():
                if self._fits(item, values):
                    candidates.remove(item)
                    yield item

    def _fits(self, item: Any, values: Mapping[str, Any]) -> bool:
        for name, possible, prefix in self._others:
            found = [values[p] for p in possible if p in values]
            if found and getattr(item, name) not in (
                without_arn(prefix, value) for value in found
            ):
                return False
        return True


def joined(
    items: Sequence[Any], request: Any, ids_path: str
) -> tuple[dict[str, Any], list[Any]]:
    """Return a request for the first of some resources and all that go with it.

    Args:
        items: Resources of one type.
        request: boto3's model of a request for one of them.
        ids_path: The JMESPath of the list, in its parameters, that has the id.

    Returns:
        The parameters, and the resources whose ids they have: those of the same client
        that are asked for with the same other parameters.
    """
    params = create_request_parameters(items[0], request)
    ids = jmespath.search(ids_path, params)
    found = ids.copy()
    ids.clear()
    asked = [items[0]]
    for item in items[1:]:
        others = create_request_parameters(item, request)
        its = jmespath.search(ids_path, others)
        id_ = its.copy()
        its.clear()
        if others == params and item.meta.client is items[0].meta.client:
            asked.append(item)
            found += [one for one in id_ if one not in found]
    ids.extend(found)
    return params, asked


class _Page:
    """The items of one answer, of which one is loaded with the others."""

    def __init__(self, items: Sequence[Any]) -> None:
        self._items = [weakref.ref(item) for item in items]
        self._most: int | None = None
        self._turns = Turns()

    def __deepcopy__(self, memo: dict[int, Any]) -> _Page:
        # A copy of an item is not of its page, of which the items are no copies.
        return self

    def load(self, item: Any, way: _Way) -> None:
        """Load an item and others that lack their data, unless it has to be alone.

        Threads that want items of the page at the same time wait for one request.
        """
        failed: list[Exception] = []
        while way.lacks(item) and _ALONE not in vars(item) and not failed:
            if len(self._lacking(item, way)) < 2:
                return
            self._in_turn(functools.partial(self._ask, item, way, failed))
        if failed:
            raise failed.pop()

    def _in_turn(self, work: Callable[[], None]) -> None:
        """Do some work, or wait for the thread that is at some of the same kind."""
        turn = Turn()
        with turn.held():
            other = self._turns.board(turn)
            if other is None:
                try:
                    work()
                finally:
                    turn.end()
                    self._turns.leave(turn)
        if other is None:
            return
        if other.thread == threading.get_ident():
            # In the midst of it, as a signal handler is.
            work()
        else:
            other.wait()

    def _ask(self, item: Any, way: _Way, failed: list[Exception]) -> None:
        if not way.lacks(item) or _ALONE in vars(item):
            return
        items = self._lacking(item, way)
        try:
            way.ask(items)
        except Exception as error:
            if is_of_no_item(error):
                failed.append(error)
                return
            # One of them is refused, and with it all: which, that is found out by
            # asking for fewer and fewer of them.
            self._most = max(1, len(items) // 2)
            vars(item)[_ALONE] = True
        else:
            self.widen(len(items))

    def widen(self, count: int) -> None:
        """Ask for more at once again, if so many is the most and was answered."""
        if self._most == count:
            self._most *= 2

    def _lacking(self, item: Any, way: _Way) -> list[Any]:
        """Return an item and others that lack their data, as many as may be asked."""
        most = way.limit if self._most is None else min(self._most, way.limit)
        found = [item]
        for reference in self._items:
            if len(found) >= most:
                break
            other = reference()
            if (
                other is not None
                and other is not item
                and type(other) is type(item)
                and other.meta.client is item.meta.client
                and _ALONE not in vars(other)
                and way.lacks(other)
            ):
                found.append(other)
        return found


def is_of_no_item(error: Exception) -> bool:
    """Tell whether an error says nothing of what was asked for."""
    if not isinstance(error, ClientError):
        return isinstance(error, BotoCoreError) and not isinstance(
            error, ParamValidationError
        )
    answer = error.response
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
    return answer.get("Error", {}).get("Code") in _BUSY or status >= 500
