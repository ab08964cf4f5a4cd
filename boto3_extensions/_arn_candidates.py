"""The resource types that an ARN may name, and the quick way to the right one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from botocore import xform_name
from botocore.exceptions import DataNotFoundError, UnknownServiceError

from boto3_extensions._arn import PARTS
from boto3_extensions._arn_rules import ENDPOINT, PARTITION, ArnRule
from boto3_extensions._arn_templates import ArnTemplate
from boto3_extensions.exceptions import UnknownArnTypeError

_Values = tuple[str, ...]


class Candidate:
    """A rule of a resource type, as something that an ARN may fit.

    Attributes:
        is_conditional: Whether `holds_for` has to be asked.
        rank: Sorts candidates, the closest first.
        identifiers: The names of the type's identifiers, once `can_be_made` was asked.
    """

    def __init__(
        self,
        service: str,
        resource_type: str,
        rule: ArnRule,
        template: ArnTemplate,
        before: list[ArnRule],
    ) -> None:
        self.service = service
        self.resource_type = resource_type
        self.rule = rule
        self.template = template
        self.rank = template.pattern.rank
        self.identifiers: _Values = ()
        # Where the identifiers are among the values, if that is all there is to it.
        self._positions: list[tuple[str, int]] | None = None
        self._own_globs = _globs(rule, template)
        self.is_conditional = bool(rule.when or before)
        self._globs_before = [
            _globs(other, template)
            for other in before
            # What the ARN does not tell about a condition, it does not tell to be met.
            if other.when.keys() <= set(template.pattern.fields)
        ]
        self._untold: list[str] | None = None

    def match(self, rest: str) -> _Values | None:
        """Return an ARN's fields if a resource with that ARN follows this rule.

        Args:
            rest: What comes after the ARN's service.
        """
        values = self.template.pattern.values(rest)
        return values if values is not None and self.holds_for(values) else None

    def holds_for(self, values: _Values) -> bool:
        """Tell whether it is this rule that resources with such an ARN follow."""
        for i, matches in self._own_globs:
            if not matches(values[i]):
                return False
        for globs in self._globs_before:
            if all(matches(values[i]) for i, matches in globs):
                return False
        return True

    def fields(self, values: _Values) -> dict[str, str]:
        """Return the values of the template's fields by name."""
        return dict(zip(self.template.pattern.fields, values, strict=True))

    def can_be_made(self, loader: Any) -> bool:
        """Tell whether an ARN tells all identifiers of the type, and there is one."""
        if self._untold is None:
            names = _identifiers_of(loader, self.service, self.resource_type)
            fields = self.template.pattern.fields
            if all(self.rule.is_plain(name) for name in names):
                self._positions = [(name, fields.index(name)) for name in names]
            self.identifiers = names
            self._untold = [name for name in names if not self.rule.tells(name)]
        return bool(self.identifiers) and not self._untold

    def identify(
        self, arn: str, values: _Values, endpoint: Callable[[], str]
    ) -> dict[str, Any]:
        """Return the identifiers of the resource, by name, in their order.

        Args:
            arn: An ARN that this candidate fits.
            values: The values of the template's fields in it.
            endpoint: Returns the URL of the service; it is called only if an identifier
                contains that.

        Raises:
            UnknownArnTypeError: What ought to be a number is none.
        """
        if self._positions is not None:
            identifiers = {}
            for name, i in self._positions:
                identifiers[name] = values[i]
            return identifiers
        fields = self.fields(values)
        fields[PARTITION] = arn.split(":", 2)[1]
        if self.rule.needs_endpoint:
            fields[ENDPOINT] = endpoint().rstrip("/")
        try:
            return {n: self.rule.identifier(n, arn, fields) for n in self.identifiers}
        except ValueError as error:
            raise UnknownArnTypeError(
                f"'{arn}' names no {self.service}.{self.resource_type}: {error}"
            ) from error

    def why_not(self) -> str:
        """Tell, after `can_be_made`, why no resource can be made from such an ARN."""
        lacks = ", ".join(self._untold or ()) or "which one of them it is"
        return f"a {self.service}.{self.resource_type}, but not {lacks}"


# A candidate, the values of its template's fields, and the ARN's partition and region.
# Not a named tuple: making one takes as long as finding what is in it.
Fit = tuple[Candidate, _Values, tuple[str, ...]]


class FirstFit:
    """All templates of some candidates in one regular expression.

    Each is an alternative that ends in an empty group, whose number tells which it was.
    """

    def __init__(self, service: str, candidates: Sequence[Candidate]) -> None:
        self._service = service
        self._candidates = candidates
        self._others: dict[int, FirstFit] = {}
        # By the number of the empty group: the candidate's, and where its groups are.
        self._places: dict[int, tuple[int, int, int]] = {}
        alternatives = []
        # Of the parts in which the candidates do not differ.
        group = 2
        for i, candidate in enumerate(candidates):
            pattern = candidate.template.pattern
            alternatives.append(pattern.regex(group) + r"\Z()")
            last = group + len(pattern.fields)
            self._places[last + 1] = (i, group, last)
            group = last + 1
        head = f"arn:({PARTS['partition']}):{re.escape(service)}:(?=([^:]*):)"
        text = head + f"(?:{'|'.join(alternatives) or '(?!)'})"
        self._match = re.compile(text, re.DOTALL).match

    def match(self, arn: str) -> Fit | None:
        """Return the candidate that fits most closely, the first of equals.

        Args:
            arn: A string that need not be an ARN; if it fits, it is one.
        """
        match = self._match(arn)
        if match is None:
            return None
        i, first, last = self._places[match.lastindex or 0]
        candidate = self._candidates[i]
        groups = match.groups()
        values = groups[first:last]
        if not candidate.is_conditional or candidate.holds_for(values):
            return candidate, values, groups[:2]
        if i not in self._others:
            self._others[i] = FirstFit(self._service, self._candidates[i + 1 :])
        return self._others[i].match(arn)


def _globs(
    rule: ArnRule, template: ArnTemplate
) -> list[tuple[int, Callable[[str], object]]]:
    """Return the conditions that an ARN tells about: the field's place, the test."""
    fields = template.pattern.fields
    return [
        (fields.index(attribute), is_like)
        for attribute, is_like in rule.when.items()
        if attribute in fields
    ]


def _identifiers_of(loader: Any, service: str, resource_type: str) -> _Values:
    try:
        document = loader.load_service_model(service, "resources-1")
    except (UnknownServiceError, DataNotFoundError):
        return ()
    definition = document["resources"].get(resource_type, {})
    return tuple(xform_name(i["name"]) for i in definition.get("identifiers", ()))
