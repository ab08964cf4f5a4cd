"""The rules that paths into an output resolve, to shapes of the right type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import Shape, StructureShape

from .finding import Finding, Findings
from .paths import AbsentError, PathError, Value, describe, is_scalar, item_of, walk
from .service import (
    ACTION,
    BATCH,
    LOAD,
    REFERENCE,
    SUBRESOURCE,
    Service,
    Site,
)


def root(service: Service, site: Site, source: str) -> Shape | None:
    """Return the shape that a source's paths start from, if it is known."""
    if source == "data" or site.kind in {SUBRESOURCE, REFERENCE}:
        return service.shape(site.owner)
    operation = service.operation(site)
    if operation is None:
        return None
    if source == "requestParameter":
        return operation.input_shape
    return operation.output_shape


def found(service: Service, site: Site, source: str, path: str) -> Value | None:
    """Return the shape or value that a path leads to.

    Returns:
        ``None`` if what it starts from is unknown (another rule says why).

    Raises:
        PathError: It finds nothing.
    """
    start = root(service, site, source)
    if start is not None:
        return walk(path, start)
    if source == "data" or site.kind in {SUBRESOURCE, REFERENCE}:
        if service.body(site.owner).get("shape"):
            return None
        raise PathError(f"{site.owner or 'the service'} has no shape")
    if service.operation(site) is None:
        return None
    raise PathError(f"{service.operation_name(site)} has nothing there")


def raw_path(body: Mapping[str, Any]) -> str:
    """Return the path of a load or an action; boto3 takes ``$`` for the whole."""
    path = str(body.get("path", "@"))
    return "@" if path == "$" else path


def chooses(site: Site) -> bool:
    """Return whether a load selects its item from a list, as the package does."""
    return site.kind == LOAD and "[]" in raw_path(site.body)


def data_at(service: Service, site: Site) -> Value | None:
    """Return the data that a site gives to the resources it makes; None for no data."""
    path = (site.answer or {}).get("path")
    try:
        return found(service, site, "response", path) if path else None
    except PathError:
        return None


def part_at(service: Service, site: Site, part: Mapping[str, Any]) -> Value | None:
    """Return the source value of an identifier; None if its path does not resolve."""
    source = str(part.get("source"))
    if source not in {"response", "requestParameter", "data"} or "path" not in part:
        return None
    try:
        return found(service, site, source, part["path"])
    except PathError:
        return None


def paths_resolve(service: Service) -> Findings:
    """Find paths that do not resolve, and data or identifiers of a wrong type."""
    for site in service.sites():
        for text, absent in _faults(service, site):
            text = f"{site.place} reads {text}."
            yield Finding("path", site.place, text, absent=absent)


def _faults(service: Service, site: Site) -> Iterator[tuple[str, bool]]:
    load = site.kind == LOAD
    raw = site.kind in {ACTION, BATCH} and "path" in site.body
    if load or (raw and site.answer is None):
        yield from _fault(service, site, "response", raw_path(site.body), load)
    if site.answer and "path" in site.answer:
        yield from _fault(service, site, "response", site.answer["path"], True)
    for part in site.parts:
        source = str(part.get("source"))
        if source in {"response", "requestParameter", "data"} and "path" in part:
            yield from _fault(
                service, site, source, part["path"], False, part["target"]
            )


def _fault(
    service: Service,
    site: Site,
    source: str,
    path: str,
    structure: bool,
    identifier: str | None = None,
) -> Iterator[tuple[str, bool]]:
    try:
        value = found(service, site, source, path)
    except PathError as error:
        yield f"{path}, but {error}", isinstance(error, AbsentError)
        return
    if value is None:
        return
    # A load takes one thing, or chooses from a list by its identifiers.
    single = site.kind == LOAD and not chooses(site)
    item = value if single else item_of(value) or value
    if structure and not isinstance(item, StructureShape):
        yield f"{path} as data, but it is {describe(value)}", False
    if identifier and service.is_list((site.answer or {}).get("type"), identifier):
        # A list of lists: boto3 takes a single list for as many resources.
        item = item_of(item) or value
    if identifier and not is_scalar(item):
        yield f"{identifier} from {path}, but it is {describe(value)}", False
