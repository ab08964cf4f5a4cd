"""The mends of findings: what rules write down of what a check asks a person for."""

from __future__ import annotations

import re
from typing import Any

from .. import names
from ..checks import Finding
from ..service import Service
from ..words import after_verb
from .known import Known
from .outcome import Derived
from .trimming import drop_link, drop_unused_waiters, is_own_error

# Members without which a type is as right as with them: they wait, or lead elsewhere.
_SPARED = ("waiters", "has")
# Inputs of who asks, which are no part of what is asked for.
_NO_IDENTIFIER = re.compile(r"(Token|Language|RoleA[rR][nN])$")
# A list, a member, and the type that the list leaves it out of.
_SUMMARY = re.compile(r"fills (\w+) from (\w+), which lacks \w+: list ")
_ANSWERS = re.compile(r"(\w+) answers with (\w+) of what was not done")
_OMITS = re.compile(r"(\w+) leaves (\w+) of (\w+) out")


class Mender:
    """The mends of a service's definitions, while some of its types go.

    Attributes:
        service: The service.
        known: What is found to be otherwise than in the draft, so far.
    """

    def __init__(self, service: Service, known: Known) -> None:
        self.service = service
        self.known = known
        self._spared: set[str] = set()

    def spare(self, found: Derived, finding: Finding) -> bool:
        """Take out the member that a finding is about, if its type does without it."""
        resources = found.definition.get("resources", {})
        for place in (finding.place, finding.text.split()[0]):
            owner, _, rest = place.partition(".")
            section, _, name = rest.partition(".")
            members = resources.get(owner, {}).get(section, {})
            if section in _SPARED and name in members:
                del members[name]
                if not members:
                    del resources[owner][section]
                drop_unused_waiters(found)
                self._spared.add(place)
            if place in self._spared:
                return True
        return False

    def mend(self, found: Derived, finding: Finding) -> bool:
        """Write down by a rule what a finding asks a person for, if a rule can."""
        document, text = found.definition, finding.text
        operation, _, member = finding.place.partition(" ")
        if finding.rule == "default":
            quoted = text[text.index('"') : text.rindex('"') + 1]
            for _, section, _, body in names.sites(document):
                if section == "hasMany" and body["request"]["operation"] == operation:
                    told = f"{quoted} ({member or operation})"
                    body["leavesOut"] = min(told, body.get("leavesOut", told))
            return True
        if finding.rule == "stated":
            if not _NO_IDENTIFIER.search(finding.place):
                self.known.moved.add(text.split()[2])
            return True
        if finding.rule == "omits" and (told := _OMITS.match(text)):
            listing, left_out, kind = told.groups()
            identifiers = document["resources"][kind]["identifiers"]
            members = {str(i.get("memberName", i["name"])) for i in identifiers}
            if left_out not in members:
                self.known.omitted.setdefault((kind, listing), set()).add(left_out)
            return True
        if finding.rule == "summaries" and (told := _SUMMARY.search(text)):
            return self._summarised(
                document, _site(document, text.split()[0]), *told.groups()
            )
        if finding.rule == "failures" and (told := _ANSWERS.match(text)):
            return is_own_error(self.service, *told.groups())
        if finding.rule == "extras":
            # It has been taken out, as what is as it was once.
            return True
        if finding.rule == "arn-hidden":
            self.known.told.add(finding.place)
            return True
        site = _site(document, text.split()[0])
        if finding.rule == "reads" and site is not None:
            site.pop("reads", None)
            return True
        if finding.rule == "reserved" and (site := _reserved(document, text)):
            self.known.named.add(site["request"]["operation"])
            return True
        # A repository is answered with a catalog's data, and is what is made.
        made = site.get("resource", {}).get("type") if site is not None else None
        if finding.rule == "otherwise" and site is not None:
            return bool(after_verb(site["request"]["operation"]) == made)
        return finding.rule == "place" and drop_link(found, finding.place)

    def _summarised(
        self,
        document: dict[str, Any],
        site: dict[str, Any] | None,
        kind: str,
        shape: str,
    ) -> bool:
        """Have a type completed by its load where a list fills it from a summary."""
        if site is not None and "{" in str(site["resource"].get("path")):
            # A part of its data, put in its place there.
            del site["resource"]["path"]
            return True
        if shape not in self.service.model.shape_names:
            return False
        summaries = document["resources"][kind].setdefault("summaries", [])
        if shape not in summaries:
            summaries.append(shape)
        return True


def _site(document: dict[str, Any], place: str) -> dict[str, Any] | None:
    """Return the body of what stands at a place: ``App.actions.Delete``."""
    return next(
        (
            body
            for owner, section, name, body in names.sites(document)
            if place == f"{owner}.{section}.{name}"
        ),
        None,
    )


def _reserved(document: dict[str, Any], text: str) -> dict[str, Any] | None:
    """Return the action of a type whose name would be one of Python's keywords."""
    told = re.match(r"(\w+): the action (\w+) ", text)
    return told and _site(document, f"{told[1]}.actions.{told[2]}")
