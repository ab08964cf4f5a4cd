"""Reads what a JMESPath names, without walking its syntax tree each time.

Nearly all paths in definitions are made of names, ``[]`` and an index; those become
functions of one another. Any other is jmespath's own to search.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import jmespath

Search = Callable[[Any], Any]


class _NotKnown(Exception):
    """A syntax that is left to jmespath."""


@functools.lru_cache(maxsize=4096)
def search_of(path: str) -> Search:
    """Return what finds in data what `jmespath.search` with this path finds there.

    Args:
        path: A JMESPath expression.

    Raises:
        jmespath.exceptions.JMESPathError: It is none.
    """
    compiled = jmespath.compile(path)
    # `parsed` is public, what is in it is not: what looks different is not known.
    try:
        return _function_of(compiled.parsed)
    except (_NotKnown, AttributeError, KeyError, TypeError, ValueError):
        search: Search = compiled.search
        return search


def search_beyond(start: str | None, path: str) -> Search | None:
    """Return what finds in what one path finds what a longer path finds in all.

    Args:
        start: A JMESPath expression that finds the items of a list, like `Buckets[]`.
        path: Another, which may add a name to that, like `Buckets[].Name`.

    Returns:
        None if it is not longer by just a name, or `start` does not find a list.
    """
    if start is None:
        return None
    items, whole = (jmespath.compile(one).parsed for one in (start, path))
    if {items["type"], whole["type"]} != {"projection"}:
        return None
    (base, identity), (same, name) = items["children"], whole["children"]
    if identity["type"] != "identity" or name["type"] != "field" or base != same:
        return None
    return _field_of_each(lambda found: found, name["value"])


def _function_of(node: dict[str, Any]) -> Search:
    kind, children = node["type"], node["children"]
    if kind == "field" and not children:
        return _field(node["value"])
    if kind == "index" and not children:
        return _index(node["value"])
    if kind in ("identity", "current") and not children:
        return lambda data: data
    if kind in ("subexpression", "index_expression") and len(children) == 2:
        first, second = map(_function_of, children)
        return lambda data: second(first(data))
    if kind == "projection" and len(children) == 2:
        base, each = children
        if each["type"] == "identity":
            return _each(_function_of(base))
        if each["type"] == "field" and not each["children"]:
            return _field_of_each(_function_of(base), each["value"])
        return _of_each(_function_of(base), _function_of(each))
    # Never but within a projection, as `_flat` supposes.
    if kind == "flatten" and len(children) == 1:
        return _flat(_function_of(children[0]))
    raise _NotKnown(kind)


def _field(name: str) -> Search:
    def search(data: Any) -> Any:
        try:
            return data.get(name)
        except AttributeError:
            return None

    return search


def _index(position: int) -> Search:
    def search(data: Any) -> Any:
        try:
            return data[position] if isinstance(data, list) else None
        except IndexError:
            return None

    return search


def _flat(base: Search) -> Search:
    def search(data: Any) -> Any:
        found = base(data)
        if not isinstance(found, list):
            return None
        # As it is, since a projection of it follows, which makes another list.
        if not any(issubclass(kind, list) for kind in set(map(type, found))):
            return found
        merged = []
        for item in found:
            if isinstance(item, list):
                merged.extend(item)
            else:
                merged.append(item)
        return merged

    return search


def _each(base: Search) -> Search:
    def search(data: Any) -> Any:
        items = base(data)
        if not isinstance(items, list):
            return None
        return [item for item in items if item is not None]

    return search


def _of_each(base: Search, each: Search) -> Search:
    def search(data: Any) -> Any:
        items = base(data)
        if not isinstance(items, list):
            return None
        return [found for item in items if (found := each(item)) is not None]

    return search


def _field_of_each(base: Search, name: str) -> Search:
    # As `_of_each`, with a call less for each item.
    field = _field(name)

    def search(data: Any) -> Any:
        items = base(data)
        if not isinstance(items, list):
            return None
        try:
            return [v for item in items if (v := item.get(name)) is not None]
        except AttributeError:
            # Some are no dicts.
            return [v for item in items if (v := field(item)) is not None]

    return search
