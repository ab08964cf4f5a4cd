"""Waiters that botocore lacks, as a TOML has them: what botocore's loader reads."""

from __future__ import annotations

from typing import Any

from .checks.conditions import condition
from .checks.paths import PathError, item_of
from .service import Service
from .spec import ServiceSpec, WaiterSpec
from .toml_file import DefinitionError

# AWS may come to name one of its own so, in a botocore newer than this package, and
# what is merged over it would change it.
PREFIX = "Ext"


def made(service: Service, spec: ServiceSpec) -> dict[str, Any]:
    """Return ``waiters`` of a ``waiters-2``, by their prefixed names."""
    own = {name: waiter for name, waiter in spec.waiters.items() if waiter.operation}
    return {PREFIX + name: _made(service, own[name]) for name in sorted(own)}


def _made(service: Service, spec: WaiterSpec) -> dict[str, Any]:
    where = f"[waiters.{spec.name}]"
    if spec.name in service.waiters:
        raise DefinitionError(f"{where}: botocore has it now, drop ours")
    if spec.operation not in service.operations:
        raise DefinitionError(f"{where}: no operation {spec.operation}")
    acceptors = [
        _accept(service, spec, state, path, expected)
        for state, paths in (("success", spec.success), ("failure", spec.failure))
        for path, values in paths.items()
        for expected in (values if isinstance(values, list) else [values])
    ]
    for state, codes in (("success", spec.success_error), ("retry", spec.retry_error)):
        acceptors += [
            {"state": state, "matcher": "error", "expected": code} for code in codes
        ]
    return {
        "operation": spec.operation,
        "delay": spec.delay,
        "maxAttempts": spec.attempts,
        "acceptors": acceptors,
    }


def _accept(
    service: Service, spec: WaiterSpec, state: str, path: str, expected: object
) -> dict[str, Any]:
    """Return one acceptor: a success needs all of a list, a failure any of it."""
    try:
        value = condition(path, service.output(str(spec.operation)))
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
