"""The operations that list the items of each derived type."""

from __future__ import annotations

from ..listing import describes_one, listing
from ..resource_type import Listing, ResourceType
from ..service import Service
from ..words import PREPOSITIONS, find_noun, words
from .vocabulary import SEVERAL


def list_operations(
    service: Service, kinds: dict[str, ResourceType]
) -> dict[str, list[str]]:
    """Return the operations that list each type, the plainest first.

    Their names end in its plural, or have it before a preposition; or their items
    have the shape of its data, as the Users have that GetGroup tells.
    """
    found: dict[str, list[str]] = {name: [] for name in kinds}
    for operation in service.operations:
        if not operation.startswith(SEVERAL):
            continue
        listed = {
            n: x for n, k in kinds.items() if (x := listing(service, k, operation))
        }
        named = {n: x for n, x in listed.items() if _lists(kinds[n], operation)}
        best = max((_fit(kinds[n]) for n in named), default=None)
        for name, one in listed.items():
            if describes_one(kinds[name], operation):
                continue
            fits = name in named and _fit(kinds[name]) == best
            if fits or _has_shape(kinds[name], one):
                found[name].append(operation)
    return found


def _lists(kind: ResourceType, operation: str) -> bool:
    for noun in kind.nouns:
        place = find_noun(noun, operation)
        if place is None:
            continue
        parts = words(operation)
        after = parts[place[1] :]
        if parts[place[0] - 1] not in PREPOSITIONS and {*after[:1]} <= PREPOSITIONS:
            return True
    return False


def _has_shape(kind: ResourceType, listed: Listing) -> bool:
    shape, item = kind.shape, listed.item
    return shape is not None and item is not None and shape.name == item.name


def _fit(kind: ResourceType) -> tuple[bool, int]:
    """Return the rank of a type for a list: attached policies have their own ARN."""
    own = [i.name for i in kind.identifiers if i.own]
    return own == ["Arn"], max(len(n) for n in kind.nouns)
