"""Makes items of a collection complete themselves.

A list operation often answers with a summary of each item. boto3 takes the summary for
the whole item, and everything else stays ``None`` for ever. A resource type names the
shapes of such summaries in its definition, under the key ``summaries``; reading what
a summary cannot hold then calls ``load()``, once.

Some lists leave out members although their shape has them: ListUsers has no Tags. No
shape tells, so the definition does, as AWS's text has it, by operation:
``"omits": {"ListUsers": ["PermissionsBoundary", "Tags"]}``. That is so of boto3's own
types, too, which say ``None`` there; whoever may not load the item gets that as before.
"""

from __future__ import annotations

import functools
import inspect
import logging
import re
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from boto3_extensions._resources._classes import (
    definition_of,
    replace_load,
    wrap_property,
)

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
