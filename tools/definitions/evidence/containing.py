"""The types that an input of lists alone names, for the sake of those lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..resource_type import ResourceType


def for_lists(kind: ResourceType, kinds: Mapping[str, ResourceType]) -> bool:
    """Return whether the lists of others, which have a load and an id, ask for a type.

    The controls of auditmanager are listed by a ControlType, and loaded by their ids.
    What has but a name, or no load, may be of another that has the same.
    """
    return any(
        kind.name in (listed.on or ())
        and one.load is not None
        and "[" not in str(one.load.path)
        and all(
            told.lower().endswith(("id", "arn")) for told in listed.identifiers.values()
        )
        for one in kinds.values()
        if isinstance(one.spec.lists, list)
        for listed in one.spec.lists
    )
