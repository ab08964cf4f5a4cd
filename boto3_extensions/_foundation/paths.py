"""Walks the paths of links, through a resource's data and through its shape.

The data tell what is there; the shape what could be. AWS leaves out what has no value,
so only the shape tells a path that is empty from one that is misspelt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from boto3.resources.base import ServiceResource
from botocore import xform_name
from botocore.model import NoShapeFoundError

from boto3_extensions._foundation.spelling import near_in, similar
from boto3_extensions.exceptions import LinkError

if TYPE_CHECKING:
    from botocore.model import ServiceModel, Shape

# Any key of a map, any value of a dict.
ANY = "*"

_RAW = "_attribute"


def steps_of(attribute: str) -> list[str]:
    """Return the steps of a path as people write it: ``instances[].InstanceId``."""
    head, *steps = (step.removesuffix("[]") for step in attribute.split("."))
    return [xform_name(head).removesuffix(_RAW), *map(xform_name, steps)]


def value_at(resource: ServiceResource, attribute: str) -> Any:
    """Return what the attributes of a resource have at a path, None if nothing.

    Raises:
        LinkError: It begins with no attribute, or leads through another resource.
    """
    head, *steps = (step.removesuffix("[]") for step in attribute.split("."))
    head = attribute_of(type(resource), xform_name(head), bool(steps))
    # Asked of the class, as asking the resource would load it.
    if not isinstance(getattr(type(resource), head, None), property):
        known = _attributes(resource)
        near = near_in(type(resource), head)
        raise _unknown(resource, head, near if near in known else similar(head, known))
    value = getattr(resource, head)
    if steps and isinstance(value, ServiceResource):
        raise LinkError(
            f"{head} of this {type(resource).__name__} is a resource: "
            f"follow {'.'.join(steps)} of that one"
        )
    for step in steps:
        value = _step(value, step)
    return value


def pairs_at(resource: ServiceResource, attribute: str, beside: str) -> Any:
    """Return what is at a path, each with what stands beside it, as tuples.

    Args:
        resource: A resource.
        attribute: A path.
        beside: Another that differs in its last step.
    """
    owner, _, last = attribute.rpartition(".")
    beside = beside.rpartition(".")[2]
    if owner:
        return _pairs(value_at(resource, owner), last.removesuffix("[]"), beside)
    return _paired(value_at(resource, last), value_at(resource, beside))


def _pairs(holder: object, last: str, beside: str) -> Any:
    if isinstance(holder, list):
        found = [_pairs(one, last, beside) for one in holder]
        return [one for one in found if one is not None]
    return _paired(_step(holder, last), _step(holder, beside))


def _paired(value: object, beside: object) -> Any:
    if isinstance(value, list):
        return [_paired(one, beside) for one in value]
    return None if value is None else (value, beside)


def attribute_of(cls: type[ServiceResource], head: str, is_stepped_into: bool) -> str:
    """Return what a class calls an attribute whose name may be that of a reference."""
    # boto3 calls it so where a reference or a collection has its name.
    raw = head + _RAW
    if not isinstance(getattr(cls, raw, None), property):
        return head
    references = {one.name for one in cls.meta.resource_model.references}
    return raw if is_stepped_into or head not in references else head


def _attributes(resource: ServiceResource) -> list[str]:
    members = vars(type(resource)).items()
    return [name for name, value in members if isinstance(value, property)]


def _step(value: object, step: str) -> Any:
    if isinstance(value, list):
        found = [_step(item, step) for item in value]
        return [item for item in found if item is not None]
    # sqs has its redrive policy as text.
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if not isinstance(value, Mapping):
        return None
    if step in value:
        return value[step]
    if step == ANY:
        return list(value.values())
    wanted = xform_name(step)
    return next((value[key] for key in value if xform_name(key) == wanted), None)


def check(resource: ServiceResource, steps: list[str]) -> None:
    """Make sure that a path where nothing was found could lead somewhere.

    Raises:
        LinkError: It cannot.
    """
    model = resource.meta.resource_model
    shape = shape_of(resource.meta.client.meta.service_model, model.shape)
    for number, step in enumerate(steps):
        while shape is not None and shape.type_name == "list":
            shape = shape.member
        # Identifiers and references are in no shape, nor is what a text holds.
        if shape is None or shape.type_name == "string":
            return
        if shape.type_name == "map":
            shape = shape.value
            continue
        members = getattr(shape, "members", {})
        by_name = {xform_name(name): member for name, member in members.items()}
        if number and step != ANY and xform_name(step) not in by_name:
            near = similar(xform_name(step), by_name)
            hint = near and ".".join([*steps[:number], near])
            raise _unknown(resource, ".".join(steps[: number + 1]), hint)
        shape = by_name.get(xform_name(step))


def could_lead_on(shape: Shape | None, steps: list[str]) -> bool:
    """Tell whether a release of botocore knows the members that a path steps through.

    Args:
        shape: That of a resource type, None for one without.
        steps: As our data have them.
    """
    for step in steps:
        while shape is not None and shape.type_name == "list":
            shape = shape.member
        if shape is not None and shape.type_name == "map":
            shape = shape.value
            continue
        if shape is None or shape.type_name != "structure":
            # What a text holds, or a document, is in no shape.
            return True
        by_name = {xform_name(name): member for name, member in shape.members.items()}
        if step not in by_name:
            return False
        shape = by_name[step]
    return True


def _unknown(resource: ServiceResource, path: str, near: str | None) -> LinkError:
    hint = f" (is it {near}?)" if near else ""
    return LinkError(f"{type(resource).__name__} has no attribute {path}{hint}")


def shape_of(service_model: ServiceModel, name: str | None) -> Shape | None:
    """Return a shape of a service's model, None if it has no such."""
    try:
        return service_model.shape_for(name) if name else None
    except NoShapeFoundError:
        # Of a botocore newer than this one.
        return None
