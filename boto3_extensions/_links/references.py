"""References to resources by an ARN, or by an empty text, in a resource's data.

A stack instance has the ARN of its stack where other data have a name.
``stack_instance.stack`` is the resource that `resource_from_arn` makes of the ARN, in
the ARN's region. A definition names the attribute with ``"follow": "stack_id"``;
boto3's own references have no such key and stay as they are.

For a distribution without a web ACL, AWS returns ``"WebACLId": ""``. An empty text is
the id of no resource, and the reference is None; plain boto3 makes a resource of it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from botocore import xform_name

from boto3_extensions._definitions.classes import type_definition, wrap_property
from boto3_extensions.exceptions import ArnError, LinkError

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.utils import ServiceContext


def add_followed_references(
    class_attributes: dict[str, Any],
    service_context: ServiceContext,
    session: boto3.Session,
) -> None:
    """Wrap references of a class so that they follow ARNs.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: boto3's context of the service.
        session: The `boto3.Session` the class is made for.
    """
    definition = type_definition(class_attributes, service_context)
    for name, body in definition.get("has", {}).items():
        if "follow" in body:
            following = functools.partial(_following, body["follow"], session)
            wrap_property(class_attributes, xform_name(name), following)


def _following(
    attribute: str, session: boto3.Session, getter: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_followed(self: ServiceResource) -> Any:
        plain = getter(self)
        identifiers: Any = getattr(getattr(plain, "meta", None), "identifiers", ())
        if len(identifiers) != 1:
            return plain
        if not str(getattr(plain, identifiers[0])).startswith("arn:"):
            return plain
        from boto3_extensions._links.method import follow

        try:
            named = follow(self, attribute, session)
        except (ArnError, LinkError):
            # The ARN names no resource type: the reference is as in plain boto3.
            return plain
        if type(named).__name__ != type(plain).__name__:
            return plain
        return _unguarded_if_safe(named, self, session)

    return get_followed


def _unguarded_if_safe(
    named: ServiceResource, resource: ServiceResource, session: boto3.Session
) -> Any:
    """Return a resource without a guard if it has the referring resource's owner.

    A guard may have to ask STS for the caller's account. A resource whose ARN
    identifies it more closely than its name stays guarded all the same.
    """
    from boto3_extensions._arns import references
    from boto3_extensions._arns.origin import NamedOrigin, origin_of, remember_arn

    origin = origin_of(named.meta.client)
    if not isinstance(origin, NamedOrigin) or origin.is_incarnate:
        return named
    if origin.account_id != references.owner_of(resource, session):
        return named
    values = [getattr(named, name) for name in named.meta.identifiers]
    plain = type(named)(*values, client=origin.client)
    remember_arn(plain, origin.arn)
    return plain


def add_empty_references(
    class_attributes: dict[str, Any], service_context: ServiceContext
) -> None:
    """Wrap references of a class so that they are None for an empty identifier.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: boto3's context of the service.
    """
    definition = type_definition(class_attributes, service_context)
    for name, body in definition.get("has", {}).items():
        if _is_by_data(body):
            wrap_property(class_attributes, xform_name(name), _none_if_empty)


def _is_by_data(body: Mapping[str, Any]) -> bool:
    """Return whether a reference's identifiers are in the resource's data."""
    identifiers = body["resource"].get("identifiers", ())
    return any(identifier["source"] == "data" for identifier in identifiers)


def _none_if_empty(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_none_if_empty(self: ServiceResource) -> Any:
        made = getter(self)
        if isinstance(made, list):
            return [resource for resource in made if not _is_empty(resource)]
        return None if _is_empty(made) else made

    return get_none_if_empty


def _is_empty(made: ServiceResource) -> bool:
    meta = getattr(made, "meta", None)
    return meta is not None and any(
        getattr(made, name) == "" for name in meta.identifiers
    )
