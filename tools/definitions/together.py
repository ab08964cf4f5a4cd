"""The loads that take many items in a request, and their limits.

A load that sends its identifier in a list, ``tasks[0]``, or as the only value of a
filter, ``Filters[0].Values[0]``, may as well send many. The items of the answer must
tell which is which, and AWS how many a call may have: where either is unknown, each
item is loaded alone.
"""

from __future__ import annotations

import re
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from . import limits
from .resource_type import Identifier, ResourceType
from .service import Service
from .shapes import SCALARS, is_string_list

# `tasks[0]`, `imageIds[0].imageTag`, `Filters[0].Values[0]`, `filter.eventArns[0]`.
_IN_A_LIST = re.compile(r"(?P<list>.*)\[0\](?:\.\w+)?")
_FIRST = re.compile(r"(?P<list>[\w.]+)(?:\[\]|\[0\])")

# What AWS takes in all of a service's filters, where no operation says it.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html: "You can
# specify up to 50 filters and up to 200 values per filter in a single request."
_FILTER_VALUES = {"ec2": 200}


def put_in(
    service: Service, kinds: dict[str, ResourceType], made: dict[str, Any]
) -> None:
    """Add the rules of joint loads to each type of this package."""
    for name, kind in kinds.items():
        found = of(service, kind)
        if found is not None and not kind.base:
            made["resources"][name]["together"] = found


def of(service: Service, kind: ResourceType) -> dict[str, Any] | None:
    """Return the limit of a load's items, and the path of the id in each.

    Returns:
        ``limit`` and ``at``, a JMESPath within an item of the answer, and the
        ``target`` that takes the ids; None if each has to be loaded alone.
    """
    if kind.load is None or kind.spec.optional or kind.spec.domains:
        return None
    params = [p for p in kind.load.params if p["source"] == "identifier"]
    listed = [p for p in params if "[0]" in p["target"]]
    if len(listed) != 1:
        return None
    target, identifier = listed[0]["target"], _identifier(kind, listed[0]["name"])
    if identifier is None or identifier.many or identifier.as_text:
        return None
    if not target.endswith("[0]") and _has_more(kind.load.params, target):
        return None
    item = _item(service, kind)
    at = item and _told(kind, identifier, item, target)
    limit = _limit(service, kind, target)
    if not at or not limit or limit < 2:
        return None
    return {"target": target, "at": at, "limit": limit}


def _has_more(params: list[dict[str, str]], target: str) -> bool:
    """Return whether an element of a list is more than an id: a filter of one value."""
    element = target.rpartition(".")[0]
    return sum(p["target"].startswith(f"{element}.") for p in params) > 1


def _identifier(kind: ResourceType, name: str) -> Identifier | None:
    return next((i for i in kind.identifiers if i.name == name), None)


def _item(service: Service, kind: ResourceType) -> StructureShape | None:
    """Return the shape of the output's items, if they are a plain list."""
    found = _FIRST.fullmatch(kind.load.path or "") if kind.load else None
    if kind.load is None or found is None:
        return None
    shape: Shape | None = service.output(kind.load.operation)
    for step in found["list"].split("."):
        if not isinstance(shape, StructureShape):
            return None
        shape = shape.members.get(step)
    item = shape.member if isinstance(shape, ListShape) else None
    return item if isinstance(item, StructureShape) else None


def _told(
    kind: ResourceType, identifier: Identifier, item: StructureShape, target: str
) -> str | None:
    """Return the path of an identifier within an item; None for none."""
    words = [identifier.member or identifier.name, identifier.name]
    words += [f"{kind.name}{identifier.name}", target.rpartition(".")[2]]
    names = [n for word in words for n in (word, word[:1].lower() + word[1:])]
    for name in names:
        if name in item.members and item.members[name].type_name in SCALARS:
            return name
    if (identifier.prefix or "").startswith("arn:"):
        # Of the caller's own, whose name is what the ARN ends in.
        arn = kind.arn_member()
        if arn in item.members:
            return arn
    for name in names:
        many = f"{name}s"
        if many in item.members and is_string_list(item.members[many]):
            return f"{many}[]"
    return None


def _limit(service: Service, kind: ResourceType, target: str) -> int | None:
    assert kind.load is not None
    found = _IN_A_LIST.fullmatch(target)
    if found is None:
        return None
    operation = service.model.operation_model(kind.load.operation)
    written = kind.spec.limits.get(kind.load.operation)
    if written:
        return written
    if found["list"].endswith(".Values"):
        filters = found["list"].split("[")[0]
        holder = limits.input_at(operation, filters)
        if holder is None or not isinstance(holder.member, StructureShape):
            return None
        values = holder.member.members.get("Values")
        most = values.metadata.get("max") if values is not None else None
        return most or _FILTER_VALUES.get(service.name)
    if found["list"].count("["):
        return None
    return limits.documented(operation, f"{found['list']}[]", kind.name)
