"""Paths to values inside a resource's attributes, such as ``vpc_config.subnet_ids``.

A path is followed through the data of a resource, which have the values, and through
the shape of its type in botocore's service model, which has all possible members. AWS
omits members without a value, so only the shape distinguishes a path without a value
from a misspelt path.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from boto3.resources.base import ServiceResource
from botocore import xform_name
from botocore.model import NoShapeFoundError

from boto3_extensions._foundation.spelling import closest_member, closest_name
from boto3_extensions.exceptions import LinkError

if TYPE_CHECKING:
    from botocore.model import ServiceModel, Shape

# The step to the values of all keys of a map.
ANY_KEY = "*"

# The suffix that boto3 gives an attribute whose name a reference or collection has.
_RAW_SUFFIX = "_attribute"


def steps_of(attribute: str) -> list[str]:
    """Return the steps of a path such as ``instances[].InstanceId``, in snake_case."""
    head, *steps = (step.removesuffix("[]") for step in attribute.split("."))
    return [xform_name(head).removesuffix(_RAW_SUFFIX), *map(xform_name, steps)]


def value_at(resource: ServiceResource, attribute: str) -> Any:
    """Return the value at a path of a resource's attributes, or None.

    Reading an attribute loads the resource, if it is not loaded yet.

    Args:
        resource: A resource.
        attribute: The path, its steps separated by dots. The first is an attribute, the
            others are keys of dicts, or of each dict of a list.

    Returns:
        The value; a list of values where the path leads through a list.

    Raises:
        LinkError: The path begins with an unknown attribute, or continues behind an
            attribute that is itself a resource.
    """
    head, *steps = (step.removesuffix("[]") for step in attribute.split("."))
    head = attribute_name_of(type(resource), xform_name(head), bool(steps))
    # Looked up in the class, because reading the attribute would load the resource.
    if not isinstance(getattr(type(resource), head, None), property):
        known = _attributes(resource)
        near = closest_member(type(resource), head)
        raise _unknown(
            resource, head, near if near in known else closest_name(head, known)
        )
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
    """Return the values at a path, each paired with its sibling at another path.

    Args:
        resource: A resource.
        attribute: The path of the values.
        beside: The path of the siblings, which differs in its last step alone.

    Returns:
        A tuple of value and sibling, a list of such tuples, or None for no value.
    """
    owner, _, last = attribute.rpartition(".")
    sibling = beside.rpartition(".")[2]
    if owner:
        return _pairs_in(value_at(resource, owner), last.removesuffix("[]"), sibling)
    return _pair(value_at(resource, last), value_at(resource, sibling))


def _pairs_in(container: object, key: str, sibling_key: str) -> Any:
    if isinstance(container, list):
        pairs = [_pairs_in(item, key, sibling_key) for item in container]
        return [pair for pair in pairs if pair is not None]
    return _pair(_step(container, key), _step(container, sibling_key))


def _pair(value: object, sibling: object) -> Any:
    if isinstance(value, list):
        return [_pair(item, sibling) for item in value]
    return None if value is None else (value, sibling)


def attribute_name_of(
    cls: type[ServiceResource], head: str, is_stepped_into: bool
) -> str:
    """Return the name of an attribute in a class, where a reference may have taken it.

    boto3 appends ``_attribute`` to the name then (`ResourceModel.load_rename_map`).

    Args:
        cls: The class of a resource.
        head: The name of the attribute as AWS has it, in snake_case.
        is_stepped_into: Whether a path leads on into the value of the attribute.
    """
    raw = head + _RAW_SUFFIX
    if not isinstance(getattr(cls, raw, None), property):
        return head
    references = {reference.name for reference in cls.meta.resource_model.references}
    return raw if is_stepped_into or head not in references else head


def _attributes(resource: ServiceResource) -> list[str]:
    members = vars(type(resource)).items()
    return [name for name, value in members if isinstance(value, property)]


def _step(value: object, step: str) -> Any:
    if isinstance(value, list):
        found = [_step(item, step) for item in value]
        return [item for item in found if item is not None]
    # Some values are JSON as text, such as the redrive policy of an SQS queue.
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if not isinstance(value, Mapping):
        return None
    if step in value:
        return value[step]
    if step == ANY_KEY:
        return list(value.values())
    wanted = xform_name(step)
    return next((value[key] for key in value if xform_name(key) == wanted), None)


def check_path(resource: ServiceResource, steps: list[str]) -> None:
    """Check that a path without a value exists in the shape of a resource.

    Args:
        resource: A resource.
        steps: The steps of the path, the attribute first.

    Raises:
        LinkError: The shape has no such member.
    """
    model = resource.meta.resource_model
    shape = shape_of(resource.meta.client.meta.service_model, model.shape)
    for number, step in enumerate(steps):
        while shape is not None and shape.type_name == "list":
            shape = shape.member
        # Shapes have neither identifiers and references, nor the members of JSON text.
        if shape is None or shape.type_name == "string":
            return
        if shape.type_name == "map":
            shape = shape.value
            continue
        members = getattr(shape, "members", {})
        by_name = {xform_name(name): member for name, member in members.items()}
        if number and step != ANY_KEY and xform_name(step) not in by_name:
            near = closest_name(xform_name(step), by_name)
            hint = near and ".".join([*steps[:number], near])
            raise _unknown(resource, ".".join(steps[: number + 1]), hint)
        shape = by_name.get(xform_name(step))


def shape_has_path(shape: Shape | None, steps: list[str]) -> bool:
    """Return whether a botocore shape has the members that a path steps through.

    A definition of ours may know members that an older botocore lacks.

    Args:
        shape: The shape of a resource type; None for a type without a shape.
        steps: The steps of the path, in snake_case.
    """
    for step in steps:
        while shape is not None and shape.type_name == "list":
            shape = shape.member
        if shape is not None and shape.type_name == "map":
            shape = shape.value
            continue
        if shape is None or shape.type_name != "structure":
            # Shapes have no members for JSON text and for documents.
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
    """Return a shape of a service model by name, or None if the model lacks it."""
    try:
        return service_model.shape_for(name) if name else None
    except NoShapeFoundError:
        # The definition was made with a botocore newer than the installed release.
        return None
