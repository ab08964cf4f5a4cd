"""The rule that calls without arguments have all required inputs."""

from __future__ import annotations

from collections.abc import Iterator

from botocore.model import StructureShape

from .finding import Finding, Findings
from .params import split
from .paths import PathError, Value, item_of, member_of
from .service import COLLECTION, LOAD, WAITER, Service, Site

_Path = list[tuple[str, "str | None"]]


def inputs_given(service: Service) -> Findings:
    """Find loads, waiters and ``all()`` of collections that lack a required input."""
    for site in service.sites(LOAD, COLLECTION, WAITER):
        operation = service.operation(site)
        if operation is None or operation.input_shape is None:
            continue
        try:
            missing = list(_missing(operation.input_shape, _paths(site)))
        except PathError:
            continue  # targets_fit says so
        # botocore makes up idempotency tokens.
        for name in sorted(set(missing) - set(operation.idempotent_members)):
            yield Finding(
                "required",
                site.place,
                f"{site.place} does not fill {name}, without which {operation.name}"
                " cannot be called.",
                # AWS relaxes what it requires, never the other way round.
                absent=True,
            )


def _paths(site: Site) -> list[_Path]:
    return [split(param.get("target", "")) for param in site.params]


def _missing(shape: Value, paths: list[_Path], prefix: str = "") -> Iterator[str]:
    if not isinstance(shape, StructureShape):
        return
    given: dict[str, list[_Path]] = {}
    for path in paths:
        given.setdefault(path[0][0], []).append(path)
    for name in given:
        member_of(shape, name)
    for name in shape.required_members:
        if name not in given:
            yield prefix + name
    for name, below in given.items():
        rests = [path[1:] for path in below if len(path) > 1]
        if rests:
            inner = member_of(shape, name)
            yield from _missing(item_of(inner) or inner, rests, f"{prefix}{name}.")
