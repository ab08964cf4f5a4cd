"""Makes items of a collection complete themselves.

A list operation often answers with a summary of each item. boto3 takes the summary for
the whole item, and everything else stays ``None`` for ever. A resource type names the
shapes of such summaries in its definition, under the key ``summaries``; reading what
a summary cannot hold then calls ``load()``, once.

Some lists leave out members although their shape has them: ListUsers has no Tags. No
shape tells, so the definition does, as AWS's text has it, by operation:
``"omits": {"ListUsers": ["PermissionsBoundary", "Tags"]}``. That is so of boto3's own
types, too, which say ``None`` there; whoever may not load the item gets that as before.

Loads the items of a page by one request, where AWS takes many ids at once.

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
import logging
import re
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import jmespath
from boto3.resources import response
from boto3.resources.params import create_request_parameters
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from boto3_extensions._definitions.classes import (
    definition_of,
    replace_load,
    wrap_property,
)
from boto3_extensions._foundation.concurrency import Turn, Turns
from boto3_extensions._resources.identifiers import all_prefixes, without_arn

# On the resource: the very dict that `load()` put into `meta.data`. The dict and not
# a flag, as actions and users replace `meta.data` without telling anybody; not its id,
# as that may be given to another dict afterwards.
_LOADED = "_boto3_extensions_loaded"

# On a class's `load`: what tells whether a resource is to be loaded. Without it, one
# that has no data is.
LACKS = "_boto3_extensions_lacks"

# How services say that the caller may not do it. None of them says it of a thing that
# does not exist.
_DENIED = {
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "AuthorizationErrorException",
    "NotAuthorized",
    "UnauthorizedOperation",
}

_logger = logging.getLogger(__name__)

# The types of a client whose load was denied: one line in the log is enough.
_told_of: weakref.WeakKeyDictionary[Any, set[str]] = weakref.WeakKeyDictionary()

_ROOT_OF_PATH = re.compile(r"[A-Za-z_]\w*")

_Getter = Callable[[Any], Any]
_Members = frozenset[str]


class _Plan(NamedTuple):
    """What can be missing from a summary of one resource type."""

    reads: Mapping[str, _Members]
    summaries: tuple[_Members, ...]
    omits: tuple[_Members, ...]


# boto3 builds a class for each resource object, so what can be kept is kept, for as
# long as the service model lives, which clients may share: with the definition it was
# made of, for sessions may have other ones.
_plans: weakref.WeakKeyDictionary[Any, dict[str, tuple[Any, _Plan]]] = (
    weakref.WeakKeyDictionary()
)


def add_completing_attributes(
    class_attributes: dict[str, Any], service_context: Any
) -> None:
    """Let attributes and references of a class being made call `load()` when needed.

    Does nothing for a type without `summaries` and `omits`, or without a `load()` that
    can be called from a property.
    """
    model = class_attributes["meta"].resource_model
    definition = definition_of(class_attributes, service_context)
    load = class_attributes.get("load")
    if (
        not (definition.get("summaries") or definition.get("omits"))
        or load is None
        or inspect.iscoroutinefunction(load)
    ):
        return
    plan = _plan_of(model, definition, service_context.service_model)
    remembering = _remembering(load)
    setattr(remembering, LACKS, lacking(class_attributes, service_context))
    replace_load(class_attributes, remembering)
    for name, members in plan.reads.items():
        completing = functools.partial(
            _completing,
            members=members,
            summaries=[s for s in plan.summaries if members - s],
            omits=[o for o in plan.omits if members & o],
        )
        wrap_property(class_attributes, name, completing)


def lacking(
    class_attributes: dict[str, Any], service_context: Any
) -> Callable[[Any], bool]:
    """Return what tells whether a resource of a class being made is to be loaded.

    That is one without data, with just a summary, or from a list that leaves out some.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    model = class_attributes["meta"].resource_model
    definition = definition_of(class_attributes, service_context)
    plan = None
    if definition.get("summaries") or definition.get("omits"):
        plan = _plan_of(model, definition, service_context.service_model)

    def lacks(resource: Any) -> bool:
        data = resource.meta.data
        if data is None or plan is None:
            return data is None
        if not isinstance(data, dict) or vars(resource).get(_LOADED) is data:
            return False
        return _cannot_tell(resource, plan.summaries) or any(
            map(data.keys().isdisjoint, plan.omits)
        )

    return lacks


def note_loaded(resource: Any) -> None:
    """Remember that the data a resource has is all there is."""
    vars(resource)[_LOADED] = resource.meta.data


def _plan_of(model: Any, definition: dict[str, Any], service_model: Any) -> _Plan:
    plans = _plans.setdefault(service_model, {})
    made_of, plan = plans.get(model.name, (None, None))
    if plan is None or made_of is not definition:
        plan = _make_plan(model, definition, service_model)
        plans[model.name] = (definition, plan)
    return plan


def _make_plan(model: Any, definition: dict[str, Any], service_model: Any) -> _Plan:
    shape = service_model.shape_for(model.shape)
    known = set(service_model.shape_names)
    # A list that this botocore does not know answers with nothing.
    parts = tuple(
        frozenset(service_model.shape_for(s).members)
        for s in definition.get("summaries", ())
        if s in known
    )
    omits = tuple(frozenset(o) for o in definition.get("omits", {}).values())
    identifiers = {identifier.member_name for identifier in model.identifiers}
    reads = {
        name: frozenset({member})
        for name, (member, _) in model.get_attributes(shape).items()
        if name not in identifiers
    }
    for reference in model.references:
        reads[reference.name] = _roots(reference) & frozenset(shape.members)
    incomplete = {
        name: members
        for name, members in reads.items()
        if any(members - part for part in parts)
        or any(members & omitted for omitted in omits)
    }
    return _Plan(incomplete, parts, omits)


def _roots(reference: Any) -> _Members:
    """Name the members that the identifiers of a reference are taken from."""
    paths = [i.path for i in reference.resource.identifiers if i.source == "data"]
    found = (_ROOT_OF_PATH.match(path) for path in paths)
    return frozenset(root.group() for root in found if root)


def _remembering(load: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_remember(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = load(self, *args, **kwargs)
        vars(self)[_LOADED] = self.meta.data
        return result

    return load_and_remember


def _completing(
    getter: _Getter,
    members: _Members,
    summaries: Sequence[_Members],
    omits: Sequence[_Members],
) -> _Getter:
    @functools.wraps(getter)
    def complete_and_get(self: Any) -> Any:
        if _cannot_tell(self, summaries):
            _complete(self)
        elif omits and _leaves_out(self, members, omits):
            _complete_if_allowed(self)
        return getter(self)

    return complete_and_get


def _cannot_tell(resource: Any, summaries: Sequence[_Members]) -> bool:
    """Tell whether the resource has just one of some summaries."""
    data = resource.meta.data
    if not isinstance(data, dict) or vars(resource).get(_LOADED) is data:
        return False
    # An action whose whole answer is the item leaves this key of botocore's in it.
    # A token that `_locks` puts there is of no shape.
    present = data.keys() - {"ResponseMetadata", "ETag"}
    return any(present <= summary for summary in summaries)


def _leaves_out(resource: Any, members: _Members, omits: Sequence[_Members]) -> bool:
    """Tell whether the resource may be from a list that leaves members out.

    Where the data has one of them, it is from no such list.
    """
    data = resource.meta.data
    if not isinstance(data, dict) or vars(resource).get(_LOADED) is data:
        return False
    present = data.keys()
    return not members <= present and any(map(present.isdisjoint, omits))


def _complete(resource: Any) -> None:
    summary = resource.meta.data
    resource.load()
    if resource.meta.data is None:
        # Gone since it was listed. What the summary told is better than boto3's
        # AttributeError about None, and no reason to ask again and again.
        resource.meta.data = summary
    vars(resource)[_LOADED] = resource.meta.data


def _complete_if_allowed(resource: Any) -> None:
    try:
        _complete(resource)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") not in _DENIED:
            raise
        # As without us; what AWS says of the caller is no reason to ask again.
        vars(resource)[_LOADED] = resource.meta.data
        _tell(resource, error)


def _tell(resource: Any, error: ClientError) -> None:
    client, name = resource.meta.client, type(resource).__name__
    told = _told_of.setdefault(client, set())
    if name not in told:
        told.add(name)
        _logger.warning(
            "%s of %s was denied: of items of collections, attributes that lists leave"
            " out are None",
            error.operation_name,
            name,
        )


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
    lacks = lacking(class_attributes, service_context)
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
                    note_loaded(item)
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
