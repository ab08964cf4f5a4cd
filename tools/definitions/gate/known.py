"""The differences from a draft that are found while it is judged."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Known:
    """What is otherwise than in a draft, though its types pass.

    Attributes:
        untagged: Types that have tags here alone.
        moved: Operations of types that are about another thing: the service's.
        untold: Creates that do not tell what they make: dicts.
        unloaded: Types without the load that the draft has.
        unlisted: The owners of collections that are none, by type and operation:
            actions that return a dict.
        relisted: The owners of collections that stay where others' are none.
        omitted: The members that a list leaves out, by type and list.
        named: Actions that keep the names of their operations.
        told: Types whose data have their ARN.
    """

    untagged: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    untold: set[str] = field(default_factory=set)
    unloaded: set[str] = field(default_factory=set)
    unlisted: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    relisted: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    omitted: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
