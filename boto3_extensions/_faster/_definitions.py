"""Classes of resources, made without what is not needed yet.

Every function here wraps one of boto3's, of the same name, and takes that as first
argument. ec2 has 164 collections, with two classes and twenty docstrings each: most of
what a session spent on `resource('ec2')`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boto3.docs.docstring import CollectionDocstring

from boto3_extensions._faster._documents import Document

# What a model of a resource keeps it by.
HAS = "_boto3_extensions_has"


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
    """Return what a resource has, worked out once for a model that stays as it is.

    boto3 asks four times, and compares all types with all parts of a service.
    """
    counts = []
    for document in (model._definition, model._resource_defs):
        # What is not the document of a session may be changed unseen; that of nobody is
        # asked for by `_resource_types` alone, and once.
        if type(document) is not Document:
            return original(model)
        counts.append(document.mark.count)
    found = vars(model).get(HAS)
    if found is None or found[0] != counts:
        found = vars(model)[HAS] = (counts, original(model))
    return found[1]
