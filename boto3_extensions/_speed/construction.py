"""Construction of resource objects without ``ServiceResource.__init__``.

boto3's constructor checks for every object that all identifiers are given and that
no unknown keyword is. For the objects that boto3 itself makes, of a sub-resource, a
reference or a page of a collection, both are known beforehand. So each resource class
gets a `Builder`, whose functions set the attributes and nothing else.

The functions are generated as source text, as those of dataclasses are, since Python
sets attributes fastest whose names stand in the code: half the time of ``setattr``, and
no call for an object. The text contains only the names of a type's identifiers, never
a value that AWS or a user sent.

A class gets no builder if its construction is not the known one of boto3, or if its
first object, made both ways, differs: boto3 constructs its objects. dynamodb's resource
classes have constructors of their own, which register event handlers by id with the
client at each object; of these only the first registers anything. Their builder leaves
the registration out once all ids are registered.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Iterator, Sequence
from textwrap import indent
from typing import TYPE_CHECKING, Any, NamedTuple

from boto3.resources.base import ResourceMeta, ServiceResource
from boto3.resources.factory import ResourceFactory
from botocore.hooks import EventAliaser, HierarchicalEmitter

from boto3_extensions._foundation import sessions

if TYPE_CHECKING:
    from botocore.client import BaseClient

# Takes a client and the values of an object's identifiers, in the order of the class.
# Returns the object, or None if boto3 has to construct it.
BuildOne = Callable[["BaseClient", Sequence[Any]], Any]

# Takes a client; for each identifier the values of all objects, none of which is None;
# and the data of each object. Returns the objects, or None if boto3 has to construct
# them.
BuildMany = Callable[["BaseClient", Sequence[Sequence[Any]], Sequence[Any]], Any]


class Builder(NamedTuple):
    """Functions that construct the objects of a resource class.

    Attributes:
        one: Constructs a single object.
        many: Constructs a list of objects.
        each: Constructs the same objects in an iterator, each when its turn comes.
    """

    one: BuildOne
    many: BuildMany
    each: BuildMany


_OF_OBJECT: tuple[Any, Any] = (object.__new__, object.__setattr__)
_INIT = ServiceResource.__init__
_META_INIT = ResourceMeta.__init__
_META_ATTRIBUTES = {"service_name", "identifiers", "client", "data", "resource_model"}
_METAS = (ResourceMeta, sessions.ResourceMeta)

# The code of the properties by which boto3 reads identifiers.
_GETTERS = [
    constant
    for constant in ResourceFactory._create_identifier.__code__.co_consts
    if isinstance(constant, types.CodeType)
]


def builder_of(
    cls: type[ServiceResource], client: BaseClient, values: Sequence[Any]
) -> Builder | None:
    """Return the builder of a resource class, after a trial with an object.

    Args:
        cls: The resource class.
        client: The client of the object to try the builder with.
        values: The values of that object's identifiers, in the order of the class.

    Returns:
        The builder; None if the class does not have boto3's own construction, or if
        the builder's object differs from the constructor's.

    Raises:
        Exception: Any error of the class's constructor for these values.
    """
    if not _has_known_construction(cls):
        return None
    builder = _plain_builder(cls)
    if builder is None:
        return None
    if cls.__init__ is not _INIT:
        build_dynamodb = _dynamodb_builder(cls, _INIT, builder.one)
        if build_dynamodb is None:
            return None
        many = _one_by_one(build_dynamodb)
        builder = Builder(build_dynamodb, many, many)
    example = cls(*values, client=client)
    return builder if _builds_equal_objects(example, builder, values) else None


def _has_known_construction(cls: type[ServiceResource]) -> bool:
    metaclass: type = type(cls)
    return (
        metaclass is type
        and (cls.__new__, cls.__setattr__) == _OF_OBJECT
        and ServiceResource.__init__ is _INIT
        # The code of a wrapper around boto3's constructor is of another file.
        and _INIT.__code__.co_filename == ServiceResource.__repr__.__code__.co_filename
        and type(cls.meta) in _METAS
        and ResourceMeta.__init__ is _META_INIT
        and vars(cls.meta).keys() == _META_ATTRIBUTES
    )


def _builds_equal_objects(
    theirs: ServiceResource, builder: Builder, values: Sequence[Any]
) -> bool:
    client = theirs.meta.client
    one = builder.one(client, values)
    columns = [[value] for value in values]
    many = builder.many(client, columns, [None]) or [None]
    each = builder.each(client, columns, [None]) or [None]
    return all(_are_equal(theirs, ours) for ours in (one, *many, *each))


def _are_equal(theirs: ServiceResource, ours: ServiceResource) -> bool:
    if type(theirs) is not type(ours):
        return False
    their_attributes = {**vars(theirs), "meta": 0}
    our_attributes = {**vars(ours), "meta": 0}
    if "_injector" in their_attributes:
        # Each object of dynamodb has an injector of its own, and no two are equal.
        their_attributes["_injector"] = type(their_attributes["_injector"])
        our_attributes["_injector"] = type(our_attributes.get("_injector"))
    return (
        their_attributes == our_attributes
        and type(theirs.meta) is type(ours.meta)
        and vars(theirs.meta) == vars(ours.meta)
    )


def _overridden_identifiers(cls: type[ServiceResource]) -> list[str]:
    # The identifiers whose properties a handler of `creating-resource-class` replaced.
    # boto3 reads each at the end of its constructor, where it may be None or raise.
    overridden = []
    for name in cls.meta.identifiers:
        getter = getattr(getattr(cls, name, None), "fget", None)
        if getattr(getter, "__code__", None) not in _GETTERS:
            overridden.append(name)
    return overridden


def _plain_builder(cls: type[ServiceResource]) -> Builder | None:
    assembler = assembler_of(cls)
    if assembler is None:
        return None
    init, overridden = cls.__init__, _overridden_identifiers(cls)
    assemble = assembler.one

    def one(client: BaseClient, values: Sequence[Any]) -> Any:
        # The constructor may have been replaced since.
        if client is None or cls.__init__ is not init:
            return None
        resource = assemble(client, cls.meta, values)
        if overridden and resource is not None:
            for name in overridden:
                if getattr(resource, name) is None:
                    return None
        return resource

    if overridden:
        return Builder(one, _one_by_one(one), _one_by_one(one))
    each = _iterating(cls, assembler.each)
    return Builder(one, _listing(each), each)


def _iterating(
    cls: type[ServiceResource], assemble: Callable[..., Iterator[Any]]
) -> BuildMany:
    init = cls.__init__

    def each(
        client: BaseClient, columns: Sequence[Sequence[Any]], data: Sequence[Any]
    ) -> Any:
        common = cls.meta
        if client is None or cls.__init__ is not init or common.data is not None:
            return None
        return assemble(client, common, columns, data)

    return each


def _listing(each: BuildMany) -> BuildMany:
    def many(
        client: BaseClient, columns: Sequence[Sequence[Any]], data: Sequence[Any]
    ) -> Any:
        resources = each(client, columns, data)
        return None if resources is None else list(resources)

    return many


def _one_by_one(one: BuildOne) -> BuildMany:
    def many(
        client: BaseClient, columns: Sequence[Sequence[Any]], data: Sequence[Any]
    ) -> Any:
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


# The source text of a class's generated functions. {values} are variables, one for each
# identifier. `common` is the meta of the class: its objects share all parts of it but
# client and data.
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
    """Generated functions that set the attributes of a class's objects.

    Attributes:
        one: Takes a client, the meta of the class and the values of the identifiers.
            Returns an object, or None if a value is None.
        each: Takes a client, the meta of the class, for each identifier the values of
            all objects, and the data of each object. Returns an iterator of objects.
    """

    one: Callable[[Any, Any, Sequence[Any]], Any]
    each: Callable[[Any, Any, Sequence[Sequence[Any]], Sequence[Any]], Iterator[Any]]


def assembler_of(cls: type[ServiceResource]) -> Assembler | None:
    """Return the generated functions of a resource class.

    Args:
        cls: The resource class, whose meta has a known type and known attributes.

    Returns:
        The functions; None for a class without identifiers, or if the name of an
        identifier is not an ASCII identifier of Python.
    """
    names = tuple(f"_{identifier}" for identifier in cls.meta.identifiers)
    # Python reads some other letters as ASCII ones (NFKC), so two names could be one.
    if not names or not all(name.isascii() and name.isidentifier() for name in names):
        return None
    meta_class = type(cls.meta)
    namespace: dict[str, Any] = {
        "new": object.__new__,
        "cls": cls,
        "meta_class": meta_class,
    }
    exec(_code(names, meta_class is sessions.ResourceMeta), namespace)
    return Assembler(namespace["one"], namespace["each"])


# Many classes share the compiled code: ten types of ec2 in eleven have just an `id`.
@functools.lru_cache(maxsize=512)
def _code(names: tuple[str, ...], has_session: bool) -> types.CodeType:
    values = [f"value_{position}" for position in range(len(names))]
    body = _OBJECT
    if has_session:
        body += "meta.session = common.session\n"
    for name, value in zip(names, values, strict=True):
        body += f"resource.{name} = {value}\n"
    source = _FUNCTIONS.format(
        values="".join(f"{value}, " for value in values),
        any_is_none=" or ".join(f"{value} is None" for value in values),
        common=_COMMON,
        object_of_one=indent(body, " " * 4),
        object_of_each=indent(body, " " * 8),
    )
    return compile(source, "<boto3_extensions objects>", "exec")


def _dynamodb_builder(
    cls: type[ServiceResource], init: Callable[..., None], build: BuildOne
) -> BuildOne | None:
    """Return the function that constructs objects of a resource class of dynamodb.

    Args:
        cls: The class.
        init: The constructor of `ServiceResource`.
        build: Constructs an object of the class as `init` does.

    Returns:
        The function; None if a constructor of the class is not boto3's own.
    """
    from boto3.dynamodb.transform import TransformationInjector

    classes: list[Any] = [c for c in cls.__mro__[:-1] if "__init__" in vars(c)]
    inits = [(c, c.__init__) for c in classes]
    ids = _handler_ids()
    if not ids or not {known for _, known in inits} <= {
        init,
        *_dynamodb_constructors(),
    }:
        return None

    def build_with_injector(client: BaseClient, values: Sequence[Any]) -> Any:
        registered = _registered_ids(client)
        if registered is None or not ids <= registered.keys():
            return None
        for c, known in inits:
            if c.__init__ is not known:
                return None
        resource = build(client, values)
        if resource is not None:
            resource._injector = TransformationInjector()
        return resource

    return build_with_injector


def _dynamodb_constructors() -> list[Any]:
    from boto3.dynamodb import table, transform

    # Each with another class of its module, whose code names the module's file.
    known: list[tuple[Any, Any]] = [
        (transform.DynamoDBHighLevelResource, transform.TransformationInjector),
        # Does nothing itself: calls the constructor that is next in the MRO.
        (table.TableResource, table.BatchWriter),
    ]
    # A constructor whose code is of another file is somebody's wrapper.
    return [
        resource_class.__init__
        for resource_class, neighbour in known
        if _file_of(resource_class.__init__) == _file_of(neighbour.__init__)
    ]


def _file_of(function: types.FunctionType) -> str:
    return function.__code__.co_filename


def _registered_ids(client: BaseClient) -> dict[str, Any] | None:
    """Return botocore's own dict of the unique ids of a client's event handlers."""
    events = client.meta.events
    inner: Any = events._emitter if type(events) is EventAliaser else None
    return inner._unique_id_handlers if type(inner) is HierarchicalEmitter else None


class _RecordingEvents:
    """Event emitter that records the unique ids of the handlers registered with it."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    def register(
        self, event_name: str, handler: Callable[..., object], unique_id: str
    ) -> None:
        self.ids.add(unique_id)


@functools.cache
def _handler_ids() -> frozenset[str]:
    """Return the unique ids of the handlers that dynamodb's constructor registers.

    Returns:
        The ids; none if the constructor does anything else with its client.
    """
    from boto3.dynamodb.transform import DynamoDBHighLevelResource

    events = _RecordingEvents()
    namespace = types.SimpleNamespace

    class Base:
        def __init__(self) -> None:
            meta = namespace(events=events)
            self.meta = namespace(client=namespace(meta=meta))

    # The client of this object has nothing but `register`, which demands an id.
    probe_class = type("Probe", (DynamoDBHighLevelResource, Base), {})
    try:
        probe = probe_class()
    except (AttributeError, TypeError):
        return frozenset()
    is_known = vars(probe).keys() == {"meta", "_injector"}
    return frozenset(events.ids) if is_known else frozenset()
