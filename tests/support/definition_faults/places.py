"""Where the faults are, and what they are made of."""

from __future__ import annotations

from typing import Any

SHELF, BOOK = "resources.Shelf.", "resources.Book."
SHELVES, CREATE = "service.hasMany.Shelves.", "service.actions.CreateShelf."
BOOKS = f"{SHELF}hasMany.Books."
LOAD, LEND = f"{BOOK}load.", f"{BOOK}actions.Lend."
BATCH = f"{BOOK}batchActions.Delete.request.params."

# A path, what is there then, and the sentence or sentences about it.
Fault = tuple[str, Any, "str | list[str]"]


def fill(target: str, name: str) -> dict[str, str]:
    """Return a parameter or an identifier that is an identifier of the owner."""
    return {"target": target, "source": "identifier", "name": name}


def read(target: str, path: str, source: str = "response") -> dict[str, str]:
    """Return a parameter or an identifier that is read from somewhere."""
    return {"target": target, "source": source, "path": path}


def ask(target: str) -> dict[str, str]:
    """Return an identifier that the user gives."""
    return {"target": target, "source": "input"}


def call(operation: str, *params: dict[str, str]) -> dict[str, Any]:
    """Return an action."""
    return {"request": {"operation": operation, "params": list(params)}}


def make(kind: str, *identifiers: dict[str, str]) -> dict[str, Any]:
    """Return a reference or a sub-resource."""
    return {"resource": {"type": kind, "identifiers": list(identifiers)}}
