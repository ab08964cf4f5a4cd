"""From the JSON that AWS CLI prints to the answer that the service gave."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote

from botocore.model import Shape
from botocore.utils import parse_timestamp

from cli_examples.reading import Unusable

_CONTAINERS = {"structure": dict, "map": dict, "list": list}


def as_answer(value: Any, shape: Shape | None, path: str = "the output") -> Any:
    """Return what botocore has read for AWS CLI to print *value*.

    Raises:
        Unusable: if the value does not fit the shape.
    """
    if shape is None:
        raise Unusable("has an output where the operation has none")
    wanted = _CONTAINERS.get(shape.type_name)
    if getattr(shape, "is_document_type", False):
        return value
    if wanted is None:
        return _scalar(value, shape, path)
    if not isinstance(value, wanted):
        raise Unusable(f"has a {type(value).__name__} for {path}")
    if shape.type_name == "list":
        return [as_answer(one, shape.member, f"{path}[]") for one in value]
    if shape.type_name == "map":
        return {k: as_answer(v, shape.value, f"{path}.{k}") for k, v in value.items()}
    unknown = sorted(set(value) - set(shape.members) - {"ResponseMetadata"})
    if unknown:
        raise Unusable(f"has {', '.join(unknown)} in {path}, which the model lacks")
    return {
        name: as_answer(one, shape.members[name], name)
        for name, one in value.items()
        if one is not None and name != "ResponseMetadata"
    }


def _scalar(value: Any, shape: Shape, path: str) -> Any:
    kind = shape.type_name
    try:
        if kind == "timestamp":
            return parse_timestamp(value)
        if kind == "string":
            return _string(value)
        if kind in ("integer", "long"):
            return int(value)
        if kind in ("float", "double"):
            return float(value)
        if kind == "boolean":
            return value if isinstance(value, bool) else str(value).lower() == "true"
        if kind == "blob":
            return _bytes(str(value))
    except (ValueError, TypeError) as error:
        raise Unusable(f"has {value!r:.40} for {path}") from error
    return value


def _string(value: Any) -> str:
    if isinstance(value, dict | list):
        # botocore reads the policies of IAM, which come in percent signs.
        return quote(json.dumps(value))
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return text.encode()


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each scalar in an answer, and the path of members that leads to it."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one, f"{path}[]")
    elif isinstance(value, str) and value.startswith("%7B"):
        yield from leaves(json.loads(unquote(value)), path)
    else:
        yield path, value


def texts_in(value: Any) -> list[str]:
    """Return each scalar in an answer, as text."""
    return [text_of(one) for _, one in leaves(value)]


def text_of(value: Any) -> str:
    """Return a scalar as text; of a time only the seconds, which all protocols have."""
    if isinstance(value, datetime.datetime):
        return str(int(value.timestamp()))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
