"""Finds where something of AWS's is in resources: an operation, a word, part of one.

Reads definitions and models, as all of this room does, and asks nobody.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from boto3.resources.model import ResourceModel
from botocore import xform_name
from botocore.model import NoShapeFoundError

from boto3_extensions._definitions.catalog import Catalog, widest
from boto3_extensions._discovery.description import arn_formats
from boto3_extensions._foundation.spelling import similar
from boto3_extensions.exceptions import UnknownNameError

# In the order in which they are told: what can be called before what can be read.
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
    """Something that resources have, and the expression that leads to it.

    Attributes:
        where: As in Python, on the service: ``rds.DBInstance.stop()``.
        kind: One of `KINDS`.
        what: The operation that it calls, the type that it leads to, or its form.
        among: The collection of the service that has all of the type; empty if none.
    """

    where: str
    kind: str
    what: str
    among: str = ""


class _Named(NamedTuple):
    found: Found
    # By which of its names it may be looked for.
    names: tuple[str, ...]
    # Whether the first is AWS's own name of an operation, or of a type.
    is_own: bool = False


def find(words: str, service: str | None = None) -> list[Found]:
    """Return what resources have of an operation, a name, or a part of one.

    Args:
        words: Such as ``StopDBInstance``, ``stop_db_instance``, ``nodegroup`` or
            ``backup retention``; each of them has to be in a name, in any spelling.
            Where an operation or a type is called just so, nothing else is returned.
        service: boto3's name of the one service to look in; all if None.

    Returns:
        Operations, types, attributes, links and ARNs, what can be called first.

    Raises:
        UnknownNameError: There is no such service, or nothing is called like that; it
            tells the near name.
    """
    parts = [part for part in map(_letters, words.split()) if part]
    if not parts:
        raise UnknownNameError("find takes a name, or a part of one")
    catalog = Catalog()
    services = catalog.names if service is None else [service]
    everything = [one for name in services for one in _everything(catalog, name)]
    whole = _letters(words)
    matching = [
        one.found
        for one in everything
        # A type is written as AWS does: "db_cluster" is an attribute, too.
        if one.is_own
        and (
            words == one.names[0]
            or (one.found.kind != "type" and whole == _letters(one.names[0]))
        )
    ] or [
        one.found
        for one in everything
        if any(all(part in name for part in parts) for name in map(_letters, one.names))
    ]
    if not matching:
        near = similar(words, {name for one in everything for name in one.names})
        hint = f"; did you mean {near!r}?" if near else ""
        raise UnknownNameError(f"no resource has anything called {words!r}{hint}")
    return sorted(matching, key=lambda one: (KINDS.index(one.kind), one.where))


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.lower())


def _everything(catalog: Catalog, service: str) -> Iterator[_Named]:
    definition = catalog.definition(service)
    resources = definition["resources"]
    shapes = catalog.service_model(service)
    full = shapes.metadata.get("serviceFullName", service)
    made = Found(f"boto3.resource({service!r})", "service", full)
    yield _Named(made, (service, full))
    own, _ = _model(shapes, service, definition["service"], resources)
    among = {
        one.resource.type: f"{service}.{one.name}"
        for one in sorted(own.collections, key=widest, reverse=True)
    }
    yield from _members(service, own, "")
    links = catalog.model(service, "links-1").get("links", {})
    for kind, body in resources.items():
        model, shape = _model(shapes, kind, body, resources)
        path, all_of = f"{service}.{kind}", among.get(kind, "")
        given = ", ".join(one.name for one in model.identifiers)
        found = Found(f"{path}({given})", "type", model.shape or "", all_of)
        yield _Named(found, (kind,), is_own=True)
        yield from _members(path, model, all_of)
        yield from _attributes(path, model, shape, body, all_of)
        for steps, target in links.get(kind, {}).items():
            leads = target if isinstance(target, str) else ", ".join(target.values())
            link = Found(f'{path}.resource("{steps}")', "link", leads, all_of)
            yield _Named(link, (steps, leads))
        for form in arn_formats(catalog, service, kind):
            yield _Named(Found(f"{path}.arn", "arn", form, all_of), _written(form))


def _written(form: str) -> tuple[str, ...]:
    """Return the ways to write the form of an ARN: with its partition's name, too."""
    return form, form.replace("{partition}", "aws")


def _model(shapes: Any, name: str, body: Any, resources: Any) -> tuple[Any, Any]:
    """Return boto3's model of a type, and the shape of its data, None without one."""
    model, shape = ResourceModel(name, body, resources), None
    if model.shape:
        # One that is not there is of a botocore newer than this one.
        with contextlib.suppress(NoShapeFoundError):
            shape = shapes.shape_for(model.shape)
    # As boto3 does: two members of one name give way to each other.
    model.load_rename_map(shape)
    return model, shape


def _members(path: str, model: Any, among: str) -> Iterator[_Named]:
    for action in model.actions:
        operation = action.request.operation
        found = Found(f"{path}.{action.name}()", "action", operation, among)
        yield _Named(found, (operation, action.name), is_own=True)
    for collection in model.collections:
        operation, kind = collection.request.operation, collection.resource.type
        where = f"{path}.{collection.name}"
        found = Found(where, "collection", f"{operation} -> {kind}", among)
        yield _Named(found, (operation, collection.name), is_own=True)
        for action in collection.batch_actions:
            operation = action.request.operation
            found = Found(f"{where}.{action.name}()", "batch action", operation)
            yield _Named(found, (operation,), is_own=True)
    if model.load is not None:
        operation = model.load.request.operation
        found = Found(f"{path}.load()", "load", operation, among)
        yield _Named(found, (operation,), is_own=True)
    for waiter in model.waiters:
        found = Found(f"{path}.{waiter.name}()", "waiter", waiter.waiter_name, among)
        yield _Named(found, (waiter.waiter_name, waiter.name))
    for reference in model.references:
        kind = reference.resource.type
        found = Found(f"{path}.{reference.name}", "reference", kind, among)
        yield _Named(found, (reference.name,))


def _attributes(
    path: str, model: Any, shape: Any, body: Any, among: str
) -> Iterator[_Named]:
    names = {
        xform_name(member): (member, told.get("shape", ""))
        for member, told in body.get("extras", {}).items()
    }
    if shape is not None:
        own = model.get_attributes(shape)
        names |= {name: (member, of.name) for name, (member, of) in own.items()}
    for name, (member, shape_name) in names.items():
        found = Found(f"{path}.{name}", "attribute", shape_name, among)
        yield _Named(found, (member, name))
