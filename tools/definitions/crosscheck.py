"""Compares the definitions with what CloudFormation says of the same resources.

The schemas of its resource types, which the package cfn-lint carries, tell for each
what identifies it and which operations read, list and delete one: a second source,
made by other people than botocore's models.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from botocore import xform_name

from .agreement import Agreement
from .build import DATA, SERVICE
from .checks import Library
from .service import Service
from .toml_file import tomllib

SEEN = Path(__file__).parent / "disagreements.toml"
DELETING = (
    "delete", "terminate", "deregister", "remove", "release", "disassociate",
    "schedule_deletion", "schedule_key_deletion", "cancel", "detach", "revoke",
    "close", "withdraw", "deprovision",
)  # fmt: skip
VERBS = {"read": "loads", "list": "list operations", "delete": "deletes"}
KINDS = ("types", "identifiers", *VERBS.values())


@dataclass
class Schema:
    """One resource type of CloudFormation's."""

    name: str
    identifiers: list[str]
    operations: dict[str, set[str]] = field(default_factory=dict)


def schemas(service: Service) -> list[Schema]:
    """Return CloudFormation's types whose operations are a service's, by name."""
    found = []
    for schema in _all_schemas():
        if not _is_its_own(schema.name, service):
            continue
        operations = {
            verb: {
                name
                for permission in permissions
                for prefix, _, name in [permission.partition(":")]
                if prefix == service.model.signing_name
                and name in service.operations
                # Whatever has tags is tagged by the same operations.
                and "Tag" not in name
            }
            for verb, permissions in schema.operations.items()
        }
        told = operations.get("read") or operations.get("delete")
        own = operations.get("create") or operations.get("delete")
        if told and own:
            found.append(Schema(schema.name, schema.identifiers, operations))
    return sorted(found, key=lambda schema: schema.name)


def _is_its_own(name: str, service: Service) -> bool:
    called = name.split("::")[1].lower()
    prefix = service.model.signing_name.replace("-", "")
    return called in {
        service.name.replace("-", ""),
        prefix,
        *_ALSO.get(service.name, ()),
    }


# What CloudFormation calls a service, where it is none of botocore's names for it.
_ALSO = {
    "elb": ("elasticloadbalancing",),
    "elbv2": ("elasticloadbalancingv2",),
    "kafka": ("msk",),
}


@cache
def _all_schemas() -> list[Schema]:
    """Return every type of CloudFormation's, with the permissions of each verb.

    Of all services at once, as the names of the files do not tell whose they are.
    """
    import cfnlint  # a library of the tests' and not of the generator's

    folder = Path(cfnlint.__file__).parent / "data" / "schemas" / "resources"
    found = []
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        names = [p.split("/")[-1] for p in document.get("primaryIdentifier", [])]
        permissions = {
            verb: set(handler.get("permissions", []))
            for verb, handler in document.get("handlers", {}).items()
        }
        found.append(Schema(document["typeName"], names, permissions))
    return found


def of(name: str) -> Agreement:
    """Return how far a service's definitions and CloudFormation's schemas agree."""
    service = Service(name)
    document = Library(DATA).load(name, "resources-1", plain=False) or {}
    resources = document.get("resources", {})
    done = {kind: _operations(document, kind) for kind in resources}
    found = Agreement(name)
    for schema in schemas(service):
        mine = _same(schema, done)
        found.compare("types", schema.name, True, mine is not None)
        if mine is None:
            continue
        _identifiers(found, schema, mine, resources[mine])
        for verb, operations in done[mine].items():
            told = schema.operations.get(verb)
            if told and operations:
                same = not told.isdisjoint(operations)
                found.compare(
                    VERBS[verb],
                    f"{schema.name} {mine}",
                    sorted(told),
                    sorted(told) if same else sorted(operations),
                )
    return found


def _same(schema: Schema, done: dict[str, dict[str, set[str]]]) -> str | None:
    """Return the type a schema is of: by its name, else by what is done to one."""
    called = schema.name.split("::")[2].lower()
    best, most = None, 1
    for name, operations in done.items():
        if name.lower() == called:
            return name
        common = [v for v in VERBS if schema.operations.get(v, set()) & operations[v]]
        if len(common) > most:
            best, most = name, len(common)
    return best


def _operations(document: dict[str, Any], name: str) -> dict[str, set[str]]:
    """Return what reads, lists and deletes one of a type."""
    definition = document["resources"][name]
    load = definition.get("load", {}).get("request", {}).get("operation")
    listed = {
        many["request"]["operation"]
        for other in [document[SERVICE], *document["resources"].values()]
        for many in other.get("hasMany", {}).values()
        if many["resource"]["type"] == name
    }
    deletes = {
        action["request"]["operation"]
        for section in ("actions", "batchActions")
        for called, action in definition.get(section, {}).items()
        if xform_name(called).startswith(DELETING)
    }
    deletes = {name for name in deletes if "Tags" not in name}
    return {"read": {load} - {None}, "list": listed, "delete": deletes}


def _identifiers(
    found: Agreement, schema: Schema, name: str, definition: dict[str, Any]
) -> None:
    """Compare how many there are; what each is called, CloudFormation has its own way.

    An ARN identifies by itself what otherwise its parents' names are needed for.
    """
    mine = [i["name"] for i in definition.get("identifiers", [])]
    same = len(mine) == len(schema.identifiers)
    same = same or (
        len(schema.identifiers) == 1 and schema.identifiers[0].endswith("Arn")
    )
    found.compare(
        "identifiers",
        f"{schema.name} {name}",
        schema.identifiers,
        schema.identifiers if same else mine,
    )


def reasons() -> dict[str, str]:
    """Return what was found on looking at the differences, by CloudFormation's type."""
    return tomllib.loads(SEEN.read_text(encoding="utf-8"))


def explained(found: list[Agreement]) -> str:
    """Return every difference as a list, each with what is to be said of it."""
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
