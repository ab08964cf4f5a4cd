"""The places that the rules of drafts have for new operations, among defined types.

``derivation`` drafts a service that nobody has read. Given the types that a person has
defined, the same rules tell what a new operation makes, lists or changes.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from .derivation import batches, deepest, further, makes, settings, waits
from .derivation.identifiers import KINDS, calls, is_bare
from .derivation.vocabulary import Vocabulary
from .inputs import input_of, match_inputs
from .listing import LIST_VERBS, listing, listings
from .making import CHANGE_VERBS, CREATE_VERBS
from .relations import SERVICE, owners
from .resource_type import ResourceType
from .service import Service
from .shapes import is_string_list
from .spec import ListSpec, LoadSpec, OperationSpec, ServiceSpec, TypeSpec
from .texts import says_whose
from .words import after_verb, find_noun, plurals, verb, without_noun, words

# The verbs of what is done to a thing that is there, or that there is one of.
_ACTING = (
    *CHANGE_VERBS, "Generate", "Start", "Stop", "Cancel", "Delete", "Reset", "Complete",
)  # fmt: skip


def operations(
    service: Service,
    spec: ServiceSpec,
    kinds: Mapping[str, ResourceType],
    new: Collection[str],
) -> dict[str, dict[str, Any]]:
    """Return definitions of new operations, by the rules of drafts.

    Args:
        service: The service.
        spec: Its definitions, which stay unchanged.
        kinds: The generator's types of them.
        new: The operations.
    """
    drafted = copy.deepcopy(spec)
    for rule in (
        settings.add_changes,
        makes.add_makes,
        batches.add_actions,
        deepest.add_actions,
    ):
        rule(service, drafted, dict(kinds))
    return {
        name: _entry(drafted.operations[name])
        for name in new
        if name in drafted.operations and name not in spec.operations
    }


def _entry(one: OperationSpec) -> dict[str, Any]:
    """Return what stands in a TOML of an operation."""
    told = {
        "on": one.on[0] if one.on and len(one.on) == 1 else one.on,
        "as": one.names[0] if len(one.names) == 1 else one.names or None,
        "params": one.params or None,
        "returns": one.returns,
        "path": one.path,
        "identifiers": one.identifiers or None,
        "batch": one.batch,
    }
    return {key: value for key, value in told.items() if value is not None}


def lists(
    service: Service,
    spec: ServiceSpec,
    kinds: Mapping[str, ResourceType],
    new: Collection[str],
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield types with all their lists, where the rules of drafts find a new one.

    The arguments are those of ``operations``.
    """
    drafted = copy.deepcopy(spec)
    for name, one in drafted.types.items():
        if one.lists is True and name in kinds:
            known = [ListSpec(x.operation) for x in listings(service, kinds[name])]
            one.lists = known or True
    before = copy.deepcopy(drafted.types)
    vocabulary = Vocabulary(service)
    further.add_lists(vocabulary, drafted)
    further.add_others(vocabulary, drafted)
    for name, one in drafted.types.items():
        if name in kinds and isinstance(one.lists, list):
            one.lists = [_owned(service, kinds, kinds[name], x, new) for x in one.lists]
        found = one.lists if isinstance(one.lists, list) else []
        old = before[name].lists if name in before else None
        had = old if isinstance(old, list) else []
        added = [x for x in found if x not in had and x.operation in new]
        # Who would be the owner may be a word that no type is called by.
        added = [x for x in added if {*(x.on or ())} <= {*kinds, SERVICE}]
        if name in before and added:
            for other in added:
                if after_verb(other.operation) in drafted.types[name].nouns:
                    # Properties have no plural of their own.
                    other.names = other.names or [after_verb(other.operation)]
            told = {x.operation for x in added}
            had = [x for x in had if x.operation not in told]
            yield name, [_list(x) for x in [*had, *added]]


def _owned(
    service: Service,
    kinds: Mapping[str, ResourceType],
    kind: ResourceType,
    one: ListSpec,
    new: Collection[str],
) -> ListSpec:
    """Return a list with the only owner that it takes, if nobody has it."""
    found = listing(service, kind, one.operation)
    if one.on or one.operation not in new or found is None:
        return one
    owner = None
    if not owners(service, dict(kinds), kind, found):
        owner = only_owner(service, kinds, one.operation)
    if owner is None:
        return one
    params = owner.get("params") or {
        p["target"]: p["name"]
        for p in match_inputs(service, kinds[owner["on"]], one.operation) or []
    }
    return replace(one, on=[owner["on"]], params=params)


def _list(one: ListSpec) -> dict[str, Any]:
    """Return what stands in a TOML of a list."""
    told = {
        "operation": one.operation,
        "on": one.on[0] if one.on and len(one.on) == 1 else one.on,
        "as": one.names[0] if len(one.names) == 1 else one.names or None,
        "path": one.path,
        "params": one.params or None,
        "identifiers": one.identifiers or None,
        "own": one.own or None,
    }
    written = {key: value for key, value in told.items() if value is not None}
    return written if one.data is True else {**written, "data": one.data}


def of_single(
    kinds: Mapping[str, ResourceType], operation: str
) -> dict[str, Any] | None:
    """Return the place of an operation on a thing of which there is one.

    Its name is behind the verb: PutAccountPricingAttributes changes the Account. Where
    all is of a second version, that stands last: EnableSecurityHubFeatureV2 is about
    the SecurityHubV2.
    """
    found: list[tuple[int, dict[str, Any]]] = []
    for kind in kinds.values():
        if kind.identifiers or not kind.load:
            continue
        for noun in kind.nouns:
            short, told = noun, operation
            if noun.endswith("V2") and operation.endswith("V2"):
                short, told = noun[:-2], operation[:-2]
            place = find_noun(short, told)
            if place is None or place[0] != 1 or place[1] == len(words(told)):
                continue
            entry = {"on": kind.name, "as": without_noun(told, [short])}
            found.append((len(short), entry))
    return max(found, key=lambda one: one[0])[1] if found else None


def called(kind: ResourceType, name: str) -> bool:
    """Return whether an input is called after a type."""
    return any(calls(noun, name) for noun in kind.nouns)


def only_owner(
    service: Service, kinds: Mapping[str, ResourceType], operation: str
) -> dict[str, Any] | None:
    """Return the definition of an operation that takes a single type's identifiers.

    They are called after its noun. A part may be told without the whole that it is of:
    ModifyIpamPoolAllocation takes no pool.
    """
    found: list[dict[str, Any]] = []
    # Those whose id is called no more than that, in AWS's text about it.
    said: set[str] = set()
    inputs = service.inputs(operation)
    for kind in kinds.values():
        own = [i for i in kind.identifiers if i.own]
        told = {
            name: i.name
            for i in own
            for name in i.inputs
            if name in inputs and called(kind, name)
        }
        if not told and len(own) == len(kind.identifiers) == 1:
            scalars = [n for n, s in inputs.items() if s.type_name == "string"]
            after = [n for n in scalars if called(kind, n)]
            told = {after[0]: own[0].name} if len(after) == 1 else {}
        if not told and len(own) == len(kind.identifiers) == 1:
            required = service.required(operation)
            bare = [n for n in own[0].inputs if n in required and is_bare(n)]
            text = str(inputs[bare[0]].documentation) if len(bare) == 1 else ""
            if any(says_whose(text, noun) for noun in kind.nouns):
                told = {bare[0]: own[0].name}
                said.add(kind.name)
        if not own or set(told.values()) != {i.name for i in own}:
            continue
        whole = match_inputs(service, kind, operation) is not None
        needed, given = service.required(operation), set(told)
        if isinstance(kind.spec.load, LoadSpec) and not whole:
            # Whose it is may have to be told as its load tells it.
            asked = kind.spec.load.params.items()
            told = {i: v for i, v in asked if input_of(i) in inputs} | told
        if not (whole or needed <= given or given <= needed):
            # What it may be told, but need not, says nothing of whose it is.
            continue
        found.append({"on": kind.name} | ({} if whole else {"params": told}))
    if len(found) > 1:
        # Of a point, and of what is called after a point, the name says which it is.
        named = [kinds[one["on"]] for one in found]
        told_by = said & {kind.name for kind in named} or {
            k.name for k in named if any(find_noun(n, operation) for n in k.nouns)
        }
        found = [one for one in found if one["on"] in told_by]
    return found[0] if len(found) == 1 else None


def mends(
    service: Service, spec: ServiceSpec, faults: Iterable[str]
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what a person would write of faults that `check` finds, by table and name.

    A boolean input such as IncludeAll asks for what a list has not without, or AWS
    says which fields the items have: that is noted. A waiter waits on in states whose
    words tell a failure: there it ends.

    Args:
        service: The service.
        spec: Its definitions, which stay unchanged.
        faults: What is found, as sentences.
    """
    drafted = copy.deepcopy(spec)
    waits.add_ends(service, drafted)
    found: dict[str, dict[str, dict[str, Any]]] = {"lists": {}, "waiters": {}}
    for fault in faults:
        rule, name, which = _about(fault)
        if rule == "default" and name not in spec.lists:
            told = _left_out(service, name, which, fault)
            if told:
                found["lists"][name] = {"leaves_out": told}
        if rule == "ends" and name not in spec.waiters and name in drafted.waiters:
            found["waiters"][name] = {"failure": drafted.waiters[name].failure}
    return {table: entries for table, entries in found.items() if entries}


def _about(fault: str) -> tuple[str, str, str]:
    """Return the rule that found a fault, and what it is about."""
    told = re.search(r"\[(\w+) (\w+) (\w+)\]$", fault)
    return (told[1], told[2], told[3]) if told else ("", "", "")


def _left_out(service: Service, operation: str, name: str, fault: str) -> str:
    """Return the sentence on what a list leaves out; '' if it takes a person."""
    shape = service.inputs(operation).get(name)
    if shape is not None and shape.type_name == "boolean":
        return f"What only filter({name}=True) asks for is left out."
    sentence = re.search(r'is not of all: "(.+?)" Say', fault)
    # The items are all there; what they are without, a load has.
    fields = sentence and re.search(r"\bfields\b", sentence[1])
    return f"AWS says: {sentence[1]}" if sentence and fields else ""


def of_several(
    service: Service, kinds: Mapping[str, ResourceType], operation: str
) -> dict[str, Any] | None:
    """Return the place of an operation that is done to several of a type at once.

    CancelJobs takes a list of jobs, and CancelJob takes one.
    """
    lists = [n for n, s in service.inputs(operation).items() if is_string_list(s)]
    for kind in kinds.values():
        done = {verb(operation) + p for n in kind.nouns for p in plurals(n)[:-2]}
        if operation not in done or len(kind.identifiers) != 1:
            continue
        (own,) = kind.identifiers
        spelt = [*kind.nouns, *own.inputs]
        # The jobs of TerminateServiceJobs are told by their jobId.
        spelt += [n.removesuffix(k) for n in own.inputs for k in KINDS if n != k]
        several = {p.lower() for n in spelt for p in plurals(n)}
        told = [name for name in lists if name.lower() in several]
        if len(told) == 1 and verb(operation) not in {*LIST_VERBS, *CREATE_VERBS}:
            params = {f"{told[0]}[]": own.name}
            as_one = {"on": kind.name, "as": verb(operation), "params": params}
            return {**as_one, "batch": True}
    return None


def pairs(
    service: Service, kinds: Mapping[str, ResourceType], known: Collection[str]
) -> Iterator[TypeSpec]:
    """Yield types that one operation reads and another acts on, asked for alike.

    Both ask for nothing, as GetAccountProperties and PutAccountProperties, or for the
    one thing that no defined type is known by. What reads one may tell its status.

    Args:
        service: The service.
        kinds: The defined types.
        known: The nouns that are types already, or that no type was made of.
    """
    for operation in service.operations:
        said = after_verb(operation)
        asked = service.required(operation)
        if verb(operation) not in {"Get", "Describe"} or said in known:
            continue
        if asked and len(asked) == 1 and operation not in service.paginators:
            nouns = [said, said.removesuffix("Status")]
        else:
            nouns = [said]
        for noun in dict.fromkeys(nouns):
            if not noun or noun in known or "List" + noun in service.operations:
                continue
            found = _read_by(service, kinds, operation, noun)
            if found is not None:
                yield found
                break


def _read_by(
    service: Service, kinds: Mapping[str, ResourceType], operation: str, noun: str
) -> TypeSpec | None:
    """Return the type that an operation reads, if another acts on such; else None."""
    asked = service.required(operation)
    others = [v + noun for v in (_ACTING if asked else CHANGE_VERBS)]
    alike = [o for o in others if o in service.operations]
    if not asked:
        # What is of a type that is defined is that type's.
        alone = any(not _whose(service, kinds, o) for o in alike)
        return (
            TypeSpec(noun, [noun]) if alone and not service.inputs(operation) else None
        )
    if len(asked) > 1:
        return None
    (name,) = asked
    taken = any(
        name in identifier.inputs
        for kind in kinds.values()
        for identifier in kind.identifiers
    )
    together = any(name in service.required(o) for o in alike)
    if taken or not together or service.inputs(operation)[name].type_name != "string":
        return None
    called_so = name[:1].upper() + name[1:]
    output = service.output(operation)
    told = name if output is not None and name in output.members else ""
    made = TypeSpec(noun, [noun], {called_so: told}, {called_so: [name]})
    if noun != after_verb(operation):
        made.load = LoadSpec(operation, {name: called_so}, "@")
    return made


def _whose(service: Service, kinds: Mapping[str, ResourceType], operation: str) -> bool:
    """Return whether an operation asks for what identifies a defined type."""
    return any(
        kind.identifiers and match_inputs(service, kind, operation)
        for kind in kinds.values()
    )
