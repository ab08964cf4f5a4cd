"""The members of types that call operations which AWS has ended.

They are in no list, no completion and no documentation. Their names stay, in a file of
their own that is read when somebody asks for one.
"""

from __future__ import annotations

from typing import Any

from .checks.ended import ended
from .service import Service

FILE = "ended-1.json"

_SECTIONS = ("actions", "batchActions", "hasMany")


def operations(service: Service) -> set[str]:
    """Return the names of the operations that AWS has ended."""
    return {name for name, model in service.operations.items() if ended(model)}


def taken_out(service: Service, made: dict[str, Any]) -> dict[str, Any] | None:
    """Remove the ended members from the definitions of a service, and return these.

    Args:
        service: The service.
        made: Its ``service`` and ``resources``, without what is boto3's own.

    Returns:
        The content of a file, None if there is nothing to write.
    """
    gone = operations(service)
    found: dict[str, Any] = {"service": {}, "resources": {}}
    own = _taken(made["service"], gone)
    if own:
        found["service"] = own
    for name, body in made["resources"].items():
        if taken := _taken(body, gone):
            found["resources"][name] = taken
    return {"version": "1.0", **found} if own or found["resources"] else None


def _taken(body: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    taken: dict[str, Any] = {}
    for section in _SECTIONS:
        members = body.get(section, {})
        for name in list(members):
            # What only says something of a member of boto3's has no request.
            operation = members[name].get("request", {}).get("operation")
            if operation in gone:
                taken.setdefault(section, {})[name] = members.pop(name)
        if section in body and not members:
            del body[section]
    return taken
