"""New types that AWS's models tell well enough to be taken in without a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from .derivation import derive
from .listing import listings
from .propose import draft
from .resource_type import ResourceType
from .service import Service
from .spec import ServiceSpec
from .types import TypeBuilder
from .words import find_noun, verb

# Operations that act on one thing, beside those that describe it.
_ACTING = {
    "Delete",
    "Update",
    "Modify",
    "Remove",
    "Stop",
    "Cancel",
    "Put",
    "Deregister",
}


def candidates(spec: ServiceSpec, before: Path) -> dict[str, ResourceType]:
    """Return the types that nothing told of in an older botocore, by name."""
    now = Service(spec.service, kept=spec.deprecated)
    was = Service(spec.service, kept=spec.deprecated, since=before)
    known = {noun for kind in spec.types.values() for noun in [kind.name, *kind.nouns]}
    known |= set(derive(was).types) | set(now.base.get("resources", {}))
    derived = derive(now)
    kinds = TypeBuilder(now, derived).build()
    return {name: kinds[name] for name in sorted(set(derived.types) - known)}


def drafts(
    spec: ServiceSpec, new: Mapping[str, ResourceType]
) -> Iterator[tuple[str, str]]:
    """Yield each new type that three operations of AWS agree on, and its TOML.

    One describes it by its identifiers, one lists it with them, and one changes or
    deletes it. What one operation alone tells of is only proposed.
    """
    service = Service(spec.service, kept=spec.deprecated)
    for name, kind in new.items():
        if kind.spec.parent and kind.spec.parent not in {
            *spec.types,
            *service.base.get("resources", {}),
        }:
            continue
        own = [identifier for identifier in kind.identifiers if identifier.own]
        if own and kind.load and any(listings(service, kind)):
            acting = [o for o in service.operations if _acts_on(service, kind, o)]
            if acting:
                _without_load(kind)
                yield name, draft(service, kind.spec, kind)


def _without_load(kind: ResourceType) -> None:
    """Take the operation that describes one from those that list all."""
    if isinstance(kind.spec.lists, list) and kind.load:
        load = kind.load.operation
        kind.spec.lists = [o for o in kind.spec.lists if o.operation != load]


def _acts_on(service: Service, kind: ResourceType, operation: str) -> bool:
    if verb(operation) not in _ACTING:
        return False
    if not any(find_noun(noun, operation) for noun in kind.nouns):
        return False
    inputs = set(service.inputs(operation))
    return all(
        {i.member, *i.inputs} & inputs for i in kind.identifiers if i.own and i.member
    )
