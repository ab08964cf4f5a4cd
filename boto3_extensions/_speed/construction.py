"""Writes the code that puts objects of a class together, as dataclasses have theirs.

Python is quickest at setting attributes whose names stand in the code: this takes half
the time that ``setattr`` does, and there is no call for an object. Nothing of what
AWS or a user says gets into the code but the names of a type's identifiers.

Makes resources as ``ServiceResource.__init__`` does, without its checks.

What it checks of every object (that all identifiers are there, that all are known) is
known beforehand of those that boto3 makes itself. A class whose construction is not
just what we know of boto3 gets no builder, nor one whose first object, made both ways,
differs: it is constructed by boto3.

Makes dynamodb's resources without registering their handlers again and again.

The constructor of a ``dynamodb.Table`` registers handlers with the events of its
client, by ids, so that only the first table of a client registers anything. Trying it
is most of what a table costs. Where all ids are registered, ours leaves it out.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Iterator, Sequence
from textwrap import indent
from typing import Any, NamedTuple

from boto3.resources import base, factory
from botocore import hooks

from boto3_extensions._foundation import sessions

# What a class gets: {values} are variables, one for each identifier. Both functions
# are for a meta that is the class's, whose parts but client and data all share.
_FUNCTIONS = """\
def one(client, common, values):
    {values} = values
    if {any_is_none}:
        return None
    {common}
    data = common.data
{object_of_one}
    return resource


def each(client, common, columns, items):
    {common}
    for data, {values} in zip(items, *columns):
{object_of_each}
        yield resource
"""

_COMMON = (
    "service_name, identifiers, resource_model = "
    "common.service_name, common.identifiers, common.resource_model"
)

# In the order in which boto3 sets them.
_OBJECT = """\
resource = new(cls)
resource.meta = meta = new(meta_class)
meta.service_name = service_name
meta.identifiers = identifiers
meta.client = client
meta.data = data
meta.resource_model = resource_model
"""


class Assembler(NamedTuple):
    """What puts objects of a class together, the values of their identifiers given.

    Attributes:
        one: Takes a client, the meta of the class and the values. Returns an object,
            or None if a value is None.
        each: Takes a client, the meta of the class, the values of each identifier and
            the data of each object. Returns an iterator of the objects.
    """

    one: Callable[[Any, Any, Sequence[Any]], Any]
    each: Callable[[Any, Any, Sequence[Sequence[Any]], Sequence[Any]], Iterator[Any]]


def assembler_of(cls: Any) -> Assembler | None:
    """Return what puts objects of a class together, None for one with odd names.

    Args:
        cls: A resource class, whose meta has a kind and parts that we know.
    """
    names = tuple(f"_{identifier}" for identifier in cls.meta.identifiers)
    # Python takes other letters for the same as some of ASCII.
    if not names or not all(name.isascii() and name.isidentifier() for name in names):
        return None
    meta_class = type(cls.meta)
    made: dict[str, Any] = {
        "new": object.__new__,
        "cls": cls,
        "meta_class": meta_class,
    }
    exec(_code(names, meta_class is sessions.ResourceMeta), made)
    return Assembler(made["one"], made["each"])


# The names of identifiers are few: ten types of ec2 in eleven have an `id`.
@functools.lru_cache(maxsize=512)
def _code(names: tuple[str, ...], has_session: bool) -> types.CodeType:
    values = [f"value_{position}" for position in range(len(names))]
    made = _OBJECT
    if has_session:
        made += "meta.session = common.session\n"
    for name, value in zip(names, values, strict=True):
        made += f"resource.{name} = {value}\n"
    source = _FUNCTIONS.format(
        values="".join(f"{value}, " for value in values),
        any_is_none=" or ".join(f"{value} is None" for value in values),
        common=_COMMON,
        object_of_one=indent(made, " " * 4),
        object_of_each=indent(made, " " * 8),
    )
    return compile(source, "<boto3_extensions objects>", "exec")


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
_METAS = (ResourceMeta, sessions.ResourceMeta)

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


# Any, for those who have stubs of botocore, which leave out what is not public.
EventAliaser: Any = hooks.EventAliaser
HierarchicalEmitter: Any = hooks.HierarchicalEmitter


def high_level_builder(cls: Any, init: Any, build: BuildOne) -> BuildOne | None:
    """Return what makes objects of a resource class of dynamodb.

    Args:
        cls: The class.
        init: The constructor of `ServiceResource`.
        build: What makes objects of it as `init` does.

    Returns:
        The function, or None if objects are not constructed as we know it.
    """
    from boto3.dynamodb.transform import TransformationInjector

    classes = [c for c in cls.__mro__[:-1] if "__init__" in vars(c)]
    inits = [(c, c.__init__) for c in classes]
    ids = _ids()
    if not ids or not {known for _, known in inits} <= {init, *_known_inits()}:
        return None

    def build_high_level(client: Any, values: Sequence[Any]) -> Any:
        registered = _registered(client)
        if registered is None or not ids <= registered.keys():
            return None
        for c, known in inits:
            if c.__init__ is not known:
                return None
        resource = build(client, values)
        if resource is not None:
            resource._injector = TransformationInjector()
        return resource

    return build_high_level


def _known_inits() -> list[Any]:
    from boto3.dynamodb import table, transform

    known: list[tuple[Any, Any]] = [
        (transform.DynamoDBHighLevelResource, transform.TransformationInjector),
        # Passes all on to the one above, or the one above to it.
        (table.TableResource, table.BatchWriter),
    ]
    # Where the code is not in the file of boto3's, it is somebody's wrapper.
    return [
        one.__init__
        for one, other in known
        if _file_of(one.__init__) == _file_of(other.__init__)
    ]


def _file_of(function: Any) -> str:
    return str(function.__code__.co_filename)


def _registered(client: Any) -> Any:
    """Return botocore's own dict of the ids that a client's events have."""
    events = client.meta.events
    inner: Any = events._emitter if type(events) is EventAliaser else None
    return inner._unique_id_handlers if type(inner) is HierarchicalEmitter else None


class _Recorder:
    def __init__(self) -> None:
        self.ids: set[str] = set()

    def register(self, event_name: str, handler: Any, unique_id: str) -> None:
        self.ids.add(unique_id)


@functools.cache
def _ids() -> frozenset[str]:
    """Return the ids that the constructor registers, none if it does other things."""
    from boto3.dynamodb.transform import DynamoDBHighLevelResource

    recorder = _Recorder()
    space = types.SimpleNamespace

    class Base:
        def __init__(self) -> None:
            self.meta = space(client=space(meta=space(events=recorder)))

    # It asks nothing but `register` of events, each time with an id.
    probe = type("Probe", (DynamoDBHighLevelResource, Base), {})
    try:
        made = probe()
    except (AttributeError, TypeError):
        return frozenset()
    is_known = vars(made).keys() == {"meta", "_injector"}
    return frozenset(recorder.ids) if is_known else frozenset()
