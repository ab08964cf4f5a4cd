"""The ends of botocore's waiters: states in which nobody should wait on.

amp's waiter for an active workspace polls on where its creation has failed. Where the
words of a state say that it is a failure, or that nothing is there any more, a waiter
ends there; in other states it polls on, as AWS has made it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel

from .. import states
from ..checks import Finding
from ..checks.conditions import condition, never_is
from ..checks.ends import is_gone, unknown
from ..checks.paths import PathError, item_of
from ..service import Service
from ..spec import ServiceSpec, WaiterSpec

# A good end, be it another than the one that is waited for.
_DONE = re.compile("COMPLETE|SUCCE|FINISH|DONE")


def add_ends(service: Service, spec: ServiceSpec) -> None:
    """Add the failures that botocore's waiters do not know, where words tell them."""
    for name, waiter in service.waiters.items():
        operation = service.operations.get(waiter["operation"])
        if operation is None or name in spec.waiters:
            continue
        found = list(unknown(operation, waiter["acceptors"]))
        bad = [(path, state) for path, state in found if _is_failure(state)]
        if bad != found:
            # A job whose update has failed may complete, and what cannot be updated
            # may be deleted.
            deletes = is_gone(name, waiter["acceptors"])
            awaited = set() if deletes else _awaited(waiter)
            bad = [(path, state) for path, state in bad if {path} == awaited]
        failure: dict[str, list[str]] = {}
        for path, state in bad:
            failure.setdefault(path, []).append(state)
        if failure:
            spec.waiters[name] = WaiterSpec(name, failure=dict(failure))


def passes(service: Service, finding: Finding) -> bool:
    """Return whether a waiter that polls on in a state does so as AWS has made it.

    Not so where the word of another state that it does not know is that of a good end,
    or where it waits for what the answer never has.

    Args:
        service: The service.
        finding: What the rules find in a type's waiters.
    """
    name, _, state = finding.place.partition(" ")
    waiter = service.waiters.get(name)
    if finding.rule != "ends" or state == "absent" or waiter is None:
        return False
    operation = service.operations[waiter["operation"]]
    awaited = _awaited(waiter)
    done = [
        word
        for path, word in unknown(operation, waiter["acceptors"])
        if path in awaited and _DONE.search(states.letters(word))
    ]
    return len(awaited) == 1 and not done and _may_succeed(operation, waiter)


def _awaited(waiter: Mapping[str, Any]) -> set[str]:
    """Return the paths of the states that a waiter waits for."""
    return {
        acceptor["argument"]
        for acceptor in waiter["acceptors"]
        if acceptor["state"] == "success" and acceptor["matcher"].startswith("path")
    }


def _may_succeed(operation: OperationModel, waiter: Mapping[str, Any]) -> bool:
    for acceptor in waiter["acceptors"]:
        if acceptor["state"] == "success" and "argument" in acceptor:
            try:
                value = condition(acceptor["argument"], operation.output_shape)
            except PathError:
                return False
            if never_is(item_of(value) or value, acceptor["expected"]):
                return False
    return True


def _is_failure(state: str) -> bool:
    return states.is_bad(state) or states.is_gone(state)
