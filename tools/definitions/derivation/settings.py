"""The operations that change a setting of which an account has one.

Nothing tells which is meant, so that no input places them: PutAccountDataRetention of
bedrock is on AccountDataRetention by its name alone.
"""

from __future__ import annotations

from ..resource_type import ResourceType
from ..service import Service
from ..spec import OperationSpec, ServiceSpec
from ..words import verb

_VERBS = {"Put", "Update", "Modify", "Set", "Reset", "Delete"}


def add_changes(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Put the operations that change a setting on its type, if its load reads it."""
    of_noun = {
        noun: name
        for name, kind in kinds.items()
        if kind.load and not kind.identifiers
        for noun in kind.nouns
    }
    for operation in service.operations:
        name = of_noun.get(operation.removeprefix(verb(operation)))
        known = operation in spec.operations
        if name and not known and verb(operation) in _VERBS:
            spec.operations[operation] = OperationSpec(on=[name], returns="")
