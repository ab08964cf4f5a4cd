"""The names of operations that are called after a type, as AWS spells them."""

from __future__ import annotations

from ..derivation.makes import VERBS
from ..derivation.vocabulary import LISTING
from ..making import CREATE_VERBS
from ..resource_type import ResourceType
from ..types import LOAD_VERBS
from ..words import PREPOSITIONS, after_verb, plurals, verb, words
from . import called


def is_called(
    role: str, operation: str, kind: ResourceType, owner: ResourceType | None
) -> bool:
    """Return whether a list or a create is called after what it is of.

    Args:
        role: ``list`` or ``create``.
        operation: The operation.
        kind: The type that it gives.
        owner: The type that has it; None if it is the service's.
    """
    if role == "list":
        if verb(operation) in LOAD_VERBS and is_named(kind, operation):
            # What is read of one thing tells no others, but where it is called by many.
            return after_verb(operation).endswith("s")
        return is_plural(kind, operation) or _is_owners_plural(kind, operation, owner)
    if verb(operation) not in {*CREATE_VERBS, *VERBS}:
        return False
    return after_verb(operation) in {
        noun + rest for noun in kind.nouns for rest in ("", *_rests(operation, noun))
    }


def _rests(operation: str, noun: str) -> list[str]:
    """Return what follows a noun in an operation that says how: FromSnapshot."""
    rest = after_verb(operation).removeprefix(noun)
    return [rest] if words(rest)[:1] in (["From"], ["Using"], ["With"]) else []


def is_named(kind: ResourceType, operation: str) -> bool:
    return after_verb(operation) in kind.nouns


def is_read_by(kind: ResourceType, operation: str) -> bool:
    """Return whether a load is called after a type: GetJob, BatchGetJobs."""
    read = operation.removeprefix("Batch")
    if read != operation and verb(read) in LOAD_VERBS:
        return after_verb(read) in kind.nouns or is_plural(kind, read)
    named = after_verb(operation)
    ends = ("Attributes", "Details", "Detail")
    return any(named in (noun, *(noun + end for end in ends)) for noun in kind.nouns)


def is_plural(kind: ResourceType, operation: str) -> bool:
    return verb(operation) in LISTING and after_verb(operation) in _several(kind)


def _several(kind: ResourceType) -> set[str]:
    """Return the plurals of a type's nouns, AWS's Indices among them."""
    found = {form for noun in kind.nouns for form in plurals(noun)}
    found |= {noun[:-2] + "ices" for noun in kind.nouns if noun.endswith("ex")}
    found |= {noun[:-2] + "i" for noun in kind.nouns if noun.endswith("us")}
    return found | {
        form + "V2"
        for noun in kind.nouns
        if noun.endswith("V2")
        for form in plurals(noun.removesuffix("V2"))
    }


def _is_owners_plural(
    kind: ResourceType, operation: str, owner: ResourceType | None
) -> bool:
    """Return whether a list is called after a type and its owner.

    As ListQueueQuickConnects, or ListFleetsForVehicle.
    """
    if owner is None or verb(operation) not in LISTING:
        return False
    if called.lists_owners(operation, _several(kind), owner):
        return True
    named = words(after_verb(operation))
    for noun in owner.nouns:
        own = words(noun)
        if named[: len(own)] == own and "".join(named[len(own) :]) in _several(kind):
            return True
        place = len(named) - len(own) - 1
        if (
            place > 0
            and named[place + 1 :] == own
            and named[place] in PREPOSITIONS
            and "".join(named[:place]) in _several(kind)
        ):
            return True
    return False
