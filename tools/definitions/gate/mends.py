"""The mends of findings: what rules write down of what a check asks a person for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .. import names
from ..checks import Finding
from ..service import Service
from ..words import after_verb
from .known import Known
from .outcome import Derived
from .trimming import drop_link, drop_unused_waiters

# Members without which a type is as right as with them: they wait, or lead elsewhere.
_SPARED = ("waiters", "has")
# Inputs of who asks, which are no part of what is asked for.
_NO_IDENTIFIER = re.compile(r"(Token|Language|RoleA[rR][nN])$")
# A list, a member, and the type that the list leaves it out of.
_SUMMARY = re.compile(r"fills (\w+) from (\w+), which lacks \w+: list ")
_OMITS = re.compile(r"(\w+) leaves ([\w, ]+) of (\w+) out")
# An action whose name would be one of Python's keywords.
_RESERVED = re.compile(r"(\w+): the action (\w+) ")


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
        mend = _MENDS.get(finding.rule)
        return mend is not None and mend(self, found, finding)

    def _quote_default(self, found: Derived, finding: Finding) -> bool:
        """Tell in AWS's words what a list leaves out by default."""
        text = finding.text
        operation, _, member = finding.place.partition(" ")
        quoted = text[text.index('"') : text.rindex('"') + 1]
        for _, section, _, body in names.sites(found.definition):
            if section == "hasMany" and body["request"]["operation"] == operation:
                told = f"{quoted} ({member or operation})"
                body["leavesOut"] = min(told, body.get("leavesOut", told))
        return True

    def _move(self, _: Derived, finding: Finding) -> bool:
        """Leave an operation to the service whose input may be another thing's."""
        if not _NO_IDENTIFIER.search(finding.place):
            self.known.moved.add(finding.text.split()[2])
        return True

    def _omit(self, found: Derived, finding: Finding) -> bool:
        """Note the members that a list leaves out; what identifies a type it has."""
        told = _OMITS.match(finding.text)
        if told is None:
            return False
        listing, left_out, kind = told.groups()
        identifiers = found.definition["resources"][kind]["identifiers"]
        members = {str(i.get("memberName", i["name"])) for i in identifiers}
        absent = {*left_out.split(", ")} - members
        if absent:
            self.known.omitted.setdefault((kind, listing), set()).update(absent)
        return True

    def _summarise(self, found: Derived, finding: Finding) -> bool:
        """Have a type completed by its load where a list fills it from a summary."""
        told = _SUMMARY.search(finding.text)
        if told is None:
            return False
        kind, shape = told.groups()
        site = _site_of(found.definition, finding)
        if site is not None and "{" in str(site["resource"].get("path")):
            # A part of its data, put in its place there.
            del site["resource"]["path"]
            return True
        if shape not in self.service.model.shape_names:
            return False
        summaries = found.definition["resources"][kind].setdefault("summaries", [])
        if shape not in summaries:
            summaries.append(shape)
        return True

    def _is_mended(self, _: Derived, __: Finding) -> bool:
        """Return True: it has been taken out, as what is as it was once."""
        return True

    def _tell_arn(self, _: Derived, finding: Finding) -> bool:
        """Have the ARN of a type from its data."""
        self.known.told.add(finding.place)
        return True

    def _drop_reads(self, found: Derived, finding: Finding) -> bool:
        site = _site_of(found.definition, finding)
        if site is None:
            return False
        site.pop("reads", None)
        return True

    def _keep_name(self, found: Derived, finding: Finding) -> bool:
        """Call an action as its operation where it would be one of Python's words."""
        told = _RESERVED.match(finding.text)
        site = told and _site(found.definition, f"{told[1]}.actions.{told[2]}")
        if not site:
            return False
        self.known.named.add(site["request"]["operation"])
        return True

    def _is_made(self, found: Derived, finding: Finding) -> bool:
        """Return whether a create is called after the type that it makes.

        A repository is answered with a catalog's data, and is what is made.
        """
        site = _site_of(found.definition, finding)
        if site is None:
            return False
        made = site.get("resource", {}).get("type")
        return bool(after_verb(site["request"]["operation"]) == made)

    def _drop_link(self, found: Derived, finding: Finding) -> bool:
        return drop_link(found, finding.place)


# Each mend by the rule of its findings; it returns whether nothing is left to ask.
_MENDS: dict[str, Callable[[Mender, Derived, Finding], bool]] = {
    "arn-hidden": Mender._tell_arn,
    "default": Mender._quote_default,
    "extras": Mender._is_mended,
    "omits": Mender._omit,
    "otherwise": Mender._is_made,
    "place": Mender._drop_link,
    "reads": Mender._drop_reads,
    "reserved": Mender._keep_name,
    "stated": Mender._move,
    "summaries": Mender._summarise,
}


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


def _site_of(document: dict[str, Any], finding: Finding) -> dict[str, Any] | None:
    """Return the body of what a finding's sentence begins with."""
    return _site(document, finding.text.split()[0])
