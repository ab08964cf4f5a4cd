"""The types of JMESPath expressions, evaluated on botocore's shapes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Union

import jmespath
from botocore.model import ListShape, MapShape, Shape, StructureShape
from jmespath.exceptions import JMESPathError

SCALARS = {
    "string", "character", "timestamp", "integer", "long", "float", "double",
}  # fmt: skip


@dataclass(frozen=True)
class Many:
    """The type of a list that a projection makes, for which there is no shape."""

    item: Value


Value = Union[Shape, Many]  # noqa: UP007 - evaluated, and Shape is untyped


class PathError(Exception):
    """A path leads nowhere; the message says at which step."""


class AbsentError(PathError):
    """A path leads nowhere because a model lacks a member."""


def item_of(value: Value) -> Value | None:
    """Return the element of a list; ``None`` for any value but a list."""
    if isinstance(value, Many):
        return value.item
    return value.member if isinstance(value, ListShape) else None


def is_scalar(value: Value) -> bool:
    """Return whether a value can be an identifier: a string, a number or a time."""
    return isinstance(value, Shape) and value.type_name in SCALARS


def describe(value: Value) -> str:
    """Return a value's type in words."""
    inner = item_of(value)
    if inner is not None:
        return f"a list of {describe(inner).split(' ', 1)[1]}"
    kind = value.type_name if isinstance(value, Shape) else "thing"
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def member_of(shape: Value, name: str) -> Value:
    """Return a structure's member or a map's value.

    Raises:
        PathError: There is none of that name.
    """
    if isinstance(shape, MapShape):
        return shape.value  # type: ignore[no-any-return,unused-ignore]
    if not isinstance(shape, StructureShape):
        raise PathError(f"{name} is asked of {describe(shape)}")
    if name in shape.members:
        return shape.members[name]  # type: ignore[no-any-return,unused-ignore]
    for near in shape.members:
        if near.lower() == name.lower():
            raise PathError(f"{shape.name} has no member {name}, but {near}")
    raise AbsentError(f"{shape.name} has no member {name}")


@cache
def parse(path: str) -> dict[str, Any]:
    """Return the nodes of a JMESPath, or raise ``PathError``."""
    try:
        parsed: dict[str, Any] = jmespath.compile(path).parsed
    except JMESPathError as error:
        raise PathError(f"{path} is not a JMESPath") from error
    return parsed


def walk(path: str, shape: Value) -> Value:
    """Return the type of a JMESPath expression on data of a shape.

    Of a multi-select list or ``not_null`` only the first branch is followed on; the
    others must exist.

    Raises:
        PathError: A step does not exist, or is of a sort no definition uses.
    """
    return Walker().walk(parse(path), shape)


class Walker:
    """The evaluation of a JMESPath's nodes; ``other`` is for further types of nodes."""

    def walk(self, node: dict[str, Any], value: Value) -> Value:
        """Return the type of a node's value, or raise ``PathError``."""
        kind, children = node["type"], node["children"]
        if kind in {"identity", "current"}:
            return value
        if kind == "field":
            return member_of(value, node["value"])
        if kind in {"subexpression", "index_expression", "pipe"}:
            for child in children:
                value = self.walk(child, value)
            return value
        if kind == "index":
            return _element(value)
        if kind == "slice":
            return Many(_element(value))
        if kind in {"projection", "filter_projection"}:
            item = _element(self.walk(children[0], value))
            return Many(self.walk(children[1], item))
        if kind == "flatten":
            item = _element(self.walk(children[0], value))
            return Many(item_of(item) or item)
        return self._made(node, value)

    def _made(self, node: dict[str, Any], value: Value) -> Value:
        """Return the type of a node with several values, which no shape describes."""
        kind, children = node["type"], node["children"]
        if kind == "multi_select_list":
            first, *_ = [self.walk(child, value) for child in children]
            return Many(first)
        if kind == "multi_select_dict":
            made = {c["value"]: self.walk(c["children"][0], value) for c in children}
            return _structure(", ".join(made), made)
        if kind == "function_expression" and node["value"] == "merge":
            parts = [self.walk(child, value) for child in children]
            names = [getattr(part, "name", "") for part in parts]
            merged = {n: m for part in parts for n, m in _members(part).items()}
            return _structure(" with ".join(names), merged)
        if kind == "function_expression" and node["value"] == "not_null":
            first, *_ = [self.walk(child, value) for child in children]
            return first
        if kind == "function_expression" and node["value"] == "values":
            held = self.walk(children[0], value)
            if not isinstance(held, MapShape):
                raise PathError(f"values are asked of {describe(held)}")
            return Many(held.value)
        if kind == "literal" and isinstance(node["value"], str):
            return Shape("String", {"type": "string"})
        if kind == "function_expression" and node["value"] == "to_string":
            if not is_scalar(self.walk(children[0], value)):
                raise PathError("to_string is asked of no scalar")
            return Shape("String", {"type": "string"})
        return self.other(node, value)

    def other(self, node: dict[str, Any], value: Value) -> Value:
        """Refuse a type of node that no definition needs; subclasses may allow more."""
        raise PathError(f"its {node['type']} cannot be checked; use fields, [] and [0]")


def _members(value: Value) -> dict[str, Value]:
    if isinstance(value, StructureShape):
        return dict(value.members)
    raise PathError(f"{describe(value)} is merged")


def _structure(name: str, members: dict[str, Value]) -> Shape:
    """Return the type of a structure that a path makes, for which there is no shape."""
    made = StructureShape(name, {"type": "structure"})
    # Shapes look their members up but once, and keep them here.
    made.__dict__["members"] = members
    return made


def _element(value: Value) -> Value:
    item = item_of(value)
    if item is None:
        raise PathError(f"{describe(value)} is taken for a list")
    return item


@cache
def steps(path: str) -> tuple[str, ...]:
    """Return a path's steps, ``('Stacks', '[]', 'Name')``, to compare two paths by."""
    return _steps(parse(path))


def spelled(way: tuple[str, ...]) -> str:
    """Return the path with some steps."""
    return ".".join(way).replace(".[", "[")


def _steps(node: dict[str, Any]) -> tuple[str, ...]:
    kind, children = node["type"], node["children"]
    if kind in {"identity", "current"}:
        return ()
    if kind == "field":
        return (node["value"],)
    if kind == "index":
        return (f"[{node['value']}]",)
    if kind in {"subexpression", "index_expression", "pipe"}:
        return tuple(step for child in children for step in _steps(child))
    if kind == "flatten":
        return (*_steps(children[0]), "[]")
    if kind == "projection":
        flat = children[0]["type"] == "flatten"
        return (*_steps(children[0]), *([] if flat else ["[]"]), *_steps(children[1]))
    return (repr(node),)
