"""Definitions drawn at random, for a person to read beside AWS's documentation.

What is drawn from is what this package defines: of boto3's own services only what is
added to them. A seed draws the same from the same data.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from . import names

# What each section of a definition has, in the words of the documentation.
_SECTIONS = {
    "actions": "action",
    "batchActions": "batch action",
    "has": "reference",
    "hasMany": "collection",
    "waiters": "waiter",
}
_TAGS = ("TagResource", "UntagResource", "ListTags", "CreateTags", "DeleteTags")


class Thing(NamedTuple):
    """A definition of a type or of a member of a type.

    Attributes:
        kind: ``type``, ``collection``, ``ARN`` and so on.
        place: ``ec2.Vpc.subnets``, as the data spells it.
        body: What the data says.
    """

    kind: str
    place: str
    body: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.kind} {self.place}: {_spelled(self.body)}"


def draw(data: Path, services: Iterable[str], seed: int, count: int) -> list[Thing]:
    """Return some definitions of services, all of them if there are no more.

    Args:
        data: The folder of the data files.
        services: Whose definitions.
        seed: Draws the same each time.
        count: How many.
    """
    every = sorted(
        (thing for service in services for thing in _things(data, service)),
        key=lambda thing: (thing.place, thing.kind),
    )
    return random.Random(seed).sample(every, min(count, len(every)))


def _things(data: Path, service: str) -> Iterator[Thing]:
    documents = names.on_disk(data, service)
    definition = names.definition_of(documents)
    resources = definition.get("resources", {})
    for owner, body in [("service", definition.get("service", {})), *resources.items()]:
        yield from _of_type(f"{service}.{owner}", body)
    arns = documents.get("arns-1.json", {}).get("resources", {})
    for owner, rule in arns.items():
        yield Thing("ARN", f"{service}.{owner}", rule)


def _of_type(place: str, body: Mapping[str, Any]) -> Iterator[Thing]:
    if "identifiers" in body or "shape" in body:
        told = ("identifiers", "shape", "summaries", "omits", "extras")
        yield Thing("type", place, {key: body[key] for key in told if key in body})
    if "load" in body:
        yield Thing("load", place, body["load"])
    for section, kind in _SECTIONS.items():
        for name, one in body.get(section, {}).items():
            operation = str(one.get("request", {}).get("operation", ""))
            is_tags = operation.startswith(_TAGS)
            yield Thing("tags" if is_tags else kind, f"{place}.{name}", one)


def _spelled(value: Any) -> str:
    """Return a part of a definition as a short line for people."""
    if isinstance(value, list):
        return ", ".join(map(_spelled, value))
    if not isinstance(value, dict):
        return value if isinstance(value, str) else json.dumps(value)
    if "target" in value:
        told = value.get("path", value.get("name", json.dumps(value.get("value"))))
        return f"{value['target']} = {value['source']} {told}"
    if set(value) == {"name"}:
        return str(value["name"])
    return "; ".join(f"{key} ({_spelled(one)})" for key, one in value.items())
