"""The table of all services, those that a person has gone through and those derived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import coverage, crosscheck, ended
from .gate import Derived
from .service import Service
from .spec import ServiceSpec

CURATED, DERIVED = "curated", "derived"
HEADS = (
    "service", "kind", "types", "left out", "reached", "plain", *crosscheck.SOURCES,
)  # fmt: skip
_SUM_HEADS = ("kind", "services", "with types", *HEADS[2:])


@dataclass(frozen=True)
class Row:
    """The figures of a service.

    Attributes:
        service: botocore's name of the service.
        kind: Whether it is curated or derived.
        types: How many resource types it has.
        left_out: How many types of its draft have not passed the gate.
        reached: How many operations have a place on a resource.
        plain: How many operations return a dict from the service alone.
        total: How many operations it has, less those that AWS has ended.
        agreement: How many statements of each other source are met, and of how many.
    """

    service: str
    kind: str
    types: int
    left_out: int
    reached: int
    plain: int
    total: int
    agreement: dict[str, tuple[int, int]]


def curated(spec: ServiceSpec) -> Row:
    """Return the figures of a service that a person has gone through."""
    found = coverage.of(spec)
    return Row(
        spec.service,
        CURATED,
        found.types,
        0,
        len(found.reached),
        len(found.plain),
        found.total,
        crosscheck.met(spec.service),
    )


def derived(found: Derived) -> Row:
    """Return the figures of a service of which rules alone made the definitions."""
    service = Service(found.name)
    known = set(service.operations) - ended.operations(service)
    own = (
        document.get("merge", document).get("waiters", {})
        for name, document in found.documents_by_name.items()
        if name.startswith("waiters-2")
    )
    waiters = {name: waiter for some in own for name, waiter in some.items()}
    reached, plain = coverage.reached([found.definition], service.waiters | waiters)
    return Row(
        found.name,
        DERIVED,
        len(found.types),
        found.drafted - len(found.types),
        len(reached & known),
        len(plain & known),
        len(known),
        found.agreement,
    )


def rows(found: Iterable[Row]) -> list[tuple[str, ...]]:
    """Return the table of services by name, below the heads of columns."""
    return [
        HEADS,
        *(
            (one.service, one.kind, str(one.types), *_figures([one], one.kind))
            for one in sorted(found, key=lambda one: one.service)
        ),
    ]


def sums(found: Iterable[Row]) -> list[tuple[str, ...]]:
    """Return the table of the sums of each kind, below the heads of columns."""
    lines = [_SUM_HEADS]
    for kind in CURATED, DERIVED:
        of_kind = [one for one in found if one.kind == kind]
        lines.append(
            (
                kind,
                str(len(of_kind)),
                str(sum(one.types > 0 for one in of_kind)),
                str(sum(one.types for one in of_kind)),
                *_figures(of_kind, kind),
            )
        )
    return lines


def _figures(of_kind: list[Row], kind: str) -> Iterator[str]:
    """Yield the cells from the types left out on: sums of rows of a kind."""
    total = sum(one.total for one in of_kind)
    yield str(sum(one.left_out for one in of_kind)) if kind == DERIVED else ""
    yield _of(sum(one.reached for one in of_kind), total)
    yield str(sum(one.plain for one in of_kind))
    for source in crosscheck.SOURCES:
        told = [one.agreement[source] for one in of_kind]
        yield _of(sum(same for same, _ in told), sum(stated for _, stated in told))


def _of(some: int, total: int) -> str:
    return f"{some} of {total}" if total else ""
