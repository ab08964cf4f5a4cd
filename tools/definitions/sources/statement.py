"""The form that all sources are read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..words import singular

# The roles an operation may have towards a type of resource, in the order of tables.
ROLES = ("read", "list", "create", "delete")


@dataclass(frozen=True)
class Statement:
    """A resource type by the statement of a source.

    Attributes:
        name: The source's name of it, as its documentation has it.
        noun: The thing's name alone, in CamelCase.
        identifiers: The names that tell one from another; None where the source is
            silent, empty for what an account has one of.
        operations: botocore's names of the operations that may have each role.
        arn: The ARN's template, without what all ARNs of the service begin with.
    """

    name: str
    noun: str
    identifiers: tuple[str, ...] | None
    operations: Mapping[str, frozenset[str]] = field(default_factory=dict)
    arn: str | None = None

    def told(self, role: str) -> frozenset[str]:
        """Return the operations of a role; none where the source is silent."""
        return self.operations.get(role, frozenset())

    def is_only(self) -> bool:
        """Return whether a parent, or the account, has a single resource of the type.

        Nothing lists it: CloudFormation names the operation that reads it, in the
        singular, for DescribeDBInstances reads one and lists all.
        """
        if self.identifiers == ():
            return True
        listing = self.told("list")
        return listing <= self.told("read") and not any(
            singular(name) != name or name.endswith("List") for name in listing
        )
