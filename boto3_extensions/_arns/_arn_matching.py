"""Matches an ARN with all that it may name at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from boto3_extensions._arns._arn import PARTS
from boto3_extensions._arns._arn_alternatives import Alternatives, Positions
from boto3_extensions._arns._arn_candidates import Candidate
from boto3_extensions._arns._arn_identifiers import Groups, Maker, maker_of
from boto3_extensions.exceptions import UnknownArnTypeError


class Place:
    """Where in a match the values of a candidate's fields are.

    Attributes:
        candidate: The candidate.
        is_ready: Whether it is known that resources can be made from such ARNs.
        names, take: The identifiers, and what takes them out of the groups, if all are
            just what fields stand for; else there are no names. Of a single one, `take`
            returns no tuple.
    """

    def __init__(self, candidate: Candidate, positions: Positions) -> None:
        self.candidate = candidate
        self.service = candidate.service
        self.resource_type = candidate.resource_type
        self.is_ready = False
        self.names: tuple[str, ...] = ()
        self.take: Callable[[Groups], Any] = tuple
        self._positions = positions
        self._makers: list[tuple[str, Maker]] = []

    def get_ready(self, loader: Any) -> bool:
        """Tell whether resources can be made from ARNs that fit the candidate."""
        if not self.candidate.can_be_made(loader):
            return False
        rule, template = self.candidate.rule, self.candidate.template
        names = self.candidate.identifiers
        self._makers = [
            (name, maker_of(name, rule, template, self._positions)) for name in names
        ]
        if all(rule.is_plain(name) for name in names):
            self.take = itemgetter(*(self._positions[name] for name in names))
            self.names = names
        self.is_ready = True
        return True

    def values(self, groups: Groups) -> Groups:
        """Return the values of the fields of the candidate's template."""
        fields = self.candidate.template.pattern.fields
        return tuple(groups[self._positions[field]] for field in fields)

    def identify(
        self, arn: str, groups: Groups, endpoint: Callable[[], str]
    ) -> dict[str, Any]:
        """Return the identifiers of the resource, by name, in their order.

        Args:
            arn: An ARN that fits.
            groups: The groups of the match.
            endpoint: Returns the URL of the service; it is called only if an identifier
                contains that.

        Raises:
            UnknownArnTypeError: What ought to be a number is none.
        """
        if self.candidate.rule.needs_endpoint:
            groups = (*groups, endpoint().rstrip("/"))
        identifiers = {}
        try:
            for name, make in self._makers:
                identifiers[name] = make(arn, groups)
        except ValueError as error:
            named = f"{self.service}.{self.resource_type}"
            raise UnknownArnTypeError(f"'{arn}' names no {named}: {error}") from error
        return identifiers


# What an ARN fits, and the groups of the match: its partition, its region, the fields.
# Not a named tuple: making one takes as long as finding what is in it.
Fit = tuple[Place, Groups]


class FirstFit:
    """Some candidates as one regular expression, which is compiled when used."""

    def __init__(self, service: str, candidates: Sequence[Candidate]) -> None:
        self.candidates = list(candidates)
        self._service = service
        self._others: dict[int, FirstFit] = {}
        # By the number of the empty group.
        self._places: dict[int | None, Place] = {}
        self._match: Callable[[str], re.Match[str] | None] = self._first_match

    def _first_match(self, arn: str) -> re.Match[str] | None:
        alternatives = Alternatives(self.candidates)
        self._places = {
            group: Place(candidate, positions)
            for group, (candidate, positions) in alternatives.ends.items()
        }
        head = f"arn:({PARTS['partition']}):{re.escape(self._service)}:"
        self._match = re.compile(head + alternatives.text, re.DOTALL).match
        return self._match(arn)

    def match(self, arn: str) -> Fit | None:
        """Return the candidate that fits most closely, the first of equals.

        Args:
            arn: A string that need not be an ARN; if it fits, it is one.
        """
        match = self._match(arn)
        if match is None:
            return None
        groups = match.groups()
        place = self._places[match.lastindex]
        if place.candidate.is_conditional and not place.candidate.holds_for(
            place.values(groups)
        ):
            return self._after(place.candidate).match(arn)
        return place, groups

    def _after(self, candidate: Candidate) -> FirstFit:
        i = self.candidates.index(candidate)
        if i not in self._others:
            self._others[i] = FirstFit(self._service, self.candidates[i + 1 :])
        return self._others[i]
