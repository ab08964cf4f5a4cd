"""The flags of a load by which AWS tells all that there is about a thing.

GetInstance of lightsail leaves the status of an instance out, unless it is asked with
``includeHealthStatus``, and so does GetInstances. A secret is told only if somebody
wants it, and what is inactive is listed only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..resource_type import ResourceType
from ..service import Service
from ..spec import LoadSpec, ServiceSpec
from ..texts import plain

_FLAG = re.compile(r"(include|show)[A-Z]\w*", re.IGNORECASE)
# The same in AWS's words.
_ASKS = re.compile(r"whether (to (return|include)|the response includes)", re.I)
# What asks for more items, or is refused with several.
_ITEMS = re.compile(
    r"inactive|deleted|archived|hidden|disabled|shared|linked|public|waiting|nested|"
    r"children|descendant|previous|expired|\ball\b|only supported when",
    re.IGNORECASE,
)
_SECRET = re.compile(r"secret|decrypt|credential|password", re.IGNORECASE)


def add_flags(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Set the flags of the loads that leave something out without."""
    for name, kind in kinds.items():
        if kind.load is None or kind.base or name not in spec.types:
            continue
        params: dict[str, Any] = {p["target"]: p for p in kind.load.params}
        flags = [
            member
            for member, shape in service.inputs(kind.load.operation).items()
            if shape.type_name == "boolean"
            and member not in params
            and _asks(member, plain(shape.documentation))
        ]
        if flags and all(p["source"] == "identifier" for p in params.values()):
            asked = {target: str(p["name"]) for target, p in params.items()}
            spec.types[name].load = LoadSpec(
                kind.load.operation,
                {**asked, **dict.fromkeys(flags, True)},
                kind.load.path,
            )


def of_lists(service: Service, operation: str, flags: Iterable[str]) -> dict[str, bool]:
    """Return the flags of a type's load that its list takes for the same, all set."""
    inputs = service.inputs(operation)
    return {
        flag: True
        for flag in flags
        if flag in inputs
        and not _ITEMS.search(f"{flag} {plain(inputs[flag].documentation)}")
    }


def _asks(member: str, text: str) -> bool:
    """Return whether a flag is for more of what is told, and for no secret."""
    is_asked = _FLAG.fullmatch(member) or _ASKS.search(text)
    return bool(is_asked) and not _SECRET.search(f"{member} {text}")
