"""Takes the items of a collection from the data of its owner, where those have them.

An rds instance's data have its tags, and a load balancer's its listeners, as AWS would
answer again. A collection whose definition says ``"told": {"member": "TagList"}`` is
made of these. Who asks a second time of the same data wants news, and asks AWS; so does
who asks with parameters. Only collections of ours say so.

Keeps a collection to the items that are the owner's own.

s3 lists versions by a prefix, and ``photo`` is one of ``photo-2``, too. A collection
whose definition says ``"own": {"ObjectKey": "Key"}`` yields the items whose
``object_key`` is the owner's ``key``. They come first, since AWS lists in the order of
what is asked for, so that the first other one ends the collection.

Asks for pages as large as AWS allows, where its default is smaller.

ListServices answers with 10 services, unless asked for up to 100. A collection whose
definition says ``"pageSize": 100`` asks for so many, unless the caller has said how
many, wants but a few, or asks for some by parameters of the operation, with which AWS
may allow no size. boto3's own collections never say so.

Makes collections ask for all there is, where AWS's default leaves some out.

ListCertificates answers with RSA certificates alone, unless asked for others. A
collection whose definition says ``"defaults": {"Includes": {"keyTypes": [...]}}`` asks
with these inputs; what the caller asks with wins. Where no input brings the rest, or
nobody wants it unasked, ``"leavesOut"`` has a sentence for the documentation. boto3's
own collections send what they send, and have such sentences at most.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from boto3.resources.params import create_request_parameters
from botocore import xform_name

from boto3_extensions._definitions.classes import definition_of, once, wrap_property
from boto3_extensions._foundation.lazy import LazyText

# On the owner: by collection, the very data that were asked already.
_ASKED = "_boto3_extensions_asked"

# What says nothing of the items that are wanted.
_SIZES = {"limit", "page_size"}


def add_told_collections(
    class_attributes: dict[str, Any], service_context: Any
) -> None:
    """Let collections of a class being made be read from the data at hand.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    definition = definition_of(class_attributes, service_context)
    for name, body in definition.get("hasMany", {}).items():
        if "told" in body:
            collection = xform_name(name)
            root = body["resource"]["path"].split("[")[0]
            telling = functools.partial(_telling, collection, root, body["told"])
            wrap_property(class_attributes, collection, telling)


def _telling(
    name: str, root: str, told: Mapping[str, str], getter: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    telling = once(functools.partial(_told_by, name, root, told))

    @functools.wraps(getter)
    def get_told(self: Any) -> Any:
        manager = getter(self)
        # Semi-private: the class of what `all()` and its like return (guarded by
        # test_seams).
        base = getattr(manager, "_collection_cls", None)
        if isinstance(self.meta.data, dict) and base is not None:
            manager._collection_cls = telling(base)
        return manager

    return get_told


def _told_by(name: str, root: str, told: Mapping[str, str], base: Any) -> Any:
    """Return a collection class that looks into the owner's data before it asks."""

    def pages(self: Any) -> Iterator[list[Any]]:
        data = self._parent.meta.data
        asked = vars(self._parent).setdefault(_ASKED, {})
        if self._params.keys() <= _SIZES and asked.get(name) is not data:
            asked[name] = data
            answer = _answer(data, root, told)
            if answer is not None:
                params = create_request_parameters(self._parent, self._model.request)
                items = self._handler(self._parent, params, answer)
                yield items[: self._params.get("limit")]
                return
        yield from base.pages(self)

    return type(base.__name__, (base,), {"pages": pages, "__module__": base.__module__})


def _answer(data: Any, root: str, told: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the answer that AWS would give, None if the data do not tell."""
    items = data.get(told["member"]) if isinstance(data, dict) else None
    if items is None:
        return None
    within = told.get("within")
    if within is None:
        return {root: items}
    return {within.removesuffix("[]"): [data] if within.endswith("[]") else data}


def add_own_collections(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let the collections of a class being made leave out what is somebody else's.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    definition = definition_of(class_attributes, service_context)
    for collection, body in definition.get("hasMany", {}).items():
        # Few have it, and boto3 makes a class for each object.
        if "own" in body:
            own = {xform_name(i): xform_name(o) for i, o in body["own"].items()}
            keeping = functools.partial(_keeping, own=own)
            wrap_property(class_attributes, xform_name(collection), keeping)


def _keeping(getter: Callable[[Any], Any], own: dict[str, str]) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_own(self: Any) -> Any:
        manager = getter(self)
        # Semi-private: the class of what `all()` and its like return (guarded by
        # test_seams).
        manager._collection_cls = _kept_to(
            manager._collection_cls, {i: getattr(self, o) for i, o in own.items()}
        )
        return manager

    return get_own


def _kept_to(collection_class: Any, wanted: dict[str, Any]) -> Any:
    """Return a collection class that ends where the items are others' than wanted."""

    def pages(self: Any) -> Iterator[list[Any]]:
        for page in collection_class.pages(self):
            own = [
                item
                for item in page
                if all(getattr(item, name) == wanted[name] for name in wanted)
            ]
            yield own
            if len(own) < len(page):
                return

    name, module = collection_class.__name__, collection_class.__module__
    return type(name, (collection_class,), {"pages": pages, "__module__": module})


# What may be said beside a size.
_BESIDE = {"Filters", "filters", "Filter", "filter"}


def add_page_sizes(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let collections of a class being made ask for large pages.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    model = class_attributes["meta"].resource_model
    definitions = service_context.resource_json_definitions
    # The service itself is not among its types.
    own = definitions.get(model.name) or getattr(model, "_definition", None) or {}
    for name, body in own.get("hasMany", {}).items():
        if "pageSize" in body:
            large = functools.partial(_asking, body["pageSize"])
            wrap_property(class_attributes, xform_name(name), large)


def _asking(size: int, getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    large = once(functools.partial(_large, size))

    @functools.wraps(getter)
    def get_large(self: Any) -> Any:
        manager = getter(self)
        # Semi-private: the class of what `all()` and its like return (guarded by
        # test_seams).
        base = getattr(manager, "_collection_cls", None)
        if base is not None:
            manager._collection_cls = large(base)
        return manager

    return get_large


def _large(size: int, base: Any) -> Any:
    """Return a collection class that asks for pages of a size."""

    def pages(self: Any) -> Iterator[list[Any]]:
        asked = self
        if self._params.keys() <= _BESIDE:
            # A parameter of boto3's, which has no other way to say it.
            params = {**self._params, "page_size": size}
            asked = base(self._model, self._parent, self._handler, **params)
        return iter(base.pages(asked))

    return type(base.__name__, (base,), {"pages": pages, "__module__": base.__module__})


def add_whole_lists(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let the collections of a class being made ask for all, or say what they lack.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    model = class_attributes["meta"].resource_model
    name = model.name
    definitions = service_context.resource_json_definitions
    # The service itself is not among its types.
    definition = definitions.get(name) or getattr(model, "_definition", None) or {}
    for collection, body in definition.get("hasMany", {}).items():
        if "defaults" in body or "leavesOut" in body:
            asking = functools.partial(
                _asking_for_all,
                defaults=body.get("defaults", {}),
                leaves_out=body.get("leavesOut", ""),
            )
            wrap_property(class_attributes, xform_name(collection), asking)


def _asking_for_all(
    getter: Callable[[Any], Any], defaults: Mapping[str, Any], leaves_out: str
) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_whole(self: Any) -> Any:
        manager = getter(self)
        if defaults:
            # Semi-private: the class of what `all()` and its like return (guarded by
            # test_seams).
            manager._collection_cls = _whole(manager._collection_cls, defaults)
        return manager

    if leaves_out:
        get_whole.__doc__ = _Text(getter, leaves_out)
    return get_whole


class _Text(LazyText):
    """The text of a collection, made when it is read, and what is left out of it."""

    __slots__ = ("_getter", "_leaves_out")

    _getter: Callable[[Any], Any]
    _leaves_out: str

    def __new__(cls, getter: Callable[[Any], Any], leaves_out: str) -> _Text:
        text = str.__new__(cls)
        text._getter = getter
        text._leaves_out = leaves_out
        return text

    def _written(self) -> str:
        # boto3's own is an empty string, as long as nobody has read it.
        own = self._getter.__doc__
        told = "" if own is None else inspect.cleandoc(str(own))
        return f"{told}\n\n{self._leaves_out}".strip()


def _whole(collection_class: Any, defaults: Mapping[str, Any]) -> Any:
    """Return a collection class that asks with inputs beside the caller's own."""

    def pages(self: Any) -> Iterator[list[Any]]:
        params = {**self._params}
        known = _inputs(self)
        for name, value in defaults.items():
            # An older botocore may not have it, and its AWS does not need it.
            if name not in known:
                continue
            given = params.get(name)
            if given is None:
                params[name] = value
            elif isinstance(given, dict) and isinstance(value, dict):
                params[name] = {**value, **given}
        asked = collection_class(self._model, self._parent, self._handler, **params)
        return iter(collection_class.pages(asked))

    name, module = collection_class.__name__, collection_class.__module__
    return type(name, (collection_class,), {"pages": pages, "__module__": module})


def _inputs(collection: Any) -> Mapping[str, Any]:
    client = collection._parent.meta.client
    operation = collection._model.request.operation
    shape = client.meta.service_model.operation_model(operation).input_shape
    found: Mapping[str, Any] = shape.members if shape is not None else {}
    return found
