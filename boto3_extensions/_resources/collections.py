"""Collections whose definition has ``told``, ``own``, ``pageSize`` or ``defaults``.

Each word derives a class from boto3's class of the collection and replaces ``pages()``.
Collections that boto3 defines never have these words, but may have ``leavesOut``.

``"told": {"member": "TagList"}``: the data of the owner contain the items already, as
an rds instance's data contain its tags. The first read of the collection takes them
from the data. The second read for the same data is meant to see changes, and calls the
operation; so does every read with request parameters.

``"own": {"ObjectKey": "Key"}``: the collection has only the items whose ``object_key``
is the owner's ``key``. s3 lists versions by a prefix, and ``photo`` is a prefix of
``photo-2``, too. AWS lists in the order of that prefix, so that the owner's items come
first, and the first other item ends the collection.

``"pageSize": 100``: pages are as large as AWS allows. ListServices responds with 10
services by default. Not used if the caller asks for another page size or for a limit,
or passes parameters of the operation, with which AWS may allow no size.

``"defaults": {"Includes": {"keyTypes": [...]}}``: request parameters for the items that
AWS leaves out by default, as ListCertificates has only RSA certificates. Parameters of
the caller win. ``"leavesOut"`` is a sentence for the documentation, about items for
which there is no parameter, or which nobody wants by default.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from boto3.resources.params import create_request_parameters
from botocore import xform_name

from boto3_extensions._definitions.classes import (
    remember_subclass,
    type_definition,
    type_or_service_definition,
    wrap_property,
)
from boto3_extensions._foundation.lazy import LazyText

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.collection import ResourceCollection
    from boto3.utils import ServiceContext

    from boto3_extensions._definitions.classes import ClassAttributes, Getter

# The attribute of an owner that has, by collection, the data whose items were read.
_READ = "_boto3_extensions_asked"

# The parameters of a collection that do not filter its items.
_SIZES = {"limit", "page_size"}

# The request parameters with which AWS allows a page size.
_FILTERS = {"Filters", "filters", "Filter", "filter"}


def add_collections_from_data(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the collections whose items the data of the owner contain."""
    definition = type_definition(class_attributes, service_context)
    for name, body in definition.get("hasMany", {}).items():
        if "told" in body:
            collection = xform_name(name)
            root = body["resource"]["path"].split("[")[0]
            derive = remember_subclass(
                functools.partial(_read_from_data, collection, root, body["told"])
            )
            wrap = functools.partial(_use_class_with_data, derive=derive)
            wrap_property(class_attributes, collection, wrap)


def add_own_collections(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the collections whose operation lists the items of other owners, too."""
    definition = type_definition(class_attributes, service_context)
    for name, body in definition.get("hasMany", {}).items():
        if "own" in body:
            own = {xform_name(i): xform_name(o) for i, o in body["own"].items()}
            wrap = functools.partial(_use_own_items, own=own)
            wrap_property(class_attributes, xform_name(name), wrap)


def add_page_sizes(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the collections whose pages are smaller by default than AWS allows."""
    definition = type_or_service_definition(class_attributes, service_context)
    for name, body in definition.get("hasMany", {}).items():
        if "pageSize" in body:
            derive = remember_subclass(
                functools.partial(_with_page_size, body["pageSize"])
            )
            use_derived_class(class_attributes, xform_name(name), derive)


def use_derived_class(
    class_attributes: ClassAttributes, name: str, derive: Callable[[type], type]
) -> None:
    """Have a collection use a class that is derived from boto3's class of it.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        name: The Python name of the collection.
        derive: Returns the class, given boto3's.
    """
    wrap_property(class_attributes, name, functools.partial(_use_class, derive=derive))


def add_collection_defaults(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the collections that AWS leaves items out of by default."""
    definition = type_or_service_definition(class_attributes, service_context)
    for name, body in definition.get("hasMany", {}).items():
        if "defaults" in body or "leavesOut" in body:
            wrap = functools.partial(
                _use_defaults,
                defaults=body.get("defaults", {}),
                leaves_out=body.get("leavesOut", ""),
            )
            wrap_property(class_attributes, xform_name(name), wrap)


def _use_class(getter: Getter, derive: Callable[[type], type]) -> Getter:
    @functools.wraps(getter)
    def get_derived(self: ServiceResource) -> Any:
        manager = getter(self)
        # Semi-private: the class of the collection that `all()` and its like return
        # (guarded by test_seams).
        base = getattr(manager, "_collection_cls", None)
        if base is not None:
            manager._collection_cls = derive(base)
        return manager

    return get_derived


def _use_class_with_data(getter: Getter, derive: Callable[[type], type]) -> Getter:
    derived = _use_class(getter, derive)

    @functools.wraps(getter)
    def get_told(self: ServiceResource) -> Any:
        return derived(self) if isinstance(self.meta.data, dict) else getter(self)

    return get_told


def _read_from_data(
    name: str, root: str, told: Mapping[str, str], base: type[ResourceCollection]
) -> type[ResourceCollection]:
    """Return a collection class that looks for its items in the owner's data first.

    Args:
        name: The Python name of the collection.
        root: The member of a response that has the items.
        told: The definition of the items in the data.
        base: boto3's class of the collection.
    """

    def pages(self: ResourceCollection) -> Iterator[list[Any]]:
        data = self._parent.meta.data
        read = vars(self._parent).setdefault(_READ, {})
        if self._params.keys() <= _SIZES and read.get(name) is not data:
            read[name] = data
            response = _response_from_data(data, root, told)
            if response is not None:
                params = create_request_parameters(self._parent, self._model.request)
                items = self._handler(self._parent, params, response)
                yield items[: self._params.get("limit")]
                return
        yield from base.pages(self)

    return type(base.__name__, (base,), {"pages": pages, "__module__": base.__module__})


def _response_from_data(
    data: object, root: str, told: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return the response that AWS would give, None if the data have no items."""
    items = data.get(told["member"]) if isinstance(data, dict) else None
    if items is None:
        return None
    within = told.get("within")
    if within is None:
        return {root: items}
    return {within.removesuffix("[]"): [data] if within.endswith("[]") else data}


def _use_own_items(getter: Getter, own: dict[str, str]) -> Getter:
    @functools.wraps(getter)
    def get_own(self: ServiceResource) -> Any:
        manager = getter(self)
        # Semi-private: the class of the collection that `all()` and its like return
        # (guarded by test_seams).
        manager._collection_cls = _with_own_items(
            manager._collection_cls, {i: getattr(self, o) for i, o in own.items()}
        )
        return manager

    return get_own


def _with_own_items(
    base: type[ResourceCollection], identifiers: Mapping[str, Any]
) -> type[ResourceCollection]:
    """Return a collection class that ends at the first item with other identifiers."""

    def pages(self: ResourceCollection) -> Iterator[list[Any]]:
        for page in base.pages(self):
            own = [
                item
                for item in page
                if all(getattr(item, name) == identifiers[name] for name in identifiers)
            ]
            yield own
            if len(own) < len(page):
                return

    return type(base.__name__, (base,), {"pages": pages, "__module__": base.__module__})


def _with_page_size(
    size: int, base: type[ResourceCollection]
) -> type[ResourceCollection]:
    """Return a collection class whose pages have a size, unless filters forbid it."""

    def pages(self: ResourceCollection) -> Iterator[list[Any]]:
        collection = self
        if self._params.keys() <= _FILTERS:
            # boto3's collections take the size as a parameter of this name.
            params = {**self._params, "page_size": size}
            collection = base(self._model, self._parent, self._handler, **params)
        return iter(base.pages(collection))

    return type(base.__name__, (base,), {"pages": pages, "__module__": base.__module__})


def _use_defaults(
    getter: Getter, defaults: Mapping[str, Any], leaves_out: str
) -> Getter:
    @functools.wraps(getter)
    def get_whole(self: ServiceResource) -> Any:
        manager = getter(self)
        if defaults:
            # Semi-private: the class of the collection that `all()` and its like return
            # (guarded by test_seams).
            manager._collection_cls = _with_defaults(manager._collection_cls, defaults)
        return manager

    if leaves_out:
        get_whole.__doc__ = _CollectionText(getter, leaves_out)
    return get_whole


class _CollectionText(LazyText):
    """The documentation of a collection with a sentence on the items it leaves out."""

    __slots__ = ("_getter", "_leaves_out")

    _getter: Getter
    _leaves_out: str

    def __new__(cls, getter: Getter, leaves_out: str) -> _CollectionText:
        text = str.__new__(cls)
        text._getter = getter
        text._leaves_out = leaves_out
        return text

    def _written(self) -> str:
        # boto3's own is an empty string until somebody reads it.
        own = self._getter.__doc__
        text = "" if own is None else inspect.cleandoc(str(own))
        return f"{text}\n\n{self._leaves_out}".strip()


def _with_defaults(
    base: type[ResourceCollection], defaults: Mapping[str, Any]
) -> type[ResourceCollection]:
    """Return a collection class that adds request parameters to the caller's."""

    def pages(self: ResourceCollection) -> Iterator[list[Any]]:
        params = {**self._params}
        known = _input_members(self)
        for name, value in defaults.items():
            # The service of an older botocore without the parameter needs none.
            if name not in known:
                continue
            given = params.get(name)
            if given is None:
                params[name] = value
            elif isinstance(given, dict) and isinstance(value, dict):
                params[name] = {**value, **given}
        collection = base(self._model, self._parent, self._handler, **params)
        return iter(base.pages(collection))

    return type(base.__name__, (base,), {"pages": pages, "__module__": base.__module__})


def _input_members(collection: ResourceCollection) -> Mapping[str, Any]:
    client = collection._parent.meta.client
    operation = collection._model.request.operation
    shape = client.meta.service_model.operation_model(operation).input_shape
    members: Mapping[str, Any] = shape.members if shape is not None else {}
    return members
