"""The operations without the role that their names tell, by the rule that says why.

A list of statistics is none of resources: nothing asks for one of them. Others have a
doubt of the gate's about them, or about the type that they are called after.
"""

from __future__ import annotations

import re
from collections import Counter

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
    return _by_model(found, service, role, operation)


def _by_model(found: Derived, service: Service, role: str, operation: str) -> str:
    """Return why an operation is no type's own, by botocore's model alone."""
    if role == "list":
        items = [one.item for one in shapes.lists_in(service.output(operation))]
        told = [one for one in items if isinstance(one, StructureShape)]
        if not told:
            return "a list of words"
        if not any(_IDS.search(name) for one in told for name in one.members):
            return "a list of what has no id, name or ARN"
    about = singular(_about(operation))
    if about in found.types:
        return "of a type that has another one"
    others = service.operations.keys() - {operation}
    if not any(calls(about, name) for one in others for name in service.inputs(one)):
        return "of what no operation asks for by an id"
    return "of what is no type"


def _about(operation: str) -> str:
    """Return the noun of an operation, less what is said behind it: ForCluster."""
    parts = words(after_verb(operation))
    end = next((n for n, word in enumerate(parts) if n and word in PREPOSITIONS), None)
    return "".join(parts[:end])
