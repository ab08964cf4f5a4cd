"""New types and operations of AWS, adopted where the models leave nothing to guess.

A new type is taken in where nothing about it is guessed: AWS tells its identifiers in
answers and takes them in requests, both under names that a type's noun explains. What
a new operation makes, or acts on, is found among the types. All of it is written into
the TOML, where a person can read and change it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .derivation import derive
from .derivation.identifiers import KINDS, calls
from .derivation.things import contained, things, type_spec
from .derivation.vocabulary import Vocabulary
from .inputs import match_inputs
from .listing import LIST_VERBS, listing, listings
from .making import CREATE_VERBS, identified
from .placement import tagged_input
from .propose import draft
from .relations import owners
from .resource_type import ResourceType
from .service import Service
from .spec import ServiceSpec, TypeSpec
from .suggested import called, pairs
from .toml_file import DefinitionError
from .types import TypeBuilder
from .words import after_verb, find_noun, plurals, verb, words


@dataclass
class Draft:
    """A type that may be taken in: its TOML, and why it may not, if it may not."""

    name: str
    toml: str
    doubt: str = ""


def candidates(spec: ServiceSpec, before: Path) -> dict[str, TypeSpec]:
    """Return the definitions of types that an older botocore has no operations for."""
    now = Service(spec.service, kept=spec.deprecated)
    was = Service(spec.service, kept=spec.deprecated, since=before)
    if set(now.operations) <= set(was.operations):
        return {}
    known = {noun for kind in spec.types.values() for noun in [kind.name, *kind.nouns]}
    older, vocabulary = Vocabulary(was), Vocabulary(now)
    had = contained(older, things(older))
    known |= set(had) | set(now.base.get("resources", {}))
    types = derive(now, whole=False).types
    found = {name: types[name] for name in sorted(set(types) - known)}
    # What only inputs name, as the category of jobs, is a type if it is their parent.
    whole = contained(vocabulary, things(vocabulary))
    new = {name: whole[name] for name in sorted(set(whole) - known)}
    kinds = TypeBuilder(now, spec).build()
    only = {
        name
        for name, thing in new.items()
        # A cluster's ARN is asked for of a Cluster, and no other word is needed.
        if thing.container
        and not any(called(kind, i) for kind in kinds.values() for i in thing.own)
    }
    for name, thing in new.items():
        if {name, thing.parent} & only:
            found[name] = type_spec(vocabulary, name, thing)
    known |= {*found, *(after_verb(o) for o in was.operations)}
    return found | {one.name: one for one in pairs(now, kinds, known)}


def _is_container(thought: TypeSpec) -> bool:
    """Return whether a type is known by what others are asked for, and no more."""
    told = [[member] for member in thought.identifiers.values()]
    return thought.lists is False and list(thought.inputs.values()) == told != []


def drafts(spec: ServiceSpec, new: Mapping[str, TypeSpec]) -> list[Draft]:
    """Return each new type in its best variant among the defined types.

    A part of a type that is new itself has a doubt until that one is defined.
    """
    service = Service(spec.service, kept=spec.deprecated)
    builder = TypeBuilder(service, spec)
    builder.build()
    made = []
    for name, thought in new.items():
        if _is_container(thought):
            continue
        best: Draft | None = None
        whole = new.get(thought.parent or "")
        if whole and (whole.name in builder.types or not _is_container(whole)):
            whole = None
        for variant in _variants(service, builder, thought):
            try:
                kind = _built(builder, variant, whole)
            except (DefinitionError, KeyError):
                continue
            doubt = _doubt(service, kind)
            if best is None or not doubt:
                parent = whole if whole and kind.spec.parent == whole.name else None
                text = _container(parent) if parent else ""
                text += draft(service, kind.spec, kind, told_arn=True)
                text += _whose_list(service, builder, kind)
                best = Draft(name, text, doubt)
            if not doubt:
                break
        if best is None:
            text = f'[types.{name}]\nparent = "{thought.parent}"\n'
            best = Draft(name, text, f"{thought.parent} is no type")
        made.append(best)
    return made


def _container(thought: TypeSpec) -> str:
    """Return the TOML of a type that only inputs name."""
    named = ", ".join(f'{name} = ""' for name in thought.identifiers)
    asked = ", ".join(f'{n} = "{i}"' for n, (i,) in thought.inputs.items())
    return (
        f"[types.{thought.name}]\nidentifiers = {{ {named} }}\n"
        f"inputs = {{ {asked} }}\nload = false\nlist = false\n"
    )


def _built(
    builder: TypeBuilder, spec: TypeSpec, whole: TypeSpec | None = None
) -> ResourceType:
    """Return a built type among the others, which stay unchanged.

    Args:
        builder: The others.
        spec: The type.
        whole: Its parent, where that is no type yet.
    """
    had = dict(builder.types)
    if spec.parent and spec.parent not in {*had, whole and whole.name}:
        raise DefinitionError(f"{spec.name}: no type {spec.parent}")
    try:
        if whole:
            builder._add(whole)
        builder._add(spec)
        kind = builder.types[spec.name]
    finally:
        builder.types = had
    if isinstance(kind.spec.lists, list) and kind.load:
        # The operation that describes one is none of those that list all.
        load = kind.load.operation
        kind.spec.lists = [o for o in kind.spec.lists if o.operation != load] or True
    return kind


def _whose_list(service: Service, builder: TypeBuilder, kind: ResourceType) -> str:
    """Return the TOML of a list for which the generator finds no owner.

    ListGlossaryTerms wants a GlossaryIdentifier, which only the name tells to be a
    Glossary's; SearchAssets lists what no other operation does.
    """
    kinds = {**builder.types, kind.name: kind}
    found = listings(service, kind)
    for one in found:
        if owners(service, kinds, kind, one):
            return ""
        needed = service.required(one.operation)
        for owner in builder.types.values():
            name = owner.identifiers[0].name if len(owner.identifiers) == 1 else ""
            if name and len(needed) == 1 and called(owner, *needed):
                params = f'{{ {min(needed)} = "{name}" }}'
                return (
                    f'list = {{ operation = "{one.operation}", on = "{owner.name}", '
                    f"params = {params} }}\n"
                )
    for plural in plurals(kind.nouns[0])[:-2] if not found else []:
        operation = f"Search{plural}"
        known = operation in service.operations and not service.required(operation)
        if known and listing(service, kind, operation):
            return (
                f'list = {{ operation = "{operation}", on = "service", '
                f'as = "{plural}" }}\n'
            )
    return ""


def _variants(
    service: Service, builder: TypeBuilder, thought: TypeSpec
) -> Iterator[TypeSpec]:
    """Yield the variants of a type's definition by its owner, the likeliest first."""
    thought = replace(thought, lists=copy.deepcopy(thought.lists))
    if thought.parent not in {*builder.types, None}:
        # Its parent may be defined under another name.
        same = (k.name for k in builder.types.values() if thought.parent in k.nouns)
        if parent := next(same, None):
            yield replace(thought, parent=parent)
    if _is_read_alone(service, thought):
        # Only its list asks for an owner, as that of the migrations of an application.
        yield replace(thought, parent=None)
    yield from _parts(service, builder, thought)
    yield thought
    if thought.parent and not thought.identifiers:
        # It is told by what its parent is told by, as an attachment by its id.
        whole = builder.types.get(thought.parent)
        identifiers = whole.identifiers if whole else []
        own = {i.name: i.member or i.inputs[0] for i in identifiers}
        if len(own) == 1:
            inputs = {i.name: i.inputs for i in identifiers}
            yield replace(thought, parent=None, identifiers=own, inputs=inputs)


def _is_read_alone(service: Service, thought: TypeSpec) -> bool:
    """Return whether what reads one of a type asks for its own identifiers alone."""
    reads = [v + noun for v in ("Get", "Describe") for noun in thought.nouns]
    own = {
        m for n, m in thought.identifiers.items() for m in thought.inputs.get(n, [m])
    }
    return any(
        operation in service.operations
        and service.required(operation)
        and service.required(operation) <= own
        for operation in reads
    )


def _parts(
    service: Service, builder: TypeBuilder, thought: TypeSpec
) -> Iterator[TypeSpec]:
    """Yield a type as a part of each type whose identifiers its operations need.

    GetJobUpgradeAnalysis takes a job's name beside the analysis' id, and
    ListAssessmentFindings the ARNs of a cluster and of its assessment.
    """
    if thought.parent:
        return
    nouns = thought.nouns
    named = [
        o
        for o in service.operations
        if any(find_noun(n, o) == (1, len(words(o))) for n in nouns)
        # What it takes to make one need not be what it is a part of.
        and verb(o) not in CREATE_VERBS
    ]
    for operation in named:
        required = {
            i
            for i in service.required(operation)
            if not any(calls(n, i) for n in nouns)
        }
        for kind in sorted(builder.types.values(), key=lambda k: -len(k.identifiers)):
            params = (
                match_inputs(service, kind, operation) if kind.identifiers else None
            )
            filled = {p["target"] for p in params or []}
            if not filled or not required or not required <= filled:
                continue
            if not all(
                any(find_noun(n, t) for n in _line(builder, kind)) for t in filled
            ):
                continue
            lower = {target.lower() for target in filled}
            own = {
                n: m
                for n, m in thought.identifiers.items()
                if {
                    m.lower(),
                    *(i.lower() for i in thought.inputs.get(n, [])),
                }.isdisjoint(lower)
            }
            if own:
                yield replace(thought, parent=kind.name, identifiers=own)


def _line(builder: TypeBuilder, kind: ResourceType) -> list[str]:
    """Return the nouns of a type and of its parents."""
    found = [*kind.nouns]
    while parent := builder.types.get(kind.spec.parent or ""):
        found += parent.nouns
        kind = parent
    return found


def _doubt(service: Service, kind: ResourceType) -> str:
    """Return the reason why a type's definition would be a guess; '' for none."""
    own = [i for i in kind.identifiers if i.own]
    listed = listings(service, kind)
    acting = [o for o in service.operations if _acts_on(service, kind, o)]
    if not own:
        if kind.identifiers:
            return "nothing tells one from another of its parent"
        if kind.load and not kind.load.params and acting:
            return ""
        return "nothing tells one from another"
    if not kind.load and not listed:
        return "no operation lists or describes it"
    if kind.load and (listed or acting):
        # Whoever lists them tells the identifiers that the other operation takes.
        return ""
    if listed and acting:
        return ""
    for identifier in own:
        taken = {*identifier.inputs, identifier.member or identifier.name}
        if not all(any(calls(n, t) for t in taken) for n in kind.nouns[:1]):
            return f"one operation alone tells of its {identifier.name}"
    told = not kind.load or all(i.member for i in own)
    return "" if told else "its data does not tell its identifiers"


def _acts_on(service: Service, kind: ResourceType, operation: str) -> bool:
    """Return whether an operation changes, deletes or uses a resource of a type."""
    if verb(operation) in {*LIST_VERBS, *CREATE_VERBS, "Search", "Head"}:
        return False
    if not any(find_noun(noun, operation) for noun in kind.nouns):
        return False
    inputs = set(service.inputs(operation))
    return all({i.member, *i.inputs} & inputs for i in kind.identifiers if i.own)


def wrongly_made(operation: str, kind: ResourceType) -> bool:
    """Return whether an operation's name is about another noun than the made type's.

    CreateCapacityReservationCancellationQuote makes no CapacityReservation.
    """
    if verb(operation) not in CREATE_VERBS:
        return False
    places = [p for p in (find_noun(n, operation) for n in kind.nouns) if p]
    parts = words(operation)
    after = [parts[place[1] :][:1] for place in places]
    return bool(after) and all(rest and rest[0] not in _ENDS for rest in after)


# What may follow the noun of what an operation makes.
_ENDS = {"From", "With", "For", "In", "To", "On", "By", "Batch", "V2", "And", "Version"}


def made_by_putting(
    service: Service, kinds: Mapping[str, ResourceType], operation: str
) -> str | None:
    """Return the type of the resources that a PutX makes, by its name and output."""
    if verb(operation) not in {"Put", "Register", "Upload", "Publish"}:
        return None
    for kind in kinds.values():
        whole = (1, len(words(operation)))
        named = any(find_noun(noun, operation) == whole for noun in kind.nouns)
        if named and identified(service, operation, kind) is not None:
            return kind.name
    return None


def placed(operations: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the new operations that became plain actions of the service."""
    for operation, places in operations.items():
        if places and all(p.startswith("service.") and is_plain(p) for p in places):
            yield operation


def is_plain(place: str) -> bool:
    """Return whether an action returns only the response of AWS."""
    return place.endswith("()") and not place.endswith(".load()")


def lists(service: Service, operation: str, *, told: bool) -> bool:
    """Return whether an operation lists things.

    Args:
        service: The models.
        operation: Its name.
        told: Whether some member has to tell them apart.
    """
    if verb(operation) not in {*LIST_VERBS, "Search"} or tagged_input(
        service, operation
    ):
        return False
    if verb(operation) != "List" and operation not in service.paginators:
        return False
    return not told or any(
        name.endswith(KINDS) and shape.type_name == "string"
        for items in service.items(operation)
        for name, shape in getattr(items.item, "members", {}).items()
    )


def makes_unknown(operation: str, places: list[str]) -> bool:
    """Return whether an operation makes a resource, but its action returns a dict.

    PutLogAlarm is no way to put an Alarm: what stands between says which kind it is.
    """
    if not places or not all(map(is_plain, places)):
        return False
    if verb(operation) in CREATE_VERBS:
        return True
    owners = {place.partition(".")[0] for place in places}
    put = verb(operation) == "Put" and owners != {"service"}
    ends = any(find_noun(o, operation) == _end(operation, o) for o in owners)
    return (
        put and ends and words(operation)[1:] != [w for o in owners for w in words(o)]
    )


def _end(operation: str, noun: str) -> tuple[int, int]:
    count = len(words(operation))
    return count - len(words(noun)), count


def items_members(service: Service, operation: str) -> str:
    """Return a note of the item members in a list operation's output, for a person."""
    for items in service.items(operation):
        members = getattr(items.item, "members", {})
        if members:
            return "its items have " + ", ".join([*members][:8])
    return "its items have no members"
