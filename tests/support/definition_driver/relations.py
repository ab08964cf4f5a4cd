"""Every reference and sub-resource: leads to a whole resource of the right type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore import xform_name

from definition_driver.faults import Fault, guarded
from definition_driver.parameters import identifier_value
from definition_driver.results import resource_faults
from definition_driver.subjects import Subject
from definition_driver.world import World


def reference_faults(world: World, subject: Subject) -> Iterator[Fault]:
    """Yield what is wrong with the subject's references."""
    for reference in world.make(subject).meta.resource_model.references:
        yield from guarded(
            subject.where("has", reference.name),
            lambda reference=reference: _check_reference(world, subject, reference),
        )


def _check_reference(world: World, subject: Subject, reference: Any) -> Iterator[str]:
    found = getattr(world.with_data(subject), reference.name)
    found = found if isinstance(found, list) else [found]
    if not found:
        yield "it leads nowhere although the data has what it needs."
    for resource in found:
        yield from resource_faults(world, subject.service, reference.resource, resource)


def subresource_faults(world: World, subject: Subject) -> Iterator[Fault]:
    """Yield what is wrong with the subject's sub-resources."""
    for has in world.make(subject).meta.resource_model.subresources:
        yield from guarded(
            subject.where("has", has.name),
            lambda has=has: _check_subresource(world, subject, has),
        )


def _check_subresource(world: World, subject: Subject, has: Any) -> Iterator[str]:
    parent = world.make(subject)
    child = Subject(subject.service, has.resource.type)
    inherited = {
        xform_name(identifier.target): getattr(parent, xform_name(identifier.name))
        for identifier in has.resource.identifiers
        if identifier.source == "identifier"
    }
    wanted = [
        (xform_name(identifier["name"]), identifier["name"])
        for identifier in child.definition.get("identifiers", [])
    ]
    client = world.client(subject)
    given = [
        identifier_value(client, child, name)
        for snake, name in wanted
        if snake not in inherited
    ]
    made = getattr(parent, has.name)(*given)
    yield from resource_faults(world, subject.service, has.resource, made)
    for name, value in inherited.items():
        if getattr(made, name) != value:
            yield f"the {name} of the {child.type} is not the one of its parent."
