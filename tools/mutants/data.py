"""The changes that can be made to a JSON file, one at a time.

Each leaves a document of the same shape: a wrong one that could have been generated.
Left alone is the order of a request's parameters, which means nothing.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

# Where a place is, as of the top of the document.
Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A value within a document that can be changed in a way.

    Attributes:
        kind: The kind of change.
        path: The keys and positions that lead to the value.
    """

    kind: str
    path: Path


def places_of(document: Any) -> list[Place]:
    """Return all places of a document that can be changed, in its order."""
    return list(_places(document, ()))


def _places(value: Any, path: Path) -> Iterator[Place]:
    if path:
        for kind, fits in _FITS.items():
            if fits(value) and (kind, path[-1]) != ("order reversed", "params"):
                yield Place(kind, path)
        if isinstance(path[-1], int):
            yield Place("item dropped", path)
        else:
            yield Place("key dropped", path)
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for step, child in inner:
        yield from _places(child, (*path, step))


_FITS: dict[str, Callable[[Any], bool]] = {
    "other value": lambda value: isinstance(value, str),
    "number changed": lambda value: type(value) is int,
    "flag flipped": lambda value: isinstance(value, bool),
    "order reversed": lambda value: isinstance(value, list) and len(value) > 1,
}


def changed(document: Any, place: Place, chance: random.Random) -> Any:
    """Return a copy of a document that differs in one place.

    Args:
        document: The document.
        place: The place, of `places_of`.
        chance: The source of what is drawn: a text becomes another one that the same
            key has elsewhere, such as another type, operation or state.
    """
    copied = copy.deepcopy(document)
    above = copied
    for step in place.path[:-1]:
        above = above[step]
    last = place.path[-1]
    if place.kind in ("key dropped", "item dropped"):
        del above[last]
    elif place.kind == "other value":
        above[last] = _other(document, place.path, above[last], chance)
    elif place.kind == "number changed":
        above[last] += 1
    elif place.kind == "flag flipped":
        above[last] = not above[last]
    else:
        above[last].reverse()
    return copied


def _other(document: Any, path: Path, value: str, chance: random.Random) -> str:
    key = _key(path)
    others = {v for p, v in _texts(document, ()) if _key(p) == key} - {value}
    return chance.choice(sorted(others)) if others else f"{value}X"


def _key(path: Path) -> str:
    """Return the innermost key, which says what a text means."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for step, child in value.items():
            yield from _texts(child, (*path, step))
    elif isinstance(value, list):
        for position, child in enumerate(value):
            yield from _texts(child, (*path, position))


def as_text(document: Any) -> str:
    """Return a document as the generator writes it."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
