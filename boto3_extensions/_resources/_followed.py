"""Makes a reference of an ARN the same as ``resource_from_arn`` makes of it.

A stack instance tells its stack by the stack's ARN, in the place where other data have
a name. What ``stack_instance.stack`` is made of it is what an ARN names: the resource
that `resource_from_arn` makes, in the ARN's region. A definition tells the attribute,
``"follow": "stack_id"``; boto3's own references have none and stay as they are.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from botocore import xform_name

from boto3_extensions._resources._classes import definition_of, wrap_property
from boto3_extensions.exceptions import ArnError, LinkError


def add_followed_references(
    class_attributes: dict[str, Any], service_context: Any, session: Any
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
    attribute: str, session: Any, getter: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_followed(self: Any) -> Any:
        found = getter(self)
        identifiers: Any = getattr(getattr(found, "meta", None), "identifiers", ())
        if len(identifiers) != 1:
            return found
        value = getattr(found, identifiers[0])
        if not isinstance(value, str) or not value.startswith("arn:"):
            return found
        from boto3_extensions._arns._following import follow

        try:
            named = follow(self, attribute, session)
        except (ArnError, LinkError):
            # Of something that has no type of its own: what boto3 makes of it.
            return found
        if type(named).__name__ != type(found).__name__:
            return found
        return _held_where_needed(named, self, session)

    return get_followed


def _held_where_needed(named: Any, resource: Any, session: Any) -> Any:
    """Return the same without a look at whose it is, if it is the referring one's.

    That look may ask AWS as whom the caller works. What tells more than a name is held
    to that all the same.
    """
    from boto3_extensions._arns import _beside
    from boto3_extensions._arns._arns import remember_arn
    from boto3_extensions._arns._origin import NamedOrigin, origin_of

    origin = origin_of(named.meta.client)
    if not isinstance(origin, NamedOrigin) or origin.is_incarnate:
        return named
    if origin.account_id != _beside.owner_of(resource, session):
        return named
    values = [getattr(named, name) for name in named.meta.identifiers]
    plain = type(named)(*values, client=origin.client)
    remember_arn(plain, origin.arn)
    return plain
