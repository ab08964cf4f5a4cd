"""The resource type that an ARN names, and the identifiers of the resource.

An ARN is matched with the templates of a service's rules (see `_arns.rules`), compiled
into one regular expression for each service and first segment of the resource part:
matching all templates takes as long as matching one. The type whose template fits most
closely is taken, the first declared of several that fit equally. A looser template is
never taken only because the type of the closest cannot be made from an ARN: a queue's
policy is not a queue.

An ARN's service is mostly boto3's name of the service. Where that service has no rules
that fit, those of all services are tried: ``elasticloadbalancing`` is no service of
boto3, and an ``rds`` ARN may be of docdb.

From the top: `resource_type_of` (public, without a session), `find` (with the loader of
a session), the index of a loader, regular expressions, candidates, identifiers, and the
reason why an ARN fits nothing.
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
    KIND,
    PARTITION,
    ArnRule,
    ArnTemplate,
    Pattern,
    after_service,
    guards_of,
    rules_of,
)
from boto3_extensions._foundation import models
from boto3_extensions._foundation.models import load_definitions
from boto3_extensions.exceptions import (
    ArnRulesError,
    MalformedArnError,
    UnknownArnTypeError,
)

if TYPE_CHECKING:
    from botocore.loaders import Loader

logger = logging.getLogger(__name__)

# The texts that fields of a template have in an ARN, in the order of the fields.
_Values = tuple[str, ...]
# The groups of a match with an ARN: its partition, its region, the values of fields.
Groups = tuple[str, ...]
# The index of each field's value in the groups of a match, by the field's name.
Positions = dict[str, int]
# Returns an identifier, given an ARN and the groups of the match with it.
Maker = Callable[[str, Groups], str | int]


class NamedResource(NamedTuple):
    """The service, the type and the identifiers of a resource, in boto3's words.

    Attributes:
        service_name: As in ``boto3.resource(service_name)``.
        resource_type: The type's name there.
        identifiers: The identifiers of the resource, by name.
    """

    service_name: str
    resource_type: str
    identifiers: dict[str, Any]


# Partitions with their regions that have been looked up and found right.
_valid_homes: set[tuple[str, ...]] = set()


def resource_type_of(arn: str) -> NamedResource:
    """Return the resource type that an ARN names, with the resource's identifiers.

    Needs no session, credentials or region, and calls no service. Definitions of your
    own count if they are in ``~/.aws/models``, or where ``AWS_DATA_PATH`` pointed at
    the first call.

    Args:
        arn: For example ``arn:aws:rds:us-east-1:123456789012:db:orders``.

    Returns:
        ``("rds", "DBInstance", {"id": "orders"})``, as a named tuple.

    Raises:
        MalformedArnError: The text is not an ARN.
        UnknownArnTypeError: No resource can be made from such an ARN.
        ArnPartitionError: There is no such partition, or its region is another's.
    """
    loader, index = default_index()
    arn = usual_form(arn)
    reader, groups = index.find(arn, loader)
    home = groups[:2]
    if home not in _valid_homes:
        partition, region = home
        check_home(arn, partition, region, _endpoints())
        # The region "global" is valid for one service only.
        if region != GLOBAL:
            _valid_homes.add(home)
    identifiers = {}
    for name, position in reader.plain:
        identifiers[name] = groups[position]
    if not identifiers:
        endpoint = None
        if reader.needs_endpoint:
            endpoint = partial(_endpoint, reader.service, *home)
        identifiers = reader.identify(arn, groups, endpoint)
    if "*" in arn or "?" in arn:
        kind = f"{reader.service}.{reader.resource_type}"
        check_no_pattern(arn, kind, identifiers.values())
    # The same as a call of the class, in a third of the time.
    return tuple.__new__(
        NamedResource, (reader.service, reader.resource_type, identifiers)
    )


@functools.cache
def default_index() -> tuple[Loader, Index]:
    """Return a loader of the definitions, and the index of their ARNs."""
    loader = create_loader(os.environ.get("AWS_DATA_PATH"))
    # As boto3.Session does.
    loader.search_paths.append(os.path.join(os.path.dirname(boto3.__file__), "data"))
    models.add_data(loader)
    return loader, Index(loader)


@functools.cache
def _endpoints() -> Any:
    loader, _ = default_index()
    return EndpointResolver(loader.load_data("endpoints"))


@functools.lru_cache
def _endpoint(service: str, partition: str, region: str) -> str:
    endpoint = _endpoints().construct_endpoint(service, region or None, partition)
    return f"https://{endpoint['hostname']}"


class NamedByArn(NamedTuple):
    """A resource type that an ARN names, with the values that are in the ARN.

    Attributes:
        service: boto3's name of the service.
        resource_type: The type's name in boto3's definition of the service.
        rule: The rule whose template fits the ARN.
        fields: The values of the template's fields, by name.
        identifiers: Returns the resource's identifiers by name, given a function that
            returns the URL of the service.
    """

    service: str
    resource_type: str
    rule: ArnRule
    fields: Mapping[str, str]
    identifiers: Callable[[Callable[[], str]], dict[str, Any]]


# By loader: a loader has the files that rules are read from.
_indexes: weakref.WeakKeyDictionary[Loader, Index] = weakref.WeakKeyDictionary()


def find(arn: str, loader: Loader) -> NamedByArn:
    """Return the resource type that an ARN names.

    Args:
        arn: The ARN.
        loader: botocore's loader of a session.

    Raises:
        UnknownArnTypeError: No template fits, or no type whose template fits can be
            made from an ARN.
        MalformedArnError: The text is not an ARN, or no template fits because of white
            space at the end (which may be part of the name: an S3 key may end in it).
    """
    index = _indexes.get(loader)
    if index is None or index.search_paths != loader.search_paths:
        index = _indexes[loader] = Index(loader)
    reader, groups = index.find(arn, loader)
    candidate = reader.candidate
    return NamedByArn(
        candidate.service,
        candidate.resource_type,
        candidate.rule,
        candidate.fields(reader.values(groups)),
        partial(reader.identify, arn, groups),
    )


class Index:
    """The ARN templates of a loader's services, compiled when first needed."""

    def __init__(self, loader: Loader) -> None:
        # Not the loader: that would keep itself alive as the key of `_indexes`.
        self.search_paths = list(loader.search_paths)
        self._services = loader.list_available_services("arns-1")
        self._own: dict[str, _Table] = {}
        # The tables of curated services' templates and those of derived services': the
        # latter fit no ARN that one of the former fits, and take longer to read.
        self._every: dict[bool, dict[str, _Table]] = {}

    def find(self, arn: str, loader: Loader) -> Fit:
        """Return the candidate that fits an ARN, with the values in the ARN.

        Raises:
            MalformedArnError, UnknownArnTypeError: See the function `find`.
        """
        # A text that fits a template is an ARN; parsing first takes as long again.
        if isinstance(arn, str) and len(arn) <= MAX_LENGTH:
            parts = arn.split(":", 6)
            if len(parts) > 5:
                table = self._own.get(parts[2]) or self._table(parts[2], loader)
                # As `first_segment`; a call would take as long as the work.
                first_fit = table.get(parts[5].split("/", 1)[0]) or table[None]
                fit = first_fit.match(arn)
                # If no resource can be made by this candidate, another that fits as
                # closely may do.
                if fit and (fit[0].is_ready or fit[0].get_ready(loader)):
                    return fit
        return self._find_thoroughly(parse_arn(arn), loader)

    def _find_thoroughly(self, arn: Arn, loader: Loader) -> Fit:
        fitting = _closest(arn, self._table(arn.service, loader))
        for table in self._tables_of_every(arn.service, loader):
            fitting = fitting or _closest(arn, table)
        for candidate, values in fitting:
            fields = candidate.template.pattern.fields
            positions = {name: 2 + i for i, name in enumerate(fields)}
            reader = IdentifierReader([(candidate, positions)])
            if reader.get_ready(loader):
                return reader, (arn.partition, arn.region, *values)
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
        if table is _NO_TEMPLATES:
            return None
        first_fit = table.get(first_segment(arn.resource)) or table[None]
        return first_fit.candidates

    def _table(self, service: str, loader: Loader) -> _Table:
        """Return the templates of boto3's service of a name, else those of all others.

        Args:
            service: The service part of an ARN.
            loader: The loader that the index is of.
        """
        if service not in self._own:
            # Any text may come as a service: only names that have templates are kept.
            if service not in self._services:
                table = self._table_of_every(service, loader)
                if table is not _NO_TEMPLATES:
                    self._own[service] = table
                return table
            tables = _tables_of(_candidates(loader, service))
            self._own[service] = tables.get(service, _NO_TEMPLATES)
        return self._own[service]

    def _table_of_every(self, service: str, loader: Loader) -> _Table:
        """Return the templates of all boto3's services for the service of an ARN."""
        tables = self._tables_of_every(service, loader)
        return next((t for t in tables if t is not _NO_TEMPLATES), _NO_TEMPLATES)

    def _tables_of_every(self, service: str, loader: Loader) -> Iterator[_Table]:
        """Yield those of curated services, and then those of derived services."""
        for are_derived in (False, True):
            if are_derived not in self._every:
                read = (s for s in self._services if self._is_derived(s) == are_derived)
                self._every[are_derived] = _tables_of(
                    _readable_candidates(loader, read)
                )
            yield self._every[are_derived].get(service, _NO_TEMPLATES)

    def _is_derived(self, service: str) -> bool:
        # A user's own file of such a service comes before ours.
        path = models.definition_path(self.search_paths, service, KIND)
        return path.startswith(models.DERIVED_PATH)


def _closest(arn: Arn, table: _Table) -> list[tuple[Candidate, _Values]]:
    """Return the candidates that fit an ARN equally closely, with the fields' values.

    `FirstFit` returns the first of them only.
    """
    closest: list[tuple[Candidate, _Values]] = []
    rest = after_service(arn)
    segment = table.get(first_segment(arn.resource), table[None])
    for candidate in segment.candidates:
        if closest and candidate.rank != closest[0][0].rank:
            break
        values = candidate.match(rest)
        if values is not None:
            closest.append((candidate, values))
    return closest


def _candidates(loader: Loader, service: str) -> Iterator[Candidate]:
    for resource_type, rules in rules_of(loader, service).items():
        before: list[ArnRule] = []
        for rule in rules:
            if rule.template:
                yield Candidate(
                    service, resource_type, rule, rule.template, before.copy()
                )
            before.append(rule)


def _readable_candidates(
    loader: Loader, services: Iterable[str]
) -> Iterator[Candidate]:
    """Yield the candidates of services, but for services whose file is wrong."""
    for service in services:
        try:
            candidates = list(_candidates(loader, service))
        except ArnRulesError as error:
            # A wrong file must not break the ARNs of other services.
            logger.warning("Left out: %s", error)
            continue
        yield from candidates


def _tables_of(candidates: Iterable[Candidate]) -> dict[str, _Table]:
    """Return the tables of candidates, by the service part of their ARNs."""
    lists: dict[str, dict[str | None, list[Candidate]]] = {}
    # A stable sort: the order declared stays among equals.
    for candidate in sorted(candidates, key=lambda c: c.rank):
        template = candidate.template
        table = lists.setdefault(template.service, {None: []})
        if template.segment is None:
            for in_segment in table.values():
                in_segment.append(candidate)
            continue
        if template.segment not in table:
            table[template.segment] = table[None].copy()
        table[template.segment].append(candidate)
    return {
        service: {segment: FirstFit(service, some) for segment, some in table.items()}
        for service, table in lists.items()
    }


class FirstFit:
    """Candidates as one regular expression, which is compiled when first used."""

    def __init__(self, service: str, candidates: Sequence[Candidate]) -> None:
        self.candidates = list(candidates)
        self._service = service
        self._others: dict[int, FirstFit] = {}
        # By the number of the empty group.
        self._readers: dict[int | None, IdentifierReader] = {}
        self._match: Callable[[str], re.Match[str] | None] = self._first_match

    def _first_match(self, arn: str) -> re.Match[str] | None:
        alternatives = Alternatives(self.candidates)
        self._readers = {
            group: IdentifierReader(ends) for group, ends in alternatives.ends.items()
        }
        head = f"arn:({PARTS['partition']}):{re.escape(self._service)}:"
        self._match = re.compile(head + alternatives.text, re.DOTALL).match
        return self._match(arn)

    def match(self, arn: str) -> Fit | None:
        """Return the candidate that fits most closely, the first of equals.

        Args:
            arn: Any text; a text that fits is an ARN.
        """
        match = self._match(arn)
        if match is None:
            return None
        groups = match.groups()
        reader = self._readers[match.lastindex]
        if reader.is_conditional and not reader.candidate.holds_for(
            reader.values(groups)
        ):
            return self._after(reader.candidate).match(arn)
        return reader, groups

    def _after(self, candidate: Candidate) -> FirstFit:
        i = self.candidates.index(candidate)
        if i not in self._others:
            self._others[i] = FirstFit(self._service, self.candidates[i + 1 :])
        return self._others[i]


# By the first segment of the ARN's resource part; candidates whose template begins with
# a field are in every list, and alone under None.
_Table = dict[str | None, FirstFit]

# The table of a service without templates; told from others by identity.
_NO_TEMPLATES: _Table = {None: FirstFit("", [])}


class Alternatives:
    """Candidates as one regular expression, of which the first that fits is taken.

    A beginning that candidates have in common is written, and matched, once: most begin
    with a region and an account, which take as long as all the rest. A field is shared
    only if it can end in one place: of ``a{x+}:b`` and ``a{x+}``, all ways to match the
    first have to be tried before the second.

    Each alternative ends in an empty group, whose number identifies the candidate.

    Attributes:
        text: The regular expression, to be used after one other group. Its first group
            is the ARN's region.
        ends: The candidates that fit, in their order, each with its fields' positions,
            by the number of the empty group.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.ends: dict[int, list[tuple[Candidate, Positions]]] = {}
        self._groups = 1
        rows = [_Row(c, {}, list(_pieces_of(c))) for c in candidates]
        self.text = ""
        if {row.pieces[0].name for row in rows} != {"region"}:
            self._groups = 2
            self.text = "(?=([^:]*):)"
        self.text += self._write(rows, 0) or "(?!)"

    def _write(self, rows: list[_Row], done: int) -> str:
        """Write the regular expression of rows, but for their first `done` pieces."""
        together = [
            list(some) for _, some in groupby(rows, lambda row: _key_of(row, done))
        ]
        alternatives = [self._write_shared(some, done) for some in together]
        text = "|".join(alternatives)
        return text if len(alternatives) < 2 else f"(?:{text})"

    def _write_shared(self, rows: list[_Row], done: int) -> str:
        """Write the regular expression of rows that have the next piece in common."""
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


class _Piece(NamedTuple):
    """A fixed text or a field of a template.

    Attributes:
        key: Equal for pieces that may be matched as one.
        text: A regular expression: the fixed text, or a lookahead where a field begins.
        part: The regular expression of the field's values, "" for a fixed text.
        name: The field, "" for a fixed text.
    """

    key: object
    text: str
    part: str = ""
    name: str = ""


class _Row(NamedTuple):
    """A candidate with its pieces, and the groups given to its fields so far."""

    candidate: Candidate
    positions: Positions
    pieces: list[_Piece]


def _key_of(row: _Row, done: int) -> object:
    if done < len(row.pieces):
        return row.pieces[done].key
    # A regular expression cannot decide whether a conditional candidate holds, so that
    # it gets an end of its own.
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


class Candidate:
    """A rule of a resource type, whose template an ARN may fit.

    Args:
        service: boto3's name of the service.
        resource_type: The type's name in boto3's definition of the service.
        rule: The rule.
        template: The rule's template.
        before: The rules of the type that come first, each where its condition holds.

    Attributes:
        guards: The rule's conditions as lookaheads, by the field at whose beginning
            they stand; None if they cannot be written so.
        is_conditional: Whether `holds_for` has to be called for that reason.
        rank: The key that sorts candidates, the closest first.
        identifiers: The names of the type's identifiers, after `can_be_made`.
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
        fields = set(template.pattern.fields)
        # A condition on an attribute that is not in the ARN cannot be seen to hold.
        before = [other for other in before if other.when.keys() <= fields]
        self._globs_before = [_globs(other, template) for other in before]
        self.guards = guards_of(rule, before, template)
        self.is_conditional = self.guards is None
        self._missing: list[str] | None = None
        self._is_defined = True

    def match(self, rest: str) -> _Values | None:
        """Return the fields' values in an ARN, None if the rule does not hold for it.

        Args:
            rest: The ARN's text after its service.
        """
        values = self.template.pattern.values(rest)
        return values if values is not None and self.holds_for(values) else None

    def holds_for(self, values: _Values) -> bool:
        """Return whether the rule, and none before it, holds for the fields' values."""
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
        """Return whether the type has identifiers, and an ARN contains all of them."""
        if self._missing is None:
            names = identifiers_of(loader, self.service, self.resource_type)
            self._is_defined = names is not None
            self.identifiers = names = names or ()
            self._missing = [name for name in names if not self.rule.tells(name)]
        return bool(self.identifiers) and not self._missing

    def why_not(self) -> str:
        """Return the reason why `can_be_made` has returned False."""
        what = f"a {self.service}.{self.resource_type}"
        if not self._is_defined:
            return f"{what}, which {self.service}'s resources-1 does not define"
        lacks = ", ".join(self._missing or ()) or "which one of them it is"
        return f"{what}, but not {lacks}"


def _globs(
    rule: ArnRule, template: ArnTemplate
) -> list[tuple[int, Callable[[str], object]]]:
    """Return a rule's conditions on fields of a template: position and test of each."""
    fields = template.pattern.fields
    return [
        (fields.index(attribute), matches)
        for attribute, matches in rule.when.items()
        if attribute in fields
    ]


class IdentifierReader:
    """The way from the groups of a candidate's match to the resource's identifiers.

    Args:
        ends: The candidate with the positions of its fields, and others that fit
            whenever it does, which count if no resource can be made by it.

    Attributes:
        candidate: The candidate.
        is_conditional: Whether `candidate.holds_for` has to be called.
        is_ready: Whether resources are known to be possible from such ARNs.
        plain: The identifiers with their positions, if each is the value of a field;
            else empty.
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
        """Prepare `identify`; return whether resources can be made from such ARNs."""
        able = (end for end in self._ends if end[0].can_be_made(loader))
        end = next(able, None)
        if end is None:
            return False
        self._take(*end)
        candidate, positions = end
        names, rule = candidate.identifiers, candidate.rule
        self._makers = [
            (name, _identifier_maker(name, rule, candidate.template, positions))
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
            UnknownArnTypeError: A number is expected where the ARN has another text.
        """
        if self.needs_endpoint and endpoint:
            groups = (*groups, endpoint().rstrip("/"))
        identifiers = {}
        try:
            for name, make in self._makers:
                identifiers[name] = make(arn, groups)
        except ValueError as error:
            kind = f"{self.service}.{self.resource_type}"
            raise UnknownArnTypeError(f"'{arn}' names no {kind}: {error}") from error
        return identifiers


# A candidate that an ARN fits, and the groups of the match.
# Not a named tuple: making one takes as long as reading the groups.
Fit = tuple[IdentifierReader, Groups]


def identifiers_of(loader: Loader, service: str, resource_type: str) -> _Values | None:
    """Return the names of a type's identifiers, None if there is no such type."""
    document = load_definitions(loader, service, "resources-1")
    if document is None or resource_type not in document["resources"]:
        return None
    definition = document["resources"][resource_type]
    return tuple(xform_name(i["name"]) for i in definition.get("identifiers", ()))


def _identifier_maker(
    name: str, rule: ArnRule, template: ArnTemplate, positions: Mapping[str, int]
) -> Maker:
    """Return a function that makes an identifier of an ARN and the groups of its match.

    The groups are the ARN's partition, the fields of the template at `positions`, and
    last the URL of the service. The function raises a ValueError if no resource can
    have the ARN.

    Args:
        name: The identifier, which the ARN contains.
        rule: The rule that the ARN follows.
        template: The rule's template.
        positions: The positions of the fields in the groups.
    """
    if name in rule.identifiers:
        return _pattern_maker(rule.identifiers[name], template, positions)
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


def _pattern_maker(
    pattern: Pattern, template: ArnTemplate, positions: Mapping[str, int]
) -> Maker:
    positions = {PARTITION: 0, ENDPOINT: -1, **positions}
    # A value that fits the same part of the template need not be tested again.
    known = dict(zip(template.pattern.names, template.pattern.parts, strict=True))
    tests = [
        (name, positions[name], can_be)
        for (name, can_be), part in zip(pattern.tests, pattern.parts, strict=True)
        if known.get(name) != part and name not in (PARTITION, ENDPOINT)
    ]
    if not pattern.names:
        constant = str(pattern.text % ())
        return lambda arn, groups: constant
    # With one position, itemgetter returns a text instead of a tuple; `%` takes both.
    values_of = itemgetter(*(positions[name] for name in pattern.names))

    def filled(arn: str, groups: Groups) -> str:
        for name, position, can_be in tests:
            if not can_be(groups[position]):
                raise ValueError(f"{name} cannot be {groups[position]!r}")
        text: str = pattern.text % values_of(groups)
        return text

    return filled


# Regions and accounts to try in the place of those of an ARN that fits nothing.
_LIKE = {"region": ("", "us-east-1"), "account_id": ("", "123456789012", "aws")}
_CALLED = {"account_id": "account"}


def why_unknown(arn: Arn, candidates: Sequence[Candidate] | None) -> str:
    """Return a message about the part of an ARN for which no template fits.

    Args:
        arn: An ARN that no template fits.
        candidates: Those of its service that may begin like the ARN; None if no
            resource type has ARNs of its service.
    """
    if candidates is None:
        return f"no ARN of a service {arn.service!r} is known to lead to a resource"
    segment = first_segment(arn.resource)
    similar = [c for c in candidates if c.template.segment == segment]
    if not similar:
        return f"nothing of {arn.service} is like {after_service(arn)!r}"
    for names in [["region"], ["account_id"], ["region", "account_id"]]:
        rests = [after_service(other) for other in _others(arn, names)]
        if any(c.match(rest) for rest in rests for c in similar):
            return " and ".join(
                f"its {_CALLED.get(name, name)} cannot be {getattr(arn, name)!r}"
                for name in names
            )
    return f"its resource cannot be {arn.resource!r}"


def _others(arn: Arn, names: Sequence[str]) -> list[Arn]:
    """Return ARNs that differ from an ARN in the parts of these names."""
    others = [arn]
    for name in names:
        others = [a._replace(**{name: like}) for a in others for like in _LIKE[name]]
    return others
