"""Measures of absent members in definitions, and in drafts above all.

``crosscheck`` compares with what others state. Here botocore's model alone is asked:
each List, Create and Get has a role that it should have somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import agreement, crosscheck, shapes, tables
from .build import DATA, SERVICE
from .checks import Library
from .derivation.identifiers import calls
from .drafting import draft_of
from .making import CREATE_VERBS
from .placement import ON_ANY_TAGS
from .service import Service, all_services
from .words import PREPOSITIONS, after_verb, singular, verb, words

ROLES = ("list", "create", "read")

# What lets somebody in, or shows where: an answer, and no thing that anybody has.
_PASS = re.compile(r"(Token|Credentials|Ur[li]|URL)$")
_OF_PASS = re.compile(r"token|credential|ur[li]$|password|secret|expir", re.IGNORECASE)


@dataclass
class InRole:
    """The operations of a service by role: list, create or read.

    Attributes:
        service: botocore's name of the service.
        told: All operations of each role.
        found: Those of them that have it in the definitions.
        plain: Operations of any role, or none, that are an action of the service with
            a dictionary for an answer.
        total: How many operations there are.
    """

    service: str
    told: dict[str, set[str]] = field(default_factory=dict)
    found: dict[str, set[str]] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)
    total: int = 0


def role_of(service: Service, operation: str) -> str | None:
    """Return ``list``, ``create`` or ``read``; None for any other operation.

    Tags have a place of their own, whatever they are on. What answers with nothing but
    a token or an address makes, and reads, no thing; and what is restored by its own
    id was there.
    """
    first = verb(operation)
    if (
        ON_ANY_TAGS.fullmatch(operation)
        or _tells_a_pass(service, operation)
        or (first == "Restore" and _brings_back(service, operation))
    ):
        return None
    if first in CREATE_VERBS:
        return "create"
    if first not in {"List", "Describe", "Get"}:
        return None
    noun = after_verb(operation)
    lists = list(shapes.lists_in(service.output(operation)))
    if lists and (first == "List" or singular(noun) != noun):
        return "list"
    return None if first == "List" else "read"


def _tells_a_pass(service: Service, operation: str) -> bool:
    """Return whether an answer is a token, an address, or another means to get in."""
    output = service.output(operation)
    members = [*output.members] if output is not None else []
    return (
        _PASS.search(operation) is not None
        and bool(members)
        and all(map(_OF_PASS.search, members))
    )


def _brings_back(service: Service, operation: str) -> bool:
    """Return whether an operation requires an id that is called after its noun."""
    noun = after_verb(operation)
    return PREPOSITIONS.isdisjoint(words(noun)) and any(
        calls(noun, name) for name in service.required(operation)
    )


def in_role(name: str, document: Mapping[str, Any]) -> InRole:
    """Return the operations of a service that have their role in its definitions."""
    service = Service(name)
    had = {role: set(_having(document, role)) for role in ROLES}
    made = InRole(name, total=len(service.operations))
    for operation in service.operations:
        role = role_of(service, operation)
        if role is not None:
            made.told.setdefault(role, set()).add(operation)
            if operation in had[role]:
                made.found.setdefault(role, set()).add(operation)
    elsewhere = {*had["read"], *had["create"]}
    made.plain = {
        action["request"]["operation"]
        for action in document.get(SERVICE, {}).get("actions", {}).values()
    } - elsewhere
    return made


def _having(document: Mapping[str, Any], role: str) -> Iterator[str]:
    """Yield the operations with a role in a document, on the service or on a type."""
    resources = document.get("resources", {})
    for owner in [document.get(SERVICE, {}), *resources.values()]:
        if role == "list" and "load" in owner:
            # Of several that are asked for by their ids, one is: DescribeLocationNfs.
            yield owner["load"]["request"]["operation"]
        if role in {"list", "read"}:
            for many in owner.get("hasMany", {}).values():
                yield many["request"]["operation"]
        for section in ("actions", "batchActions"):
            for action in owner.get(section, {}).values():
                on_type = owner is not document.get(SERVICE)
                if "resource" in action or (role == "read" and on_type):
                    yield action["request"]["operation"]
        if role == "read" and "load" in owner:
            yield owner["load"]["request"]["operation"]


def report(services: list[str], *, drafts: bool) -> str:
    """Return the tables: agreement with each source, and roles.

    Args:
        services: botocore's names; all that there are if it is empty.
        drafts: Whether to look at unedited drafts or at the data that is checked in.
    """
    library = Library(DATA)
    documents = {}
    for name in services or (all_services() if drafts else _finished(library)):
        made = library.load(name, "resources-1", plain=False)
        documents[name] = draft_of(name) if drafts else made or {}
    parts = []
    for source in crosscheck.SOURCES:
        found = [crosscheck.of(n, source, d) for n, d in documents.items()]
        rows = agreement.rows([f for f in found if f.total], crosscheck.KINDS)
        parts.append(f"{source}\n{tables.plain(rows)}")
    roles = [in_role(name, document) for name, document in documents.items()]
    parts.append(f"operations in their role\n{tables.plain(_rows(roles))}")
    return "\n\n".join(parts)


def _finished(library: Library) -> list[str]:
    """Return the services with definitions of this package, by name."""
    return sorted({path.relative_to(DATA).parts[0] for path in library.files()})


def _rows(found: list[InRole]) -> list[list[str]]:
    rows = [["service", *ROLES, "plain"]]
    for one in found:
        cells = [
            _of(len(one.found.get(r, ())), len(one.told.get(r, ()))) for r in ROLES
        ]
        rows.append([one.service, *cells, _of(len(one.plain), one.total)])
    sums = []
    for role in ROLES:
        had = sum(len(one.found.get(role, ())) for one in found)
        sums.append(_share(had, sum(len(one.told.get(role, ())) for one in found)))
    plain = sum(len(one.plain) for one in found)
    rows.append(["all", *sums, _share(plain, sum(one.total for one in found))])
    return rows


def _of(some: int, of: int) -> str:
    return f"{some} of {of}"


def _share(some: int, of: int) -> str:
    return f"{some} of {of} ({100 * some // max(of, 1)} %)"
