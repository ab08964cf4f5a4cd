"""A comparison of definitions with those of AWS's SDK for Ruby.

AWS's own authors wrote resources of rds and autoscaling, and of more of ec2 and
cloudwatch than boto3 has, for Ruby alone. ``ruby-resources.json`` has the facts of
them: the names of types and the operations, and no text. It says itself where it is
from and by which licence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .agreement import Agreement
from .build import DATA
from .checks import Library
from .checks.service import ACTION, BATCH, COLLECTION, Service
from .toml_file import content_of

_HERE = Path(__file__).parent
FACTS = _HERE / "ruby-resources.json"
SEEN = _HERE / "ruby.toml"
KINDS = ("types", "loads", "list operations", "actions")

_SERVICE = "(service)"


def found() -> list[Agreement]:
    """Return the agreement with AWS's definitions for Ruby, by service."""
    library = Library(DATA)
    facts = json.loads(FACTS.read_text(encoding="utf-8"))["services"]
    return [_of(library.service(name), types) for name, types in facts.items()]


def _of(service: Service, types: Mapping[str, Any]) -> Agreement:
    compared = Agreement(service.name)
    for theirs, facts in types.items():
        mine = _type(service, theirs)
        if theirs != _SERVICE:
            compared.compare("types", theirs, True, mine is not None)
        if mine is None and theirs != _SERVICE:
            continue
        if "load" in facts:
            body = service.body(mine).get("load", {})
            ours = body.get("request", {}).get("operation")
            compared.compare("loads", theirs, facts["load"], ours)
        for operation, *_ in facts.get("hasMany", {}).values():
            listed = _operations(service, mine, COLLECTION)
            ours = operation if operation in listed else None
            compared.compare("list operations", theirs, operation, ours)
        acts = {**facts.get("actions", {}), **facts.get("batchActions", {})}
        for operation in dict.fromkeys(one[0] for one in acts.values()):
            called = _operations(service, mine, ACTION, BATCH)
            # What makes one may be the service's, or its parent's.
            called |= set(_makers(service, mine))
            ours = operation if operation in called else None
            compared.compare("actions", theirs, operation, ours)
    return compared


def _type(service: Service, name: str) -> str | None:
    """Return this package's name of a type, which may differ from Ruby's."""
    if name in service.types:
        return name
    other = service.top.get("has", {}).get(name, {})
    found: str | None = other.get("resource", {}).get("type")
    return found


def _operations(service: Service, kind: str | None, *sections: str) -> set[str | None]:
    return {
        service.operation_name(site)
        for site in service.sites(*sections)
        if site.owner == kind
    }


def _makers(service: Service, kind: str | None) -> Iterator[str | None]:
    for site in service.sites(ACTION):
        if (site.answer or {}).get("type") == kind:
            yield service.operation_name(site)


def reasons() -> dict[str, str]:
    """Return the written explanations of differences, by service and place."""
    return content_of(SEEN)


def explained(compared: list[Agreement]) -> str:
    """Return the list of all differences with their explanations."""
    known = reasons()
    lines = []
    for one in compared:
        for kind, where, theirs, _ in one.misses:
            place = key_of(one.service, kind, where, theirs)
            reason = known.get(place, "nobody has looked at this yet")
            lines.append(f"* ``{place}``: {reason.replace('`', '``')}")
    return "\n".join(lines)


def key_of(service: str, kind: str, where: str, theirs: str) -> str:
    """Return the key of a difference's explanation."""
    return f"{service}.{where}" if kind == "types" else f"{service}.{where} {theirs}"
