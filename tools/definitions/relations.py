"""How types hang together: collections, sub-resources, references, waiters."""

from __future__ import annotations

from typing import Any

from botocore import xform_name
from botocore.model import StructureShape

from .service import Service
from .shapes import SCALARS
from .types import (
    Identifier,
    Listing,
    ResourceType,
    listings,
    match_inputs,
    params_of,
)
from .words import find_noun, plurals, without_noun

SERVICE = "service"


def short_name(kind: ResourceType, owner: ResourceType | None) -> str:
    """Return a type's name less its owner's noun: DBCluster's Endpoint."""
    if owner is None:
        return kind.name
    # A verb in front, since a noun is only taken off what has one.
    return without_noun("Do" + kind.name, owner.nouns).removeprefix("Do") or kind.name


def collection_name(kind: ResourceType, owner: ResourceType | None) -> str:
    """Return a collection's name: the type's plural, less the owner's noun."""
    return plurals(short_name(kind, owner))[0]


def owners(
    service: Service, kinds: dict[str, ResourceType], kind: ResourceType, item: Listing
) -> dict[str, list[dict[str, str]]]:
    """Return who has a listing as a collection, and the inputs each one fills."""
    if item.spec and item.spec.on:
        return _written_owners(service, kinds, item.spec.on, item, item.spec.params)
    required = service.required(item.operation)
    found: dict[str, list[dict[str, str]]] = {}
    if not required and not kind.spec.parent:
        found[SERVICE] = []
    for name, owner in kinds.items():
        if name == kind.name or not owner.identifiers:
            continue
        params = match_inputs(service, owner, item.operation)
        if params is None or required - {p["target"] for p in params}:
            continue
        if name == kind.spec.parent or _is_specific(owner, params, kinds):
            found[name] = params
    return found


def _written_owners(
    service: Service,
    kinds: dict[str, ResourceType],
    names: list[str],
    item: Listing,
    params: dict[str, str],
) -> dict[str, list[dict[str, str]]]:
    """Return the owners a TOML names; ``*`` is every type whose ARN is known."""
    if names == ["*"]:
        names = [
            n for n, k in kinds.items() if k.arn_member() or k.arn_identifier()
        ]
    found: dict[str, list[dict[str, str]]] = {}
    for name in names:
        if name == SERVICE:
            found[name] = params_of(None, params)
        elif params:
            found[name] = params_of(kinds[name], params)
        else:
            found[name] = match_inputs(service, kinds[name], item.operation) or []
    return found


def _is_specific(
    owner: ResourceType, params: list[dict[str, str]], kinds: dict[str, ResourceType]
) -> bool:
    """Tell whether the inputs name *owner* itself, not just some Id or Name.

    ``DBClusterIdentifier`` does so for DBCluster. An input that another type claims
    with a longer noun belongs to that one.
    """
    for param in params:
        target = param["target"]
        mine = [n for n in owner.nouns if find_noun(n, target)]
        if not mine:
            return False
        for other in kinds.values():
            if other is not owner and any(
                len(n) > len(max(mine, key=len)) and find_noun(n, target)
                for n in other.nouns
            ):
                return False
    return True


def collections(
    service: Service, kinds: dict[str, ResourceType]
) -> dict[str, dict[str, Any]]:
    """Return ``hasMany`` by owner, and set which shapes fill each type's data."""
    found: dict[str, dict[str, Any]] = {}
    for kind in kinds.values():
        if kind.base and isinstance(kind.spec.lists, bool):
            continue
        for item in listings(service, kind):
            for owner, params in owners(service, kinds, kind, item).items():
                names = item.names or (
                    kind.spec.collection if owner == SERVICE else []
                )
                names = names or [collection_name(kind, kinds.get(owner))]
                for name in names:
                    found.setdefault(owner, {})[name] = _collection(
                        kind, kinds.get(owner), item, params
                    )
    return found


def _collection(
    kind: ResourceType,
    owner: ResourceType | None,
    item: Listing,
    params: list[dict[str, str]],
) -> dict[str, Any]:
    identifiers = []
    inherited = list(owner.identifiers) if owner else []
    for identifier in kind.identifiers:
        target = {"target": identifier.name}
        if identifier.own:
            path = item.identifiers[identifier.name]
            identifiers.append({**target, "source": "response", "path": path})
        else:
            name = inherited.pop(0).name
            identifiers.append({**target, "source": "identifier", "name": name})
    resource: dict[str, Any] = {"type": kind.name, "identifiers": identifiers}
    if isinstance(item.item, StructureShape) and kind.shape is not None:
        resource["path"] = item.path
    request: dict[str, Any] = {"operation": item.operation}
    if params:
        request["params"] = params
    return {"request": request, "resource": resource}


def has(kinds: dict[str, ResourceType]) -> dict[str, dict[str, Any]]:
    """Return ``has`` by owner: aliases, sub-resources, references to parents."""
    found: dict[str, dict[str, Any]] = {}
    for kind in kinds.values():
        if kind.spec.also:
            for name in [kind.name, *kind.spec.also]:
                found.setdefault(SERVICE, {})[name] = _sub_resource(kind, [])
        parent = kinds.get(kind.spec.parent or "")
        if parent and not kind.base:
            found.setdefault(parent.name, {})[short_name(kind, parent)] = _sub_resource(
                kind, parent.identifiers
            )
            found.setdefault(kind.name, {})[parent.name] = _parent(kind, parent)
        if kind.shape is not None:
            for name, reference in _references(kind, kinds).items():
                found.setdefault(kind.name, {}).setdefault(name, reference)
    return found


def _sub_resource(kind: ResourceType, given: list[Identifier]) -> dict[str, Any]:
    identifiers: list[dict[str, str]] = [
        {"target": i.name, "source": "identifier", "name": g.name}
        for i, g in zip(kind.identifiers, given, strict=False)
    ]
    identifiers += [
        {"target": i.name, "source": "input"} for i in kind.identifiers[len(given) :]
    ]
    return {"resource": {"type": kind.name, "identifiers": identifiers}}


def _parent(kind: ResourceType, parent: ResourceType) -> dict[str, Any]:
    identifiers = [
        {"target": p.name, "source": "identifier", "name": i.name}
        for p, i in zip(parent.identifiers, kind.identifiers, strict=False)
    ]
    return {"resource": {"type": parent.name, "identifiers": identifiers}}


def _references(kind: ResourceType, kinds: dict[str, ResourceType]) -> dict[str, Any]:
    """Return the references that a type's own data members make.

    A member refers to a type when it has the name of that type's one identifier and
    the type's noun (``DBClusterIdentifier``); a name the data already uses is left.
    """
    assert kind.shape is not None
    taken = {xform_name(m) for m in kind.shape.members}
    taken |= {xform_name(i.name) for i in kind.identifiers}
    mine = {i.member for i in kind.identifiers}
    found = {}
    written = kind.spec.references
    for other in kinds.values():
        if other is kind or len(other.identifiers) != 1 or other.name == kind.spec.parent:
            continue
        path = written.get(other.name) or _refers(kind.shape, other, mine)
        if path and xform_name(other.name) not in taken:
            target = {"target": other.identifiers[0].name, "source": "data", "path": path}
            found[other.name] = {
                "resource": {"type": other.name, "identifiers": [target]}
            }
    return found


def _refers(
    shape: StructureShape, other: ResourceType, mine: set[str | None]
) -> str | None:
    for name in other.identifiers[0].inputs:
        if name in shape.members and name not in mine and not name.startswith("Source"):
            scalar = shape.members[name].type_name in SCALARS
            if scalar and any(find_noun(n, name) for n in other.nouns):
                return name
    return None


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
