"""The operations that are for several of a thing: their loads and their batch actions.

securityagent tells of threat models by BatchGetThreatModels alone, and ends them by
BatchDeleteThreatModels: a thing is loaded, and ended, as a batch of one.
"""

from __future__ import annotations

from collections.abc import Iterator

from botocore.model import StructureShape

from .. import shapes
from ..inputs import match_inputs
from ..making import was_not_made
from ..placement import Placer
from ..resource_type import ResourceType
from ..service import Service
from ..spec import LoadSpec, OperationSpec, ServiceSpec
from ..words import plurals, verb, words
from . import members

_READING = ("BatchGet", "BatchDescribe")
# What these are asked for is not there yet, or is told with more than its id.
_OTHERS = {"Get", "Describe", "Create", "Put", "Import", "Update"}


def load(service: Service, kind: ResourceType) -> LoadSpec | None:
    """Return the load of a thing as a batch of one; None if there is none."""
    for operation in _of(service, kind, _READING):
        params = match_inputs(service, kind, operation, lists=True) or []
        given = {p["target"].removesuffix("[0]") for p in params}
        own = [i.name for i in kind.identifiers if i.own]
        listed = [p["name"] for p in params if p["target"].endswith("[0]")]
        if listed != own or service.required(operation) - given:
            continue
        for items in shapes.lists_in(service.output(operation)):
            if "." in items.path or was_not_made(service, operation, items.path):
                continue
            item = items.item
            if isinstance(item, StructureShape) and members.own_members(
                service, kind, item
            ):
                asked = {p["target"]: p["name"] for p in params}
                return LoadSpec(operation, asked, items.path.replace("[]", "[0]"))
    return None


def add_actions(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Put what is done to several children of one owner on the children."""
    placer = Placer(service, spec, kinds)
    for kind in kinds.values():
        if kind.base or not kind.spec.parent:
            continue
        for operation in _of(service, kind, ("Batch",)):
            done = operation.removeprefix("Batch")
            known = operation in spec.operations or verb(done) in _OTHERS
            if known or not placer.takes_several(operation, kind):
                continue
            alone = {verb(done) + noun for noun in kind.nouns}
            spec.operations[operation] = OperationSpec(
                on=[kind.name],
                names=[verb(done)],
                returns="",
                batch=True if alone & {*service.operations} else None,
            )


def _of(service: Service, kind: ResourceType, before: tuple[str, ...]) -> Iterator[str]:
    """Yield the operations that begin so and end in a type's noun, however spelt."""
    spelt = {p for noun in kind.nouns for p in (noun, *plurals(noun))}
    for operation in service.operations:
        if not operation.startswith(before):
            continue
        rest = words(operation.removeprefix("Batch"))[1:]
        if "".join(rest) in spelt:
            yield operation
