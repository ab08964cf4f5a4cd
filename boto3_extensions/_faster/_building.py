"""Makes resources as ``ServiceResource.__init__`` does, without its checks.

What it checks of every object (that all identifiers are there, that all are known) is
known beforehand of those that boto3 makes itself. A class whose construction is not
just what we know of boto3 gets no builder, nor one whose first object, made both ways,
differs: it is constructed by boto3.
"""

from __future__ import annotations

import types
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from boto3.resources import base, factory

from boto3_extensions import _session

# Makes one object of a client and the values of its identifiers, in their order.
# Returns None where boto3 has to.
BuildOne = Callable[[Any, Sequence[Any]], Any]

# Makes a list of objects of a client, the values of each identifier, and each one's
# data. Returns None where boto3 has to.
BuildMany = Callable[[Any, Sequence[Sequence[Any]], Sequence[Any]], Any]


class Builder(NamedTuple):
    """What makes objects of a class: one, a list, or one after the other."""

    one: BuildOne
    many: BuildMany
    each: BuildMany


# Any, for those who have stubs of boto3: what is used here is mostly not public.
ServiceResource: Any = base.ServiceResource
ResourceMeta: Any = base.ResourceMeta
ResourceFactory: Any = factory.ResourceFactory

_INIT = ServiceResource.__init__
_META_INIT = ResourceMeta.__init__
_META_PARTS = {"service_name", "identifiers", "client", "data", "resource_model"}
_METAS = (ResourceMeta, _session.ResourceMeta)

# The code of the functions that boto3 reads identifiers with.
_GETTERS = [
    constant
    for constant in ResourceFactory._create_identifier.__code__.co_consts
    if isinstance(constant, types.CodeType)
]


def builder_of(cls: Any, client: Any, values: Sequence[Any]) -> Builder | None:
    """Return what makes objects of a class as its constructor would.

    Args:
        cls: A resource class.
        client: The client of an object to try it with.
        values: The values of that object's identifiers.

    Returns:
        The builder, or None if the class is not made as those that we know.

    Raises:
        Exception: What the constructor says of these values.
    """
    if not _is_known(cls):
        return None
    builder = _builder(cls)
    if cls.__init__ is not _INIT:
        from boto3_extensions._faster._high_level import high_level_builder

        high_level = high_level_builder(cls, _INIT, builder.one)
        if high_level is None:
            return None
        many = _one_by_one(high_level)
        builder = Builder(high_level, many, many)
    example = cls(*values, client=client)
    return builder if _makes_the_same(example, builder, values) else None


def _is_known(cls: Any) -> bool:
    metaclass: Any = type(cls)
    return (
        metaclass is type
        and (cls.__new__, cls.__setattr__) == (object.__new__, object.__setattr__)
        and ServiceResource.__init__ is _INIT
        # Not somebody's wrapper around boto3's.
        and _INIT.__code__.co_filename == ServiceResource.__repr__.__code__.co_filename
        and type(cls.meta) in _METAS
        and ResourceMeta.__init__ is _META_INIT
        and vars(cls.meta).keys() == _META_PARTS
    )


def _makes_the_same(theirs: Any, builder: Builder, values: Sequence[Any]) -> bool:
    client = theirs.meta.client
    one = builder.one(client, values)
    columns = [[value] for value in values]
    many = builder.many(client, columns, [None]) or [None]
    each = builder.each(client, columns, [None]) or [None]
    return all(_alike(theirs, ours) for ours in (one, *many, *each))


def _alike(theirs: Any, ours: Any) -> bool:
    if type(theirs) is not type(ours):
        return False
    theirs_has, ours_has = ({**vars(one), "meta": 0} for one in (theirs, ours))
    if "_injector" in theirs_has:
        # One for each object of dynamodb, and no two of them equal.
        theirs_has["_injector"] = type(theirs_has["_injector"])
        ours_has["_injector"] = type(ours_has.get("_injector"))
    return (
        theirs_has == ours_has
        and type(theirs.meta) is type(ours.meta)
        and vars(theirs.meta) == vars(ours.meta)
    )


def _read_otherwise(cls: Any) -> list[str]:
    # The identifiers that handlers have put other properties in the place of: what
    # boto3 reads of them at the end of its constructor may be None or an error.
    found = []
    for name in cls.meta.identifiers:
        getter = getattr(getattr(cls, name, None), "fget", None)
        if getattr(getter, "__code__", None) not in _GETTERS:
            found.append(name)
    return found


def _builder(cls: Any) -> Builder:
    init, bare = cls.__init__, _bare(cls)
    names = [f"_{identifier}" for identifier in cls.meta.identifiers]
    to_read = _read_otherwise(cls)

    def one(client: Any, values: Sequence[Any]) -> Any:
        # Somebody may have changed the class since.
        if client is None or cls.__init__ is not init:
            return None
        common = cls.meta
        resource = bare(client, common, common.data)
        for name, value in zip(names, values, strict=True):
            if value is None:
                return None
            setattr(resource, name, value)
        for name in to_read:
            if getattr(resource, name) is None:
                return None
        return resource

    if to_read:
        return Builder(one, _one_by_one(one), _one_by_one(one))
    return Builder(one, _many(cls, bare, names), _each(cls, bare, names))


def _bare(cls: Any) -> Callable[[Any, Any, Any], Any]:
    """Return what makes an object without identifiers."""
    new, meta_class = object.__new__, type(cls.meta)
    has_session = meta_class is _session.ResourceMeta

    def bare(client: Any, common: Any, data: Any) -> Any:
        resource = new(cls)
        resource.meta = meta = new(meta_class)
        # One by one, as Python keeps attributes smaller than a dict that is updated.
        meta.service_name = common.service_name
        meta.identifiers = common.identifiers
        meta.client = client
        meta.data = data
        meta.resource_model = common.resource_model
        if has_session:
            meta.session = common.session
        return resource

    return bare


def _many(cls: Any, bare: Callable[..., Any], names: Sequence[str]) -> BuildMany:
    init = cls.__init__

    def many(client: Any, columns: Sequence[Sequence[Any]], data: Sequence[Any]) -> Any:
        if client is None or cls.__init__ is not init:
            return None
        if any(None in column for column in columns):
            return None
        common = cls.meta
        if common.data is not None:
            return None
        resources = [bare(client, common, item) for item in data]
        for name, column in zip(names, columns, strict=True):
            # A loop in C, that keeps nothing.
            deque(map(setattr, resources, repeat(name), column), maxlen=0)
        return resources

    return many


def _each(cls: Any, bare: Callable[..., Any], names: Sequence[str]) -> BuildMany:
    init = cls.__init__

    def each(client: Any, columns: Sequence[Sequence[Any]], data: Sequence[Any]) -> Any:
        if client is None or cls.__init__ is not init or cls.meta.data is not None:
            return None
        if any(None in column for column in columns):
            return None
        resources = map(bare, repeat(client), repeat(cls.meta), data)
        for name, column in zip(names, columns, strict=True):
            resources = map(_named, resources, repeat(name), column)
        return resources

    return each


def _named(resource: Any, name: str, value: Any) -> Any:
    setattr(resource, name, value)
    return resource


def _one_by_one(one: BuildOne) -> BuildMany:
    def many(client: Any, columns: Sequence[Sequence[Any]], data: Sequence[Any]) -> Any:
        resources = []
        for values, item in zip(zip(*columns, strict=True), data, strict=True):
            resource = one(client, values)
            if resource is None:
                return None
            if item is not None:
                resource.meta.data = item
            resources.append(resource)
        return resources

    return many
