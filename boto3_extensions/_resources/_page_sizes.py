"""Asks for pages as large as AWS allows, where its default is smaller.

ListServices answers with 10 services, unless asked for up to 100. A collection whose
definition says ``"pageSize": 100`` asks for so many, unless the caller has said how
many, wants but a few, or asks for some by parameters of the operation, with which AWS
may allow no size. boto3's own collections never say so.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from botocore import xform_name

from boto3_extensions._resources._classes import once, wrap_property

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
