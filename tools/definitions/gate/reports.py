"""The reports of what passes, of the doubts about the rest, and of how right it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .. import build, crosscheck, holdout, tables
from ..agreement import Agreement, rows
from ..checks import Library
from .outcome import Derived
from .passing import derived, unread

# How doubts begin that have names within, and their kind.
_NAMING = {
    **{f"{source} has": f"{source} differs" for source in crosscheck.SOURCES},
    "an ARN for an": "an ARN for another identifier",
    "asked for as": "asked for as another type is",
    "a bare input beside": "a bare input beside one that is called after the type",
}


def report(services: Iterable[str]) -> str:
    """Return the table of the services that no person has read, and of the doubts."""
    lines = [["service", "types", "reached", "plain", "cloudformation", "smithy"]]
    doubts: Counter[str] = Counter()
    types = drafted = with_types = 0
    for name in list(services) or unread():
        found = derived(name)
        lines.append(_row(found))
        types += len(found.types)
        drafted += found.drafted
        with_types += bool(found.types)
        doubts += doubts_by_kind(found)
    lines.append(["all", f"{types} of {drafted}", "", "", "", ""])
    kinds = [["types", "doubt"], *([str(n), one] for one, n in doubts.most_common())]
    return f"{tables.plain(lines)}\n{with_types} with types\n\n{tables.plain(kinds)}"


def held_out(services: Iterable[str]) -> str:
    """Return the table of how right the gate is, by services that a person finished.

    Their drafts go through it as if nobody had read them. A difference may be one of
    names: a person calls an identifier otherwise.
    """
    agreed: list[Agreement] = []
    for name in list(services) or holdout.services():
        finished = Library(build.DATA).load(name, "resources-1", plain=False)
        agreed.append(holdout.right(name, finished or {}, derived(name).definition))
    misses = "\n".join(
        f"{one.service}.{where}, {kind}: finished {theirs}, derived {ours}"
        for one in agreed
        for kind, where, theirs, ours in one.misses
    )
    return f"{tables.plain(rows(agreed, crosscheck.KINDS))}\n\n{misses}"


def _row(found: Derived) -> list[str]:
    roles = found.roles
    had = sum(len(one) for one in roles.found.values())
    told = sum(len(one) for one in roles.told.values())
    return [
        found.name,
        f"{len(found.types)} of {found.drafted}",
        f"{had} of {told}",
        f"{len(roles.plain)} of {roles.total}",
        *(f"{same} of {all_}" for same, all_ in found.agreement.values()),
    ]


def doubts_by_kind(found: Derived) -> Counter[str]:
    """Return how many types are left out for each kind of doubt."""
    return Counter(
        kind
        for told in found.refused.values()
        for kind in {kind_of(one) for one in told}
    )


def given_up_by_kind(found: Derived) -> Counter[str]:
    """Return how many types have given up a part for each kind of doubt."""
    return Counter(
        kind
        for told in found.given_up.values()
        for kind in {kind_of(one) for one in told}
    )


def kind_of(doubt: str) -> str:
    """Return a doubt without the names in it."""
    for start, kind in _NAMING.items():
        if doubt.startswith(start):
            return kind
    rule, colon, _ = doubt.partition(": ")
    if colon and " " not in rule:
        return f"the rule {rule}"
    return doubt.partition(", ")[0]
