"""The inputs of operations that identify a thing."""

from __future__ import annotations

from .. import shapes
from ..words import plurals, singular, words
from .identifiers import KINDS, calls, possible
from .vocabulary import CHANGING, NAMELESS, ONE, Vocabulary


def given(vocabulary: Vocabulary, nouns: list[str]) -> list[str]:
    """Return the inputs that identify a thing, in AWS's order.

    A token, a time or a revision says of which state an item is to be, not which it is.
    """
    found = _given(vocabulary, nouns)
    telling = [name for name in found if not vocabulary.is_token(name)]
    return telling or found


def _given(vocabulary: Vocabulary, nouns: list[str]) -> list[str]:
    for noun in nouns:
        told = list(dict.fromkeys([noun, *plurals(noun), noun + "Attributes"]))
        verbs = sorted(vocabulary.verbs(noun) - {*ONE, *NAMELESS})
        operations = [v + n for n in told for v in ONE]
        operations += [v + n for n in told for v in verbs]
        for operation in operations:
            required = vocabulary.required(operation)
            if operation.startswith(CHANGING):
                # What is changed is an input, too, and tells nothing.
                required = [i for i in required if i.endswith(KINDS)]
            if operation.startswith("Delete"):
                required = _less_conditions(vocabulary, noun, operation, required)
            if required:
                return required
    named = (
        _named(vocabulary, before + spelt, noun)
        for noun in nouns
        for spelt in plurals(noun)
        for before in ONE
    )
    return [name for name in named if name][:1]


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
    names = [*possible(noun), *possible(words(noun)[0])]
    for spelt in inputs:
        found = [n for n in names if spelt in plurals(n)]
        if found:
            return found[0]
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
