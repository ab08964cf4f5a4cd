"""Tells what a resource type has, as boto3 names it: the renamed members, too."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator
from typing import Any, NamedTuple

from boto3.resources.model import ResourceModel
from botocore import xform_name
from botocore.model import NoShapeFoundError

from boto3_extensions._arns.rules import rules_of
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._links.known import followable

_PYTHON = {
    "string": "str",
    "character": "str",
    "integer": "int",
    "long": "int",
    "float": "float",
    "double": "float",
    "boolean": "bool",
    "timestamp": "datetime",
    "blob": "bytes",
    "structure": "dict",
}

# What every resource class has, and nobody looks for in a list.
_USUAL = {"meta", "load", "reload", "get_available_subresources"}


class Attribute(NamedTuple):
    """What the service tells of a resource; its shape is that of AWS's own model."""

    name: str
    type: str
    shape: str


class Action(NamedTuple):
    """A method that calls an operation; it may return resources."""

    name: str
    operation: str
    returns: str
    newer_name: str = ""


class Collection(NamedTuple):
    """Resources to iterate over, with the actions for all of them at once.

    ``leaves_out`` is a sentence on what is not among them unless it is asked for.
    """

    name: str
    type: str
    operation: str
    batch_actions: list[str]
    newer_name: str = ""
    leaves_out: str = ""


class Relation(NamedTuple):
    """Another resource: one that the data name, or one to be made of identifiers."""

    name: str
    type: str
    identifiers: list[str]


class Link(NamedTuple):
    """What ``resource()`` can follow: a path, and what is there: its type, or ARN."""

    name: str
    type: str


class Waiter(NamedTuple):
    """A method that waits until an operation's answer is as its name says."""

    name: str
    operation: str


class Method(NamedTuple):
    """What boto3, or this package, adds to the class beyond its definition."""

    name: str
    summary: str


class Description(NamedTuple):
    """All that a resource type has; ``type`` is empty for the service itself."""

    service: str
    type: str
    identifiers: list[str]
    load: str
    arn: list[str]
    attributes: list[Attribute]
    actions: list[Action]
    collections: list[Collection]
    references: list[Relation]
    subresources: list[Relation]
    links: list[Link]
    waiters: list[Waiter]
    methods: list[Method]


def describe(
    catalog: Catalog, service: str, resource_type: str | None = None
) -> Description:
    """Return what a resource type has, or the service itself.

    Raises:
        UnknownNameError: There is no such service, or it has no such type.
    """
    if resource_type:
        catalog.check_type(service, resource_type)
    made = catalog.make_class(service, resource_type)
    model = made.meta.resource_model
    definition = catalog.definition(service)
    own = definition["service"]
    if resource_type:
        own = definition["resources"][resource_type]
    extras = own.get("extras", {}) if resource_type else {}
    older = own.get("older", {})
    leaves_out = {
        xform_name(name): one.get("leavesOut", "")
        for name, one in own.get("hasMany", {}).items()
    }
    waiters = catalog.model(service, "waiters-2").get("waiters", {})
    return Description(
        service,
        resource_type or "",
        [one.name for one in model.identifiers],
        model.load.request.operation if model.load else "",
        arn_formats(catalog, service, resource_type),
        list(_attributes(catalog, service, model, extras)),
        [_action(one, older.get(one.name, "")) for one in model.actions],
        [
            _collection(one, older.get(one.name, ""), leaves_out.get(one.name, ""))
            for one in model.collections
        ],
        [_relation(one) for one in model.references],
        [_relation(one) for one in model.subresources],
        list(_links(catalog, service, model)),
        [
            Waiter(one.name, waiters.get(one.waiter_name, {}).get("operation", ""))
            for one in model.waiters
        ],
        list(_methods(made, model)),
    )


def arn_formats(catalog: Catalog, service: str, resource_type: str | None) -> list[str]:
    """Return the forms of a type's ARNs; none for one that the service alone knows.

    Raises:
        ArnRulesError: A file of the user's says it wrongly.
    """
    rules = rules_of(catalog.loader, service).get(resource_type or "")
    if rules is None:
        return []
    templates = [rule.template for rule in (rules.main, *rules.variants)]
    return list(dict.fromkeys(each.text for each in templates if each))


def _attributes(
    catalog: Catalog, service: str, model: ResourceModel, extras: dict[str, Any]
) -> Iterator[Attribute]:
    identifiers = {one.member_name for one in model.identifiers}
    found: dict[str, Any] = {}
    shapes = catalog.service_model(service)
    # A shape may be of a botocore newer than this one.
    for member, told in extras.items():
        with contextlib.suppress(NoShapeFoundError):
            found[xform_name(member)] = shapes.shape_for(told["shape"])
    with contextlib.suppress(NoShapeFoundError):
        if model.shape:
            own = model.get_attributes(shapes.shape_for(model.shape))
            found.update((name, member) for name, (_, member) in own.items())
    for name, member in sorted(found.items()):
        if name not in identifiers:
            yield Attribute(name, python_type(member), member.name)


def python_type(shape: Any, depth: int = 0) -> str:
    """Return the Python type of botocore's shape, as it is written."""
    # Shapes may contain themselves.
    if depth > 3:
        return "Any"
    if shape.type_name == "list":
        return f"list[{python_type(shape.member, depth + 1)}]"
    if shape.type_name == "map":
        return f"dict[str, {python_type(shape.value, depth + 1)}]"
    return _PYTHON.get(shape.type_name, "Any")


def _action(action: Any, newer_name: str) -> Action:
    returns = ""
    if action.resource is not None:
        many = any("[" in (one.path or "") for one in action.resource.identifiers)
        returns = f"list[{action.resource.type}]" if many else action.resource.type
    return Action(action.name, action.request.operation, returns, newer_name)


def _collection(collection: Any, newer_name: str, leaves_out: str) -> Collection:
    return Collection(
        collection.name,
        collection.resource.type,
        collection.request.operation,
        [one.name for one in collection.batch_actions],
        newer_name,
        leaves_out,
    )


def _relation(relation: Any) -> Relation:
    many = any("[" in (one.path or "") for one in relation.resource.identifiers)
    kind = relation.resource.type
    asked = [
        xform_name(one.name or one.target)
        for one in relation.resource.identifiers
        if one.source == "input"
    ]
    return Relation(relation.name, f"list[{kind}]" if many else kind, asked)


def _links(catalog: Catalog, service: str, model: ResourceModel) -> Iterator[Link]:
    references = {one.name for one in model.references}
    found = followable(
        catalog.loader, catalog.service_model(service), model, catalog.offers
    )
    for path, kind in found.items():
        if path not in references:
            yield Link(path, kind)


def _methods(made: Any, model: ResourceModel) -> Iterator[Method]:
    kinds: tuple[Any, ...] = (model.actions, model.subresources, model.waiters)
    defined = {one.name for kind in kinds for one in kind}
    for name, value in sorted(inspect.getmembers(made, inspect.isroutine)):
        if not name.startswith("_") and name not in defined | _USUAL:
            doc = inspect.getdoc(value) or ""
            yield Method(name, doc.strip().partition("\n")[0].rstrip("."))
