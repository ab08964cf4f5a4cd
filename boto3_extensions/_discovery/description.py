"""The description of a resource type: its members by their names in Python.

Names are those of the class that boto3 makes, which renames a member if two have the
same name.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from boto3.resources.model import ResourceModel
from botocore import xform_name
from botocore.model import NoShapeFoundError

from boto3_extensions._arns.rules import rules_of
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._links.known import followable

if TYPE_CHECKING:
    from boto3.resources import model as boto3_model
    from boto3.resources.base import ServiceResource
    from botocore.model import Shape

# The Python types of values, by the type of their shape in a service model.
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

# The members of every resource class, which a description leaves out.
_USUAL = {"meta", "load", "reload", "get_available_subresources"}


class Attribute(NamedTuple):
    """A member of a resource's data, with its Python type and the name of its shape."""

    name: str
    type: str
    shape: str


class Action(NamedTuple):
    """A method that calls an operation, with the type of the resources it returns."""

    name: str
    operation: str
    returns: str
    newer_name: str = ""


class Collection(NamedTuple):
    """A collection of resources, with its batch actions.

    ``leaves_out`` is a sentence on items that are listed only if the caller asks.
    """

    name: str
    type: str
    operation: str
    batch_actions: list[str]
    newer_name: str = ""
    leaves_out: str = ""


class Relation(NamedTuple):
    """A reference or a sub-resource, with the identifiers that it takes."""

    name: str
    type: str
    identifiers: list[str]


class Link(NamedTuple):
    """A path that ``resource()`` can follow, and the type it leads to, or ``ARN``."""

    name: str
    type: str


class Waiter(NamedTuple):
    """A method that calls an operation until the resource is in a state."""

    name: str
    operation: str


class Method(NamedTuple):
    """A method that boto3 or this package adds to a class beyond its definition."""

    name: str
    summary: str


class Description(NamedTuple):
    """The members of a resource type; ``type`` is empty for the service itself."""

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
    """Return the description of a resource type, or of a service itself.

    Args:
        catalog: The catalog of all services.
        service: boto3's name of the service.
        resource_type: The name of a type; None for the service itself.

    Raises:
        UnknownNameError: There is no such service, or it has no such type.
    """
    cls = catalog.make_class(service, resource_type)
    model = cls.meta.resource_model
    definition = catalog.definition(service)
    own = definition["service"]
    if resource_type:
        own = definition["resources"][resource_type]
    extras = own.get("extras", {}) if resource_type else {}
    older = own.get("older", {})
    leaves_out = {
        xform_name(name): collection.get("leavesOut", "")
        for name, collection in own.get("hasMany", {}).items()
    }
    waiters = catalog.model(service, "waiters-2").get("waiters", {})
    return Description(
        service,
        resource_type or "",
        [identifier.name for identifier in model.identifiers],
        model.load.request.operation if model.load else "",
        arn_formats(catalog, service, resource_type),
        list(_attributes(catalog, service, model, extras)),
        [_action(action, older.get(action.name, "")) for action in model.actions],
        [
            _collection(
                collection,
                older.get(collection.name, ""),
                leaves_out.get(collection.name, ""),
            )
            for collection in model.collections
        ],
        [_relation(reference) for reference in model.references],
        [_relation(subresource) for subresource in model.subresources],
        list(_links(catalog, service, model)),
        [
            Waiter(
                waiter.name, waiters.get(waiter.waiter_name, {}).get("operation", "")
            )
            for waiter in model.waiters
        ],
        list(_methods(cls, model)),
    )


def arn_formats(catalog: Catalog, service: str, resource_type: str | None) -> list[str]:
    """Return the ARN templates of a resource type, empty if it has none.

    Args:
        catalog: The catalog of all services.
        service: boto3's name of the service.
        resource_type: The name of a type; None for the service itself.

    Raises:
        ArnRulesError: A file of the user's with ARN rules is invalid.
    """
    rules = rules_of(catalog.loader, service).get(resource_type or "")
    if rules is None:
        return []
    templates = [rule.template for rule in (rules.main, *rules.variants)]
    return list(dict.fromkeys(template.text for template in templates if template))


def _attributes(
    catalog: Catalog, service: str, model: ResourceModel, extras: dict[str, Any]
) -> Iterator[Attribute]:
    identifiers = {identifier.member_name for identifier in model.identifiers}
    shapes: dict[str, Shape] = {}
    service_model = catalog.service_model(service)
    # Newer releases of botocore may have a shape that this one lacks.
    for member, extra in extras.items():
        with contextlib.suppress(NoShapeFoundError):
            shapes[xform_name(member)] = service_model.shape_for(extra["shape"])
    with contextlib.suppress(NoShapeFoundError):
        if model.shape:
            own = model.get_attributes(service_model.shape_for(model.shape))
            shapes.update((name, shape) for name, (_, shape) in own.items())
    for name, shape in sorted(shapes.items()):
        if name not in identifiers:
            yield Attribute(name, python_type(shape), shape.name)


def python_type(shape: Shape, depth: int = 0) -> str:
    """Return the Python type of a shape's values, as an annotation is written.

    Args:
        shape: botocore's shape.
        depth: The number of lists and maps around the shape.
    """
    # Shapes may contain themselves.
    if depth > 3:
        return "Any"
    if shape.type_name == "list":
        return f"list[{python_type(shape.member, depth + 1)}]"
    if shape.type_name == "map":
        return f"dict[str, {python_type(shape.value, depth + 1)}]"
    return _PYTHON.get(shape.type_name, "Any")


def _action(action: boto3_model.Action, newer_name: str) -> Action:
    returns = "" if action.resource is None else _resource_type(action.resource)
    return Action(action.name, action.request.operation, returns, newer_name)


def _collection(
    collection: boto3_model.Collection, newer_name: str, leaves_out: str
) -> Collection:
    return Collection(
        collection.name,
        collection.resource.type,
        collection.request.operation,
        [action.name for action in collection.batch_actions],
        newer_name,
        leaves_out,
    )


def _relation(relation: boto3_model.Action) -> Relation:
    parameters = [
        xform_name(identifier.name or identifier.target)
        for identifier in relation.resource.identifiers
        if identifier.source == "input"
    ]
    return Relation(relation.name, _resource_type(relation.resource), parameters)


def _resource_type(resource: boto3_model.ResponseResource) -> str:
    many = any("[" in (identifier.path or "") for identifier in resource.identifiers)
    return f"list[{resource.type}]" if many else str(resource.type)


def _links(catalog: Catalog, service: str, model: ResourceModel) -> Iterator[Link]:
    references = {reference.name for reference in model.references}
    found = followable(
        catalog.loader, catalog.service_model(service), model, catalog.offers
    )
    for path, resource_type in found.items():
        if path not in references:
            yield Link(path, resource_type)


def _methods(cls: type[ServiceResource], model: ResourceModel) -> Iterator[Method]:
    sections: tuple[Any, ...] = (model.actions, model.subresources, model.waiters)
    defined = {member.name for section in sections for member in section}
    for name, value in sorted(inspect.getmembers(cls, inspect.isroutine)):
        if not name.startswith("_") and name not in defined | _USUAL:
            doc = inspect.getdoc(value) or ""
            yield Method(name, doc.strip().partition("\n")[0].rstrip("."))
