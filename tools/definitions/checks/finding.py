"""The findings of rules: faults and notes about places of a definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .service import Service

ERROR = "error"
NOTE = "note"


@dataclass(frozen=True, order=True)
class Finding:
    """A fault at a place of a definition, with a sentence that says how to mend it.

    Args:
        rule: The rule's short name, as used in lists of exceptions.
        place: Where it is: ``Stack.hasMany.Events``, ``service.actions.CreateStack``,
            or just the type.
        text: The sentence.
        level: ``error``, or ``note`` for what a person should look at once.
        absent: The models lack what is named: no fault, if they are older than it.
    """

    rule: str
    place: str
    text: str
    level: str = ERROR
    absent: bool = False

    @property
    def key(self) -> str:
        """Return the key of an exception to this finding: rule and place."""
        return f"{self.rule} {self.place}"

    def __str__(self) -> str:
        """Return the sentence, with the level before it and the key behind it."""
        return f"{self.level}: {self.text} [{self.key}]"


Findings = Iterator[Finding]
Rule = Callable[["Service"], Findings]
