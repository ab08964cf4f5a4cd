"""The derived definitions of a service: what passes of its draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .. import crosscheck, measures, names
from ..build import Documents


@dataclass
class Derived:
    """The derived definitions of a service.

    Attributes:
        name: botocore's name of the service.
        drafted: How many types its draft has.
        refused: The doubts about each type that is left out.
        given_up: The doubts about parts that a type of the draft is without.
        documents: The data files.
    """

    name: str
    drafted: int
    refused: dict[str, list[str]] = field(default_factory=dict)
    given_up: dict[str, list[str]] = field(default_factory=dict)
    documents: Documents = field(default_factory=dict)

    @property
    def documents_by_name(self) -> dict[str, dict[str, Any]]:
        """Return the data files by their names without a folder."""
        return {path.name: document for path, document in self.documents.items()}

    @property
    def definition(self) -> dict[str, Any]:
        """Return the definitions in boto3's form."""
        return names.definition_of(self.documents_by_name)

    @property
    def types(self) -> list[str]:
        """Return the types that have passed."""
        return sorted(self.definition.get("resources", {}))

    @property
    def roles(self) -> measures.InRole:
        """Return the operations by their role."""
        return measures.in_role(self.name, self.definition)

    @property
    def agreement(self) -> dict[str, tuple[int, int]]:
        """Return how many statements of each other source are met, and of how many."""
        return crosscheck.met(self.name, self.definition)
