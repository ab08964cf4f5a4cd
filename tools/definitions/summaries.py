"""The shapes that may fill a type's data in part."""

from __future__ import annotations

from typing import Any

from boto3_extensions._resources.completion import poorer_members

from .resource_type import ResourceType
from .service import Service
from .shapes import shape_at

# Of everything that makes one of a type with data: operation and path, by type.
Filled = dict[str, list[tuple[str, str]]]


def of(service: Service, filled: Filled, kind: ResourceType) -> list[str]:
    """Return the shapes, other than its own, that may fill a type's data."""
    # What boto3 lists of a type that it cannot load is all there is.
    own_load = _base_load(service, kind) if kind.base else kind.load
    if kind.shape is None or not own_load:
        return []
    found = set()
    for operation, path in filled.get(kind.name, ()):
        shape = shape_at(service.output(operation), path)
        told = {i.member for i in kind.identifiers} | {i.name for i in kind.identifiers}
        if shape is None:
            continue
        lacks = {*kind.shape.members} - {*shape.members} - told
        if lacks or poorer_members(shape, kind.shape):
            found.add(shape.name)
    return sorted(found - {kind.shape.name})


def _base_load(service: Service, kind: ResourceType) -> Any:
    return service.base.get("resources", {}).get(kind.name, {}).get("load")


def fills(document: Any, found: Filled | None = None) -> Filled:
    """Return the operations and paths of a definition's entries with data."""
    found = {} if found is None else found
    if isinstance(document, dict):
        resource = document.get("resource") or {}
        if "type" in resource and "path" in resource and "request" in document:
            told = document["request"]["operation"], resource["path"]
            found.setdefault(resource["type"], []).append(told)
        for value in document.values():
            fills(value, found)
    return found
