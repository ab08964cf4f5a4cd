"""The rule that tag operations fit the models, and that added tags are removable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from .finding import Finding, Findings
from .service import Service

# What has to come with what.
_PAIRS = {"add": "remove", "remove": "add", "replace": "clear", "clear": "replace"}


def ways_fit(service: Service, document: Mapping[str, Any]) -> Findings:
    """Find tag operations that the models lack, or that are incomplete.

    Args:
        service: The service.
        document: Its ``tags-1``.
    """
    resources = service.types
    for kind, way in document.get("resources", {}).items():
        place = f"{kind}.tags"
        if kind not in resources:
            yield Finding("tags", place, f"{kind} is no type, and has no tags.")
            continue
        for text in halves(way, resources[kind]):
            yield Finding("tags", place, f"{kind} {text}.")
        for name in ("read", "add", "remove", "replace", "clear"):
            if name in way:
                yield from _request_faults(service, place, way[name])


def halves(way: Mapping[str, Any], body: Mapping[str, Any]) -> Iterator[str]:
    for one, other in _PAIRS.items():
        if one in way and other not in way:
            yield f"has a way to {one} tags, and none to {other} them"
    if "read" not in way and "data" not in way:
        yield "has tags that nothing reads"
    if "read" not in way and "load" not in body:
        yield "tells its tags in its data alone, and cannot be loaded"


def _request_faults(
    service: Service, place: str, request: Mapping[str, Any]
) -> Findings:
    operation = request.get("operation")
    if operation not in service.model.operation_names:
        text = f"{operation} is no operation of {service.name}."
        if operation is None:
            text = f"{place} names no operation."
        yield Finding("tags", place, text, absent=True)
        return
    model = service.model.operation_model(operation)
    inputs = [param["target"] for param in request["params"]]
    inputs += [request[name] for name in ("tags", "keys") if name in request]
    for path in inputs:
        if _at(model.input_shape, path) is None:
            text = f"{operation} takes no {path}."
            yield Finding("tags", place, text, absent=True)
    told, most = request.get("limit"), _most(model.input_shape, request)
    if told != most:
        text = f"{operation} takes {most} tags at once by the model, not {told}."
        yield Finding("tags", place, text, absent=True)
    if "path" in request and _at(model.output_shape, request["path"]) is None:
        text = f"{operation} answers with no {request['path']}."
        yield Finding("tags", place, text, absent=True)


def _most(shape: Shape | None, request: Mapping[str, Any]) -> int | None:
    """Return how many tags or keys a request may have, None if no model tells."""
    path = request.get("tags", request.get("keys", ""))
    tags = _at(shape, path.removesuffix("[]"))
    most: int | None = getattr(tags, "metadata", {}).get("max")
    return most


def _at(shape: Shape | None, path: str) -> Shape | None:
    for step in path.split("."):
        name = re.sub(r"\[\d*\]$", "", step)
        if not isinstance(shape, StructureShape):
            return None
        shape = shape.members.get(name)
        if step != name:
            shape = shape.member if isinstance(shape, ListShape) else None
    return shape
