"""What a resource type consists of, listed once for all sessions of a process.

For a class, boto3 reads all that the definition of its type has: 483 members for ec2
itself, of which each gets models, handlers and a text of its own, one MiB in all, in
every session again. Here boto3's own code does it once for a definition that sessions
share, and each session's class, which stays its own, is made of that list.
"""

from __future__ import annotations

import copy
import types
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from boto3.resources import base, model
from boto3.resources import factory as boto3_factory

from boto3_extensions import _wraps
from boto3_extensions._faster._documents import Document, documents
from boto3_extensions._faster._members import Home, Member

# Any, for those who have stubs of boto3, which leave out what is not public.
factory: Any = boto3_factory
ResourceFactory: Any = factory.ResourceFactory

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

# What `load_from_definition` works with. If it is more or less, it does something else.
_KNOWN_NAMES = {
    "ResourceMeta",
    "ResourceModel",
    "ServiceResource",
    "_emitter",
    "_load_actions",
    "_load_attributes",
    "_load_collections",
    "_load_has_relations",
    "_load_identifiers",
    "_load_waiters",
    "debug",
    "emit",
    "load_rename_map",
    "logger",
    "resource_json_definitions",
    "service_model",
    "service_name",
    "shape",
    "shape_for",
    "str",
    "tuple",
    "type",
}


class ResourceType(NamedTuple):
    """A resource type, of whatever session.

    Attributes:
        made_of: The definition, and all definitions of the service.
        name: That of the type.
        event: What boto3 emits before it makes a class.
        class_name: The name it gives the class.
        model: boto3's model of it, which nobody changes.
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

    def new_class(self, own_factory: Any, context: Any) -> Any:
        """Make the class of this type for a session, as boto3's factory does.

        Args:
            own_factory: The factory of the session.
            context: boto3's `ServiceContext`.
        """
        factory.logger.debug("Loading %s:%s", context.service_name, self.name)
        home = Home(own_factory, context)
        cell = types.CellType(home)
        meta = factory.ResourceMeta(
            context.service_name, resource_model=copy.copy(self.model)
        )
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
    service = getattr(context.service_model, "_service_description", None)
    # Only what all share: parts of others would have to be kept for ever.
    if type(service) is not Document or not _are_shared(definition, definitions, name):
        return None
    if not _is_recognised():
        return None
    # Kept where the service model is, which the models of members refer to.
    key = ("resource type", context.service_name, name)
    found: ResourceType | None = service.derived.get(key)
    if found is None or not all(map(_is, found.made_of, (definition, definitions))):
        found = _listed(name, definition, context)
        service.derived[key] = found
    return found


def _are_shared(definition: Any, definitions: Any, name: str) -> bool:
    document = documents.that_has(definitions)
    return document is not None and (
        definition is definitions.get(name) or definition is document.get("service")
    )


def _is(one: Any, other: Any) -> bool:
    return one is other


def _listed(name: str, definition: Any, context: Any) -> ResourceType:
    recorder = _Recorder()
    # Waiters are found by a session, which must not be kept.
    nobodys = context._replace(service_waiter_model=None)
    made = recorder.load_from_definition(name, definition, nobodys)
    event, attributes = recorder.emitted
    meta = attributes.pop("meta")
    return ResourceType(
        made_of=(definition, context.resource_json_definitions),
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
        getattr(home.factory, self._creator)(attributes, *self._args)
        return attributes[self._name]


class _Recorder(ResourceFactory):  # type: ignore[misc, unused-ignore]
    """boto3's factory, which puts into a class what it would make of each member."""

    def __init__(self) -> None:
        super().__init__(self)
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
            attrs[name] = _Command(_COMMAND, (subresources,), {}, example)


def _recording(creator: str) -> Callable[..., Member]:
    def create(recorder: Any, *args: Any, **kwargs: Any) -> Member:
        example = getattr(ResourceFactory, creator)(recorder, *args, **kwargs)
        return Member(creator, args, kwargs, example)

    return create


for _creator in _CREATORS:
    setattr(_Recorder, _creator, _recording(_creator))


_FILE = ResourceFactory.__init__.__code__.co_filename
_OUR_FILE = _wraps.put_on.__code__.co_filename
_STEPS = ("load_", "_load_", "_create_")


def _is_recognised() -> bool:
    # Who has put something in the place of one of these wants it to be called.
    steps = [
        _without_our_wrapper(function)
        for name, function in vars(ResourceFactory).items()
        if name.startswith(_STEPS)
    ]
    return (
        factory.ResourceModel is model.ResourceModel
        and factory.ResourceMeta is base.ResourceMeta
        and all(_file_of(function) == _FILE for function in steps)
        and set(ResourceFactory.load_from_definition.__code__.co_names) == _KNOWN_NAMES
    )


def _file_of(function: Any) -> str | None:
    code = getattr(function, "__code__", None)
    return getattr(code, "co_filename", None)


def _without_our_wrapper(function: Any) -> Any:
    is_ours = _file_of(function) == _OUR_FILE
    return getattr(function, "__wrapped__", None) if is_ours else function
