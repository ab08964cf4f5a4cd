"""The types that AWS asks for by the same input, and whose each operation is.

An accelerator of globalaccelerator and a custom routing accelerator are both an
``AcceleratorArn``: CreateListener is the former's and CreateCustomRoutingListener the
latter's, by the words of their names alone. Of appsync's APIs, AWS's texts tell: a data
source is of a "GraphQL API", and a channel namespace of an ``Api``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from ..making import CREATE_VERBS
from ..resource_type import ResourceType
from ..service import Service
from ..spec import OperationSpec, ServiceSpec
from ..texts import plain
from ..words import after_verb, find_noun, singular, verb, words
from .identifiers import calls, is_bare
from .vocabulary import LISTING

# Types by the words of their names before those that all end in.
Twins = dict[tuple[str, ...], str]


def tell_apart(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Put each operation of one of several twins on the one that its name says."""
    loads = {kind.load.operation for kind in kinds.values() if kind.load is not None}
    for asked, twins in asked_alike(kinds):
        children = _children(kinds, twins)
        nouns = {noun for kind in kinds.values() for noun in kind.nouns}
        for operation in sorted(service.operations.keys() - loads):
            inputs = service.inputs(operation).keys()
            is_childs = verb(operation) not in {*CREATE_VERBS, *LISTING} and (
                singular(after_verb(operation)) in nouns
                or any(_is_asked(one, inputs, asked) for one in children)
            )
            if is_childs or not asked <= inputs:
                continue
            owner = whose(service, operation, asked, twins)
            is_named = owner_of(operation, twins, service.operations) is not None
            if owner is None or (is_named and _names(operation, kinds, twins.values())):
                continue
            _put(spec, operation, owner, {*twins.values()})


def place_children(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Have the children of twins be those of the one that they are of."""
    for asked, twins in asked_alike(kinds):
        for child in (k for k in kinds.values() if k.spec.parent in twins.values()):
            about = next(
                (
                    operation
                    for operation in service.operations
                    if singular(after_verb(operation)) in child.nouns
                    and asked <= service.inputs(operation).keys()
                ),
                None,
            )
            owner = whose(service, about, asked, twins) if about else None
            if owner not in {None, child.name} and child.name not in twins.values():
                spec.types[child.name].parent = owner


def _children(kinds: Mapping[str, ResourceType], twins: Twins) -> list[ResourceType]:
    """Return the types with a load whose parent is one of some twins."""
    return [
        kind
        for name, kind in kinds.items()
        if kind.spec.parent in twins.values()
        and kind.load is not None
        and name not in twins.values()
    ]


def _is_asked(
    child: ResourceType, inputs: Collection[str], parents: Collection[str]
) -> bool:
    """Return whether inputs have all that a child is loaded by, and more than twins."""
    told = child.load.params if child.load is not None else []
    asked = {p["target"] for p in told if p["source"] == "identifier"}
    return {*parents} < asked <= {*inputs}


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
    """Return types by the words of their names before those that all end in."""
    told = {name: words(name) for name in names}
    tail = 1
    while len({tuple(parts[-tail - 1 :]) for parts in told.values()}) == 1:
        tail += 1
    return {tuple(parts[:-tail]): name for name, parts in told.items()}


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


def whose(
    service: Service, operation: str, asked: Collection[str], twins: Twins
) -> str | None:
    """Return the twin that an operation is of, by its name or else by AWS's texts.

    Those of all operations on the same thing count: who reads that CreateResolver wants
    "the ID for the GraphQL API" knows whose resolver DeleteResolver deletes.

    Args:
        service: The service.
        operation: The operation.
        asked: The inputs by which the twins are asked for.
        twins: The types, by their nouns' words before the last.
    """
    named = owner_of(operation, twins, service.operations)
    if named is not None:
        return named
    about = singular(after_verb(operation))
    said = {
        twin
        for other in service.operations
        if singular(after_verb(other)) == about
        and {*asked} <= service.inputs(other).keys()
        for twin in _said(service, other, asked, twins)
    }
    return said.pop() if len(said) == 1 else None


def _said(
    service: Service, operation: str, asked: Collection[str], twins: Twins
) -> Iterator[str]:
    """Yield the twins that AWS's texts about an operation and its inputs speak of."""
    inputs = service.inputs(operation)
    texts = [service.operations[operation].documentation]
    texts += [inputs[name].documentation for name in asked]
    for text in map(str, texts):
        said = plain(text).lower()
        # A custom routing endpoint group is spoken of as no endpoint group.
        for name in sorted(twins.values(), key=len, reverse=True):
            spoken = rf"\b{' '.join(words(name)).lower()}s?\b"
            # Without words of its own, the type alone is spelt as its name.
            is_named = f"<code>{name}</code>" in text and " or " not in said
            if is_named or (name != twins.get(()) and re.search(spoken, said)):
                yield name
            said = re.sub(spoken, "", said)


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
