"""The places in the definitions where an operation is used."""

from __future__ import annotations

import collections
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cli_examples.stage import snake
from definition_driver.subjects import Subject, subjects_of

COLLECTION = "hasMany"
LOAD = "load"
ACTION = "actions"


@dataclass(frozen=True)
class Use:
    """A collection, a load, or an action that makes something.

    Attributes:
        kind: The section of the definition.
        name: The collection's or action's, as an attribute; empty for a load.
    """

    subject: Subject
    kind: str
    name: str
    definition: Mapping[str, Any] = field(compare=False)

    def __str__(self) -> str:
        return self.subject.where(self.kind, self.name)

    @property
    def operation(self) -> str:
        """The name of the operation, as botocore has it."""
        return str(self.definition["request"]["operation"])

    @property
    def params(self) -> list[Mapping[str, Any]]:
        """The definition's of the request."""
        return list(self.definition["request"].get("params", []))

    @property
    def type(self) -> str:
        """The type of what comes out."""
        made = self.definition.get("resource", {})
        return str(made.get("type", self.subject.type))


@functools.cache
def uses_of(service: str) -> Mapping[str, list[Use]]:
    """Return the collections, loads and creates of a service, by their operation."""
    found: dict[str, list[Use]] = collections.defaultdict(list)
    for subject in subjects_of(service):
        whole = subject.definition
        uses = [
            Use(subject, kind, snake(name), one)
            for kind in (COLLECTION, ACTION)
            for name, one in whole.get(kind, {}).items()
            if "resource" in one
        ]
        if LOAD in whole:
            uses.append(Use(subject, LOAD, "", whole[LOAD]))
        for use in uses:
            found[use.operation].append(use)
    return found
