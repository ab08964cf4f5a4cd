"""What a resource type consists of, listed once for all sessions of a process.

For a class, boto3 reads all that the definition of its type has: 483 members for ec2
itself, of which each gets models, handlers and a text of its own, one MiB in all, in
every session again. Here boto3's own code does it once for a definition that sessions
share, and each session's class, which stays its own, is made of that list.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from boto3.resources import factory as boto3_factory
from boto3.utils import ServiceContext
from botocore import model

from boto3_extensions._faster._definitions import HAS as _HAS
from boto3_extensions._faster._documents import Document, Source, source_of
from boto3_extensions._faster._members import Home, Member
from boto3_extensions._faster._originals import RESOURCES, duplicate

# Any, for those who have stubs of boto3, which leave out what is not public.
factory: Any = boto3_factory
ResourceFactory: Any = factory.ResourceFactory
_ServiceModel: Any = model.ServiceModel

_CREATORS = (
    "_create_identifier",
    "_create_identifier_alias",
    "_create_autoload_property",
    "_create_waiter",
    "_create_collection",
    "_create_reference",
    "_create_class_partial",
    "_create_action",
)
_COMMAND = "_create_available_subresources_command"

# What a model of a resource has. If it is more, it may be of somebody's session.
_PARTS = {"name", "_definition", "_resource_defs", "_renamed", "shape"}


class ResourceType(NamedTuple):
    """A resource type, of whatever session.

    Attributes:
        made_of: All definitions of the service, of which no session gets any, and what
            the token of boto3's own functions was.
        name: That of the type.
        event: What boto3 emits before it makes a class.
        class_name: The name it gives the class.
        model: boto3's model of it, of which each class gets a copy.
        members: By name, what a class has, besides its meta.
        identifiers: The names of the identifiers.
    """

    made_of: tuple[Any, Any]
    name: str
    event: str
    class_name: str
    model: Any
    members: Mapping[str, Member]
    identifiers: list[str]

    def new_class(self, own_factory: Any, definition: Any, context: Any) -> Any:
        """Make the class of this type for a session, as boto3's factory does.

        Args:
            own_factory: The factory of the session.
            definition: That of the type, the session's own.
            context: boto3's `ServiceContext`.
        """
        factory.logger.debug("Loading %s:%s", context.service_name, self.name)
        home = Home(own_factory, context, self.made_of[0])
        cell = types.CellType(home)
        own_model = duplicate(self.model)
        vars(own_model).update(
            _definition=definition,
            _resource_defs=context.resource_json_definitions,
            _renamed=dict(own_model._renamed),
        )
        meta = factory.ResourceMeta(context.service_name, resource_model=own_model)
        meta.identifiers.extend(self.identifiers)
        # One object may be there by two names: `load` and `reload`.
        made = {member: member.of(home, cell) for member in {*self.members.values()}}
        attributes = {"meta": meta}
        attributes.update((name, made[one]) for name, one in self.members.items())
        base_classes = [factory.ServiceResource]
        if own_factory._emitter is not None:
            own_factory._emitter.emit(
                self.event,
                class_attributes=attributes,
                base_classes=base_classes,
                service_context=context,
            )
        # Python would take the module of who makes the class.
        attributes.setdefault("__module__", factory.__name__)
        return type(self.class_name, tuple(base_classes), attributes)


def type_of(name: str, definition: Any, context: Any) -> ResourceType | None:
    """Return what a resource type consists of, None if boto3 has to read it.

    Args:
        name: That of the type.
        definition: Its definition.
        context: boto3's `ServiceContext`.
    """
    definitions = context.resource_json_definitions
    description: Any = getattr(context.service_model, "_service_description", None)
    service = source_of(description)
    if service is None or type(context.service_model) is not _ServiceModel:
        return None
    # Parts of anything else would have to be kept for ever.
    if type(definitions) is not Document or type(definition) is not Document:
        return None
    resources = definitions.mark.source
    if not (
        _is_as_in(definitions, resources.content.get("resources"))
        and _is_as_in(description.get("shapes"), service.content.get("shapes"))
    ):
        return None
    hidden = resources.content["resources"]
    of_type = hidden.get(name)
    if not _is_as_in(definition, of_type):
        of_type = resources.content.get("service")
        if not _is_as_in(definition, of_type):
            return None
    token = RESOURCES.token()
    if token is None:
        return None
    # Kept where the service model is, which the models of members refer to.
    key = ("resource type", context.service_name, name)
    found: ResourceType | None = service.derived.get(key)
    if found is None or not all(map(_is, found.made_of, (hidden, token))):
        found = _listed(name, of_type, hidden, context.service_name, service, token)
        # Not kept if somebody has put something in the place of boto3's meanwhile.
        if found is None or RESOURCES.token() is not token:
            return None
        service.derived[key] = found
    return found


def _is_as_in(document: Any, content: Any) -> bool:
    return type(document) is Document and document.is_as_in(content)


def _is(one: Any, other: Any) -> bool:
    return one is other


def _listed(
    name: str,
    definition: Any,
    definitions: Any,
    service_name: str,
    service: Source,
    token: object,
) -> ResourceType | None:
    is_service = name == service_name
    recorder = _Recorder(f"{service_name}.{'ServiceResource' if is_service else name}")
    # Waiters are found by a session, which must not be kept.
    nobodys = ServiceContext(
        service_name=service_name,
        resource_json_definitions=definitions,
        service_model=_ServiceModel(service.content, service_name),
        service_waiter_model=None,
    )
    made = recorder.load_from_definition(name, definition, nobodys)
    event, attributes = recorder.emitted
    meta = attributes.pop("meta")
    if not vars(meta.resource_model).keys() - {_HAS} <= _PARTS:
        return None
    vars(meta.resource_model).pop(_HAS, None)
    return ResourceType(
        made_of=(definitions, token),
        name=name,
        event=event,
        class_name=made.__name__,
        model=meta.resource_model,
        members=attributes,
        identifiers=meta.identifiers,
    )


class _Command(Member):
    """The method that tells the names of sub-resources."""

    __slots__ = ()

    def make(self, home: Home) -> Any:
        """Return the method that boto3 makes for a session."""
        attributes: dict[str, Any] = {}
        args = map(home.own, self._args)
        getattr(home.factory, self._creator)(attributes, *args)
        return attributes[self._name]


class _Recorder(ResourceFactory):  # type: ignore[misc, unused-ignore]
    """boto3's factory, which puts into a class what it would make of each member."""

    def __init__(self, class_name: str) -> None:
        super().__init__(self)
        self.class_name = class_name
        self.emitted: tuple[str, dict[str, Any]]

    def emit(self, event: str, class_attributes: dict[str, Any], **_: Any) -> None:
        """Take what boto3 is about to make a class of."""
        self.emitted = (event, class_attributes.copy())

    def _create_available_subresources_command(
        self, attrs: dict[str, Any], subresources: Any
    ) -> None:
        made: dict[str, Any] = {}
        super()._create_available_subresources_command(made, subresources)
        for name, example in made.items():
            attrs[name] = _Command(
                _COMMAND, (subresources,), {}, example, self.class_name
            )


def _recording(creator: str) -> Callable[..., Member]:
    def create(recorder: Any, *args: Any, **kwargs: Any) -> Member:
        example = getattr(ResourceFactory, creator)(recorder, *args, **kwargs)
        return Member(creator, args, kwargs, example, recorder.class_name)

    return create


for _creator in _CREATORS:
    setattr(_Recorder, _creator, _recording(_creator))
