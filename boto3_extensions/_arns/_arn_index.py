"""Finds the resource type that an ARN names.

The type whose template fits most closely is taken, the first declared of several that
fit equally, and never a looser one only because the closest cannot be made from an ARN:
a queue's policy is not a queue. Templates of other services are read only if the
service that is called like the ARN's has none: ``elasticloadbalancing`` is nobody's
name in boto3, and ``rds`` ARNs may be docdb's as well.
"""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from boto3_extensions._arns._arn import MAX_LENGTH, Arn, first_segment, parse_arn
from boto3_extensions._arns._arn_candidates import Candidate
from boto3_extensions._arns._arn_matching import FirstFit, Fit, Place
from boto3_extensions._arns._arn_rules import ArnRule, rules_of
from boto3_extensions._arns._arn_templates import after_service
from boto3_extensions._arns._arn_unknown import why_unknown
from boto3_extensions.exceptions import (
    ArnRulesError,
    MalformedArnError,
    UnknownArnTypeError,
)

logger = logging.getLogger(__name__)


class NamedByArn(NamedTuple):
    """A resource type that an ARN names, and what the ARN tells about the resource.

    Attributes:
        service: boto3's name of the service.
        resource_type: The type's name in boto3's definition of the service.
        rule: The rule whose template fits the ARN.
        fields: What the template's fields stand for in the ARN.
        identifiers: Returns the resource's identifiers by name, given what returns the
            URL of the service.
    """

    service: str
    resource_type: str
    rule: ArnRule
    fields: Mapping[str, str]
    identifiers: Callable[[Callable[[], str]], dict[str, Any]]


# By the first segment of the ARN's resource part; candidates whose template begins with
# a field are in every list, and alone under None.
_Table = dict[str | None, FirstFit]


class Index:
    """The templates of one loader's services, compiled as far as they were needed."""

    def __init__(self, loader: Any) -> None:
        # Not the loader: that would keep itself alive as the key of `_indexes`.
        self.search_paths = list(loader.search_paths)
        self._services = loader.list_available_services("arns-1")
        self._own: dict[str, _Table] = {}
        self._every: dict[str, _Table] | None = None

    def find(self, arn: str, loader: Any) -> Fit:
        """Return the resource type that an ARN names, and what the ARN tells about it.

        Raises:
            MalformedArnError, UnknownArnTypeError: See the function `find`.
        """
        # What fits a template is an ARN: taking it apart first takes as long again.
        if isinstance(arn, str) and len(arn) <= MAX_LENGTH:
            parts = arn.split(":", 6)
            if len(parts) > 5:
                table = self._own.get(parts[2]) or self._table(parts[2], loader)
                # As `first_segment`; a call would take as long as the work.
                first_fit = table.get(parts[5].split("/", 1)[0]) or table[None]
                fit = first_fit.match(arn)
                # Of several that fit equally, another may be one that can be made.
                if fit and (fit[0].is_ready or fit[0].get_ready(loader)):
                    return fit
        return self._find_thoroughly(parse_arn(arn), loader)

    def _find_thoroughly(self, arn: Arn, loader: Any) -> Fit:
        fitting = _closest(arn, self._table(arn.service, loader))
        fitting = fitting or _closest(arn, self._table_of_every(arn.service, loader))
        for candidate, values in fitting:
            fields = candidate.template.pattern.fields
            positions = {name: 2 + i for i, name in enumerate(fields)}
            place = Place([(candidate, positions)])
            if place.get_ready(loader):
                return place, (arn.partition, arn.region, *values)
        if fitting:
            reasons = " or ".join(candidate.why_not() for candidate, _ in fitting)
            raise UnknownArnTypeError(f"'{arn}' tells that it is {reasons}")
        if arn.resource[-1].isspace():
            raise MalformedArnError(f"'{arn}' is no ARN: it ends in white space")
        why = why_unknown(arn, self._similar(arn, loader))
        raise UnknownArnTypeError(
            f"'{arn}' names no resource type known to boto3: {why}"
        )

    def _similar(self, arn: Arn, loader: Any) -> list[Candidate] | None:
        """Return the candidates of an ARN's segment, None if its service has none."""
        table = self._table(arn.service, loader)
        if table is _NOTHING:
            return None
        first_fit = table.get(first_segment(arn.resource)) or table[None]
        return first_fit.candidates

    def _table(self, service: str, loader: Any) -> _Table:
        """Return what the service called like the ARN's says, or else all others."""
        if service not in self._own:
            # Nothing is kept for what is no service: any string comes here.
            if service not in self._services:
                table = self._table_of_every(service, loader)
                if table is not _NOTHING:
                    self._own[service] = table
                return table
            tables = _tables_of(_candidates(loader, [service]))
            self._own[service] = tables.get(service, _NOTHING)
        return self._own[service]

    def _table_of_every(self, service: str, loader: Any) -> _Table:
        """Return what all services say about the ARN's."""
        if self._every is None:
            self._every = _tables_of(_readable(loader, self._services))
        return self._every.get(service, _NOTHING)


_NOTHING: _Table = {None: FirstFit("", [])}
_indexes: weakref.WeakKeyDictionary[Any, Index] = weakref.WeakKeyDictionary()


def find(arn: str, loader: Any) -> NamedByArn:
    """Return the resource type that an ARN names.

    Args:
        arn: The ARN.
        loader: botocore's loader of a session.

    Raises:
        UnknownArnTypeError: No template fits, or no type whose template fits can be
            made from an ARN.
        MalformedArnError: It is no ARN; or no template fits because of white space at
            the end. (It may be part of the name: an s3 key may end in it.)
    """
    index = _indexes.get(loader)
    if index is None or index.search_paths != loader.search_paths:
        index = _indexes[loader] = Index(loader)
    place, groups = index.find(arn, loader)
    candidate = place.candidate
    return NamedByArn(
        candidate.service,
        candidate.resource_type,
        candidate.rule,
        candidate.fields(place.values(groups)),
        partial(place.identify, arn, groups),
    )


def _closest(arn: Arn, table: _Table) -> list[tuple[Candidate, tuple[str, ...]]]:
    closest: list[tuple[Candidate, tuple[str, ...]]] = []
    rest = after_service(arn)
    segment = table.get(first_segment(arn.resource), table[None])
    for candidate in segment.candidates:
        if closest and candidate.rank != closest[0][0].rank:
            break
        values = candidate.match(rest)
        if values is not None:
            closest.append((candidate, values))
    return closest


def _readable(loader: Any, services: Iterable[str]) -> Iterator[Candidate]:
    for service in services:
        try:
            candidates = list(_candidates(loader, [service]))
        except ArnRulesError as error:
            # The ARNs of other services are none of its business.
            logger.warning("Left out: %s", error)
            continue
        yield from candidates


def _candidates(loader: Any, services: Iterable[str]) -> Iterator[Candidate]:
    for service in services:
        for resource_type, rules in rules_of(loader, service).items():
            before: list[ArnRule] = []
            for rule in rules:
                if rule.template:
                    yield Candidate(
                        service, resource_type, rule, rule.template, before.copy()
                    )
                before.append(rule)


def _tables_of(candidates: Iterable[Candidate]) -> dict[str, _Table]:
    found: dict[str, dict[str | None, list[Candidate]]] = {}
    # A stable sort: the order declared stays among equals.
    for candidate in sorted(candidates, key=lambda c: c.rank):
        template = candidate.template
        table = found.setdefault(template.service, {None: []})
        if template.segment is None:
            for in_segment in table.values():
                in_segment.append(candidate)
            continue
        if template.segment not in table:
            table[template.segment] = table[None].copy()
        table[template.segment].append(candidate)
    return {
        service: {segment: FirstFit(service, some) for segment, some in table.items()}
        for service, table in found.items()
    }
