"""The waiters of this package, and corrected copies of botocore's waiters.

A waiter of botocore's that would poll on where nothing is left to wait for is copied,
and the copy ends there. It is for the types of resources alone: a client's ends as
botocore has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .checks import ends
from .checks.conditions import condition
from .checks.paths import PathError, item_of
from .service import Service
from .spec import ServiceSpec, WaiterSpec
from .toml_file import DefinitionError

# AWS may come to name one of its own so, in a botocore newer than this package, and
# what is merged over it would change it.
PREFIX = "Ext"


def made(service: Service, spec: ServiceSpec) -> dict[str, Any]:
    """Return ``waiters`` of a ``waiters-2``, by their prefixed names.

    Those of botocore's are among them that end otherwise here, whatever has them.
    """
    found = {}
    for name, waiter in spec.waiters.items():
        if waiter.operation:
            found[PREFIX + name] = _made(service, waiter)
    for name, waiter in service.waiters.items():
        written = spec.waiters.get(name, WaiterSpec(name))
        if more := _more(service, waiter, written):
            acceptors = [*waiter["acceptors"], *more]
            found[PREFIX + name] = {
                "operation": waiter["operation"],
                "delay": waiter["delay"],
                "maxAttempts": waiter["maxAttempts"],
                "acceptors": acceptors,
            }
    return dict(sorted(found.items()))


def _made(service: Service, spec: WaiterSpec) -> dict[str, Any]:
    where = f"[waiters.{spec.name}]"
    if spec.name in service.waiters:
        raise DefinitionError(f"{where}: botocore has it now, drop ours")
    if spec.operation not in service.operations:
        raise DefinitionError(f"{where}: no operation {spec.operation}")
    written = _written(service, spec, str(spec.operation))
    waiter: dict[str, Any] = {
        "operation": spec.operation,
        "delay": spec.delay,
        "maxAttempts": spec.attempts,
        "acceptors": written,
    }
    return {**waiter, "acceptors": written + _absent(service, waiter, spec)}


def _more(
    service: Service, waiter: Mapping[str, Any], spec: WaiterSpec
) -> list[dict[str, Any]]:
    """Return the acceptors that a waiter of botocore's lacks."""
    if waiter["operation"] not in service.operations:
        return []
    written = _written(service, spec, waiter["operation"])
    acceptors = [*waiter["acceptors"], *written]
    return written + _absent(service, {**waiter, "acceptors": acceptors}, spec)


def _written(
    service: Service, spec: WaiterSpec, operation: str
) -> list[dict[str, Any]]:
    """Return the acceptors that a TOML has."""
    states = (
        ("success", spec.success),
        ("failure", spec.failure),
        # Whatever nothing knows passes anyway: it is the check that wants to know.
        ("retry", spec.retry),
    )
    acceptors = [
        _accept(service, spec, operation, state, path, expected)
        for state, paths in states
        for path, values in paths.items()
        for expected in (values if isinstance(values, list) else [values])
    ]
    acceptors = [acceptor for acceptor in acceptors if acceptor["state"] != "retry"]
    for state, codes in (("success", spec.success_error), ("retry", spec.retry_error)):
        acceptors += [
            {"state": state, "matcher": "error", "expected": code} for code in codes
        ]
    return acceptors


def _absent(
    service: Service, waiter: Mapping[str, Any], spec: WaiterSpec
) -> list[dict[str, Any]]:
    """Return the acceptor of an output without the resource that is waited for."""
    operation = service.model.operation_model(waiter["operation"])
    means = ends.absence(operation, spec.name, waiter["acceptors"])
    if means is None or spec.absent == "waits":
        return []
    state = {"fails": "failure", "succeeds": "success", "": means.state}[spec.absent]
    path = f"length({means.items})"
    return [{"state": state, "matcher": "path", "argument": path, "expected": 0}]


def _accept(
    service: Service,
    spec: WaiterSpec,
    operation: str,
    state: str,
    path: str,
    expected: object,
) -> dict[str, Any]:
    """Return an acceptor: a success needs all of a list, others any of the list."""
    try:
        value = condition(path, service.output(operation))
    except PathError as error:
        raise DefinitionError(f"[waiters.{spec.name}]: {path}: {error}") from error
    matcher = "path"
    if item_of(value) is not None:
        matcher = "pathAll" if state == "success" else "pathAny"
    return {
        "state": state,
        "matcher": matcher,
        "argument": path,
        "expected": expected,
    }
