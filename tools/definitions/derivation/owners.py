"""The owners of things that an id or a name without a noun tells, or nothing else.

omics asks for a task of a run by ``id`` and ``taskId``: the former is the run's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from botocore.model import Shape

from .. import shapes
from ..words import plurals, singular, words
from .identifiers import calls, is_bare, means
from .vocabulary import ONE, Vocabulary

if TYPE_CHECKING:
    from .things import Thing


def tell(vocabulary: Vocabulary, name: str, things: dict[str, Thing]) -> None:
    """Tell which other thing the input of a thing is of that has no noun."""
    thing = things[name]
    if len(thing.given) < 2:
        return
    for given in thing.given:
        if is_bare(given):
            asked = _asked(vocabulary, thing, given)
            owner = asked and _owner(vocabulary, name, things, given, asked)
            if owner:
                thing.bare[given] = owner


def _owner(
    vocabulary: Vocabulary,
    name: str,
    things: dict[str, Thing],
    given: str,
    asked: Shape,
) -> str | None:
    """Return the thing that an input means: by its shape, its name, or AWS's text.

    An input without a noun is the thing's own if no other is called after the thing.
    """
    mine = things[name]
    others = [i for i in mine.given if not is_bare(i)]
    has_own = any(calls(noun, i) for noun in mine.nouns for i in others)
    found = {}
    for other, whole in things.items():
        begins = mine.nouns[0].startswith(whole.nouns[0])
        if other == name or given not in whole.given:
            continue
        twin = re.fullmatch(r"V\d+", mine.nouns[0].removeprefix(whole.nouns[0]))
        if twin or not {*whole.given} <= {*mine.given}:
            continue
        if any(means(whole.nouns, given, i) for i in others):
            # That is said already: the id of an asset's filter is the filter's.
            continue
        shape = _asked(vocabulary, whole, given)
        if shape is None:
            continue
        noun = whole.nouns[0]
        same = shape.name == asked.name and noun.lower() in shape.name.lower()
        text = str(asked.documentation).lower()
        told = " ".join(words(noun)).lower() in text
        # An answer's preview is asked for as the answer is; a notebook's run is not.
        alike = {*whole.given} == {*mine.given}
        if begins and same if alike else begins or (has_own and (same or told)):
            found[other] = (same, begins, len(noun))
    return max(found, key=lambda other: found[other], default=None)


def _asked(vocabulary: Vocabulary, thing: Thing, given: str) -> Shape | None:
    """Return the shape of an input of the operations on a thing."""
    known = vocabulary.service.operations
    for noun in thing.nouns:
        verbs = (*ONE, *sorted(vocabulary.verbs(noun)))
        for operation in [b + spelt for spelt in (noun, *plurals(noun)) for b in verbs]:
            if operation in known:
                inputs = vocabulary.service.inputs(operation)
                if given in inputs:
                    return inputs[given]
    return None


def has_one(vocabulary: Vocabulary, nouns: list[str], given: list[str]) -> bool:
    """Return whether an owner has just one of a thing, read by the owner's identifiers.

    The launch configuration of a server is no list; a version is, of which an input
    that may be left out says which.
    """
    service = vocabulary.service
    for noun in nouns:
        for operation in [before + noun for before in ONE[1:]]:
            if operation not in service.operations or not given:
                continue
            several = any(
                isinstance(output, shapes.Items) and "." not in output.path
                for output in service.items(operation)
            )
            if several and singular(noun) != noun:
                continue
            asked = vocabulary.required(operation)
            which = [i for i in service.inputs(operation) if calls(noun, i)]
            if asked and {*asked} <= {*given} and not {*which} - {*asked}:
                return True
    return False
