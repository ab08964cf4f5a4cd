"""Finds the resource type that an ARN names.

The type whose template fits most closely is taken, the first declared of several that
fit equally, and never a looser one only because the closest cannot be made from an ARN:
a queue's policy is not a queue. Templates of other services are read only if the
service that is called like the ARN's has none: ``elasticloadbalancing`` is nobody's
name in boto3, and ``rds`` ARNs may be docdb's as well.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from botocore import xform_name
from botocore.exceptions import DataNotFoundError, UnknownServiceError

from boto3_extensions._arn import Arn, first_segment
from boto3_extensions._arn_rules import ArnRule, rules_of
from boto3_extensions._arn_templates import (
    ArnTemplate,
    Pattern,
    after_service,
)
from boto3_extensions.exceptions import MalformedArnError, UnknownArnTypeError


class NamedByArn(NamedTuple):
    """A resource type that an ARN names, and what the ARN tells about the resource.

    Attributes:
        service: boto3's name of the service.
        resource_type: The type's name in boto3's definition of the service.
        identifiers: The names of the type's identifiers.
        rule: The rule whose template fits the ARN.
        fields: What the template's fields stand for in the ARN.
    """

    service: str
    resource_type: str
    identifiers: tuple[str, ...]
    rule: ArnRule
    fields: Mapping[str, str]


class _Candidate:
    """A rule of a resource type, as something that an ARN may fit."""

    def __init__(
        self,
        service: str,
        resource_type: str,
        rule: ArnRule,
        before: list[ArnRule],
        pattern: Pattern,
    ) -> None:
        self.service = service
        self.resource_type = resource_type
        self.rule = rule
        self.rank = pattern.rank
        self._match = pattern.match
        self._conditional = bool(rule.when or before)
        self._before = before
        self.untold: list[str] = []
        self._identifiers: tuple[str, ...] | None = None

    def match(self, rest: str) -> dict[str, str] | None:
        """Return an ARN's fields if a resource with that ARN follows this rule.

        Args:
            rest: What comes after the ARN's service.
        """
        fields = self._match(rest)
        if fields is None or not self._conditional:
            return fields
        if self.rule.is_contradicted_by(fields):
            return None
        return None if any(r.is_met_by(fields) for r in self._before) else fields

    def identifiers(self, loader: Any) -> tuple[str, ...]:
        """Return the names of the type's identifiers, none if there is no such type."""
        if self._identifiers is None:
            names = _identifiers_of(loader, self.service, self.resource_type)
            self.untold = [name for name in names if not self.rule.tells(name)]
            self._identifiers = names
        return self._identifiers

    def why_not(self) -> str:
        """Tell, after `identifiers`, why no resource can be made from such an ARN."""
        lacks = ", ".join(self.untold) or "which one of them it is"
        return f"a {self.service}.{self.resource_type}, but not {lacks}"


# By the first segment of the ARN's resource part, the closest first; those that begin
# with a field are in every list, and alone under None.
_Table = dict[str | None, list[_Candidate]]


class _Index:
    """The templates of one loader's services, compiled as far as they were needed."""

    def __init__(self, loader: Any) -> None:
        self.search_paths = list(loader.search_paths)
        self._services = loader.list_available_services("arns-1")
        self._own: dict[str, _Table] = {}
        self._every: dict[str, _Table] | None = None

    def own(self, service: str, loader: Any) -> _Table:
        """Return what the service called like the ARN's says."""
        if service not in self._own:
            # Nothing is kept for what is no service: any string comes here.
            if service not in self._services:
                return _NOTHING
            tables = _tables_of(_candidates(loader, [service]))
            self._own[service] = tables.get(service, _NOTHING)
        return self._own[service]

    def every(self, service: str, loader: Any) -> _Table:
        """Return what all services say about the ARN's."""
        if self._every is None:
            self._every = _tables_of(_candidates(loader, self._services))
        return self._every.get(service, _NOTHING)


_NOTHING: _Table = {None: []}
_indexes: weakref.WeakKeyDictionary[Any, _Index] = weakref.WeakKeyDictionary()


def find(arn: Arn, loader: Any) -> NamedByArn:
    """Return the resource type that an ARN names.

    Args:
        arn: An ARN taken apart.
        loader: botocore's loader of a session.

    Raises:
        UnknownArnTypeError: No template fits, or no type whose template fits can be
            made from an ARN.
        MalformedArnError: No template fits because of white space at the end. (It may
            be part of the name: an s3 key may end in it.)
    """
    index = _indexes.get(loader)
    if index is None or index.search_paths != loader.search_paths:
        index = _indexes[loader] = _Index(loader)
    fitting = _closest(arn, index.own(arn.service, loader))
    fitting = fitting or _closest(arn, index.every(arn.service, loader))
    if fitting:
        return _first_that_can_be_made(arn, fitting, loader)
    if arn.resource[-1].isspace():
        raise MalformedArnError(f"'{arn}' is no ARN: it ends in white space")
    raise UnknownArnTypeError(f"'{arn}' names no resource type known to boto3")


def _candidates(
    loader: Any, services: Iterable[str]
) -> Iterator[tuple[ArnTemplate, _Candidate]]:
    for service in services:
        for resource_type, rules in rules_of(loader, service).items():
            before: list[ArnRule] = []
            for rule in rules:
                template = rule.template
                if template:
                    yield (
                        template,
                        _Candidate(
                            service,
                            resource_type,
                            rule,
                            before.copy(),
                            template.pattern,
                        ),
                    )
                before.append(rule)


def _tables_of(
    candidates: Iterable[tuple[ArnTemplate, _Candidate]],
) -> dict[str, _Table]:
    tables: dict[str, _Table] = {}
    # A stable sort: the order declared stays among equals.
    for template, candidate in sorted(candidates, key=lambda c: c[0].pattern.rank):
        table = tables.setdefault(template.service, {None: []})
        if template.segment is None:
            for in_segment in table.values():
                in_segment.append(candidate)
        else:
            table.setdefault(template.segment, table[None].copy()).append(candidate)
    return tables


def _closest(arn: Arn, table: _Table) -> list[tuple[_Candidate, dict[str, str]]]:
    closest: list[tuple[_Candidate, dict[str, str]]] = []
    rest = after_service(arn)
    for candidate in table.get(first_segment(arn.resource), table[None]):
        if closest and candidate.rank != closest[0][0].rank:
            break
        fields = candidate.match(rest)
        if fields is not None:
            closest.append((candidate, fields))
    return closest


def _first_that_can_be_made(
    arn: Arn, fitting: list[tuple[_Candidate, dict[str, str]]], loader: Any
) -> NamedByArn:
    for candidate, fields in fitting:
        identifiers = candidate.identifiers(loader)
        if identifiers and not candidate.untold:
            return NamedByArn(
                candidate.service,
                candidate.resource_type,
                identifiers,
                candidate.rule,
                fields,
            )
    reasons = " or ".join(candidate.why_not() for candidate, _ in fitting)
    raise UnknownArnTypeError(f"'{arn}' tells that it is {reasons}")


def _identifiers_of(loader: Any, service: str, resource_type: str) -> tuple[str, ...]:
    try:
        document = loader.load_service_model(service, "resources-1")
    except (UnknownServiceError, DataNotFoundError):
        return ()
    definition = document["resources"].get(resource_type, {})
    return tuple(xform_name(i["name"]) for i in definition.get("identifiers", ()))
