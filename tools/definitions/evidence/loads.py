"""The doubts about how a type is identified and loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from botocore.model import ListShape, StructureShape

from ..checks.paging import page_token
from ..derivation.identifiers import calls
from ..derivation.vocabulary import LISTING
from ..making import CREATE_VERBS
from ..resource_type import ResourceType
from ..service import Service
from ..targets import is_owner
from ..texts import first_sentence, plain
from ..words import after_verb, plurals, verb, words
from . import changed
from .actions import is_anothers, refuses_some
from .proofs import is_asked_for, tells_itself
from .sites import Definition, filled_inputs, given_inputs, lacks_required, sends_no_arn
from .spelling import is_plural, is_read_by

# An input without which a load leaves something out.
_ASKS_FOR = re.compile(r"^(include|with)[A-Z]")
# An input that says whose namesake is meant: an account's, or a realm's.
_WHOSE = re.compile(r"(account|realm|owner)(id|number|identifier|name)?$", re.I)
# The members that tell things apart of which there are several of a kind.
_OTHERS = ("label", "name", "id")
# AWS's words for an answer about what is not there.
_EMPTY = re.compile(r"\bempty (result|response) is returned", re.IGNORECASE)
# What AWS says of what only tells a kind.
_OF_KIND = re.compile(r"\bsubtype of (this|the) \w+\W*$", re.IGNORECASE)
# What AWS says of a part of an id that not all things have.
_AT_TIMES = re.compile(r"\b(is|are) required when\b", re.I)
# An input that says nothing without another.
_TOGETHER = re.compile(r"\bUse together with (\w+)")
# What AWS says of an input by which one of several namesakes is meant.
_MINE = re.compile(r"\bdefaults? to the (user|caller|identity)\b", re.I)
_LEAVING = {"Delete", "Deregister", "Remove"}
_START = "ExclusiveStart"
_TOKENS = {"nexttoken", "paginationtoken", "marker"}
# What AWS says of an input that all of a kind need.
_SOME_NEED = re.compile(r"\band is required for [A-Z]")
# An input by which AWS finds the newest of what is known otherwise.
_THE_LATEST = re.compile(r"'s (most recent|latest|newest)\b", re.I)
_LATEST = re.compile(r"\b(most recent|latest)\b", re.I)


def doubt_identity(
    service: Service, kind: ResourceType, definition: Definition
) -> Iterator[str]:
    if not (
        definition.get("identifiers") or changed.as_read(service, kind, definition)
    ):
        yield "no identifier"
    own = [i for i in kind.identifiers if i.own]
    if len(own) == 1 and kind.shape is not None:
        member = kind.shape.members.get(own[0].member or "")
        others = {noun.lower() + end for noun in kind.nouns for end in _OTHERS}
        if (
            member is not None
            and "enum" in member.metadata
            and others & {name.lower() for name in kind.shape.members}
        ):
            # What kind of connector it is, tells no connector from another.
            yield "an identifier that is one of some words"
        if member is not None and _OF_KIND.search(plain(member.documentation)):
            # Two alerts of a subtype are two.
            yield "an identifier that is a kind of several"
    if owner := _is_without(service, kind):
        yield f"an owner that it may be without, {owner}"
    if left := _part_of_pair(service, kind):
        yield f"an identifier that is one of a pair, with {left}"
    load = definition.get("load")
    operation = load["request"]["operation"] if load else ""
    inputs = service.inputs(operation) if load else {}
    given = given_inputs(load) if load else set()
    members = kind.shape.members if kind.shape is not None else {}
    for name in sorted((inputs.keys() & members.keys()) - given):
        if _AT_TIMES.search(plain(inputs[name].documentation)):
            yield f"a part of what identifies it is left out, {name} of {operation}"
    for name in sorted(inputs.keys() - given) if load else ():
        if _SOME_NEED.search(plain(inputs[name].documentation)):
            yield f"a load that AWS wants asked by more for some, {operation}"
    for name in given - service.required(operation) if load else ():
        if _THE_LATEST.search(plain(inputs[name].documentation)):
            yield f"a load of the latest of several by {name}, {operation}"
    for name in given:
        pair = _TOGETHER.search(plain(inputs[name].documentation))
        if pair and pair[1] in inputs.keys() - given:
            yield f"a load by one of a pair, {operation}"
    if (
        load
        and str(load.get("path")) == "@"
        and _EMPTY.search(plain(service.operations[operation].documentation))
    ):
        yield f"a load that answers of nothing, {operation}"
    if load and _is_one_of_kinds(service, kind, load):
        yield f"a load of one of several kinds, {operation}"
    if load and "[" not in str(load.get("path")) and kind.shape is not None:
        for name in sorted({*inputs} & {*kind.shape.members} - given_inputs(load)):
            asks = _LATEST.search(plain(inputs[name].documentation))
            if asks and name.lower().endswith("id") and "version" not in name.lower():
                yield f"a load that may ask for one of several, {name} of {operation}"
    if load and lacks_required(service, load):
        yield f"a load that AWS wants asked by more, {operation}"
    if load and str(load.get("path")).endswith("[0]"):
        left = _versions(service, kind, definition)
        if left:
            yield f"the first of several versions, {left}"
        if not _asks_for_several(service, operation):
            yield f"the first of several in the answer about one thing, {operation}"
        if _names_its_own(service, kind, definition):
            yield "the first of several of one owner's"


def _is_without(service: Service, kind: ResourceType) -> str | None:
    """Return the input for a type's owner that its load requires not, beside its id.

    A bulk import job of iotsitewise is in a workspace, or in none.
    """
    if kind.load is None or "[" in str(kind.load.path):
        return None
    required = service.required(kind.load.operation)
    own = {i.name for i in kind.identifiers if i.own}
    told = {
        p["name"]: p["target"] for p in kind.load.params if p["source"] == "identifier"
    }
    if not own or not {told.get(name) for name in own} <= required:
        return None
    made = {
        name
        for operation in service.operations
        if verb(operation) in CREATE_VERBS and after_verb(operation) in kind.nouns
        for name in service.required(operation)
    }
    free = (target for target in told.values() if target not in required | made)
    return next(free, None)


def _part_of_pair(service: Service, kind: ResourceType) -> str | None:
    """Return the member that tells things apart besides their ids, if there is one.

    What takes several of them says what each is told by: targets of vpc-lattice are
    deregistered by an id and a port.
    """
    own = {i.member or i.name for i in kind.identifiers if i.own}
    members = {*(kind.shape.members if kind.shape is not None else ())}
    several = {form for noun in kind.nouns for form in plurals(noun)}
    for operation in service.operations:
        if verb(operation) not in _LEAVING or after_verb(operation) not in several:
            continue
        for shape in service.inputs(operation).values():
            item = shape.member if isinstance(shape, ListShape) else None
            if isinstance(item, StructureShape) and own < item.members.keys():
                return next(iter(sorted((item.members.keys() & members) - own)), None)
    return None


def doubt_load(
    service: Service,
    kind: ResourceType,
    kinds: Mapping[str, ResourceType],
    definition: Definition,
) -> Iterator[str]:
    load = definition.get("load")
    if load is None:
        return
    operation = load["request"]["operation"]
    params = load["request"].get("params", [])
    used = {p.get("name") for p in params if p["source"] == "identifier"}
    own = [i.name for i in kind.identifiers if i.own]
    chosen = "[" in str(load.get("path"))
    if not (is_read_by(kind, operation) or (chosen and is_plural(kind, operation))):
        yield f"a load of another name, {operation}"
    if not service.required(operation) <= given_inputs(load):
        yield f"a load that asks for more, {operation}"
    if other := _tells_elsewhere(service, load):
        yield f"a load that answers elsewhere at times, {other} of {operation}"
    if not chosen and _is_paged(service, operation):
        yield f"a load of one page, {operation}"
    if any(
        map(_ASKS_FOR.search, service.inputs(operation).keys() - given_inputs(load))
    ):
        yield f"a load that leaves out what it is not asked for, {operation}"
    if _LATEST.search(first_sentence(service.operations[operation].documentation)):
        yield f"a load of the latest of several, {operation}"
    if sends_no_arn(service, load, kind):
        yield f"an id in place of an ARN, {operation}"
    if any(
        refuses_some(kind, name, service.inputs(operation)[target])
        for target, name in filled_inputs(load).items()
    ):
        yield f"a load of some of them alone, {operation}"
    if any(
        is_anothers(service, kinds, kind, service.inputs(operation)[target])
        for target, name in filled_inputs(load).items()
        if name == "Arn"
    ):
        yield f"a load by another's ARN, {operation}"
    if any(
        # Whose it is, is known of what is listed with it, and sent.
        _WHOSE.search(name) and not is_owner(service.name, name)
        for name in service.inputs(operation).keys() - given_inputs(load)
    ):
        yield f"a load that may be of another's, {operation}"
    elif any(
        _MINE.search(plain(shape.documentation))
        for name, shape in service.inputs(operation).items()
        if name not in given_inputs(load)
    ):
        yield f"a load of the caller's own, {operation}"
    if chosen and _is_one_of_several(service, kind, definition):
        yield "a choice of one from a list by a part of what tells it"
    if not chosen and not {i.name for i in kind.identifiers} <= used:
        yield "a load that does not ask for all identifiers"
    if chosen and not {*own} <= used:
        if len(own) > 1:
            yield "a choice of one from a list by several members"
        if not (is_asked_for(service, kind) or tells_itself(kind, kinds)):
            yield "a choice from a list by a member that nothing asks for"


def _tells_elsewhere(service: Service, load: Definition) -> str | None:
    """Return the member that has the answer at times, by AWS's text of the usual one.

    A property of a composite model is told in ``compositeModel``, if AWS is asked for
    an asset's property.
    """
    output = service.output(load["request"]["operation"])
    members = output.members if output is not None else {}
    usual = re.split(r"\W", str(load.get("path")))[0]
    text = str(members[usual].documentation) if usual in members else ""
    others = (name for name in members if name != usual)
    return next((name for name in others if f"<code>{name}</code>" in text), None)


def _is_one_of_several(
    service: Service, kind: ResourceType, definition: Definition
) -> bool:
    """Return whether AWS asks for a thing by several members of its, besides its ids.

    The forecast of a scalable resource is asked for by its id and two words more: a
    table has a resource for its reads and one for its writes.
    """
    known = {name for i in kind.identifiers for name in (i.name, i.member)}
    members = {*(kind.shape.members if kind.shape is not None else ())} - known
    return any(
        len(members & service.required(operation) - given_inputs(action)) > 1
        for action in definition.get("actions", {}).values()
        if verb(operation := action["request"]["operation"]) in {"Get", "Describe"}
    )


def looks_elsewhere(
    service: Service, load: Definition, site: Definition
) -> Iterator[str]:
    """Yield a doubt where a load asks as a list does, and AWS has a default for whose.

    Without a view, resource-explorer-2 lists the resources of the default view.
    """
    operation = site["request"]["operation"]
    if load["request"]["operation"] == operation:
        inputs = service.inputs(operation)
        for name in {*filled_inputs(site)} - given_inputs(load):
            if re.search(r"\bdefault", plain(inputs[name].documentation)):
                yield f"a load from another list, {operation}"


def _is_one_of_kinds(service: Service, kind: ResourceType, load: Definition) -> bool:
    """Return whether an answer has one of several structures, by the kind of a thing.

    A safety rule of route53-recovery-control-config asserts something, or is a gate.
    """
    output = service.output(load["request"]["operation"])
    path = str(load.get("path"))
    if output is None or path not in output.members:
        return False
    lasts = {words(noun)[-1] for noun in kind.nouns}
    alike = [
        name
        for name, shape in output.members.items()
        if isinstance(shape, StructureShape)
        and words(name)[-1] in lasts
        and name not in kind.nouns
    ]
    return len(alike) > 1


def _asks_for_several(service: Service, operation: str) -> bool:
    """Return whether an operation may be asked for several things, or for all."""
    inputs = service.inputs(operation)
    is_plural = verb(operation) in LISTING and after_verb(operation).endswith("s")
    return is_plural or any(shape.type_name == "list" for shape in inputs.values())


def _names_its_own(
    service: Service, kind: ResourceType, definition: Definition
) -> bool:
    """Return whether a type's data have a name of its own that does not identify it."""
    known = {str(i.get("memberName", i["name"])) for i in definition["identifiers"]}
    ends = {words(noun)[-1].lower() for noun in kind.nouns}
    own = {end + part for end in ends for part in ("name", "id", "arn")}
    members = service.structure(definition["shape"]).members
    told = {name.lower() for name in members}
    is_known = {name.lower() for name in known} & (own | {"name", "id", "arn"})
    return (
        bool(told & own)
        and not is_known
        and all(not any(calls(noun, name) for noun in kind.nouns) for name in known)
    )


def _is_paged(service: Service, operation: str) -> bool:
    """Return whether an operation answers with a token, be it a step down."""
    model = service.operations[operation]
    if page_token(model):
        return True
    members = model.output_shape.members if model.output_shape else {}
    inner = {
        name
        for shape in members.values()
        if isinstance(shape, StructureShape)
        for name in shape.members
    }
    tokens = {name.lower() for name in service.inputs(operation)} & _TOKENS
    # dynamodbstreams has the shards of a stream after an ExclusiveStartShardId.
    starts = {
        name.removeprefix(_START)
        for name in service.inputs(operation)
        if name.startswith(_START)
    }
    return bool(tokens & {name.lower() for name in inner}) or any(
        f"LastEvaluated{name}" in inner for name in starts
    )


def _versions(
    service: Service, kind: ResourceType, definition: Definition
) -> str | None:
    """Return the member of a type that tells its versions apart, if none is asked."""
    members = service.structure(definition["shape"]).members
    known = {str(i.get("memberName", i["name"])) for i in definition["identifiers"]}
    called = {(words(n)[-1] + "Version").lower() for n in kind.nouns} | {"version"}
    return next((n for n in members if n.lower() in called and n not in known), None)
