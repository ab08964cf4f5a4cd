"""The operations of types that are left out, and which of the rest they are put on."""

from __future__ import annotations

from collections.abc import Mapping

from ..derivation import deepest
from ..resource_type import ResourceType
from ..service import Service
from ..spec import ServiceSpec


def put_deepest(
    service: Service,
    spec: ServiceSpec,
    kinds: dict[str, ResourceType],
    whole: Mapping[str, ResourceType],
    gone: Mapping[str, set[str]],
) -> set[str]:
    """Put operations on the deepest types that they require all identifiers of.

    UpdateAsset of dataexchange is about an asset: without assets it is the revision's,
    not the data set's. MonitorContact requires a user, too, and is no user's.

    Args:
        service: The service.
        spec: The definitions without the types that are left out.
        kinds: The generator's types of them.
        whole: Those of the whole draft.
        gone: The types that are left out, by operation that was with one.

    Returns:
        The operations.
    """
    known = {*spec.operations}
    deepest.add_actions(service, spec, kinds, gone)
    placed = {*spec.operations} - known
    for operation in sorted(placed):
        told = spec.operations[operation]
        filled = {*told.params}
        above = {*(told.on or ())}
        for kind in (whole[name] for name in gone[operation] if name in whole):
            asked = {name for one in kind.identifiers if one.own for name in one.inputs}
            more = asked & service.required(operation) - filled
            # A single id may be that of a twin: an endpoint group's of either kind.
            if len(filled) < 2 or (
                more and above.isdisjoint(ancestors(whole, kind.name))
            ):
                del spec.operations[operation]
                placed.discard(operation)
                break
    return placed


def ancestors(whole: Mapping[str, ResourceType], name: str) -> list[str]:
    """Return a type's parent, the parent's parent and so on."""
    found = []
    parent = whole[name].spec.parent if name in whole else None
    while parent:
        found.append(parent)
        parent = whole[parent].spec.parent
    return found
