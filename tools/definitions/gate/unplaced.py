"""The operations without the role that their names tell, by the rule that says why.

A list of statistics is none of resources: nothing asks for one of them. Others have a
doubt of the gate's about them, or about the type that they are called after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from botocore.model import StructureShape

from .. import shapes
from ..derivation.identifiers import calls
from ..service import Service
from ..words import PREPOSITIONS, after_verb, singular, words
from .outcome import Derived
from .reports import kind_of

# Members by which an item could be asked for.
_IDS = re.compile(r"(id|identifier|arn|name)$", re.IGNORECASE)


def unplaced_by_kind(found: Derived) -> Counter[tuple[str, str]]:
    """Return how many operations of a service lack each role for each reason."""
    roles, service = found.roles, Service(found.name)
    return Counter(
        (_reason(found, service, role, operation), role)
        for role, told in roles.told.items()
        for operation in told - roles.found.get(role, set())
    )


def _reason(found: Derived, service: Service, role: str, operation: str) -> str:
    named = next(
        (
            doubt
            for told in (*found.refused.values(), *found.given_up.values())
            for doubt in told
            if re.search(rf"\b{operation}\b", doubt)
        ),
        None,
    )
    if named is not None:
        return f"a doubt about it: {kind_of(named)}"
    about = singular(_about(operation))
    left_out = next(
        (
            doubts[0]
            for kind, doubts in found.refused.items()
            if doubts and kind in {about, singular(after_verb(operation))}
        ),
        None,
    )
    if left_out is not None:
        return f"its type is left out: {kind_of(left_out)}"
    return next(_reasons(found, service, role, operation), "no rule says why")


def _reasons(
    found: Derived, service: Service, role: str, operation: str
) -> Iterator[str]:
    """Yield why an operation is no type's own, by botocore's model alone."""
    about = singular(_about(operation))
    inputs = {
        name
        for other in service.operations
        if other != operation
        for name in service.inputs(other)
    }
    if role == "list":
        items = [one.item for one in shapes.lists_in(service.output(operation))]
        told = [one for one in items if isinstance(one, StructureShape)]
        if not told:
            yield "a list of words"
        elif not any(_IDS.search(name) for one in told for name in one.members):
            yield "a list of what has no id, name or ARN"
    if about in found.types:
        yield "of a type that has another one"
    if not any(calls(about, name) for name in inputs):
        yield "of what no operation asks for by an id"
    yield "of what is no type"


def _about(operation: str) -> str:
    """Return the noun of an operation, less what is said behind it: ForCluster."""
    parts = words(after_verb(operation))
    end = next((n for n, word in enumerate(parts) if n and word in PREPOSITIONS), None)
    return "".join(parts[:end])
