"""The types that AWS asks for by the same input, and whose each operation is.

An accelerator of globalaccelerator and a custom routing accelerator are both an
``AcceleratorArn``: CreateListener is the former's and CreateCustomRoutingListener the
latter's, by the words of their names alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..resource_type import ResourceType
from ..service import Service
from ..spec import OperationSpec, ServiceSpec
from ..words import find_noun, words
from .identifiers import calls, is_bare

# Types by the words of their names before the last.
Twins = dict[tuple[str, ...], str]


def tell_apart(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Put each operation of one of several twins on the one that its name says."""
    loads = {kind.load.operation for kind in kinds.values() if kind.load is not None}
    for asked, twins in asked_alike(kinds):
        for name, kind in kinds.items():
            if kind.spec.parent in twins.values() and kind.load is not None:
                owner = owner_of(kind.load.operation, twins, service.operations)
                if owner and name not in twins.values():
                    spec.types[name].parent = owner
        for operation in sorted(service.operations.keys() - loads):
            if not asked <= service.inputs(operation).keys():
                continue
            owner = owner_of(operation, twins, service.operations)
            if owner is None or _names(operation, kinds, twins.values()):
                continue
            _put(spec, operation, owner, {*twins.values()})


def asked_alike(
    kinds: Mapping[str, ResourceType],
) -> Iterator[tuple[frozenset[str], Twins]]:
    """Yield the types that are loaded by the same inputs, and end in the same word."""
    found: dict[tuple[frozenset[str], str], list[str]] = {}
    nouns = {noun for kind in kinds.values() for noun in kind.nouns}
    for name, kind in kinds.items():
        if kind.load is None or "[" in str(kind.load.path):
            continue
        asked = frozenset(
            p["target"] for p in kind.load.params if p["source"] == "identifier"
        )
        # The configuration of a workspace is asked for as the workspace is.
        is_of = "".join(words(name)[:-1]) in nouns
        if asked and not (is_of or any(map(is_bare, asked))):
            found.setdefault((asked, words(name)[-1]), []).append(name)
    for (asked, _), alike in found.items():
        owners = nouns - {noun for name in alike for noun in kinds[name].nouns}
        if len(alike) > 1 and not any(calls(o, a) for o in owners for a in asked):
            yield asked, named_after(alike)


def named_after(names: Iterable[str]) -> Twins:
    """Return types by the words of their names before the last."""
    return {tuple(words(name)[:-1]): name for name in names}


def owner_of(operation: str, twins: Twins, operations: Iterable[str]) -> str | None:
    """Return the twin that an operation's name says it is of; None if it says nothing.

    Args:
        operation: The operation.
        twins: The types, by their nouns' words before the last.
        operations: All operations of the service.
    """
    said = [name for first, name in twins.items() if _find(first, operation)]
    if said:
        return said[0] if len(said) == 1 else None
    plain = twins.get(())
    # CreateListener is no custom routing accelerator's, which has one of its own.
    others = [first for first in twins if first]
    has_own = any(
        _without(first, other) == operation for first in others for other in operations
    )
    return plain if has_own else None


def _find(first: tuple[str, ...], operation: str) -> bool:
    return bool(first) and find_noun("".join(first), operation) is not None


def _without(first: tuple[str, ...], operation: str) -> str:
    """Return an operation's name without some words in it."""
    place = find_noun("".join(first), operation)
    if place is None:
        return ""
    told = words(operation)
    return "".join([*told[: place[0]], *told[place[1] :]])


def _names(
    operation: str, kinds: Mapping[str, ResourceType], twins: Iterable[str]
) -> bool:
    """Return whether an operation is called after one of the twins."""
    nouns = (noun for name in twins for noun in kinds[name].nouns)
    return any(find_noun(noun, operation) is not None for noun in nouns)


def _put(spec: ServiceSpec, operation: str, owner: str, twins: set[str]) -> None:
    for kind in spec.types.values():
        if isinstance(kind.lists, list):
            for number, one in enumerate(kind.lists):
                if one.operation == operation and not one.on:
                    kind.lists[number] = replace(one, on=[owner])
                    return
    told = spec.operations.get(operation, OperationSpec())
    if told.on is None or {*told.on} & twins:
        spec.operations[operation] = replace(told, on=[owner])
