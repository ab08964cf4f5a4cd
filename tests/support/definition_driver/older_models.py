"""Tell what a botocore older than our definitions cannot know of.

The definitions are generated from one release of botocore. On an older one, operations
and shapes that AWS added since are missing, and that is no fault of a definition.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore
from botocore import xform_name
from botocore.model import Shape

from definition_driver.faults import Fault
from definition_driver.parameters import has_waiter, shape_at, waiter_operation
from definition_driver.subjects import SERVICE, Subject, definitions_of

# A path without filters and functions.
_PLAIN = re.compile(r"\w+(\[\d*\])?(\.\w+(\[\d*\])?)*")
_TOX = Path(__file__).resolve().parents[3] / "tox.ini"


@functools.cache
def models_are_older() -> bool:
    """Tell whether botocore is older than the release tox.ini names for generating."""
    pinned = re.search(r"^pinned = ([\d.]+)$", _TOX.read_text("utf-8"), re.MULTILINE)
    return pinned is not None and _numbers(botocore.__version__) < _numbers(pinned[1])


def text_of_any_model(text: str) -> str:
    """Return a text without what boto3's own factory tells of members to come.

    It makes classes with all that is defined; older models do not have all of that, and
    ours leave it out. Of the page that a text ends in, the head is the same.
    """
    if not models_are_older():
        return text
    return re.split(r"\n\n(?:Attributes|Actions)\n", text, maxsplit=1)[0]


def is_too_new(client: Any, subject: Subject, fault: Fault) -> bool:
    """Tell whether `fault` is about something that the older models lack."""
    _, _, section, name = (*fault.where.split("."), "")[:4]
    if _lacks_operation(client, subject.definition.get("load", {}).get("request", {})):
        # AWS told of such things as a part of others before it described them.
        return True
    return _lacks_shape(client, subject) or any(
        _lacks(client, subject, body) for body in _bodies(subject, section, name)
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _bodies(subject: Subject, section: str, name: str) -> Iterator[dict[str, Any]]:
    found = subject.definition.get(section, {})
    if section == "load":
        # A load that chooses is told its item by the members that identify it.
        identifiers = subject.definition.get("identifiers", [])
        told = [
            {"source": "data", "path": one.get("memberName", one["name"])}
            for one in identifiers
        ]
        chooses = (found.get("path") or "").endswith("[]")
        yield {**found, **({"resource": {"identifiers": told}} if chooses else {})}
        return
    if section == "has" and subject.type == SERVICE:
        # boto3 gives the service resource every type by its own name.
        yield {"resource": {"type": name}}
    for key, body in found.items():
        snake = xform_name(key)
        if name.removeprefix("wait_until_") in ("", key, snake, f"{snake}_action"):
            yield body


def _lacks(client: Any, subject: Subject, body: dict[str, Any]) -> bool:
    request = body.get("request", {})
    resource = body.get("resource", {})
    if "waiterName" in body:
        if not has_waiter(client, body["waiterName"]):
            return True
        operation = waiter_operation(client, body["waiterName"])
        request = {"operation": operation, "params": body.get("params", [])}
        return _lacks_members(client, request, {}, {})
    return (
        _lacks_shape(client, Subject(subject.service, resource.get("type", "")))
        or _lacks_operation(client, request)
        or _lacks_members(client, request, body, resource)
        or _lacks_token(client, request)
        or _lacks_data(client, subject, resource.get("identifiers", []))
        or _lacks_data(client, subject, request.get("params", []))
    )


def _lacks_data(client: Any, subject: Subject, reads: list[dict[str, Any]]) -> bool:
    """Tell whether a member is missing that is read in the owner's data.

    Args:
        client: A client of the service.
        subject: The owner.
        reads: What a reference is identified by, or an action sends.
    """
    paths = [one["path"] for one in reads if one["source"] == "data"]
    if not paths or "shape" not in subject.definition:
        return False
    members = client.meta.service_model.shape_for(subject.definition["shape"]).members
    return any(_root(path) not in members for path in paths if _root(path))


def _lacks_shape(client: Any, subject: Subject) -> bool:
    known = set(client.meta.service_model.shape_names)
    definition = definitions_of(subject.service)["resources"].get(subject.type, {})
    needed = {definition.get("shape"), *definition.get("summaries", [])} - {None}
    return not needed <= known


def _lacks_operation(client: Any, request: dict[str, Any]) -> bool:
    names = client.meta.service_model.operation_names
    return "operation" in request and request["operation"] not in names


def _lacks_token(client: Any, request: dict[str, Any]) -> bool:
    """Tell whether an answer has not the token by which its next page is asked for."""
    method = xform_name(request.get("operation", ""))
    if not method or not client.can_paginate(method):
        return False
    shape = client.meta.service_model.operation_model(request["operation"]).output_shape
    # Semi-private: the JMESPaths of the tokens.
    tokens = [one.expression for one in client.get_paginator(method)._output_token]
    roots = {_root(token) for token in tokens} - {""}
    return not roots <= {*_members(shape)}


def _lacks_members(
    client: Any,
    request: dict[str, Any],
    body: dict[str, Any],
    resource: dict[str, Any],
) -> bool:
    if "operation" not in request:
        return False
    operation = client.meta.service_model.operation_model(request["operation"])
    targets = [param["target"] for param in request.get("params", [])]
    paths = [body.get("path"), resource.get("path")]
    identifiers = resource.get("identifiers", [])
    paths += [i.get("path") for i in identifiers]
    told = [i["path"] for i in identifiers if i["source"] == "response"]
    return (
        any(shape_at(operation.input_shape, t) is None for t in targets)
        or any(
            shape_at(operation.output_shape, path) is None
            for path in told
            if _PLAIN.fullmatch(path)
        )
        or any(
            _root(path) not in _members(operation.output_shape)
            for path in paths
            if path and _root(path)
        )
    )


def _root(path: str) -> str:
    return re.match(r"[A-Za-z]\w*|", path)[0]


def _members(shape: Shape | None) -> dict[str, Any]:
    return {} if shape is None else dict(shape.members)
