"""The rule that changes are sent with the token of AWS's optimistic locking."""

from __future__ import annotations

from .. import locks
from .finding import Finding, Findings
from .service import ACTION, Service


def locks_are_kept(service: Service) -> Findings:
    """Find actions that do not send the token from their owner's load or list."""
    for site in service.sites(ACTION):
        operation = service.operation(site)
        if operation is None or site.owner is None:
            continue
        body = service.body(site.owner)
        shape = service.shape(site.owner)
        beside = locks.beside_data(service.model.operation_model, body.get("load"))
        told = {*beside, *(shape.members if shape else ())}
        sent = {*site.body.get("lock", {}), *(p.get("target") for p in site.params)}
        for name, member in locks.tokens(operation, told, [site.owner], {}):
            if member is not None and name not in sent:
                yield Finding(
                    "lock",
                    site.place,
                    f"{site.place} does not send as {name} the {member} that"
                    f" {site.owner} was read with.",
                )
        lock = body.get("lock")
        if lock is None and set(site.body.get("lock", {}).values()) & set(beside):
            yield Finding(
                "lock",
                site.place,
                f"{site.place} sends a token that the load of {site.owner} drops.",
            )
