"""The inputs by which AWS tells all that there is about a thing, and lists everything.

GetInstance of lightsail leaves the status of an instance out, unless it is asked with
``includeHealthStatus``, and so does GetInstances. A secret is told only if somebody
wants it, and what is inactive is listed only then. Of the properties of an asset,
ListAssetProperties has the plain ones, unless its ``filter`` is ALL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from botocore.model import StructureShape

from ..resource_type import ResourceType
from ..service import Service
from ..shapes import lists_in
from ..spec import LoadSpec, ServiceSpec
from ..texts import default_of, plain

_FLAG = re.compile(r"(include|show)[A-Z]\w*", re.IGNORECASE)
# The same in AWS's words.
_ASKS = re.compile(r"whether (to (return|include)|the response includes)", re.I)
# What AWS says of a flag without which nobody may call: oam's IncludeTags.
_REFUSED = re.compile(r"will raise an exception|returns? an error", re.IGNORECASE)
# The word of an enumeration for all that there is.
_EVERY = "ALL"
_TO_INCLUDE = re.compile(r"\bSpecify .?ALL.? to include\b")
# What asks for more items, or is refused with several.
_ITEMS = re.compile(
    r"inactive|deleted|archived|hidden|disabled|shared|linked|public|waiting|nested|"
    r"children|descendant|previous|expired|\ball\b|only supported when",
    re.IGNORECASE,
)
# What a flag does for a list of one, and is refused for a list of all.
_SINGLE = re.compile(r"only supported when (getting|describing) a single", re.I)
_SECRET = re.compile(r"secret|decrypt|credential|password", re.IGNORECASE)


def add_flags(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Set the flags of the loads that leave something out without."""
    for name, kind in kinds.items():
        if kind.load is None or kind.base or name not in spec.types:
            continue
        params: dict[str, Any] = {p["target"]: p for p in kind.load.params}
        inputs = service.inputs(kind.load.operation)
        flags: dict[str, Any] = {
            member: True
            for member, shape in inputs.items()
            if shape.type_name == "boolean"
            and _asks(member, plain(shape.documentation))
        }
        every = widest(service, kind.load.operation)
        flags |= {member: f"'{word}'" for member, word in every.items()}
        told = {name: value for name, value in flags.items() if name not in params}
        if told and all(p["source"] == "identifier" for p in params.values()):
            asked = {target: str(p["name"]) for target, p in params.items()}
            spec.types[name].load = LoadSpec(
                kind.load.operation, {**asked, **told}, kind.load.path
            )


def widest(service: Service, operation: str) -> dict[str, str]:
    """Return the inputs by which an operation tells all, with their word for that.

    Each is an enumeration with a word for all that there is, and AWS says that it takes
    another one where none is sent, or what this one adds: the inactive users.
    """
    return {
        member: _EVERY
        for member, shape in service.inputs(operation).items()
        if _EVERY in shape.metadata.get("enum", ())
        and (
            default_of(shape) not in {None, _EVERY}
            or _TO_INCLUDE.search(plain(shape.documentation))
        )
    }


def of_lists(service: Service, operation: str, flags: Iterable[str]) -> dict[str, bool]:
    """Return the flags of a type's load that its list takes for the same, all set."""
    inputs = service.inputs(operation)
    return {
        flag: True
        for flag in flags
        if flag in inputs
        and not _ITEMS.search(f"{flag} {plain(inputs[flag].documentation)}")
    }


def of_single_ones(service: Service, operation: str, flags: Iterable[str]) -> set[str]:
    """Return the members of items that flags bring of a single one that is asked for.

    The buckets of lightsail are listed without ``cors``, which ``includeCors`` brings.
    """
    inputs = service.inputs(operation)
    wanted = {
        re.sub(r"^(include|show)", "", flag, flags=re.IGNORECASE).lower()
        for flag in flags
        if flag in inputs and _SINGLE.search(plain(inputs[flag].documentation))
    }
    return {
        member
        for items in lists_in(service.output(operation))
        if isinstance(items.item, StructureShape)
        for member in items.item.members
        if member.lower() in wanted
    }


def _asks(member: str, text: str) -> bool:
    """Return whether a flag is for more of what is told, and for no secret."""
    is_asked = _FLAG.fullmatch(member) or _ASKS.search(text)
    return bool(is_asked) and not (
        _SECRET.search(f"{member} {text}") or _REFUSED.search(text)
    )
