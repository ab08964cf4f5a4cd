"""Lets one thread make what several need at once, while the others wait for it.

Each of them could make a class, and only one would be used. Where threads really run
side by side, without the GIL, that is so much work at once that all of them stand in
each other's way.

Keeps the class of a resource type while it would be made the same again.

boto3 makes a class for each object. It depends on the definitions, which do not change
in a session, and on the handlers of ``creating-resource-class``, which may come and go
at any time. botocore's emitter replaces its cache of lookups whenever they do: while
that is the same object, the handlers are the same. If it is another, a class is made
again only if its own handlers are others.

Classes of resources, made without what is not needed yet.

Every function here wraps one of boto3's, of the same name, and takes that as first
argument. ec2 has 164 collections, with two classes and twenty docstrings each: most of
what a session spent on `resource('ec2')`.

Members of resource classes that are made when they are used.

What boto3 makes of an action, a collection, a reference or a sub-resource closes over
the factory and the context, which belong to a session. A class gets a small function in
its place, of which only the home of the class is the session's; when it is first
called, boto3 makes the real one.

What a resource type consists of, listed once for all sessions of a process.

For a class, boto3 reads all that the definition of its type has: 483 members for ec2
itself, of which each gets models, handlers and a text of its own, one MiB in all, in
every session again. Here boto3's own code does it once for a definition that sessions
share, and each session's class, which stays its own, is made of that list.

The factory of resource classes that sessions get in the place of boto3's.

It is boto3's, but for what it keeps: a class is made once while it would be made the
same again (see ``_class_cache``), and what boto3 does anew for each reference,
sub-resource and page of a collection is done once. Each shortcut stands before the
function that boto3 made, and hands over to it what it does not know.

Whoever wants clients alone gets a factory, too: the modules that make classes are
imported by the functions that make them.
"""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from boto3.docs.docstring import CollectionDocstring
from boto3.resources import factory as boto3_factory
from boto3.utils import ServiceContext
from botocore import model
from botocore.hooks import EventAliaser, HierarchicalEmitter

from boto3_extensions._foundation import switches
from boto3_extensions._foundation.concurrency import (
    Lock,
    _under_way,
    after_fork,
    make_once,
)
from boto3_extensions._foundation.lazy import _GETTER, _METHOD, LazyText, readable
from boto3_extensions._foundation.models import Document, Source, source_of
from boto3_extensions._foundation.wraps import CONSTRUCTING, RESOURCES, duplicate
from boto3_extensions._help import pages
from boto3_extensions._speed.construction import Builder, builder_of

# A forked child does not have the threads that were at it.
after_fork(_under_way.clear)


class Made(NamedTuple):
    """A class, and what it is valid for."""

    cls: Any
    handlers: tuple[Any, ...]
    state: Any
    seen: Any
    token: Any = None
    builder: Builder | None = None
    tried: bool = False


# One for all: it is held for a few assignments when a class has been made.
_publishing = Lock()


class Slot:
    """The place for the class of one resource type of one session.

    Attributes:
        made: The class that was made last, which may be out of date.
        hooks: The emitter whose handlers it depends on.
        held: What the slot is found by in a dict, by identity: held here, so that no
            other object gets the same.
    """

    __slots__ = (
        "__weakref__",
        "_event",
        "_forgotten",
        "_make",
        "held",
        "hooks",
        "made",
    )

    def __init__(
        self, hooks: Any, event: str, make: Callable[[], Any], held: Any
    ) -> None:
        self.made: Made | None = None
        self.hooks = hooks
        self.held = held
        self._event = event
        self._make = make
        self._forgotten = 0

    def get(self) -> Made | None:
        """Return the class that boto3 would make now, None if it has to make it."""
        made = self.made
        if (
            made is not None
            and made.state is switches.state
            and made.seen is self.hooks._lookup_cache
            and made.token is CONSTRUCTING.token()
        ):
            return made
        if CONSTRUCTING.token() is None:
            return None
        if "classes" not in switches.state.on:
            return None
        return self._kept() or make_once(self, self._renew, self._kept)

    def get_with_builder(self, client: Any, values: Sequence[Any]) -> Made | None:
        """Return the same, with what makes its objects if that is known.

        Args:
            client: The client of the object that is about to be made.
            values: The values of its identifiers.
        """
        made = self.get()
        if made is None or made.tried or made.state is None:
            return made
        if "objects" not in made.state.on:
            return made
        try:
            builder = builder_of(made.cls, client, values)
        except Exception:
            # Such an object cannot be made: boto3 will say why.
            return made
        made = made._replace(builder=builder, tried=True)
        with _publishing:
            # Unless somebody has made another class meanwhile.
            if self.made is not None and self.made.cls is made.cls:
                self.made = made
        return made

    def forget(self) -> None:
        """Forget the class, as a definition that it is made of was changed."""
        self._forgotten += 1
        self.made = None

    def _kept(self) -> Made | None:
        # What was made before, or by another thread, if its handlers are still those.
        made, state, seen = self.made, switches.state, self.hooks._lookup_cache
        if made is None or made.state is not state:
            return None
        if made.token is not CONSTRUCTING.token():
            return None
        if made.seen is seen:
            return made
        if not _are_same(made.handlers, self._handlers()):
            return None
        return self._publish(made._replace(seen=seen), self._forgotten)

    def _renew(self) -> Made:
        state, seen = switches.state, self.hooks._lookup_cache
        token, forgotten = CONSTRUCTING.token(), self._forgotten
        cls = self._make()
        # Changed, or mocked, while it was made: whoever asked for it gets it, and
        # nobody else.
        if token is None or token is not CONSTRUCTING.token():
            return Made(cls, (), None, None)
        if forgotten != self._forgotten:
            return Made(cls, (), None, None)
        # What has been called: the emitter has it in its cache, if that is the same.
        called = seen.get(self._event) if "classes" in state.on else None
        if called is None or not self._is_now(state, seen):
            return Made(cls, (), None, None)
        handlers = tuple(called)
        # An emitter may put what it found before a change into its cache after it.
        if not _are_same(handlers, self._handlers()):
            return Made(cls, (), None, None)
        return self._publish(Made(cls, handlers, state, seen, token), forgotten)

    def _handlers(self) -> tuple[Any, ...]:
        return tuple(self.hooks._handlers.prefix_search(self._event))

    def _is_now(self, state: Any, seen: Any) -> bool:
        return state is switches.state and seen is self.hooks._lookup_cache

    def _publish(self, made: Made, forgotten: int) -> Made:
        with _publishing:
            if forgotten != self._forgotten:
                return made
            first = self.made
            if first is not None and first.cls is not made.cls:
                if first.state is made.state and _are_same(
                    first.handlers, made.handlers
                ):
                    # Another thread was faster: one type has one class.
                    return first
                if self._is_now(first.state, first.seen):
                    # It was, and with handlers that came after ours.
                    return made
            self.made = made
            return made


def event_of(emitter: Any, class_name: str) -> str:
    """Return the name under which an emitter looks for the handlers of a class."""
    event = f"creating-resource-class.{class_name}"
    # Some services are known to botocore's events by other names.
    alias = getattr(emitter, "_alias_event_name", None)
    return event if alias is None else str(alias(event))


def _are_same(some: tuple[Any, ...], others: tuple[Any, ...]) -> bool:
    return len(some) == len(others) and all(map(_is, some, others))


def _is(one: Any, other: Any) -> bool:
    return one is other


# What a model of a resource keeps it by.
HAS = "_boto3_extensions_has"


def create_collection(
    original: Callable[..., Any],
    factory: Any,
    resource_name: str,
    collection_model: Any,
    service_context: Any,
) -> Any:
    """Return the property of a collection, whose classes are made at its first use."""
    made: dict[str, Any] = {}

    def get_collection(self: Any) -> Any:
        collection = made.get("collection")
        if collection is None:
            # Of threads that come here together, all take what one of them has made.
            collection = made.setdefault(
                "collection",
                original(factory, resource_name, collection_model, service_context),
            )
        return collection.fget(self)

    get_collection.__name__ = str(collection_model.name)
    get_collection.__doc__ = CollectionDocstring(
        collection_model=collection_model, include_signature=False
    )
    return property(get_collection)


def get_has_definition(original: Callable[..., Any], model: Any) -> Any:
    """Return what a resource has, worked out once for a model that stays as it is.

    boto3 asks four times, and compares all types with all parts of a service.
    """
    counts = []
    for document in (model._definition, model._resource_defs):
        # What is not the document of a session may be changed unseen; that of nobody is
        # asked for by `_resource_types` alone, and once.
        if type(document) is not Document:
            return original(model)
        counts.append(document.mark.count)
    found = vars(model).get(HAS)
    if found is None or found[0] != counts:
        found = vars(model)[HAS] = (counts, original(model))
    return found[1]


# Any, for those who have stubs of boto3, which leave out what is not public.
factory: Any = boto3_factory
ResourceFactory: Any = factory.ResourceFactory

# Many in a class, and none of them is looked into while the class is made. The others
# (identifiers, attributes, waiters, `load`) are made for each class, as boto3 does.
_LATER = frozenset(
    {
        "_create_action",
        "_create_class_partial",
        "_create_collection",
        "_create_reference",
    }
)

_ACTION = "_create_action"

_CONTEXT = "service_context"

# The module of boto3's models of actions, collections and their like.
_MODELS = "boto3.resources.model"

_ANY_ARGUMENTS = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS


class Home(dict[Any, Callable[..., Any]]):
    """What was made of the members of one class so far.

    Attributes:
        factory: The factory of the session.
        context: What it knows of the service.
        definitions: Those that members were listed of, which no session gets to see.
    """

    __slots__ = ("context", "definitions", "factory")

    def __init__(self, factory: Any, context: Any, definitions: Any = None) -> None:
        super().__init__()
        self.factory = factory
        self.context = context
        self.definitions = definitions

    def own(self, value: Any) -> Any:
        """Return a copy of a model of boto3's, of which no part is shared."""
        kind = type(value)
        if kind.__module__ == _MODELS:
            duplicate = object.__new__(kind)
            for name, part in vars(value).items():
                vars(duplicate)[name] = self.own(part)
            return duplicate
        if kind is list:
            return [self.own(one) for one in value]
        if kind is not dict:
            return value
        if value is self.definitions:
            return self.context.resource_json_definitions
        return {name: self.own(part) for name, part in value.items()}

    def __missing__(self, member: Member) -> Callable[..., Any]:
        made = member.make(self)
        # Of threads that come here together, all take what one of them has made.
        return self.setdefault(member, _function_of(made))


class Member:
    """One member of a resource type, for whatever session.

    Args:
        creator: The name of the method of boto3's factory that makes it.
        args: What boto3 calls that with, by position.
        kwargs: What it calls it with by keyword, the context among it.
        example: What boto3 made for that context.
        class_name: What boto3 calls the classes that have it.
    """

    __slots__ = (
        "_args",
        "_cell",
        "_code",
        "_creator",
        "_has_own_text",
        "_is_property",
        "_kwargs",
        "_name",
        "_qualname",
        "_signature",
        "_text",
    )

    def __init__(
        self,
        creator: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        example: Any,
        class_name: str,
    ) -> None:
        self._creator = creator
        self._args = args
        # The context is each session's own.
        self._kwargs = {**kwargs, **({_CONTEXT: None} if _CONTEXT in kwargs else {})}
        self._cell = types.CellType(self)
        is_later = creator in _LATER and not kwargs.get("is_load")
        self._code = _small_code(example) if is_later else None
        self._is_property = type(example) is property
        function = _function_of(example)
        self._name = getattr(function, "__name__", "")
        text = getattr(function, "__doc__", None)
        written_of = getattr(text, "_gen_kwargs", {})
        # By the events of its session it could be another.
        self._has_own_text = "event_emitter" in written_of
        self._text = None if self._has_own_text else readable(pages.with_page(text))
        # boto3's own tells where its factory makes it.
        self._qualname = f"{class_name}.{self._name}"
        self._signature: pages.LazySignature | None = None
        if creator == _ACTION and not kwargs.get("is_load"):
            self._signature = pages.lazy(
                kwargs["action_model"], written_of.get("service_model")
            )

    def make(self, home: Home) -> Any:
        """Return what boto3 makes of it for a session."""
        kwargs = self._kwargs
        if _CONTEXT in kwargs:
            kwargs = {**kwargs, _CONTEXT: home.context}
        args = map(home.own, self._args)
        owned = {
            name: value if name == _CONTEXT else home.own(value)
            for name, value in kwargs.items()
        }
        return getattr(home.factory, self._creator)(*args, **owned)

    def of(self, home: Home, cell: types.CellType) -> Any:
        """Return the member of a class: a small function, or what boto3 makes.

        Args:
            home: That of the class.
            cell: What holds it for the closures of all members of the class.
        """
        code = self._code
        if code is None:
            function = _function_of(self.make(home))
        else:
            cells = (cell, self._cell)
            function = types.FunctionType(code, globals(), self._name, None, cells)
            function.__module__ = factory.__name__
            function.__qualname__ = self._qualname
            if self._signature is not None:
                # An attribute of a function cannot be made later, what it holds can.
                function.__signature__ = self._signature  # type: ignore[attr-defined]
        function.__doc__ = _Text(home, self) if self._has_own_text else self._text
        return property(function) if self._is_property else function


class _Text(LazyText):
    """The text of a member, made when it is read, of what boto3 makes of the member.

    botocore's own keep a dict of arguments for each.
    """

    __slots__ = ("_home", "_member")

    _home: Home
    _member: Member

    def __new__(cls, home: Home, member: Member) -> _Text:
        text = str.__new__(cls)
        text._home = home
        text._member = member
        return text

    def _written(self) -> str:
        return str(self._home[self._member].__doc__)


def _function_of(made: Any) -> Any:
    return made.fget if type(made) is property else made


def _small_code(example: Any) -> types.CodeType | None:
    """Return the code that can stand for what boto3 made, None if none can."""
    if type(example) is property:
        is_known = example.fset is None and _takes(example.fget, 0)
        return _GETTER if is_known else None
    return _METHOD if _takes(example, _ANY_ARGUMENTS) else None


def _takes(function: Any, flags: int) -> bool:
    # One argument, the resource, and any others or none.
    if type(function) is not types.FunctionType:
        return False
    code = function.__code__
    return (1, 0, flags) == (
        code.co_argcount,
        code.co_kwonlyargcount,
        code.co_flags & _ANY_ARGUMENTS,
    )


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
    if not vars(meta.resource_model).keys() - {HAS} <= _PARTS:
        return None
    vars(meta.resource_model).pop(HAS, None)
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

# More types than all services have together. Only who makes definitions as the program
# runs gets there; then it starts anew.
_MOST_SLOTS = 4096

# What our factory consists of. Who has put more there may want that to run.
_FACTORY_PARTS = {"_collection_factory", "_emitter", "_hooks", "_slots"}


def use_in(session: Any) -> None:
    """Give a session our factory, if it has boto3's own."""
    plain = getattr(session, "resource_factory", None)
    # Not a subclass: aioboto3's classes are made for coroutines.
    if type(plain) is not ResourceFactory:
        return
    hooks = hooks_of(getattr(plain, "_emitter", None))
    if hooks is not None:
        session.resource_factory = CachingFactory(plain, hooks)


def hooks_of(emitter: Any) -> Any:
    """Return the emitter that keeps the handlers, None if it is not one we know."""
    inner = getattr(emitter, "_emitter", emitter)
    if inner is not emitter and type(emitter) is not EventAliaser:
        return None
    is_known = type(inner) is HierarchicalEmitter and (
        isinstance(getattr(inner, "_lookup_cache", None), dict)
        and hasattr(getattr(inner, "_handlers", None), "prefix_search")
    )
    return inner if is_known else None


class CachingFactory(ResourceFactory):  # type: ignore[misc, unused-ignore]
    """boto3's factory of resource classes, which remembers."""

    def __init__(self, plain: Any, hooks: Any) -> None:
        self.__dict__.update(vars(plain))
        self._hooks = hooks
        self._slots: dict[Any, Slot] = {}

    def load_from_definition(
        self,
        resource_name: str,
        single_resource_json_definition: Any,
        service_context: Any,
    ) -> Any:
        """Return the class of a resource type, as boto3 would make it now."""
        from boto3_extensions._definitions import offer as definitions_offer

        if definitions_offer.is_wanted():
            single_resource_json_definition, service_context = definitions_offer.narrow(
                resource_name, single_resource_json_definition, service_context
            )
        slot = self.slot_of(
            resource_name, single_resource_json_definition, service_context
        )
        made = None if slot is None else slot.get()
        if made is None:
            return self._new_class(
                resource_name, single_resource_json_definition, service_context
            )
        return made.cls

    def slot_of(self, name: str, definition: Any, context: Any) -> Slot | None:
        """Return the place for the class of a resource type, None if it has none."""
        if "classes" not in switches.state.on or vars(self).keys() != _FACTORY_PARTS:
            return None
        from boto3_extensions._foundation.models import Document

        definitions, model = context.resource_json_definitions, context.service_model
        # A service model is made for each client, all of one parsed document.
        document: Any = getattr(model, "_service_description", None)
        # Only of documents is it known when they are changed. What has no definition
        # gets another empty dict each time.
        for one in (definition, definitions, document):
            if type(one) is not Document:
                return None
        service = context.service_name
        key = service, name, id(definition), id(definitions), id(document)
        slot = self._slots.get(key)
        if slot is not None:
            return slot
        make = functools.partial(self._new_class, name, definition, context)
        type_name = "ServiceResource" if name == service else name
        event = event_of(self._emitter, f"{service}.{type_name}")
        slot = Slot(self._hooks, event, make, (definition, definitions, document))
        # The operations of a service are none of a class's: two handlers of botocore's
        # own rewrite them as they go.
        for part in (definition, definitions, document.get("shapes"), document):
            if type(part) is Document:
                part.mark.watch(slot)
        if len(self._slots) >= _MOST_SLOTS:
            self._slots.clear()
        return self._slots.setdefault(key, slot)

    def _new_class(self, name: str, definition: Any, context: Any) -> Any:
        if "definitions" in switches.state.on and vars(self).keys() == _FACTORY_PARTS:
            found = type_of(name, definition, context)
            if found is not None:
                return found.new_class(self, definition, context)
        return super().load_from_definition(name, definition, context)

    def _create_class_partial(
        self, subresource_model: Any, resource_name: str, service_context: Any
    ) -> Any:
        from boto3_extensions._speed.shortcuts import constructing

        plain = super()._create_class_partial(
            subresource_model, resource_name, service_context
        )
        return constructing(plain, self, subresource_model, service_context)

    def _create_reference(
        self, reference_model: Any, resource_name: str, service_context: Any
    ) -> Any:
        from boto3_extensions._speed.shortcuts import referring

        plain = super()._create_reference(
            reference_model, resource_name, service_context
        )
        return referring(plain, self, reference_model, service_context)

    def _create_collection(
        self, resource_name: str, collection_model: Any, service_context: Any
    ) -> Any:
        from boto3_extensions._speed.collections import collecting

        # Whether its classes are made now, or when it is read, is for `_definitions`.
        plain = super()._create_collection(
            resource_name, collection_model, service_context
        )
        return collecting(plain, self, collection_model, service_context)
