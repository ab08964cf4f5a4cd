"""Runs the rules over a service, a file or a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from . import (
    answers,
    arn_uses,
    arns,
    batches,
    building,
    form,
    identifiers,
    identity,
    items,
    loads,
    names,
    operations,
    paging,
    params,
    required,
    summaries,
)
from .files import FILE_RULES, KINDS, PLACED_FILE_RULES, content
from .finding import ERROR, NOTE, Finding, Rule
from .library import Library
from .service import Service

RULES: tuple[Rule, ...] = (
    form.known_keys,
    form.known_sources,
    form.outer_path,
    operations.operations_exist,
    operations.waiters_exist,
    operations.types_exist,
    operations.shapes_exist,
    operations.members_exist,
    params.targets_fit,
    params.lists_join,
    required.inputs_given,
    identifiers.sources_exist,
    identifiers.all_set,
    identifiers.inputs_are_sure,
    answers.paths_resolve,
    items.one_or_many,
    items.same_item,
    items.empty_answers,
    identity.children_carry_parents,
    loads.loads_use_every_identifier,
    loads.loads_bring_the_shape,
    loads.data_has_a_way,
    summaries.summaries_complete,
    summaries.summaries_true,
    summaries.summaries_shown,
    names.nothing_renamed,
    names.nothing_hidden,
    names.nothing_reserved,
    batches.batches_list_their_items,
    paging.pages_exist,
    paging.paged_lists,
)
ARN_RULES: tuple[Rule, ...] = (
    arns.arn_entries,
    arns.arn_formats,
    arns.arn_attributes,
    arn_uses.arn_is_seen,
    arn_uses.arns_lead_back,
    arn_uses.arns_are_used,
)


def apply(rules: tuple[Rule, ...], service: Service) -> list[Finding]:
    """Return what some rules find in a service, each finding once, in their order."""
    return list(dict.fromkeys(f for rule in rules for f in rule(service)))


def check_service(service: Service, base: Service | None = None) -> list[Finding]:
    """Return what is wrong with a definition.

    Args:
        service: The definition, with what boto3 itself has already merged.
        base: boto3's own, whose faults are not ours to answer for.
    """
    inherited = set(apply(RULES, base)) if base else set()
    found = [f for f in apply(RULES, service) if f not in inherited]
    if not errors(found):
        # A class cannot be built from what is known to be broken.
        found += building.types_build(service)
    return found


def check_file(
    library: Library, path: Path, allowed: Mapping[str, str] | None = None
) -> list[Finding]:
    """Return what is wrong with one data file.

    Args:
        library: The data folder.
        path: A file of it.
        allowed: The exceptions: a finding's ``rule place``, and the reason. What it
            names becomes a note that tells the reason.
    """
    found: list[Finding] = []
    for rule in FILE_RULES:
        found += rule(library, path)
        if found:
            return found
    found = [finding for rule in PLACED_FILE_RULES for finding in rule(library, path)]
    found += _inside(library, path)
    return [_excused(finding, allowed or {}) for finding in found]


def _inside(library: Library, path: Path) -> list[Finding]:
    service, kind = library.service(path.parts[-3]), KINDS[path.name].loads
    if kind == "resources-1":
        return check_service(service, library.base(service.name))
    if kind == "arns-1":
        return apply(ARN_RULES, service)
    return list(paging.paginations_fit(service, content(path).get("pagination", {})))


def check_data(
    library: Library, allowed: Mapping[str, Mapping[str, str]] | None = None
) -> Iterator[tuple[Path, list[Finding]]]:
    """Yield every file of a folder with its findings.

    Args:
        library: The data folder.
        allowed: The exceptions of each service.
    """
    for path in library.files():
        service = path.relative_to(library.data).parts[0]
        yield path, check_file(library, path, (allowed or {}).get(service))


def errors(found: Iterator[Finding] | list[Finding]) -> list[Finding]:
    """Return the findings that are more than notes."""
    return [finding for finding in found if finding.level == ERROR]


def _excused(finding: Finding, allowed: Mapping[str, str]) -> Finding:
    reason = allowed.get(finding.key)
    if reason is None:
        return finding
    text = f"{finding.text} Allowed: {reason}"
    return Finding(finding.rule, finding.place, text, NOTE)
