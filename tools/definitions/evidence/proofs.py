"""The proofs that a type is a thing of its own, which its identifiers tell apart."""

from __future__ import annotations

from collections.abc import Mapping

from ..derivation.identifiers import calls, is_bare, versions
from ..resource_type import ResourceType
from ..service import Service
from ..words import ends_of
from . import containing
from .sites import Definition, filled_inputs
from .spelling import is_named


def is_asked_for(service: Service, kind: ResourceType) -> bool:
    """Return whether an operation called after a type requires its own identifier.

    An event has an id, and a recommendation a name; whether there is another of it, a
    list does not tell.
    """
    own = [i for i in kind.identifiers if i.own]
    inputs = {name for i in own for name in i.inputs if _is_its(kind, name)}
    return any(
        inputs & service.required(operation)
        for operation in service.operations
        if is_named(kind, operation)
    )


def asking(service: Service, kind: ResourceType) -> list[str]:
    """Return the operations of a type's name that require all its identifiers by name.

    Each own identifier is an input that is called after the type: ``FlowId``.
    """
    own = [i for i in kind.identifiers if i.own]
    found = []
    for operation in service.operations if own else ():
        asked = service.required(operation) if is_named(kind, operation) else set()
        if all(
            any(
                name in asked
                and not is_bare(name)
                and any(calls(noun, name) for noun in kind.nouns)
                for name in one.inputs
            )
            for one in own
        ):
            found.append(operation)
    return found


def needs_all(service: Service, kind: ResourceType, definition: Definition) -> bool:
    """Return whether AWS refuses a load that is asked with fewer identifiers."""
    load = definition.get("load")
    if load is None:
        return False
    required = service.required(load["request"]["operation"])
    needed = {
        name for target, name in filled_inputs(load).items() if target in required
    }
    return {one.name for one in kind.identifiers} <= needed


def tells_itself(kind: ResourceType, kinds: Mapping[str, ResourceType]) -> bool:
    """Return whether a type's data have its own id or ARN, as AWS calls them.

    A record's ``recordId`` is a JournalRecord's, where there is no Record; a version of
    something is told by its number. A name may be that of several.
    """
    own = [i for i in kind.identifiers if i.own]
    others = {
        noun for name, one in kinds.items() if name != kind.name for noun in one.nouns
    }
    spelt = {"id", "identifier", "arn"}
    for noun in kind.nouns:
        tails = {*ends_of(noun)} - others
        ends = ("id", "identifier", "arn")
        spelt |= {tail.lower() + end for tail in tails for end in ends}
        if kind.spec.parent:
            spelt |= {name.lower() for name in versions(noun)}
    return bool(own) and all((i.member or "").lower() in spelt for i in own)


def is_read(service: Service, kind: ResourceType, definition: Definition) -> bool:
    """Return whether a load called after a type requires all its own identifiers."""
    load = definition.get("load")
    own = [i for i in kind.identifiers if i.own]
    if load is None or not own or "[" in str(load.get("path")):
        return False
    operation = load["request"]["operation"]
    asked = filled_inputs(load)
    required = service.required(operation)
    return is_named(kind, operation) and all(
        any(
            name == one.name and target in required and _is_its(kind, target)
            for target, name in asked.items()
        )
        for one in own
    )


def _is_its(kind: ResourceType, name: str) -> bool:
    """Return whether an input is called after a type, or after nothing: Id, Name."""
    return is_bare(name) or any(calls(noun, name) for noun in kind.nouns)


def is_parent(kind: ResourceType, kinds: Mapping[str, ResourceType]) -> bool:
    """Return whether a type is there for its children: what an input alone names."""
    has = any(k.spec.parent == kind.name for k in kinds.values())
    has = has or containing.for_lists(kind, kinds)
    return kind.spec.lists is False and kind.load is None and has


def is_only(kind: ResourceType, definition: Definition) -> bool:
    """Return whether a parent has a single one, which is loaded: its configuration."""
    inherited = [i for i in kind.identifiers if not i.own]
    return "load" in definition and bool(inherited) and inherited == kind.identifiers
