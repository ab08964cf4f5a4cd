"""The members of responses outside of a resource's data, as attributes of its type."""

from __future__ import annotations

import copy
from collections.abc import Collection
from typing import Any

from .checks import extras as rule
from .checks.service import LOAD
from .checks.service import Service as Checked
from .service import Service


def put_in(
    service: Service, made: dict[str, Any], left_out: Collection[str] = ()
) -> None:
    """Add to each type of a service the paths of its extras.

    Args:
        service: The service.
        made: Its ``service`` and ``resources``, without what is boto3's own.
        left_out: The places of extras that are none, as a TOML allows them.
    """
    whole = merged(service.base, made)
    checked = Checked(service.name, service.model, {}, {}, whole)
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for extra in rule.extras(checked):
        if f"extras {extra.place}" in left_out:
            continue
        mine = found.setdefault(extra.kind, {}).setdefault(extra.member, {})
        mine.setdefault("shape", extra.shape.name)
        if extra.site.kind == LOAD:
            mine["load"] = True
    for kind, members in found.items():
        target = made["resources"].setdefault(kind, {})
        target["extras"] = dict(sorted(members.items()))


def merged(base: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """Return definitions merged as botocore's loader does it."""
    whole = copy.deepcopy(dict(base))
    for key, value in made.items():
        theirs = whole.get(key)
        both = isinstance(theirs, dict) and isinstance(value, dict)
        whole[key] = merged(theirs, value) if both and theirs else value
    return whole
