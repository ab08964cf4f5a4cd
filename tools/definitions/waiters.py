"""Which of botocore's waiters wait for which type."""

from __future__ import annotations

from typing import Any

from .inputs import match_inputs
from .resource_type import ResourceType
from .service import Service
from .words import find_noun, without_noun


def waiters(
    service: Service, kinds: dict[str, ResourceType]
) -> dict[str, dict[str, Any]]:
    """Return ``waiters`` by type: botocore's waiters named for a type's noun."""
    found: dict[str, dict[str, Any]] = {}
    for name, waiter in sorted(service.waiters.items()):
        best = None
        for kind in kinds.values():
            noun = next((n for n in kind.nouns if find_noun(n, name)), None)
            if noun is None:
                continue
            params = match_inputs(service, kind, waiter["operation"], lists=True)
            if params and (best is None or len(noun) > len(best[1])):
                best = (kind, noun, params)
        if best:
            kind, noun, params = best
            short = without_noun("Until" + name, [noun]).removeprefix("Until")
            found.setdefault(kind.name, {})[short] = {
                "waiterName": name,
                "params": params,
            }
    return found
