"""The doubts about what gives resources of a type: its lists and its creates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from botocore.model import ListShape, StructureShape

from ..build import SERVICE
from ..checks.paging import page_token
from ..derivation.identifiers import calls, is_bare
from ..derivation.vocabulary import LISTING
from ..inputs import input_of
from ..resource_type import ResourceType
from ..service import Service
from ..shapes import shape_at
from ..targets import is_owner
from ..texts import first_sentence, plain, requires_one_of
from ..words import after_verb, plurals, words
from . import called
from .actions import owner_of
from .proofs import tells_itself
from .sites import (
    Definition,
    filled_inputs,
    given_inputs,
    lacks_required,
    makers,
    sends_no_arn,
)
from .spelling import is_called

# How the copy of a source is called.
_TARGETS = ("target", "destination", "dest")
# An input by which a list has what others share, too.
_SHARED = re.compile(r"Share|Public|LinkedAccount|^ResourceOwner$", re.I)
# A list's input for how many it tells, beside which it has none to go on with.
_MOST = re.compile(r"^max(imum|_)?(items|results|records|size)?$|^limit$", re.I)
# What is shown to who makes a thing, and to nobody later; or what tells of the making.
_SECRET = re.compile(
    r"(secret|password|accesskey|apikey|^key|^token|authtoken|^requesttoken)$",
    re.IGNORECASE,
)
_SPECIFIED = re.compile(r"\b(?:of|in|for) a specified ([a-z]+(?: [a-z]+)*)")
# AWS's words about a list that has no all.
_NOT_ALL = re.compile(r"\b(can't|cannot) use this operation to list all\b", re.I)
# The words for what an id is, which say nothing of whose.
_KINDS = {"arn", "id", "identifier", "name", "resource", "target"}
# The other words that answers have for the kinds of identifiers.
_SAME = {"id": {"id", "identifier"}, "identifier": {"id", "identifier"}}


def doubt_making(
    service: Service,
    kinds: Mapping[str, ResourceType],
    role: str,
    owner: str,
    site: Definition,
) -> Iterator[str]:
    """Yield doubts about a list or a create of a type."""
    operation, kind = site["request"]["operation"], kinds[site["resource"]["type"]]
    if not (
        is_called(role, operation, kind, kinds.get(owner))
        or (role == "create" and called.makes_one(service, kind, site))
        or (role == "create" and called.makes_several(kind, site))
    ):
        yield f"a {role} of another name, {operation}"
    yield from _paths(service, kind, site)
    if role != "list":
        return
    if any(map(_SHARED.search, service.inputs(operation))):
        yield f"a list of what others share, {operation}"
    if _tells_owners(service, site, kind):
        yield f"a list that tells whose each is, {operation}"
    if _ends_early(service, operation):
        yield f"a list that tells some and no more, {operation}"
    if sends_no_arn(service, site, kinds.get(owner)):
        yield f"an id in place of an ARN, {operation}"
    if owner in kinds and _is_its_owners(service, kinds[owner], kind, site):
        yield f"an identifier that is its owner's, {operation}"
    if longer := _is_of_shorter(service, kind, operation):
        yield f"a list of what has another id than a {longer}, {operation}"
    if owner == SERVICE and _lacks_parents(kind, site):
        yield f"the service lists it without its parent, {operation}"


def _is_of_shorter(service: Service, kind: ResourceType, operation: str) -> str | None:
    """Return the longer noun that a type is asked for by, and another list is of.

    ListImages of imagebuilder tells versions, of which each has several builds; what
    DeleteImage takes is an ``imageBuildVersionArn``, and ListImageBuildVersions tells.
    """
    for identifier in kind.identifiers:
        for name in identifier.inputs if identifier.own else ():
            noun = re.sub(r"(Arn|Id|Name|Identifier)$", "", name[:1].upper() + name[1:])
            lists = {verb + form for verb in LISTING for form in plurals(noun)[:-2]}
            if (
                any(noun.startswith(one) and noun != one for one in kind.nouns)
                and noun not in kind.nouns
                and lists & service.operations.keys() - {operation}
            ):
                return noun
    return None


def hangs_on_another(owner: ResourceType | None, site: Definition) -> str | None:
    """Return why a list is not its owner's, where that is known by another's id alone.

    The flows of an app instance are none of its streaming configurations, which are
    asked for by the ARN of the app instance as well.
    """
    if owner is None or owner.load is None or len(owner.identifiers) != 1:
        return None
    targets = {input_of(p["target"]) for p in owner.load.params if "name" in p}
    if any("[" in p["target"] for p in owner.load.params):
        return None
    parts = {part.lower() for noun in owner.nouns for part in words(noun)}
    told = {part.lower() for name in targets for part in words(name)} - _KINDS
    operation = site["request"]["operation"]
    if told and told.isdisjoint(parts) and filled_inputs(site).keys() <= targets:
        return f"a list of whose id its owner is known by, {operation}"
    return None


def asks_too_little(service: Service, site: Definition) -> str | None:
    """Return why AWS refuses a list that is not asked by more; None if it does not.

    The assets of a model are listed by its id, and all assets by nothing.
    """
    operation = site["request"]["operation"]
    text = plain(service.operations[operation].documentation)
    if (
        requires_one_of(service, operation, given_inputs(site))
        or lacks_required(service, site)
        or (_NOT_ALL.search(text) and not given_inputs(site))
        or (_of_a_specified(service, operation) and not given_inputs(site))
    ):
        return f"a list that AWS wants asked by more, {operation}"
    return None


def _of_a_specified(service: Service, operation: str) -> bool:
    """Return whether AWS says that a list is of something that an input specifies.

    resource-groups lists the members of "a specified resource group", its Group.
    """
    text = service.operations[operation].documentation
    told = _SPECIFIED.search(first_sentence(text).lower())
    words_ = told[1].replace(" ", "") if told else ""
    return bool(words_) and any(
        words_.endswith(name.lower()) for name in service.inputs(operation)
    )


def _is_its_owners(
    service: Service, owner: ResourceType, kind: ResourceType, site: Definition
) -> bool:
    """Return whether the id of an item has the shape of its owner's, by its name.

    The attempts of a job run have a JobRunId each: whether it is the run's, or their
    own, AWS does not say.
    """
    inputs = service.inputs(site["request"]["operation"])
    asked = {inputs[name].name for name in filled_inputs(site)}
    output = service.output(site["request"]["operation"])
    own = {one.name for one in kind.identifiers if one.own}
    for told in site["resource"]["identifiers"]:
        if told["target"] not in own or told["source"] != "response":
            continue
        holder, _, member = str(told["path"]).rpartition(".")
        item = shape_at(output, holder) if holder else output
        shape = item.members.get(member) if item is not None else None
        if shape is None or shape.name not in asked:
            continue
        if any(calls(noun, shape.name) for noun in owner.nouns):
            return True
    return False


def _tells_owners(service: Service, site: Definition, kind: ResourceType) -> bool:
    """Return whether a list has what is of others, by whose account it has to be asked.

    ListMeshes has a mesh that another account shares; by its name alone the caller's
    own of that name would be loaded, and deleted.
    """
    operation, load = site["request"]["operation"], kind.load
    if load is None:
        return False
    output = service.output(operation)
    root = str(site["resource"].get("path", "")).split("[")[0]
    items = output.members.get(root) if output is not None else None
    item = items.member if isinstance(items, ListShape) else None
    told = {*(item.members if isinstance(item, StructureShape) else ())}
    wanted = {n for n in service.inputs(load.operation) if is_owner(service.name, n)}
    return bool(told & wanted - {*service.inputs(operation)})


def _ends_early(service: Service, operation: str) -> bool:
    """Return whether a list has a maximum, and nothing by which it goes on."""
    if operation in service.paginators or page_token(service.operations[operation]):
        return False
    output = service.output(operation)
    told = {*service.inputs(operation), *(output.members if output else ())}
    goes_on = any("token" in name.lower() or "marker" in name.lower() for name in told)
    return not goes_on and any(map(_MOST.search, service.inputs(operation)))


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
        holder, _, member = path.rpartition(".")
        whole = shape_at(output, holder) if holder else output
        named = {noun + member for noun in kind.nouns if member in {"Id", "Arn"}}
        if named & {*(whole.members if whole is not None else ())}:
            # The Id of a product's view is not the ProductId beside it.
            yield f"an {member} beside one that is called after the type, {operation}"
        identifier = next(i for i in kind.identifiers if i.name == told["target"])
        last = re.split(r"[.\[\]]+", path.rstrip("[]"))[-1].lower()
        kinds = _SAME.get(identifier.name.lower(), {identifier.name.lower()})
        spelt = {*kinds, *(i.lower() for i in identifier.inputs)}
        nouns = {*kind.nouns, *called.tails(service, kind)}
        spelt |= {n.lower() + k for n in nouns for k in kinds}
        # The flowVersion of a FlowVersion is the version of it.
        spelt |= {words(n)[-1].lower() for n in kind.nouns if n.lower() in spelt}
        if last not in spelt and not path.endswith("[]"):
            yield f"an identifier of another name, {path}"
        if last.endswith("arn") and not identifier.name.lower().endswith("arn"):
            yield f"an ARN for an {identifier.name.lower()}, {path}"
        asked = {name.lower() for name in given_inputs(site)}
        is_item = "[]" in path and identifier.own
        if is_item and last in asked and not is_bare(last):
            yield f"an identifier that was asked with, {path}"


def _lacks_parents(kind: ResourceType, site: Definition) -> bool:
    """Return whether the items of a list do not tell what a type inherits."""
    inherited = {i.name for i in kind.identifiers if not i.own}
    return not inherited <= {i["target"] for i in site["resource"]["identifiers"]}


def lists_another(
    service: Service, owner: ResourceType, site: Definition
) -> str | None:
    """Return the thing, other than the owner, that a list's input is called after."""
    things = {after_verb(operation) for operation in service.operations}
    inputs = service.inputs(site["request"]["operation"])
    named = (owner_of(t, inputs[t], owner.nouns, things) for t in filled_inputs(site))
    return next((thing for thing in named if thing), None)


def loses(
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
    filled = {*filled_inputs(site)}
    calls_ = [*definition.get("actions", {}).values()]
    filled = {name for name in filled if not is_owner(service.name, name)}
    if "load" in definition and not tells_itself(kind, kinds):
        operation = definition["load"]["request"]["operation"]
        free = filled & service.inputs(operation).keys() - given_inputs(
            definition["load"]
        )
        if free:
            return f"{min(free)} of {operation}"
    lacking = [
        filled & service.required(one["request"]["operation"]) - given_inputs(one)
        for one in calls_
        if not _is_done_to_tags(one)
    ]
    if lacking and all(lacking):
        # Nothing at all can be asked of it by its own identifier.
        return f"{min(lacking[0])} of {calls_[0]['request']['operation']}"
    return None


def is_of_its_owner(
    service: Service, kind: ResourceType, site: Definition, definition: Definition
) -> bool:
    """Return whether items are all that an owner's list tells, which nothing else asks.

    An insight into one assessment is not that into all of them, which the service
    lists: both are known by the id of what they are about. What has an ARN is the same
    wherever it is listed.
    """
    filled = {n for n in filled_inputs(site) if not is_owner(service.name, n)}
    by_arn = any((i.member or i.name).lower().endswith("arn") for i in kind.identifiers)
    is_told = bool({"load", "actions"} & definition.keys())
    return bool(filled) and not (by_arn or is_told)


def _is_done_to_tags(action: Definition) -> bool:
    return "Tag" in action["request"]["operation"]


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
