"""A service that AWS never had: shelves of books, with a definition that is faultless.

Small enough to see what each rule sees. `service` makes it, after one change if so
wanted.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from definitions.checks import Service

from .definition import ARNS, DEFINITION
from .models import PAGINATORS, WAITERS, Json, model

__all__ = ["ARNS", "DEFINITION", "GONE", "changed", "service"]

# What `changed` puts where something is to go.
GONE = object()


def changed(document: Json, path: str, value: Any) -> Json:
    """Return a copy of a document with something else, or nothing, at a dotted path."""
    copy = deepcopy(document)
    *way, last = [int(p) if p.isdigit() else p for p in path.split(".")]
    place: Any = copy
    for step in way:
        place = place.setdefault(step, {}) if isinstance(place, dict) else place[step]
    if value is GONE:
        del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
    return copy


def service(
    path: str = "", value: Any = None, *, shapes: Json | None = None, **parts: Json
) -> Service:
    """Return the faultless service, after one change of its definition.

    Args:
        path: What is changed: `resources.Shelf.load.path`.
        value: What is there then; `GONE` for nothing.
        shapes: Shapes that the model has besides, or instead.
        parts: Another `arns`, or `paginators`.
    """
    return Service(
        "shelves",
        model(shapes),
        parts.get("paginators", PAGINATORS),
        WAITERS,
        changed(DEFINITION, path, value) if path else DEFINITION,
        parts.get("arns", ARNS),
    )
