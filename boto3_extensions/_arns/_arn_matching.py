"""Matches an ARN with all that it may name at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from boto3_extensions._arns._arn import PARTS
from boto3_extensions._arns._arn_alternatives import Alternatives, Positions
from boto3_extensions._arns._arn_candidates import Candidate
from boto3_extensions._arns._arn_identifiers import Groups, Maker, maker_of
from boto3_extensions.exceptions import UnknownArnTypeError


class Place:
    """Where in a match the values of a candidate's fields are.

    Args:
        ends: The candidate with the groups of its fields, and others that fit whenever
            it does, which count if no resource can be made by it.

    Attributes:
        candidate: The candidate.
        is_conditional: Whether `candidate.holds_for` has to be asked.
        is_ready: Whether it is known that resources can be made from such ARNs.
        plain: The identifiers with their groups, if each is just what a field stands
            for; else none.
        needs_endpoint: Whether an identifier contains the URL of the service.
    """

    def __init__(self, ends: Sequence[tuple[Candidate, Positions]]) -> None:
        self._ends = ends
        self._take(*ends[0])
        self.is_conditional = self.candidate.is_conditional
        self.is_ready = False
        self.plain: list[tuple[str, int]] = []
        self._makers: list[tuple[str, Maker]] = []

    def _take(self, candidate: Candidate, positions: Positions) -> None:
        self.candidate = candidate
        self.service = candidate.service
        self.resource_type = candidate.resource_type
        self.needs_endpoint = candidate.rule.needs_endpoint
        self._positions = positions

    def get_ready(self, loader: Any) -> bool:
        """Tell whether resources can be made from ARNs that fit the candidate."""
        able = (end for end in self._ends if end[0].can_be_made(loader))
        end = next(able, None)
        if end is None:
            return False
        self._take(*end)
        candidate, positions = end
        names, rule = candidate.identifiers, candidate.rule
        self._makers = [
            (name, maker_of(name, rule, candidate.template, positions))
            for name in names
        ]
        if all(rule.is_plain(name) for name in names):
            self.plain = [(name, positions[name]) for name in names]
        self.is_ready = True
        return True

    def values(self, groups: Groups) -> Groups:
        """Return the values of the fields of the candidate's template."""
        fields = self.candidate.template.pattern.fields
        return tuple(groups[self._positions[field]] for field in fields)

    def identify(
        self, arn: str, groups: Groups, endpoint: Callable[[], str] | None
    ) -> dict[str, Any]:
        """Return the identifiers of the resource, by name, in their order.

        Args:
            arn: An ARN that fits.
            groups: The groups of the match.
            endpoint: Returns the URL of the service, if an identifier contains that.

        Raises:
            UnknownArnTypeError: What ought to be a number is none.
        """
        if self.needs_endpoint and endpoint:
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
        self._places = {group: Place(ends) for group, ends in alternatives.ends.items()}
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
        if place.is_conditional and not place.candidate.holds_for(place.values(groups)):
            return self._after(place.candidate).match(arn)
        return place, groups

    def _after(self, candidate: Candidate) -> FirstFit:
        i = self.candidates.index(candidate)
        if i not in self._others:
            self._others[i] = FirstFit(self._service, self.candidates[i + 1 :])
        return self._others[i]
