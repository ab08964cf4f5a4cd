"""Short paths from a resource to its sub-resources and references.

boto3 constructs the target of ``s3.Bucket("b")`` or ``object.bucket`` by keywords,
after it has read the definitions of its identifiers again. The functions here stand
before those that boto3 made, read the values of the identifiers and have the builder
of the target's class (``_speed.construction``) construct the object. They call boto3's
function in every other case: keywords, a wrong number of arguments, values that are
None or lists, data that is not loaded yet, and classes without a builder.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from botocore import xform_name
from jmespath.exceptions import JMESPathError

from boto3_extensions._foundation import switches
from boto3_extensions._foundation.wraps import CONSTRUCTING
from boto3_extensions._speed.construction import Builder
from boto3_extensions._speed.jmespath import Search, search_of

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import Action, Identifier
    from boto3.utils import ServiceContext
    from botocore.client import BaseClient

    from boto3_extensions._speed.classes import CachedClass, CacheEntry, CachingFactory

# Takes a resource and its data, returns the value of an identifier of its target.
Read = Callable[["ServiceResource", object], Any]

Reader = TypeVar("Reader")

_token = CONSTRUCTING.token

# The number of attributes of a `CachingFactory`. If somebody has set more, such as a
# method, boto3's code has to run, which calls it.
_FACTORY_ATTRIBUTES = 4


def subresource_method(
    plain: types.FunctionType,
    factory: CachingFactory,
    model: Action,
    context: ServiceContext,
) -> Callable[..., Any]:
    """Return the method that constructs a sub-resource, such as ``s3.Bucket``.

    Args:
        plain: The method that boto3's factory made.
        factory: The factory of the sub-resource's class.
        model: boto3's model of the sub-resource.
        context: The definitions of the service.
    """
    # Made at the first call: ec2 has 220 sub-resources, of which few are called.
    shortcut: _SubresourceShortcut | None = None

    def create_resource(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        nonlocal shortcut
        if shortcut is None:
            target = Target(factory, model.resource.type, context)
            shortcut = _subresource_shortcut(target, model)
        target, inherited, wanted = shortcut
        if not kwargs and len(args) == wanted:
            client = self.meta.client
            values = args
            if inherited:
                values = (*[getattr(self, name) for name in inherited], *args)
            builder = target.builder(client, values)
            if builder is not None:
                resource = builder.one(client, values)
                if resource is not None:
                    return resource
        try:
            return plain(self, *args, **kwargs)
        except (IndexError, ValueError) as error:
            from boto3_extensions._help import suggestions

            suggestions.raise_identifier_count_error(
                error, model, context, args, kwargs
            )
            raise

    return _named_like(plain, create_resource)


def reference_property(
    plain: property, factory: CachingFactory, model: Action, context: ServiceContext
) -> property:
    """Return the property of a reference, such as ``object.bucket``.

    Args:
        plain: The property that boto3's factory made.
        factory: The factory of the class of the resource referred to.
        model: boto3's model of the reference.
        context: The definitions of the service.
    """
    # A function, as boto3's factory makes all its properties.
    get_plain: Any = plain.fget
    shortcut: _ReferenceShortcut | None = None

    def get_reference(self: ServiceResource) -> Any:
        nonlocal shortcut
        if shortcut is None:
            target = Target(factory, model.resource.type, context)
            shortcut = _reference_shortcut(target, model)
        target, reads, search = shortcut
        data = self.meta.data
        values = [read(self, data) for read in reads] if data is not None else None
        for value in values or (None,):
            if value is None or isinstance(value, list):
                return get_plain(self)
        client = self.meta.client
        builder = target.builder(client, values or ())
        resource = None if builder is None else builder.one(client, values or ())
        if resource is None:
            return get_plain(self)
        if search is not None:
            found = search(data)
            if found is not None:
                resource.meta.data = found
        return resource

    return property(_named_like(get_plain, get_reference))


class Target:
    """Resource type that sub-resources, references or collections construct.

    Args:
        factory: The factory of the type's class.
        resource_type: The name of the type.
        context: The definitions of the service.
    """

    __slots__ = ("_context", "_entry", "_factory", "type")

    def __init__(
        self, factory: CachingFactory, resource_type: str, context: ServiceContext
    ) -> None:
        self.type = resource_type
        self._factory = factory
        self._context = context
        self._entry: CacheEntry | None = None

    def builder(self, client: BaseClient, values: Sequence[Any]) -> Builder | None:
        """Return the builder of the type's current class, None if it has none.

        Args:
            client: The client of the object that is about to be constructed.
            values: The values of its identifiers, in the order of the type.
        """
        # `CacheEntry.get` written out: a call less for every object.
        entry = self._entry
        if entry is not None:
            cached = entry.cached
            if (
                cached is not None
                and cached.builder_tried
                and cached.state is switches.state
                and cached.lookup_cache is entry.emitter._lookup_cache
                and cached.token is _token()
                and len(vars(self._factory)) == _FACTORY_ATTRIBUTES
            ):
                return cached.builder
        found = self._find(client, values)
        return None if found is None else found.builder

    def _find(self, client: BaseClient, values: Sequence[Any]) -> CachedClass | None:
        # Not in the constructor: types lead to each other in circles.
        definition = self._context.resource_json_definitions.get(self.type)
        entry = self._factory.entry_of(self.type, definition, self._context)
        self._entry = entry
        return None if entry is None else entry.get_with_builder(client, values)

    def identifiers(self) -> Sequence[Mapping[str, str]]:
        """Return the definitions of the type's identifiers."""
        definition = self._context.resource_json_definitions.get(self.type) or {}
        identifiers: Sequence[Mapping[str, str]] = definition.get("identifiers", ())
        return identifiers


class _SubresourceShortcut(NamedTuple):
    """Sources of a sub-resource's identifiers: its parent and the arguments.

    Attributes:
        target: The type of the sub-resource.
        inherited: The attributes of the parent that are the first identifiers.
        wanted: The number of arguments, which are the others; -1 if boto3 has to read
            the identifiers.
    """

    target: Target
    inherited: list[str]
    wanted: int


def _subresource_shortcut(target: Target, model: Action) -> _SubresourceShortcut:
    identifiers = model.resource.identifiers
    if {i.source for i in identifiers} - {"identifier", "input"}:
        return _SubresourceShortcut(target, [], -1)
    # boto3 puts those of the parent first, whatever the order of the definition.
    inherited = [xform_name(i.name) for i in identifiers if i.source == "identifier"]
    wanted = len(target.identifiers()) - len(inherited)
    return _SubresourceShortcut(target, inherited, wanted)


class _ReferenceShortcut(NamedTuple):
    """Functions that read the identifiers and the data of a reference's target.

    Attributes:
        target: The type of the resource referred to.
        reads: For each identifier the function that reads it; none if boto3 has to.
        search: Finds the target's data in the resource's, if they are there.
    """

    target: Target
    reads: Sequence[Read]
    search: Search | None


def _reference_shortcut(target: Target, model: Action) -> _ReferenceShortcut:
    reads = reads_of(target, model.resource.identifiers, _read)
    if any("arn:" in i.get("prefix", "") for i in target.identifiers()):
        # The data have the target's ARN, which `_resources.answers` cuts to its name.
        reads = None
    search = search_or_none(model.resource.path)
    if reads is None or (model.resource.path and search is None):
        return _ReferenceShortcut(target, (), None)
    return _ReferenceShortcut(target, reads, search)


def reads_of(
    target: Target,
    identifiers: Sequence[Identifier],
    read_of: Callable[[Identifier, Search | None], Reader | None],
) -> list[Reader] | None:
    """Return functions that read the identifiers of a target, in the type's order.

    Args:
        target: The type that has the identifiers.
        identifiers: boto3's models of the identifiers, which name their sources.
        read_of: Returns the function for such a model and the search function of its
            path (None without a path); None where boto3 has to read the identifier.

    Returns:
        The functions; None if boto3 has to read any of the identifiers, or there are
        none.
    """
    reads: list[Reader] = []
    for identifier in _in_order(target, identifiers) or ():
        read = read_of(identifier, search_or_none(identifier.path))
        if read is None:
            return None
        reads.append(read)
    return reads or None


def _in_order(
    target: Target, identifiers: Sequence[Identifier]
) -> list[Identifier] | None:
    """Sort models of identifiers as the target has them, None if they do not fit."""
    by_name = {xform_name(i.target): i for i in identifiers}
    names = [xform_name(i["name"]) for i in target.identifiers()]
    if not names or by_name.keys() != set(names) or len(identifiers) != len(names):
        return None
    return [by_name[name] for name in names]


def _read(identifier: Identifier, search: Search | None) -> Read | None:
    if identifier.source == "identifier":
        return from_parent(identifier.name)
    if identifier.source == "data" and search is not None:
        return _from_data(search)
    return None


def from_parent(name: str) -> Read:
    """Return a function that reads an identifier of the parent.

    Args:
        name: The identifier's name in the definition, such as ``BucketName``.
    """
    attribute = xform_name(name)
    return lambda parent, data: getattr(parent, attribute)


def _from_data(search: Search) -> Read:
    return lambda parent, data: search(data)


def search_or_none(path: str | None) -> Search | None:
    """Return the search function of a JMESPath, None without a path or for a bad path.

    Args:
        path: The JMESPath expression of a definition.
    """
    try:
        return search_of(path) if path else None
    except JMESPathError:
        # boto3 raises this error where it uses the path.
        return None


def _named_like(
    plain: types.FunctionType, function: Callable[..., Any]
) -> Callable[..., Any]:
    # Not functools.wraps, which makes a `__dict__` for each function.
    function.__name__ = plain.__name__
    function.__qualname__, function.__module__ = plain.__qualname__, plain.__module__
    function.__doc__ = plain.__doc__
    return function
