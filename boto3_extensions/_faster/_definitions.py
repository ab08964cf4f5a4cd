"""Classes of resources, made without what is not needed yet.

Every function here wraps one of boto3's, of the same name, and takes that as first
argument. ec2 has 164 collections, with two classes and twenty docstrings each: most of
what a session spent on `resource('ec2')`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boto3.docs.docstring import CollectionDocstring

_HAS = "_boto3_extensions_has"


def create_collection(
    original: Callable[..., Any],
    factory: Any,
    resource_name: str,
    collection_model: Any,
    service_context: Any,
) -> Any:
    """Return the property of a collection, whose classes are made at its first use."""
    made: dict[str, Any] = {}

    def get_collection(self: Any) -> Any:
        collection = made.get("collection")
        if collection is None:
            # Of threads that come here together, all take what one of them has made.
            collection = made.setdefault(
                "collection",
                original(factory, resource_name, collection_model, service_context),
            )
        return collection.fget(self)

    get_collection.__name__ = str(collection_model.name)
    get_collection.__doc__ = CollectionDocstring(
        collection_model=collection_model, include_signature=False
    )
    return property(get_collection)


def get_has_definition(original: Callable[..., Any], model: Any) -> Any:
    """Return what a resource has, worked out once for one model of a resource.

    boto3 asks four times, and compares all types with all parts of a service.
    """
    found = vars(model).get(_HAS)
    if found is None:
        found = vars(model)[_HAS] = original(model)
    return found
