"""The rule that request parameters fit the input shapes of their operations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from botocore.model import Shape

from .answers import found
from .finding import Finding, Findings
from .paths import (
    AbsentError,
    PathError,
    Value,
    describe,
    is_scalar,
    item_of,
    member_of,
)
from .service import BATCH, Service, Site

_PART = re.compile(r"^(?P<name>[\w-]+)(\[(?P<index>\d*|\*)\])?$")
_NUMBERS = {"integer", "long", "float", "double"}


def split(target: str) -> list[tuple[str, str | None]]:
    """Split ``Filters[0].Values[]`` into ``[('Filters', '0'), ('Values', '')]``.

    Raises:
        PathError: It is not of the form boto3 understands.
    """
    matches = [_PART.match(part) for part in target.split(".")]
    if None in matches:
        raise PathError(f"{target} is not a path of members and [indexes]")
    return [(m["name"], m["index"]) for m in matches if m]


def land(target: str, shape: Value) -> Value:
    """Return the shape that a parameter's target is to be filled with.

    Raises:
        PathError: The input has no such place.
    """
    for name, index in split(target):
        shape = member_of(shape, name)
        if index is not None:
            item = item_of(shape)
            if item is None:
                raise PathError(f"{name} is {describe(shape)}, which takes no index")
            shape = item
    return shape


def targets_fit(service: Service) -> Findings:
    """Find targets that do not exist and values of another type than their target."""
    for site in service.sites():
        operation = service.operation(site)
        if operation is None:
            continue
        for param in site.params:
            target, absent = param.get("target", ""), False
            try:
                if operation.input_shape is None:
                    raise PathError(f"{operation.name} takes no input")
                place = land(target, operation.input_shape)
                misfit = _misfit(service, site, param, place)
            except PathError as error:
                misfit, absent = str(error), isinstance(error, AbsentError)
            if misfit:
                text = f"{site.place} fills {target}, but {misfit}."
                yield Finding("target", site.place, text, absent=absent)


def _misfit(
    service: Service, site: Site, param: Mapping[str, Any], place: Value
) -> str | None:
    source = param.get("source")
    if source == "identifier":
        if service.is_list(site.owner, param.get("name")):
            item = item_of(place)
            several = item is not None and is_scalar(item)
            return None if several else f"it takes {describe(place)}, not a list"
        return None if is_scalar(place) else _not_one(place, "an identifier")
    if source in {"string", "integer", "boolean"}:
        return _constant_misfit(param.get("value"), place)
    if source != "data" or "path" not in param:
        return None
    value = found(service, site, "data", param["path"])
    if value is not None and _sort(value) != _sort(place):
        return f"{param['path']} is {describe(value)} and it takes {describe(place)}"
    return None


def _not_one(place: Value, what: str) -> str:
    hint = ": add [0] or []" if item_of(place) is not None else ""
    return f"it takes {describe(place)}, not {what}{hint}"


def _constant_misfit(value: Any, place: Value) -> str | None:
    sort = _sort(place)
    wanted = (
        "boolean"
        if isinstance(value, bool)
        else "number"
        if isinstance(value, int | float)
        else "text"
    )
    if sort != wanted:
        return _not_one(place, f"the constant {value!r}")
    choices = getattr(place, "enum", [])
    if choices and value not in choices:
        # AWS adds values as it adds members.
        listed = ", ".join(choices)
        raise AbsentError(f"{value!r} is not among its values {listed}")
    return None


def _sort(value: Value) -> str:
    """Return the coarse type of a value, such as text, number or list of text."""
    inner = item_of(value)
    if inner is not None:
        return f"list of {_sort(inner)}"
    kind = value.type_name if isinstance(value, Shape) else ""
    if kind in _NUMBERS:
        return "number"
    return "text" if is_scalar(value) or kind == "blob" else str(kind)


def lists_join(service: Service) -> Findings:
    """Find targets that boto3 would spread over the wrong elements of a list.

    ``build_param_structure`` in boto3/resources/params.py: ``[]`` always appends, so
    two parameters never meet in one element; ``[*]`` is the item's number in a batch,
    lost once another index was seen.
    """
    for site in service.sites():
        try:
            parts = [split(param.get("target", "")) for param in site.params]
        except PathError:
            continue  # targets_fit says so
        for name in _split_elements(parts):
            index = "*" if site.kind == BATCH else "0"
            text = f"{site.place} fills several members of {name}[], which boto3 puts"
            text += f" into one element each: use {name}[{index}]."
            yield Finding("list-join", site.place, text)
        yield from _lost_stars(site, parts)


def _split_elements(parts: list[list[tuple[str, str | None]]]) -> list[str]:
    """Return the lists that several parameters fill, and some by appending."""
    indexes: dict[str, list[str | None]] = {}
    for path in parts:
        for depth in range(1, len(path)):
            name, index = ".".join(name for name, _ in path[:depth]), path[depth - 1][1]
            indexes.setdefault(name, []).append(index)
    return [name for name, used in indexes.items() if "" in used and len(used) > 1]


def _lost_stars(site: Site, parts: list[list[tuple[str, str | None]]]) -> Findings:
    for path in parts:
        indexes = [index for _, index in path if index is not None]
        if "*" not in indexes:
            continue
        if site.kind != BATCH:
            yield Finding(
                "list-join",
                site.place,
                f"{site.place} uses [*] outside a batch action.",
            )
        elif indexes[0] != "*":
            yield Finding(
                "list-join",
                site.place,
                f"{site.place} uses [*] behind another index, where boto3 no longer"
                " knows the item's number: use [].",
            )
