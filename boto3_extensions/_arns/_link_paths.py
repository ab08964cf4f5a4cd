"""Walks the paths of links, through a resource's data and through its shape.

The data tell what is there; the shape what could be. AWS leaves out what has no value,
so only the shape tells a path that is empty from one that is misspelt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from boto3.resources.base import ServiceResource
from botocore import xform_name
from botocore.model import NoShapeFoundError

from boto3_extensions._arns._link_data import link_at, targets
from boto3_extensions._suggestions import similar
from boto3_extensions.exceptions import LinkError

ARN = "ARN"
# Any key of a map, any value of a dict.
ANY = "*"

# What is deeper nobody has asked for; jobs of glue have whole programs in them.
_MOST_STEPS = 6
_ARN_NAME = re.compile(r"(\w+_)?arns?(_list)?")
_ARN_SHAPE = re.compile(r"(ARN|Arn)s?$")
# So many fit into an error.
_SHOWN = 12


def steps_of(attribute: str) -> list[str]:
    """Return the steps of a path as people write it: ``instances[].InstanceId``."""
    head, *steps = (step.removesuffix("[]") for step in attribute.split("."))
    return [xform_name(head), *steps]


def value_at(resource: Any, steps: list[str]) -> Any:
    """Return what the attributes of a resource have at a path, None if nothing.

    Raises:
        LinkError: It begins with no attribute, or leads through another resource.
    """
    head, *others = steps
    # Asked of the class, as asking the resource would load it.
    if not isinstance(getattr(type(resource), head, None), property):
        raise _unknown(resource, head, similar(head, _attributes(resource)))
    value = getattr(resource, head)
    if others and isinstance(value, ServiceResource):
        rest = ".".join(others)
        raise LinkError(
            f"{head} of this {type(resource).__name__} is a resource: "
            f"follow {rest} of that one"
        )
    for step in others:
        value = _step(value, step)
    return value


def _attributes(resource: Any) -> list[str]:
    members = vars(type(resource)).items()
    return [name for name, value in members if isinstance(value, property)]


def _step(value: Any, step: str) -> Any:
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


def check(resource: Any, steps: list[str]) -> None:
    """Make sure that a path where nothing was found could lead somewhere.

    Raises:
        LinkError: It cannot.
    """
    model = resource.meta.resource_model
    shape = _shape(resource.meta.client.meta.service_model, model.shape)
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


def _unknown(resource: Any, path: str, near: str | None) -> LinkError:
    hint = f" (is it {near}?)" if near else ""
    return LinkError(f"{type(resource).__name__} has no attribute {path}{hint}")


def can_be_followed(known: Mapping[str, str]) -> str:
    """Return a sentence that names what can be followed, or some of it."""
    if not known:
        return "Nothing of it is known to be followed"
    names = sorted(known, key=lambda path: (path.count("."), path))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"Can be followed: {', '.join(names[:_SHOWN])}{more}"


def followable(
    service_model: Any, model: Any, links: Mapping[str, Any], own_arn: str = ""
) -> dict[str, str]:
    """Return what can be followed from a resource type, and what it leads to.

    Args:
        service_model: botocore's model of the service.
        model: boto3's of the resource type.
        links: What `links-1` says of the type.
        own_arn: The attribute that holds its own ARN.

    Returns:
        By path ``ec2.Subnet``, ``kms.Alias or kms.Key``, or ``ARN``, of whatever.
    """
    service = service_model.service_name
    found = {r.name: f"{service}.{r.resource.type}" for r in model.references}
    shape = _shape(service_model, model.shape)
    arns = {path: ARN for path in _arns(shape) if path != own_arn}
    known = {path: " or ".join(targets(link)) for path, link in links.items()}
    told = {path: arn for path, arn in arns.items() if not link_at(links, path)}
    return dict(sorted((found | told | known).items()))


def _shape(service_model: Any, name: str | None) -> Any:
    try:
        return service_model.shape_for(name) if name else None
    except NoShapeFoundError:
        # Of a botocore newer than this one.
        return None


def _arns(
    shape: Any, way: tuple[str, ...] = (), seen: frozenset[str] = frozenset()
) -> Iterator[str]:
    if shape is None or shape.name in seen or len(way) > _MOST_STEPS:
        return
    seen = seen | {shape.name}
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from _arns(member, (*way, xform_name(name)), seen)
    elif shape.type_name == "list":
        yield from _arns(shape.member, way, seen)
    elif shape.type_name == "map":
        yield from _arns(shape.value, (*way, ANY), seen)
    elif shape.type_name == "string" and _is_arn(shape, way[-1]):
        yield ".".join(way)


def _is_arn(shape: Any, name: str) -> bool:
    pattern = str(shape.metadata.get("pattern", ""))
    return bool(
        _ARN_NAME.fullmatch(name)
        or _ARN_SHAPE.search(shape.name)
        or pattern.lstrip("^").startswith("arn:")
    )
