"""The types of waiters' JMESPath expressions, with comparisons and functions."""

from __future__ import annotations

from typing import Any

from botocore.model import Shape

from .paths import PathError, Value, Walker, describe, is_scalar, item_of, parse

_TRUTH, _NUMBER = Shape("truth", {"type": "boolean"}), Shape("n", {"type": "integer"})
_TEXT = Shape("text", {"type": "string"})
# What JMESPath's functions give, of those that a waiter may want.
_GIVES = {
    "contains": _TRUTH,
    "starts_with": _TRUTH,
    "ends_with": _TRUTH,
    "length": _NUMBER,
    "sum": _NUMBER,
    "to_number": _NUMBER,
}


def condition(path: str, shape: Value) -> Value:
    """Return the type of a waiter's JMESPath expression on data of a shape.

    Raises:
        PathError: A step does not exist, is of a sort no waiter uses, or a member is
            compared with what its enum does not have.
    """
    return _Conditions().walk(parse(path), shape)


def never_is(value: Value, expected: object) -> str | None:
    """Return the reason why a value can never be an expected value, or ``None``."""
    enum = getattr(value, "enum", None)
    if enum and expected not in enum:
        return f"{getattr(value, 'name', '')} is never {expected!r}"
    kind = getattr(value, "type_name", "list")
    fits = {"boolean": bool, "string": str, "integer": int, "long": int}.get(kind)
    if fits is None or not isinstance(expected, fits):
        return f"{describe(value)} is never {expected!r}"
    return None


class _Conditions(Walker):
    """An evaluation with literals, comparisons, ``&&``, ``||``, ``!`` and functions."""

    def walk(self, node: dict[str, Any], value: Value) -> Value:
        if node["type"] == "filter_projection":
            item = item_of(self.walk(node["children"][0], value))
            if item is not None:
                self.walk(node["children"][2], item)
        return super().walk(node, value)

    def other(self, node: dict[str, Any], value: Value) -> Value:
        kind, children = node["type"], node["children"]
        if kind == "literal":
            return _literal(node["value"])
        if kind == "comparator":
            self._compare(node, value)
            return _TRUTH
        if kind in {"and_expression", "not_expression"}:
            for child in children:
                self.walk(child, value)
            return _TRUTH
        if kind == "or_expression":
            first, *_ = [self.walk(child, value) for child in children]
            return first
        if kind == "function_expression" and node["value"] in _GIVES:
            for child in children:
                self.walk(child, value)
            return _GIVES[node["value"]]
        raise PathError(f"its {node.get('value', kind)} cannot be checked")

    def _compare(self, node: dict[str, Any], value: Value) -> None:
        sides = node["children"]
        left, right = [self.walk(side, value) for side in sides]
        for side, other in ((sides[0], right), (sides[1], left)):
            if side["type"] == "literal" and is_scalar(other):
                why = never_is(other, side["value"])
                if why:
                    raise PathError(why)


def _literal(value: object) -> Shape:
    if isinstance(value, bool):
        return _TRUTH
    return _NUMBER if isinstance(value, int) else _TEXT
