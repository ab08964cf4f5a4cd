"""The drafts that the rules make of services, which nobody has edited."""

from __future__ import annotations

from functools import cache
from typing import Any

from definitions.drafting import draft_of


@cache
def draft(service: str) -> dict[str, Any]:
    """Return the unedited draft of a service, made once."""
    return draft_of(service)


def resource(service: str, kind: str) -> Any:
    """Return a type of a draft."""
    return draft(service)["resources"][kind]


def names(service: str, kind: str) -> list[str]:
    """Return the names of the identifiers of a type of a draft."""
    return [one["name"] for one in resource(service, kind)["identifiers"]]


def made_by(service: str, operation: str) -> list[tuple[str, list[str], str | None]]:
    """Return who has an operation of a draft, the inputs it fills, what it makes."""
    bodies = {"service": draft(service)["service"], **draft(service)["resources"]}
    return [
        (
            owner,
            [param["target"] for param in action["request"].get("params", [])],
            action.get("resource", {}).get("type"),
        )
        for owner, body in bodies.items()
        for action in body.get("actions", {}).values()
        if action["request"]["operation"] == operation
    ]
