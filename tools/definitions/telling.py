"""The optional identifiers, which not all resources of a type have.

A record set may have a SetIdentifier, and a tag is on something. They come after all
that is needed, and are read where a list or a request tells them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore import xform_name

from .resource_type import ResourceType

ANY = "*"

_PLAIN_PATH = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)*")


def add(kinds: dict[str, ResourceType], made: dict[str, Any]) -> None:
    """Add optional identifiers and other distinguishing members to definitions.

    A TOML has ``optional = { SetIdentifier = ".SetIdentifier" }`` for a member of the
    item, ``{ ResourceArn = "*" }`` for what the request of any owner's list names the
    owner by, and the name of a type in its place for that of this owner's alone;
    ``domains = ["Name"]`` for domain names.
    """
    for name, kind in kinds.items():
        head = made["resources"].get(name, {}).get("identifiers")
        if head is None:
            continue
        for identifier in head:
            if identifier["name"] in kind.spec.domains:
                identifier["domain"] = True
        head += [{"name": o, "optional": True} for o in kind.spec.optional]
    for owner, section, _, body in _bodies(made):
        answer = body.get("resource", {})
        told = kinds.get(str(answer.get("type")))
        if told is None or told.base:
            continue
        for optional, where in told.spec.optional.items():
            part = _part(owner, section, body, where)
            if part is not None:
                answer["identifiers"].append({"target": optional, **part})
    _add_followed(kinds, made)


def _bodies(made: Mapping[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    owners = {"service": made["service"], **made["resources"]}
    for owner, definition in owners.items():
        for section in ("actions", "has", "hasMany"):
            for name, body in definition.get(section, {}).items():
                yield owner, section, name, body


def _part(
    owner: str, section: str, body: Mapping[str, Any], where: str
) -> dict[str, str] | None:
    """Return the source of an optional identifier, or ``None``."""
    parts = body["resource"]["identifiers"]
    if section == "has":
        asked = any(part["source"] == "input" for part in parts)
        return {"source": "input"} if asked else None
    path = body["resource"].get("path")
    if where.startswith("."):
        return {"source": "response", "path": path + where} if path else None
    if where not in {ANY, owner}:
        return None
    sent = [
        p["target"]
        for p in body.get("request", {}).get("params", [])
        if p["source"] in {"identifier", "data"}
    ]
    if section != "hasMany" or len(sent) != 1:
        return None
    return {"source": "requestParameter", "path": sent[0]}


def _add_followed(kinds: dict[str, ResourceType], made: Mapping[str, Any]) -> None:
    """Add the attribute of a reference, which may be an ARN instead of a name.

    boto3's own types are what boto3 makes of an ARN (a Stack takes its id for a name),
    unless a TOML says that it may be one of another account or region.
    """
    for owner, section, name, body in _bodies(made):
        parts = body.get("resource", {}).get("identifiers", [])
        if section != "has" or len(parts) != 1 or parts[0]["source"] != "data":
            continue
        target = kinds[body["resource"]["type"]]
        if target.base and name not in kinds[owner].spec.followed:
            continue
        path = parts[0]["path"]
        if "path" not in body["resource"] and _PLAIN_PATH.fullmatch(path):
            root, dot, rest = path.partition(".")
            body["follow"] = xform_name(root) + dot + rest
