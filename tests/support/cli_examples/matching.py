"""Whose request an example's command is: the identifiers and what is left to a user."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_CONSTANTS = {"string", "boolean", "integer"}
_INDEX = re.compile(r"\[(\d*)\]$")

Params = Iterable[Mapping[str, Any]]


@dataclass
class Match:
    """A request of a definition, found in the parameters of a command.

    Attributes:
        identifiers: What the owner is known by, by boto3's names in CamelCase.
        data: What the owner's data has, by the JMESPaths of the definition.
        rest: What a user gives.
    """

    identifiers: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    rest: dict[str, Any] = field(default_factory=dict)


def matched(params: Params, given: Mapping[str, Any]) -> Match | None:
    """Return how the parameters of a command are a definition's request, if they are.

    Args:
        params: The definition's, of one request.
        given: The command's.
    """
    found = Match(rest=copy.deepcopy(dict(given)))
    for _, group in itertools.groupby(params, _element):
        if not _take(list(group), found):
            return None
    return found


def _element(param: Mapping[str, Any]) -> str:
    """Return the part of a target that stays together: a whole filter, or a member."""
    target = str(param["target"])
    return target.partition(".")[0] if "]." in target else target


def _take(group: list[Mapping[str, Any]], found: Match) -> bool:
    """Move the values of a group from the rest; tell whether it is all there."""
    if len(group) == 1:
        return _take_one(group[0], found)
    name, *_ = re.split(r"[\[\]]", _element(group[0]), maxsplit=2)
    filters = found.rest.get(name)
    if not isinstance(filters, list):
        return all(param["source"] in _CONSTANTS for param in group)
    for one in filters:
        inner = Match(rest=copy.deepcopy(one))
        own = [{**p, "target": p["target"].partition(".")[2]} for p in group]
        taken = all(_take_one(p, inner, must=True) for p in own)
        if taken and not any(inner.rest.values()):
            found.identifiers |= inner.identifiers
            found.data |= inner.data
            filters.remove(one)
            if not filters:
                del found.rest[name]
            return True
    return False


def _take_one(param: Mapping[str, Any], found: Match, must: bool = False) -> bool:
    source = param["source"]
    if source == "input":
        return True
    value = _pop(found.rest, param["target"])
    if source in _CONSTANTS:
        # What the definition says goes without saying, unless somebody says else.
        if source == "integer" and value is not None:
            found.rest[param["target"]] = value
            return True
        return value == param["value"] or (value is None and not must)
    if value is None:
        return False
    where = found.identifiers if source == "identifier" else found.data
    name = param["name"] if source == "identifier" else param["path"]
    return bool(where.setdefault(name, value) == value)


def _pop(values: dict[str, Any], target: str) -> Any:
    """Take the value at a target such as `a.b[0]` out of nested parameters.

    A list with more than what the target takes has nothing to take.
    """
    head, _, rest = target.partition(".")
    name = _INDEX.sub("", head)
    value = values.get(name)
    if value is None:
        return None
    if name != head and not rest:
        if not isinstance(value, list) or len(value) != 1:
            return None
        del values[name]
        return value[0]
    if rest:
        inner = value[0] if isinstance(value, list) and value else value
        if not isinstance(inner, dict):
            return None
        taken = _pop(inner, rest)
        if not inner:
            del values[name]
        return taken
    del values[name]
    return value
