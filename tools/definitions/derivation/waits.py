"""The ends of botocore's waiters: states in which nobody should wait on.

amp's waiter for an active workspace polls on where its creation has failed. Where the
words of all such states say that they are failures, a waiter ends there.
"""

from __future__ import annotations

from .. import states
from ..checks.ends import unknown
from ..service import Service
from ..spec import ServiceSpec, WaiterSpec


def add_ends(service: Service, spec: ServiceSpec) -> None:
    """Add the failures that botocore's waiters do not know, if words tell them all."""
    for name, waiter in service.waiters.items():
        operation = service.operations.get(waiter["operation"])
        if operation is None or name in spec.waiters:
            continue
        found = list(unknown(operation, waiter["acceptors"]))
        if found and all(_is_failure(state) for _, state in found):
            failure: dict[str, list[str]] = {}
            for path, state in found:
                failure.setdefault(path, []).append(state)
            spec.waiters[name] = WaiterSpec(name, failure=dict(failure))


def _is_failure(state: str) -> bool:
    return states.is_bad(state) or states.is_gone(state)
