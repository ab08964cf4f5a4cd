"""Turns a resource into plain data: identifiers and attributes, ready for JSON."""

from __future__ import annotations

import base64
import datetime
import decimal
import math
from collections.abc import Iterator, Mapping
from typing import Any

from boto3.resources.base import ServiceResource
from botocore import xform_name
from botocore.model import NoShapeFoundError

# Stands for a value that has no place in JSON: a stream can be read but once.
_LEFT_OUT = object()


def to_dict(resource: Any) -> dict[str, Any]:
    """Return the identifiers and the data of a resource, ready for JSON.

    What is not loaded yet is loaded, as reading the attributes would. A type that
    cannot be loaded has its identifiers alone, unless its data came along.

    Args:
        resource: A resource of any type.

    Returns:
        By name of the attribute, in Python's spelling; inside of values, keys are
        written as AWS does. Dates and times are ISO 8601 strings, sets are sorted
        lists, bytes are base64, decimals are numbers, or strings where a number would
        lose digits. Bodies that are streams are left out.

    Raises:
        TypeError: `resource` is none.
        ResourceNotFoundError: There is no such resource.
        ClientError: The service did not answer when it was asked to load it.
    """
    check_resource("to_dict", resource)
    found = {name: getattr(resource, name) for name in resource.meta.identifiers}
    if resource.meta.data is not None or hasattr(type(resource), "load"):
        found.update(
            (name, getattr(resource, name)) for name in attributes_of(resource)
        )
    plain = ((name, as_plain(value)) for name, value in found.items())
    return {name: value for name, value in plain if value is not _LEFT_OUT}


def check_resource(function: str, given: Any) -> None:
    """Refuse what is no resource.

    Args:
        function: The name of the function that takes one.
        given: What it was given.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(given, ServiceResource):
        raise TypeError(
            f'{function}() takes a resource, such as rds.DBInstance("orders"), not a '
            f"{type(given).__name__}"
        )


def attributes_of(resource: Any) -> Iterator[str]:
    """Yield the names of the attributes that hold a resource's data, in order."""
    model = resource.meta.resource_model
    known = set(dir(type(resource)))
    names: list[str] = []
    try:
        service_model = resource.meta.client.meta.service_model
        if model is not None and model.shape:
            names += model.get_attributes(service_model.shape_for(model.shape))
    except NoShapeFoundError:
        # Of a botocore newer than this one.
        pass
    extras = getattr(model, "_definition", {}).get("extras", {})
    names += [xform_name(one) for one, told in extras.items() if told.get("load")]
    # What is not there is withheld, or has given way to another member.
    yield from (name for name in dict.fromkeys(sorted(names)) if name in known)


def as_plain(value: Any) -> Any:
    """Return a value as JSON has it, a mark of this module's for a stream."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        # JSON has no infinity.
        return value if math.isfinite(value) else str(value)
    if isinstance(value, decimal.Decimal):
        return _number(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, ServiceResource):
        known = {name: getattr(value, name) for name in value.meta.identifiers}
        return known if len(known) != 1 else next(iter(known.values()))
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        items = ((str(key), as_plain(one)) for key, one in value.items())
        return {key: one for key, one in items if one is not _LEFT_OUT}
    if isinstance(value, set | frozenset):
        return sorted(map(as_plain, value), key=lambda one: (str(type(one)), one))
    if isinstance(value, list | tuple):
        return [one for one in map(as_plain, value) if one is not _LEFT_OUT]
    if hasattr(value, "read") or hasattr(value, "get_initial_response"):
        return _LEFT_OUT
    # dynamodb's Binary, of boto3's: what it holds is bytes.
    held = getattr(value, "value", None)
    return as_plain(held) if isinstance(held, bytes | bytearray) else str(value)


def _number(value: decimal.Decimal) -> int | float | str:
    if not value.is_finite():
        return str(value)
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    # dynamodb has 38 digits, a float 15.
    return near if decimal.Decimal(repr(near)) == value else str(value)
