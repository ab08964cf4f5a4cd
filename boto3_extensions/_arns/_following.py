"""Follows what one resource tells of another: ``function.resource("role")``.

Where AWS tells an ARN, that is all it takes. Where it tells a name or an id,
``_link_data`` knows of what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import Any

from boto3.resources.base import ServiceResource
from botocore import xform_name

from boto3_extensions._arns._account import credentials_of
from boto3_extensions._arns._arn import parse_arn
from boto3_extensions._arns._arn_rules import loader_of, rules_of
from boto3_extensions._arns._from_arn import resource_from, usual_region
from boto3_extensions._arns._link_data import SEVERAL, link_at, links_of, named
from boto3_extensions._arns._link_paths import (
    can_be_followed,
    check,
    followable,
    steps_of,
    value_at,
)
from boto3_extensions.exceptions import ArnError, LinkError, PartialLinkError


def follow(resource: Any, attribute: str, session: Any) -> Any:
    """Return the resource, or list of resources, that an attribute names."""
    kind = _Kind(resource, session)
    steps = steps_of(attribute)
    link = link_at(kind.links, ".".join(map(xform_name, steps)))
    what = f"{attribute} of this {type(resource).__name__}"
    try:
        value = value_at(resource, steps)
        if value is None or value == []:
            check(resource, steps)
        if isinstance(link, str) and link.endswith(SEVERAL):
            value = _split(value)
        return _follow(value, _leading(resource, session, link, what), what)
    except LinkError as error:
        # Only who has taken a wrong path needs to know the right ones.
        if not link:
            error.args = (f"{error}. {can_be_followed(kind.known)}",)
        raise


def _follow(value: Any, target: Callable[[Any], Any], what: str) -> Any:
    if not isinstance(value, list):
        return target(value)
    found, errors = _targets(value, target)
    if errors:
        raise _partly(what, found, errors)
    return found


class _Kind:
    """What is known of the type of a resource."""

    def __init__(self, resource: Any, session: Any) -> None:
        self._meta = resource.meta
        self._loader = loader_of(session)

    @cached_property
    def links(self) -> Mapping[str, Any]:
        """What its attributes name, by path."""
        name = self._meta.resource_model.name
        return links_of(self._loader, self._meta.service_name, name)

    @cached_property
    def known(self) -> dict[str, str]:
        """What can be followed from it, ARNs and references, too."""
        model = self._meta.resource_model
        rules = rules_of(self._loader, self._meta.service_name).get(model.name)
        own_arn = rules.main.arn if rules else ""
        service = self._meta.client.meta.service_model
        return followable(service, model, self.links, own_arn)


def _leading(
    resource: Any, session: Any, link: str | Mapping[str, str], what: str
) -> Callable[[Any], Any]:
    """Return what makes the resource of a name, an id or an ARN."""
    open_service = _opener(resource, session)

    def target(name: Any) -> Any:
        if name is None or name == "" or isinstance(name, ServiceResource):
            return name or None
        if isinstance(name, str) and name.startswith("arn:"):
            home = resource.meta.client.meta.region_name
            return resource_from(parse_arn(name), session, home, open_service)
        found = named(name, link)
        if found is None:
            raise LinkError(
                f"{what} holds {name!r}, which is no ARN, nor known to name a resource"
            )
        region = usual_region(resource.meta.client, session)
        service = open_service(found.service, region_name=region)
        return getattr(service, found.constructor)(found.identifier)

    return target


def _partly(what: str, found: list[Any], errors: list[Any]) -> PartialLinkError:
    reasons = "; ".join(str(error) for error in errors[:3])
    more = f"; and {len(errors) - 3} more" if len(errors) > 3 else ""
    error = PartialLinkError(
        f"{len(errors)} of what {what} names cannot be followed, the others are in "
        f"`found` of this error: {reasons}{more}",
        found,
        errors,
    )
    error.__cause__ = errors[0]
    return error


def _targets(names: list[Any], target: Callable[[Any], Any]) -> tuple[list[Any], ...]:
    """Return what names lead to, and the errors of those that lead nowhere."""
    found: list[Any] = []
    errors: list[Any] = []
    for name in names:
        if isinstance(name, list):
            inner, more = _targets(name, target)
            found.append(inner)
            errors += more
            continue
        try:
            found.append(target(name))
        except (ArnError, LinkError) as error:
            errors.append(error)
    return found, errors


def _split(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return [name.strip() for name in value.split(",") if name.strip()]


def _opener(resource: Any, session: Any) -> Callable[..., Any]:
    """Return what makes a service resource that works as who this resource does.

    It makes each but once: a list of ARNs may be long.
    """
    credentials = credentials_of(resource.meta.client, session)
    keys: dict[str, str] = {}
    if credentials is not None and credentials is not session.get_credentials():
        frozen = credentials.get_frozen_credentials()
        keys = {
            "aws_access_key_id": frozen.access_key,
            "aws_secret_access_key": frozen.secret_key,
            "aws_session_token": frozen.token,
        }

    @cache
    def open_service(name: str, region_name: str | None) -> Any:
        return session.resource(name, region_name=region_name, **keys)

    return open_service
