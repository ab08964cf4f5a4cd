"""JMESPath expressions compiled to Python functions.

jmespath walks the syntax tree of an expression at every search. Nearly all paths in
resource definitions consist of field names, ``[]`` and an index: those are compiled to
nested closures. Every other expression is searched by jmespath itself. The results are
those of ``jmespath.search``; ``tests/test_paths.py`` compares them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import jmespath

# A compiled expression: takes JSON data, returns the result, None if there is none.
Search = Callable[[object], Any]


class _UnknownSyntax(Exception):
    """JMESPath syntax that has no compiled form here."""


@functools.lru_cache(maxsize=4096)
def search_of(path: str) -> Search:
    """Return the search function of a JMESPath expression.

    Args:
        path: The expression, such as ``Reservations[].Instances[].InstanceId``.

    Returns:
        A function that takes data and returns the result of `jmespath.search`.

    Raises:
        jmespath.exceptions.JMESPathError: The expression is invalid.
    """
    compiled = jmespath.compile(path)
    # `parsed` is public, the nodes in it are not: a node of another form than expected
    # is left to jmespath.
    try:
        return _compiled(compiled.parsed)
    except (_UnknownSyntax, AttributeError, KeyError, TypeError, ValueError):
        search: Search = compiled.search
        return search


def search_beyond(start: str | None, path: str) -> Search | None:
    """Return a function that continues a search from the result of a shorter path.

    For an identifier at ``Buckets[].Name`` of items at ``Buckets[]``: the items have
    been found already, so only ``Name`` is left to look up.

    Args:
        start: The JMESPath expression of the items, such as ``Buckets[]``.
        path: The JMESPath expression of the identifier, such as ``Buckets[].Name``.

    Returns:
        A function that takes the result of `start` and returns the result of `path`;
        None unless `start` is a projection and `path` adds one field name to it.
    """
    if start is None:
        return None
    items, whole = jmespath.compile(start).parsed, jmespath.compile(path).parsed
    if {items["type"], whole["type"]} != {"projection"}:
        return None
    (base, identity), (same, name) = items["children"], whole["children"]
    if identity["type"] != "identity" or name["type"] != "field" or base != same:
        return None
    return _field_projection(lambda items: items, name["value"])


def _compiled(node: dict[str, Any]) -> Search:
    kind, children = node["type"], node["children"]
    if kind == "field" and not children:
        return _field(node["value"])
    if kind == "index" and not children:
        return _index(node["value"])
    if kind in ("identity", "current") and not children:
        return lambda data: data
    if kind in ("subexpression", "index_expression") and len(children) == 2:
        first, second = map(_compiled, children)
        return lambda data: second(first(data))
    if kind == "projection" and len(children) == 2:
        base, item = children
        if item["type"] == "identity":
            return _projection(_compiled(base))
        if item["type"] == "field" and not item["children"]:
            return _field_projection(_compiled(base), item["value"])
        return _mapped_projection(_compiled(base), _compiled(item))
    # `_flat` relies on this: jmespath's parser always puts a flatten into a projection.
    if kind == "flatten" and len(children) == 1:
        return _flat(_compiled(children[0]))
    raise _UnknownSyntax(kind)


def _field(name: str) -> Search:
    # Any value may be searched; most are dicts, and the others have no `get`.
    def search(data: Any) -> Any:
        try:
            return data.get(name)
        except AttributeError:
            return None

    return search


def _index(position: int) -> Search:
    def search(data: object) -> Any:
        try:
            return data[position] if isinstance(data, list) else None
        except IndexError:
            return None

    return search


def _flat(base: Search) -> Search:
    def search(data: object) -> Any:
        found = base(data)
        if not isinstance(found, list):
            return None
        # Not copied: the projection around this makes a new list anyway.
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


def _projection(base: Search) -> Search:
    def search(data: object) -> Any:
        items = base(data)
        if not isinstance(items, list):
            return None
        return [item for item in items if item is not None]

    return search


def _mapped_projection(base: Search, search_item: Search) -> Search:
    def search(data: object) -> Any:
        items = base(data)
        if not isinstance(items, list):
            return None
        return [found for item in items if (found := search_item(item)) is not None]

    return search


def _field_projection(base: Search, name: str) -> Search:
    # `_mapped_projection` for a field name, without a function call for each item.
    field = _field(name)

    def search(data: object) -> Any:
        items = base(data)
        if not isinstance(items, list):
            return None
        try:
            return [v for item in items if (v := item.get(name)) is not None]
        except AttributeError:
            # Some items are not dicts.
            return [v for item in items if (v := field(item)) is not None]

    return search
