"""The collections whose items a resource's own data has.

Two kinds are sure. The list asks for what a load of the owner asks for, with the same
inputs, and takes its items from within what the load keeps: the listeners of a load
balancer. Or the list is of tags, which the owner's data have, too, in the same shape.
Other members of the same shape may be a part of the list, such as the first shards of a
stream, and are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape

from .resource_type import ResourceType
from .service import Service
from .shapes import list_at

_TAGS = re.compile(r"(?:tags|TagList|Tags)")
_LISTS_TAGS = re.compile(r"(?:List|Describe)Tags(?:ForResource|OfResource)?")
_ONE = re.compile(r"(?P<list>\w+)\[(?:0)?\]|(?P<member>\w+)")


def put_in(
    service: Service, kinds: dict[str, ResourceType], made: dict[str, Any]
) -> None:
    """Add the path of the items in a type's own data to its collections."""
    for name, kind in kinds.items():
        body = made["resources"].get(name, {})
        load = body.get("load") or _base(service, name).get("load")
        for collection in body.get("hasMany", {}).values():
            if "request" not in collection or not load:
                continue
            told = _within(load, collection) or _tags(service, kind, load, collection)
            if told:
                collection["told"] = told


def _base(service: Service, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = service.base.get("resources", {}).get(name) or {}
    return found


def _within(
    load: Mapping[str, Any], collection: Mapping[str, Any]
) -> dict[str, str] | None:
    """Return the path of a list's items in the owner's data, if its load has them."""
    path, kept = collection["resource"].get("path") or "", load.get("path") or ""
    found = _ONE.fullmatch(kept)
    if found is None or load["request"] != collection["request"]:
        return None
    stem = f"{found['list']}[]." if found["list"] else f"{found['member']}."
    if not path.startswith(stem) or "own" in collection:
        return None
    member = re.split(r"[.\[]", path.removeprefix(stem), maxsplit=1)[0]
    return {"member": member, "within": stem.rstrip(".")}


def _tags(
    service: Service,
    kind: ResourceType,
    load: Mapping[str, Any],
    collection: Mapping[str, Any],
) -> dict[str, str] | None:
    """Return the member of the owner's data that has its tags, if a list is of them.

    Not where a load has to ask for tags, without which there would seem to be none.
    """
    operation = collection["request"]["operation"]
    path = collection["resource"].get("path") or ""
    loaded = service.model.operation_model(load["request"]["operation"]).input_shape
    if (
        not _LISTS_TAGS.fullmatch(operation)
        or kind.shape is None
        or kind.base
        or kind.spec.omits
        or (loaded is not None and "include" in loaded.members)
    ):
        return None
    items = list_at(service.output(operation), path)
    for member, shape in kind.shape.members.items():
        if (
            _TAGS.fullmatch(member)
            and isinstance(shape, ListShape)
            and items is not None
            and shape.member.name == items.item.name
        ):
            return {"member": member}
    return None
