"""The actions of a type that may be about another thing than a resource of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from botocore.model import Shape

from ..derivation import general, twins
from ..derivation.identifiers import calls, is_bare
from ..derivation.makes import VERBS
from ..derivation.vocabulary import LISTING
from ..inputs import input_of
from ..making import CREATE_VERBS
from ..placement import tagged_input
from ..resource_type import ResourceType
from ..service import Service
from ..shapes import starts_of
from ..texts import first_sentence, plain
from ..words import after_verb, find_noun, singular, verb, words
from . import called
from .doubt import Doubt, Part
from .sites import Definition, filled_inputs, given_inputs, sends_no_arn
from .spelling import is_named

# Of which things alone AWS says that an operation is.
_SUPPORTED = re.compile(r"supports the following [\w ]*resources: ([^.]+)\.")
# Where a name says for whom or by what a thing is.
_FOR = re.compile(r"(?<=[a-z])(?:For|In|From|By)(?=[A-Z])")
_ENDS = ("Identifier", "Id", "Arn", "ARN", "Name")
# AWS's words for the id that a new thing will have.
_NEW = re.compile(
    r"\bthat you want to create *(?:[.,]|$)|\bof the new\b", re.IGNORECASE
)


def doubt_twins(
    service: Service,
    kinds: Mapping[str, ResourceType],
    resources: Mapping[str, Definition],
) -> Iterator[tuple[str, Doubt]]:
    """Yield types that are asked for as another is, with an operation of either.

    Of appsync's apis, some are of events and some of GraphQL: both are an apiId to what
    lists the resolvers of the latter. What is chosen of the list of its owner's is
    asked for as the owner is, and no other.
    """
    asked: dict[tuple[str, ...], list[str]] = {}
    for name, definition in resources.items():
        params = definition.get("load", {}).get("request", {}).get("params", [])
        inputs = sorted(p["target"] for p in params if p["source"] == "identifier")
        if inputs and not any(map(is_bare, inputs)):
            # The configuration of a bucket is asked for as the bucket is, and its own.
            asked.setdefault((*inputs, words(name)[-1]), []).append(name)
    of_all = general.of_all(service, kinds)
    for (*targets, _), alike in asked.items():
        inputs = [*map(input_of, targets)]
        whole = [name for name in alike if kinds[name].spec.parent not in alike]
        for name in whole if len(whole) > 1 else []:
            others = [other for other in whole if other != name]
            named = twins.named_after(whole)
            for role, operation, item in _operations(resources[name]):
                nouns = [*kinds[name].nouns, "Tag", "Tags", "Untag"]
                if name in of_all.get(operation, ()):
                    continue
                told = twins.whose(service, operation, inputs, named)
                if told == name or (
                    told is None and any(find_noun(noun, operation) for noun in nouns)
                ):
                    continue
                text = f"asked for as {', '.join(others)} is, {operation}"
                if item in kinds and kinds[item].spec.parent == name:
                    # Whose a child is, is open, and no more.
                    yield item, Doubt(text)
                else:
                    part = Part(role, operation)
                    yield item if role == "list" else name, Doubt(text, part)


def _operations(definition: Definition) -> Iterator[tuple[str, str, str]]:
    """Yield the role, the operation and the type of what is made by it."""
    for section, role in (("actions", "action"), ("hasMany", "list")):
        for one in definition.get(section, {}).values():
            made = one.get("resource", {}).get("type", "")
            yield role, one["request"]["operation"], made


def doubt_roles(
    service: Service,
    kinds: Mapping[str, ResourceType],
    resources: Mapping[str, Definition],
) -> Iterator[tuple[str, Doubt]]:
    """Yield types that are but an input's name, where several things are put into it.

    An OriginationIdentity is a phone number, a pool or a sender id, and not all that
    takes one takes each. Or an input has other words in each operation that it is in.
    """
    for name, definition in resources.items():
        if "load" in definition or len(definition.get("identifiers", ())) != 1:
            continue
        shapes = [
            service.inputs(site["request"]["operation"])[target]
            for section in ("actions", "hasMany")
            for site in definition.get(section, {}).values()
            for target in filled_inputs(site)
        ]
        others = "|".join(other for other in kinds if other != name)
        put = {
            one
            for shape in shapes
            for one in re.findall(
                rf"\b({others})(?:Id|Arn|Name)\b", plain(shape.documentation)
            )
        }
        if len(put) > 1:
            yield name, Doubt(f"an input for several types, {', '.join(sorted(put))}")
        if len({tuple(sorted(one.metadata.get("enum", ()))) for one in shapes}) > 1:
            yield name, Doubt("an input that has other words in another operation")


def doubt_bare_inputs(
    service: Service,
    kinds: Mapping[str, ResourceType],
    resources: Mapping[str, Definition],
) -> Iterator[tuple[str, Doubt]]:
    """Yield types that fill a bare input beside another that is called after them."""
    for name, definition in resources.items():
        ends = [one.name.lower() for one in kinds[name].identifiers if one.own]
        for action in definition.get("actions", {}).values():
            operation = action["request"]["operation"]
            given = given_inputs(action)
            required = service.required(operation)
            for other in service.inputs(operation):
                called = {
                    form.lower()
                    for noun in kinds[name].nouns
                    for kind in ("Identifier", "Arn", "Id", "Name")
                    for form in (noun + kind, noun + kind + "s")
                }
                # Beside its ARN, an identifier is the new one that it is to have.
                is_same = any(other.lower().endswith(end) for end in ends)
                if (
                    other.lower() in called
                    and other not in given
                    and (
                        any(map(is_bare, given))
                        or (given and is_same and other in required)
                    )
                ):
                    text = f"a bare input beside its own {other}, {operation}"
                    yield name, Doubt(text, Part("action", operation))


def of_another(
    service: Service, kinds: Mapping[str, ResourceType], document: Definition
) -> set[str]:
    """Return the operations of types' actions that AWS says are another thing's.

    A TestGridProject is no Project, and what wants an ARN is told no id.

    Args:
        service: The service.
        kinds: The generator's types of the draft.
        document: The draft in boto3's form.
    """
    verbs: dict[str, set[str]] = {}
    for operation in service.operations:
        verbs.setdefault(after_verb(operation), set()).add(verb(operation))
    things = called.things(service)
    of_all = general.of_all(service, kinds)
    found = set()
    for name, definition in document.get("resources", {}).items():
        for site in definition.get("actions", {}).values():
            operation = site["request"]["operation"]
            if name in of_all.get(operation, ()):
                continue
            about, inputs = after_verb(operation), service.inputs(operation)
            for noun in kinds[name].nouns:
                if about + noun in things and verb(operation) in CREATE_VERBS:
                    # A bucket is made with a BucketBundle's id, with no Bundle's.
                    found.add(operation)
                longer = about not in kinds[name].nouns and about.endswith(noun)
                texts = [inputs[target].documentation for target in filled_inputs(site)]
                if (longer and len(verbs[about]) > 1) or any(
                    _names_longer(text, noun, verbs) for text in texts
                ):
                    found.add(operation)
            if (
                sends_no_arn(service, site, kinds[name])
                or _tags_another(kinds[name], operation)
                or _makes_another_of_several(service, kinds[name], site)
                or _makes_a_new(service, kinds[name], site)
                or _is_called_after_another(service, kinds[name], site, verbs)
                or _lists_its_owners(kinds, kinds[name], definition, operation)
                or _takes_other_ids(service, kinds[name], site)
                or any(
                    is_anothers(service, kinds, kinds[name], inputs[target])
                    for target, told in filled_inputs(site).items()
                    if told == "Arn" and not tagged_input(service, operation)
                )
            ):
                found.add(operation)
    return found


def _lists_its_owners(
    kinds: Mapping[str, ResourceType],
    kind: ResourceType,
    definition: Definition,
    operation: str,
) -> bool:
    """Return whether an action lists other things by the id of a type's owner.

    The channel flows of an app instance are not those of its streaming configurations.
    """
    given = [str(one["name"]) for one in definition.get("identifiers", ())]
    lists = verb(operation) in LISTING and singular(after_verb(operation)) in kinds
    return (
        lists
        and len(given) == 1
        and not any(i.own and is_bare(i.name) for i in kind.identifiers)
        and not any(calls(noun, given[0]) for noun in kind.nouns)
        and not any(find_noun(noun, operation) for noun in kind.nouns)
    )


def _takes_other_ids(service: Service, kind: ResourceType, site: Definition) -> bool:
    """Return whether an input has ids of another pattern than what loads the type.

    An engagement is an ``eng-``, and its invitation an ``engi-``; the draft of an agent
    is its version ``DRAFT``, and what is loaded has a number. The id of a configuration
    definition, which UpdateConfigurationDefinition wants, is shorter than a
    configuration's.
    """
    operation = site["request"]["operation"]
    inputs = service.inputs(operation)
    if any(
        refuses_some(kind, name, inputs[target])
        for target, name in filled_inputs(site).items()
    ):
        return True
    if kind.load is None:
        return False
    loaded = service.inputs(kind.load.operation)
    asked = {
        p["name"]: loaded[p["target"]]
        for p in kind.load.params
        if p["source"] == "identifier" and p["target"] in loaded
    }
    for target, name in filled_inputs(site).items():
        mine, its = asked.get(name), inputs[target]
        if mine is None or mine.name == its.name:
            continue
        begin, want = starts_of(mine), starts_of(its)
        word = re.fullmatch(r"\^?(\w+)\$?", str(its.metadata.get("pattern", "")))
        if begin and want and begin.isdisjoint(want):
            return True
        if word and not _accepts(mine, word[1]):
            return True
        told, wanted = (one.metadata.get("pattern") for one in (mine, its))
        differs = bool(told and wanted and told != wanted)
        if differs and is_bare(target) and _is_of_longer(kind, operation, its):
            return True
    return False


def refuses_some(kind: ResourceType, name: str, shape: Shape) -> bool:
    """Return whether an input refuses some of the words that a type's ids may be.

    The voices of polly's are an enumeration, and GetVoice is for custom ones alone.

    Args:
        kind: The type.
        name: Its identifier.
        shape: The input.
    """
    members = kind.shape.members if kind.shape is not None else {}
    told = next((i.member or i.name for i in kind.identifiers if i.name == name), "")
    known = members[told].metadata.get("enum", ()) if told in members else ()
    return "enum" not in shape.metadata and not all(
        _accepts(shape, str(word)) for word in known
    )


def is_anothers(
    service: Service,
    kinds: Mapping[str, ResourceType],
    kind: ResourceType,
    shape: Shape,
) -> bool:
    """Return whether a shape of ARNs is called after another type than one's own.

    A component of greengrassv2 has a ComponentARN, and by a ComponentVersionARN its
    versions are asked for.
    """
    noun = re.sub(r"A(rn|RN)$", "", shape.name)
    own = {noun + end for noun in kind.nouns for end in ("Arn", "ARN")}
    others = {n for name, one in kinds.items() if name != kind.name for n in one.nouns}
    # What has no ARNs of its own may have those of what it is a view of.
    return noun in others - {*kind.nouns} and bool(own & {*service.model.shape_names})


def _is_of_longer(kind: ResourceType, operation: str, shape: Shape) -> bool:
    """Return whether AWS says of an input that it is what an operation is called after.

    Where that is called by the type's noun and more.
    """
    about = after_verb(operation)
    spoken = " ".join(words(about)).lower()
    is_longer = any(about.startswith(n) and about != n for n in kind.nouns)
    return is_longer and spoken in first_sentence(shape.documentation).lower()


def _accepts(shape: Shape, value: str) -> bool:
    """Return whether a shape's pattern lets a value pass; if unsure, it does."""
    try:
        pattern = re.compile(str(shape.metadata.get("pattern", ".*")))
    except re.error:
        return True
    return pattern.fullmatch(value) is not None


def _tags_another(kind: ResourceType, operation: str) -> bool:
    """Return whether an operation tags what is not the type's, as TagContact does."""
    about = after_verb(operation)
    of_any = not about or about.endswith(("Resource", "Resources"))
    return (
        verb(operation) in {"Tag", "Untag"} and about not in kind.nouns and not of_any
    )


def _makes_a_new(service: Service, kind: ResourceType, site: Definition) -> bool:
    """Return whether an action makes a new thing of the type that it is on.

    Of StartRun, the id is that of a run to duplicate, or the id that the new one gets;
    it may be left out.
    """
    operation = site["request"]["operation"]
    filled, inputs = {*filled_inputs(site)}, service.inputs(operation)
    if verb(operation) == "Create" and any(
        _NEW.search(plain(inputs[name].documentation)) for name in filled
    ):
        return True
    return (
        verb(operation) in {*CREATE_VERBS, *VERBS, "Start"}
        and is_named(kind, operation)
        and bool(filled)
        and filled.isdisjoint(service.required(operation))
    )


def _is_called_after_another(
    service: Service,
    kind: ResourceType,
    site: Definition,
    things: Mapping[str, Collection[str]],
) -> bool:
    """Return whether an action, or what it takes, is called after another thing.

    An AgentProfileArn is no Profile's, a RuleIdentifier that DeleteCentralizationRule
    takes no TelemetryRule's, and an Id no Job's where AWS says that it is a query's.

    Args:
        service: The service.
        kind: The type with the action.
        site: The action.
        things: What the service's operations are about, with the verbs of each.
    """
    operation = site["request"]["operation"]
    about = after_verb(operation)
    if about in kind.nouns:
        return False
    is_tagging = verb(operation) in {"Tag", "Untag"} or "Tags" in about
    thing = _FOR.split(about)[0]
    if thing != about and thing in kind.nouns and len(things[about]) > 1:
        # A TelemetryRuleForOrganization is made and deleted on its own.
        return True
    inputs = service.inputs(operation)
    own = {one.name for one in kind.identifiers if one.own}
    told = _SUPPORTED.search(plain(service.operations[operation].documentation))
    spoken = [" ".join(words(noun)).lower() for noun in kind.nouns]
    if told and not any(noun in told[1].lower() for noun in spoken):
        return True
    return any(
        (not is_tagging and owner_of(target, inputs[target], kind.nouns, things))
        or _is_from_another(kind, inputs[target], things)
        or (is_bare(target) and _is_of_another(kind, inputs[target], things))
        or (
            not (is_bare(target) or is_tagging)
            and not _is_whole_name(kind, target)
            and (thing in things or thing != about)
            and thing not in kind.nouns
            and calls(thing, target)
        )
        for target, name in filled_inputs(site).items()
        if name in own
    )


def _is_from_another(kind: ResourceType, shape: Shape, things: Collection[str]) -> bool:
    """Return whether AWS says that an id is from what makes another thing."""
    told = re.findall(r"\bfrom\W+Create([A-Z]\w+)", plain(shape.documentation))
    return bool(told) and not {*told} & {*kind.nouns} and any(t in things for t in told)


def _is_whole_name(kind: ResourceType, target: str) -> bool:
    """Return whether an input is called after a type by its whole noun."""
    return target.lower() in {
        (noun + end).lower() for noun in kind.nouns for end in ("", *_ENDS)
    }


def _is_of_another(kind: ResourceType, shape: Shape, things: Collection[str]) -> bool:
    """Return whether AWS's text or its shape says that a bare input is another's."""
    text = first_sentence(shape.documentation).lower()
    lasts = {words(noun)[-1].lower() for noun in kind.nouns}
    whose = re.search(r"\b(?:of|for|identifies) (?:the|an?|your) ([\w\s-]+)", text)
    if whose and not any(last in text for last in {*lasts, "resource"}):
        return True
    if any(re.search(rf"\b{last}s \w+", whose[1] if whose else "") for last in lasts):
        # The query of jobs is none of them.
        return True
    spelt = set(words(shape.name))
    own = {word for noun in kind.nouns for word in words(noun)}
    others = {thing for thing in things if len(words(thing)) == 1} & spelt
    return bool(others) and not own & spelt


def owner_of(
    target: str, shape: Shape, nouns: list[str], things: Collection[str]
) -> str | None:
    """Return the other thing that an input is called after, by a longer name.

    By its own, or by its shape's: a ``profileArn`` of wellarchitected may be an
    AgentProfileArn.
    """
    for name in (target, shape.name):
        for end in _ENDS:
            stem = name[:1].upper() + name[1:].removesuffix(end)
            longer = any(stem.endswith(noun) and stem != noun for noun in nouns)
            if name.endswith(end) and stem in things and longer and stem not in nouns:
                return stem
    return None


def _makes_another_of_several(
    service: Service, kind: ResourceType, site: Definition
) -> bool:
    """Return whether an action makes another thing that is told a list of the type's.

    A location of datasync's has several agents, and is none of theirs.
    """
    operation = site["request"]["operation"]
    if verb(operation) not in CREATE_VERBS or is_named(kind, operation):
        return False
    inputs = service.inputs(operation)
    return any(inputs[target].type_name == "list" for target in filled_inputs(site))


def _names_longer(text: str | None, noun: str, things: Collection[str]) -> bool:
    """Return whether a text's first sentence has a thing whose name ends in a noun."""
    first = first_sentence(text)
    named = re.findall(rf"\b([A-Z]\w*[a-z]{noun})\b", first)
    return any(one in things for one in named)
