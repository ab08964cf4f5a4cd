"""The rule that failures in a successful response are reported to the caller."""

from __future__ import annotations

import re

from botocore.model import StructureShape

from ..undone import is_failure
from .conditions import condition
from .finding import Finding, Findings
from .paths import PathError
from .service import ACTION, BATCH, COLLECTION, LOAD, Service, Site

_SITES = (ACTION, BATCH, COLLECTION, LOAD)


def failures_at(service: Service, site: Site) -> list[str]:
    """Return the members of a site's response that list failures of the call.

    Not a member that is an attribute of the type, such as the errors of an integration:
    that is how the thing is, whatever the call did. The errors of a fleet's creation
    are of another shape than those of a fleet.
    """
    operation = service.operation(site)
    if operation is None or not isinstance(operation.output_shape, StructureShape):
        return []
    known = {
        (name, shape.name)
        for kind in (site.owner, (site.answer or {}).get("type"))
        for name, shape in getattr(service.shape(kind), "members", {}).items()
    }
    return [
        name
        for name, shape in operation.output_shape.members.items()
        if (name, shape.name) not in known and is_failure(operation, name, shape)
    ]


def failures_told(service: Service) -> Findings:
    """Find outputs with failures that the definition does not report."""
    for site in service.sites(*_SITES):
        told = {_root(path) for path in site.body.get("failures", ())}
        for name in failures_at(service, site):
            if name not in told:
                yield Finding(
                    "failures",
                    f"{site.place} {name}",
                    f"{service.operation_name(site)} answers with {name} of what was"
                    f" not done, and {site.place} says nothing of it: generate its"
                    " failures.",
                    absent=True,
                )


def failures_true(service: Service) -> Findings:
    """Find paths of failures that no output has."""
    for site in service.sites(*_SITES):
        operation = service.operation(site)
        for path in site.body.get("failures", ()):
            shape = operation.output_shape if operation is not None else None
            place = f"{site.place} {_root(path)}"
            if shape is None:
                text = f"{site.place} answers nothing, and so no {path}."
                yield Finding("failures", place, text, absent=True)
                continue
            try:
                condition(path, shape)
            except PathError as error:
                text = f"{site.place} has failures at {path}, but {error}."
                yield Finding("failures", place, text, absent=True)


def _root(path: str) -> str:
    found = re.match(r"\w+", path)
    return found.group() if found else path
