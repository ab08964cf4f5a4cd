"""Makes a reference of an ARN the same as ``resource_from_arn`` makes of it.

A stack instance tells its stack by the stack's ARN, in the place where other data have
a name. What ``stack_instance.stack`` is made of it is what an ARN names: the resource
that `resource_from_arn` makes, in the ARN's region. A definition tells the attribute,
``"follow": "stack_id"``; boto3's own references have none and stay as they are.

Makes a reference whose id is an empty text be None.

AWS answers with ``"WebACLId": ""`` for a distribution that has none. An empty text is
no resource's id; plain boto3 makes a resource of it, which is there, and is nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from botocore import xform_name

from boto3_extensions._definitions.classes import definition_of, wrap_property
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
    """Let references of a class being made understand ARNs.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
        session: The `boto3.Session` the class is made for.
    """
    definition = definition_of(class_attributes, service_context)
    for name, body in definition.get("has", {}).items():
        if "follow" in body:
            following = functools.partial(_following, body["follow"], session)
            wrap_property(class_attributes, xform_name(name), following)


def _following(
    attribute: str, session: boto3.Session, getter: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_followed(self: ServiceResource) -> Any:
        found = getter(self)
        identifiers: Any = getattr(getattr(found, "meta", None), "identifiers", ())
        if len(identifiers) != 1:
            return found
        value = getattr(found, identifiers[0])
        if not isinstance(value, str) or not value.startswith("arn:"):
            return found
        from boto3_extensions._links.method import follow

        try:
            named = follow(self, attribute, session)
        except (ArnError, LinkError):
            # Of something that has no type of its own: what boto3 makes of it.
            return found
        if type(named).__name__ != type(found).__name__:
            return found
        return _held_where_needed(named, self, session)

    return get_followed


def _held_where_needed(
    named: Any, resource: ServiceResource, session: boto3.Session
) -> Any:
    """Return the same without a look at whose it is, if it is the referring one's.

    That look may ask AWS as whom the caller works. What tells more than a name is held
    to that all the same.
    """
    from boto3_extensions._arns import references as arns_references
    from boto3_extensions._arns.origin import NamedOrigin, origin_of, remember_arn

    origin = origin_of(named.meta.client)
    if not isinstance(origin, NamedOrigin) or origin.is_incarnate:
        return named
    if origin.account_id != arns_references.owner_of(resource, session):
        return named
    values = [getattr(named, name) for name in named.meta.identifiers]
    plain = type(named)(*values, client=origin.client)
    remember_arn(plain, origin.arn)
    return plain


def add_empty_references(
    class_attributes: dict[str, Any], service_context: ServiceContext
) -> None:
    """Let references of a class being made be None where AWS says nothing.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    definition = definition_of(class_attributes, service_context)
    for name, body in definition.get("has", {}).items():
        if _is_told_by_data(body):
            wrap_property(class_attributes, xform_name(name), _none_if_empty)


def _is_told_by_data(body: Mapping[str, Any]) -> bool:
    identifiers = body["resource"].get("identifiers", ())
    return any(identifier["source"] == "data" for identifier in identifiers)


def _none_if_empty(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_none_if_empty(self: ServiceResource) -> Any:
        made = getter(self)
        if isinstance(made, list):
            return [one for one in made if not _is_empty(one)]
        return None if _is_empty(made) else made

    return get_none_if_empty


def _is_empty(made: ServiceResource) -> bool:
    meta = getattr(made, "meta", None)
    return meta is not None and any(
        getattr(made, name) == "" for name in meta.identifiers
    )
