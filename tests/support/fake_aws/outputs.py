"""Answers made from the model: every member filled, and no two items alike.

A value tells where it stands: `SubnetId-2-1-4` is the member SubnetId of the fourth
item within the first item on page two. Items are numbered through all lists of one
structure, so that those of two lists differ as well.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from botocore.model import Shape
from botocore.utils import is_json_value_header
from moto.core.model import OperationModel

ITEMS = 2
_EPOCH = datetime(2024, 1, 1, tzinfo=timezone.utc)
# Two items at every depth would make megabytes of the deepest shapes.
_DEEP = 3

Place = tuple[int, ...]


class _Cut(Exception):
    """A shape that contains itself, once, ends here."""


class Synthesis:
    """Makes the values of one answer."""

    def __init__(self, service: str, operation: OperationModel, items: int) -> None:
        self._service = service
        self._operation = operation
        self._items = items

    def answer(self, page: int) -> dict[str, Any]:
        """Return the whole answer of `page`, which is counted from one."""
        shape = self._operation.output_shape
        if shape is None:
            return {}
        members = self._structure(shape, "", (page,), ())
        for name in list(members):
            self._settle_location(members, name, shape.members[name])
        return members

    def _settle_location(
        self, members: dict[str, Any], name: str, shape: Shape
    ) -> None:
        wire_name = str(shape.serialization.get("name", name)).lower()
        if shape.serialization.get("location") == "statusCode":
            members[name] = self._operation.http.get("responseCode", 200)
        elif wire_name == "content-length":
            members[name] = len(self._body_of(members))
        elif is_checksum(shape) and self._checks_the_body:
            # botocore would compare it with the body.
            del members[name]

    @property
    def _checks_the_body(self) -> bool:
        return "responseAlgorithms" in (self._operation.http_checksum or {})

    def _body_of(self, members: dict[str, Any]) -> bytes:
        payload = self._operation.output_shape.serialization.get("payload")
        body = members.get(payload, b"")
        return body if isinstance(body, bytes) else b""

    def _value(
        self,
        shape: Shape,
        name: str,
        place: Place,
        above: tuple[str, ...],
        lists: int = 0,
    ) -> Any:
        if is_json_value_header(shape):
            return {"key": _text(name, place)}
        if shape.type_name == "structure":
            return self._structure(shape, name, place, above)
        if shape.type_name == "list":
            return self._list(shape, name, place, above, lists)
        if shape.type_name == "map":
            return self._map(shape, name, place, above)
        return self._scalar(shape, name, place)

    def _structure(
        self, shape: Shape, name: str, place: Place, above: tuple[str, ...]
    ) -> dict[str, Any]:
        if shape.is_document_type:
            return {"key": _text(name, place)}
        if above.count(shape.name) > 1:
            raise _Cut
        members: dict[str, Any] = {}
        lists = 0
        for member, inner in shape.members.items():
            try:
                members[member] = self._value(
                    inner, member, place, (*above, shape.name), lists
                )
            except _Cut:
                continue
            lists += inner.type_name == "list"
            if shape.is_tagged_union:
                return members
        if shape.members and not members:
            raise _Cut
        return members

    def _list(
        self,
        shape: Shape,
        name: str,
        place: Place,
        above: tuple[str, ...],
        lists: int,
    ) -> list[Any]:
        count = self._items if len(place) < _DEEP else 1
        first = lists * ITEMS + 1
        return [
            self._value(shape.member, name, (*place, nth), above)
            for nth in range(first, first + count)
        ]

    def _map(
        self, shape: Shape, name: str, place: Place, above: tuple[str, ...]
    ) -> dict[str, Any]:
        in_headers = shape.serialization.get("location") == "headers"
        filled = {}
        # Where AWS lists the keys there may be, somebody may want each of them.
        for nth in range(1, (len(shape.key.enum) or ITEMS) + 1):
            here = (*place, nth)
            key = self._scalar(shape.key, f"{name}Key", here)
            value = self._value(shape.value, name, here, above)
            filled[key.lower() if in_headers else key] = value
        return filled

    def _scalar(self, shape: Shape, name: str, place: Place) -> Any:
        if shape.type_name == "string":
            return self._string(shape, name, place)
        if shape.type_name == "boolean":
            return True
        if shape.type_name == "timestamp":
            return _EPOCH + timedelta(seconds=_number(place))
        if shape.type_name == "blob":
            return _text(name, place).encode()
        if shape.type_name in ("float", "double"):
            return _number(place) + 0.5
        return _number(place)

    def _string(self, shape: Shape, name: str, place: Place) -> str:
        if shape.enum:
            return str(shape.enum[_ordinal(place) % len(shape.enum)])
        text = _text(name, place)
        if name.lower().endswith("arn"):
            text = f"arn:aws:{self._service}:us-east-1:123456789012:{text}"
        return text.ljust(int(shape.metadata.get("min", 0)), "x")


def is_checksum(shape: Shape) -> bool:
    """Tell whether a member is one that botocore may compare with the body."""
    name = str(shape.serialization.get("name", ""))
    return name.lower().startswith("x-amz-checksum-")


def _text(name: str, place: Place) -> str:
    return "-".join([name, *map(str, place)])


def _number(place: Place) -> int:
    return int("".join(map(str, place))[-8:])


def _ordinal(place: Place) -> int:
    """Count the items of all pages, so that few items share an enum's value."""
    page, *nth = place
    return (page - 1) * ITEMS + (nth[-1] - 1 if nth else 0)
