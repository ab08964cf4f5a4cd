"""Members that a request carries and its input shape does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from botocore.model import Shape

_NAMESPACE = re.compile("{.*}")


def unknown_in_json(value: Any, shape: Shape, path: str = "") -> Iterator[str]:
    """Yield the path of every key in the JSON `value` that `shape` lacks."""
    if shape.type_name == "structure" and isinstance(value, dict):
        if not shape.is_document_type:
            yield from _unknown_keys(value, shape, path)
    elif shape.type_name == "list" and isinstance(value, list):
        for nth, item in enumerate(value):
            yield from unknown_in_json(item, shape.member, f"{path}[{nth}]")
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, item in value.items():
            yield from unknown_in_json(item, shape.value, f"{path}.{key}")


def _unknown_keys(value: dict[str, Any], shape: Shape, path: str) -> Iterator[str]:
    known = {m.serialization.get("name", n): m for n, m in shape.members.items()}
    for key, inner in value.items():
        here = f"{path}.{key}".lstrip(".")
        if key not in known:
            yield here
        else:
            yield from unknown_in_json(inner, known[key], here)


def unknown_in_xml(body: bytes, shape: Shape) -> Iterator[str]:
    """Yield the path of every element in the XML `body` that `shape` lacks."""
    if body:
        yield from _unknown_elements(ElementTree.fromstring(body), shape, "")


def _unknown_elements(
    node: ElementTree.Element, shape: Shape, path: str
) -> Iterator[str]:
    if shape.type_name == "structure":
        for child in node:
            yield from _unknown_child(child, shape, path)
    elif shape.type_name == "list":
        for child in node:
            yield from _unknown_elements(child, shape.member, path)


def _unknown_child(
    child: ElementTree.Element, shape: Shape, path: str
) -> Iterator[str]:
    tag = _NAMESPACE.sub("", child.tag)
    here = f"{path}.{tag}".lstrip(".")
    member = {_xml_name(n, m): m for n, m in shape.members.items()}.get(tag)
    if member is None:
        yield here
    elif member.type_name == "list" and member.serialization.get("flattened"):
        yield from _unknown_elements(child, member.member, here)
    else:
        yield from _unknown_elements(child, member, here)


def _xml_name(name: str, member: Shape) -> str:
    if member.type_name == "list" and member.serialization.get("flattened"):
        own = member.member.serialization.get("name")
        if own:
            return str(own)
    return str(member.serialization.get("name", name))


class Form(dict[str, str]):
    """A form-encoded body that remembers which of its keys were asked for."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__(pairs)
        self._asked = {"Action", "Version"}

    def get(self, key: str, default: Any = None) -> Any:
        self._asked.add(key)
        return super().get(key, default)

    @property
    def unknown(self) -> list[str]:
        return sorted(set(self) - self._asked)
