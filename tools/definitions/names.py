"""The Python names of data files, and the names that a change would remove.

What was there once stays there: somebody's program calls it.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from botocore import xform_name
from botocore.model import NoShapeFoundError

from .relations import SERVICE
from .service import Service

# Python name to what it is, by type.
Names = dict[str, dict[str, str]]
_KINDS = {
    "actions": "action",
    "batchActions": "batch action",
    "hasMany": "collection",
    "waiters": "waiter",
}
# Of which ARNs a type's resources can be made.
_FORMAT = "ARN format"
# A field of a format; with a plus it is of any characters, `/` and `:` included.
_FIELD = re.compile(r"\{[^{}+]*(\+?)\}")


def names_of(service: Service, documents: Mapping[str, Any]) -> Names:
    """Return every Python name of a service's data files, by type.

    Args:
        service: The models that tell the attributes.
        documents: The data files, by their names.
    """
    definition = definition_of(documents)
    found: Names = {SERVICE: dict(_names(definition.get(SERVICE, {})))}
    for name, body in definition.get("resources", {}).items():
        found[name] = {**dict(_attributes(service, body)), **dict(_names(body))}
    # In no list, but whoever calls them can.
    ended = documents.get("ended-1.json", {})
    found[SERVICE] |= dict(_names(ended.get(SERVICE, {})))
    for name, body in ended.get("resources", {}).items():
        found.setdefault(name, {}).update(_names(body))
    for name, entry in documents.get("arns-1.json", {}).get("resources", {}).items():
        formats = (one.get("format") for one in (entry, *entry.get("variants", ())))
        found.setdefault(name, {}).update(dict.fromkeys(filter(None, formats), _FORMAT))
        found[name]["arn"] = "attribute"
    return found


def definition_of(documents: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``service`` and ``resources`` as a file, or an overlay, has them."""
    files = (d for n, d in documents.items() if n.startswith("resources-1"))
    found: Mapping[str, Any] = next(files, {})
    return dict(found.get("merge", found))


def _names(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "load" in body:
        yield "load", "action"
    for section, kind in _KINDS.items():
        for name in body.get(section, {}):
            python = xform_name(f"WaitUntil{name}" if kind == "waiter" else name)
            yield f"*.{python}" if kind == "batch action" else python, kind
    for name, has in body.get("has", {}).items():
        parts = has.get("resource", {}).get("identifiers", [])
        read = any(part.get("source") == "data" for part in parts)
        yield (xform_name(name), "reference") if read else (name, "sub-resource")
    identifiers = body.get("identifiers", [])
    # In this order, for they are given without their names; those that may be left out
    # come last.
    for count in range(1, len(identifiers) + 1):
        if all("optional" in i for i in identifiers[count:]):
            names = (xform_name(i["name"]) for i in identifiers[:count])
            yield f"({', '.join(names)})", "identifiers"


def _attributes(service: Service, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for member in members(service, body.get("shape")):
        yield xform_name(member), "attribute"


def members(service: Service, shape: str | None) -> list[str]:
    """Return the members of a structure; none, if there is no such shape."""
    try:
        found = service.model.shape_for(shape) if shape else None
    except NoShapeFoundError:
        return []
    return list(getattr(found, "members", {}))


def vanished(before: Names, after: Names) -> list[str]:
    """Return a line for each name that is in the first and not in the second.

    An ARN format may go if another one of its type reads the same ARNs.
    """
    lines = []
    for owner, names in sorted(before.items()):
        if owner not in after:
            lines.append(f"{owner} (type)")
            continue
        formats = [name for name, kind in after[owner].items() if kind == _FORMAT]
        for name, kind in sorted(names.items()):
            is_read = kind == _FORMAT and any(_reads(one, name) for one in formats)
            if name not in after[owner] and not is_read:
                lines.append(f"{owner}.{name} ({kind})")
    return lines


def _reads(format_: str, other: str) -> bool:
    """Return whether an ARN format reads the ARNs of another format."""
    pattern, end = "", 0
    for field in _FIELD.finditer(format_):
        pattern += re.escape(format_[end : field.start()])
        pattern += ".+" if field[1] else "[^/:]+"
        end = field.end()
    sample = _FIELD.sub(lambda field: "x/x:x" if field[1] else "x", other)
    return re.fullmatch(pattern + re.escape(format_[end:]), sample) is not None


def on_disk(data: Path, service: str) -> dict[str, Any]:
    """Return a service's data files, by their names."""
    return {
        path.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((data / service).glob("*/*.json"))
    }


def committed(data: Path, service: str) -> dict[str, Any]:
    """Return a service's data files as git has them; none, if they are not in git."""
    listed = _git(data, "ls-tree", "-r", "--name-only", "HEAD", f"{service}/")
    return {
        Path(path).name: json.loads(_git(data, "show", f"HEAD:./{path}"))
        for path in listed.splitlines()
    }


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return "" if done.returncode else done.stdout


def sites(
    document: Mapping[str, Any],
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield the owner, the section, the name and the body of all that calls or waits.

    A load's section and name are ``load``; the service is an owner, too.
    """
    resources = document.get("resources", {})
    for owner, definition in [(SERVICE, document.get(SERVICE, {})), *resources.items()]:
        if "load" in definition:
            yield owner, "load", "load", definition["load"]
        for section in (*_KINDS, "has"):
            for name, body in definition.get(section, {}).items():
                yield owner, section, name, body


def used_operations(document: Any) -> set[str]:
    """Return the operations that a definition's requests name."""
    if isinstance(document, dict):
        own = (
            {document["operation"]}
            if isinstance(document.get("operation"), str)
            else set()
        )
        return own.union(*(used_operations(v) for v in document.values()))
    if isinstance(document, list):
        return set().union(*(used_operations(v) for v in document))
    return set()


def waiter_names(document: Mapping[str, Any]) -> set[str]:
    """Return the waiters that the types of a definition wait by."""
    return {
        str(waiter["waiterName"])
        for body in document.get("resources", {}).values()
        for waiter in body.get("waiters", {}).values()
    }


def operation_of(body: Mapping[str, Any], name: str, kind: str) -> str | None:
    """Return the operation that a type's name calls, ``None`` if it calls none."""
    if kind == "action" and name == "load" and "load" in body:
        return str(body["load"]["request"]["operation"])
    sections = {kind: section for section, kind in _KINDS.items()}
    for key, value in body.get(sections.get(kind, ""), {}).items():
        if "request" in value and xform_name(key) == name.removeprefix("*."):
            return str(value["request"]["operation"])
    return None
