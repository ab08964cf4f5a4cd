"""A comparison of definitions with other sources' statements of resource types.

A role that a source states and the definitions lack counts as a difference, as does an
operation of another name: a measure that skips what is absent sees no fault in nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from botocore import xform_name

from .agreement import Agreement
from .build import DATA, SERVICE
from .checks import Library
from .service import Service
from .sources import ROLES, Statement, cloudformation, smithy
from .toml_file import content_of

SEEN = Path(__file__).parent / "disagreements.toml"
DELETING = (
    "delete", "terminate", "deregister", "remove", "release", "disassociate",
    "schedule_deletion", "schedule_key_deletion", "cancel", "detach", "revoke",
    "close", "withdraw", "deprovision", "disable", "reset", "deactivate",
)  # fmt: skip
# Actions that make the thing they are on, as its name is the caller's. With a noun
# (`attach_policy`) they make another.
CREATING = {
    "put", "create", "associate", "attach", "authorize", "enable", "register",
    "import", "copy", "restore", "set", "add", "activate", "update",
}  # fmt: skip
TITLES = {
    "read": "loads",
    "list": "list operations",
    "create": "creates",
    "delete": "deletes",
}
KINDS = ("types", "identifiers", *TITLES.values())
SOURCES: dict[str, Callable[[Service], list[Statement]]] = {
    "cloudformation": cloudformation.statements,
    "smithy": smithy.statements,
}

# The operations of each role, by type.
Roles = dict[str, dict[str, set[str]]]


def of(
    name: str,
    source: str = "cloudformation",
    document: Mapping[str, Any] | None = None,
) -> Agreement:
    """Return the agreement of a service's definitions with a source.

    Args:
        name: botocore's name of the service.
        source: A key of `SOURCES`.
        document: Definitions to compare, in boto3's form; by default those that are
            checked in, merged over boto3's.
    """
    if document is None:
        library = Library(DATA)
        document = library.load(name, "resources-1", plain=False) or {}
    return compared(name, SOURCES[source](Service(name)), document)


def met(
    name: str, document: Mapping[str, Any] | None = None
) -> dict[str, tuple[int, int]]:
    """Return how many statements of each source are met, and of how many.

    Args:
        name: botocore's name of the service.
        document: Definitions to compare, see `of`.
    """
    found = {source: of(name, source, document) for source in SOURCES}
    return {
        source: (sum(one.same.values()), sum(one.total.values()))
        for source, one in found.items()
    }


def compared(
    name: str, statements: Iterable[Statement], document: Mapping[str, Any]
) -> Agreement:
    """Return the agreement of definitions in boto3's form with statements."""
    resources = document.get("resources", {})
    done = roles(document)
    found = Agreement(name)
    for stated in statements:
        mine = same_type(stated, done)
        found.compare("types", stated.name, True, mine is not None)
        if mine is None:
            _absent(found, stated)
            continue
        _identifiers(found, stated, mine, resources[mine])
        for role in ROLES:
            _role(found, stated, role, mine, done[mine])
    return found


def _absent(found: Agreement, stated: Statement) -> None:
    """Count the roles of a type without a definition as a single difference."""
    for role in ROLES:
        if stated.told(role) and not (role == "list" and stated.is_only()):
            title = TITLES[role]
            found.total[title] = found.total.get(title, 0) + 1
            found.same.setdefault(title, 0)


def _role(
    found: Agreement, stated: Statement, role: str, name: str, mine: dict[str, set[str]]
) -> None:
    told, ours = stated.told(role), mine[role]
    if not told:
        return
    if role == "list" and not ours and stated.is_only():
        # Nothing lists what an account, or its parent, has one of.
        return
    same = not told.isdisjoint(ours)
    found.compare(
        TITLES[role],
        f"{stated.name} {name}",
        sorted(told),
        sorted(told) if same else sorted(ours),
    )


def same_type(stated: Statement, done: Roles) -> str | None:
    """Return the type of a statement, by its name or else by its operations."""
    called = stated.noun.lower()
    best, most = None, 1
    for name, operations in done.items():
        if name.lower() == called:
            return name
        common = [role for role in ROLES if stated.told(role) & operations[role]]
        if len(common) > most:
            best, most = name, len(common)
    return best


def roles(document: Mapping[str, Any]) -> Roles:
    """Return the read, list, create and delete operations of each type."""
    resources = document.get("resources", {})
    found: Roles = {name: {role: set() for role in ROLES} for name in resources}
    for owner, definition in [(None, document.get(SERVICE, {})), *resources.items()]:
        for many in definition.get("hasMany", {}).values():
            if (kind := many["resource"]["type"]) in found:
                found[kind]["list"].add(many["request"]["operation"])
        for section in ("actions", "batchActions"):
            for called, action in definition.get(section, {}).items():
                _add_action(found, owner, xform_name(called), action)
        if owner is not None and "load" in definition:
            found[owner]["read"].add(definition["load"]["request"]["operation"])
    return found


def _add_action(
    found: Roles, owner: str | None, called: str, action: Mapping[str, Any]
) -> None:
    operation = action["request"]["operation"]
    made = action.get("resource", {}).get("type")
    if made in found:
        found[made]["create"].add(operation)
    if owner is None or operation.endswith(("Tags", "TagsFromResource", "Resource")):
        return
    if called.startswith(DELETING):
        found[owner]["delete"].add(operation)
    if called in CREATING:
        found[owner]["create"].add(operation)


def _identifiers(
    found: Agreement, stated: Statement, name: str, definition: Mapping[str, Any]
) -> None:
    """Compare the numbers of identifiers, as the sources have different names for them.

    An ARN identifies by itself what otherwise its parents' names are needed for.
    """
    if stated.identifiers is None:
        return
    mine = [i["name"] for i in definition.get("identifiers", [])]
    told = list(stated.identifiers)
    same = len(mine) == len(told)
    same = same or (len(told) == 1 and told[0].lower().endswith("arn"))
    found.compare("identifiers", f"{stated.name} {name}", told, told if same else mine)


def reasons() -> dict[str, str]:
    """Return the written explanations of differences, by CloudFormation's type."""
    return content_of(SEEN)


def explained(found: list[Agreement]) -> str:
    """Return the list of all differences with their explanations."""
    known = reasons()
    lines = []
    for one in found:
        for kind, where, theirs, ours in one.misses:
            schema = where.partition(" ")[0]
            reason = known.get(schema, "nobody has looked at this yet").replace(
                "`", "``"
            )
            if kind == "types":
                lines.append(f"* ``{schema}``: no type. {reason}")
            else:
                lines.append(f"* ``{where}``, {kind}: {theirs}; ours {ours}. {reason}")
    return "\n".join(lines)
