"""The types that a caller changes by the same ids that read them.

PutResourcePolicy makes the policy of what has an ARN, and GetResourcePolicy reads it by
that: there is one, and nothing needs to list it. Of an account's settings there is one
as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..inputs import input_of
from ..making import CHANGE_VERBS
from ..words import after_verb, verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..resource_type import ResourceType
    from ..service import Service


def as_read(
    service: Service, kind: ResourceType, definition: Mapping[str, Any]
) -> bool:
    """Return whether an operation changes a type by all inputs of its load, no others.

    What is read by its identifiers and what else may be given is one of several, where
    the change takes that, too: the named policies of an event bus.
    """
    load = definition.get("load")
    if load is None or "[" in str(load.get("path")):
        return False
    operation = load["request"]["operation"]
    params = load["request"].get("params", [])
    asked = {input_of(one["target"]) for one in params}
    told = {one["name"] for one in params if one["source"] == "identifier"}
    free = service.inputs(operation).keys() - asked
    if (
        after_verb(operation) not in kind.nouns
        or told != {one.name for one in kind.identifiers}
        or service.required(operation) != asked
        or (free and not asked)
        # Content is fetched when it is wanted, and read but once.
        or service.model.operation_model(operation).has_streaming_output
    ):
        return False
    return any(
        verb(other) in CHANGE_VERBS
        and after_verb(other) in kind.nouns
        and asked <= service.required(other)
        and free.isdisjoint(service.inputs(other))
        for other in service.operations
    )
