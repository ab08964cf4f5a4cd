"""The page of a service, and that of a resource type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from botocore import xform_name

from boto3_extensions._cli._describe import (
    Action,
    Attribute,
    Collection,
    Description,
    Relation,
)

from . import rst
from .service import Service

_TYPE = re.compile(r"\w+")

# Which Sphinx makes anew for every page: nine hundred times nine hundred lines.
_NOT_IN_THE_NAVIGATION = ":orphan:"


def type_page(service: Service, resource_type: str) -> str:
    """Return the page of a resource type."""
    found = service.types[resource_type]
    return _page(
        _NOT_IN_THE_NAVIGATION,
        rst.title(f"{service.name}.{resource_type}"),
        f"A resource of {rst.page_link(service.name, 'index')}, {service.full_name}; "
        f"one of all {rst.page_link('services', '../index')}.",
        _how_to_make(found),
        "\n".join(_facts(service, found)),
        *_members(service, found),
    )


def service_page(service: Service) -> str:
    """Return the page of a service."""
    name = service.name
    return _page(
        _NOT_IN_THE_NAVIGATION,
        rst.title(name),
        f"{service.full_name}, ``boto3.resource({name!r})``; one of all "
        f"{rst.page_link('services', '../index')}.",
        rst.title("Resource types", "-"),
        "\n".join(
            f"* {rst.page_link(kind, kind)}\\ ``({_arguments(found.identifiers)})``"
            for kind, found in service.types.items()
        ),
        *_members(service, service.itself),
    )


def services_page(services: list[Service]) -> str:
    """Return the page that lists the services."""
    return _page(
        rst.title("Services"),
        "Every service that boto3 has resources for with this package, a page for "
        "each, and one for each resource type: its identifiers, attributes, actions "
        "with the operation they call, collections, references, links and waiters.",
        rst.definitions(
            (
                rst.page_link(one.name, f"{one.name}/index"),
                f"{one.full_name}: {_count(len(one.types))}",
            )
            for one in services
        ),
    )


def _count(types: int) -> str:
    return f"{types} resource types" if types > 1 else "1 resource type"


def _page(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _how_to_make(found: Description) -> str:
    call = f"{found.service}.{found.type}({_arguments(found.identifiers)})"
    made = re.sub(r"\W", "_", found.service)
    return (
        ".. code-block:: python\n\n"
        f'   {made} = boto3.resource("{found.service}")\n'
        f"   {xform_name(found.type)} = {call.replace(found.service, made, 1)}"
    )


def _facts(service: Service, found: Description) -> Iterator[str]:
    names = ", ".join(rst.literal(xform_name(name)) for name in found.identifiers)
    yield f":Identifiers: {names or 'none'}"
    if found.load:
        yield f":Loaded by: {service.operation_link(found.load)}"
    for form in found.arn:
        yield f":ARN: {rst.literal(form)}"
    owners = [
        f"{rst.page_link(owner, owner)}\\ ``.{name}``"
        if owner
        else rst.literal(f"{service.name}.{name}")
        for owner, name in service.listed_by(found.type)
    ]
    if owners:
        yield f":Listed by: {', '.join(owners)}"


def _members(service: Service, found: Description) -> Iterator[str]:
    of_type = service.says_of_attributes(found.type) if found.type else {}
    operation = service.operation_link
    sections = {
        "Attributes": [_attribute(one, of_type) for one in found.attributes],
        "Actions": [_action(service, one) for one in found.actions],
        "Collections": [_collection(service, one) for one in found.collections],
        "References": [_relation(one) for one in found.references],
        # The list of types says it all for the service itself.
        "Sub-resources": [_relation(one) for one in found.subresources if found.type],
        "Links": [
            (rst.literal(one.name), f"``.resource({one.name!r})``: {one.type}")
            for one in found.links
        ],
        "Waiters": [
            (rst.literal(f"{one.name}()"), f"By {operation(one.operation)}.")
            for one in found.waiters
        ],
        "Methods": [
            (rst.literal(f"{one.name}()"), f"{one.summary}.") for one in found.methods
        ],
    }
    for heading, entries in sections.items():
        if entries:
            yield rst.title(heading, "-")
            yield rst.definitions(entries)


def _attribute(one: Attribute, said: dict[str, str]) -> tuple[str, str]:
    return f"``{one.name}`` : {one.type}", said.get(one.name, "")


def _action(service: Service, one: Action) -> tuple[str, str]:
    returns = f" → {_linked(one.returns)}" if one.returns else ""
    said = service.says_of_operation(one.operation) + _newer(one, "()")
    return f"``{one.name}()``{returns} : {service.operation_link(one.operation)}", said


def _collection(service: Service, one: Collection) -> tuple[str, str]:
    body = f"By {service.operation_link(one.operation)}."
    if one.batch_actions:
        all_at_once = ", ".join(rst.literal(f"{name}()") for name in one.batch_actions)
        body += f" All at once: {all_at_once}."
    body += f" {one.leaves_out}" if one.leaves_out else ""
    body += _newer(one)
    return f"``{one.name}`` : {_linked(one.type)}", body


def _newer(one: Action | Collection, ending: str = "") -> str:
    name = one.newer_name
    return f" An older name of ``{name}{ending}``." if name else ""


def _relation(one: Relation) -> tuple[str, str]:
    asked = f"({', '.join(one.identifiers)})" if one.identifiers else ""
    return f"``{one.name}{asked}`` : {_linked(one.type)}", ""


def _linked(kind: str) -> str:
    """Return a type, or a list of it, with a link to its page."""
    name = _TYPE.findall(kind)[-1]
    link = rst.page_link(name, name)
    return f"list of {link}" if kind != name else link


def _arguments(identifiers: list[str]) -> str:
    return ", ".join(map(xform_name, identifiers))
