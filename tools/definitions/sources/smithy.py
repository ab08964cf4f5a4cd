"""The ``resource`` shapes of AWS's own Smithy models: about a hundred services.

``smithy.json`` has the facts of them (names of types, identifiers and operations; no
text), taken on 28 November 2026 from github.com/awslabs/aws-sdk-kotlin, folder
codegen/sdk/aws-models, of 19 September 2025, which is under the Apache License 2.0.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ..service import Service
from .statement import Statement

# `put` makes one whose name the caller gives, `create` one whose name the service does.
_LIFECYCLE = {
    "read": ("read",),
    "list": ("list",),
    "create": ("create", "put"),
    "delete": ("delete",),
}


def statements(service: Service) -> list[Statement]:
    """Return the types of a service that have operations which botocore has, too."""
    found = []
    for name, facts in sorted(_facts().get(service.name, {}).items()):
        operations = {
            role: frozenset(
                facts[key] for key in keys if facts.get(key) in service.operations
            )
            for role, keys in _LIFECYCLE.items()
        }
        if not any(operations.values()):
            continue
        # None are stated for a singleton, and for what the shape leaves open.
        identifiers = tuple(facts["identifiers"]) or None
        found.append(
            Statement(
                name,
                name.removesuffix("Resource") or name,
                identifiers,
                operations,
                (facts.get("arn") or {}).get("template"),
            )
        )
    return found


@cache
def _facts() -> dict[str, Any]:
    path = Path(__file__).with_name("smithy.json")
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
