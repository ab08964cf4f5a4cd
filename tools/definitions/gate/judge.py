"""The judge of a draft's types, each of which is judged anew as others go."""

from __future__ import annotations

from collections.abc import Iterable

from .. import evidence, names, tags
from ..derivation import waits
from ..evidence import Doubt, Part
from ..resource_type import ResourceType
from ..service import Service
from .disagreements import Disagreements
from .findings import faults_in, is_of_missing_tags, owners_of, part_of
from .known import Known
from .mends import Mender
from .outcome import Derived


class Judge:
    """The doubts about the types of a draft, while some of them go.

    Attributes:
        service: The service.
        known: What is found to be otherwise than in the draft, so far.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.known = Known()
        self._disagreements = Disagreements(service)
        self._mender = Mender(service, self.known)

    def doubts(
        self, kinds: dict[str, ResourceType], found: Derived
    ) -> dict[str, list[str]]:
        """Return the doubts about types, and take out members they can do without.

        Those that are found to be without tags are to be judged again.
        """
        document = found.definition
        self.known.moved |= evidence.of_another(self.service, kinds, document)
        self.known.untold |= evidence.untold(self.service, kinds, document)
        untagged = evidence.untagged(self.service, found.documents_by_name)
        about: dict[str, list[Doubt]] = {
            name: told
            for name, told in evidence.doubts(self.service, kinds, document).items()
            if told
        }
        for name, doubt in self._disagreements.doubts(kinds, document):
            about.setdefault(name, []).append(doubt)
        # What goes for that takes its own faults with it.
        faults = [] if about else faults_in(self.service.name, found.documents)
        for finding in faults:
            if (
                waits.passes(self.service, finding)
                or self._mender.spare(found, finding)
                or self._mender.mend(found, finding)
                or is_of_missing_tags(finding)
            ):
                continue
            if finding.rule == "tags" and tags.NONE_AT_AWS in finding.text:
                untagged.add(finding.place)
                continue
            text = f"{finding.rule}: {finding.text}"
            if part := part_of(document, finding):
                about.setdefault(part[0], []).append(Doubt(text, part[1]))
                continue
            doubt = Doubt(text)
            # Of what cannot be told to be about some of the types, all are in doubt.
            for owner in owners_of(document, finding) or document["resources"]:
                about.setdefault(owner, []).append(doubt)
        self.known.untagged |= untagged
        return {
            kind: [one.text for one in told]
            for kind, told in about.items()
            if kind not in untagged and not self._gives_up(found, kind, told)
        }

    def _gives_up(self, found: Derived, name: str, told: Iterable[Doubt]) -> bool:
        """Give up the parts of a type that are in doubt; return whether it has any.

        The rest of the type is judged anew without them.
        """
        parts = [one for one in told if one.part is not None]
        for one in parts:
            role, operation, only = one.part or Part("", "")
            if role == "load":
                self.known.unloaded.add(name)
            elif role == "create":
                self.known.untold.add(operation)
            elif role == "list":
                key = (name, operation)
                owners = {
                    owner
                    for owner, section, _, body in names.sites(found.definition)
                    if section == "hasMany"
                    and body["resource"]["type"] == name
                    and body["request"]["operation"] == operation
                }
                gone = owners & {only} if only else owners
                self.known.unlisted[key] = self.known.unlisted.get(key, set()) | gone
                self.known.relisted[key] = owners - gone
            else:
                self.known.moved.add(operation)
            found.given_up.setdefault(name, []).append(one.text)
        return bool(parts)
