"""The paths of failures in successful responses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from .checks import failures as rule
from .checks.service import LOAD, Site
from .checks.service import Service as Checked
from .extras import merged
from .service import Service
from .toml_file import DefinitionError

_SECTIONS = ("actions", "batchActions", "hasMany")


def put_in(
    service: Service,
    made: dict[str, Any],
    written: Mapping[str, list[str]],
    left_out: Collection[str] = (),
) -> None:
    """Add to each entry of a service the paths of failures in its response.

    Args:
        service: The service.
        made: Its ``service`` and ``resources``, without what is boto3's own, whose
            answers are told of as boto3 does it.
        written: What a TOML says of operations, beside what their names tell.
        left_out: The places of failures that are none, as a TOML allows them.
    """
    whole = merged(service.base, made)
    checked = Checked(service.name, service.model, {}, {}, whole)
    sites = {site.place: site for site in checked.sites()}
    used = set()
    for place, body in _entries(made):
        # Of an overlay, an entry may be boto3's, with a sentence of ours.
        if "request" not in body:
            continue
        site: Site = sites[place]
        operation = str(checked.operation_name(site))
        paths = [
            name
            for name in rule.failures_at(checked, site)
            if f"failures {place} {name}" not in left_out
        ]
        if operation in written:
            used.add(operation)
            paths += written[operation]
        if paths:
            body["failures"] = paths
    if unused := sorted(set(written) - used):
        raise DefinitionError(f"[failures]: nothing calls {unused[0]}")


def _entries(made: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the entries that call an operation, by their places."""
    owners = [("service", made["service"]), *made["resources"].items()]
    for owner, definition in owners:
        if LOAD in definition:
            yield f"{owner}.load", definition[LOAD]
        for section in _SECTIONS:
            for name, body in definition.get(section, {}).items():
                yield f"{owner}.{section}.{name}", body
