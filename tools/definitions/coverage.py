"""The coverage of a service's operations by members of resources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import ended
from .build import SERVICE, definitions, only_arns
from .names import used_operations
from .own_waiters import made as own_waiters
from .service import Service
from .spec import ServiceSpec
from .types import TypeBuilder


@dataclass(frozen=True)
class Coverage:
    """The figures of a service; operations that AWS has ended do not count.

    An operation is reached if its items are resources, or its answer has a place on a
    type. What only an action of the service reaches, which returns a dict, is plain.
    """

    service: str
    types: int
    total: int
    reached: set[str]
    plain: set[str]
    left_out: dict[str, str]
    missing: set[str]


def of(spec: ServiceSpec) -> Coverage:
    """Return the coverage of boto3's and this package's definitions together."""
    service = Service(spec.service, kept=spec.deprecated)
    waiters = {**service.waiters, **own_waiters(service, spec)}
    made: dict[str, Any] = {SERVICE: {}, "resources": {}}
    if not only_arns(service, spec):
        made = definitions(service, spec, TypeBuilder(service, spec).build())
    known = set(service.operations) - ended.operations(service)
    placed, plain = reached((made, service.base), waiters)
    placed &= known
    plain &= known
    left_out = {n: o.left_out for n, o in spec.operations.items() if o.left_out}
    types = set(made["resources"]) | set(service.base.get("resources", {}))
    return Coverage(
        service=spec.service,
        types=len(types),
        total=len(known),
        reached=placed,
        plain=plain,
        left_out=left_out,
        missing=known - placed - plain - set(left_out),
    )


def reached(
    documents: Iterable[dict[str, Any]], waiters: Mapping[str, Any]
) -> tuple[set[str], set[str]]:
    """Return the operations with a place on a resource, and those that are plain.

    Args:
        documents: Definitions of a service in boto3's form.
        waiters: The waiters that they may name.
    """
    placed, used = set[str](), set[str]()
    for document in documents:
        placed |= _placed(document) | _waited(waiters, document)
        used |= used_operations(document)
    return placed, used - placed


def _placed(document: dict[str, Any]) -> set[str]:
    """Return the operations that a type has, or that the service makes resources of."""
    own = document.get(SERVICE, {})
    making = {
        action["request"]["operation"]
        for action in own.get("actions", {}).values()
        if "resource" in action
    }
    return (
        making
        | used_operations(own.get("hasMany", {}))
        | used_operations(document.get("resources", {}))
    )


def _waited(waiters: Mapping[str, Any], document: Any) -> set[str]:
    if isinstance(document, dict):
        name = str(document.get("waiterName"))
        own = {waiters[name]["operation"]} if name in waiters else set()
        return own.union(*(_waited(waiters, v) for v in document.values()))
    return set()


HEADS = ("service", "types", "reached", "total", "%", "plain", "left out")


def rows(found: list[Coverage]) -> list[tuple[str, ...]]:
    """Return the table of coverage, a row for a service, below the heads of columns."""
    return [
        HEADS,
        *(
            (
                c.service,
                str(c.types),
                str(len(c.reached)),
                str(c.total),
                f"{100 * len(c.reached) / c.total:.0f}",
                f"{len(c.plain)} ({100 * len(c.plain) / c.total:.0f} %)",
                str(len(c.left_out)),
            )
            for c in found
        ),
    ]
