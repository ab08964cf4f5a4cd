"""The inputs of operations that identify a thing."""

from __future__ import annotations

from collections.abc import Iterator

from .. import shapes
from ..words import plurals, singular, words
from .identifiers import KINDS, calls, possible
from .vocabulary import CHANGING, NAMELESS, ONE, Vocabulary

# What ends a thing says which, and no more.
_ENDING = {"Remove", "Deregister", "Disassociate", "Cancel", "Revoke", "Detach"}


def given(vocabulary: Vocabulary, nouns: list[str]) -> list[str]:
    """Return the inputs that identify a thing, in AWS's order.

    A token, a time or a revision says of which state an item is to be, not which it is.
    """
    only_tokens: list[str] = []
    for found in _given(vocabulary, nouns):
        telling = [name for name in found if not vocabulary.is_token(name)]
        if telling:
            return telling
        only_tokens = only_tokens or found
    return only_tokens


def answered(vocabulary: Vocabulary, nouns: list[str], given: list[str]) -> list[str]:
    """Return the inputs of a thing that its creation answers with, and takes none."""
    service = vocabulary.service
    made = [v + n for n in nouns for v in ("Start", "Create")]
    return [
        name
        for name in given
        if any(
            name in getattr(service.output(operation), "members", {})
            and name not in service.inputs(operation)
            for operation in made
            if operation in service.operations
        )
    ]


def _given(vocabulary: Vocabulary, nouns: list[str]) -> Iterator[list[str]]:
    """Yield the inputs of each operation on a thing that asks for any."""
    for noun in nouns:
        told = list(dict.fromkeys([noun, *plurals(noun), noun + "Attributes"]))
        verbs = sorted(
            vocabulary.verbs(noun) - {*ONE, *NAMELESS},
            key=lambda v: (v not in _ENDING, not _is_alone(vocabulary, noun, v), v),
        )
        operations = [v + n for n in told for v in ONE]
        operations += [v + n for n in told for v in verbs]
        for operation in operations:
            required = vocabulary.required(operation)
            if not operation.startswith(ONE):
                required = _called(vocabulary, noun, operation)
            if operation.startswith("Delete"):
                required = _less_conditions(vocabulary, noun, operation, required)
            if required:
                yield required
    for noun in nouns:
        for operation in [b + spelt for spelt in plurals(noun) for b in ONE]:
            name = _named(vocabulary, operation, noun)
            if name:
                yield [name]


def _is_alone(vocabulary: Vocabulary, noun: str, verb: str) -> bool:
    """Return whether an operation on a thing asks for its id, and for nothing else.

    RestoreWorkspace takes a WorkspaceId; to migrate one takes a bundle, too.
    """
    required = vocabulary.required(verb + noun)
    return len(required) == 1 and calls(noun, required[0])


def _called(vocabulary: Vocabulary, noun: str, operation: str) -> list[str]:
    """Return the inputs of an operation on a thing; none if none of them tells which.

    QueryVectors asks how many vectors it shall find. What is changed is an input, too.
    """
    required = vocabulary.required(operation)
    if not required:
        return []
    inputs = vocabulary.service.inputs(operation)
    kinds = tuple(kind.lower() for kind in KINDS)
    told = [
        name
        for name in required
        if name.lower().endswith(kinds)
        or (
            name.lower().startswith(noun.lower())
            and "enum" not in inputs[name].metadata
        )
    ]
    if operation.startswith(CHANGING):
        return told
    # How a session is terminated, its TerminationMode, does not say which.
    texts = [
        n
        for n in required
        if n in told or (inputs[n].type_name == "string" and not n.endswith("Mode"))
    ]
    return texts if told else []


def _less_conditions(
    vocabulary: Vocabulary, noun: str, operation: str, required: list[str]
) -> list[str]:
    """Return the inputs of a deletion less those that only say when it may be done.

    A lens is got by its LensAlias, and deleted with a LensStatus, too. Where one of
    several is deleted that are read together, its id or its name is left.
    """
    for before in ONE[1:]:
        read = {*vocabulary.required(before + operation.removeprefix("Delete"))}
        if read and read < {*required}:
            return [
                name
                for name in required
                if name in read or name.endswith(KINDS) or calls(noun, name)
            ]
    return required


def _named(vocabulary: Vocabulary, operation: str, noun: str) -> str | None:
    """Return the first input with an identifier's name, in singular or plural."""
    if operation not in vocabulary.service.operations:
        return None
    inputs = vocabulary.service.inputs(operation)
    first = words(noun)[0]
    names = [*possible(noun), *possible(first)]
    for spelt in inputs:
        found = [n for n in names if spelt in plurals(n)]
        if found:
            # A player's session has an id of its own beside the player's.
            own = noun + found[0][len(first) :]
            return own if own in inputs else found[0]
    lists = [n for n, s in inputs.items() if shapes.is_string_list(s)]
    return singular(lists[0]) if lists else None


def optional(vocabulary: Vocabulary, nouns: list[str], others: set[str]) -> list[str]:
    """Return the inputs that may name a thing's owner: an access key's UserName.

    *others* are the inputs that single out something else.
    """
    for operation in [before + noun for noun in nouns for before in ONE]:
        if operation in vocabulary.service.operations:
            inputs = vocabulary.service.inputs(operation)
            called = {i for i in inputs for n in nouns if calls(n, i)}
            called |= {i for i in inputs if vocabulary.is_token(i)}
            return [i for i in inputs if i in others - called]
    return []
