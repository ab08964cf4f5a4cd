"""The members of an output's structure that identify its thing, in any spelling.

The input ``templateId`` of an OAuthTemplate is told as ``TemplateId``, ``id`` or
``OAuthTemplateId``, and what takes an ARN as well as an id is told by the ``arn``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from botocore.model import Shape, StructureShape

from .. import shapes
from ..resource_type import Identifier, ResourceType
from ..service import Service
from ..words import ends_of, words

_KINDS = {
    "Id": ("id", "identifier"),
    "Identifier": ("id", "identifier"),
    "Name": ("name",),
    "Arn": ("arn",),
}


def own_members(
    service: Service,
    kind: ResourceType,
    item: StructureShape,
    others: Collection[str] = (),
) -> dict[str, str] | None:
    """Return the path to each of a type's own identifiers in an item, None if not all.

    A path has two steps where the item keeps its ids in a structure of its own. None
    of it is among *others*, the names of what else the item tells.
    """
    found = some_members(service, kind, item, others)
    whole = len(found) == len([i for i in kind.identifiers if i.own])
    return found if found and whole else None


def some_members(
    service: Service,
    kind: ResourceType,
    item: StructureShape,
    others: Collection[str] = (),
) -> dict[str, str]:
    """Return the path to each of a type's own identifiers that an item tells.

    None is read where a parent's id is: the flow of an execution is not the execution.
    """
    taken = _of_parents(kind) | {name.lower() for name in others}
    found: dict[str, str] = {}
    for identifier in (i for i in kind.identifiers if i.own):
        for path in _paths(service, kind, identifier, item):
            if path.lower() not in taken and path not in found.values():
                found[identifier.name] = path
                break
    return found


def _of_parents(kind: ResourceType) -> set[str]:
    """Return the names in lower case that mean a parent's identifier and no other."""
    names = {
        own: {
            name.lower()
            for i in kind.identifiers
            if i.own is own
            for name in [i.name, *i.inputs, *([i.member] if i.member else [])]
        }
        for own in (True, False)
    }
    return {name for name in names[False] - names[True] if not _is_bare(name)}


def parent_members(
    kind: ResourceType, item: StructureShape, taken: list[str]
) -> dict[str, str] | None:
    """Return the members with a type's inherited identifiers; None if not all."""
    found: dict[str, str] = {}
    scalars = _scalars(item)
    for identifier in kind.identifiers:
        if identifier.own:
            continue
        spelt = [identifier.name, *identifier.inputs]
        wanted = {n.lower() for n in spelt if not _is_bare(n)}
        member = next((m for m in scalars if m.lower() in wanted), None)
        if member is None or member in taken:
            return None
        found[identifier.name] = member
    return found


def _paths(
    service: Service, kind: ResourceType, identifier: Identifier, item: StructureShape
) -> Iterator[str]:
    scalars = _scalars(item)
    for wanted in _spelt(kind, identifier):
        yield from (m for m in scalars if m.lower() == wanted)
    ends = _ends(kind, identifier)
    yield from (m for m in scalars if m.lower().endswith(tuple(ends)))
    if _takes_arn(service, identifier):
        for wanted in _spelt(kind, Identifier("Arn", None, [])):
            yield from (m for m in scalars if m.lower() == wanted)
    for name, inner in item.members.items():
        if isinstance(inner, StructureShape) and name.lower() in {"id", "identifier"}:
            told = {n.lower() for n in [identifier.name, *identifier.inputs]}
            yield from (f"{name}.{m}" for m in _scalars(inner) if m.lower() in told)


def _spelt(kind: ResourceType, identifier: Identifier) -> list[str]:
    """Return the possible names of members in lower case, the likeliest first."""
    found = [*([identifier.member] if identifier.member else []), *identifier.inputs]
    kinds = _KINDS.get(identifier.name, (identifier.name,))
    for noun in kind.nouns:
        parts = words(noun)
        tails = ends_of(noun)
        heads = ["".join(parts[:i]) for i in range(len(parts) - 1, 0, -1)]
        found += [stem + k for stem in [*tails, *heads] for k in kinds]
        if identifier.name == "Name":
            # The flowVersion of a FlowVersion is the version of it.
            found += tails
    return list(dict.fromkeys(name.lower() for name in [*found, *kinds]))


def _ends(kind: ResourceType, identifier: Identifier) -> list[str]:
    """Return the possible ends of longer members: MonitoringJobDefinitionName."""
    kinds = _KINDS.get(identifier.name, ())
    given = [i.lower() for i in identifier.inputs if not _is_bare(i)]
    return [*given, *(n.lower() + k for n in kind.nouns for k in kinds)] or ["\n"]


def _takes_arn(service: Service, identifier: Identifier) -> bool:
    """Return whether an identifier's inputs take an ARN by their documentation, too."""
    if identifier.name not in {"Id", "Identifier", "Name"}:
        return False
    for operation in service.operations:
        for name, shape in service.inputs(operation).items():
            if name in identifier.inputs and _is_arn(shape):
                return True
    return False


def _is_arn(shape: Shape) -> bool:
    text = str(shape.documentation) + str(shape.metadata.get("pattern", ""))
    return "arn" in text or "ARN" in text or "Amazon Resource Name" in text


def _is_bare(name: str) -> bool:
    return name.lower() in {"id", "identifier", "name", "arn"}


def _scalars(item: StructureShape) -> list[str]:
    return [n for n, s in item.members.items() if s.type_name in shapes.SCALARS]
