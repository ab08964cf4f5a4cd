"""The loads of derived types whose answer only wraps the data.

GetApplication of emr-serverless answers with the ``application``, a review of a lens
stands beside the workload that was asked for, a topic's refresh schedule beside the
RequestId and the Status of the HTTP response.
"""

from __future__ import annotations

from botocore.model import StructureShape

from ..resource_type import ResourceType
from ..service import Service
from ..spec import LoadSpec, ServiceSpec
from ..types import LOAD_VERBS


def unwrap(service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]) -> None:
    """Load types from the structure that has their data, not the answer as a whole.

    A person's definition says so itself: finished settings have their answer whole.
    """
    for name, kind in kinds.items():
        if name not in spec.types or kind.load is None or kind.load.path != "@":
            continue
        path = _wrapped(service, kind, kind.load.operation)
        if path is not None:
            asked = {p["target"]: p["name"] for p in kind.load.params}
            spec.types[name].load = LoadSpec(kind.load.operation, asked, path)


def _wrapped(service: Service, kind: ResourceType, operation: str) -> str | None:
    """Return the structure that an answer has beside what is no data of a type."""
    output = service.output(operation)
    if output is None or not any(
        operation == verb + noun for noun in kind.nouns for verb in LOAD_VERBS
    ):
        return None
    beside = {name.lower() for name in service.inputs(operation)}
    beside |= {n.lower() for i in kind.identifiers for n in (i.name, *i.inputs)}
    told = {
        name: shape
        for name, shape in output.members.items()
        if name.lower() not in {"requestid", "nexttoken"}
        and (name.lower() not in beside or isinstance(shape, StructureShape))
        and shape.serialization.get("location") != "statusCode"
    }
    (name, shape), *others = told.items() or [("", None)]
    if isinstance(shape, StructureShape) and shape.members and not others:
        return name
    own = [i.member for i in kind.identifiers if i.own and i.member]
    nouns = {noun.lower() for noun in kind.nouns}
    called = [n for n in told if n.lower() in nouns and _has_members(told[n])]
    # What the answer tells beside the identifiers is more than an envelope.
    alone = called and not {*own} & {*output.members}
    return called[0] if alone else None


def _has_members(shape: object) -> bool:
    return isinstance(shape, StructureShape) and bool(shape.members)
