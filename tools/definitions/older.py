"""The older names of members, as 0.23.0 or boto3 had them.

Both work. Who looks for a name is shown which to take.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from botocore import xform_name

from .relations import SERVICE
from .service import Service

# The names of the last release before this package began anew; tests hold it to them.
_NAMES = Path(__file__).resolve().parents[2] / "tests" / "support" / "names-0.23.0.json"


def put_in(service: Service, made: dict[str, Any]) -> None:
    """Add to each type's definition its older names, with the newer of each.

    Args:
        service: The service.
        made: Its ``service`` and ``resources``, without what is boto3's own.
    """
    bodies = {SERVICE: made[SERVICE], **made["resources"]}
    for owner, body in bodies.items():
        base = service.base.get("resources", {}).get(owner) or {}
        if owner == SERVICE:
            base = service.base.get(SERVICE, {})
        before = _before(service.name, owner)
        found = dict(_pairs(body, base, before))
        if found:
            body["older"] = dict(sorted(found.items()))


def _pairs(
    body: Mapping[str, Any], base: Mapping[str, Any], before: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for section in ("actions", "hasMany"):
        theirs = base.get(section, {})
        alike: dict[str, list[str]] = {}
        for name, one in {**theirs, **body.get(section, {})}.items():
            if "request" in one:
                text = json.dumps(one, sort_keys=True)
                alike.setdefault(text, []).append(name)
        for names in alike.values():
            old = [n for n in names if n in theirs or xform_name(n) in before]
            new = [name for name in names if name not in old]
            if old and new:
                # The shortest is the one that a rule gave.
                now = xform_name(min(new, key=len))
                yield from ((xform_name(name), now) for name in old)


def _before(service: str, owner: str) -> frozenset[str]:
    """Return the members that 0.23.0 had of a type, as Python names."""
    known = _read().get(service, {})
    part = known.get("service", {})
    if owner != SERVICE:
        part = known.get("resources", {}).get(owner, {})
    lists = (names for names in part.values() if isinstance(names, (list, dict)))
    return frozenset(name for names in lists for name in names)


@functools.cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_NAMES.read_text(encoding="utf-8"))["services"]
    return found
