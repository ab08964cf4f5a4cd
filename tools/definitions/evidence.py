"""The doubts about a draft's types: parts that a rule has read out of other words.

A draft is sure of a type where AWS's own names say all of it: the operation that loads
one is ``Get`` or ``Describe`` with the type's noun and asks for its identifiers and
nothing else, the lists are its plural, and the answers call the identifiers as the
inputs do. Whatever is not so may be right all the same; nobody has read it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from botocore.model import Shape, StructureShape

from . import names, tags
from .build import SERVICE
from .checks.paging import page_token
from .derivation.identifiers import calls, is_bare
from .derivation.makes import VERBS
from .derivation.vocabulary import LISTING
from .inputs import input_of
from .making import CREATE_VERBS
from .placement import tagged_input
from .resource_type import ResourceType
from .service import Service
from .shapes import plain_pattern
from .texts import first_sentence, requires_one_of
from .words import after_verb, find_noun, plurals, verb, words

Definition = Mapping[str, Any]

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
_TOKENS = {"nexttoken", "paginationtoken", "marker"}
_LATEST = re.compile(r"\b(most recent|latest)\b", re.I)
# The other words that answers have for the kinds of identifiers.
_SAME = {"id": {"id", "identifier"}, "identifier": {"id", "identifier"}}


def doubts(
    service: Service, kinds: Mapping[str, ResourceType], document: Definition
) -> dict[str, list[str]]:
    """Return what AWS's names leave open about each type of a draft, in short phrases.

    Args:
        service: The service.
        kinds: The generator's types of the draft.
        document: The draft in boto3's form.
    """
    resources = document.get("resources", {})
    found: dict[str, list[str]] = {}
    for name, definition in resources.items():
        kind = kinds[name]
        found[name] = [
            *_identity(definition),
            *_load(service, kind, definition),
        ]
        loads = "load" in definition or _is_parent(kind, kinds)
        if not (loads or _is_asked_for(service, kind)):
            found[name].append("no load")
    for name, told in (
        *_of_twins(kinds, resources),
        *_not_its(service, kinds, resources),
    ):
        found[name].append(told)
    reached, listed = set(), set()
    for role, owner, site in _makers(document):
        name = site["resource"]["type"]
        if name not in resources:
            continue
        reached.add(name)
        if role == "list":
            listed.add(name)
        operation = site["request"]["operation"]
        if not _is_called(role, operation, kinds[name]):
            found[name].append(f"a {role} of another name, {operation}")
        found[name] += _paths(service, kinds[name], site)
        if role == "list" and requires_one_of(service, operation, _given(site)):
            found[name].append(f"a list that AWS wants asked by more, {operation}")
        if role == "list" and any(map(_SHARED.search, service.inputs(operation))):
            found[name].append(f"a list of what others share, {operation}")
        if role == "list" and _ends_early(service, operation):
            found[name].append(f"a list that tells some and no more, {operation}")
        if role == "list" and owner == SERVICE and _lacks_parents(kinds[name], site):
            found[name].append(f"the service lists it without its parent, {operation}")
    for name, definition in resources.items():
        if not (
            "load" in definition
            or name in listed
            or _is_parent(kinds[name], kinds)
            or name not in reached
        ):
            # What AWS tells no more of may be a part of something else.
            found[name].append("a create of what is neither loaded nor listed")
        if not (
            name in reached
            or _is_parent(kinds[name], kinds)
            or _is_only(kinds[name], definition)
        ):
            found[name].append("neither a list nor a create")
    return {name: list(dict.fromkeys(told)) for name, told in found.items()}


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
        for role, _, site in _makers(document)
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
        if own and any(
            _refuses(service.inputs(one)[target], own, formats)
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


def _reads_data(definition: Definition, tagging: Mapping[str, str | None]) -> bool:
    """Return whether an operation on tags is sent what only a list has told."""
    return any(
        param["source"] == "data"
        for action in definition.get("actions", {}).values()
        if tagging.get(action["request"]["operation"])
        for param in action["request"].get("params", [])
    )


def _refuses(shape: Shape, own: str, formats: Mapping[str, Definition]) -> bool:
    """Return whether a pattern of ARNs has those of other types, and not a type's own.

    Args:
        shape: The shape of an input for ARNs.
        own: The format of the type's ARN.
        formats: The entries of ``arns-1``.
    """
    told = {*_LITERAL.findall(plain_pattern(shape))}
    others = {
        word
        for entry in formats.values()
        for word in _LITERAL.findall(entry.get("format", "").split(":", 5)[-1])
    }
    mine = {*_LITERAL.findall(own.split(":", 5)[5])}
    return bool(told & others) and not told & mine


def _is_of_tags(name: str) -> bool:
    return "Tags" in name or name.lower().startswith("tag")


def _identity(definition: Definition) -> Iterator[str]:
    if not definition.get("identifiers"):
        yield "no identifier"


def _load(
    service: Service, kind: ResourceType, definition: Definition
) -> Iterator[str]:
    load = definition.get("load")
    if load is None:
        return
    operation = load["request"]["operation"]
    params = load["request"].get("params", [])
    used = {p.get("name") for p in params if p["source"] == "identifier"}
    own = [i.name for i in kind.identifiers if i.own]
    chosen = "[" in str(load.get("path"))
    if not (_is_named(kind, operation) or (chosen and _is_plural(kind, operation))):
        yield f"a load of another name, {operation}"
    if not service.required(operation) <= _given(load):
        yield f"a load that asks for more, {operation}"
    if not chosen and _is_paged(service, operation):
        yield f"a load of one page, {operation}"
    if any(map(_ASKS_FOR.search, service.inputs(operation).keys() - _given(load))):
        yield f"a load that leaves out what it is not asked for, {operation}"
    if _LATEST.search(first_sentence(service.operations[operation].documentation)):
        yield f"a load of the latest of several, {operation}"
    if _sends_no_arn(service, load):
        yield f"an id in place of an ARN, {operation}"
    if any(map(_WHOSE.search, service.inputs(operation).keys() - _given(load))):
        yield f"a load that may be of another's, {operation}"
    if str(load.get("path")).endswith("[0]"):
        left = _versions(service, kind, definition)
        if left:
            yield f"the first of several versions, {left}"
        if not _asks_for_several(service, operation):
            yield f"the first of several in the answer about one thing, {operation}"
        if _names_its_own(service, kind, definition):
            yield "the first of several of one owner's"
    if not chosen and not {i.name for i in kind.identifiers} <= used:
        yield "a load that does not ask for all identifiers"
    if chosen and not {*own} <= used:
        if len(own) > 1:
            yield "a choice of one from a list by several members"
        if not _is_asked_for(service, kind):
            yield "a choice from a list by a member that nothing asks for"


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
) -> Iterator[tuple[str, str]]:
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
                    yield name, f"asked for as {others} is, {operation}"


def _not_its(
    service: Service,
    kinds: Mapping[str, ResourceType],
    resources: Mapping[str, Definition],
) -> Iterator[tuple[str, str]]:
    """Yield types that fill a bare input beside another that is called after them."""
    for name, definition in resources.items():
        for action in definition.get("actions", {}).values():
            operation = action["request"]["operation"]
            given = _given(action)
            if not any(map(is_bare, given)):
                continue
            for other in service.inputs(operation):
                called = {
                    form.lower()
                    for noun in kinds[name].nouns
                    for kind in ("Identifier", "Arn", "Id", "Name")
                    for form in (noun + kind, noun + kind + "s")
                }
                if other.lower() in called and other not in given:
                    yield name, f"a bare input beside its own {other}, {operation}"


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
                _sends_no_arn(service, site)
                or _tags_another(kinds[name], operation)
                or _makes_another_of_several(service, kinds[name], site)
            ):
                found.add(operation)
    return found


def untold(
    service: Service, kinds: Mapping[str, ResourceType], document: Definition
) -> set[str]:
    """Return the creates that answer with another type's data than they make.

    What is purchased of an offering is a reservation.

    Args:
        service: The service.
        kinds: The generator's types of the draft.
        document: The draft in boto3's form.
    """
    found = set()
    for role, _, site in _makers(document):
        operation, made = site["request"]["operation"], site["resource"]["type"]
        path, output = site["resource"].get("path"), service.output(operation)
        told = [name for name, kind in kinds.items() if path in kind.nouns]
        if role == "create" and told and made not in told and output is not None:
            whole = kinds[made].shape
            if whole is None or output.members[path].name != whole.name:
                found.add(operation)
    return found


def _tags_another(kind: ResourceType, operation: str) -> bool:
    """Return whether an operation tags what is not the type's, as TagContact does."""
    about = after_verb(operation)
    of_any = not about or about.endswith(("Resource", "Resources"))
    return (
        verb(operation) in {"Tag", "Untag"} and about not in kind.nouns and not of_any
    )


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


def _sends_no_arn(service: Service, site: Definition) -> bool:
    """Return whether an id that is no ARN is sent where AWS's text wants an ARN."""
    inputs = service.inputs(site["request"]["operation"])
    return any(
        not identifier.lower().endswith("arn")
        and (_is_arns(inputs[target].documentation) or _has_arns(inputs[target]))
        for target, identifier in _filled(site).items()
    )


def _has_arns(shape: Shape) -> bool:
    """Return whether botocore's pattern of a string has ARNs alone."""
    told = str(shape.metadata.get("pattern", ""))
    pattern = re.sub(r"\\.|\[[^\]]*\]", "_", told).strip("^$")
    while _flat(pattern) == "()":
        pattern = pattern[1:-1].removeprefix("?:").strip("^$")
    flat = _flat(pattern)
    # Of a group in the beginning, what stands behind it says whether it may lack.
    may_lack = re.match(r"\(\)[?*]", flat)
    return bool(re.match(r"\(*arn", pattern)) and not may_lack and "|" not in flat


def _flat(pattern: str) -> str:
    """Return a regular expression with its groups emptied."""
    found, depth = "", 0
    for letter in pattern:
        depth += letter == "("
        if depth == 0 or (depth == 1 and letter in "()"):
            found += letter
        depth -= letter == ")"
    return found


def _filled(site: Definition) -> dict[str, str]:
    """Return the inputs of a request that identifiers fill, and which fills each."""
    return {
        input_of(param["target"]): str(param["name"])
        for param in site["request"].get("params", [])
        if param["source"] == "identifier"
    }


def _is_arns(documentation: str | None) -> bool:
    """Return whether a text about an input says that it is an ARN and no other id."""
    first = first_sentence(documentation)
    return bool(re.search(r"\bARN\b|Amazon Resource Name", first)) and not re.search(
        r"\b(ID|name|identifier)\b", re.sub("Amazon Resource Name", "", first), re.I
    )


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


def _makers(document: Definition) -> Iterator[tuple[str, str, Definition]]:
    """Yield the role, the owner and the body of all that gives resources."""
    for owner, section, _, body in names.sites(document):
        if section in _ROLES and "resource" in body:
            yield _ROLES[section], owner, body


def _is_called(role: str, operation: str, kind: ResourceType) -> bool:
    if role == "list":
        return _is_plural(kind, operation)
    return verb(operation) in {*CREATE_VERBS, *VERBS} and _is_named(kind, operation)


def _is_named(kind: ResourceType, operation: str) -> bool:
    return after_verb(operation) in kind.nouns


def _is_plural(kind: ResourceType, operation: str) -> bool:
    several = {form for noun in kind.nouns for form in plurals(noun)}
    return verb(operation) in LISTING and after_verb(operation) in several


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
