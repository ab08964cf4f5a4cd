"""The drafts of a service's definitions, by the rules alone and without a TOML."""

from __future__ import annotations

from typing import Any

from . import build
from .derivation import derive
from .placement import Placer
from .service import Service
from .spec import OperationSpec
from .toml_file import DefinitionError
from .types import TypeBuilder


def draft_of(name: str) -> dict[str, Any]:
    """Return the unedited draft of a service in boto3's form.

    An operation whose answer does not tell what it made is an action of the service
    that returns a dictionary, as it would be until somebody says more.
    """
    service = Service(name)
    spec = derive(service)
    kinds = TypeBuilder(service, spec).build()
    placer = Placer(service, spec, kinds)
    for operation in service.operations:
        try:
            placer.place(operation)
        except DefinitionError:
            spec.operations[operation] = OperationSpec(on=[build.SERVICE], returns="")
    return build.definitions(service, spec, kinds)
