"""The containers of a service's things, which are named by inputs alone.

All of quicksight is asked for by an ``AwsAccountId``, which no operation tells of; web
access control lists are those of a ``Scope``. Each is a type without data: its
identifiers are the inputs, and it has the things as collections.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .. import shapes
from ..service import Service
from ..words import plurals, words
from .identifiers import KINDS, calls, is_bare, short
from .vocabulary import SEVERAL, Vocabulary


def asked_for(
    vocabulary: Vocabulary, nouns: list[str], given: list[str]
) -> tuple[list[str], list[str]]:
    """Return the identifying inputs that the list of a thing requires, and their nouns.

    Of several lists the first counts that does not ask for several things at once.

    Args:
        vocabulary: The service's.
        nouns: The thing's.
        given: What singles out one thing. Of this some must be left to the thing.
    """
    lists = ((one, needs(vocabulary, one)) for one in _lists(vocabulary, nouns))
    operation, needed = next(
        ((one, inputs) for one, inputs in lists if inputs is not None), ("", [])
    )
    foreign = [
        name
        for name in given
        if name in needed
        and not is_bare(name)
        and not any(calls(noun, name) for noun in nouns)
    ]
    if (
        not needed
        or len(foreign) < len(needed)
        or len(foreign) == len(given)
        or not contain(vocabulary, operation, foreign)
    ):
        return [], []
    return foreign, [noun_of(vocabulary, operation, name) for name in foreign]


def contain(vocabulary: Vocabulary, operation: str, inputs: list[str]) -> bool:
    """Return whether what is asked for by inputs of a list may contain things.

    A span of time, a number, who calls, a page's size: none of them does. An ARN, an id
    or a name without a noun is one of some type, and which is not known.
    """
    shaped = vocabulary.service.inputs(operation)
    return not any(
        is_bare(name)
        or vocabulary.is_token(name)
        or shaped[name].type_name != "string"
        or words(name)[-1].lower() in {"date", "time"}
        for name in inputs
    )


def noun_of(vocabulary: Vocabulary, operation: str, given: str) -> str:
    """Return the noun of an input of a list: AccessPolicyType of its ``type``.

    The types of a policy are not those of a configuration, which are another input's
    of that name.
    """
    shape = vocabulary.service.inputs(operation)[given]
    whole = given[:1].upper() + given[1:]
    other = "enum" in shape.metadata and shape.name.endswith(whole)
    return shape.name if given.lower() == "type" and other else given


def needs(vocabulary: Vocabulary, operation: str) -> list[str] | None:
    """Return the required inputs of a list; None if an input takes several values."""
    service = vocabulary.service
    needed = service.required(operation) - made_up(service, operation)
    needed -= {*page_size(service, operation)}
    inputs = service.inputs(operation)
    if any(inputs[n].type_name not in shapes.SCALARS for n in needed):
        return None
    return [name for name in inputs if name in needed]


def page_size(service: Service, operation: str) -> dict[str, int]:
    """Return the greatest page size of a list, by its input, if AWS requires one."""
    inputs = service.inputs(operation)
    return {
        name: int(inputs[name].metadata["max"])
        for name in sorted(service.required(operation))
        if name.lower() in {"maxresults", "limit", "maxitems", "pagesize", "maxrecords"}
        and inputs[name].type_name in {"integer", "long"}
        and "max" in inputs[name].metadata
    }


def made_up(service: Service, operation: str) -> set[str]:
    """Return the inputs that botocore generates where the caller gives none."""
    return {*service.model.operation_model(operation).idempotent_members}


def name_of(inputs: list[str], taken: Mapping[str, object]) -> str:
    """Return a container's name: AwsAccount of ``AwsAccountId``, Scope of ``Scope``."""
    called = [_noun(name) for name in inputs]
    last = called[-1]
    # A BotVersion is of a Bot; an environment's name says nothing of the app's.
    joined = last if all(last.startswith(n) for n in called) else "".join(called)
    while joined.lower() in {name.lower() for name in taken}:
        joined += "Scope"
    return joined


def identifiers_of(name: str, inputs: list[str]) -> dict[str, str]:
    """Return the inputs of a container's identifiers, by their names in boto3."""
    called = [short(given, name) for given in inputs]
    if len(inputs) == 1 and name.lower().endswith(inputs[0].lower()):
        called = ["Name"]
    if len({*called}) < len(called):
        called = [given[:1].upper() + given[1:] for given in inputs]
    return dict(zip(called, inputs, strict=True))


def _noun(name: str) -> str:
    whole = name[:1].upper() + name[1:]
    for kind in sorted(KINDS[:6], key=len, reverse=True):
        if whole.endswith(kind) and len(whole) > len(kind):
            return whole.removesuffix(kind)
    return whole


def _lists(vocabulary: Vocabulary, nouns: list[str]) -> Iterator[str]:
    known = vocabulary.service.operations
    for noun in nouns:
        for spelt in plurals(noun):
            for before in (*SEVERAL, "Search"):
                name = before + spelt
                if name in known and list(
                    shapes.lists_in(vocabulary.service.output(name))
                ):
                    yield name
