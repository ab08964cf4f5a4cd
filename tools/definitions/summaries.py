"""Which shapes may fill a type's data without being the whole of it."""

from __future__ import annotations

from typing import Any

from .resource_type import ResourceType
from .service import Service
from .shapes import shape_at


def of(service: Service, made: dict[str, Any], kind: ResourceType) -> list[str]:
    """Return the shapes, other than its own, that may fill a type's data."""
    # What boto3 lists of a type that it cannot load is all there is.
    own_load = _base_load(service, kind) if kind.base else kind.load
    if kind.shape is None or not own_load:
        return []
    found = set()
    for operation, path in _fills(made, kind.name):
        shape = shape_at(service.output(operation), path)
        told = {i.member for i in kind.identifiers} | {i.name for i in kind.identifiers}
        if shape is not None and set(kind.shape.members) - set(shape.members) - told:
            found.add(shape.name)
    return sorted(found - {kind.shape.name})


def _base_load(service: Service, kind: ResourceType) -> Any:
    return service.base.get("resources", {}).get(kind.name, {}).get("load")


def _fills(document: Any, name: str) -> list[tuple[str, str]]:
    """Return (operation, path) of everything that makes a *name* with data."""
    if not isinstance(document, dict):
        return []
    found = []
    resource = document.get("resource") or {}
    if resource.get("type") == name and "path" in resource and "request" in document:
        found.append((document["request"]["operation"], resource["path"]))
    for value in document.values():
        found += _fills(value, name)
    return found
