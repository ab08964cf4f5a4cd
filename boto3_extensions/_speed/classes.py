"""Resource classes, made once per session and from members listed once per process.

boto3 makes a class for every resource object, and for each class reads all that the
definition of its type contains: 483 members for ec2 itself, each with models, event
handlers and a text, one MiB in all. Here sessions get `CachingFactory` in the place of
boto3's `ResourceFactory`, which saves work in three ways:

- A class is kept as long as boto3 would make an equal one (`CacheEntry`). A class
  depends on the definitions, which do not change in a session, and on the handlers of
  ``creating-resource-class``, which may come and go at any time.
- The members of a type are listed once per process (`ResourceType`), by boto3's own
  factory, from the parsed files that sessions share. Each session's class remains its
  own, made of that list.
- A member of a class is made when it is used (`Member`). The functions that boto3 makes
  for an action, a collection, a reference or a sub-resource close over the factory and
  the service context, both of them a session's. A class contains small functions
  instead, of which only one cell belongs to the session; the first call has boto3 make
  the real function.

Sub-resources, references and collections are made as boto3 makes them, with a short
path before each (``_speed.shortcuts``, ``_speed.collections``). Those modules are
imported where classes are made, so that a program that uses clients alone loads neither
of them.
"""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import is_
from typing import TYPE_CHECKING, Any, NamedTuple

from boto3.docs.docstring import CollectionDocstring
from boto3.resources import factory as boto3_factory
from boto3.resources.factory import ResourceFactory
from boto3.utils import ServiceContext
from botocore.hooks import EventAliaser, HierarchicalEmitter
from botocore.model import ServiceModel

from boto3_extensions._foundation import switches
from boto3_extensions._foundation.concurrency import Lock, make_once
from boto3_extensions._foundation.lazy import LazyText, readable_docstring
from boto3_extensions._foundation.models import Document, ParsedFile, source_of
from boto3_extensions._foundation.wraps import (
    CONSTRUCTING,
    PLACEHOLDER_GETTER,
    PLACEHOLDER_METHOD,
    RESOURCES,
    shallow_copy,
)
from boto3_extensions._help import pages
from boto3_extensions._help.signatures import (
    LazySignature,
    called_signature,
    lazy_signature_of,
)
from boto3_extensions._speed.construction import Builder, builder_of

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import Action, Collection, ResourceModel
    from botocore.client import BaseClient
    from botocore.hooks import BaseEventHooks

# A definition of a resource type, or of all types of a service by their names.
Definition = Mapping[str, Any]

# More than the types of all services. Only a program that makes definitions as it runs
# reaches this; then the cache starts anew.
_MAX_ENTRIES = 4096

# The attributes of a `CachingFactory`. If somebody has set more, such as a method,
# boto3's code has to run, which calls it.
_FACTORY_ATTRIBUTES = {"_collection_factory", "_emitter", "_hooks", "_slots"}


def use_caching_factory(session: boto3.Session) -> None:
    """Replace a session's resource factory by a `CachingFactory`.

    Args:
        session: The session; it keeps a factory that is not boto3's own.
    """
    plain = getattr(session, "resource_factory", None)
    # Not a subclass: aioboto3's makes classes of coroutines.
    if type(plain) is not ResourceFactory:
        return
    emitter = hierarchical_emitter_of(getattr(plain, "_emitter", None))
    if emitter is not None:
        session.resource_factory = CachingFactory(plain, emitter)


def hierarchical_emitter_of(
    emitter: BaseEventHooks | None,
) -> HierarchicalEmitter | None:
    """Return the `HierarchicalEmitter` of a session's events.

    Args:
        emitter: The events of a session, in botocore an `EventAliaser`.

    Returns:
        The emitter that holds the handlers and the cache of lookups; None if the events
        are of any other class.
    """
    inner = getattr(emitter, "_emitter", emitter)
    if inner is not emitter and type(emitter) is not EventAliaser:
        return None
    is_known = type(inner) is HierarchicalEmitter and (
        isinstance(getattr(inner, "_lookup_cache", None), dict)
        and hasattr(getattr(inner, "_handlers", None), "prefix_search")
    )
    return inner if is_known else None


class CachingFactory(ResourceFactory):  # type: ignore[misc, unused-ignore]
    """boto3's factory of resource classes with a cache of classes.

    Args:
        plain: The session's factory before, whose parts this one takes over.
        emitter: The emitter with the session's event handlers.
    """

    def __init__(self, plain: ResourceFactory, emitter: HierarchicalEmitter) -> None:
        self.__dict__.update(vars(plain))
        self._hooks = emitter
        self._slots: dict[Any, CacheEntry] = {}

    def load_from_definition(
        self,
        resource_name: str,
        single_resource_json_definition: Definition,
        service_context: ServiceContext,
    ) -> Any:
        """Return the class of a resource type, as boto3 would make it now.

        Args:
            resource_name: The name of the type; of the service for the service itself.
            single_resource_json_definition: The definition of the type.
            service_context: The definitions of the service.
        """
        from boto3_extensions._definitions import offer

        if offer.narrows_definitions():
            single_resource_json_definition, service_context = offer.narrow_definition(
                resource_name, single_resource_json_definition, service_context
            )
        entry = self.entry_of(
            resource_name, single_resource_json_definition, service_context
        )
        cached = None if entry is None else entry.get()
        if cached is None:
            return self._new_class(
                resource_name, single_resource_json_definition, service_context
            )
        return cached.cls

    def entry_of(
        self, name: str, definition: Definition, context: ServiceContext
    ) -> CacheEntry | None:
        """Return the cache entry of a resource type.

        Args:
            name: The name of the type; of the service for the service itself.
            definition: The definition of the type.
            context: The definitions of the service.

        Returns:
            The entry, new if there was none; None if classes of this type are not
            cached.
        """
        if (
            "classes" not in switches.state.on
            or vars(self).keys() != _FACTORY_ATTRIBUTES
        ):
            return None
        definitions, model = context.resource_json_definitions, context.service_model
        # Each client has a service model of its own, all with one parsed document.
        document: Any = getattr(model, "_service_description", None)
        # Only a `Document` notes its changes. A type without a definition gets another
        # empty dict each time.
        for part in (definition, definitions, document):
            if type(part) is not Document:
                return None
        service = context.service_name
        key = service, name, id(definition), id(definitions), id(document)
        entry = self._slots.get(key)
        if entry is not None:
            return entry
        make = functools.partial(self._new_class, name, definition, context)
        type_name = "ServiceResource" if name == service else name
        event = _class_event(self._emitter, f"{service}.{type_name}")
        documents = (definition, definitions, document)
        entry = CacheEntry(self._hooks, event, make, documents)
        # Not the operations of a service: classes do not depend on them, and two of
        # botocore's own handlers change them at run time.
        for part in (definition, definitions, document.get("shapes"), document):
            if type(part) is Document:
                part.mark.watch(entry)
        if len(self._slots) >= _MAX_ENTRIES:
            self._slots.clear()
        return self._slots.setdefault(key, entry)

    def _new_class(
        self, name: str, definition: Definition, context: ServiceContext
    ) -> Any:
        if (
            "definitions" in switches.state.on
            and vars(self).keys() == _FACTORY_ATTRIBUTES
        ):
            resource_type = _shared_type(name, definition, context)
            if resource_type is not None:
                return resource_type.new_class(self, definition, context)
        return super().load_from_definition(name, definition, context)

    def _create_class_partial(
        self,
        subresource_model: Action,
        resource_name: str,
        service_context: ServiceContext,
    ) -> Any:
        from boto3_extensions._speed.shortcuts import subresource_method

        plain = super()._create_class_partial(
            subresource_model, resource_name, service_context
        )
        return subresource_method(plain, self, subresource_model, service_context)

    def _create_reference(
        self,
        reference_model: Action,
        resource_name: str,
        service_context: ServiceContext,
    ) -> Any:
        from boto3_extensions._speed.shortcuts import reference_property

        plain = super()._create_reference(
            reference_model, resource_name, service_context
        )
        return reference_property(plain, self, reference_model, service_context)

    def _create_collection(
        self,
        resource_name: str,
        collection_model: Collection,
        service_context: ServiceContext,
    ) -> Any:
        from boto3_extensions._speed.collections import collection_property

        # boto3's method, or `create_collection` below if that is installed.
        plain = super()._create_collection(
            resource_name, collection_model, service_context
        )
        return collection_property(plain, self, collection_model, service_context)


def _class_event(emitter: BaseEventHooks, class_name: str) -> str:
    """Return the event name by which an emitter finds the handlers of a class."""
    event = f"creating-resource-class.{class_name}"
    # Some services have another name in botocore's events.
    alias = getattr(emitter, "_alias_event_name", None)
    return event if alias is None else str(alias(event))


class CachedClass(NamedTuple):
    """Resource class with the conditions under which it is valid.

    Attributes:
        cls: The class.
        handlers: The handlers of ``creating-resource-class`` that were called.
        state: `switches.state` as it was; None for a class that is not cached.
        lookup_cache: The emitter's cache of lookups. botocore replaces that dict
            whenever a handler is registered or removed, so the same dict means the
            same handlers.
        token: `CONSTRUCTING.token()` as it was.
        builder: Constructs the objects of the class; None if boto3 has to.
        builder_tried: Whether `builder` has been looked for.
    """

    cls: Any
    handlers: tuple[Any, ...]
    state: Any
    lookup_cache: Any
    token: Any = None
    builder: Builder | None = None
    builder_tried: bool = False


# One for all entries: it is held for a few assignments after a class was made.
_publishing = Lock()


class CacheEntry:
    """Cache entry for the class of one resource type in one session.

    Args:
        emitter: The emitter with the session's event handlers.
        event: The name of the event ``creating-resource-class`` of the type.
        make: Makes the class.
        documents: The definitions that the class is made of.

    Attributes:
        cached: The class made last, which may be out of date; None if there is none.
        emitter: The emitter.
        documents: The definitions. The cache finds the entry by their identity; the
            reference here keeps any other object from getting the same.
    """

    __slots__ = (
        "__weakref__",
        "_event",
        "_forgotten",
        "_make",
        "cached",
        "documents",
        "emitter",
    )

    def __init__(
        self,
        emitter: HierarchicalEmitter,
        event: str,
        make: Callable[[], type[ServiceResource]],
        documents: tuple[object, ...],
    ) -> None:
        self.cached: CachedClass | None = None
        self.emitter = emitter
        self.documents = documents
        self._event = event
        self._make = make
        self._forgotten = 0

    def get(self) -> CachedClass | None:
        """Return the class that boto3 would make now.

        Of threads that need it at once, one makes it and the others wait: all of them
        making it would be in each other's way where threads run in parallel.

        Returns:
            The class, made if there was no valid one; None if boto3 has to make it.
        """
        cached = self.cached
        if (
            cached is not None
            and cached.state is switches.state
            and cached.lookup_cache is self.emitter._lookup_cache
            and cached.token is CONSTRUCTING.token()
        ):
            return cached
        if CONSTRUCTING.token() is None:
            return None
        if "classes" not in switches.state.on:
            return None
        return self._revalidated() or make_once(self, self._renew, self._revalidated)

    def get_with_builder(
        self, client: BaseClient, values: Sequence[Any]
    ) -> CachedClass | None:
        """Return the class that boto3 would make now, with its builder if it has one.

        Args:
            client: The client of the object that is about to be constructed.
            values: The values of its identifiers, in the order of the type.
        """
        cached = self.get()
        if cached is None or cached.builder_tried or cached.state is None:
            return cached
        if "objects" not in cached.state.on:
            return cached
        try:
            builder = builder_of(cached.cls, client, values)
        except Exception:
            # No object can be constructed of these values: boto3 raises the error.
            return cached
        cached = cached._replace(builder=builder, builder_tried=True)
        with _publishing:
            # Another thread may have cached another class meanwhile.
            if self.cached is not None and self.cached.cls is cached.cls:
                self.cached = cached
        return cached

    def forget(self) -> None:
        """Forget the class after a change of a definition that it is made of."""
        self._forgotten += 1
        self.cached = None

    def _revalidated(self) -> CachedClass | None:
        # The class made before, or by another thread. Handlers may have come and gone
        # since; the class remains valid if its own are the same.
        cached, state = self.cached, switches.state
        lookup_cache = self.emitter._lookup_cache
        if cached is None or cached.state is not state:
            return None
        if cached.token is not CONSTRUCTING.token():
            return None
        if cached.lookup_cache is lookup_cache:
            return cached
        if not _are_same(cached.handlers, self._handlers()):
            return None
        return self._publish(
            cached._replace(lookup_cache=lookup_cache), self._forgotten
        )

    def _renew(self) -> CachedClass:
        state, lookup_cache = switches.state, self.emitter._lookup_cache
        token, forgotten = CONSTRUCTING.token(), self._forgotten
        cls = self._make()
        # boto3's functions or the definitions changed while the class was made: the
        # caller gets it, and nobody else.
        if token is None or token is not CONSTRUCTING.token():
            return CachedClass(cls, (), None, None)
        if forgotten != self._forgotten:
            return CachedClass(cls, (), None, None)
        # The handlers that were called: the emitter has put them into its cache.
        called = lookup_cache.get(self._event) if "classes" in state.on else None
        if called is None or not self._is_current(state, lookup_cache):
            return CachedClass(cls, (), None, None)
        handlers = tuple(called)
        # An emitter may put the handlers it found before a change into the cache of
        # after it.
        if not _are_same(handlers, self._handlers()):
            return CachedClass(cls, (), None, None)
        return self._publish(
            CachedClass(cls, handlers, state, lookup_cache, token), forgotten
        )

    def _handlers(self) -> tuple[Any, ...]:
        return tuple(self.emitter._handlers.prefix_search(self._event))

    def _is_current(self, state: object, lookup_cache: object) -> bool:
        return state is switches.state and lookup_cache is self.emitter._lookup_cache

    def _publish(self, new: CachedClass, forgotten: int) -> CachedClass:
        with _publishing:
            if forgotten != self._forgotten:
                return new
            first = self.cached
            if first is not None and first.cls is not new.cls:
                if first.state is new.state and _are_same(first.handlers, new.handlers):
                    # Another thread was faster: a type has one class.
                    return first
                if self._is_current(first.state, first.lookup_cache):
                    # Another thread was faster, and with newer handlers.
                    return new
            self.cached = new
            return new


def _are_same(some: Sequence[object], others: Sequence[object]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))


def create_collection(
    original: Callable[..., Any],
    factory: ResourceFactory,
    resource_name: str,
    collection_model: Collection,
    service_context: ServiceContext,
) -> Any:
    """Return the property of a collection, whose classes are made at its first use.

    ec2 has 164 collections, with two classes and twenty docstrings each: most of the
    time of ``resource("ec2")``.

    Args:
        original: boto3's function, which makes the classes.
        factory: The factory of the session.
        resource_name: The name of the type that has the collection.
        collection_model: boto3's model of the collection.
        service_context: The definitions of the service.
    """
    cache: dict[str, Any] = {}

    def get_collection(self: ServiceResource) -> Any:
        collection = cache.get("collection")
        if collection is None:
            # `setdefault`: threads that come here at once get the same property.
            collection = cache.setdefault(
                "collection",
                original(factory, resource_name, collection_model, service_context),
            )
        return collection.fget(self)

    get_collection.__name__ = str(collection_model.name)
    get_collection.__doc__ = CollectionDocstring(
        collection_model=collection_model, include_signature=False
    )
    return property(get_collection)


# The attribute of a resource model that holds the result of `get_has_definition`.
_HAS = "_boto3_extensions_has"


def get_has_definition(original: Callable[..., Any], model: ResourceModel) -> Any:
    """Return the ``has`` definition of a resource model, computed once.

    boto3 computes it four times for a class, and compares all types with all parts of
    the service.

    Args:
        original: boto3's method.
        model: The resource model, which holds the result until its definitions change.
    """
    counts = []
    for document in (model._definition, model._resource_defs):
        # Only a `Document` notes its changes. The plain definitions that types are
        # listed from are read once.
        if type(document) is not Document:
            return original(model)
        counts.append(document.mark.count)
    kept = vars(model).get(_HAS)
    if kept is None or kept[0] != counts:
        kept = vars(model)[_HAS] = (counts, original(model))
    return kept[1]


class ResourceType(NamedTuple):
    """Members of a resource type, shared by the classes of all sessions.

    Attributes:
        source: All definitions of the service, which no session gets, and the token of
            boto3's functions (`RESOURCES`) that listed the members.
        name: The name of the type; of the service for the service itself.
        event: The event that boto3 emits before it makes a class.
        class_name: The name of the classes.
        model: boto3's model of the type, of which each class gets a copy.
        members: The members of a class by name, all but `meta`.
        identifiers: The names of the identifiers.
    """

    source: tuple[Any, Any]
    name: str
    event: str
    class_name: str
    model: ResourceModel
    members: Mapping[str, Member]
    identifiers: list[str]

    def new_class(
        self, factory: CachingFactory, definition: Definition, context: ServiceContext
    ) -> Any:
        """Make the class of this type for a session, as boto3's factory does.

        Args:
            factory: The factory of the session.
            definition: The session's definition of the type.
            context: The session's definitions of the service.
        """
        boto3_factory.logger.debug("Loading %s:%s", context.service_name, self.name)
        functions = MemberFunctions(factory, context, self.source[0])
        cell = types.CellType(functions)
        own_model = shallow_copy(self.model)
        vars(own_model).update(
            _definition=definition,
            _resource_defs=context.resource_json_definitions,
            _renamed=dict(own_model._renamed),
        )
        meta = boto3_factory.ResourceMeta(
            context.service_name, resource_model=own_model
        )
        meta.identifiers.extend(self.identifiers)
        # A member may have two names, such as `load` and `reload`.
        values = {
            member: member.for_class(functions, cell)
            for member in {*self.members.values()}
        }
        attributes = {"meta": meta}
        attributes.update(
            (name, values[member]) for name, member in self.members.items()
        )
        base_classes = [boto3_factory.ServiceResource]
        if factory._emitter is not None:
            factory._emitter.emit(
                self.event,
                class_attributes=attributes,
                base_classes=base_classes,
                service_context=context,
            )
        # Python would set the name of the module that calls `type`, which is this one.
        attributes.setdefault("__module__", boto3_factory.__name__)
        return type(self.class_name, tuple(base_classes), attributes)


def _shared_type(
    name: str, definition: Definition, context: ServiceContext
) -> ResourceType | None:
    """Return a resource type as listed for all sessions.

    Args:
        name: The name of the type; of the service for the service itself.
        definition: The session's definition of the type.
        context: The session's definitions of the service.

    Returns:
        The type, listed now if it was not; None if the definitions are not those of a
        shared file, or boto3's functions are not its own.
    """
    definitions = context.resource_json_definitions
    description: Any = getattr(context.service_model, "_service_description", None)
    service = source_of(description)
    if service is None or type(context.service_model) is not ServiceModel:
        return None
    # Types listed from any other definitions would have to be kept for ever.
    if type(definitions) is not Document or type(definition) is not Document:
        return None
    resources = definitions.mark.source
    if not (
        _is_as_in(definitions, resources.content.get("resources"))
        and _is_as_in(description.get("shapes"), service.content.get("shapes"))
    ):
        return None
    shared_definitions = resources.content["resources"]
    of_type = shared_definitions.get(name)
    if not _is_as_in(definition, of_type):
        of_type = resources.content.get("service")
        if not _is_as_in(definition, of_type):
            return None
    token = RESOURCES.token()
    if token is None:
        return None
    # Kept with the file of the service model, to which the models of members refer.
    key = ("resource type", context.service_name, name)
    found: ResourceType | None = service.derived.get(key)
    if found is None or not _are_same(found.source, (shared_definitions, token)):
        found = _list_members(
            name, of_type, shared_definitions, context.service_name, service, token
        )
        # Not kept if boto3's functions were replaced meanwhile.
        if found is None or RESOURCES.token() is not token:
            return None
        service.derived[key] = found
    return found


def _is_as_in(document: object, content: object) -> bool:
    return type(document) is Document and document.is_as_in(content)


# The attributes of a resource model. A model with others may belong to a session.
_MODEL_ATTRIBUTES = {"name", "_definition", "_resource_defs", "_renamed", "shape"}


def _list_members(
    name: str,
    definition: Definition,
    definitions: Definition,
    service_name: str,
    service: ParsedFile,
    token: object,
) -> ResourceType | None:
    is_service = name == service_name
    recorder = _RecordingFactory(
        f"{service_name}.{'ServiceResource' if is_service else name}"
    )
    # Without the waiters of the service, which a session's loader reads: the loader
    # must not be kept.
    context = ServiceContext(
        service_name=service_name,
        resource_json_definitions=definitions,
        service_model=ServiceModel(service.content, service_name),
        service_waiter_model=None,
    )
    cls = recorder.load_from_definition(name, definition, context)
    event, attributes = recorder.emitted
    meta = attributes.pop("meta")
    if not vars(meta.resource_model).keys() - {_HAS} <= _MODEL_ATTRIBUTES:
        return None
    vars(meta.resource_model).pop(_HAS, None)
    return ResourceType(
        source=(definitions, token),
        name=name,
        event=event,
        class_name=cls.__name__,
        model=meta.resource_model,
        members=attributes,
        identifiers=meta.identifiers,
    )


# The methods of boto3's factory whose members are made at their first use: a class has
# many of these, and none is looked into while the class is made. The others
# (identifiers, attributes, waiters, `load`) are made with each class.
_DEFERRED = frozenset(
    {
        "_create_action",
        "_create_class_partial",
        "_create_collection",
        "_create_reference",
    }
)

_WAITER = "_create_waiter"

_CONTEXT = "service_context"

# The module of boto3's models of actions, collections and the like.
_MODELS = "boto3.resources.model"

_ANY_ARGUMENTS = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS


class Member:
    """Member of a resource type, independent of sessions.

    Args:
        creator: The name of the method of boto3's factory that makes the member.
        args: The positional arguments of that method.
        kwargs: The keyword arguments of that method, the service context among them.
        example: A function or property that the method has made.
        class_name: The name of the classes that have the member.
    """

    __slots__ = (
        "_args",
        "_cell",
        "_code",
        "_creator",
        "_has_own_text",
        "_is_called",
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
        example: object,
        class_name: str,
    ) -> None:
        self._creator = creator
        self._args = args
        # Each session has a context of its own.
        self._kwargs = {**kwargs, **({_CONTEXT: None} if _CONTEXT in kwargs else {})}
        self._cell = types.CellType(self)
        is_deferred = creator in _DEFERRED and not kwargs.get("is_load")
        self._code = _placeholder_code(example) if is_deferred else None
        self._is_property = type(example) is property
        function = _function_of(example)
        self._name = getattr(function, "__name__", "")
        text = getattr(function, "__doc__", None)
        text_arguments = getattr(text, "_gen_kwargs", {})
        # Handlers of a session's events may change such a text, so sessions may differ.
        self._has_own_text = "event_emitter" in text_arguments
        self._text = (
            None
            if self._has_own_text
            else readable_docstring(pages.completed_text(text))
        )
        # boto3's own qualified name is that of its factory's method.
        self._qualname = f"{class_name}.{self._name}"
        # Those of loads and waiters are made of what a session has.
        self._is_called = creator == _WAITER or bool(kwargs.get("is_load"))
        self._signature = None if self._is_called else lazy_signature_of(text_arguments)

    def make(self, functions: MemberFunctions) -> Any:
        """Return the function or property that boto3 makes for a session.

        Args:
            functions: The functions of the class, which name the session's factory.
        """
        kwargs = self._kwargs
        if _CONTEXT in kwargs:
            kwargs = {**kwargs, _CONTEXT: functions.context}
        args = map(functions.own, self._args)
        own_kwargs = {
            name: value if name == _CONTEXT else functions.own(value)
            for name, value in kwargs.items()
        }
        return getattr(functions.factory, self._creator)(*args, **own_kwargs)

    def for_class(self, functions: MemberFunctions, cell: types.CellType) -> Any:
        """Return the member of a class: a placeholder, or boto3's own function.

        Args:
            functions: The functions of the class.
            cell: A cell with `functions`, which all members of the class share.
        """
        code = self._code
        if code is None:
            function = _function_of(self.make(functions))
            if self._is_called:
                function.__signature__ = LazySignature(
                    functools.partial(_called_signature, functions, self)
                )
        else:
            cells = (cell, self._cell)
            function = types.FunctionType(code, globals(), self._name, None, cells)
            function.__module__ = boto3_factory.__name__
            function.__qualname__ = self._qualname
            if self._signature is not None:
                # `__signature__` has to be set now; its content is made when read.
                function.__signature__ = self._signature  # type: ignore[attr-defined]
        function.__doc__ = (
            _MemberText(functions, self) if self._has_own_text else self._text
        )
        return property(function) if self._is_property else function


class MemberFunctions(dict[Member, Callable[..., Any]]):
    """Functions of a class's members, made by boto3 at their first use.

    Args:
        factory: The factory of the session.
        context: The session's definitions of the service.
        definitions: The definitions that members were listed from, which no session
            gets; None for none.
    """

    __slots__ = ("context", "definitions", "factory")

    def __init__(
        self,
        factory: CachingFactory,
        context: ServiceContext,
        definitions: Definition | None = None,
    ) -> None:
        super().__init__()
        self.factory = factory
        self.context = context
        self.definitions = definitions

    def own(self, value: Any) -> Any:
        """Return a copy of a boto3 model that shares no part with other sessions.

        Args:
            value: The model, or any other argument of a factory's method.
        """
        kind = type(value)
        if kind.__module__ == _MODELS:
            copied = object.__new__(kind)
            for name, part in vars(value).items():
                vars(copied)[name] = self.own(part)
            return copied
        if kind is list:
            return [self.own(part) for part in value]
        if kind is not dict:
            return value
        if value is self.definitions:
            return self.context.resource_json_definitions
        return {name: self.own(part) for name, part in value.items()}

    def __missing__(self, member: Member) -> Callable[..., Any]:
        function = _function_of(member.make(self))
        # `setdefault`: threads that come here at once get the same function.
        return self.setdefault(member, function)


class _MemberText(LazyText):
    """Docstring of a member, written by boto3 when it is read.

    botocore's lazy docstrings keep a dict of arguments each.
    """

    __slots__ = ("_functions", "_member")

    _functions: MemberFunctions
    _member: Member

    def __new__(cls, functions: MemberFunctions, member: Member) -> _MemberText:
        text = str.__new__(cls)
        text._functions = functions
        text._member = member
        return text

    def _written(self) -> str:
        text = self._functions[self._member].__doc__
        return str(pages.completed_text(text))


def _called_signature(functions: MemberFunctions, member: Member) -> inspect.Signature:
    text = functions[member].__doc__
    return called_signature(getattr(text, "_gen_kwargs", {}))


def _function_of(member: object) -> Any:
    return member.fget if type(member) is property else member


def _placeholder_code(example: object) -> types.CodeType | None:
    """Return the code of the placeholder for a member, None if there can be none.

    Args:
        example: The function or property that boto3 makes for the member.
    """
    if type(example) is property:
        is_known = example.fset is None and _takes(example.fget, 0)
        return PLACEHOLDER_GETTER if is_known else None
    return PLACEHOLDER_METHOD if _takes(example, _ANY_ARGUMENTS) else None


def _takes(function: object, flags: int) -> bool:
    # Whether the parameters are the resource and those of `flags` (*args, **kwargs).
    if not isinstance(function, types.FunctionType):
        return False
    code = function.__code__
    return (1, 0, flags) == (
        code.co_argcount,
        code.co_kwonlyargcount,
        code.co_flags & _ANY_ARGUMENTS,
    )


# The methods of boto3's factory that each return a member.
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


class _RecordingFactory(ResourceFactory):  # type: ignore[misc, unused-ignore]
    """boto3's factory that puts a `Member` into a class for each member.

    The factory is its own event emitter, by which it records a class's attributes.

    Args:
        class_name: The name of the class.
    """

    def __init__(self, class_name: str) -> None:
        super().__init__(self)
        self.class_name = class_name
        self.emitted: tuple[str, dict[str, Any]]

    def emit(self, event: str, class_attributes: dict[str, Any], **_: object) -> None:
        """Record the attributes of the class that boto3 is about to make."""
        self.emitted = (event, class_attributes.copy())

    def _create_available_subresources_command(
        self, attrs: dict[str, Any], subresources: Iterable[Action]
    ) -> None:
        created: dict[str, Any] = {}
        super()._create_available_subresources_command(created, subresources)
        for name, example in created.items():
            attrs[name] = _SubresourcesCommand(
                _COMMAND, (subresources,), {}, example, self.class_name
            )


class _SubresourcesCommand(Member):
    """The method ``get_available_subresources``."""

    __slots__ = ()

    def make(self, functions: MemberFunctions) -> Any:
        """Return the method that boto3 makes for a session."""
        attributes: dict[str, Any] = {}
        args = map(functions.own, self._args)
        getattr(functions.factory, self._creator)(attributes, *args)
        return attributes[self._name]


def _recording(creator: str) -> Callable[..., Member]:
    def create(recorder: _RecordingFactory, *args: object, **kwargs: object) -> Member:
        example = getattr(ResourceFactory, creator)(recorder, *args, **kwargs)
        return Member(creator, args, kwargs, example, recorder.class_name)

    return create


for _creator in _CREATORS:
    setattr(_RecordingFactory, _creator, _recording(_creator))
