"""A doubt about a type, or about a part that the type may do without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Part(NamedTuple):
    """A part of a type that it may do without: an operation in a role.

    A list that is no collection, and a create that makes no resource, are actions that
    return a dict; without its load a type has what its lists tell.

    Attributes:
        role: ``load``, ``list``, ``create`` or ``action``.
        operation: The operation.
        owner: Whose list it is, if those of others are in no doubt; else empty.
    """

    role: str
    operation: str
    owner: str = ""


@dataclass(frozen=True)
class Doubt:
    """A doubt about a type.

    Attributes:
        text: A short phrase.
        part: The part that it is about; None if it is about the type as a whole.
    """

    text: str
    part: Part | None = None
