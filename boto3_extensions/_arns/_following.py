"""Follows what one resource tells of another: ``function.resource("role")``.

Where AWS tells an ARN, that is all it takes. Where it tells a name or an id,
``_link_data`` knows of what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from boto3.exceptions import ResourceNotExistsError
from boto3.resources.base import ServiceResource
from botocore.exceptions import UnknownServiceError
from botocore.model import NoShapeFoundError

from boto3_extensions._arns._account import credentials_of
from boto3_extensions._arns._arn import parse_arn
from boto3_extensions._arns._arn_rules import loader_of
from boto3_extensions._arns._from_arn import resource_from, usual_region
from boto3_extensions._arns._link_data import SEVERAL, Named, link_at, load_links, named
from boto3_extensions._arns._link_list import can_be_followed, followable
from boto3_extensions._arns._link_paths import check, steps_of, value_at
from boto3_extensions.exceptions import (
    ArnError,
    LinkError,
    NotOfferedError,
    PartialLinkError,
)


def follow(resource: Any, attribute: str, session: Any) -> Any:
    """Return the resource, or list of resources, that an attribute names."""
    loader, model = loader_of(session), resource.meta.resource_model
    links = load_links(loader, resource.meta.service_name, model.name)
    steps = steps_of(attribute)
    link = link_at(links, ".".join(steps))
    what = f"{attribute} of this {type(resource).__name__}"
    try:
        value = value_at(resource, attribute)
        if value is None or value == []:
            check(resource, steps)
        if isinstance(link, str) and link.endswith(SEVERAL):
            value = _split(value)
        return _follow(value, _leading(resource, session, link, what), what)
    except LinkError as error:
        # Only who has taken a wrong path needs to know the right ones.
        if not link:
            service_model = resource.meta.client.meta.service_model
            known = can_be_followed(followable(loader, service_model, model))
            error.args = (f"{error}. {known}",)
        raise


def _follow(value: Any, target: Callable[[Any], Any], what: str) -> Any:
    if not isinstance(value, list):
        return target(value)
    found, errors = _targets(value, target)
    if errors:
        raise _partly(what, found, errors)
    return found


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
        return _made(found, open_service, usual_region(resource.meta.client, session))

    return target


def _made(found: Named, open_service: Callable[..., Any], region: str | None) -> Any:
    kind = f"{found.service}.{found.constructor}"
    try:
        make = getattr(
            open_service(found.service, region_name=region), found.constructor
        )
    except NotOfferedError as error:
        raise LinkError(f"{kind} cannot be made: {error}") from error
    except (AttributeError, ResourceNotExistsError, UnknownServiceError) as error:
        # What a file of the user's may say.
        raise LinkError(f"links-1 names {kind}, which boto3 has none of") from error
    try:
        return make(found.identifier)
    except NoShapeFoundError as error:
        raise LinkError(f"this release of botocore knows no {kind} yet") from error


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
