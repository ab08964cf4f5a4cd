"""The things of a service, with their identifiers and parents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .. import shapes
from ..spec import TypeSpec
from ..texts import plain, says_whose, wants_arn
from ..words import ends_of, words
from . import containers, inputs, owners
from .identifiers import (
    KINDS,
    calls,
    is_bare,
    means,
    members_named,
    short,
    telling,
    versions,
)
from .vocabulary import CHANGING, ONE, Vocabulary


@dataclass
class Thing:
    """A thing that operations of a service are about: its nouns and its identifiers."""

    nouns: list[str]
    given: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    parent: str | None = None
    container: bool = False
    # The thing that an id or name without a noun is of, if not of this.
    bare: dict[str, str] = field(default_factory=dict)
    # The list that tells its identifiers, as no input does.
    listed_by: str | None = None
    # The inputs of its own read operation.
    read: list[str] = field(default_factory=list)
    # The inputs that its creation answers with, and does not ask for.
    made: list[str] = field(default_factory=list)


def things(vocabulary: Vocabulary, names: Iterable[str] = ()) -> dict[str, Thing]:
    """Return the things by type name; *names* are types that a person wrote."""
    named = list(names)
    found = {name: Thing(vocabulary.nouns_of(name)) for name in named}
    called = {noun for thing in found.values() for noun in thing.nouns}
    alone = [noun for noun in vocabulary.things() if noun not in called]
    found |= {noun: Thing(vocabulary.nouns_of(noun)) for noun in alone}
    for thing in found.values():
        thing.given = inputs.given(vocabulary, thing.nouns)
        reads = (vocabulary.required(v + thing.nouns[0]) for v in ONE[1:])
        thing.read = next((one for one in reads if one), [])
        thing.made = inputs.answered(vocabulary, thing.nouns, thing.given)
    singles = {
        t.given[0]
        for t in found.values()
        if len(t.given) == 1 and any(calls(n, t.given[0]) for n in t.nouns)
    }
    for thing in found.values():
        others = singles - {*thing.given}
        owning = inputs.optional(vocabulary, thing.nouns, others)
        # What is told by one of several combinations is told by none of them.
        if thing.given or len(owning) == 1:
            thing.given += owning
    if not named:
        _fold(vocabulary, found)
    for name in found:
        owners.tell(vocabulary, name, found)
    for name, thing in found.items():
        thing.parent = _parent(name, found)
        owner = found[thing.parent] if thing.parent else Thing([])
        thing.own = [i for i in thing.given if not _is_of(i, thing, owner)]
        if not thing.own:
            _identify_by_list(vocabulary, name, found)
    for name, thing in found.items():
        if thing.listed_by and not thing.given:
            thing.parent = _lister(vocabulary, name, found, thing.listed_by)
            if thing.parent is None and _is_version(vocabulary, thing):
                # A version says nothing without what it is one of.
                thing.own = []
        whole = found[thing.parent].given if thing.parent else []
        if not {*whole}.isdisjoint(versions(thing.nouns[0])):
            # A TrafficPolicy has an Id and a Version: it is one itself.
            thing.own, thing.parent = [], None
    return found


# What AWS tells of a thing, under a noun of its own.
_TOLD = ("Summary", "Metadata", "Detail", "Details", "Info", "Information")
_STATES = ("State", "Status", "Definition")


def _fold(vocabulary: Vocabulary, found: dict[str, Thing]) -> None:
    """Take out things that are what is told of another thing, by its identifiers.

    The metadata of a reference are how it is read, as nothing else reads it; a policy's
    summary is another operation on the policy.
    """
    for name in list(found):
        thing = found[name]
        ends = [end for end in (*_TOLD, *_STATES) if name.endswith(end)]
        whole = found.get(name.removesuffix(max(ends, key=len))) if ends else None
        verbs = vocabulary.verbs(name) - {"List"}
        if whole is None or not verbs & {*ONE[1:]} or verbs - {*ONE[1:], *CHANGING}:
            continue
        if not whole.given and all(calls(whole.nouns[0], i) for i in thing.given):
            # Nothing else asks for a server by its id.
            whole.given = [*thing.given]
        own = {i for i in thing.given if _is_of(i, thing, whole) or i in whole.given}
        if not own or own != {*thing.given}:
            continue
        asked = [vocabulary.required(v + n) for v in ONE[1:] for n in whole.nouns]
        if len(own) < len(whole.given) and thing.given in (
            [i for i in one if i in own] for one in asked
        ):
            # The data of a reference are read part by part, by a number more.
            whole.given = [*thing.given]
        if len(own) < len(whole.given):
            continue
        read = any(one and len(one) == len(own) for one in asked)
        if not read and not ends[0].startswith(_STATES):
            whole.nouns.append(name)
        elif verbs - {*ONE[1:]}:
            continue
        del found[name]


def contained(vocabulary: Vocabulary, found: dict[str, Thing]) -> dict[str, Thing]:
    """Return the things, with containers for things that only inputs name."""
    made: dict[tuple[str, ...], str] = {}
    for thing in list(found.values()):
        if thing.parent is not None:
            continue
        foreign, nouns = containers.asked_for(vocabulary, thing.nouns, thing.own)
        if not foreign:
            continue
        key = tuple(nouns)
        if key not in made:
            made[key] = containers.name_of(nouns, found)
            found[made[key]] = Thing([made[key]], foreign, foreign, None, True)
        thing.parent = made[key]
        thing.own = [name for name in thing.own if name not in foreign]
    return found


def _parent(name: str, things: dict[str, Thing]) -> str | None:
    """Return the thing with the most inputs that identify another thing, too."""
    found = [
        other
        for other, one in things.items()
        if other != name and one.given and _is_part(things[name], one)
    ]
    # A User and not the CurrentUser, who is told by the same name.
    return max(found, key=lambda n: (len(things[n].given), -len(n)), default=None)


def _is_of(given: str, thing: Thing, whole: Thing) -> bool:
    """Return whether an input of a thing is among those that identify another."""
    if given in thing.bare:
        return thing.bare[given] in whole.nouns
    begins = any(t.startswith(w) for t in thing.nouns for w in whole.nouns)
    if given in thing.made and not begins and not whole.container:
        # A JobId that StartFaceSearch answers with is that of no other job.
        return False
    return (given in whole.given and not is_bare(given)) or any(
        means(whole.nouns, own, given) for own in whole.given
    )


def _is_part(thing: Thing, whole: Thing) -> bool:
    """Return whether a thing belongs to another, whose identifiers it needs."""
    given = {i for i in thing.given if _is_of(i, thing, whole)}
    if {*thing.nouns} & {*whole.nouns} or len(given) < len(whole.given):
        return False
    if any(calls(n, i) for n in thing.nouns for i in given):
        return False
    if any(calls(n, i) for n in whole.nouns for i in given) or given & {*thing.bare}:
        return True
    first = thing.given[: len(whole.given)]
    if len(first) > 1 and {*first} == {*whole.given} == {*whole.read} < {*thing.given}:
        # An answer is of a lens's review, which AWS calls by the lens and the workload.
        return True
    # An Object is told by a Key, which does not say of what.
    begins = any(t.startswith(w) for t in thing.nouns for w in whole.nouns)
    return begins or (bool(given & {*KINDS}) and len(given) < len(thing.given))


def _identify_by_list(
    vocabulary: Vocabulary, name: str, things: dict[str, Thing]
) -> None:
    """Find the members that identify items of a list, if no input identifies them."""
    thing = things[name]
    if owners.has_one(vocabulary, thing.nouns, thing.given):
        return
    for noun in thing.nouns:
        for operation, shape in vocabulary.items(noun):
            thing.own = telling(noun, shape, thing.given)
            if not thing.own:
                continue
            if len(thing.own) == 1 and _is_anothers(things, name, thing.own[0]):
                ids = [i for i in ("Id", "id", "identifier") if i not in thing.given]
                bare = shapes.member_of(shape, ids)
                # A provisioned product has an Id, and the ProductId that it is of.
                thing.own = [bare] if bare else thing.own
            asked = {*thing.given, *vocabulary.required(operation)}
            for other in sorted({*things} - {name}, key=len):
                # s3's ObjectVersion is of an Object, its items having a Key.
                rest = {*things[other].given} - asked
                begins = any(noun.startswith(n) for n in things[other].nouns)
                if begins and rest and all(shapes.member_of(shape, [i]) for i in rest):
                    thing.parent = other
                    return
            thing.listed_by = operation
            return


def _is_version(vocabulary: Vocabulary, thing: Thing) -> bool:
    """Return whether a thing is told by what numbers the versions of another.

    Of what a service has, one is listed for nobody, and has no ARN.
    """
    if not {*thing.own} <= {*versions(thing.nouns[0])} or thing.listed_by is None:
        return False
    has_arn = any(
        shapes.member_of(shape, ["Arn", "arn"])
        for noun in thing.nouns
        for operation, shape in vocabulary.items(noun)
        if operation == thing.listed_by
    )
    return has_arn or containers.needs(vocabulary, thing.listed_by) != []


def _is_anothers(things: dict[str, Thing], name: str, member: str) -> bool:
    """Return whether a member is called after another thing alone."""
    called = {
        (noun + kind).lower()
        for other, thing in things.items()
        if other != name
        for noun in thing.nouns[:1]
        for kind in ("Id", "Identifier")
    }
    return member.lower() in called


def _lister(
    vocabulary: Vocabulary, name: str, things: dict[str, Thing], operation: str
) -> str | None:
    """Return the thing that the items of a list are of: all that AWS asks for is its.

    Nothing asks for such an item by itself, whose id need not be unique elsewhere.
    """
    needed = containers.needs(vocabulary, operation)
    if not needed:
        return None
    inputs = vocabulary.service.inputs(operation)
    texts = {i: str(inputs[i].documentation) for i in needed if is_bare(i)}
    if [i.lower() for i in things[name].own] == ["arn"]:
        # An ARN needs no owner.
        texts = {}
    found = [
        other
        for other, whole in things.items()
        if other != name
        and whole.given
        and all(_is_of(i, _asked(needed, texts, whole), whole) for i in needed)
        and len(whole.given) == len(needed)
        # A bot of connect is asked for by its instance, and told by its name.
        and {*whole.own} <= {*whole.given}
    ]
    return max(found, key=lambda n: (bool(things[n].own), -len(n)), default=None)


def _asked(needed: list[str], texts: dict[str, str], whole: Thing) -> Thing:
    """Return what a list asks for, with what AWS's text says to be a thing's."""
    noun = whole.nouns[0]
    told = {i: noun for i, text in texts.items() if says_whose(text, noun)}
    return Thing([], needed, bare=told)


def type_spec(vocabulary: Vocabulary, name: str, thing: Thing) -> TypeSpec:
    """Return the definition of a thing as a resource type."""
    spec = TypeSpec(name, thing.nouns, parent=thing.parent)
    if thing.container:
        spec.identifiers = containers.identifiers_of(name, thing.own)
        spec.inputs = {called: [one] for called, one in spec.identifiers.items()}
        spec.lists = False
        return spec
    for given in thing.own:
        called = next((n for n in thing.nouns if calls(n, given)), thing.nouns[-1])
        identifier = _name(thing, given, called)
        if identifier == "Arn" and _is_of_what_has_it(vocabulary, thing, given):
            identifier = "ResourceArn"
        told = members_named(given, called)
        if identifier != short(given, called):
            # What is called by the short name is another's.
            told = told[:2]
        elif len(thing.own) == 1 and _wants_arn(vocabulary, thing, given):
            arns = [n + end for n in (called, "") for end in ("Arn", "arn")]
            told = [*(n[:1].lower() + n[1:] for n in arns), *arns, *told]
        members = (
            shapes.member_of(shape, told)
            for noun in thing.nouns
            for _, shape in vocabulary.items(noun)
        )
        member = next((m for m in members if m), given)
        identifier = _told_name(vocabulary, thing, identifier, member)
        spec.identifiers[identifier] = member
        others = [i for i in vocabulary.inputs if means(thing.nouns, given, i)]
        if len(thing.own) == 1:
            alike = _asked_by(vocabulary, thing)
            others = list(dict.fromkeys([*others, *alike]))
        if others or spec.identifiers[identifier] != given:
            # The bare ones last: on other things' operations they are the others'.
            spec.inputs[identifier] = [*(o for o in others if o != given), given]
    return spec


def _name(thing: Thing, given: str, called: str) -> str:
    """Return an identifier's name, the whole input where another has the short one.

    A ProviderService has a Name and, before it, a ProviderName.
    """
    name = short(given, called)
    others = [i for i in thing.own if i != given and short(i, called) == name]
    if (
        others
        and not is_bare(given)
        and _fit(called, given) <= max(_fit(called, other) for other in others)
    ):
        return given[:1].upper() + given[1:]
    return name


# What an ARN is of, in AWS's words for an input: the resource for which it is asked.
_OF = re.compile(
    r"\bARN\)? of (?:the|a|an) (?P<what>.+?)"
    r"(?:,| (?:that|for|to|whose|in|is|attached|associated)\b|\.|$)",
    re.IGNORECASE,
)


def _is_of_what_has_it(vocabulary: Vocabulary, thing: Thing, given: str) -> bool:
    """Return whether the ARN that a policy is read by is that of what it is for."""
    noun = thing.nouns[0]
    service, read = vocabulary.service, "Get" + noun
    shape = service.inputs(read).get(given) if read in service.operations else None
    told = _OF.search(plain(shape.documentation)) if shape is not None else None
    last = words(noun)[-1].lower()
    return last == "policy" and told is not None and last not in told["what"].lower()


def _wants_arn(vocabulary: Vocabulary, thing: Thing, given: str) -> bool:
    """Return whether all that asks for a thing by an input wants its ARN there."""
    service = vocabulary.service
    named = (
        verb + noun for verb in ("Get", "Describe", "Delete") for noun in thing.nouns
    )
    found = [
        service.inputs(operation)[given]
        for operation in named
        if operation in service.operations and given in service.inputs(operation)
    ]
    return bool(found) and all(map(wants_arn, found))


def _told_name(
    vocabulary: Vocabulary, thing: Thing, identifier: str, member: str
) -> str:
    """Return an identifier's name, by the member that tells it.

    Where answers tell but an ARN, an input for an id takes that. The Name of a version
    may be that of what it is a version of, beside its Version.
    """
    noun = thing.nouns[0]
    if member.lower().endswith("arn") and identifier in {"Id", "Name"}:
        made = vocabulary.service.operations.get("Create" + noun)
        output = made.output_shape.members if made and made.output_shape else ()
        has_id = any(name.lower() in {"id", noun.lower() + "id"} for name in output)
        is_arn = not has_id or _wants_arn(vocabulary, thing, thing.own[0])
        return "Arn" if len(thing.own) == 1 and is_arn else identifier
    if not versions(noun) or member.lower() in {
        identifier.lower(),
        noun.lower() + "id",
    }:
        return identifier
    told = [shape for _, shape in vocabulary.items(noun)]
    for before in ("Get", "Describe"):
        if before + noun in vocabulary.service.operations:
            output = vocabulary.service.output(before + noun)
            told += [output, *(one for _, one in shapes.structures_in(output))]
    spelt = [identifier, identifier[:1].lower() + identifier[1:]]
    hides = any(one is not None and shapes.member_of(one, spelt) for one in told)
    return words(noun)[-1] if hides else identifier


def _fit(noun: str, given: str) -> int:
    """Return how many words at the end of a noun an input begins with; bare is best."""
    if is_bare(given):
        return len(words(noun)) + 1
    ends = (end for end in ends_of(noun) if given.lower().startswith(end.lower()))
    return len(words(next(ends, "")))


def _asked_by(vocabulary: Vocabulary, thing: Thing) -> list[str]:
    """Return the other names of the input that identifies a thing.

    What is deleted by its Id is got by an Identifier, which may be its name as well.
    """
    found: dict[str, None] = {}
    for noun in thing.nouns:
        for before in ("Get", "Describe", "Delete", "Update"):
            rest = [
                name
                for name in vocabulary.required(before + noun)
                if name not in {*thing.given, *thing.own}
                and not vocabulary.is_token(name)
            ]
            asked = {*vocabulary.required(before + noun)}
            own = asked.isdisjoint(thing.own)
            if own and len(rest) == 1 and rest[0].lower() in _WHICH:
                found[rest[0]] = None
    return list(found)


_WHICH = {"id", "identifier", "arn"}
