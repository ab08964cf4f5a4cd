"""Makes resources as ``ServiceResource.__init__`` does, without its checks.

What it checks of every object (that all identifiers are there, that all are known) is
known beforehand of those that boto3 makes itself. A class whose construction is not
just what we know of boto3 gets no builder, nor one whose first object, made both ways,
differs: it is constructed by boto3.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from boto3.resources import base, factory

from boto3_extensions import _session
from boto3_extensions._faster._assembling import assembler_of

# Makes one object of a client and the values of its identifiers, in their order.
# Returns None where boto3 has to.
BuildOne = Callable[[Any, Sequence[Any]], Any]

# Makes a list of objects of a client, the values of each identifier, of which none is
# None, and each one's data. Returns None where boto3 has to.
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
    if builder is None:
        return None
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


def _builder(cls: Any) -> Builder | None:
    assembler = assembler_of(cls)
    if assembler is None:
        return None
    init, to_read, one_of = cls.__init__, _read_otherwise(cls), assembler.one

    def one(client: Any, values: Sequence[Any]) -> Any:
        # Somebody may have changed the class since.
        if client is None or cls.__init__ is not init:
            return None
        resource = one_of(client, cls.meta, values)
        if to_read and resource is not None:
            for name in to_read:
                if getattr(resource, name) is None:
                    return None
        return resource

    if to_read:
        return Builder(one, _one_by_one(one), _one_by_one(one))
    each = _each(cls, assembler.each)
    return Builder(one, _all_of(each), each)


def _each(cls: Any, each_of: Callable[..., Any]) -> BuildMany:
    init = cls.__init__

    def each(client: Any, columns: Sequence[Sequence[Any]], data: Sequence[Any]) -> Any:
        common = cls.meta
        if client is None or cls.__init__ is not init or common.data is not None:
            return None
        return each_of(client, common, columns, data)

    return each


def _all_of(each: BuildMany) -> BuildMany:
    def many(client: Any, columns: Sequence[Sequence[Any]], data: Sequence[Any]) -> Any:
        resources = each(client, columns, data)
        return None if resources is None else list(resources)

    return many


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
