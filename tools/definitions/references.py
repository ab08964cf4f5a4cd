"""The references between types: aliases, sub-resources, parents, references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore import xform_name
from botocore.model import Shape

from .relations import SERVICE, short_name
from .resource_type import Identifier, ResourceType
from .shapes import SCALARS
from .toml_file import DefinitionError
from .words import find_noun


def has(kinds: dict[str, ResourceType]) -> dict[str, dict[str, Any]]:
    """Return ``has`` by owner: aliases, sub-resources, references to parents."""
    found: dict[str, dict[str, Any]] = {}
    for kind in kinds.values():
        parent = kinds.get(kind.spec.parent or "")
        if kind.spec.also and not parent:
            for name in [kind.name, *kind.spec.also]:
                found.setdefault(SERVICE, {})[name] = _sub_resource(kind, [])
        if parent and not kind.base:
            for name in [short_name(kind, parent), *kind.spec.also]:
                child = _sub_resource(kind, parent.identifiers)
                found.setdefault(parent.name, {})[name] = child
            found.setdefault(kind.name, {})[parent.name] = _parent(kind, parent)
        for name, reference in _references(kind, kinds).items():
            found.setdefault(kind.name, {}).setdefault(name, reference)
    return found


def _sub_resource(kind: ResourceType, given: list[Identifier]) -> dict[str, Any]:
    identifiers: list[dict[str, str]] = [
        {"target": i.name, "source": "identifier", "name": g.name}
        for i, g in zip(kind.identifiers, given, strict=False)
    ]
    identifiers += [
        {"target": i.name, "source": "input"} for i in kind.identifiers[len(given) :]
    ]
    return {"resource": {"type": kind.name, "identifiers": identifiers}}


def _parent(kind: ResourceType, parent: ResourceType) -> dict[str, Any]:
    identifiers = [
        {"target": p.name, "source": "identifier", "name": i.name}
        for p, i in zip(parent.identifiers, kind.identifiers, strict=False)
    ]
    return {"resource": {"type": parent.name, "identifiers": identifiers}}


def _references(kind: ResourceType, kinds: dict[str, ResourceType]) -> dict[str, Any]:
    """Return the references that a type's own data members make.

    A member refers to a type when it has the name of that type's one identifier and
    the type's noun (``DBClusterIdentifier``); a name the data already uses is left. The
    definition says an empty path where the member holds another thing's than it seems.
    """
    members = kind.shape.members if kind.shape is not None else {}
    taken = {xform_name(m) for m in members}
    taken |= {xform_name(i.name) for i in kind.identifiers}
    mine = {i.member for i in kind.identifiers}
    found = {}
    for name, one in kind.spec.named_references.items():
        if one.type not in kinds:
            raise DefinitionError(f"{kind.name} refers to {one.type}, no type")
        told = _told(kind, one.path)
        found[name] = _reference(kind, kinds[one.type], told)
    written = kind.spec.references
    for other in kinds.values():
        if (
            other is kind
            or len(other.identifiers) != 1
            or other.name == kind.spec.parent
            or _is_any_of_parent(other)
        ):
            continue
        path = written.get(other.name)
        # "" says that the name is of another thing, or of one in another place.
        path = _refers(members, other, mine) if path is None else path
        if path and xform_name(other.name) not in {*taken, *map(xform_name, found)}:
            told = {"source": "data", "path": path}
            found[other.name] = _reference(kind, other, told)
    return found


def _is_any_of_parent(kind: ResourceType) -> bool:
    """Return whether a type's needed identifiers are its parent's alone.

    Its optional ones tell one of the parent's from the others, so that what names the
    parent names none.
    """
    return bool(kind.spec.optional) and not any(i.own for i in kind.identifiers)


def _told(kind: ResourceType, path: str) -> dict[str, str]:
    """Return the source of a reference's value: the data or an identifier."""
    if path in {i.name for i in kind.identifiers}:
        return {"source": "identifier", "name": path}
    return {"source": "data", "path": path}


def _reference(
    kind: ResourceType, other: ResourceType, told: dict[str, str]
) -> dict[str, Any]:
    """Return a reference to a resource of a type by the source of its identifier.

    Identifiers that both types have are the same: an alias and its version are of one
    function. Of two of one type, as a run and the run before, only a parent's are, and
    two ids of their own are two: a route's is not its authorizer's. What the type is
    the parent of is its own.
    """
    theirs = {i.name: i for i in other.identifiers if i.own}
    shared = [
        i
        for i in kind.identifiers
        if not i.own or (other is not kind and _is_same(i, theirs.get(i.name)))
    ]
    mine = {i.name for i in shared} if len(other.identifiers) > 1 else set()
    given = {}
    if other.spec.parent == kind.name:
        pairs = zip(other.identifiers, kind.identifiers, strict=False)
        given = {i.name: own.name for i, own in pairs}
    identifiers = [
        {"target": i.name, "source": "identifier", "name": given.get(i.name, i.name)}
        if i.name in {*mine, *given}
        else {"target": i.name, **told, **_as_text(i, told)}
        for i in other.identifiers
    ]
    return {"resource": {"type": other.name, "identifiers": identifiers}}


def _is_same(one: Identifier, other: Identifier | None) -> bool:
    """Return whether two types' own identifiers of a name can be of one thing.

    AWS asks for them alike then, and not just by ``id`` or whatever the data have.
    """
    if other is None or one.member != other.member:
        return other is None
    plain = {f"{start}{one.member}" for start in ("", "Source")}
    mine, theirs = {*one.inputs} - plain, {*other.inputs} - plain
    return not (mine and theirs) or bool(mine & theirs)


def _as_text(identifier: Identifier, told: dict[str, str]) -> dict[str, str]:
    return {"path": identifier.told_at(told["path"])} if "path" in told else {}


def _refers(
    members: Mapping[str, Shape], other: ResourceType, mine: set[str | None]
) -> str | None:
    for name in other.identifiers[0].inputs:
        if name in members and name not in mine and not name.startswith("Source"):
            scalar = members[name].type_name in SCALARS
            if scalar and any(find_noun(n, name) for n in other.nouns):
                return name
    return None
