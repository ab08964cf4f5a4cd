"""The doubts about a draft's types: parts that a rule has read out of other words.

A draft is sure of a type where AWS's own names say all of it: the operation that loads
one is ``Get`` or ``Describe`` with the type's noun and asks for its identifiers and
nothing else, the lists are its plural, and the answers call the identifiers as the
inputs do. Whatever is not so may be right all the same; nobody has read it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from botocore.model import Shape, StructureShape

from . import names, tags
from .build import SERVICE
from .checks.paging import page_token
from .derivation.identifiers import calls, is_bare, versions
from .derivation.makes import VERBS
from .derivation.vocabulary import LISTING
from .inputs import input_of
from .making import CREATE_VERBS
from .placement import tagged_input
from .resource_type import ResourceType
from .service import Service
from .shapes import plain_pattern
from .targets import OWNERS
from .texts import first_sentence, plain, requires_one_of, wants_arn
from .types import LOAD_VERBS
from .words import PREPOSITIONS, after_verb, find_noun, plurals, verb, words

Definition = Mapping[str, Any]

_NOTHING: Definition = {"request": {"operation": ""}}
# The sections of a definition whose members give resources.
_ROLES = {"hasMany": "list", "actions": "create"}
# How the copy of a source is called.
_TARGETS = ("target", "destination", "dest")
# An input by which a list has what others share, too.
_SHARED = re.compile(r"Share|Public|LinkedAccount|^ResourceOwner$", re.I)
# An input without which a load leaves something out.
_ASKS_FOR = re.compile(r"^(include|with)[A-Z]")
# A list's input for how many it tells, beside which it has none to go on with.
_MOST = re.compile(r"^max(imum|_)?(items|results|records|size)?$|^limit$", re.I)
# An input that says whose namesake is meant: an account's, or a realm's.
_WHOSE = re.compile(r"(account|realm|owner)(id|number|identifier|name)?$", re.I)
# A word of an ARN that is there in all ARNs of a type.
_LITERAL = re.compile(r"(?:^|(?<=[:/(|]))([a-z][a-z-]{3,})(?=[:/)|])")
# Of which things alone AWS says that an operation is.
_SUPPORTED = re.compile(r"supports the following [\w ]*resources: ([^.]+)\.")
# Where a name says for whom or by what a thing is.
_FOR = re.compile(r"(?<=[a-z])(?:For|In|From|By)(?=[A-Z])")
_ENDS = ("Identifier", "Id", "Arn", "ARN", "Name")
# The members that tell things apart of which there are several of a kind.
_OTHERS = ("label", "name", "id")
# AWS's words for an answer about what is not there.
_EMPTY = re.compile(r"\bempty (result|response) is returned", re.IGNORECASE)
# AWS's words for the id that a new thing will have.
_NEW = re.compile(
    r"\bthat you want to create *(?:[.,]|$)|\bof the new\b", re.IGNORECASE
)
# AWS's words for an input that its model lets lack, and that is required.
_REQUIRED = re.compile(
    r"\b(is|are) required for requests that do not|, which is required\b", re.IGNORECASE
)
# An input that says nothing without another.
_TOGETHER = re.compile(r"\bUse together with (\w+)")
# What is shown to who makes a thing, and to nobody later.
_SECRET = re.compile(
    r"(secret|password|accesskey|apikey|^key|^token|authtoken)$", re.IGNORECASE
)
_TOKENS = {"nexttoken", "paginationtoken", "marker"}
_LATEST = re.compile(r"\b(most recent|latest)\b", re.I)
# The other words that answers have for the kinds of identifiers.
_SAME = {"id": {"id", "identifier"}, "identifier": {"id", "identifier"}}


class Part(NamedTuple):
    """A part of a type that it may do without: an operation in a role.

    A list that is no collection, and a create that makes no resource, are actions that
    return a dict; without its load a type has what its lists tell.
    """

    role: str
    operation: str


@dataclass(frozen=True)
class Doubt:
    """A doubt about a type.

    Attributes:
        text: A short phrase.
        part: The part that it is about; None if it is about the type as a whole.
    """

    text: str
    part: Part | None = None


def doubts(
    service: Service, kinds: Mapping[str, ResourceType], document: Definition
) -> dict[str, list[Doubt]]:
    """Return what AWS's names leave open about each type of a draft.

    Args:
        service: The service.
        kinds: The generator's types of the draft.
        document: The draft in boto3's form.
    """
    resources = document.get("resources", {})
    found: dict[str, list[Doubt]] = {}
    for name, definition in resources.items():
        kind = kinds[name]
        about_load = _load(service, kind, kinds, definition)
        found[name] = [
            *map(Doubt, _identity(service, kind, definition)),
            *_of_part("load", definition.get("load"), about_load),
        ]
        loads = "load" in definition or _is_parent(kind, kinds)
        if not (loads or _is_asked_for(service, kind) or _tells_itself(kind, kinds)):
            found[name].append(Doubt("no load"))
    for name, told in (
        *_of_twins(kinds, resources),
        *_not_its(service, kinds, resources),
    ):
        found[name].append(told)
    reached, listed = set(), set()
    whole = {
        site["resource"]["type"]
        for role, owner, site in makers(document)
        if role == "list" and owner == SERVICE
    }
    for role, owner, site in makers(document):
        name = site["resource"]["type"]
        if name not in resources:
            continue
        reached.add(name)
        if role == "list":
            listed.add(name)
        told = _making(service, kinds, role, owner, site)
        found[name] += _of_part(role, site, told)
        if role == "list" and owner in kinds:
            other = _lists_another(service, kinds[owner], site)
            found[name] += [Doubt(f"a part of another, {other}")] if other else []
            load = resources[name].get("load", _NOTHING)
            elsewhere = _looks_elsewhere(service, load, site)
            found[name] += _of_part("load", load, elsewhere)
            left = _loses(service, kinds, kinds[name], owner, site, resources[name])
            # What the service lists, too, needs no owner to be told by.
            part = Part("list", site["request"]["operation"]) if name in whole else None
            text = f"an item that loses its owner, {left}"
            found[name] += [Doubt(text, part)] if left else []
    for name, definition in resources.items():
        if not (
            "load" in definition
            or name in listed
            or _is_parent(kinds[name], kinds)
            or name not in reached
        ):
            # What AWS tells no more of may be a part of something else.
            text = "a create of what is neither loaded nor listed"
            found[name].append(Doubt(text))
        if not (
            name in reached
            or _is_parent(kinds[name], kinds)
            or _is_only(kinds[name], definition)
            or _is_read(service, kinds[name], definition)
            or len(_asking(service, kinds[name])) > 1
        ):
            found[name].append(Doubt("neither a list nor a create"))
    return {name: list(dict.fromkeys(told)) for name, told in found.items()}


def _of_part(role: str, site: Definition | None, told: Iterable[str]) -> list[Doubt]:
    """Return doubts about a part of a type."""
    operation = site["request"]["operation"] if site else ""
    return [Doubt(text, Part(role, operation)) for text in told]


def _making(
    service: Service,
    kinds: Mapping[str, ResourceType],
    role: str,
    owner: str,
    site: Definition,
) -> Iterator[str]:
    """Yield doubts about a list or a create of a type."""
    operation, kind = site["request"]["operation"], kinds[site["resource"]["type"]]
    if not _is_called(role, operation, kind, kinds.get(owner)):
        yield f"a {role} of another name, {operation}"
    yield from _paths(service, kind, site)
    if role != "list":
        return
    if requires_one_of(service, operation, _given(site)) or _lacks_required(
        service, site
    ):
        yield f"a list that AWS wants asked by more, {operation}"
    if any(map(_SHARED.search, service.inputs(operation))):
        yield f"a list of what others share, {operation}"
    if _ends_early(service, operation):
        yield f"a list that tells some and no more, {operation}"
    if _sends_no_arn(service, site, kinds.get(owner)):
        yield f"an id in place of an ARN, {operation}"
    if owner == SERVICE and _lacks_parents(kind, site):
        yield f"the service lists it without its parent, {operation}"


def untagged(service: Service, documents: Mapping[str, Definition]) -> set[str]:
    """Return the types with members for tags of which nothing says that AWS has any.

    Whatever has an ARN is tagged by what takes any ARN; but AWS tags a type only if its
    reference names it, if it is created with tags, or if its data tell them; and not if
    the operation's own pattern of ARNs has other types' alone, or where nothing loads
    the ARN of what was made by its id.

    Args:
        service: The service.
        documents: The data files of the draft, by their names.
    """
    document = names.definition_of(documents)
    formats = documents.get("arns-1.json", {}).get("resources", {})
    created = {
        site["resource"]["type"]
        for role, _, site in makers(document)
        if role == "create"
        and any(map(_is_of_tags, service.inputs(site["request"]["operation"])))
    }
    found = set()
    for name, definition in document.get("resources", {}).items():
        operations = {
            one["request"]["operation"]
            for one in definition.get("actions", {}).values()
        }
        inputs = {one: tagged_input(service, one) for one in operations}
        if not any(inputs.values()):
            continue
        if "load" not in definition and _reads_data(definition, inputs):
            found.add(name)
            continue
        own = formats.get(name, {}).get("format")
        mine = {*_LITERAL.findall(own.split(":", 5)[5])} if own else _spelt(name)
        if any(
            _refuses(service.inputs(one)[input_of(target)], mine, formats)
            for one, target in inputs.items()
            if target
        ):
            found.add(name)
            continue
        shape = definition.get("shape")
        members = service.structure(shape).members if shape else {}
        template = formats.get(name, {}).get("format")
        if not (
            name in created
            or any(map(_is_of_tags, members))
            or (template and tags.is_taggable(service.model, template))
        ):
            found.add(name)
    return found


def _spelt(kind: str) -> set[str]:
    """Return the words that AWS may have for a type in ARNs: sync-task, or task."""
    parts = [word.lower() for word in words(kind)]
    return {"-".join(parts[start:]) for start in range(len(parts))}


def _reads_data(definition: Definition, tagging: Mapping[str, str | None]) -> bool:
    """Return whether an operation on tags is sent what only a list has told."""
    return any(
        param["source"] == "data"
        for action in definition.get("actions", {}).values()
        if tagging.get(action["request"]["operation"])
        for param in action["request"].get("params", [])
    )


def _refuses(shape: Shape, mine: set[str], formats: Mapping[str, Definition]) -> bool:
    """Return whether a pattern of ARNs has those of other types, and not a type's own.

    Args:
        shape: The shape of an input for ARNs.
        mine: The words of the type's ARNs.
        formats: The entries of ``arns-1``.
    """
    told = {*_LITERAL.findall(plain_pattern(shape))}
    others = {
        word
        for entry in formats.values()
        for word in _LITERAL.findall(entry.get("format", "").split(":", 5)[-1])
    }
    return bool(told & others) and not told & mine


def _is_of_tags(name: str) -> bool:
    return "Tags" in name or name.lower().startswith("tag")


def _identity(
    service: Service, kind: ResourceType, definition: Definition
) -> Iterator[str]:
    if not definition.get("identifiers"):
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
    load = definition.get("load")
    operation = load["request"]["operation"] if load else ""
    inputs = service.inputs(operation) if load else {}
    for name in _given(load) if load else ():
        pair = _TOGETHER.search(plain(inputs[name].documentation))
        if pair and pair[1] in inputs.keys() - _given(load):
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
        for name in sorted({*inputs} & {*kind.shape.members} - _given(load)):
            asks = _LATEST.search(plain(inputs[name].documentation))
            if asks and name.lower().endswith("id") and "version" not in name.lower():
                yield f"a load that may ask for one of several, {name} of {operation}"
    if load and _lacks_required(service, load):
        yield f"a load that AWS wants asked by more, {operation}"
    if load and str(load.get("path")).endswith("[0]"):
        left = _versions(service, kind, definition)
        if left:
            yield f"the first of several versions, {left}"
        if not _asks_for_several(service, operation):
            yield f"the first of several in the answer about one thing, {operation}"
        if _names_its_own(service, kind, definition):
            yield "the first of several of one owner's"


def _load(
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
    if not (_is_read_by(kind, operation) or (chosen and _is_plural(kind, operation))):
        yield f"a load of another name, {operation}"
    if not service.required(operation) <= _given(load):
        yield f"a load that asks for more, {operation}"
    if not chosen and _is_paged(service, operation):
        yield f"a load of one page, {operation}"
    if any(map(_ASKS_FOR.search, service.inputs(operation).keys() - _given(load))):
        yield f"a load that leaves out what it is not asked for, {operation}"
    if _LATEST.search(first_sentence(service.operations[operation].documentation)):
        yield f"a load of the latest of several, {operation}"
    if _sends_no_arn(service, load, kind):
        yield f"an id in place of an ARN, {operation}"
    if any(
        # Whose it is, is known of what is listed with it, and sent.
        _WHOSE.search(name) and not OWNERS.fullmatch(name)
        for name in service.inputs(operation).keys() - _given(load)
    ):
        yield f"a load that may be of another's, {operation}"
    if not chosen and not {i.name for i in kind.identifiers} <= used:
        yield "a load that does not ask for all identifiers"
    if chosen and not {*own} <= used:
        if len(own) > 1:
            yield "a choice of one from a list by several members"
        if not (_is_asked_for(service, kind) or _tells_itself(kind, kinds)):
            yield "a choice from a list by a member that nothing asks for"


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


def _lacks_required(service: Service, site: Definition) -> bool:
    """Return whether AWS's text requires an input that its model lets lack."""
    operation = site["request"]["operation"]
    return any(
        name not in _given(site) and _REQUIRED.search(plain(shape.documentation))
        for name, shape in service.inputs(operation).items()
    )


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
    return bool(tokens & {name.lower() for name in inner})


def _ends_early(service: Service, operation: str) -> bool:
    """Return whether a list has a maximum, and nothing by which it goes on."""
    if operation in service.paginators or page_token(service.operations[operation]):
        return False
    output = service.output(operation)
    told = {*service.inputs(operation), *(output.members if output else ())}
    goes_on = any("token" in name.lower() or "marker" in name.lower() for name in told)
    return not goes_on and any(map(_MOST.search, service.inputs(operation)))


def _versions(
    service: Service, kind: ResourceType, definition: Definition
) -> str | None:
    """Return the member of a type that tells its versions apart, if none is asked."""
    members = service.structure(definition["shape"]).members
    known = {str(i.get("memberName", i["name"])) for i in definition["identifiers"]}
    called = {(words(n)[-1] + "Version").lower() for n in kind.nouns} | {"version"}
    return next((n for n in members if n.lower() in called and n not in known), None)


def _of_twins(
    kinds: Mapping[str, ResourceType], resources: Mapping[str, Definition]
) -> Iterator[tuple[str, Doubt]]:
    """Yield types that are asked for as another is, with an operation of either.

    Of appsync's apis, some are of events and some of GraphQL: both are an apiId to what
    lists the resolvers of the latter.
    """
    asked: dict[tuple[str, ...], list[str]] = {}
    for name, definition in resources.items():
        params = definition.get("load", {}).get("request", {}).get("params", [])
        inputs = sorted(p["target"] for p in params)
        if inputs and not any(map(is_bare, inputs)):
            # The configuration of a bucket is asked for as the bucket is, and its own.
            asked.setdefault((*inputs, words(name)[-1]), []).append(name)
    for alike in asked.values():
        for name in alike if len(alike) > 1 else []:
            for operation in _operations(resources[name]):
                nouns = [*kinds[name].nouns, "Tag", "Tags", "Untag"]
                if not any(find_noun(noun, operation) for noun in nouns):
                    others = ", ".join(n for n in alike if n != name)
                    yield name, Doubt(f"asked for as {others} is, {operation}")


def _not_its(
    service: Service,
    kinds: Mapping[str, ResourceType],
    resources: Mapping[str, Definition],
) -> Iterator[tuple[str, Doubt]]:
    """Yield types that fill a bare input beside another that is called after them."""
    for name, definition in resources.items():
        ends = [one.name.lower() for one in kinds[name].identifiers if one.own]
        for action in definition.get("actions", {}).values():
            operation = action["request"]["operation"]
            given = _given(action)
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
    found = set()
    for name, definition in document.get("resources", {}).items():
        for site in definition.get("actions", {}).values():
            operation = site["request"]["operation"]
            about, inputs = after_verb(operation), service.inputs(operation)
            for noun in kinds[name].nouns:
                longer = about not in kinds[name].nouns and about.endswith(noun)
                texts = [inputs[target].documentation for target in _filled(site)]
                if (longer and len(verbs[about]) > 1) or any(
                    _names_longer(text, noun, verbs) for text in texts
                ):
                    found.add(operation)
            if (
                _sends_no_arn(service, site, kinds[name])
                or _tags_another(kinds[name], operation)
                or _makes_another_of_several(service, kinds[name], site)
                or _makes_a_new(service, kinds[name], site)
                or _is_called_after_another(service, kinds[name], site, verbs)
            ):
                found.add(operation)
    return found


def untold(
    service: Service, kinds: Mapping[str, ResourceType], document: Definition
) -> set[str]:
    """Return the creates that answer with what the made resource would not have.

    What is purchased of an offering is a reservation; and the key of a token is told
    once, by what makes it.

    Args:
        service: The service.
        kinds: The generator's types of the draft.
        document: The draft in boto3's form.
    """
    found = set()
    for role, _, site in makers(document):
        operation, made = site["request"]["operation"], site["resource"]["type"]
        path, output = site["resource"].get("path"), service.output(operation)
        told = [name for name, kind in kinds.items() if path in kind.nouns]
        if role == "create" and path is None and _tells_secret(output):
            found.add(operation)
        if role == "create" and told and made not in told and output is not None:
            whole = kinds[made].shape
            if whole is None or output.members[path].name != whole.name:
                found.add(operation)
    return found


def _tells_secret(output: StructureShape | None) -> bool:
    """Return whether an answer has what AWS tells but once, as the key of a token."""
    members = dict(output.members) if output is not None else {}
    for shape in [*members.values()]:
        if isinstance(shape, StructureShape):
            members |= shape.members
    return any(
        _SECRET.search(name) and shape.type_name == "string"
        for name, shape in members.items()
    )


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
    filled, inputs = {*_filled(site)}, service.inputs(operation)
    if verb(operation) == "Create" and any(
        _NEW.search(plain(inputs[name].documentation)) for name in filled
    ):
        return True
    return (
        verb(operation) in {*CREATE_VERBS, *VERBS, "Start"}
        and _is_named(kind, operation)
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
        (not is_tagging and _owner_of(target, inputs[target], kind.nouns, things))
        or _is_from_another(kind, inputs[target], things)
        or (is_bare(target) and _is_of_another(kind, inputs[target], things))
        or (
            not (is_bare(target) or is_tagging)
            and not _is_whole_name(kind, target)
            and (thing in things or thing != about)
            and thing not in kind.nouns
            and calls(thing, target)
        )
        for target, name in _filled(site).items()
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


def _owner_of(
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
    if verb(operation) not in CREATE_VERBS or _is_named(kind, operation):
        return False
    inputs = service.inputs(operation)
    return any(inputs[target].type_name == "list" for target in _filled(site))


def _names_longer(text: str | None, noun: str, things: Collection[str]) -> bool:
    """Return whether a text's first sentence has a thing whose name ends in a noun."""
    first = first_sentence(text)
    named = re.findall(rf"\b([A-Z]\w*[a-z]{noun})\b", first)
    return any(one in things for one in named)


def _sends_no_arn(
    service: Service, site: Definition, owner: ResourceType | None
) -> bool:
    """Return whether an id that is no ARN is sent where AWS's text wants an ARN.

    Args:
        service: The service.
        site: What sends it.
        owner: The type that has the id; None for the service.
    """
    inputs = service.inputs(site["request"]["operation"])
    members = owner.shape.members if owner and owner.shape else {}
    # An ApplicationId may be an ARN, as AWS says of the data's.
    arns = {
        one.name
        for one in (owner.identifiers if owner else ())
        if one.member in members and wants_arn(members[one.member])
    }
    return any(
        not (identifier.lower().endswith("arn") or identifier in arns)
        and wants_arn(inputs[target])
        for target, identifier in _filled(site).items()
    )


def _filled(site: Definition) -> dict[str, str]:
    """Return the inputs of a request that identifiers fill, and which fills each."""
    return {
        input_of(param["target"]): str(param["name"])
        for param in site["request"].get("params", [])
        if param["source"] == "identifier"
    }


def _operations(definition: Definition) -> Iterator[str]:
    for section in ("actions", "hasMany"):
        for one in definition.get(section, {}).values():
            yield one["request"]["operation"]


def _is_asked_for(service: Service, kind: ResourceType) -> bool:
    """Return whether an operation called after a type requires its own identifier.

    An event has an id, and a recommendation a name; whether there is another of it, a
    list does not tell.
    """
    own = [i for i in kind.identifiers if i.own]
    inputs = {name for i in own for name in i.inputs if _is_its(kind, name)}
    return any(
        inputs & service.required(operation)
        for operation in service.operations
        if _is_named(kind, operation)
    )


def _asking(service: Service, kind: ResourceType) -> list[str]:
    """Return the operations of a type's name that require all its identifiers by name.

    Each own identifier is an input that is called after the type: ``FlowId``.
    """
    own = [i for i in kind.identifiers if i.own]
    found = []
    for operation in service.operations if own else ():
        asked = service.required(operation) if _is_named(kind, operation) else set()
        if all(
            any(
                name in asked
                and not is_bare(name)
                and any(calls(noun, name) for noun in kind.nouns)
                for name in one.inputs
            )
            for one in own
        ):
            found.append(operation)
    return found


def needs_all(service: Service, kind: ResourceType, definition: Definition) -> bool:
    """Return whether AWS refuses a load that is asked with fewer identifiers."""
    load = definition.get("load")
    if load is None:
        return False
    required = service.required(load["request"]["operation"])
    needed = {name for target, name in _filled(load).items() if target in required}
    return {one.name for one in kind.identifiers} <= needed


def is_sure(service: Service, kind: ResourceType, definition: Definition) -> bool:
    """Return whether a load is called after a type and requires all its identifiers."""
    load = definition.get("load")
    return (
        load is not None
        and _is_named(kind, load["request"]["operation"])
        and needs_all(service, kind, definition)
    )


def _tells_itself(kind: ResourceType, kinds: Mapping[str, ResourceType]) -> bool:
    """Return whether a type's data have its own id or ARN, as AWS calls them.

    A record's ``recordId`` is a JournalRecord's, where there is no Record; a version of
    something is told by its number. A name may be that of several.
    """
    own = [i for i in kind.identifiers if i.own]
    others = {
        noun for name, one in kinds.items() if name != kind.name for noun in one.nouns
    }
    spelt = {"id", "identifier", "arn"}
    for noun in kind.nouns:
        parts = words(noun)
        tails = {"".join(parts[i:]) for i in range(len(parts))} - others
        ends = ("id", "identifier", "arn")
        spelt |= {tail.lower() + end for tail in tails for end in ends}
        if kind.spec.parent:
            spelt |= {name.lower() for name in versions(noun)}
    return bool(own) and all((i.member or "").lower() in spelt for i in own)


def _is_read(service: Service, kind: ResourceType, definition: Definition) -> bool:
    """Return whether a load called after a type requires all its own identifiers."""
    load = definition.get("load")
    own = [i for i in kind.identifiers if i.own]
    if load is None or not own or "[" in str(load.get("path")):
        return False
    operation = load["request"]["operation"]
    asked = _filled(load)
    required = service.required(operation)
    return _is_named(kind, operation) and all(
        any(
            name == one.name and target in required and _is_its(kind, target)
            for target, name in asked.items()
        )
        for one in own
    )


def _is_its(kind: ResourceType, name: str) -> bool:
    """Return whether an input is called after a type, or after nothing: Id, Name."""
    return is_bare(name) or any(calls(noun, name) for noun in kind.nouns)


def _is_parent(kind: ResourceType, kinds: Mapping[str, ResourceType]) -> bool:
    """Return whether a type is there for its children: what an input alone names."""
    children = [k for k in kinds.values() if k.spec.parent == kind.name]
    return kind.spec.lists is False and kind.load is None and bool(children)


def _is_only(kind: ResourceType, definition: Definition) -> bool:
    """Return whether a parent has a single one, which is loaded: its configuration."""
    inherited = [i for i in kind.identifiers if not i.own]
    return "load" in definition and bool(inherited) and inherited == kind.identifiers


def makers(document: Definition) -> Iterator[tuple[str, str, Definition]]:
    """Yield the role, the owner and the body of all that gives resources."""
    for owner, section, _, body in names.sites(document):
        if section in _ROLES and "resource" in body:
            yield _ROLES[section], owner, body


def _is_called(
    role: str, operation: str, kind: ResourceType, owner: ResourceType | None
) -> bool:
    """Return whether a list or a create is called after what it is of.

    Args:
        role: ``list`` or ``create``.
        operation: The operation.
        kind: The type that it gives.
        owner: The type that has it; None if it is the service's.
    """
    if role == "list":
        if verb(operation) in LOAD_VERBS and _is_named(kind, operation):
            # What is read of one thing tells no others, but where it is called by many.
            return after_verb(operation).endswith("s")
        return _is_plural(kind, operation) or _is_owners_plural(kind, operation, owner)
    if verb(operation) not in {*CREATE_VERBS, *VERBS}:
        return False
    return after_verb(operation) in {
        noun + rest for noun in kind.nouns for rest in ("", *_rests(operation, noun))
    }


def _lists_another(
    service: Service, owner: ResourceType, site: Definition
) -> str | None:
    """Return the thing, other than the owner, that a list's input is called after."""
    things = {after_verb(operation) for operation in service.operations}
    inputs = service.inputs(site["request"]["operation"])
    named = (_owner_of(t, inputs[t], owner.nouns, things) for t in _filled(site))
    return next((thing for thing in named if thing), None)


def _is_done_to_tags(action: Definition) -> bool:
    return "Tag" in action["request"]["operation"]


def _looks_elsewhere(
    service: Service, load: Definition, site: Definition
) -> Iterator[str]:
    """Yield a doubt where a load asks as a list does, and AWS has a default for whose.

    Without a view, resource-explorer-2 lists the resources of the default view.
    """
    operation = site["request"]["operation"]
    if load["request"]["operation"] == operation:
        inputs = service.inputs(operation)
        for name in {*_filled(site)} - _given(load):
            if re.search(r"\bdefault", plain(inputs[name].documentation)):
                yield f"a load from another list, {operation}"


def _loses(
    service: Service,
    kinds: Mapping[str, ResourceType],
    kind: ResourceType,
    owner: str,
    site: Definition,
    definition: Definition,
) -> str | None:
    """Return the input for the owner of listed items that they are asked for without.

    The outputs of a product are asked for by their keys and the product's id, which
    they do not have if the product is not their parent.

    Args:
        service: The service.
        kinds: The generator's types of the draft.
        kind: The type of the items.
        owner: The type with the collection.
        site: The collection.
        definition: The definition of the items' type.
    """
    parent = kind.spec.parent
    while parent and parent != owner:
        parent = kinds[parent].spec.parent
    if parent or any(
        (i.member or i.name).lower().endswith("arn") for i in kind.identifiers
    ):
        return None
    filled = {*_filled(site)}
    calls_ = [*definition.get("actions", {}).values()]
    filled = {name for name in filled if not OWNERS.fullmatch(name)}
    if "load" in definition and not _tells_itself(kind, kinds):
        operation = definition["load"]["request"]["operation"]
        free = filled & service.inputs(operation).keys() - _given(definition["load"])
        if free:
            return f"{min(free)} of {operation}"
    lacking = [
        filled & service.required(one["request"]["operation"]) - _given(one)
        for one in calls_
        if not _is_done_to_tags(one)
    ]
    if lacking and all(lacking):
        # Nothing at all can be asked of it by its own identifier.
        return f"{min(lacking[0])} of {calls_[0]['request']['operation']}"
    return None


def _rests(operation: str, noun: str) -> list[str]:
    """Return what follows a noun in an operation that says how: FromSnapshot."""
    rest = after_verb(operation).removeprefix(noun)
    return [rest] if words(rest)[:1] in (["From"], ["Using"], ["With"]) else []


def _is_named(kind: ResourceType, operation: str) -> bool:
    return after_verb(operation) in kind.nouns


def _is_read_by(kind: ResourceType, operation: str) -> bool:
    """Return whether a load is called after a type: GetJob, BatchGetJobs."""
    read = operation.removeprefix("Batch")
    if read != operation and verb(read) in LOAD_VERBS:
        return after_verb(read) in kind.nouns or _is_plural(kind, read)
    named = after_verb(operation)
    ends = ("Attributes", "Details", "Detail")
    return any(named in (noun, *(noun + end for end in ends)) for noun in kind.nouns)


def _is_plural(kind: ResourceType, operation: str) -> bool:
    return verb(operation) in LISTING and after_verb(operation) in _several(kind)


def _several(kind: ResourceType) -> set[str]:
    """Return the plurals of a type's nouns, AWS's Indices among them."""
    found = {form for noun in kind.nouns for form in plurals(noun)}
    found |= {noun[:-2] + "ices" for noun in kind.nouns if noun.endswith("ex")}
    found |= {noun[:-2] + "i" for noun in kind.nouns if noun.endswith("us")}
    return found | {
        form + "V2"
        for noun in kind.nouns
        if noun.endswith("V2")
        for form in plurals(noun.removesuffix("V2"))
    }


def _is_owners_plural(
    kind: ResourceType, operation: str, owner: ResourceType | None
) -> bool:
    """Return whether a list is called after a type and its owner.

    As ListQueueQuickConnects, or ListFleetsForVehicle.
    """
    if owner is None or verb(operation) not in LISTING:
        return False
    named = words(after_verb(operation))
    for noun in owner.nouns:
        own = words(noun)
        if named[: len(own)] == own and "".join(named[len(own) :]) in _several(kind):
            return True
        place = len(named) - len(own) - 1
        if (
            place > 0
            and named[place + 1 :] == own
            and named[place] in PREPOSITIONS
            and "".join(named[:place]) in _several(kind)
        ):
            return True
    return False


def _given(site: Definition) -> set[str]:
    """Return the inputs that a request is given."""
    params = site["request"].get("params", [])
    return {input_of(p["target"]) for p in params}


def _paths(service: Service, kind: ResourceType, site: Definition) -> Iterator[str]:
    """Yield doubts about the members of an answer that identify what it has."""
    operation = site["request"]["operation"]
    output = service.output(operation)
    beside = {name.lower() for name in output.members} if output else set()
    for told in site["resource"].get("identifiers", []):
        path = str(told.get("path", ""))
        if "[0]" in path:
            yield f"a create that tells the first of several, {path}"
        if path.lower().startswith("source"):
            turned = {path.lower().replace("source", end) for end in _TARGETS}
            inputs = {n.lower() for n in service.inputs(operation)}
            if turned & (beside | inputs) or "Copy" in operation:
                yield f"a create that makes its source, {operation}"
        if told["source"] != "response":
            continue
        identifier = next(i for i in kind.identifiers if i.name == told["target"])
        last = re.split(r"[.\[\]]+", path.rstrip("[]"))[-1].lower()
        kinds = _SAME.get(identifier.name.lower(), {identifier.name.lower()})
        spelt = {*kinds, *(i.lower() for i in identifier.inputs)}
        spelt |= {n.lower() + k for n in kind.nouns for k in kinds}
        # The flowVersion of a FlowVersion is the version of it.
        spelt |= {words(n)[-1].lower() for n in kind.nouns if n.lower() in spelt}
        if last not in spelt and not path.endswith("[]"):
            yield f"an identifier of another name, {path}"
        if last.endswith("arn") and not identifier.name.lower().endswith("arn"):
            yield f"an ARN for an {identifier.name.lower()}, {path}"
        asked = {name.lower() for name in _given(site)}
        is_item = "[]" in path and identifier.own
        if is_item and last in asked and not is_bare(last):
            yield f"an identifier that was asked with, {path}"


def _lacks_parents(kind: ResourceType, site: Definition) -> bool:
    """Return whether the items of a list do not tell what a type inherits."""
    inherited = {i.name for i in kind.identifiers if not i.own}
    return not inherited <= {i["target"] for i in site["resource"]["identifiers"]}
