"""The survey of ``propose``'s drafts for all services of botocore."""

from __future__ import annotations

from .derivation import derive
from .placement import Placer
from .service import Service, all_services
from .toml_file import DefinitionError
from .types import TypeBuilder

HEADS = (
    "service", "operations", "types", "listed", "loaded", "deleted", "need a hand",
)  # fmt: skip


def rows() -> list[tuple[str, ...]]:
    """Return the table of the survey: the heads of columns, and a row for a service."""
    return [HEADS, *(row(name) for name in all_services())]


def row(name: str) -> tuple[str, ...]:
    """Return the numbers of a draft's types and of those that a person has to finish.

    That is a type that nothing lists, loads or tells one of from another, and an
    operation whose answer does not tell what it made.
    """
    service = Service(name)
    spec = derive(service)
    kinds = TypeBuilder(service, spec).build()
    own = [kind for kind in kinds.values() if not kind.base]
    listed = {kind.name for kind in own if isinstance(kind.spec.lists, list)}
    loaded = {kind.name for kind in own if kind.load}
    placer = Placer(service, spec, kinds)
    deleted = set()
    puzzling = [k for k in own if k.name not in listed | loaded or not k.identifiers]
    unsure = 0
    for operation in service.operations:
        try:
            actions = placer.place(operation)
        except DefinitionError:
            unsure += 1
            continue
        if operation.startswith(("Delete", "Terminate", "Deregister", "Remove")):
            deleted |= {action.owner for action in actions} & {k.name for k in own}
    counts = (
        len(service.operations), len(own), len(listed), len(loaded), len(deleted),
        len(puzzling) + unsure,
    )  # fmt: skip
    return (name, *map(str, counts))
