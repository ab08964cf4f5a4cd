"""Loads of resources that a list operation has given in part, or by id alone.

*Summaries.* A list operation often responds with a summary of each item. boto3 takes
the summary for the whole data, and all other attributes stay ``None`` for ever. A type
lists the shapes of its summaries under ``summaries``; reading an attribute that a
summary cannot have calls ``load()``, once. So does an attribute of which the summary
has a part: ListSchedules has a schedule's target as an ARN, GetSchedule as a whole. So
does an action, a waiter or a collection whose request takes such a member: boto3 would
send None for it.

*Omissions.* Some lists leave out members that the shape of their items has: the users
of ListUsers have no Tags. Only AWS's documentation says so, and so does the definition,
by operation: ``"omits": {"ListUsers": ["PermissionsBoundary", "Tags"]}``. This applies
to types that boto3 defines, too, whose attributes are ``None`` in boto3. If the caller
is not allowed to load the item, they stay ``None``.

*Batches.* ListTasks responds with ARNs alone, and DescribeTasks takes a hundred of
them. With ``"together": {"target": "tasks[0]", "at": "taskArn", "limit": 100}`` the
first load of an item of a page loads the other items of the page that lack their data,
as many as a request may have. ``target`` is the request parameter that takes the ids,
``at`` the path of the id in an item of the response. Only types of this package have
it. An item is loaded alone if it has its data already, if the response lacked it, or if
AWS refused to describe it with others: then the caller gets the error about that item.

*Links.* Resources that `resource()` of others has returned are on a page, too, with
those that the same attribute led to before and that are in use. So are types of
boto3's, as ``ec2.Instance``, whose load sends its only identifier as the only item of a
list; no collection of boto3's puts them on a page.
"""

from __future__ import annotations

import functools
import inspect
import logging
import re
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import jmespath
from boto3.resources import response
from boto3.resources.params import create_request_parameters
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from boto3_extensions._definitions.classes import (
    remember_subclass,
    replace_load,
    type_definition,
    type_or_service_definition,
    wrap_property,
)
from boto3_extensions._foundation.concurrency import Turn, Turns
from boto3_extensions._foundation.models import content_of
from boto3_extensions._resources.collections import use_derived_class
from boto3_extensions._resources.identifiers import prefix_patterns, without_prefix

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.collection import ResourceCollection
    from boto3.resources.model import Request, ResourceModel
    from boto3.utils import ServiceContext
    from botocore.client import BaseClient
    from botocore.model import ServiceModel, Shape, StructureShape

    from boto3_extensions._definitions.classes import ClassAttributes, Getter

# The attribute of a resource that has the dict which `load()` put into `meta.data`. Not
# a flag, as actions and users replace `meta.data`; not the dict's id, as another dict
# may have that id afterwards.
_LOADED_DATA = "_boto3_extensions_loaded"

# The attribute of a class's `load` that has the function returned by `data_check`. A
# resource whose `load` has no such attribute is to be loaded if it has no data.
LACKS_DATA = "_boto3_extensions_lacks"

# The attributes of an item that have its page, and whether AWS refused or failed to
# describe it with others.
_PAGE = "_boto3_extensions_page"
_ALONE = "_boto3_extensions_alone"

# The error codes for a caller who is not allowed to call the operation. No service has
# them for a resource that does not exist.
_DENIED = {
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "AuthorizationErrorException",
    "NotAuthorized",
    "UnauthorizedOperation",
}

# The error codes of throttling and of expired credentials: another request with other
# items would fail, too.
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

# The attribute of a class's `load` that loads the other items of a page, too.
_LOADS_TOGETHER = "_boto3_extensions_together"

# A load's target and path where a request may as well have several ids:
# `InstanceIds[0]` and `Reservations[0].Instances[0]`.
_LISTED_ID = re.compile(r"\w+\[0\]")
_FIRST_ITEM = re.compile(r"(?:\w+\[0\]\.)*\w+\[0\]")

# The number of ids in such a request, as AWS's limit is not known. If AWS refuses them,
# there will be half as many in the next.
_DEFAULT_LIMIT = 100

# The types of shapes that have nothing inside.
_SCALARS = {
    *("string", "character", "blob", "boolean", "timestamp"),
    *("byte", "short", "integer", "long", "bigInteger"),
    *("float", "double", "bigDecimal"),
}

# The most resources on a page of followed ones.
_MOST_FOLLOWED = 1000

_ROOT_OF_PATH = re.compile(r"[A-Za-z_]\w*")

_logger = logging.getLogger(__name__)

# The types of a client whose load was denied: one line in the log is enough.
_denied_types: weakref.WeakKeyDictionary[BaseClient, set[str]] = (
    weakref.WeakKeyDictionary()
)

_Members = frozenset[str]

# Loads a resource, if its data lack some of the members that are about to be used.
_Completion = Callable[["ServiceResource"], None]


class _Summary(NamedTuple):
    """The members of a shape that may fill the data of a resource type in part.

    Attributes:
        members: All of them.
        whole: Those that are as in the type's own shape, structures inside included.
    """

    members: _Members
    whole: _Members


class _Gaps(NamedTuple):
    """The members that the data of a resource type may lack.

    Attributes:
        attributes: The members that an attribute or reference is read from, by its
            name, for those that may be missing.
        requests: The members that the request of an action, a waiter or a collection
            is filled with, by its Python name, for those that may be missing.
        summaries: The shapes of summaries.
        omits: The members that each list operation leaves out.
    """

    attributes: Mapping[str, _Members]
    requests: Mapping[str, _Members]
    summaries: tuple[_Summary, ...]
    omits: tuple[_Members, ...]


# By service model, which clients may share, and by type. boto3 may make a class for
# each resource object, so that the gaps are kept for as long as the service model
# lives, together with their definition: sessions may have different ones.
_gaps: weakref.WeakKeyDictionary[ServiceModel, dict[str, tuple[Any, _Gaps]]] = (
    weakref.WeakKeyDictionary()
)


def add_completing_attributes(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap all that reads or sends members that summaries or lists leave out.

    A type without ``summaries`` and ``omits``, or without a ``load()`` that a property
    can call, stays as it is.
    """
    model = class_attributes["meta"].resource_model
    definition = type_definition(class_attributes, service_context)
    load = class_attributes.get("load")
    if (
        not (definition.get("summaries") or definition.get("omits"))
        or load is None
        or inspect.iscoroutinefunction(load)
    ):
        return
    gaps = _gaps_of(model, definition, service_context.service_model)
    marking = _mark_after_load(load)
    setattr(marking, LACKS_DATA, data_check(class_attributes, service_context))
    replace_load(class_attributes, marking)
    for name, members in gaps.attributes.items():
        completing = functools.partial(
            _complete_before, complete=_completion(members, gaps)
        )
        wrap_property(class_attributes, name, completing)
    collections = {collection.name for collection in model.collections}
    for name, members in gaps.requests.items():
        complete = _completion(members, gaps)
        if name in collections:
            derive = functools.partial(_with_complete_owner, complete)
            use_derived_class(class_attributes, name, remember_subclass(derive))
        elif callable(call := class_attributes.get(name)):
            class_attributes[name] = _complete_before_call(call, complete)


def add_pages(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the collections of types that are loaded in batches, to note the pages."""
    definitions = content_of(service_context.resource_json_definitions)
    together = {
        name for name, body in definitions.items() if body and "together" in body
    }
    if not together:
        return
    own = type_or_service_definition(class_attributes, service_context)
    for name, body in own.get("hasMany", {}).items():
        if body.get("resource", {}).get("type") in together:
            wrap_property(class_attributes, xform_name(name), _note_pages)


def add_load_together(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the ``load()`` of a type that is loaded in batches."""
    definition = type_definition(class_attributes, service_context)
    load = class_attributes.get("load")
    model = class_attributes["meta"].resource_model
    together = definition.get("together") or _rules_of_links(model, definition)
    # aioboto3's loads are coroutines.
    if not together or load is None or inspect.iscoroutinefunction(load):
        return
    lacks = data_check(class_attributes, service_context)
    batch = _BatchLoad(model, definition, together, lacks)

    @functools.wraps(load)
    def load_together(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        page: _Page | None = vars(self).get(_PAGE)
        if page is None or args or kwargs or not lacks(self):
            return load(self, *args, **kwargs)
        page.load(self, batch)
        if not lacks(self):
            return None
        result = load(self)
        vars(self).pop(_ALONE, None)
        page.widen(1)
        return result

    setattr(load_together, _LOADS_TOGETHER, True)
    replace_load(class_attributes, load_together)


def _rules_of_links(
    model: ResourceModel, definition: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return the rules by which followed resources are loaded, as of ``together``.

    None where a request cannot have several ids.
    """
    load, identifiers = model.load, definition.get("identifiers", ())
    params = list(load.request.params) if load is not None else []
    if len(params) != 1 or len(identifiers) != 1:
        return None
    target, path = params[0].target, load.path or ""
    is_listed = _LISTED_ID.fullmatch(target) and _FIRST_ITEM.fullmatch(path)
    if params[0].source != "identifier" or not is_listed:
        return None
    at = identifiers[0].get("memberName") or identifiers[0]["name"]
    return {"target": target, "at": at, "limit": _DEFAULT_LIMIT}


def data_check(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> Callable[[ServiceResource], bool]:
    """Return a predicate for resources that are still to be loaded.

    It is true of a resource without data, with a summary, or from a list that leaves
    members out.
    """
    model = class_attributes["meta"].resource_model
    definition = type_definition(class_attributes, service_context)
    gaps = None
    if definition.get("summaries") or definition.get("omits"):
        gaps = _gaps_of(model, definition, service_context.service_model)

    def lacks(resource: ServiceResource) -> bool:
        data = resource.meta.data
        if data is None or gaps is None:
            return data is None
        if not isinstance(data, dict) or vars(resource).get(_LOADED_DATA) is data:
            return False
        return _has_summary(resource, gaps.summaries) or any(
            map(data.keys().isdisjoint, gaps.omits)
        )

    return lacks


def mark_loaded(resource: ServiceResource) -> None:
    """Mark the data of a resource as complete."""
    vars(resource)[_LOADED_DATA] = resource.meta.data


def joint_request(
    items: Sequence[ServiceResource], request: Request, ids_path: str
) -> tuple[dict[str, Any], list[ServiceResource]]:
    """Return a request for the first of some resources, and for others with it.

    Args:
        items: Resources of one type.
        request: boto3's model of a request for one of them.
        ids_path: The JMESPath of the list of ids in the request parameters.

    Returns:
        The request parameters, and the resources whose ids they contain: those with the
        same client and the same other parameters as the first.
    """
    params = create_request_parameters(items[0], request)
    ids = jmespath.search(ids_path, params)
    all_ids = ids.copy()
    ids.clear()
    asked = [items[0]]
    for item in items[1:]:
        item_params = create_request_parameters(item, request)
        its = jmespath.search(ids_path, item_params)
        item_ids = its.copy()
        its.clear()
        if item_params == params and item.meta.client is items[0].meta.client:
            asked.append(item)
            all_ids += [id_ for id_ in item_ids if id_ not in all_ids]
    ids.extend(all_ids)
    return params, asked


def is_unrelated_to_items(error: Exception) -> bool:
    """Return whether an error has nothing to do with the items of a request.

    That is an error of the connection, of the service, of throttling or of credentials.
    """
    if not isinstance(error, ClientError):
        return isinstance(error, BotoCoreError) and not isinstance(
            error, ParamValidationError
        )
    answer = error.response
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
    return answer.get("Error", {}).get("Code") in _BUSY or status >= 500


def _gaps_of(
    model: ResourceModel, definition: Mapping[str, Any], service_model: ServiceModel
) -> _Gaps:
    if not model.shape:
        # The class of the members that AWS has ended has no attributes. Nothing is kept
        # for it: it is made of the same definition as the type's own.
        return _Gaps({}, {}, (), ())
    by_type = _gaps.setdefault(service_model, {})
    made_of, gaps = by_type.get(model.name, (None, None))
    if gaps is None or made_of is not definition:
        gaps = _find_gaps(model, definition, service_model)
        by_type[model.name] = (definition, gaps)
    return gaps


def _find_gaps(
    model: ResourceModel, definition: Mapping[str, Any], service_model: ServiceModel
) -> _Gaps:
    shape = service_model.shape_for(model.shape)
    known = set(service_model.shape_names)
    # An older botocore may lack the list that has a summary.
    summaries = tuple(
        _summary(service_model.shape_for(s), shape)
        for s in definition.get("summaries", ())
        if s in known
    )
    omits = tuple(frozenset(o) for o in definition.get("omits", {}).values())
    identifiers = {identifier.member_name for identifier in model.identifiers}
    read_from = {
        name: frozenset({member})
        for name, (member, _) in model.get_attributes(shape).items()
        if name not in identifiers
    }
    for reference in model.references:
        paths = (i.path for i in reference.resource.identifiers if i.source == "data")
        read_from[reference.name] = _roots(paths) & frozenset(shape.members)
    filled_with = {
        **{action.name: action.request.params for action in model.actions},
        **{waiter.name: waiter.params for waiter in model.waiters},
        **{
            collection.name: collection.request.params
            for collection in model.collections
        },
    }
    sent = {
        name: _roots(param.path for param in params if param.source == "data")
        for name, params in filled_with.items()
    }

    def may_be_missing(members: _Members) -> bool:
        return any(members - summary.whole for summary in summaries) or any(
            members & omitted for omitted in omits
        )

    return _Gaps(
        {
            name: members
            for name, members in read_from.items()
            if may_be_missing(members)
        },
        {name: members for name, members in sent.items() if may_be_missing(members)},
        summaries,
        omits,
    )


def _summary(shape: StructureShape, whole: StructureShape) -> _Summary:
    members = frozenset(shape.members)
    return _Summary(members, members - poorer_members(shape, whole))


def poorer_members(shape: StructureShape, whole: StructureShape) -> set[str]:
    """Return the members that a shape has, but not as a whole.

    Args:
        shape: Of a summary.
        whole: The shape of the resource type.
    """
    mine, its = shape.members, whole.members
    return {n for n in mine.keys() & its.keys() if _is_poorer(mine[n], its[n])}


def _is_poorer(shape: Shape, whole: Shape, depth: int = 4) -> bool:
    """Return whether a shape lacks members that another has, at any depth.

    A list or a map in place of a structure is another thing: the score of an assessment
    of resiliencehub is a number in its summary, and a structure of scores in the whole.

    Args:
        shape: Of a summary.
        whole: Of the whole.
        depth: How deep to look; shapes may be in themselves.
    """
    if shape.name == whole.name or not depth:
        return False
    if shape.type_name != whole.type_name:
        return not {shape.type_name, whole.type_name} <= _SCALARS
    if shape.type_name == "structure":
        mine, its = shape.members, whole.members
        return not its.keys() <= mine.keys() or any(
            _is_poorer(mine[name], its[name], depth - 1) for name in its
        )
    if shape.type_name == "list":
        return _is_poorer(shape.member, whole.member, depth - 1)
    if shape.type_name == "map":
        return _is_poorer(shape.value, whole.value, depth - 1)
    return False


def _roots(paths: Iterable[str]) -> _Members:
    """Return the members that JMESPaths begin with."""
    found = (_ROOT_OF_PATH.match(path) for path in paths)
    return frozenset(root.group() for root in found if root)


def _mark_after_load(load: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_mark(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        result = load(self, *args, **kwargs)
        mark_loaded(self)
        return result

    return load_and_mark


def _completion(members: _Members, gaps: _Gaps) -> _Completion:
    """Return a function that loads a resource whose data may lack some members."""
    summaries = [s for s in gaps.summaries if members - s.whole]
    omits = [o for o in gaps.omits if members & o]

    def complete(resource: ServiceResource) -> None:
        if _has_summary(resource, summaries):
            _complete(resource)
        elif omits and _leaves_out(resource, members, omits):
            _complete_if_allowed(resource)

    return complete


def _complete_before(getter: Getter, complete: _Completion) -> Getter:
    @functools.wraps(getter)
    def complete_and_get(self: ServiceResource) -> Any:
        complete(self)
        return getter(self)

    return complete_and_get


def _complete_before_call(
    call: Callable[..., Any], complete: _Completion
) -> Callable[..., Any]:
    @functools.wraps(call)
    def complete_and_call(
        self: ServiceResource, *args: object, **kwargs: object
    ) -> Any:
        complete(self)
        return call(self, *args, **kwargs)

    return complete_and_call


def _with_complete_owner(
    complete: _Completion, base: type[ResourceCollection]
) -> type[ResourceCollection]:
    """Return a collection class whose request is filled with its owner's whole data."""

    def pages(self: ResourceCollection) -> Iterator[list[Any]]:
        complete(self._parent)
        yield from base.pages(self)

    return type(base.__name__, (base,), {"pages": pages, "__module__": base.__module__})


def _has_summary(resource: ServiceResource, summaries: Sequence[_Summary]) -> bool:
    """Return whether the data of a resource fit one of some summaries."""
    data = resource.meta.data
    if not isinstance(data, dict) or vars(resource).get(_LOADED_DATA) is data:
        return False
    # botocore's metadata are in the data if an action's whole response is the item. The
    # ETag, from `locks`, is a member of no shape.
    present = data.keys() - {"ResponseMetadata", "ETag"}
    return any(present <= summary.members for summary in summaries)


def _leaves_out(
    resource: ServiceResource, members: _Members, omits: Sequence[_Members]
) -> bool:
    """Return whether a resource may be from a list that leaves members out.

    Data with any of the members that a list leaves out are not from that list.
    """
    data = resource.meta.data
    if not isinstance(data, dict) or vars(resource).get(_LOADED_DATA) is data:
        return False
    present = data.keys()
    return not members <= present and any(map(present.isdisjoint, omits))


def _complete(resource: ServiceResource) -> None:
    summary = resource.meta.data
    resource.load()
    if resource.meta.data is None:
        # Deleted since it was listed. The summary is better than boto3's AttributeError
        # about None, and than another request for each attribute.
        resource.meta.data = summary
    mark_loaded(resource)


def _complete_if_allowed(resource: ServiceResource) -> None:
    try:
        _complete(resource)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") not in _DENIED:
            raise
        # The attribute is None, as in boto3, and the load is not tried again.
        mark_loaded(resource)
        _log_denial(resource, error)


def _log_denial(resource: ServiceResource, error: ClientError) -> None:
    client, name = resource.meta.client, type(resource).__name__
    logged = _denied_types.setdefault(client, set())
    if name not in logged:
        logged.add(name)
        _logger.warning(
            "%s of %s was denied: of items of collections, attributes that lists leave"
            " out are None",
            error.operation_name,
            name,
        )


# Any, for those who have stubs of boto3, which leave out what is not public.
_Handler: Any = response.ResourceHandler


def _note_pages(getter: Getter) -> Getter:
    @functools.wraps(getter)
    def get_noting(self: ServiceResource) -> Any:
        manager = getter(self)
        # Semi-private: the handler that makes the items of a page (guarded by
        # test_seams).
        handler = getattr(manager, "_handler", None)
        # aioboto3's is a coroutine, as its loads are.
        if isinstance(handler, _Handler) and not inspect.iscoroutinefunction(
            type(handler).__call__
        ):
            manager._handler = _PageHandler(handler)
        return manager

    return get_noting


class _PageHandler(_Handler):  # type: ignore[misc, unused-ignore]
    """A handler of a collection's responses that notes the page of each item.

    Args:
        plain: boto3's handler.
    """

    def __init__(self, plain: response.ResourceHandler) -> None:
        self.__dict__.update(vars(plain))
        self._plain = plain

    def __call__(
        self,
        parent: ServiceResource,
        params: Mapping[str, Any],
        response: Mapping[str, Any],
    ) -> Any:
        """Return the resources in a page of a response."""
        items = self._plain(parent, params, response)
        if isinstance(items, list) and len(items) > 1:
            _put_on_page(items)
        return items


def _put_on_page(items: Sequence[ServiceResource]) -> None:
    page = _Page(items)
    for item in items:
        vars(item)[_PAGE] = page


class _BatchLoad:
    """A request that loads several resources of a type.

    Args:
        model: boto3's model of the type.
        definition: The definition of the type.
        together: The rules of the request, as of ``together`` in a definition.
        lacks: Returns whether a resource is still to be loaded.

    Attributes:
        lacks: As above.
        limit: The most resources of one request.
    """

    def __init__(
        self,
        model: ResourceModel,
        definition: Mapping[str, Any],
        together: Mapping[str, Any],
        lacks: Callable[[ServiceResource], bool],
    ) -> None:
        target = together["target"]
        self.lacks = lacks
        self.limit: int = together["limit"]
        self._request = model.load.request
        self._operation: str = xform_name(model.load.request.operation)
        self._ids_path: str = target[: target.rindex("[0]")]
        self._id_path: str = together["at"]
        # Of each list in it all items: `Reservations[].Instances[]`.
        path = re.sub(r"\[0?\]", "[]", model.load.path)
        self._items_path = f"{path.removesuffix('[]')}[]"
        prefixes = prefix_patterns(definition)
        # The identifier of which a request has several, and the pattern of its prefix.
        self._name, self._prefix = next(
            (xform_name(param.name), prefixes.get(xform_name(param.name)))
            for param in model.load.request.params
            if param.target == target
        )
        # The other identifiers: name, members of an item, pattern of the prefix.
        self._others = [
            (i.name, {i.name, i.member_name}, prefixes.get(i.name))
            for i in model.identifiers
            if i.name != self._name
        ]

    def send(self, items: Sequence[ServiceResource]) -> None:
        """Load resources by one request, and mark those that the response lacks.

        Raises:
            Exception: The error of the request, which may be about any of them.
        """
        client = items[0].meta.client
        params, asked = joint_request(items, self._request, self._ids_path)
        waiting: dict[Any, list[ServiceResource]] = {}
        for item in asked:
            waiting.setdefault(getattr(item, self._name), []).append(item)
        if len(asked) > 1:
            for data in self._described(client, params):
                for item in self._take_matches(data, waiting):
                    item.meta.data = data
                    mark_loaded(item)
                if not any(waiting.values()):
                    break
        # Last: until then, other threads wait for the response.
        for missed in waiting.values():
            for item in missed:
                vars(item)[_ALONE] = True

    def _described(self, client: BaseClient, params: dict[str, Any]) -> Iterator[Any]:
        """Yield the data of the items in the responses to a request."""
        if client.can_paginate(self._operation):
            pages = client.get_paginator(self._operation).paginate(**params)
        else:
            pages = [getattr(client, self._operation)(**params)]
        for page in pages:
            yield from jmespath.search(self._items_path, page) or []

    def _take_matches(
        self, data: object, waiting: dict[Any, list[ServiceResource]]
    ) -> Iterator[ServiceResource]:
        """Yield the resources that some data belong to, and stop waiting for them.

        Args:
            data: The data of an item in the response.
            waiting: The resources without data, by their identifier.
        """
        if not isinstance(data, dict):
            return
        ids = jmespath.search(self._id_path, data)
        values = {xform_name(name): value for name, value in data.items()}
        for id_ in ids if isinstance(ids, list) else [ids]:
            candidates = waiting.get(without_prefix(self._prefix, id_), [])
            for item in candidates.copy():
                if self._matches(item, values):
                    candidates.remove(item)
                    yield item

    def _matches(self, item: ServiceResource, values: Mapping[str, Any]) -> bool:
        """Return whether values fit the other identifiers of a resource."""
        for name, possible, prefix in self._others:
            found = [values[p] for p in possible if p in values]
            if found and getattr(item, name) not in (
                without_prefix(prefix, value) for value in found
            ):
                return False
        return True


class _Page:
    """The items of a response, weakly referenced, each of which can load the others."""

    def __init__(self, items: Sequence[ServiceResource]) -> None:
        self._items = [weakref.ref(item) for item in items]
        self._most: int | None = None
        self._turns = Turns()

    def __deepcopy__(self, memo: dict[int, Any]) -> _Page:
        # The page of a copied item has the originals, which are no copies.
        return self

    def load(self, item: ServiceResource, batch: _BatchLoad) -> None:
        """Load an item and others that lack their data, unless it has to be alone.

        Threads that load items of the page at the same time wait for one request.

        Raises:
            Exception: The error of a request that has nothing to do with its items.
        """
        failed: list[Exception] = []
        while batch.lacks(item) and _ALONE not in vars(item) and not failed:
            if len(self._lacking(item, batch)) < 2:
                return
            self._in_turn(functools.partial(self._send, item, batch, failed))
        if failed:
            raise failed.pop()

    def _in_turn(self, send: Callable[[], None]) -> None:
        """Send a request, or wait for the thread that is sending a request."""
        turn = Turn()
        with turn.held():
            other = self._turns.board(turn)
            if other is None:
                try:
                    send()
                finally:
                    turn.end()
                    self._turns.leave(turn)
        if other is None:
            return
        if other.thread == threading.get_ident():
            # A signal handler that interrupted the request would wait for itself.
            send()
        else:
            other.wait()

    def _send(
        self, item: ServiceResource, batch: _BatchLoad, failed: list[Exception]
    ) -> None:
        if not batch.lacks(item) or _ALONE in vars(item):
            return
        items = self._lacking(item, batch)
        try:
            batch.send(items)
        except Exception as error:
            if is_unrelated_to_items(error):
                failed.append(error)
                return
            # AWS refuses all items because of one. Halving the requests finds it.
            self._most = max(1, len(items) // 2)
            vars(item)[_ALONE] = True
        else:
            self.widen(len(items))

    def widen(self, count: int) -> None:
        """Double the most items of a request after the most were loaded."""
        if self._most == count:
            self._most *= 2

    def _lacking(
        self, item: ServiceResource, batch: _BatchLoad
    ) -> list[ServiceResource]:
        """Return an item and others without their data, as many as a request takes."""
        most = batch.limit if self._most is None else min(self._most, batch.limit)
        found = [item]
        for reference in self._items:
            if len(found) >= most:
                break
            other = reference()
            if (
                other is not None
                and other is not item
                # boto3 may make a class for each of the objects.
                and type(other).__name__ == type(item).__name__
                and other.meta.client is item.meta.client
                and _ALONE not in vars(other)
                and batch.lacks(other)
            ):
                found.append(other)
        return found


class FollowedPage(_Page):
    """The resources that an attribute of others has led to, as far as they are in use.

    Args:
        open_service: Makes the service resources that they are made by: only those with
            the same client load together.

    Attributes:
        open_service: As above.
    """

    def __init__(self, open_service: Callable[..., Any]) -> None:
        super().__init__(())
        self.open_service = open_service

    @property
    def is_full(self) -> bool:
        """Whether the page has as many resources as it may have."""
        return len(self._items) >= _MOST_FOLLOWED

    def add(self, resource: object) -> None:
        """Add a resource, if its type loads together and it is on no page."""
        load = getattr(type(resource), "load", None)
        if getattr(load, _LOADS_TOGETHER, False) and _PAGE not in vars(resource):
            self._items.append(weakref.ref(resource))
            vars(resource)[_PAGE] = self
