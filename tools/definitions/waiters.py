"""Which of botocore's waiters wait for which type."""

from __future__ import annotations

from typing import Any

from .inputs import filled_inputs
from .resource_type import ResourceType
from .service import Service
from .words import find_noun, without_noun


def waiters(
    service: Service, kinds: dict[str, ResourceType]
) -> dict[str, dict[str, Any]]:
    """Return ``waiters`` by type: botocore's waiters named for a type's noun."""
    found: dict[str, dict[str, Any]] = {}
    for name, waiter in sorted(service.waiters.items()):
        best: tuple[int, ResourceType, list[dict[str, str]]] | None = None
        for kind in kinds.values():
            params = _params(service, kind, waiter["operation"])
            noun = _noun(service, kind, name, waiter["operation"], params or [])
            if params and noun is not None and (best is None or noun > best[0]):
                best = (noun, kind, params)
        if best:
            _, kind, params = best
            short = without_noun("Until" + name, kind.nouns).removeprefix("Until")
            found.setdefault(kind.name, {})[short] = {
                "waiterName": name,
                "params": params,
            }
    return found


def _params(
    service: Service, kind: ResourceType, operation: str
) -> list[dict[str, str]] | None:
    """Return the inputs that single one out, or the filters that its load has."""
    params = filled_inputs(service, kind, operation, lists=True)
    load = kind.load
    if params is None and load and load.operation == operation:
        return None if "[]" in (load.path or "") else load.params
    return params


def _noun(
    service: Service,
    kind: ResourceType,
    waiter: str,
    operation: str,
    params: list[dict[str, str]],
) -> int | None:
    """Return how long the noun is that a waiter has of a type, ``None`` for no noun.

    It is 0 for ``InstanceInService``, which elb asks a LoadBalancerName for.
    """
    mine = [len(n) for n in kind.nouns if find_noun(n, waiter)]
    if mine:
        return max(mine)
    targets = {p["target"] for p in params}
    named = all(any(find_noun(n, t) for n in kind.nouns) for t in targets)
    return 0 if named and targets <= service.required(operation) else None
