"""The flags of a load by which AWS tells all that there is about a thing.

GetInstance of lightsail leaves the status of an instance out, unless it is asked with
``includeHealthStatus``. A secret is told only if somebody wants it.
"""

from __future__ import annotations

import re
from typing import Any

from ..resource_type import ResourceType
from ..service import Service
from ..spec import LoadSpec, ServiceSpec

_FLAG = re.compile(r"include[A-Z]\w*", re.IGNORECASE)


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
            and _FLAG.fullmatch(member)
        ]
        if flags and all(p["source"] == "identifier" for p in params.values()):
            asked = {target: str(p["name"]) for target, p in params.items()}
            spec.types[name].load = LoadSpec(
                kind.load.operation,
                {**asked, **dict.fromkeys(flags, True)},
                kind.load.path,
            )
