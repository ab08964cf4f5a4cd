"""A comparison of derived definitions with those that boto3's authors wrote by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from botocore import xform_name

from .derivation import derive
from .listing import listings
from .resource_type import ResourceType
from .service import Service
from .spec import ServiceSpec
from .types import TypeBuilder
from .words import without_noun

KINDS = ("types", "identifiers", "list operations", "loads", "action names")


@dataclass
class Agreement:
    """One service: of each kind, what boto3 has and whether the rules say the same."""

    service: str
    same: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)
    misses: list[tuple[str, str, str, str]] = field(default_factory=list)

    def compare(self, kind: str, where: str, theirs: Any, ours: Any) -> None:
        """Count a comparison, and keep it where the two values differ."""
        self.total[kind] = self.total.get(kind, 0) + 1
        self.same[kind] = self.same.get(kind, 0) + (theirs == ours)
        if theirs != ours:
            self.misses.append((kind, where, _text(theirs), _text(ours)))


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value)) or "none"
    return "none" if value is None else str(value)


class Untold(Service):
    """A service as if boto3 had no definition of it."""

    @property
    def base(self) -> dict[str, Any]:
        """Return nothing."""
        return {}


def of(name: str) -> Agreement:
    """Return the agreement of the rules with boto3's own definition of a service.

    Which types there are is one comparison. In the others the rules are told boto3's
    names of the types, as a TOML would, and nothing else.
    """
    theirs = Service(name).base
    untold = Untold(name)
    found = Agreement(name)
    alone = {name.lower() for name in _names(derive(untold))}
    for kind in theirs["resources"]:
        found.compare("types", kind, True, kind.lower() in alone)
    spec = derive(untold, theirs["resources"])
    spec.types = {n: t for n, t in spec.types.items() if n in theirs["resources"]}
    kinds = TypeBuilder(untold, spec).build()
    for kind, definition in theirs["resources"].items():
        _identifiers(found, kind, definition, kinds[kind])
        _load(found, kind, definition, kinds[kind])
        for action, body in definition.get("actions", {}).items():
            operation = body["request"]["operation"]
            derived = without_noun(operation, kinds[kind].nouns)
            named = xform_name(action), xform_name(derived)
            found.compare("action names", f"{kind} {operation}", *named)
    _lists(found, theirs, untold, kinds)
    return found


def _names(spec: ServiceSpec) -> Iterator[str]:
    """Yield the names of the types, also without the names of their parents."""
    for kind in spec.types.values():
        yield kind.name
        if kind.parent:
            yield without_noun("Do" + kind.name, [kind.parent]).removeprefix("Do")


def _identifiers(
    found: Agreement, name: str, theirs: dict[str, Any], ours: ResourceType
) -> None:
    told = [i["name"] for i in theirs.get("identifiers", [])]
    found.compare("identifiers", name, told, [i.name for i in ours.identifiers])


def _load(
    found: Agreement, name: str, theirs: dict[str, Any], ours: ResourceType
) -> None:
    load = theirs.get("load")
    if load:
        mine = (ours.load.operation, ours.load.path) if ours.load else None
        told = (load["request"]["operation"], load["path"])
        found.compare("loads", name, told, mine)


def _lists(
    found: Agreement,
    theirs: dict[str, Any],
    service: Service,
    kinds: dict[str, ResourceType],
) -> None:
    mine = {
        (name, item.operation)
        for name, kind in kinds.items()
        for item in listings(service, kind)
    }
    for name, operation in dict.fromkeys(_listed(theirs)):
        others = sorted(o for n, o in mine if n == name)
        same = operation if (name, operation) in mine else others
        found.compare("list operations", name, operation, same)


def _listed(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for definition in [document["service"], *document["resources"].values()]:
        for many in definition.get("hasMany", {}).values():
            yield many["resource"]["type"], many["request"]["operation"]


def rows(found: list[Agreement], kinds: tuple[str, ...] = KINDS) -> list[list[str]]:
    """Return the table of agreements, a row for a service and a last row of sums."""
    lines = [["service", *kinds]]
    for one in found:
        cells = [f"{one.same.get(k, 0)} of {one.total.get(k, 0)}" for k in kinds]
        lines.append([one.service, *cells])
    same = {k: sum(one.same.get(k, 0) for one in found) for k in kinds}
    total = {k: sum(one.total.get(k, 0) for one in found) for k in kinds}
    share = {k: 100 * same[k] // max(total[k], 1) for k in kinds}
    lines.append(["all", *(f"{same[k]} of {total[k]} ({share[k]} %)" for k in kinds)])
    return lines


def misses(found: list[Agreement]) -> list[list[str]]:
    """Return every difference: what boto3 has, and what the rules say."""
    lines = [["service", "what", "where", "theirs", "ours"]]
    lines += [[one.service, *miss] for one in found for miss in one.misses]
    return lines
