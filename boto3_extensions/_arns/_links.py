"""Gives resources a method that follows what they tell of others.

``function.resource("role")`` is an ``iam.Role``; ``_following`` finds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

NAME = "resource"


def add_resource(
    class_attributes: dict[str, Any],
    base_classes: Iterable[Any],
    service_context: Any,
    session: Any,
) -> None:
    """Add the method `resource` to a class being made, unless there is one already.

    Args:
        class_attributes: What boto3 is about to make the class of.
        base_classes: What it will be derived from.
        service_context: boto3's `ServiceContext`.
        session: The `boto3.Session` the class is made for.
    """
    model = class_attributes["meta"].resource_model
    is_service = model.name == service_context.service_name
    if is_service or NAME in class_attributes:
        return
    if any(hasattr(base, NAME) for base in base_classes):
        return

    def resource(self: Any, attribute: str) -> Any:
        """Return the resource that an attribute names, of whatever service.

        Args:
            attribute: An attribute that holds an ARN, or an id or name that is known to
                be another resource's; or a list of those. Dots step into dicts, and
                into each dict of a list: ``vpc_config.subnet_ids``. Keys are written
                as AWS does or like attributes; ``*`` is every key of a map.
                `boto3_extensions.links_of` tells what there is.

        Returns:
            The resource, not loaded, in the ARN's region or else this resource's, with
            the credentials of this resource; a list of them for a list; None if the
            attribute has no value.

        Raises:
            LinkError: There is no such attribute, or it names no resource.
            ArnError: It holds an ARN that cannot be made a resource.
            PartialLinkError: That, or no known name, is in a list; this `LinkError`
                has the resources that the others name as `found`.
        """
        # Only now, since most scripts follow nothing.
        from boto3_extensions._arns._following import follow

        return follow(self, attribute, session)

    # For who looks at it: not where it is made.
    resource.__qualname__, resource.__module__ = NAME, "boto3_extensions"
    class_attributes[NAME] = resource
