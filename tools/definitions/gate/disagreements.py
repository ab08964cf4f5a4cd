"""The doubts about types that another source states otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import crosscheck, evidence
from ..evidence import Doubt, Part
from ..resource_type import ResourceType
from ..service import Service
from ..sources import Statement

# The roles of operations, by how comparisons call them.
_ROLES = {title: role for role, title in crosscheck.TITLES.items()}


class Disagreements:
    """The disagreements of a draft with other sources, while some of its types go.

    Attributes:
        service: The service.
        stated: The type that each statement of another source is about, in the whole
            draft: without it, the statement is about no other.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.stated: dict[tuple[str, str], str | None] = {}

    def doubts(
        self, kinds: dict[str, ResourceType], document: dict[str, Any]
    ) -> Iterator[tuple[str, Doubt]]:
        """Yield types, and what another source states otherwise about each.

        What the source has and the draft has not is no reason to leave the rest out.
        """
        done = crosscheck.roles(document)
        making = {
            (site["resource"]["type"], site["request"]["operation"])
            for role, _, site in evidence.makers(document)
            if role == "create"
        }
        for source, statements in crosscheck.SOURCES.items():
            for stated in statements(self.service):
                key = (source, stated.name)
                mine = crosscheck.same_type(stated, done)
                if mine and self._is_another(stated, kinds[mine], document):
                    continue
                if self.stated.setdefault(key, mine) != mine or mine is None:
                    continue
                agreed = crosscheck.compared(self.service.name, [stated], document)
                for title, _, theirs, ours in agreed.misses:
                    text = f"{source} has {title} {theirs}, not {ours}"
                    role = _ROLES.get(title)
                    if role is None:
                        if not evidence.needs_all(
                            self.service, kinds[mine], document["resources"][mine]
                        ):
                            yield mine, Doubt(text)
                        continue
                    for operation in sorted(done[mine][role]):
                        # An action is judged by its own name, a deletion as well.
                        is_part = (
                            role in {"read", "list"} or (mine, operation) in making
                        )
                        if is_part and role != "delete":
                            part = Part("load" if role == "read" else role, operation)
                            yield mine, Doubt(text, part)

    def _is_another(
        self, stated: Statement, kind: ResourceType, document: dict[str, Any]
    ) -> bool:
        """Return whether a statement is about something else than a type.

        What CloudFormation calls a BridgeOutput is known by its bridge and a name, and
        is made and read as a part of the bridge.
        """
        mine = document["resources"][kind.name]["identifiers"]
        named = stated.noun.lower() in {noun.lower() for noun in kind.nouns}
        told = stated.identifiers
        return not named and told is not None and len(told) > len(mine)
