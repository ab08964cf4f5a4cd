"""The collections of types: their owners, items and list operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.model import Shape, StructureShape

from .inputs import filled_inputs, params_of
from .listing import listings
from .resource_type import Identifier, Listing, ResourceType
from .service import Service
from .toml_file import DefinitionError
from .words import find_noun, plurals, without_noun

SERVICE = "service"


def short_name(kind: ResourceType, owner: ResourceType | None) -> str:
    """Return a type's name less its owner's noun: DBCluster's Endpoint."""
    if owner is None:
        return kind.name
    # A verb in front, since a noun is only taken off what has one.
    short = without_noun("Do" + kind.name, owner.nouns).removeprefix("Do")
    # An asset's AssociatedAsset is no Associated.
    return kind.name if not short or short.endswith("ed") else short


def collection_name(kind: ResourceType, owner: ResourceType | None) -> str:
    """Return a collection's name: the type's plural, less the owner's noun."""
    return plurals(short_name(kind, owner))[0]


def owners(
    service: Service, kinds: dict[str, ResourceType], kind: ResourceType, item: Listing
) -> dict[str, list[dict[str, str]]]:
    """Return the owners of a listing as a collection, with the inputs they fill."""
    if item.spec and item.spec.on:
        return _written_owners(service, kinds, item.spec.on, item, item.spec.params)
    if item.spec and item.spec.params:
        raise DefinitionError(
            f"{kind.name}: nothing would send the params of {item.operation}; say `on`"
        )
    required = service.required(item.operation)
    found: dict[str, list[dict[str, str]]] = {}
    if not required and not kind.spec.parent:
        found[SERVICE] = []
    for name, owner in kinds.items():
        if name == kind.name or not owner.identifiers:
            continue
        params = filled_inputs(service, owner, item.operation)
        if params is None or required - {p["target"] for p in params}:
            continue
        # A child's identifiers are its parent's; nobody else could fill them.
        elsewhere = not kind.spec.parent and _is_specific(owner, params, kinds)
        if name == kind.spec.parent or elsewhere:
            found[name] = params
    return {**found, **_filtering_owners(service, kinds, kind, item)}


def _filtering_owners(
    service: Service, kinds: dict[str, ResourceType], kind: ResourceType, item: Listing
) -> dict[str, list[dict[str, str]]]:
    """Return the owners whose items a filter picks, as boto3 does for ``vpc.subnets``.

    EC2's ``describe`` operations take nobody's identifier but in a filter.
    """
    found = {}
    inputs = service.inputs(item.operation)
    for owner, name in kind.spec.filters.items():
        filters = next((i for i in ("Filters", "Filter") if i in inputs), None)
        if filters is None or owner not in kinds or len(kinds[owner].identifiers) != 1:
            raise DefinitionError(
                f"{kind.name}: {item.operation} has no filter by a {owner}"
            )
        values = {
            f"{filters}[0].Name": f"'{name}'",
            f"{filters}[0].Values[0]": kinds[owner].identifiers[0].name,
        }
        found[owner] = params_of(kinds[owner], values)
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
        known = {n: k for n, k in kinds.items() if k.arn_member() or k.arn_identifier()}
        names = list(known)
        if "Tags" in item.operation:
            # AWS has none for some types with an ARN.
            names = [n for n, k in known.items() if k.spec.tag_id is not False]
    found: dict[str, list[dict[str, str]]] = {}
    for name in names:
        if name == SERVICE:
            found[name] = params_of(None, params)
        elif params:
            found[name] = params_of(kinds[name], params)
        else:
            found[name] = filled_inputs(service, kinds[name], item.operation) or []
    return found


def _is_specific(
    owner: ResourceType, params: list[dict[str, str]], kinds: dict[str, ResourceType]
) -> bool:
    """Return whether the inputs name *owner* itself, not just some Id or Name.

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
        if kind.base and isinstance(kind.spec.lists, bool) and not kind.spec.filters:
            continue
        for item in listings(service, kind):
            for owner, params in owners(service, kinds, kind, item).items():
                names = item.names or (kind.spec.collection if owner == SERVICE else [])
                names = names or [collection_name(kind, kinds.get(owner))]
                made = _collection(kind, kinds.get(owner), item, params)
                for name in names if _tells_items(made) else []:
                    found.setdefault(owner, {})[name] = made
    return found


def _tells_items(collection: dict[str, Any]) -> bool:
    """Return whether the output has more of the items than their identifiers."""
    resource = collection["resource"]
    sources = {i["source"] for i in resource["identifiers"]}
    return "path" in resource or "response" in sources


def _have_in_common(shape: Shape | None, item: Shape | None) -> bool:
    """Return whether the items of a list are data of a type, whole or in part."""
    if not isinstance(shape, StructureShape) or not isinstance(item, StructureShape):
        return False
    return not set(shape.members).isdisjoint(item.members)


def _path_of_data(shape: Shape | None, item: Listing) -> str | None:
    """Return the path of a type's data in the items of a list; ``None`` for none.

    A PolicySummary has nothing that a Policy has, which keeps it as one of its members:
    it becomes that member.
    """
    if _have_in_common(shape, item.item):
        return item.path
    if isinstance(shape, StructureShape) and isinstance(item.item, StructureShape):
        for name, member in shape.members.items():
            path = item.path or ""
            if member.name == item.item.name and path.endswith("[]"):
                return f"{item.path}.{{{name}: @}}"
    return None


def _collection(
    kind: ResourceType,
    owner: ResourceType | None,
    item: Listing,
    params: list[dict[str, str]],
) -> dict[str, Any]:
    identifiers = [
        {"target": identifier.name, **source}
        for identifier, source in zip(
            kind.identifiers, _sources(kind, owner, item, params), strict=True
        )
    ]
    resource: dict[str, Any] = {"type": kind.name, "identifiers": identifiers}
    path = _path_of_data(kind.shape, item)
    if item.spec is not None and isinstance(item.spec.data, str):
        path = f"{item.path}.{item.spec.data}"
    told = item.spec is None or item.spec.data
    if told and path is not None:
        resource["path"] = path
    request: dict[str, Any] = {"operation": item.operation}
    if params:
        request["params"] = params
    own = {"own": item.spec.own} if item.spec and item.spec.own else {}
    return {"request": request, "resource": resource, **own}


def _sources(
    kind: ResourceType,
    owner: ResourceType | None,
    item: Listing,
    params: list[dict[str, str]],
) -> Iterator[dict[str, str]]:
    """Yield the source of each identifier of a collection's items.

    A parent's are its owner's, the rest are told by the items. An owner that is not the
    parent leaves to them whose they are, if they tell that by another name than their
    own; iam's CurrentUser has keys, but no name to tell them.
    """
    inherited = list(owner.identifiers) if owner else []
    is_parent = owner is not None and owner.name == kind.spec.parent
    own = {item.identifiers.get(i.name) for i in kind.identifiers if i.own}
    for identifier in kind.identifiers:
        told = item.identifiers.get(identifier.name, "") not in {*own, ""}
        if identifier.own or not inherited or (told and not is_parent):
            yield _told(kind, identifier, item, params)
        else:
            yield {"source": "identifier", "name": inherited.pop(0).name}


def _told(
    kind: ResourceType,
    identifier: Identifier,
    item: Listing,
    params: list[dict[str, str]],
) -> dict[str, str]:
    """Return the source of an identifier: in each item, or in the request.

    glacier's vaults are those of the account that was asked for, ``-`` for one's own,
    and ssm's policies of a resource do not repeat its ARN.
    """
    path = item.identifiers.get(identifier.name)
    if path is not None:
        return {"source": "response", "path": path}
    for param in params:
        if param["target"] in identifier.inputs:
            return {"source": "requestParameter", "path": param["target"]}
    raise DefinitionError(
        f"{kind.name}: the items of {item.operation} do not tell {identifier.name}"
    )
