"""The runs of the rules on a service, a file or a folder."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from . import building, calls, loads, paging, places, tagging, targeted, waiting
from .files import FILE_RULES, KINDS, PLACED_FILE_RULES, content
from .finding import ERROR, NOTE, Finding, Rule
from .library import Library
from .rules import ARN_RULES, RULES
from .service import Service

# What the package promises of boto3's own types as well.
_PROMISES = {"default", "extras", "omits", "place"}


def apply(rules: tuple[Rule, ...], service: Service) -> list[Finding]:
    """Return the findings of rules in a service, in their order, without repetition."""
    return list(dict.fromkeys(f for rule in rules for f in rule(service)))


def check_service(service: Service, base: Service | None = None) -> list[Finding]:
    """Return the findings in a definition.

    Args:
        service: The definition, with what boto3 itself has already merged.
        base: boto3's own, whose faults are not ours to answer for.
    """
    inherited = set(apply(RULES, base)) if base else set()
    inherited = {f for f in inherited if f.rule not in _PROMISES}
    found = [f for f in apply(RULES, service) if f not in inherited]
    if base:
        found += calls.boto3s_ask_as_ever(service, base)
    if all(f.level == NOTE or f.absent for f in found):
        # A class cannot be built from what is known to be broken.
        found += building.types_build(service)
    return found


def check_file(
    library: Library,
    path: Path,
    allowed: Mapping[str, str] | None = None,
    *,
    older: bool = False,
) -> list[Finding]:
    """Return the findings in a data file.

    Args:
        library: The data folder.
        path: A file of it.
        allowed: The exceptions: a finding's ``rule place``, and the reason. What it
            names becomes a note that tells the reason.
        older: The models are older than the data, and need not have all it names.
    """
    found: list[Finding] = []
    for rule in FILE_RULES:
        found += rule(library, path)
        if found:
            return [_excused(finding, allowed or {}, older) for finding in found]
    found = [finding for rule in PLACED_FILE_RULES for finding in rule(library, path)]
    found += _inside(library, path)
    return [_excused(finding, allowed or {}, older) for finding in found]


def _inside(library: Library, path: Path) -> list[Finding]:
    service, kind = library.service(path.parts[-3]), KINDS[path.name].loads
    if kind == "resources-1":
        base = library.base(service.name)
        return [*check_service(service, base), *loads.loads_miss(service, base)]
    if kind == "arns-1":
        return apply(ARN_RULES, service)
    if kind == "links-1":
        return list(places.links_are_placed(service, content(path)))
    if kind == "ended-1":
        # Made of what was checked while AWS had it.
        return []
    if kind == "targets-1":
        return list(targeted.targets_fit(service, content(path).get("operations", {})))
    if kind == "tags-1":
        return list(tagging.ways_fit(service, content(path)))
    if kind == "waiters-2":
        return list(waiting.waiters_fit(service, content(path).get("waiters", {})))
    return list(paging.paginations_fit(service, content(path).get("pagination", {})))


def check_data(
    library: Library,
    allowed: Mapping[str, Mapping[str, str]] | None = None,
    *,
    older: bool = False,
    services: Container[str] | None = None,
) -> Iterator[tuple[Path, list[Finding]]]:
    """Yield every file of a folder with its findings.

    Args:
        library: The data folder.
        allowed: The exceptions of each service.
        older: As for ``check_file``.
        services: Only these services' files, all if None.
    """
    for path in library.files():
        service = path.relative_to(library.data).parts[0]
        if services is not None and service not in services:
            continue
        yield path, check_file(library, path, (allowed or {}).get(service), older=older)


def errors(found: Iterator[Finding] | list[Finding]) -> list[Finding]:
    """Return the findings that are more than notes."""
    return [finding for finding in found if finding.level == ERROR]


def _excused(finding: Finding, allowed: Mapping[str, str], older: bool) -> Finding:
    reason = allowed.get(finding.key)
    if reason is not None:
        return replace(finding, level=NOTE, text=f"{finding.text} Allowed: {reason}")
    return replace(finding, level=NOTE) if finding.absent and older else finding
