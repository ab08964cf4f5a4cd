"""Keeps a collection to the items that are the owner's own.

s3 lists versions by a prefix, and ``photo`` is one of ``photo-2``, too. A collection
whose definition says ``"own": {"ObjectKey": "Key"}`` yields the items whose
``object_key`` is the owner's ``key``. They come first, since AWS lists in the order of
what is asked for, so that the first other one ends the collection.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from botocore import xform_name

from boto3_extensions._resources._classes import definition_of, wrap_property


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
