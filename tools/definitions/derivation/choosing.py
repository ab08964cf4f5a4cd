"""The loads as a batch of one, or by selection from a list, of types without a read."""

from __future__ import annotations

from botocore.model import StructureShape

from .. import shapes
from ..listing import listings
from ..relations import owners
from ..resource_type import Listing, ResourceType
from ..service import Service
from ..spec import LoadSpec, ServiceSpec
from ..texts import requires_one_of
from ..types import LOAD_VERBS
from . import batches, members


def add_loads(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Add a load by several's read, or from a list, to each type without a load."""
    for name, kind in kinds.items():
        if kind.load is not None or not kind.identifiers or name not in spec.types:
            continue
        if _described(service, kind):
            # By something this kind does not tell of itself: nothing is to be guessed.
            continue
        found = batches.load(service, kind)
        if found is not None:
            spec.types[name].load = found
            continue
        for one in listings(service, kind):
            told = _whole(service, kind, one)
            if told is None:
                continue
            params = _asked(service, kinds, kind, one)
            if params is None or requires_one_of(service, one.operation, params):
                continue
            spec.types[name].load = LoadSpec(one.operation, params, one.path)
            # The item is chosen by these, and they are what its data has.
            spec.types[name].identifiers |= told
            break


def _described(service: Service, kind: ResourceType) -> bool:
    """Return whether an operation describes a single resource, by a required input."""
    named = [verb + noun for verb in LOAD_VERBS for noun in kind.nouns]
    return any(n in service.operations and service.required(n) for n in named)


def _whole(service: Service, kind: ResourceType, one: Listing) -> dict[str, str] | None:
    """Return the members that identify an item of a list; None if none do."""
    item, path = one.item, one.path or ""
    if not isinstance(item, StructureShape) or path.count("[]") != 1:
        return None
    if not path.endswith("[]"):
        return None
    told = members.own_members(service, kind, item)
    if told is None or any("." in member for member in told.values()):
        return None
    numbers = [m for m in told.values() if item.members[m].type_name != "string"]
    if numbers or shapes.is_string_list(item) or _told_otherwise(service, kind, told):
        return None
    return told


def _told_otherwise(service: Service, kind: ResourceType, told: dict[str, str]) -> bool:
    """Return whether what makes a thing tells its id, and the list its ARN alone.

    An association of appintegrations would not be found by the id it was made with.
    """
    arns = {n for n, m in told.items() if m.lower().endswith("arn") and "Arn" not in n}
    for operation in ("Create" + noun for noun in kind.nouns):
        output = service.output(operation) if operation in service.operations else None
        if arns and output is not None:
            made = members.some_members(service, kind, output)
            if any(not made[n].lower().endswith("arn") for n in arns & {*made}):
                return True
    return False


def _asked(
    service: Service,
    kinds: dict[str, ResourceType],
    kind: ResourceType,
    one: Listing,
) -> dict[str, str] | None:
    """Return the parameters of a list; None where only other types can be its owner."""
    found = owners(service, kinds, kind, one)
    if "service" in found and not kind.spec.parent:
        return {}
    if kind.spec.parent not in found:
        return None
    parent = kinds[kind.spec.parent]
    inherited = dict(
        zip(
            (i.name for i in parent.identifiers),
            (i.name for i in kind.identifiers if not i.own),
            strict=False,
        )
    )
    params = found[kind.spec.parent]
    if any(p["source"] != "identifier" or "[" in p["target"] for p in params):
        return None
    return {p["target"]: inherited[p["name"]] for p in params}
