"""The lists of types for which the plain rules find no list operation."""

from __future__ import annotations

from collections.abc import Iterator

from botocore.model import StructureShape

from .. import relations, shapes
from ..inputs import match_inputs
from ..resource_type import ResourceType
from ..service import Service
from ..spec import ListSpec, ServiceSpec, TypeSpec
from ..texts import says_whose
from ..types import TypeBuilder
from ..words import PREPOSITIONS, after_verb, find_noun, plurals, words
from . import containers, members
from .identifiers import is_bare
from .vocabulary import SEVERAL, Vocabulary

# What AWS says behind a plural, or in its place, of a list's items.
_BEHIND = {"metadata", "summaries", "summary", "list", "v2"}


def add_lists(vocabulary: Vocabulary, spec: ServiceSpec) -> None:
    """Add a list to types without a list, by the items of operations' outputs.

    Its owner is a type whose identifiers the operation needs, or the service where it
    needs nothing; else a container of what it needs.
    """
    service = vocabulary.service
    kinds = TypeBuilder(service, spec).build()
    listed = _listed(service, kinds)
    for name, kind in kinds.items():
        if name not in spec.types or not kind.identifiers:
            continue
        by_rank = _candidates(service, kind)
        plain = by_rank.get(0, [])
        if name not in listed:
            every = [o for rank in sorted(by_rank) for o in by_rank[rank]]
            wanted = list(dict.fromkeys(every))
        elif plain and not listed[name] & {*plain}:
            # Those of a thing that are called no more than that are not just some.
            wanted = plain
        else:
            continue
        # Whoever has all of them goes before who has some.
        found = next(
            (
                one
                for siblings in (False, True)
                for one in _found(
                    vocabulary, spec, kinds, kind, wanted, siblings=siblings
                )
            ),
            None,
        )
        if found is not None:
            others = spec.types[name].lists
            rest = others if name in listed and isinstance(others, list) else []
            rest = [one for one in rest if one.operation != found.operation]
            spec.types[name].lists = [found, *rest]


# What AWS calls the shape of an item that tells a part of a thing.
_ITEMS = ("", "Summary", "ListItem", "Item", "Metadata", "Info", "Detail", "Details")


def add_others(vocabulary: Vocabulary, spec: ServiceSpec) -> None:
    """Add the further lists of types, whose items have a type's shape and name.

    An application's snapshots, the domain units of a parent: their operations have the
    plural of the type, and what is behind it tells whose they are or for what.
    """
    service = vocabulary.service
    kinds = TypeBuilder(service, spec).build()
    used = {kind.load.operation for kind in kinds.values() if kind.load}
    used = used.union(*_listed(service, kinds).values())
    for operation in service.operations:
        if operation in used or not operation.startswith(("List", "Describe")):
            continue
        for kind in _by_shape(service, kinds, operation):
            lists = spec.types[kind.name].lists
            known = lists if isinstance(lists, list) else []
            found = next(
                _found(vocabulary, spec, kinds, kind, [operation], contain=False), None
            )
            if found is not None and (known or lists is not False):
                found.names = [after_verb(operation)] if known else []
                spec.types[kind.name].lists = [*known, found]
                break


def _by_shape(
    service: Service, kinds: dict[str, ResourceType], operation: str
) -> list[ResourceType]:
    """Return the types that the items of a list are of, the longest noun first."""
    shape_names = {items.item.name for items in service.items(operation)}
    found = []
    for kind in kinds.values():
        if kind.base or not kind.identifiers or kind.shape is None:
            continue
        shaped = {kind.shape.name, *(n + end for n in kind.nouns for end in _ITEMS)}
        if shape_names & shaped and any(_is_of(noun, operation) for noun in kind.nouns):
            found.append(kind)
    return sorted(found, key=lambda kind: -len(kind.nouns[0]))


def _is_of(noun: str, operation: str) -> bool:
    """Return whether an operation's name has a plural, and no other noun behind it."""
    place = find_noun(noun, operation)
    if place is None:
        return False
    after = words(operation)[place[1] :]
    plain = (
        not after or after[0] in PREPOSITIONS or {w.lower() for w in after} <= _BEHIND
    )
    return plain and "".join(words(operation)[place[0] : place[1]]) != noun


def _listed(service: Service, kinds: dict[str, ResourceType]) -> dict[str, set[str]]:
    """Return the operations that list each type that something lists."""
    listed: dict[str, set[str]] = {}
    for owner in relations.collections(service, kinds).values():
        for one in owner.values():
            operations = listed.setdefault(one["resource"]["type"], set())
            operations.add(one["request"]["operation"])
    return listed


def _found(
    vocabulary: Vocabulary,
    spec: ServiceSpec,
    kinds: dict[str, ResourceType],
    kind: ResourceType,
    operations: list[str],
    *,
    contain: bool = True,
    siblings: bool = True,
) -> Iterator[ListSpec]:
    for operation in operations:
        for items in shapes.lists_in(vocabulary.service.output(operation)):
            if items.path.count("[]") > 1 or not items.path.endswith("[]"):
                continue
            told = _told(vocabulary.service, kind, items)
            if told is None:
                continue
            made = _owned(
                vocabulary, spec, kinds, kind, operation, items, told, contain
            )
            if made is None and siblings:
                made = _of_sibling(vocabulary, kinds, kind, operation, items, told)
            if made is not None:
                yield made


def _candidates(service: Service, kind: ResourceType) -> dict[int, list[str]]:
    """Return the operations that may list a type, ranked by their names.

    At 0 it is the type's plural and no more, at 3 its singular and something behind it.
    """
    found: dict[int, list[str]] = {}
    load = kind.load.operation if kind.load else None
    for operation in service.operations:
        if not operation.startswith((*SEVERAL, "Search")) or operation == load:
            continue
        rest = [w.lower() for w in words(operation)[1:]]
        for noun in kind.nouns:
            for spelt in _several(noun):
                length = _begins(rest, spelt)
                after = rest[length:]
                plain = not after or after[0].title() in PREPOSITIONS
                if length and (plain or {*after} <= _BEHIND):
                    rank = (0 if not after else 2) + (spelt == noun)
                    found.setdefault(rank, []).append(operation)
    return found


def _several(noun: str) -> list[str]:
    """Return AWS's plurals of a noun, such as Indices, Thesauri, RulesV2."""
    found = plurals(noun)
    if noun.endswith("Index"):
        found.insert(0, noun.removesuffix("ex") + "ices")
    if noun.endswith("us"):
        found.insert(0, noun.removesuffix("us") + "i")
    if noun.endswith("V2"):
        found.insert(0, plurals(noun.removesuffix("V2"))[0] + "V2")
    return found


def _begins(rest: list[str], noun: str) -> int:
    """Return the number of words of a noun at the start; 0 if it is not there.

    AWS writes DNSView and ``dnsViewId``, whose words are others.
    """
    for length in range(1, len(rest) + 1):
        if "".join(rest[:length]) == noun.lower():
            return length
    return 0


def _told(
    service: Service, kind: ResourceType, items: shapes.Items
) -> dict[str, str] | None:
    own = [i for i in kind.identifiers if i.own]
    if isinstance(items.item, StructureShape):
        return members.own_members(service, kind, items.item)
    if len(own) == 1 and "." not in items.path:
        return {own[0].name: "@"}
    return None


def _owned(
    vocabulary: Vocabulary,
    spec: ServiceSpec,
    kinds: dict[str, ResourceType],
    kind: ResourceType,
    operation: str,
    items: shapes.Items,
    told: dict[str, str],
    contain: bool,
) -> ListSpec | None:
    service = vocabulary.service
    size = containers.page_size(service, operation)
    written = ListSpec(operation, path=items.path, identifiers=told, params={**size})
    needed = containers.needs(vocabulary, operation)
    parent = kinds.get(kind.spec.parent or "")
    if parent is not None:
        params = match_inputs(service, parent, operation, lists=True)
        given = {p["target"].removesuffix("[0]") for p in params or []}
        missing = service.required(operation) - given - {*size}
        if params and not missing - containers.made_up(service, operation):
            written.on = [parent.name]
            written.params |= {p["target"]: p["name"] for p in params}
            return written
        inherited = None
        if isinstance(items.item, StructureShape):
            taken = list(told.values())
            inherited = members.parent_members(kind, items.item, taken)
        if inherited is None:
            return None
        written.identifiers = {**told, **inherited}
    if needed is None:
        return None
    if not needed:
        written.on = [relations.SERVICE]
        return written
    owners = [o for o in kinds.values() if o.name != kind.name and o.identifiers]
    spoken = sorted(owners, key=lambda owner: -len(owner.nouns[0]))
    for whose, several in ((_is_called, owners), (_is_told, spoken)):
        for owner in several:
            filled = _filled(service, owner, operation, needed)
            if filled is not None and whose(service, owner, operation, filled):
                written.on = [owner.name]
                written.params |= filled
                return written
    contain = contain and containers.contain(vocabulary, operation, needed)
    if parent is not None or not contain:
        return None
    nouns = [containers.noun_of(vocabulary, operation, name) for name in needed]
    made = _container(spec, needed, nouns)
    written.on = [made]
    identifiers = spec.types[made].identifiers
    written.params |= {given: called for called, given in identifiers.items()}
    return written


def _of_sibling(
    vocabulary: Vocabulary,
    kinds: dict[str, ResourceType],
    kind: ResourceType,
    operation: str,
    items: shapes.Items,
    told: dict[str, str],
) -> ListSpec | None:
    """Return a list whose owner is of the same parent, as the runs of a job are.

    The items need not tell of which domain they are: it is the job's.
    """
    needed = containers.needs(vocabulary, operation)
    for owner in kinds.values() if kind.spec.parent and needed else ():
        if owner.name == kind.name or owner.spec.parent != kind.spec.parent:
            continue
        params = _filled(vocabulary.service, owner, operation, needed or [])
        if params is not None and any(i.own for i in owner.identifiers):
            made = ListSpec(operation, path=items.path, identifiers=told)
            made.on, made.params = [owner.name], params
            return made
    return None


def _filled(
    service: Service, owner: ResourceType, operation: str, needed: list[str]
) -> dict[str, str] | None:
    """Return the owner's identifiers by input; None if they do not fit."""
    params = match_inputs(service, owner, operation)
    if params is None:
        # An identifier whose name says of what it is, however it is written.
        if len(owner.identifiers) != 1 or len(needed) != 1:
            return None
        (identifier,) = owner.identifiers
        nouns = {noun.lower() for noun in owner.nouns}
        kinds = {identifier.name.lower(), "identifier"}
        if needed[0].lower() not in {n + k for n in nouns for k in kinds}:
            return None
        return {needed[0]: identifier.name}
    targets = {p["target"]: p["name"] for p in params}
    if {*needed} - {*targets}:
        return None
    return targets


def _is_called(
    service: Service, owner: ResourceType, operation: str, targets: dict[str, str]
) -> bool:
    """Return whether an input is called after a type."""
    return any(noun.lower() in name.lower() for noun in owner.nouns for name in targets)


def _is_told(
    service: Service, owner: ResourceType, operation: str, targets: dict[str, str]
) -> bool:
    """Return whether AWS's text says that an input without a noun is of a type.

    ListDevicePools takes as ``arn`` "the project ARN", which ListTests does not.
    """
    bare = [name for name in targets if is_bare(name)]
    if len(bare) != 1:
        return False
    text = str(service.inputs(operation)[bare[0]].documentation)
    return any(says_whose(text, noun) for noun in owner.nouns)


def _container(spec: ServiceSpec, needed: list[str], nouns: list[str]) -> str:
    """Return the container with the required inputs of a list, or make a container."""
    for name, known in spec.types.items():
        if list(known.inputs.values()) == [[given] for given in needed] and (
            needed == nouns or name == nouns[-1]
        ):
            return name
    name = containers.name_of(nouns, spec.types)
    identifiers = containers.identifiers_of(name, needed)
    inputs = {called: [given] for called, given in identifiers.items()}
    made = TypeSpec(name, [name], identifiers=identifiers, inputs=inputs)
    made.lists = False
    spec.types[name] = made
    return name
