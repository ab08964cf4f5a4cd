"""The search for an operation, a name or a part of a name in all resource types.

Only definitions and service models are read: no network, no credentials.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from boto3.resources.model import ResourceModel
from botocore import xform_name
from botocore.model import NoShapeFoundError

from boto3_extensions._definitions.catalog import Catalog, collection_sort_key
from boto3_extensions._discovery.description import arn_formats
from boto3_extensions._foundation.spelling import closest_name
from boto3_extensions.exceptions import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import ServiceModel, Shape

# In the order of results: what can be called before what can be read.
KINDS = (
    "service",
    "type",
    "action",
    "batch action",
    "collection",
    "load",
    "waiter",
    "attribute",
    "reference",
    "link",
    "arn",
)

_NO_LETTER = re.compile(r"[^a-z0-9]+")


class Found(NamedTuple):
    """A member of a resource type, and the Python expression that leads to it.

    Attributes:
        where: The expression, from the service: ``rds.DBInstance.stop()``.
        kind: One of `KINDS`.
        what: The operation that it calls, the type that it leads to, the shape of its
            value, or the template of an ARN.
        among: The collection of the service with all resources of the type; empty if
            there is none.
    """

    where: str
    kind: str
    what: str
    among: str = ""


class _Entry(NamedTuple):
    """A result with the names that it can be found by.

    Attributes:
        found: The result.
        names: Its names of AWS and in Python.
        is_own: Whether the first name is AWS's own, of an operation or a type.
    """

    found: Found
    names: tuple[str, ...]
    is_own: bool = False


def find(words: str, service: str | None = None) -> list[Found]:
    """Return the members of resource types with an operation, a name or a part of it.

    Args:
        words: Such as ``StopDBInstance``, ``stop_db_instance``, ``nodegroup`` or
            ``backup retention``; each of them has to be in a name, in any spelling.
            If an operation or a type has exactly this name, nothing else is returned.
        service: boto3's name of the only service to search; None for all services.

    Returns:
        The matching methods, types, attributes, links and ARNs, with methods first.

    Raises:
        UnknownNameError: There is no such service, or no such name; the message has a
            similar name, if there is one.
    """
    parts = [part for part in map(_letters, words.split()) if part]
    if not parts:
        raise UnknownNameError("find takes a name, or a part of one")
    catalog = Catalog()
    services = catalog.names if service is None else [service]
    entries = [entry for name in services for entry in _entries(catalog, name)]
    whole = _letters(words)
    matching = [
        entry.found
        for entry in entries
        # A type has to be in AWS's spelling: "db_cluster" is an attribute, too.
        if entry.is_own
        and (
            words == entry.names[0]
            or (entry.found.kind != "type" and whole == _letters(entry.names[0]))
        )
    ] or [
        entry.found
        for entry in entries
        if any(
            all(part in name for part in parts) for name in map(_letters, entry.names)
        )
    ]
    if not matching:
        near = closest_name(words, {name for entry in entries for name in entry.names})
        hint = f"; did you mean {near!r}?" if near else ""
        raise UnknownNameError(f"no resource has anything called {words!r}{hint}")
    return sorted(matching, key=lambda found: (KINDS.index(found.kind), found.where))


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.lower())


def _entries(catalog: Catalog, service: str) -> Iterator[_Entry]:
    definition = catalog.definition(service)
    resources = definition["resources"]
    service_model = catalog.service_model(service)
    full_name = service_model.metadata.get("serviceFullName", service)
    found = Found(f"boto3.resource({service!r})", "service", full_name)
    yield _Entry(found, (service, full_name))
    own, _ = _model(service_model, service, definition["service"], resources)
    collections = {
        collection.resource.type: f"{service}.{collection.name}"
        for collection in sorted(own.collections, key=collection_sort_key, reverse=True)
    }
    yield from _members(service, own, "")
    links = catalog.model(service, "links-1").get("links", {})
    for name, body in resources.items():
        model, shape = _model(service_model, name, body, resources)
        path, among = f"{service}.{name}", collections.get(name, "")
        arguments = ", ".join(identifier.name for identifier in model.identifiers)
        found = Found(f"{path}({arguments})", "type", model.shape or "", among)
        yield _Entry(found, (name,), is_own=True)
        yield from _members(path, model, among)
        yield from _attributes(path, model, shape, body, among)
        for link_path, target in links.get(name, {}).items():
            targets = target if isinstance(target, str) else ", ".join(target.values())
            found = Found(f'{path}.resource("{link_path}")', "link", targets, among)
            yield _Entry(found, (link_path, targets))
        for template in arn_formats(catalog, service, name):
            # Also found by an ARN that starts with "arn:aws:".
            spellings = (template, template.replace("{partition}", "aws"))
            yield _Entry(Found(f"{path}.arn", "arn", template, among), spellings)


def _model(
    service_model: ServiceModel,
    name: str,
    body: Mapping[str, Any],
    resources: Mapping[str, Any],
) -> tuple[ResourceModel, Shape | None]:
    """Return boto3's model of a type, and the shape of its data, if it has any.

    Args:
        service_model: botocore's model of the service.
        name: The name of the type.
        body: Its definition.
        resources: The definitions of all types of the service.
    """
    model, shape = ResourceModel(name, body, resources), None
    if model.shape:
        # Newer releases of botocore may have a shape that this one lacks.
        with contextlib.suppress(NoShapeFoundError):
            shape = service_model.shape_for(model.shape)
    # boto3 renames members with the same name, given the shape.
    model.load_rename_map(shape)
    return model, shape


def _members(path: str, model: ResourceModel, among: str) -> Iterator[_Entry]:
    for action in model.actions:
        operation = action.request.operation
        found = Found(f"{path}.{action.name}()", "action", operation, among)
        yield _Entry(found, (operation, action.name), is_own=True)
    for collection in model.collections:
        operation = collection.request.operation
        resource_type = collection.resource.type
        where = f"{path}.{collection.name}"
        found = Found(where, "collection", f"{operation} -> {resource_type}", among)
        yield _Entry(found, (operation, collection.name), is_own=True)
        for action in collection.batch_actions:
            operation = action.request.operation
            found = Found(f"{where}.{action.name}()", "batch action", operation)
            yield _Entry(found, (operation,), is_own=True)
    if model.load is not None:
        operation = model.load.request.operation
        found = Found(f"{path}.load()", "load", operation, among)
        yield _Entry(found, (operation,), is_own=True)
    for waiter in model.waiters:
        found = Found(f"{path}.{waiter.name}()", "waiter", waiter.waiter_name, among)
        yield _Entry(found, (waiter.waiter_name, waiter.name))
    for reference in model.references:
        resource_type = reference.resource.type
        found = Found(f"{path}.{reference.name}", "reference", resource_type, among)
        yield _Entry(found, (reference.name,))


def _attributes(
    path: str,
    model: ResourceModel,
    shape: Shape | None,
    body: Mapping[str, Any],
    among: str,
) -> Iterator[_Entry]:
    names = {
        xform_name(member): (member, extra.get("shape", ""))
        for member, extra in body.get("extras", {}).items()
    }
    if shape is not None:
        own = model.get_attributes(shape)
        names |= {name: (member, part.name) for name, (member, part) in own.items()}
    for name, (member, shape_name) in names.items():
        found = Found(f"{path}.{name}", "attribute", shape_name, among)
        yield _Entry(found, (member, name))
