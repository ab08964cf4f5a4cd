"""Services whose types are not listed, loaded, identified or made as they could be."""

from __future__ import annotations

from typing import Any

import shelves
from definitions.checks.service import Service
from shelves import DEFINITION, GONE

_MADE = {
    "request": {
        "operation": "CreateShelf",
        "params": [{"target": "Id", "source": "identifier", "name": "Id"}],
    },
    "resource": {
        "type": "Shelf",
        "identifiers": [{"target": "Id", "source": "response", "path": "Shelf.Id"}],
    },
}
LISTLESS: tuple[str, Any] = ("resources.Shelf.hasMany", GONE)
WRAPPED: tuple[str, Any] = ("resources.Shelf.load.path", "@")
TOKEN: tuple[str, Any] = ("resources.Book.identifiers.1.memberName", "RevisionId")


def owned() -> Service:
    """Return a service whose shelves are made on other shelves alone."""
    definition = shelves.changed(DEFINITION, "service.actions", GONE)
    definition["resources"]["Shelf"]["actions"] = {"CreateShelf": _MADE}
    whole = shelves.service()
    return Service("shelves", whole.model, {}, {}, definition)


def services() -> list[Service]:
    """Return one service for each of the faults."""
    return [*(shelves.service(*fault) for fault in (LISTLESS, WRAPPED, TOKEN)), owned()]
