"""Makes what is in an answer of the parent that was asked, whatever the caller wrote.

``repository.images.filter(repositoryName="other")`` is a list of the other repository's
images: a keyword of the caller's wins over what the definition fills in. In boto3 the
items have the name of the repository in hand all the same, so that ``delete()`` would
delete images of its own by the digests of the other's. Here each item has the value
that was sent.

boto3's own types stay as boto3 makes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore import xform_name

from boto3_extensions._resources._classes import is_boto3s, twin_of

_SECTIONS = ("hasMany", "actions")


def of_whom(handler: Any, parent: Any, params: Any) -> Any:
    """Return the resource whose identifiers the items of an answer have.

    Args:
        handler: boto3's handler of the answer.
        parent: The resource that was asked.
        params: What it was asked with, by the names of the operation's inputs.

    Returns:
        The parent itself, or a copy with the identifiers that the caller sent in the
        place of its own.
    """
    others = dict(_others(handler, parent, params))
    if not others:
        return parent
    twin = twin_of(parent)
    # What is known is of another thing.
    twin.meta.data = None
    for name, value in others.items():
        # Semi-private, and where boto3's factory reads it (guarded by test_seams).
        setattr(twin, f"_{name}", value)
    return twin


def is_of_another(handler: Any, parent: Any, params: Any) -> bool:
    """Tell whether the items of an answer are not the parent's own."""
    return any(True for _ in _others(handler, parent, params))


def _others(handler: Any, parent: Any, params: Any) -> Iterator[tuple[str, str]]:
    """Yield each identifier of the parent that another value was sent for."""
    meta: Any = getattr(parent, "meta", None)
    if not params or not getattr(meta, "identifiers", None):
        return
    made = handler.resource_model
    shared = {i.name for i in made.identifiers if i.source == "identifier"}
    if not shared or is_boto3s(handler.service_context.service_name, made.type):
        return
    for param in _filled(meta.resource_model, handler.operation_name, made.type):
        sent = params.get(param["target"])
        if param.get("name") not in shared or not isinstance(sent, str):
            continue
        name = xform_name(param["name"])
        own = getattr(parent, name)
        # The ARN of the same thing is no other one.
        if sent != own and not (sent.startswith("arn:") and _ends_in(sent, own)):
            yield name, sent


def _filled(model: Any, operation: str, made: str) -> Iterator[Mapping[str, Any]]:
    """Yield the inputs that a definition fills in from identifiers for an operation."""
    # Semi-private: the definition that boto3's model of a resource reads.
    definition = getattr(model, "_definition", None) or {}
    for section in _SECTIONS:
        for body in definition.get(section, {}).values():
            request = body.get("request", {})
            if (
                request.get("operation") == operation
                and body.get("resource", {}).get("type") == made
            ):
                for param in request.get("params", ()):
                    if param.get("source") == "identifier":
                        yield param


def _ends_in(arn: str, own: Any) -> bool:
    text = str(own)
    return arn.endswith((f"/{text}", f":{text}"))
