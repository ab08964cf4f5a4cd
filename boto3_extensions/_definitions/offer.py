"""The part of a service's definitions that the installed botocore supports.

boto3's factory gets definitions without the types and members that use operations,
shapes or members which the service model lacks (see `needs`). A class raises
`NotOfferedError` about a name that was left out, with the reason.

Only types and members that this package defines are left out. Those of the user's own
definitions and of boto3's do the same as in boto3, even if that is a
``NoShapeFoundError``. If nothing is missing, as with the release of botocore that the
definitions were made of, definitions stay the same objects.
"""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import botocore
from botocore import xform_name
from botocore.exceptions import DataNotFoundError

from boto3_extensions._definitions import history
from boto3_extensions._definitions.classes import wrap_property
from boto3_extensions._definitions.needs import Definition, Missing, Model, Waiter
from boto3_extensions._foundation import switches
from boto3_extensions._foundation.models import (
    Document,
    ParsedFile,
    is_ours,
    loader_of,
    new_document,
    source_of,
)
from boto3_extensions.exceptions import NotOfferedError

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import ResourceModel
    from boto3.utils import ServiceContext
    from botocore.loaders import Loader
    from botocore.waiter import WaiterModel

    from boto3_extensions._definitions.classes import ClassAttributes, Getter

# The missing part of the service model, by the Python name of a member that needs it.
MissingByName = dict[str, Missing]

# The sections of a definition, and functions that return the Python names of entries.
_SECTIONS: Mapping[str, Callable[[str], str]] = {
    "actions": xform_name,
    "hasMany": xform_name,
    "waiters": lambda name: xform_name(f"WaitUntil{name}"),
    "batchActions": xform_name,
}

# The key of the service itself among its types.
_SERVICE = ""

# The attribute of a collection's class whose missing actions were taken out.
_NARROWED = "_boto3_extensions_told"

# More sessions than any program has; with the next one, offers are found again.
_MOST_OFFERS = 16


class Offer(NamedTuple):
    """The supported definitions of a service, and the members left out of them.

    Attributes:
        made_of: The whole definition of the service itself, and those of its types.
        service: The supported definition of the service itself.
        resources: The supported definitions of its types, by name.
        withheld: By type, the members that were left out; the type ``""`` is the
            service itself.
        batch: By type, the batch actions of its collections that were left out.
    """

    made_of: tuple[Any, Any]
    service: Any
    resources: Any
    withheld: Mapping[str, MissingByName]
    batch: Mapping[str, MissingByName]


class _CachedOffer(NamedTuple):
    """An offer with the definitions that it was found for.

    Attributes:
        resources: The definitions of the types.
        service: The definition of the service itself, None if it was not known.
        offer: The offer; None if all is supported.
        is_whole: Whether the offer is for the definitions of all sessions.
        changes: The number of changes to the definitions when the offer was found.
    """

    resources: Any
    service: Any
    offer: Offer | None
    is_whole: bool = False
    changes: int = 0


# By the mark of a session's document of a service model, or by any other model; then by
# the id of the types' definitions, which the cached offer keeps alive.
_offers: weakref.WeakKeyDictionary[Any, dict[int, _CachedOffer]] = (
    weakref.WeakKeyDictionary()
)


def offered_services(loader: Loader) -> list[str]:
    """Return the services with resources, but for ours that botocore has no client of.

    Args:
        loader: botocore's loader of a session.

    Returns:
        Their names, in order.
    """
    return _with_clients(loader.list_available_services("resources-1"), loader)


def list_offered_services(
    original: Callable[[boto3.Session], Any], session: boto3.Session
) -> Any:
    """Return boto3's list of a session's services, but for ours without a client.

    Wraps `boto3.Session.get_available_resources`.

    Args:
        original: The method of boto3.
        session: The session.
    """
    found = original(session)
    return _with_clients(found, loader_of(session)) if type(found) is list else found


def _with_clients(services: list[str], loader: Loader) -> list[str]:
    if history.pinned() == botocore.__version__:
        # There are no others, and listing the folders of clients takes milliseconds.
        return services
    lacking = {*services} - {*loader.list_available_services("service-2")}
    return [name for name in services if name not in lacking or not is_ours(name)]


def narrows_definitions() -> bool:
    """Return whether classes are made of supported definitions alone.

    That is while boto3 is patched; plain boto3 uses the definitions as they are.
    """
    return switches.is_patched()


def narrow_definition(
    name: str, definition: Definition, context: ServiceContext
) -> tuple[Definition, ServiceContext]:
    """Return the supported part of a definition, and a context with such definitions.

    Args:
        name: The name of a type, or of the service.
        definition: The definition of the type, or of the service itself.
        context: boto3's `ServiceContext`.

    Returns:
        Both; the arguments themselves if all is supported.
    """
    offer = find_offer(name, definition, context)
    if offer is None or offer.resources is context.resource_json_definitions:
        return definition, context
    narrowed = context._replace(resource_json_definitions=offer.resources)
    if name == context.service_name:
        return offer.service, narrowed
    return offer.resources.get(name, definition), narrowed


def narrow_document(
    service: str,
    document: Definition,
    description: Mapping[str, Any],
    waiters: Mapping[str, Any],
) -> tuple[Definition, Offer | None]:
    """Return the supported part of the definitions of a whole service.

    Args:
        service: boto3's name of the service.
        document: Its ``resources-1``.
        description: Its ``service-2``.
        waiters: The waiters of its ``waiters-2``, by name.

    Returns:
        A ``resources-1``, and the offer; the document itself and None if all is
        supported.
    """

    # Late: few programs need it, and botocore's waiters are not imported at once.
    from botocore.waiter import WaiterModel

    model = WaiterModel({"version": 2, "waiters": waiters})
    offer = offer_of(
        document["service"],
        document["resources"],
        Model(description, functools.partial(_find_waiter, model)),
        functools.cache(lambda: history.our_definitions(service)),
    )
    if offer is None:
        return document, None
    return {**document, "service": offer.service, "resources": offer.resources}, offer


def remove_unsupported(
    class_attributes: ClassAttributes, context: ServiceContext
) -> MissingByName:
    """Remove the unsupported members from a class, and from its collections.

    A factory of another library may have made the class of the whole definition; the
    factory of this package has left the members out. Batch actions are removed here in
    both cases.

    Returns:
        The missing part of the service model, by the name of each member left out.
    """
    model = class_attributes["meta"].resource_model
    is_service = model.name == context.service_name
    offer = find_offer(model.name, model._definition if is_service else None, context)
    if offer is None:
        return {}
    withheld = offer.withheld.get(_SERVICE if is_service else model.name, {})
    if offer.resources is not context.resource_json_definitions:
        _remove_members(class_attributes, model, withheld)
    for collection in model.collections:
        batch = offer.batch.get(collection.resource.type)
        if batch:
            wrap_property(
                class_attributes,
                collection.name,
                functools.partial(_without_actions, batch, context.service_name),
            )
    return withheld


def raise_if_unsupported(
    resource: ServiceResource, name: str, withheld: Mapping[str, Missing]
) -> None:
    """Raise an error if a member takes another release of botocore.

    Args:
        resource: The resource that lacks the member.
        name: The name of the member in Python.
        withheld: The missing part of the service model, by the name of each member that
            was left out of the class.

    Raises:
        NotOfferedError: The member takes another botocore.
    """
    meta = resource.meta
    service, model = meta.service_name, meta.resource_model
    missing = withheld.get(name)
    if missing is not None:
        reason = functools.partial(history.missing_reason, service, missing)
    elif text := history.withdrawn_reason(service, model.name, name):
        reason = functools.partial(str, text)
    else:
        missing = history.missing_attribute(service, model.shape, name)
        if missing is None:
            return
        reason = functools.partial(history.missing_reason, service, missing)
    raise NotOfferedError(name, type(resource).__name__, reason)


def find_offer(
    name: str, definition: Definition | None, context: ServiceContext
) -> Offer | None:
    """Return the supported part of a service's definitions; None if all is supported.

    Args:
        name: The name of a type, or of the service.
        definition: The definition of the service itself if the name is the service's.
        context: boto3's `ServiceContext`.
    """
    model, resources = context.service_model, context.resource_json_definitions
    description = getattr(model, "_service_description", None)
    # Each client has a service model of its own, and a session one document for all.
    owner = description.mark if type(description) is Document else model
    try:
        offers = _offers.setdefault(owner, {})
    except TypeError:
        # A stand-in for a model, such as a mock, which has no weak references.
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
    found = _new_cached_offer(service, resources, context)._replace(changes=changes)
    if len(offers) >= _MOST_OFFERS:
        offers.clear()
    if known is None:
        # Threads that come here at the same time all use the first offer.
        first = offers.setdefault(id(resources), found)
        if first.is_whole or first.service is service or service is None:
            found = first
    else:
        offers[id(resources)] = found
    if found.offer is not None:
        # Nothing is to be left out of the supported definitions again.
        narrowed = found.offer.resources
        offers.setdefault(
            id(narrowed),
            found._replace(resources=narrowed, service=found.offer.service, changes=0),
        )
    return found.offer


def offer_of(
    service: Definition,
    resources: Mapping[str, Definition],
    model: Model,
    ours: Callable[[], Definition],
) -> Offer | None:
    """Return the supported part of definitions; None if all of them is supported.

    Args:
        service: The definition of the service itself, empty if it is not known.
        resources: The definitions of its types, by name.
        model: The service model of the installed botocore.
        ours: Returns this package's definitions of the service.
    """
    unsupported = _Unsupported(service, resources, model, ours)
    if not unsupported.members and not unsupported.types:
        return None
    return Offer(
        (service, resources),
        unsupported.without(_SERVICE, service),
        {
            name: unsupported.without(name, body)
            for name, body in resources.items()
            if name not in unsupported.types
        },
        {name: unsupported.names(name) for name in (_SERVICE, *resources)},
        {name: unsupported.batch(name) for name in resources},
    )


class _Member(NamedTuple):
    """A member of a type that the installed botocore does not support."""

    type: str
    section: str
    name: str
    missing: Missing


class _Unsupported:
    """The types and members of a service that the installed botocore does not support.

    Args:
        service: The definition of the service itself, empty if it is not known.
        resources: The definitions of its types, by name.
        model: The service model of the installed botocore.
        ours: Returns this package's definitions of the service.

    Attributes:
        types: The types that cannot be made, or have nothing left to do, with the
            missing part of the service model.
        members: The unsupported members of all other types.
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
        self.members = list(self._find())
        # A type may have been the only thing that another type leads to.
        while self.members and (useless := self._useless()):
            self.types |= useless
            self.members = list(self._find())

    def without(self, type_name: str, body: Definition) -> Definition:
        """Return a definition without unsupported members, itself if it has none."""
        less: dict[str, Any] = {}
        for member in self._members_of(type_name):
            if member.section == "load":
                less["load"] = None
                continue
            kept = less.setdefault(member.section, dict(body[member.section]))
            kept.pop(member.name)
        if not less:
            return body
        return {
            key: value
            for key, value in {**body, **less}.items()
            if value is not None or key not in less
        }

    def names(self, type_name: str) -> MissingByName:
        """Return the unsupported members of a type by their names in Python."""
        found: MissingByName = {}
        for member in self._members_of(type_name):
            if member.section == "load":
                found["load"] = found["reload"] = member.missing
            elif member.section == "has":
                body = self._body(type_name)["has"][member.name]
                found[_name_of(member.name, body)] = member.missing
            elif member.section != "batchActions":
                found[_SECTIONS[member.section](member.name)] = member.missing
        if type_name == _SERVICE:
            # A service has a constructor for each type, by the name of the type.
            found |= self.types
        return found

    def batch(self, type_name: str) -> MissingByName:
        """Return the unsupported batch actions of a type by their names in Python."""
        return {
            xform_name(member.name): member.missing
            for member in self._members_of(type_name)
            if member.section == "batchActions"
        }

    def _members_of(self, type_name: str) -> Iterator[_Member]:
        return (member for member in self.members if member.type == type_name)

    def _body(self, type_name: str) -> Definition:
        return self._service if type_name == _SERVICE else self._resources[type_name]

    def _bodies(self) -> Iterator[tuple[str, Definition]]:
        yield _SERVICE, self._service
        for name, body in self._resources.items():
            if name not in self.types:
                yield name, body

    def _find(self) -> Iterator[_Member]:
        for type_name, body in self._bodies():
            for section, name, missing in self._unsupported_in(body):
                if self._is_ours(type_name, section, name):
                    yield _Member(type_name, section, name, missing)

    def _unsupported_in(self, body: Definition) -> Iterator[tuple[str, str, Missing]]:
        """Yield the section and name of each unsupported member of a definition."""
        model, shape = self._model, body.get("shape")
        load = body.get("load")
        if load and (
            missing := model.request(load["request"], shape, load.get("path"))
            or model.chosen(body)
        ):
            yield "load", "", missing
        for section in ("actions", "hasMany", "batchActions"):
            for name, member in body.get(section, {}).items():
                if missing := self._missing_in_call(member, shape):
                    yield section, name, missing
        for name, member in body.get("has", {}).items():
            if missing := self._missing_in_resource(member["resource"], None, shape):
                yield "has", name, missing
        for name, member in body.get("waiters", {}).items():
            params = member.get("params", ())
            if missing := model.waiter(member["waiterName"], params, shape):
                yield "waiters", name, missing

    def _missing_in_call(self, member: Definition, shape: str | None) -> Missing | None:
        missing = self._model.request(member["request"], shape, member.get("path"))
        if missing is None and "resource" in member:
            missing = self._missing_in_resource(
                member["resource"], member["request"], shape
            )
        return missing

    def _missing_in_resource(
        self, resource: Definition, request: Definition | None, shape: str | None
    ) -> Missing | None:
        if resource["type"] in self.types:
            return self.types[resource["type"]]
        return self._model.resource(resource, request, shape)

    def _useless(self) -> dict[str, Missing]:
        """Return the types without supported members that no other type leads to."""
        if not self._service:
            return {}
        # Types with an unsupported member; those found to be of use are taken out.
        suspects: dict[str, Missing] = {}
        for member in self.members:
            if member.type != _SERVICE and member.section != "batchActions":
                suspects.setdefault(member.type, member.missing)
        # Some resources were parts of others long before AWS had an operation that
        # describes them. A type that cannot be loaded is of use only if a supported
        # member of another type leads to it.
        no_load = {member.type for member in self.members if member.section == "load"}
        unsupported = {
            (member.type, member.section, member.name) for member in self.members
        }
        for type_name, body in self._bodies():
            for section, name, definition in _members_in(body):
                if (type_name, section, name) in unsupported:
                    continue
                if section != "has" and type_name not in no_load:
                    suspects.pop(type_name, None)
                if section in ("actions", "hasMany"):
                    suspects.pop(definition.get("resource", {}).get("type"), None)
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
        if type_name != _SERVICE:
            ours = self._ours["resources"].get(type_name, {})
        own, body = ours.get(section), self._body(type_name)[section]
        if section == "load":
            return bool(own == body)
        return own is not None and name in own and bool(own[name] == body[name])

    @property
    def _ours(self) -> Definition:
        return self._find_ours()


def _members_in(body: Definition) -> Iterator[tuple[str, str, Definition]]:
    if "load" in body:
        yield "load", "", body["load"]
    for section in ("actions", "hasMany", "has", "waiters"):
        for name, member in body.get(section, {}).items():
            yield section, name, member


def _name_of(name: str, body: Definition) -> str:
    """Return the Python name of a reference or a sub-resource, as boto3 makes it."""
    identifiers: Iterable[Definition] = body["resource"].get("identifiers", ())
    is_reference = any(identifier["source"] == "data" for identifier in identifiers)
    return xform_name(name) if is_reference else name


def _changes(part: object) -> int:
    """Return the number of changes that a session has made to its definitions."""
    return part.mark.count if type(part) is Document else 0


def _new_cached_offer(
    service: Definition | None,
    resources: Mapping[str, Definition],
    context: ServiceContext,
) -> _CachedOffer:
    description = getattr(context.service_model, "_service_description", None)
    if not isinstance(description, Mapping):
        return _CachedOffer(resources, service, None)
    # A document is of botocore's own file. If the definitions were made of the same
    # release, nothing can be missing.
    if type(description) is Document and history.is_made_from_this(
        context.service_name
    ):
        return _CachedOffer(resources, service, None)
    # An offer for all sessions is found with the waiters, too.
    has_waiters = context.service_waiter_model is not None
    source = _unchanged_source_of(service, resources) if has_waiters else None
    if source is not None and (described := source_of(description)) is not None:
        return _CachedOffer(
            resources, service, _copied_offer(source, described, context), True
        )
    return _CachedOffer(
        resources, service, _offer_in(service or {}, resources, description, context)
    )


def _unchanged_source_of(
    service: Definition | None, resources: Mapping[str, Definition]
) -> ParsedFile | None:
    """Return the source of definitions, None if the session has changed them."""
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


def _copied_offer(
    source: ParsedFile, described: ParsedFile, context: ServiceContext
) -> Offer | None:
    """Return an offer with documents that belong to a session.

    The offer is found once for all sessions, and is the source of these documents.

    Args:
        source: The source of the definitions.
        described: The source of the service model.
        context: boto3's `ServiceContext`.
    """
    key = ("offer", context.service_name)
    made_of, offer, narrowed = described.derived.get(key, (None, None, None))
    if made_of is not source:
        content = source.content
        offer = _offer_in(
            content["service"], content["resources"], described.content, context
        )
        narrowed = offer and ParsedFile(
            {"service": offer.service, "resources": offer.resources}
        )
        described.derived[key] = (source, offer, narrowed)
    if offer is None or narrowed is None:
        return None
    document = new_document(narrowed)
    copied: Offer = offer._replace(
        service=document["service"], resources=document["resources"]
    )
    return copied


def _offer_in(
    service: Definition,
    resources: Mapping[str, Definition],
    description: Mapping[str, Any],
    context: ServiceContext,
) -> Offer | None:
    return offer_of(
        service,
        resources,
        Model(
            description, functools.partial(_find_waiter, context.service_waiter_model)
        ),
        functools.cache(lambda: history.our_definitions(context.service_name)),
    )


def _find_waiter(waiters: WaiterModel | None, name: str) -> Waiter | None:
    """Return a waiter of botocore's model of them, None if there is none."""
    if waiters is None:
        return None
    try:
        waiter = waiters.get_waiter(name)
    except (ValueError, DataNotFoundError):
        # An older botocore may have no waiters of a service at all.
        return None
    ends = [one for one in waiter.acceptors if one.state == "success"]
    are_paths = all(one.matcher.startswith("path") for one in ends)
    return Waiter(waiter.operation, [one.argument for one in ends] if are_paths else ())


def _remove_members(
    class_attributes: ClassAttributes, model: ResourceModel, withheld: MissingByName
) -> None:
    for name in withheld:
        class_attributes.pop(name, None)
    subresources = {subresource.name for subresource in model.subresources}
    if not subresources.isdisjoint(withheld):
        _remove_from_list(class_attributes, subresources & withheld.keys())


def _remove_from_list(class_attributes: ClassAttributes, names: set[str]) -> None:
    original = class_attributes["get_available_subresources"]

    @functools.wraps(original)
    def get_available_subresources(self: ServiceResource) -> list[str]:
        return [name for name in original(self) if name not in names]

    class_attributes["get_available_subresources"] = get_available_subresources


def _without_actions(batch: MissingByName, service: str, getter: Getter) -> Getter:
    """Return a getter of a collection without its unsupported batch actions.

    Args:
        batch: The unsupported batch actions.
        service: boto3's name of the service.
        getter: The getter of the collection.
    """

    def raising(otherwise: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
        def get_or_raise(self: object, name: str) -> Any:
            if name not in batch:
                return otherwise(self, name)
            raise NotOfferedError(
                name,
                type(self).__name__,
                functools.partial(history.missing_reason, service, batch[name]),
            )

        return get_or_raise

    @functools.wraps(getter)
    def get_narrowed(self: ServiceResource) -> Any:
        manager = getter(self)
        # boto3 makes both classes for this collection alone.
        for cls in (type(manager), getattr(manager, "_collection_cls", None)):
            if cls is None or _NARROWED in vars(cls):
                continue
            for name in batch.keys() & vars(cls).keys():
                delattr(cls, name)
            setattr(cls, _NARROWED, True)
            otherwise = getattr(cls, "__getattr__", object.__getattribute__)
            cls.__getattr__ = raising(otherwise)
        return manager

    return get_narrowed
