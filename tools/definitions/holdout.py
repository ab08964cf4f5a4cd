"""The hold-out test of the generator: drafts and a person's finished services.

No rule was made for these services alone. Recall is the share of what the finished
definitions have and the draft has, too; precision, that of what the draft has of types
of both and the finished definitions have as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import crosscheck, tables
from .agreement import Agreement, rows
from .build import DATA
from .checks import Library
from .drafting import draft_of
from .service import services_with_resources
from .sources import ROLES, Statement


def services() -> list[str]:
    """Return the finished services that boto3 itself has no resources of, by name."""
    library = Library(DATA)
    finished = {path.relative_to(DATA).parts[0] for path in library.files()}
    finished = {n for n in finished if library.load(n, "resources-1", plain=False)}
    return sorted(finished - {*services_with_resources()})


def recalled(
    name: str, finished: Mapping[str, Any], draft: Mapping[str, Any]
) -> Agreement:
    """Return the figures of finished types and operations that a draft has."""
    return crosscheck.compared(name, _statements(finished), draft)


def right(
    name: str, finished: Mapping[str, Any], draft: Mapping[str, Any]
) -> Agreement:
    """Return the figures of a draft's types and operations that are finished.

    A person may have called a type otherwise; it is known by what is done to it.
    """
    theirs = crosscheck.roles(finished)
    drafted = crosscheck.roles(draft)
    found = Agreement(name)
    for stated in _statements(draft):
        same = crosscheck.same_type(stated, theirs)
        found.compare("types", stated.name, True, same is not None)
        if same is None:
            continue
        told, mine = (
            _own(document, kind)
            for document, kind in ((finished, same), (draft, stated.name))
        )
        found.compare("identifiers", f"{stated.name} {same}", told, mine)
        for role in ROLES:
            for operation in sorted(drafted[stated.name][role]):
                has = operation if operation in theirs[same][role] else None
                where = f"{stated.name} {same}"
                found.compare(crosscheck.TITLES[role], where, has, operation)
    return found


def _own(document: Mapping[str, Any], kind: str) -> list[str]:
    """Return the names of the identifiers that no item of a type is without."""
    told = document["resources"][kind].get("identifiers", [])
    return [i["name"] for i in told if "optional" not in i]


def _statements(document: Mapping[str, Any]) -> list[Statement]:
    done = crosscheck.roles(document)
    return [
        Statement(
            kind,
            kind,
            tuple(_own(document, kind)),
            {role: frozenset(operations) for role, operations in of_one.items()},
        )
        for kind, of_one in done.items()
    ]


def report(names: list[str]) -> str:
    """Return the two tables of some finished services; of all, if none is named."""
    library = Library(DATA)
    found, correct = [], []
    for name in names or services():
        finished = library.load(name, "resources-1", plain=False) or {}
        draft = draft_of(name)
        found.append(recalled(name, finished, draft))
        correct.append(right(name, finished, draft))
    parts = []
    for title, several in (("recall", found), ("precision", correct)):
        table = tables.plain(rows(several, crosscheck.KINDS))
        parts.append(f"{title} of the finished services' drafts\n{table}")
    return "\n\n".join(parts)
