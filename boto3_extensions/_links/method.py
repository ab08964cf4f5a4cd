"""Follows what one resource tells of another: ``function.resource("role")``.

Where AWS tells an ARN, that is all it takes. Where it tells a name or an id,
``_link_data`` knows of what.

Gives resources a method that follows what they tell of others.

``function.resource("role")`` is an ``iam.Role``; ``_following`` finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from boto3.exceptions import ResourceNotExistsError
from boto3.resources.base import ServiceResource
from botocore.exceptions import UnknownServiceError
from botocore.model import NoShapeFoundError

from boto3_extensions._arns.arn import parse_arn, partition_of
from boto3_extensions._arns.origin import Origin, guard, is_unique, origin_of
from boto3_extensions._arns.resource import opener_of, resource_from, usual_region
from boto3_extensions._foundation.models import loader_of
from boto3_extensions._foundation.paths import check, pairs_at, steps_of, value_at
from boto3_extensions._links.known import (
    SEVERAL,
    Named,
    can_be_followed,
    followable,
    link_at,
    load_links,
    load_regions,
    named,
)
from boto3_extensions.exceptions import (
    ArnError,
    LinkError,
    NotOfferedError,
    PartialLinkError,
)

if TYPE_CHECKING:
    import boto3


def follow(resource: ServiceResource, attribute: str, session: boto3.Session) -> Any:
    """Return the resource, or list of resources, that an attribute names."""
    loader, model = loader_of(session), resource.meta.resource_model
    links = load_links(loader, resource.meta.service_name, model.name)
    regions = load_regions(loader, resource.meta.service_name, model.name)
    steps = steps_of(attribute)
    link = link_at(links, ".".join(steps))
    beside = link_at(regions, ".".join(steps)) if link else ""
    what = f"{attribute} of this {type(resource).__name__}"
    try:
        value = value_at(resource, attribute)
        if value is None or value == []:
            check(resource, steps)
        if isinstance(link, str) and link.endswith(SEVERAL):
            value = _split(value)
        if isinstance(beside, str) and beside and value:
            value = pairs_at(resource, attribute, beside)
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
    resource: ServiceResource,
    session: boto3.Session,
    link: str | Mapping[str, str],
    what: str,
) -> Callable[[Any], Any]:
    """Return what makes the resource of a name, an id or an ARN."""
    client = resource.meta.client
    open_service = opener_of(client, session)
    origin = origin_of(client)
    account = origin.own_account_id if origin else None

    def target(name: Any) -> Any:
        region = None
        if isinstance(name, tuple):
            name, region = name
            if isinstance(region, str) and region.startswith("arn:"):
                # Of what came of it, such as the snapshot that another is a copy of.
                region = parse_arn(region).region
        if name is None or name == "" or isinstance(name, ServiceResource):
            return name or None
        if isinstance(name, str) and name.startswith("arn:"):
            home = client.meta.region_name
            return resource_from(parse_arn(name), session, home, open_service, account)
        found = named(name, link)
        if found is None:
            raise LinkError(
                f"{what} holds {name!r}, which is no ARN, nor known to name a resource"
            )
        if not partition_of(session, region):
            region = usual_region(client, session)
        made = _made(found, open_service, region)
        # A bucket's name is nobody else's; any other may be the caller's own, too.
        is_anybodys = found.service != "s3" and not is_unique(*found[::2])
        if origin is not None and origin.account_id and is_anybodys:
            plain = made.meta.client
            guard(made, Origin(origin.parts, session, plain, account))
        return made

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
        if name == "" or (isinstance(name, tuple) and not name[0]):
            continue
        if isinstance(name, list):
            # As in JMESPath: of a list in a list, all that is in them.
            inner, more = _targets(name, target)
            found += inner
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
