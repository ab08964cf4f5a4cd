"""The largest page sizes of lists whose default pages are smaller."""

from __future__ import annotations

import re
from typing import Any

from botocore.model import Shape

from .service import Service

_MARKUP = re.compile(r"<[^>]+>")
_DEFAULTS = (
    re.compile(r"default(?: value| number| page size| maximum)?(?: of [\w ]+?)?"
               r"(?: is|:| of| =|s to)\s*(?:up to |a maximum of )?(\d[\d,]*)", re.I),
    re.compile(r"(?:\bif (?:you (?:do not|don't|omit)|this|the|no)\b[^.]*?|by default,?"
               r"[^.]*?)(?:returns?|defaults to|is|uses|up to|maximum of)\s+(?:up to |"
               r"a maximum of |at most |the first )*(\d[\d,]*)", re.I),
)  # fmt: skip
_MOST = (
    re.compile(r"greater than [\d,]+, at most (\d[\d,]*)", re.I),
    re.compile(r"(?:between|from) \d+ (?:and|to) (\d[\d,]*)", re.I),
    re.compile(r"(?:maximum|max)(?: value| number| page size)?(?: of [\w ]+?)?"
               r"(?: is|:|,| of| allowed is| allowed value is)?\s*(\d[\d,]*)", re.I),
    re.compile(r"(?:range|values?)[^.]{0,30}?:?\s*\d+\s*(?:to|-|through)\s*(\d[\d,]*)",
               re.I),
)  # fmt: skip

# What lists, and does no more. A page of a search or of records may cost by its size.
_LISTS = re.compile(r"(?:List|Describe)(?=[A-Z])|GetAccountAuthorizationDetails$")


def put_in(service: Service, made: dict[str, Any]) -> None:
    """Add the largest page size to each collection of this package."""
    owners = [made.get("service", {}), *made["resources"].values()]
    for body in owners:
        for collection in body.get("hasMany", {}).values():
            if "request" in collection and "own" not in collection:
                size = largest(service, collection["request"]["operation"])
                if size:
                    collection["pageSize"] = size


def largest(service: Service, operation: str) -> int | None:
    """Return the largest page size of AWS; None if it is unknown or the default.

    Args:
        service: The service.
        operation: An operation that lists.
    """
    key = service.paginators.get(operation, {}).get("limit_key")
    shape = service.model.operation_model(operation).input_shape
    if key is None or shape is None or not _LISTS.match(operation):
        return None
    member = shape.members.get(key)
    if member is None or member.type_name not in {"integer", "long", "string"}:
        return None
    text = re.sub(r"\s+", " ", _MARKUP.sub(" ", member.documentation))
    default, most = _number(_DEFAULTS, text), _most(member, text)
    return most if default and most and default < most else None


def _most(member: Shape, text: str) -> int | None:
    told = _number(_MOST, text)
    shaped = member.metadata.get("max") if member.type_name != "string" else None
    known = [n for n in (told, shaped) if n]
    # A shape that serves several operations may allow more than this one.
    return min(known) if known else None


def _number(patterns: tuple[re.Pattern[str], ...], text: str) -> int | None:
    for pattern in patterns:
        found = [int(n.replace(",", "")) for n in pattern.findall(text)]
        if found:
            # Of several, the one that promises least.
            return min(found) if patterns is _MOST else max(found)
    return None
