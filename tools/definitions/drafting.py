"""The drafts of a service's definitions, by the rules alone and without a TOML."""

from __future__ import annotations

from typing import Any

from . import build
from .derivation import derive
from .placement import Placer
from .resource_type import ResourceType
from .service import Service
from .spec import OperationSpec, ServiceSpec
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
    place_all(service, spec, kinds)
    return build.definitions(service, spec, kinds)


def place_all(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> dict[str, set[str]]:
    """Return the owners of each operation; what has no place goes to the service."""
    placer = Placer(service, spec, kinds)
    owners = {}
    for operation in service.operations:
        try:
            owners[operation] = {a.owner for a in placer.place(operation)}
        except DefinitionError:
            owners[operation] = {build.SERVICE}
            spec.operations[operation] = OperationSpec(on=[build.SERVICE], returns="")
    return owners
