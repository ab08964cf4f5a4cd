"""Finds what a part of a definition needs that a service model does not have.

A definition is made of one release of botocore and used with any. On an older one
operations, shapes and members are missing that AWS has added since, on a newer one
those that AWS has withdrawn.

Models are read as botocore loads them, as plain dicts: its objects for shapes take a
hundred times as long, and every service that a program opens is looked through once.

Leaves out of definitions whatever the installed botocore cannot do.

Only what this package defines: a user's own definitions, and boto3's, do what they do
in plain boto3, be it a ``NoShapeFoundError``. Where all is there, which is so on the
release that the data were made of, definitions stay the very objects that they are.

Has classes made of what the installed botocore can do, and nothing else.

Where boto3's factory gets definitions, and what it has made a class of, is where what
does not work is left out; asking for it then tells why.
"""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from botocore import xform_name

from boto3_extensions._definitions import history
from boto3_extensions._definitions.classes import wrap_property
from boto3_extensions._definitions.needs import Definition, Missing, Model
from boto3_extensions._foundation import switches
from boto3_extensions._foundation.models import Document, Source, document_of, source_of
from boto3_extensions.exceptions import NotOfferedError

# By the name in Python, what is missing for it.
Names = dict[str, Missing]

# The sections of a definition, and what boto3 makes of a name in each.
_SECTIONS: Mapping[str, Callable[[str], str]] = {
    "actions": xform_name,
    "hasMany": xform_name,
    "waiters": lambda name: xform_name(f"WaitUntil{name}"),
    "batchActions": xform_name,
}

# That of the service itself among the types.
SERVICE = ""


class Offer(NamedTuple):
    """What of a service's definitions works, and what is withheld.

    Attributes:
        made_of: The definition of the service itself, and all of its types.
        service: The former, with what works.
        resources: The latter.
        withheld: By type, what does not; ``""`` is the service itself.
        batch: By type, which actions of a collection of that type do not.
    """

    made_of: tuple[Any, Any]
    service: Any
    resources: Any
    withheld: Mapping[str, Names]
    batch: Mapping[str, Names]


class _Broken(NamedTuple):
    type: str
    section: str
    name: str
    missing: Missing


def offer_of(
    service: Definition,
    resources: Mapping[str, Definition],
    model: Model,
    ours: Callable[[], Definition],
) -> Offer | None:
    """Return what of a service can be done, None if that is all.

    Args:
        service: The definition of the service itself, empty if it is not known.
        resources: Those of its types.
        model: What the installed botocore knows of the service.
        ours: Returns what this package defines of it.
    """
    lost = _Lost(service, resources, model, ours)
    if not lost.broken and not lost.types:
        return None
    return Offer(
        (service, resources),
        lost.without(SERVICE, service),
        {
            name: lost.without(name, body)
            for name, body in resources.items()
            if name not in lost.types
        },
        {name: lost.names(name) for name in (SERVICE, *resources)},
        {name: lost.batch(name) for name in resources},
    )


class _Lost:
    """What of a service's definitions cannot be done.

    Attributes:
        types: The types that cannot be made, or do nothing, with what they lack.
        broken: The members of all others.
    """

    def __init__(
        self,
        service: Definition,
        resources: Mapping[str, Definition],
        model: Model,
        ours: Callable[[], Definition],
    ) -> None:
        self._service, self._resources = service, resources
        self._model, self._find_ours = model, ours
        self.types: dict[str, Missing] = {
            name: missing
            for name, body in resources.items()
            if (missing := model.shape(body.get("shape"))) and self._is_our_type(name)
        }
        self.broken = list(self._find())
        # A type may have been all that another one was for.
        while self.broken and (useless := self._useless()):
            self.types |= useless
            self.broken = list(self._find())

    def without(self, type_name: str, body: Definition) -> Any:
        """Return a definition less what is broken; the same one if nothing is."""
        less: dict[str, Any] = {}
        for one in self.broken:
            if one.type == type_name:
                if one.section == "load":
                    less["load"] = None
                    continue
                kept = less.setdefault(one.section, dict(body[one.section]))
                kept.pop(one.name)
        if not less:
            return body
        return {
            key: value
            for key, value in {**body, **less}.items()
            if value is not None or key not in less
        }

    def names(self, type_name: str) -> Names:
        """Return what a class of the type lacks, by its names in Python."""
        found: Names = {}
        for one in self._broken_of(type_name):
            if one.section == "load":
                found["load"] = found["reload"] = one.missing
            elif one.section == "has":
                body = self._body(type_name)["has"][one.name]
                found[_name_of(one.name, body)] = one.missing
            elif one.section != "batchActions":
                found[_SECTIONS[one.section](one.name)] = one.missing
        if type_name == SERVICE:
            # boto3 gives the service each type by its name, or by another that it has.
            found |= self.types
        return found

    def batch(self, type_name: str) -> Names:
        """Return what collections of the type lack."""
        broken = self._broken_of(type_name)
        return {
            xform_name(one.name): one.missing
            for one in broken
            if one.section == "batchActions"
        }

    def _broken_of(self, type_name: str) -> Iterator[_Broken]:
        return (one for one in self.broken if one.type == type_name)

    def _body(self, type_name: str) -> Definition:
        return self._service if type_name == SERVICE else self._resources[type_name]

    def _bodies(self) -> Iterator[tuple[str, Definition]]:
        yield SERVICE, self._service
        yield from (one for one in self._resources.items() if one[0] not in self.types)

    def _find(self) -> Iterator[_Broken]:
        for type_name, body in self._bodies():
            for section, name, missing in self._lacking(body):
                if self._is_ours(type_name, section, name):
                    yield _Broken(type_name, section, name, missing)

    def _lacking(self, body: Definition) -> Iterator[tuple[str, str, Missing]]:
        model, shape = self._model, body.get("shape")
        load = body.get("load")
        if load and (
            missing := model.request(load["request"], shape, load.get("path"))
            or model.chosen(body)
        ):
            yield "load", "", missing
        for section in ("actions", "hasMany", "batchActions"):
            for name, one in body.get(section, {}).items():
                if missing := self._calls(one, shape):
                    yield section, name, missing
        for name, one in body.get("has", {}).items():
            if missing := self._leads(one["resource"], None, shape):
                yield "has", name, missing
        for name, one in body.get("waiters", {}).items():
            missing = model.waiter(one["waiterName"]) or self._waits(one, shape)
            if missing:
                yield "waiters", name, missing

    def _calls(self, one: Definition, shape: str | None) -> Missing | None:
        missing = self._model.request(one["request"], shape, one.get("path"))
        if missing is None and "resource" in one:
            missing = self._leads(one["resource"], one["request"], shape)
        return missing

    def _leads(
        self, resource: Definition, request: Definition | None, shape: str | None
    ) -> Missing | None:
        if resource["type"] in self.types:
            return self.types[resource["type"]]
        return self._model.resource(resource, request, shape)

    def _waits(self, one: Definition, shape: str | None) -> Missing | None:
        for param in one.get("params", ()):
            if missing := self._model.data(param, shape):
                return missing
        return None

    def _useless(self) -> dict[str, Missing]:
        """Return the types that do nothing any more, and that nothing tells of."""
        if not self._service:
            return {}
        # What is looked for: types of which something is missing.
        suspects: dict[str, Missing] = {}
        for one in self.broken:
            if one.type != SERVICE and one.section != "batchActions":
                suspects.setdefault(one.type, one.missing)
        # AWS tells of some as a part of others long before it describes them: what
        # cannot be loaded is of use only where something else that works gives it.
        no_load = {one.type for one in self.broken if one.section == "load"}
        broken = {(one.type, one.section, one.name) for one in self.broken}
        for type_name, body in self._bodies():
            for section, name, member in _members(body):
                if (type_name, section, name) in broken:
                    continue
                if section != "has" and type_name not in no_load:
                    suspects.pop(type_name, None)
                told = member.get("resource", {})
                if section in ("actions", "hasMany") or told.get("path"):
                    suspects.pop(told.get("type"), None)
        return {
            name: missing
            for name, missing in suspects.items()
            if self._is_our_type(name)
        }

    def _is_our_type(self, name: str) -> bool:
        own = self._ours["resources"].get(name, {})
        body = self._resources[name]
        return "identifiers" in own and all(
            own.get(key) == body.get(key) for key in ("identifiers", "shape")
        )

    def _is_ours(self, type_name: str, section: str, name: str) -> bool:
        ours: Definition = self._ours.get("service", {})
        if type_name != SERVICE:
            ours = self._ours["resources"].get(type_name, {})
        own, body = ours.get(section), self._body(type_name)[section]
        if section == "load":
            return bool(own == body)
        return own is not None and name in own and bool(own[name] == body[name])

    @property
    def _ours(self) -> Definition:
        return self._find_ours()


def _members(body: Definition) -> Iterator[tuple[str, str, Definition]]:
    if "load" in body:
        yield "load", "", body["load"]
    for section in ("actions", "hasMany", "has", "waiters"):
        for name, one in body.get(section, {}).items():
            yield section, name, one


def _name_of(name: str, body: Definition) -> str:
    """Return what boto3 calls a reference, or a sub-resource."""
    identifiers: Iterable[Definition] = body["resource"].get("identifiers", ())
    is_reference = any(one["source"] == "data" for one in identifiers)
    return xform_name(name) if is_reference else name


class _Found(NamedTuple):
    """What was found out of definitions, and what has to stay for it."""

    resources: Any
    service: Any
    offer: Offer | None
    is_whole: bool = False
    changes: int = 0


# By service model, or by the document of one that a session has of its own, and by the
# id of the types' definitions. What was found stays while that lives.
_offers: weakref.WeakKeyDictionary[Any, dict[int, _Found]] = weakref.WeakKeyDictionary()

# On a class of a collection: its actions that do not work were taken out.
_TOLD = "_boto3_extensions_told"

# More than any program has; then the next session is looked through once more.
_MOST_OFFERS = 16


def narrow(name: str, definition: Any, context: Any) -> tuple[Any, Any]:
    """Return a definition and a context with what works; the same if all does.

    Args:
        name: The name of a type, or of the service.
        definition: That of the type.
        context: boto3's `ServiceContext`.
    """
    offer = find(name, definition, context)
    if offer is None or offer.resources is context.resource_json_definitions:
        return definition, context
    narrowed = context._replace(resource_json_definitions=offer.resources)
    if name == context.service_name:
        return offer.service, narrowed
    return offer.resources.get(name, definition), narrowed


def narrow_document(
    service: str, document: Mapping[str, Any], description: Any, waiters: Any
) -> tuple[Mapping[str, Any], Offer | None]:
    """Return a whole definition of a service with what works, and what does not.

    Args:
        service: boto3's name of it.
        document: Its ``resources-1``.
        description: Its ``service-2``.
        waiters: What its ``waiters-2`` has, by name.
    """

    def waits(name: str) -> str | None:
        operation: str | None = waiters.get(name, {}).get("operation")
        return operation

    offer = offer_of(
        document["service"],
        document["resources"],
        Model(description, waits),
        functools.cache(lambda: history.our_definitions(service)),
    )
    if offer is None:
        return document, None
    return {**document, "service": offer.service, "resources": offer.resources}, offer


def find(name: str, definition: Any, context: Any) -> Offer | None:
    """Return what of a service works and what does not, None if all does.

    Args:
        name: The name of a type, or of the service.
        definition: That of the type.
        context: boto3's `ServiceContext`.
    """
    model, resources = context.service_model, context.resource_json_definitions
    description = getattr(model, "_service_description", None)
    # Clients have models of their own, and those of a session one document.
    lives = description.mark if type(description) is Document else model
    try:
        offers = _offers.setdefault(lives, {})
    except TypeError:
        # A stand-in for a model, of which nothing is known.
        return None
    service = definition if name == context.service_name else None
    known = offers.get(id(resources))
    changes = _changes(resources) + _changes(definition)
    if (
        known is not None
        and known.resources is resources
        and known.changes == changes
        and (service is None or known.is_whole or known.service is service)
    ):
        return known.offer
    found = _look(service, resources, context)._replace(changes=changes)
    if len(offers) >= _MOST_OFFERS:
        offers.clear()
    if known is None:
        # Of threads that come here together, all take what one of them has found.
        first = offers.setdefault(id(resources), found)
        if first.is_whole or first.service is service or service is None:
            found = first
    else:
        offers[id(resources)] = found
    if found.offer is not None:
        # Of this nothing has to be left out again.
        kept = found.offer.resources
        offers.setdefault(
            id(kept),
            found._replace(resources=kept, service=found.offer.service, changes=0),
        )
    return found.offer


def _changes(part: Any) -> int:
    """Return how often a session has changed a part of its definitions."""
    return part.mark.count if type(part) is Document else 0


def _look(service: Any, resources: Any, context: Any) -> _Found:
    description = getattr(context.service_model, "_service_description", None)
    if not isinstance(description, Mapping):
        return _Found(resources, service, None)
    # What comes of botocore's own file is what our definitions were made of, if the
    # release is the same, so that there is nothing to look for.
    if type(description) is Document and history.is_made_from_this(
        context.service_name
    ):
        return _Found(resources, service, None)
    # What is found for all sessions is found with all that there is of a service.
    is_whole = context.service_waiter_model is not None
    whole = _whole_of(service, resources) if is_whole else None
    if whole is not None and (described := source_of(description)) is not None:
        return _Found(resources, service, _own(whole, described, context), True)
    return _Found(
        resources, service, _offer(service or {}, resources, description, context)
    )


def _whole_of(service: Any, resources: Any) -> Source | None:
    """Return the source of definitions that a session has not changed."""
    if type(resources) is not Document:
        return None
    source = resources.mark.source
    if not resources.is_as_in(source.content.get("resources")):
        return None
    own = source.content.get("service")
    if service is not None and not (
        type(service) is Document and service.is_as_in(own)
    ):
        return None
    return source if isinstance(own, dict) else None


def _own(whole: Source, described: Source, context: Any) -> Offer | None:
    """Return an offer with documents of a session's own, as `_documents` has them.

    What works is found once for all sessions, and is the source of those.
    """
    key = ("offer", context.service_name)
    made_of, offer, narrowed = described.derived.get(key, (None, None, None))
    if made_of is not whole:
        content = whole.content
        offer = _offer(
            content["service"], content["resources"], described.content, context
        )
        narrowed = offer and Source(
            {"service": offer.service, "resources": offer.resources}
        )
        described.derived[key] = (whole, offer, narrowed)
    if offer is None or narrowed is None:
        return None
    mine = document_of(narrowed)
    found: Offer = offer._replace(service=mine["service"], resources=mine["resources"])
    return found


def _offer(
    service: Any, resources: Any, description: Any, context: Any
) -> Offer | None:
    return offer_of(
        service,
        resources,
        Model(description, functools.partial(_waited_for, context)),
        functools.cache(lambda: history.our_definitions(context.service_name)),
    )


def _waited_for(context: Any, waiter: str) -> str | None:
    waiters = context.service_waiter_model
    try:
        return None if waiters is None else str(waiters.get_waiter(waiter).operation)
    except ValueError:
        return None


def is_wanted() -> bool:
    """Tell whether classes are to be made of what works alone: while boto3 is patched.

    Plain boto3 offers what it has read.
    """
    return switches.is_patched()


def remove_withheld(class_attributes: dict[str, Any], context: Any) -> Names:
    """Take out of a class being made what does not work, and return that.

    There is something to take out only where a factory is not boto3's own: ours has
    made the class of what works. Actions of collections go here in either case.

    Returns:
        By name in Python, what the installed botocore lacks.
    """
    model = class_attributes["meta"].resource_model
    is_service = model.name == context.service_name
    offer = find(model.name, model._definition if is_service else None, context)
    if offer is None:
        return {}
    withheld = offer.withheld.get(SERVICE if is_service else model.name, {})
    if offer.resources is not context.resource_json_definitions:
        _take_out(class_attributes, model, withheld)
    for collection in model.collections:
        batch = offer.batch.get(collection.resource.type)
        if batch:
            wrap_property(
                class_attributes,
                collection.name,
                functools.partial(_without, batch, context.service_name),
            )
    return withheld


def check_member(resource: Any, name: str, withheld: Mapping[str, Missing]) -> None:
    """Raise an error that tells why, if a name is one that could be there.

    Args:
        resource: What was asked for it.
        name: In Python.
        withheld: By name, what the installed botocore lacks for it.

    Raises:
        NotOfferedError: It takes another botocore.
    """
    meta = resource.meta
    service, model = meta.service_name, meta.resource_model
    missing = withheld.get(name)
    if missing is not None:
        why = functools.partial(history.why, service, missing)
    elif text := history.withdrawn(service, model.name, name):
        why = functools.partial(str, text)
    else:
        missing = history.newer_attribute(service, model.shape, name)
        if missing is None:
            return
        why = functools.partial(history.why, service, missing)
    raise NotOfferedError(name, type(resource).__name__, why)


def _take_out(class_attributes: dict[str, Any], model: Any, withheld: Names) -> None:
    for name in withheld:
        class_attributes.pop(name, None)
    subresources = {one.name for one in model.subresources}
    if not subresources.isdisjoint(withheld):
        _leave_out(class_attributes, subresources & withheld.keys())


def _without(
    batch: Names, service: str, getter: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    """Return what reads a collection whose actions are those that work."""

    def telling(otherwise: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
        def tell(self: Any, name: str) -> Any:
            if name not in batch:
                return otherwise(self, name)
            raise NotOfferedError(
                name,
                type(self).__name__,
                functools.partial(history.why, service, batch[name]),
            )

        return tell

    @functools.wraps(getter)
    def get_working(self: Any) -> Any:
        manager = getter(self)
        # Both classes are this collection's own.
        for cls in (type(manager), getattr(manager, "_collection_cls", None)):
            if cls is None or _TOLD in vars(cls):
                continue
            for name in batch.keys() & vars(cls).keys():
                delattr(cls, name)
            setattr(cls, _TOLD, True)
            otherwise = getattr(cls, "__getattr__", object.__getattribute__)
            cls.__getattr__ = telling(otherwise)
        return manager

    return get_working


def _leave_out(class_attributes: dict[str, Any], names: set[str]) -> None:
    original = class_attributes["get_available_subresources"]

    @functools.wraps(original)
    def get_available_subresources(self: Any) -> list[str]:
        return [name for name in original(self) if name not in names]

    class_attributes["get_available_subresources"] = get_available_subresources
