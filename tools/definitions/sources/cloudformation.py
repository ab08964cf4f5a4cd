"""CloudFormation's schemas of its resource types, which the package cfn-lint carries.

A schema has the identifiers of a type and, for each handler, the permissions that it
needs; most permissions are the names of operations.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ..service import Service
from ..words import words
from .statement import ROLES, Statement

# CloudFormation's name of a service, where it is none of botocore's names for it.
_ALSO = {
    "cognito-identity": ("cognito",),
    "cognito-idp": ("cognito",),
    "elb": ("elasticloadbalancing",),
    "elbv2": ("elasticloadbalancingv2",),
    "kafka": ("msk",),
}


def statements(service: Service) -> list[Statement]:
    """Return the types whose operations are a service's, by name."""
    found = []
    for document in _schemas():
        name = document["typeName"]
        if not _is_of(name, service):
            continue
        operations = {role: _operations(document, role, service) for role in ROLES}
        if not (operations["read"] or operations["delete"]):
            continue
        if not (operations["create"] or operations["delete"]):
            continue
        identifiers = tuple(
            path.split("/")[-1] for path in document.get("primaryIdentifier", ())
        )
        noun = name.split("::")[2]
        found.append(Statement(name, noun, identifiers, operations))
    return sorted(found, key=lambda one: one.name)


def _operations(
    document: dict[str, Any], role: str, service: Service
) -> frozenset[str]:
    permissions = document.get("handlers", {}).get(role, {}).get("permissions", ())
    return frozenset(
        name
        for permission in permissions
        for prefix, _, name in [permission.partition(":")]
        if prefix == service.model.signing_name
        and name in service.operations
        # All that has tags is tagged by the same operations.
        and not {"Tag", "Tags", "Tagging", "Untag"} & {*words(name)}
    )


def _is_of(name: str, service: Service) -> bool:
    called = name.split("::")[1].lower()
    prefix = service.model.signing_name.replace("-", "")
    return called in {
        service.name.replace("-", ""),
        prefix,
        *_ALSO.get(service.name, ()),
    }


@cache
def _schemas() -> list[dict[str, Any]]:
    """Return all schemas, as the file names do not have the type's service."""
    import cfnlint  # a library of the tests' and not of the generator's

    folder = Path(cfnlint.__file__).parent / "data" / "schemas" / "resources"
    paths = sorted(folder.glob("*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]
