"""The list operations of a type, and the paths of the items in their outputs."""

from __future__ import annotations

from collections.abc import Iterable

from botocore.model import StructureShape

from . import shapes
from .resource_type import Identifier, Listing, ResourceType
from .service import Service
from .spec import ListSpec
from .toml_file import DefinitionError
from .words import plurals

LIST_VERBS = ("Describe", "List", "Get")


def listings(service: Service, kind: ResourceType) -> list[Listing]:
    """Return the list operations of a type, for the collections of any owner."""
    spec = kind.spec.lists
    if isinstance(spec, bool):
        found = _derived_listing(service, kind) if spec else None
        return [found] if found else []
    return [_written_listing(service, kind, one) for one in spec]


def _derived_listing(service: Service, kind: ResourceType) -> Listing | None:
    found = []
    for noun in kind.nouns:
        for verb in LIST_VERBS:
            for plural in plurals(noun):
                operation = verb + plural
                if describes_one(kind, operation):
                    continue
                if operation in service.operations:
                    one = listing(service, kind, operation)
                    if one:
                        found.append(one)
    # A list of the whole thing beats a list of summaries; else AWS's verbs in order.
    full = [x for x in found if kind.shape is not None and x.item is kind.shape]
    same = [
        x for x in found if kind.shape and x.item and x.item.name == kind.shape.name
    ]
    return next(iter([*full, *same, *found]), None)


def describes_one(kind: ResourceType, operation: str) -> bool:
    """Return whether an operation loads a type, and not by selection from a list."""
    load = kind.load
    if load is None or load.operation != operation:
        return False
    return not (load.path or "").endswith("]")


def listing(service: Service, kind: ResourceType, operation: str) -> Listing | None:
    """Return the listing of a type by an operation; None without its identifiers."""
    for items in service.items(operation):
        identifiers = item_identifiers(kind, items, {})
        if identifiers is not None:
            return Listing(operation, [], items.path, [], identifiers, items.item)
    return None


def _written_listing(service: Service, kind: ResourceType, spec: ListSpec) -> Listing:
    if spec.operation not in service.operations:
        raise DefinitionError(f"{kind.name}: no operation {spec.operation}")
    output = service.output(spec.operation)
    written = shapes.list_at(output, spec.path) if spec.path else None
    for items in [written] if written else shapes.lists_in(output):
        if spec.path and items.path != spec.path:
            continue
        identifiers = item_identifiers(kind, items, spec.identifiers, spec.params)
        if identifiers is not None:
            return Listing(
                spec.operation,
                [],
                items.path,
                spec.names,
                identifiers,
                items.item,
                spec,
            )
    raise DefinitionError(
        f"{kind.name}: no list in the answer of {spec.operation} has its identifiers"
    )


def item_identifiers(
    kind: ResourceType,
    items: shapes.Items,
    written: dict[str, str],
    asked: Iterable[str] = (),
) -> dict[str, str] | None:
    """Return the path of each identifier in the items of a list.

    ``None`` if an own one is nowhere, nor among the inputs that were *asked* with. A
    parent's may be missing: whoever lists the children tells it, unless that is the
    service.
    """
    found = {}
    for identifier in kind.identifiers:
        if not isinstance(items.item, StructureShape):
            own = [i for i in kind.identifiers if i.own]
            # Strings further down may be anything, unless a TOML says that "@" is it.
            if len(own) != 1 or ("." in items.path and "@" not in written.values()):
                return None
            found[own[0].name] = items.path
            continue
        member = _told(items.item, identifier, written.get(identifier.name))
        if member:
            found[identifier.name] = identifier.told_at(f"{items.path}.{member}")
        elif identifier.own and set(identifier.inputs).isdisjoint(asked):
            return None
    return found if found else None


def _told(
    item: StructureShape, identifier: Identifier, written: str | None
) -> str | None:
    """Return the path of an identifier in an item, or the name of a member."""
    told = written or identifier.member or ""
    # A function's arguments are for the checks to look at.
    if "(" in told or ("." in told and shapes.has_scalar(item, told)):
        return told
    names = [told, *(n for n in identifier.inputs if not n.startswith("Source"))]
    members = item.members
    fitting = (n for n in names if n in members and identifier.fits(members[n]))
    return next(fitting, None)
