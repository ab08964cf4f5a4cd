"""The resource types that an ARN may name, and the quick way to the right one.

Makes identifiers of resources out of what was found in an ARN.

Writes the templates of candidates as one regular expression.

What candidates begin with in common is written once, and matched once: most begin with
a region and an account, which take as long as all the rest. A field is in common only
if it can end in one place: of ``a{x+}:b`` and ``a{x+}``, all ways to match the first
have to be tried before the second.

Matches an ARN with all that it may name at once.

Says which part of an ARN is to blame if it names nothing that boto3 knows.

Finds the resource type that an ARN names.

The type whose template fits most closely is taken, the first declared of several that
fit equally, and never a looser one only because the closest cannot be made from an ARN:
a queue's policy is not a queue. Templates of other services are read only if the
service that is called like the ARN's has none: ``elasticloadbalancing`` is nobody's
name in boto3, and ``rds`` ARNs may be docdb's as well.

Tells which resource type an ARN names, without a session.
"""

from __future__ import annotations

import functools
import logging
import os
import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3
from botocore import xform_name
from botocore.loaders import create_loader
from botocore.regions import EndpointResolver

from boto3_extensions._arns.arn import (
    GLOBAL,
    MAX_LENGTH,
    PARTS,
    Arn,
    check_home,
    check_no_pattern,
    first_segment,
    parse_arn,
    usual_form,
)
from boto3_extensions._arns.rules import (
    ENDPOINT,
    PARTITION,
    ArnRule,
    ArnTemplate,
    Pattern,
    after_service,
    guards_of,
    rules_of,
)
from boto3_extensions._foundation import models
from boto3_extensions._foundation.models import model_of
from boto3_extensions.exceptions import (
    ArnRulesError,
    MalformedArnError,
    UnknownArnTypeError,
)

if TYPE_CHECKING:
    from botocore.loaders import Loader

_Values = tuple[str, ...]


class Candidate:
    """A rule of a resource type, as something that an ARN may fit.

    Attributes:
        guards: The rule's conditions as regular expressions to look ahead by where a
            field begins; None if they cannot be written so.
        is_conditional: Whether `holds_for` has to be asked therefore.
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
        self._own_globs = _globs(rule, template)
        told = set(template.pattern.fields)
        # What the ARN does not tell about a condition, it does not tell to be met.
        before = [other for other in before if other.when.keys() <= told]
        self._globs_before = [_globs(other, template) for other in before]
        self.guards = guards_of(rule, before, template)
        self.is_conditional = self.guards is None
        self._untold: list[str] | None = None
        self._is_defined = True

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

    def can_be_made(self, loader: Loader) -> bool:
        """Tell whether an ARN tells all identifiers of the type, and there is one."""
        if self._untold is None:
            names = identifiers_of(loader, self.service, self.resource_type)
            self._is_defined = names is not None
            self.identifiers = names = names or ()
            self._untold = [name for name in names if not self.rule.tells(name)]
        return bool(self.identifiers) and not self._untold

    def why_not(self) -> str:
        """Tell, after `can_be_made`, why no resource can be made from such an ARN."""
        what = f"a {self.service}.{self.resource_type}"
        if not self._is_defined:
            return f"{what}, which {self.service}'s resources-1 does not define"
        lacks = ", ".join(self._untold or ()) or "which one of them it is"
        return f"{what}, but not {lacks}"


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


def identifiers_of(loader: Loader, service: str, resource_type: str) -> _Values | None:
    document = model_of(loader, service, "resources-1")
    if document is None or resource_type not in document["resources"]:
        return None
    definition = document["resources"][resource_type]
    return tuple(xform_name(i["name"]) for i in definition.get("identifiers", ()))


Groups = tuple[str, ...]
Maker = Callable[[str, Groups], str | int]


def maker_of(
    name: str, rule: ArnRule, template: ArnTemplate, positions: Mapping[str, int]
) -> Maker:
    """Return what makes an identifier, given an ARN and what was found in it.

    That is the ARN's partition first, the fields of the template where `positions` has
    them, and the URL of the service last. It raises a ValueError if the ARN can be
    nothing's.

    Args:
        name: The identifier, which the ARN tells.
        rule: The rule that the ARN follows.
        template: The rule's template.
        positions: Where the fields are.
    """
    if name in rule.identifiers:
        return _of_pattern(rule.identifiers[name], template, positions)
    if name == rule.arn:
        return lambda arn, groups: arn
    position = positions[name if name in positions else "account"]
    if name not in rule.numbers:
        return lambda arn, groups: groups[position]

    def number(arn: str, groups: Groups) -> int:
        text = groups[position]
        if not (text.isascii() and text.isdecimal()):
            raise ValueError(f"its {name} would be a number")
        return int(text)

    return number


def _of_pattern(
    pattern: Pattern, template: ArnTemplate, positions: Mapping[str, int]
) -> Maker:
    places = {PARTITION: 0, ENDPOINT: -1, **positions}
    # What fitted the same part of the template need not be looked at again.
    known = dict(zip(template.pattern.names, template.pattern.parts, strict=True))
    tests = [
        (name, places[name], can_be)
        for (name, can_be), part in zip(pattern.tests, pattern.parts, strict=True)
        if known.get(name) != part and name not in (PARTITION, ENDPOINT)
    ]
    # Of one place, itemgetter gives no tuple; `%` takes that as well.
    values_of = itemgetter(*(places[name] for name in pattern.names))

    def filled(arn: str, groups: Groups) -> str:
        for name, place, can_be in tests:
            if not can_be(groups[place]):
                raise ValueError(f"{name} cannot be {groups[place]!r}")
        text: str = pattern.text % values_of(groups)
        return text

    return filled


# By the name of a field, where its value is in the groups of a match.
Positions = dict[str, int]


class _Piece(NamedTuple):
    """A fixed text or a field of a template.

    Attributes:
        key: Equal for pieces that may be matched as one.
        text: A regular expression: the fixed text, or what to look ahead by.
        part: A regular expression of what the field stands for.
        name: The field.
    """

    key: object
    text: str
    part: str = ""
    name: str = ""


class _Row(NamedTuple):
    """What remains to be written of a candidate."""

    candidate: Candidate
    positions: Positions
    pieces: list[_Piece]


class Alternatives:
    """Candidates as one regular expression, of which the first that fits is taken.

    Each ends in an empty group, whose number tells which it was.

    Attributes:
        text: The regular expression, to be used after one other group. Its first group
            is the ARN's region.
        ends: By the number of the empty group, the candidates that fit, in their order,
            each with its fields' positions.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.ends: dict[int, list[tuple[Candidate, Positions]]] = {}
        self._groups = 1
        rows = [_Row(each, {}, list(_pieces_of(each))) for each in candidates]
        self.text = ""
        if {row.pieces[0].name for row in rows} != {"region"}:
            self._groups = 2
            self.text = "(?=([^:]*):)"
        self.text += self._write(rows, 0) or "(?!)"

    def _write(self, rows: list[_Row], done: int) -> str:
        """Write all but so many pieces of each."""
        together = [
            list(some) for _, some in groupby(rows, lambda row: _key_of(row, done))
        ]
        alternatives = [self._write_shared(some, done) for some in together]
        text = "|".join(alternatives)
        return text if len(alternatives) < 2 else f"(?:{text})"

    def _write_shared(self, rows: list[_Row], done: int) -> str:
        """Write what begins with the same piece."""
        row = rows[0]
        if done == len(row.pieces):
            self._groups += 1
            self.ends[self._groups] = [(row.candidate, row.positions) for row in rows]
            return r"\Z()"
        piece = row.pieces[done]
        group = self._group(rows, done) if piece.name else ""
        return piece.text + group + self._write(rows, done + 1)

    def _group(self, rows: list[_Row], done: int) -> str:
        piece = rows[0].pieces[done]
        known = rows[0].positions.get(piece.name)
        if known is not None:
            # In brackets, as a digit may follow.
            return f"(?:\\{known + 1})"
        for row in rows:
            name = row.pieces[done].name
            if name != "_":
                row.positions[name] = self._groups
        self._groups += 1
        return f"({piece.part})"


def _key_of(row: _Row, done: int) -> object:
    if done < len(row.pieces):
        return row.pieces[done].key
    # Which one it is, is not for a regular expression to say.
    return row.candidate if row.candidate.is_conditional else None


def _pieces_of(candidate: Candidate) -> Iterator[_Piece]:
    pattern, guards = candidate.template.pattern, candidate.guards or {}
    for i, (name, part) in enumerate(zip(pattern.names, pattern.parts, strict=True)):
        if pattern.literals[i]:
            yield _Piece(pattern.literals[i], pattern.literals[i])
        guard = guards.get(name, "")
        is_shared = pattern.is_definite(i) and name not in pattern.names[:i]
        yield _Piece((guard, part) if is_shared else object(), guard, part, name)
    if pattern.literals[-1]:
        yield _Piece(pattern.literals[-1], pattern.literals[-1])


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

    def get_ready(self, loader: Loader) -> bool:
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


# What regions and accounts are like, for ARNs that lack one or have one too many.
_LIKE = {"region": ("", "us-east-1"), "account_id": ("", "123456789012", "aws")}
_CALLED = {"account_id": "account"}


def why_unknown(arn: Arn, candidates: Sequence[Candidate] | None) -> str:
    """Tell which part of an ARN is to blame that nothing known has such an ARN.

    Args:
        arn: An ARN that no template fits.
        candidates: Those of its service that may begin like it; None if it is no
            service with resources.
    """
    if candidates is None:
        return f"there are no resources of a service {arn.service!r}"
    segment = first_segment(arn.resource)
    named = [c for c in candidates if c.template.segment == segment]
    if not named:
        return f"nothing of {arn.service} is like {after_service(arn)!r}"
    for names in [["region"], ["account_id"], ["region", "account_id"]]:
        if any(c.match(after_service(a)) for a in _others(arn, names) for c in named):
            return " and ".join(
                f"its {_CALLED.get(name, name)} cannot be {getattr(arn, name)!r}"
                for name in names
            )
    return f"its resource cannot be {arn.resource!r}"


def _others(arn: Arn, names: Sequence[str]) -> list[Arn]:
    """Return ARNs that differ in these parts."""
    others = [arn]
    for name in names:
        others = [a._replace(**{name: like}) for a in others for like in _LIKE[name]]
    return others


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

    def __init__(self, loader: Loader) -> None:
        # Not the loader: that would keep itself alive as the key of `_indexes`.
        self.search_paths = list(loader.search_paths)
        self._services = loader.list_available_services("arns-1")
        self._own: dict[str, _Table] = {}
        self._every: dict[str, _Table] | None = None

    def find(self, arn: str, loader: Loader) -> Fit:
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

    def _find_thoroughly(self, arn: Arn, loader: Loader) -> Fit:
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

    def _similar(self, arn: Arn, loader: Loader) -> list[Candidate] | None:
        """Return the candidates of an ARN's segment, None if its service has none."""
        table = self._table(arn.service, loader)
        if table is _NOTHING:
            return None
        first_fit = table.get(first_segment(arn.resource)) or table[None]
        return first_fit.candidates

    def _table(self, service: str, loader: Loader) -> _Table:
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

    def _table_of_every(self, service: str, loader: Loader) -> _Table:
        """Return what all services say about the ARN's."""
        if self._every is None:
            self._every = _tables_of(_readable(loader, self._services))
        return self._every.get(service, _NOTHING)


_NOTHING: _Table = {None: FirstFit("", [])}
_indexes: weakref.WeakKeyDictionary[Any, Index] = weakref.WeakKeyDictionary()


def find(arn: str, loader: Loader) -> NamedByArn:
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


def _readable(loader: Loader, services: Iterable[str]) -> Iterator[Candidate]:
    for service in services:
        try:
            candidates = list(_candidates(loader, [service]))
        except ArnRulesError as error:
            # The ARNs of other services are none of its business.
            logger.warning("Left out: %s", error)
            continue
        yield from candidates


def _candidates(loader: Loader, services: Iterable[str]) -> Iterator[Candidate]:
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


class NamedResource(NamedTuple):
    """What an ARN names, in boto3's words.

    Attributes:
        service_name: As in ``boto3.resource(service_name)``.
        resource_type: The type's name there.
        identifiers: The identifiers of the resource, by name.
    """

    service_name: str
    resource_type: str
    identifiers: dict[str, Any]


# Partitions with their regions that have been looked up and found right.
_homes: set[tuple[str, ...]] = set()


def resource_type_of(arn: str) -> NamedResource:
    """Tell which resource type an ARN names, and the identifiers of the resource.

    Takes neither session nor credentials nor region, and asks nobody. Definitions of
    your own count if they are in ``~/.aws/models``, or where ``AWS_DATA_PATH`` pointed
    at the first call.

    Args:
        arn: For example ``arn:aws:rds:us-east-1:123456789012:db:orders``.

    Returns:
        ``("rds", "DBInstance", {"id": "orders"})``, as a named tuple.

    Raises:
        MalformedArnError: It is no ARN.
        UnknownArnTypeError: It is one, but of nothing that can be made a resource.
        ArnPartitionError: There is no such partition, or its region is another's.
    """
    loader, index = data()
    arn = usual_form(arn)
    place, groups = index.find(arn, loader)
    home = groups[:2]
    if home not in _homes:
        partition, region = home
        check_home(arn, partition, region, _endpoints())
        # That is right for a service, and no other.
        if region != GLOBAL:
            _homes.add(home)
    identifiers = {}
    for name, position in place.plain:
        identifiers[name] = groups[position]
    if not identifiers:
        endpoint = None
        if place.needs_endpoint:
            endpoint = partial(_endpoint, place.service, *home)
        identifiers = place.identify(arn, groups, endpoint)
    if "*" in arn or "?" in arn:
        kind = f"{place.service}.{place.resource_type}"
        check_no_pattern(arn, kind, identifiers.values())
    # What calling the class does, in a third of the time.
    return tuple.__new__(
        NamedResource, (place.service, place.resource_type, identifiers)
    )


@functools.cache
def data() -> tuple[Any, Index]:
    """Return a loader of the definitions, and the index of their ARNs."""
    loader = create_loader(os.environ.get("AWS_DATA_PATH"))
    # As boto3.Session does.
    loader.search_paths.append(os.path.join(os.path.dirname(boto3.__file__), "data"))
    models.add_data(loader)
    return loader, Index(loader)


@functools.cache
def _endpoints() -> Any:
    loader, _ = data()
    return EndpointResolver(loader.load_data("endpoints"))


@functools.lru_cache
def _endpoint(service: str, partition: str, region: str) -> str:
    found = _endpoints().construct_endpoint(service, region or None, partition)
    return f"https://{found['hostname']}"
