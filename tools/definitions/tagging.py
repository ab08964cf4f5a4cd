"""Operations that take the ids of anything that has tags, as ec2's CreateTags does."""

from __future__ import annotations

from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from . import shapes
from .inputs import params_of
from .placement import Action
from .resource_type import ResourceType
from .service import Service
from .spec import ServiceSpec
from .words import plurals

Tags = tuple[str, StructureShape]

# boto3 adds these in code, and cannot where a definition has the name.
_IN_CODE = {("ec2", "Instance", "DeleteTags")}


def actions(
    service: Service,
    spec: ServiceSpec,
    kinds: dict[str, ResourceType],
    many: dict[str, dict[str, Any]],
) -> dict[str, list[Action]]:
    """Return, by owner, an action of each operation on each type that has tags.

    ``id_inputs`` are the inputs that take the ids. A type has tags when its data has a
    list of what the operation takes, or when its TOML says by which id it is tagged.

    Args:
        service: The service's models.
        spec: Its TOML.
        kinds: Its types.
        many: ``hasMany`` by owner: only what is listed is tagged by the batch.
    """
    found: dict[str, list[Action]] = {}
    listed = _listed(service, many)
    for operation in sorted(service.operations):
        inputs = service.inputs(operation)
        target = next((name for name in spec.id_inputs if name in inputs), None)
        tags = _tags(inputs)
        if target is None or tags is None or not shapes.is_string_list(inputs[target]):
            continue
        for name, kind in kinds.items():
            path = _tag_id(kind, tags)
            if path:
                action = _action(operation, kind, target, path, name in listed)
                action.only_batch = (service.name, name, operation) in _IN_CODE
                if operation.startswith("Create"):
                    action.resource = _made(kinds, tags, action.params[0])
                found.setdefault(name, []).append(action)
    return found


def _listed(service: Service, many: dict[str, dict[str, Any]]) -> set[str]:
    """Return the types that some collection is of, ours or boto3's."""
    base = service.base
    bodies = [base.get("service", {}), *base.get("resources", {}).values()]
    collections = [*many.values(), *(body.get("hasMany", {}) for body in bodies)]
    return {c["resource"]["type"] for named in collections for c in named.values()}


def _action(
    operation: str, kind: ResourceType, target: str, path: str, listed: bool
) -> Action:
    one, many = (params_of(kind, {f"{target}{place}": path}) for place in ("[0]", "[]"))
    # A batch joins ids that every item of a collection tells by itself.
    joins = listed and many[0]["source"] == "identifier"
    return Action(operation, kind.name, [operation], one, batch=many if joins else [])


def _tags(inputs: dict[str, Shape]) -> Tags | None:
    """Return the input with a list of tag structures, and their members."""
    for name, shape in inputs.items():
        if isinstance(shape, ListShape) and isinstance(shape.member, StructureShape):
            return name, shape.member
    return None


def _tag_id(kind: ResourceType, tags: Tags) -> str | None:
    """Return the identifier, or else the member of the data, that tags a type."""
    written = kind.spec.tag_id
    if written is not None:
        return written if isinstance(written, str) else None
    members = kind.shape.members.values() if kind.shape is not None else []
    has_tags = any(
        isinstance(m, ListShape) and m.member.name == tags[1].name for m in members
    )
    own = [i for i in kind.identifiers if i.own]
    if not has_tags or len(own) != 1:
        return None
    told = own[0].member or own[0].name
    return own[0].name if told.endswith("Id") else None


def _made(
    kinds: dict[str, ResourceType], tags: Tags, whose: dict[str, Any]
) -> dict[str, Any] | None:
    """Return the tags that an operation makes, where the service has a type for them.

    A Tag is of the resource, and has what was sent: boto3 makes ec2's that way.
    """
    name, item = tags
    kind = next((k for k in kinds.values() if name in plurals(k.name)), None)
    if kind is None:
        return None
    identifiers = [
        {"target": i.name, "source": "requestParameter", "path": f"{name}[].{i.name}"}
        if i.name in item.members
        else {**whose, "target": i.name}
        for i in kind.identifiers
    ]
    return {"type": kind.name, "identifiers": identifiers}
