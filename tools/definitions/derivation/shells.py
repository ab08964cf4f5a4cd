"""The types of a draft that are no things: nobody could get one, or do much with it.

What nothing lists, loads or makes, and what has nothing, is a word of an operation: the
permissions of a flow, which are read and updated by the flow's id, the channel of a
campaign's settings. Its operations are actions of whoever else they identify, or of the
service.
"""

from __future__ import annotations

from .. import relations
from ..inputs import match_inputs
from ..placement import Placer
from ..resource_type import ResourceType
from ..service import Service
from ..spec import ServiceSpec
from ..toml_file import DefinitionError
from ..types import TypeBuilder

_MAKING = ("Create", "Add", "Put", "Register")
_ENDING = ("Delete", "Remove", "Deregister")


def drop(service: Service, spec: ServiceSpec) -> set[str]:
    """Take types out of a derived definition that are no things, nor parents of any.

    Returns:
        Their names.
    """
    kinds = TypeBuilder(service, spec).build()
    used = _used(service, spec, kinds)
    for name in [*used]:
        parent = kinds[name].spec.parent
        while parent is not None:
            used.add(parent)
            parent = kinds[parent].spec.parent
    shells = {*spec.types} - used
    for name in shells:
        del spec.types[name]
    _forget(spec, shells)
    return shells


def _used(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> set[str]:
    """Return the types that are listed, loaded or made, or have others, and boto3's."""
    used = {name for name, kind in kinds.items() if kind.load or kind.base}
    used |= {name for name, kind in kinds.items() if _is_named(service, kind)}
    collections = relations.collections(service, kinds)
    vague = {
        name
        for name, kind in kinds.items()
        if name not in collections and _is_told_by_more(service, kind)
    }
    reached = {kind.load.operation for kind in kinds.values() if kind.load}
    for owner, several in collections.items():
        for one in several.values():
            made = one["resource"]["type"]
            reached.add(one["request"]["operation"])
            # Of what has no identifiers a list gives nothing but as many of the same.
            if kinds[made].identifiers and made not in vague:
                used |= {made, owner} - {relations.SERVICE}
    placer = Placer(service, spec, kinds)
    for operation in service.operations:
        written = spec.operations.get(operation)
        if operation in reached and (written is None or written.on is None):
            continue
        try:
            actions = placer.place(operation)
        except DefinitionError:
            continue
        made_types = {(action.resource or {}).get("type") for action in actions}
        used |= {n for n in made_types if n is not None and kinds[n].identifiers}
    return used - vague


def _is_told_by_more(service: Service, kind: ResourceType) -> bool:
    """Return whether whatever is done to a single thing requires a structure, too.

    A registry of glue is told by its name or its ARN, which are in one: by what other
    inputs are left, nobody knows which is meant.
    """
    own = [verb + kind.nouns[0] for verb in ("Delete", "Get", "Describe")]
    own = [operation for operation in own if operation in service.operations]
    return (
        bool(own)
        and kind.load is None
        and not kind.base
        and all(
            any(
                service.inputs(operation)[name].type_name in {"structure", "map"}
                for name in service.required(operation)
            )
            for operation in own
        )
    )


def _is_named(service: Service, kind: ResourceType) -> bool:
    """Return whether a caller makes a thing by the name that ends it, too.

    AWS answers AddPartner with nothing, and lists nobody by that word; the partner of a
    database is there, and is known by what DeletePartner is given.
    """
    own = [i for i in kind.identifiers if i.own]
    return bool(own) and all(
        any(_takes(service, kind, verb + noun) for verb in verbs for noun in kind.nouns)
        for verbs in (_MAKING, _ENDING)
    )


def _takes(service: Service, kind: ResourceType, operation: str) -> bool:
    """Return whether an operation requires all identifiers, in words of the caller.

    What ends a thing requires no more than that.
    """
    if operation not in service.operations:
        return False
    required = service.required(operation)
    inputs = service.inputs(operation)
    targets = {p["target"] for p in match_inputs(service, kind, operation) or []}
    if any("enum" in inputs[name].metadata for name in targets):
        return False
    alone = operation.startswith(_MAKING) or required <= targets
    return bool(targets) and targets <= required and alone


def _forget(spec: ServiceSpec, names: set[str]) -> None:
    """Leave types out of what is written of the places of operations."""
    for operation, written in list(spec.operations.items()):
        if written.on is not None and names & {*written.on}:
            written.on = [name for name in written.on if name not in names]
            if not written.on:
                del spec.operations[operation]
        if written.returns in names:
            spec.operations.pop(operation, None)
