"""Makes collections ask for all there is, where AWS's default leaves some out.

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

from botocore import xform_name

from boto3_extensions._resources._classes import wrap_property
from boto3_extensions._texts import LazyText


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
                _asking,
                defaults=body.get("defaults", {}),
                leaves_out=body.get("leavesOut", ""),
            )
            wrap_property(class_attributes, xform_name(collection), asking)


def _asking(
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
