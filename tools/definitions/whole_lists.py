"""The parameters by which collections list everything, and the known omissions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from .service import Service
from .spec import WholeSpec
from .toml_file import DefinitionError

_EVERY = "*"


def put_in(
    service: Service, made: dict[str, Any], lists: Mapping[str, WholeSpec]
) -> None:
    """Add the written parameters and omissions of list operations to collections.

    boto3's own collections ask as they do, and say at most what they leave out.
    """
    used = set()
    for _, body in _owners(made):
        for collection in body.get("hasMany", {}).values():
            operation = collection["request"]["operation"]
            spec = lists.get(operation)
            if spec is None:
                continue
            used.add(operation)
            if spec.all:
                collection["defaults"] = _every(service, operation, spec.all)
            if spec.leaves_out:
                collection["leavesOut"] = spec.leaves_out
    for owner, body in _owners(service.base):
        for name, collection in body.get("hasMany", {}).items():
            spec = lists.get(collection["request"]["operation"])
            if spec is not None and spec.leaves_out:
                used.add(collection["request"]["operation"])
                mine = made if owner == "service" else made["resources"]
                many = mine.setdefault(owner, {}).setdefault("hasMany", {})
                many.setdefault(name, {})["leavesOut"] = spec.leaves_out
    unused = sorted(set(lists) - used)
    if unused:
        raise DefinitionError(f"[lists]: no collection of {unused[0]}")


def _owners(document: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    own = [("service", document.get("service", {}))]
    return own + list(document.get("resources", {}).items())


def _every(service: Service, operation: str, wanted: dict[str, Any]) -> dict[str, Any]:
    shape = service.model.operation_model(operation).input_shape
    found: dict[str, Any] = _filled(operation, shape, wanted)
    return found


def _filled(operation: str, shape: Shape | None, wanted: Any) -> Any:
    if isinstance(wanted, dict):
        members = shape.members if isinstance(shape, StructureShape) else {}
        unknown = sorted(set(wanted) - set(members))
        if unknown:
            raise DefinitionError(f"{operation}: no input {unknown[0]}")
        return {n: _filled(operation, members[n], v) for n, v in wanted.items()}
    if wanted == _EVERY and isinstance(shape, ListShape):
        return list(shape.member.enum)
    return wanted
