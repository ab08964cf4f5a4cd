"""The resources that an operation makes: their type and the source of identifiers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from . import shapes
from .listing import LIST_VERBS
from .resource_type import Identifier, ResourceType
from .service import Service
from .toml_file import DefinitionError
from .undone import is_failure
from .words import find_noun, has_words, plurals, verb

CREATE_VERBS = {
    "Create", "Copy", "Restore", "Request", "Import", "Run", "Purchase", "Allocate",
}  # fmt: skip
# How what is there, or what there is one of, is given other settings.
CHANGE_VERBS = ("Put", "Update", "Modify", "Set")
NONE: Mapping[str, str] = MappingProxyType({})


def made_type(
    service: Service, kinds: dict[str, ResourceType], operation: str
) -> ResourceType | None:
    """Return the type of the resources that a create-like operation makes.

    That is the type whose shape the answer has, else the one the operation is named
    for, if its identifiers can be had.
    """
    if verb(operation) not in CREATE_VERBS:
        return None
    for _, shape in shapes.structures_in(service.output(operation)):
        for kind in kinds.values():
            if _has_shape(kind, shape.name):
                return kind
    named = [
        (len(noun), kind)
        for kind in kinds.values()
        for noun in kind.nouns
        if (find_noun(noun, operation) or (0, 0))[0] == 1
    ]
    best = max(named, key=lambda pair: pair[0])[1] if named else None
    if best and identified(service, operation, best) is not None:
        return best
    return None


def made_resource(
    service: Service,
    operation: str,
    made: ResourceType,
    at: str | None = None,
    written: Mapping[str, str] = NONE,
) -> dict[str, Any]:
    """Return the ``resource`` of an action that makes a resource of a type.

    *at* is where the answer has the new one, and *written* where its identifiers are,
    if a TOML says so.
    """
    identifiers = identified(service, operation, made, at, written)
    if identifiers is None:
        raise DefinitionError(
            f"{operation}: neither its input nor its output has the identifiers "
            f"of {made.name}"
        )
    resource: dict[str, Any] = {"type": made.name, "identifiers": identifiers}
    answers = _answers(service, operation, made, at)
    if at is not None and answers and _is_summary(made, answers[0][1]):
        return {**resource, "path": at}
    for is_data in (_is_shape, _has_all):
        for path, shape in answers:
            if is_data(made, shape):
                return {**resource, "path": path}
    return resource


def _answers(
    service: Service, operation: str, made: ResourceType, at: str | None
) -> list[tuple[str, StructureShape]]:
    """Return the structures that may describe a new resource, the likeliest first.

    elbv2's ``CreateListener`` answers with a list, which has the one listener;
    autoscaling's ``DetachInstances`` with any number of activities.
    """
    output = service.output(operation)
    if at is not None:
        there = shapes.shape_at(output, at)
        return [(at, there)] if there else []
    found = list(shapes.structures_in(output))
    several = _makes_several(operation, made)
    for items in shapes.lists_in(output):
        item = items.item
        if was_not_made(service, operation, items.path):
            continue
        if isinstance(item, StructureShape) and _is_one(made, item):
            head, _, rest = items.path.rpartition("[]")
            path = items.path if several else f"{head}[0]{rest}"
            found.append((path, item))
    # The type's own shape, or the answer itself, before anything else in the answer,
    # and then what is called as the type is: eks tells of an update before it.
    nouns = {noun[:1].lower() + noun[1:] for noun in made.nouns}
    found.sort(
        key=lambda pair: (
            not (pair[0] == "@" or _has_shape(made, pair[1].name)),
            pair[0][:1].lower() + pair[0][1:] not in nouns,
        )
    )
    # An organization's Policy has its Id in the PolicySummary that it begins with. An
    # assessment's ``awsAccount`` has an id, too.
    found += [
        (f"{path}.{name}", inner)
        for path, shape in found
        if path != "@" and _has_shape(made, shape.name)
        for name, inner in shapes.structures_in(shape)
        if name != "@" and _is_of(made, name)
    ]
    return found


def _is_of(made: ResourceType, name: str) -> bool:
    """Return whether a structure within a type's data tells of the type itself."""
    called = name.lower()
    return called.endswith(("id", "summary", "metadata")) or any(
        noun.lower() in called or noun.lower().endswith(called) for noun in made.nouns
    )


def was_not_made(service: Service, operation: str, path: str) -> bool:
    """Return whether a list of an answer has what could not be made.

    guardduty's ``CreateMembers`` answers with the accounts that are no members.
    """
    model = service.model.operation_model(operation)
    name = path.partition("[")[0]
    shape = model.output_shape.members.get(name) if model.output_shape else None
    return shape is not None and is_failure(model, name, shape)


def _makes_several(operation: str, made: ResourceType) -> bool:
    if verb(operation) == "Batch":
        return True
    # One that is asked for is one, though the operation could be asked for several.
    return verb(operation) not in LIST_VERBS and not any(
        has_words(noun, operation) for noun in made.nouns
    )


def identified(
    service: Service,
    operation: str,
    made: ResourceType,
    at: str | None = None,
    written: Mapping[str, str] = NONE,
) -> list[dict[str, str]] | None:
    """Return the sources of a new resource's identifiers, ``None`` without all of them.

    Its own are in the answer, else in the request; a parent's the other way round.
    """
    given = service.model.operation_model(operation).input_shape
    asked = {
        one.name: _in_request(given, made, one) if given else None
        for one in made.identifiers
    }
    owners = {asked[one.name] for one in made.identifiers if not one.own}
    found = []
    for identifier in made.identifiers:
        if identifier.name in written:
            path = written[identifier.name]
            told = {"source": _source(service, operation, path), "path": path}
            found.append({"target": identifier.name, **told})
            continue
        sent = asked[identifier.name]
        # A session is answered with the id of what it was asked for, and its own.
        others = owners if identifier.own else frozenset[str | None]()
        answered = _in_answer(service, operation, made, identifier, at, others)
        response = {"source": "response", "path": answered} if answered else {}
        request = {"source": "requestParameter", "path": sent} if sent else {}
        source = (response or request) if identifier.own else (request or response)
        if not source:
            return None
        found.append({"target": identifier.name, **source})
    return None if _has_twins(made, found, written) else found


def _has_twins(
    made: ResourceType, found: list[dict[str, str]], written: Mapping[str, str]
) -> bool:
    """Return whether a parent's identifier would be read where another one is.

    The first artifact of a product is made with it, and its Id is not the product's.
    """
    inherited = {i.name for i in made.identifiers if not i.own} - {*written}
    places = [(one["source"], one["path"]) for one in found]
    return any(
        one["target"] in inherited and places.count((one["source"], one["path"])) > 1
        for one in found
    )


def _source(service: Service, operation: str, path: str) -> str:
    """Return the source of a path, the response or the request."""
    output = service.output(operation)
    names = re.findall(r"\w+", path)
    answered = output is not None and any(n in output.members for n in names)
    return "response" if answered else "requestParameter"


def _in_request(
    given: StructureShape, made: ResourceType, identifier: Identifier
) -> str | None:
    """Return the path of an identifier in an input, maybe within a structure.

    cur's ``PutReportDefinition`` takes the whole report definition as one input.
    """
    told = [*([] if identifier.own else [identifier.name]), *identifier.inputs]
    sent = shapes.member_of(given, told)
    if sent or identifier.member is None:
        return sent
    for path, shape in shapes.structures_in(given):
        if _has_shape(made, shape.name):
            return f"{path}.{identifier.member}"
    return None


def _in_answer(
    service: Service,
    operation: str,
    made: ResourceType,
    identifier: Identifier,
    at: str | None,
    others: Collection[str | None],
) -> str | None:
    told = [identifier.member, *identifier.inputs]
    names = [n for n in told if n and not n.startswith("Source")]
    for path, shape in _answers(service, operation, made, at):
        mine = [n for n in names if path != "@" or n not in others]
        name = shapes.member_of(shape, mine)
        if name:
            return identifier.told_at(name if path == "@" else f"{path}.{name}")
    return _ids_in_answer(service, operation, made, names) if identifier.own else None


def _ids_in_answer(
    service: Service, operation: str, made: ResourceType, names: list[str]
) -> str | None:
    """Return the path of an output's list of new ids, such as ``StepIds``."""
    output = service.output(operation)
    members = output.members if output else {}
    for plural in [p for name in names for p in plurals(name)]:
        if plural in members and shapes.is_string_list(members[plural]):
            return f"{plural}[]" if _makes_several(operation, made) else f"{plural}[0]"
    return None


def _has_shape(kind: ResourceType, name: str) -> bool:
    return kind.shape is not None and kind.shape.name == name


def _is_shape(kind: ResourceType, shape: StructureShape) -> bool:
    return _has_shape(kind, shape.name)


def _has_all(kind: ResourceType, shape: StructureShape) -> bool:
    """Return whether a structure has all members of a type's load.

    A service may have a shape of its own for what each operation answers.
    """
    if kind.shape is None or kind.load is None:
        return False
    told = {i.name for i in kind.identifiers} | {i.member for i in kind.identifiers}
    wanted = {n: s for n, s in kind.shape.members.items() if n not in told}
    return bool(wanted) and all(
        name in shape.members and _alike(member, shape.members[name])
        for name, member in wanted.items()
    )


def _is_summary(kind: ResourceType, shape: StructureShape) -> bool:
    """Return whether a structure has some of a type's data, which a load completes."""
    if kind.shape is None or kind.load is None:
        return False
    names = {i.member for i in kind.identifiers} & {*shape.members}
    return len(names) == len([i for i in kind.identifiers if i.member])


def _alike(one: Shape, other: Shape) -> bool:
    """Return whether a value of a shape fits another shape, too."""
    if one.name == other.name or one.type_name != other.type_name:
        return bool(one.name == other.name)
    if isinstance(one, StructureShape) and isinstance(other, StructureShape):
        return {*one.members} == {*other.members}
    if isinstance(one, ListShape) and isinstance(other, ListShape):
        return _alike(one.member, other.member)
    if isinstance(one, MapShape) and isinstance(other, MapShape):
        return _alike(one.value, other.value)
    return True


def _is_one(kind: ResourceType, item: StructureShape) -> bool:
    """Return whether a list's items are of a type: by their shape, or their members."""
    own = [i.member for i in kind.identifiers if i.own]
    return _has_shape(kind, item.name) or (
        bool(own) and all(member in item.members for member in own)
    )
