"""Compares the definitions with what CloudFormation says of the same resources.

The schemas of its resource types, which the package cfn-lint carries, tell for each
what identifies it and which operations read, list and delete one: a second source,
made by other people than botocore's models.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore import xform_name

from .agreement import Agreement
from .build import DATA, SERVICE
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
    for document in _documents():
        handlers = document.get("handlers", {})
        operations = {
            verb: {
                name
                for permission in handler.get("permissions", [])
                for prefix, _, name in [permission.partition(":")]
                if prefix == service.model.signing_name
                and name in service.operations
                # Whatever has tags is tagged by the same operations.
                and "Tag" not in name
            }
            for verb, handler in handlers.items()
        }
        if operations.get("read") or operations.get("delete"):
            own = operations.get("create") or operations.get("delete")
            if own and _is_its_own(document["typeName"], service):
                names = [p.split("/")[-1] for p in document["primaryIdentifier"]]
                found.append(Schema(document["typeName"], names, operations))
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
    "stepfunctions": ("stepfunctions",),
}


def _documents() -> Iterator[dict[str, Any]]:
    import cfnlint  # a library of the tests' and not of the generator's

    folder = Path(cfnlint.__file__).parent / "data" / "schemas" / "resources"
    for path in sorted(folder.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def of(name: str) -> Agreement:
    """Return how far a service's definitions and CloudFormation's schemas agree."""
    service = Service(name)
    resources = _resources(service)
    found = Agreement(name)
    for schema in schemas(service):
        mine = _same(schema, resources)
        found.compare("types", schema.name, True, mine is not None)
        if mine is None:
            continue
        definition = resources[mine]
        _identifiers(found, schema, mine, definition)
        for verb, operations in _operations(resources, mine).items():
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


def _resources(service: Service) -> dict[str, Any]:
    """Return the types and the service itself, boto3's and ours as one."""
    base = service.base
    for path in (DATA / service.name / service.version).glob("resources-1*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        base = _merged(base, document.get("merge", document))
    return {SERVICE: base[SERVICE], **base["resources"]}


def _merged(ours: Any, theirs: Any) -> Any:
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return theirs
    both = {k: _merged(v, theirs[k]) for k, v in ours.items() if k in theirs}
    return {**ours, **theirs, **both}


def _same(schema: Schema, resources: dict[str, Any]) -> str | None:
    """Return the type a schema is of: by its name, else by what is done to one."""
    called = schema.name.split("::")[2].lower()
    best, most = None, 1
    for name in resources:
        # ecs has a type Service, which is not the service.
        if name.lower() == called and name != SERVICE:
            return name
        done = _operations(resources, name)
        common = [
            verb for verb in VERBS if schema.operations.get(verb, set()) & done[verb]
        ]
        if name != SERVICE and len(common) > most:
            best, most = name, len(common)
    return best


def _operations(resources: dict[str, Any], name: str) -> dict[str, set[str]]:
    definition = resources[name]
    load = definition.get("load", {}).get("request", {}).get("operation")
    listed = {
        many["request"]["operation"]
        for other in resources.values()
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
