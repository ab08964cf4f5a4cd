"""What passes of the drafts of services, found once in a process."""

from __future__ import annotations

from functools import cache

from definitions import gate
from definitions.gate import Derived


@cache
def passed(service: str) -> Derived:
    """Return what passes of a service's draft."""
    return gate.derived(service)


def actions(service: str, kind: str) -> set[str]:
    """Return the operations of a type's actions; of the service for no type."""
    document = passed(service).definition
    body = document["resources"][kind] if kind else document["service"]
    return {one["request"]["operation"] for one in body.get("actions", {}).values()}
