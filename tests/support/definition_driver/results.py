"""What a resource must be like that comes out of a list, an action or a reference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from botocore import xform_name

from boto3_extensions._resources.identifiers import canonical_domain
from definition_driver.subjects import Subject
from definition_driver.world import World, leaves
from fake_aws import Call

_SCALARS = (str, int, float, bool, datetime)

# What botocore adds to an answer, beside its members.
_ADDED_BY_BOTOCORE = {"ResponseMetadata", "ExpiresString"}


def resource_faults(
    world: World, service: str, declared: Any, resource: Any
) -> Iterator[str]:
    """Yield what is wrong with `resource`, which `declared` says how to make."""
    if not hasattr(resource, "meta") or not hasattr(resource.meta, "resource_model"):
        yield (
            f"it gives {resource!r:.60} instead of a {declared.type}; an identifier's "
            "path finds nothing in the answer."
        )
        return
    model = resource.meta.resource_model
    if model.name != declared.type:
        yield f"it gives a {model.name}, not the declared {declared.type}."
    yield from _identifier_faults(declared, resource)
    if declared.path:
        yield from data_faults(world, Subject(service, model.name), resource.meta.data)


def _identifier_faults(declared: Any, resource: Any) -> Iterator[str]:
    told = {xform_name(identifier.target) for identifier in declared.identifiers}
    for name in resource.meta.identifiers:
        value = getattr(resource, name)
        # An optional one, which this place does not tell; boto3 refuses any other.
        if value is None and name not in told:
            continue
        values = value if isinstance(value, tuple) and value else (value,)
        if not all(isinstance(one, _SCALARS) for one in values):
            yield f"the identifier {name} is {value!r:.60}."
    if not declared.path:
        return
    held = leaves(resource.meta.data)
    for identifier in declared.identifiers:
        value = getattr(resource, xform_name(identifier.target))
        if identifier.source == "response" and value not in _read_as(held):
            yield (
                f"the identifier {identifier.target} ({identifier.path}) does not "
                f"come from the same item as the data ({declared.path})."
            )


def _read_as(held: list[Any]) -> Iterator[Any]:
    """Yield what an identifier may be that is read from some data."""
    yield from held
    # What the data has as a number may be a string in all that asks for it.
    texts = list(map(str, held))
    yield from texts
    # And a domain name is read as route53 writes it.
    yield from map(canonical_domain, (*held, *texts))


def own_identifiers_faults(resource: Any, calls: list[Call]) -> Iterator[str]:
    """Yield each of the resource's identifiers that none of `calls` has sent."""
    sent = leaves([call.params for call in calls])
    for identifier in resource.meta.identifiers:
        if getattr(resource, identifier) not in sent:
            yield (
                f"the identifier {identifier} is not in the request, so that it may "
                "be about somebody else's item. Send it as a param."
            )


def data_faults(world: World, subject: Subject, data: Any) -> Iterator[str]:
    """Yield what is wrong with `meta.data` of a resource of the subject's type."""
    definition = subject.definition
    if not isinstance(data, dict):
        yield f"meta.data is {data!r:.60} instead of a dict; correct the path."
        return
    if "shape" not in definition:
        yield f"meta.data is set, but {subject.type} has no shape to read it by."
        return
    # Extras have attributes of their own.
    held = set(data) - _ADDED_BY_BOTOCORE - set(definition.get("extras", {}))
    shapes = [definition["shape"], *definition.get("summaries", [])]
    members = [set(world.members(subject, shape)) for shape in shapes]
    if not held & members[0]:
        yield f"meta.data has no member of the shape {shapes[0]}; correct the path."
    elif not members[0] <= held and not any(held <= known for known in members):
        yield (
            f"meta.data has {', '.join(sorted(held - members[0]))}, which no shape of "
            f"the type has ({', '.join(shapes)}), and lacks other members. Correct the "
            "path or the shape, or name the shape in `summaries`."
        )
