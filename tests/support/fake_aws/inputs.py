"""Input parameters made from the model: what is required and nothing else."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from botocore.model import OperationModel, Shape

WHEN = datetime(2024, 1, 1, tzinfo=timezone.utc)


def minimal_input(operation: OperationModel) -> dict[str, Any]:
    """Return the smallest parameters that the operation's input shape accepts."""
    return complete({}, operation.input_shape)


def complete(given: dict[str, Any], shape: Shape | None) -> dict[str, Any]:
    """Return `given` and, at every depth, the required members it lacks."""
    if shape is None:
        return dict(given)
    return {
        **{k: _complete_value(v, shape.members.get(k)) for k, v in given.items()},
        **{
            name: value_of(shape.members[name], name)
            for name in shape.required_members
            if name not in given
        },
    }


def value_of(shape: Shape, name: str) -> Any:
    """Return a value valid for `shape`; `name` is its member's name in the parent."""
    if shape.type_name == "structure":
        return _structure(shape)
    if shape.type_name == "list":
        return [value_of(shape.member, name)] * _minimum(shape)
    if shape.type_name == "map":
        return {value_of(shape.key, name): value_of(shape.value, name)}
    if shape.type_name == "string":
        return string_of(shape, name)
    if shape.type_name == "blob":
        return name.encode().ljust(_minimum(shape), b"x")
    if shape.type_name in ("float", "double"):
        return float(_minimum(shape))
    return {"boolean": True, "timestamp": WHEN}.get(shape.type_name, _minimum(shape))


def string_of(shape: Shape, name: str) -> str:
    """Return an allowed string: the first of an enum, or the name, long enough."""
    if shape.type_name == "string" and shape.enum:
        return str(shape.enum[0])
    return f"some-{name}".ljust(_minimum(shape), "x")


def _structure(shape: Shape) -> dict[str, Any]:
    if shape.is_document_type:
        return {"key": "value"}
    filled = complete({}, shape)
    if not filled and shape.members:
        # The query protocols cannot say "an empty structure", and a union must be
        # given one member; scalars first, because a shape may contain itself.
        name = min(shape.members, key=lambda n: _is_container(shape.members[n]))
        return {name: value_of(shape.members[name], name)}
    return filled


def _is_container(shape: Shape) -> bool:
    return shape.type_name in ("structure", "list", "map")


def _complete_value(value: Any, shape: Shape | None) -> Any:
    if shape is None:
        return value
    if shape.type_name == "structure" and isinstance(value, dict):
        return complete(value, shape)
    if shape.type_name == "list" and isinstance(value, list):
        return [_complete_value(item, shape.member) for item in value]
    return value


def _minimum(shape: Shape) -> int:
    return max(int(shape.metadata.get("min", 1)), 1)
