"""The method ``resource()``, which returns the resource that an attribute names.

``function.resource("role")`` returns an ``iam.Role``. A value that is an ARN names its
type itself; the types of names and ids are in ``links-1`` (see `_links.known`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakValueDictionary

from boto3.exceptions import ResourceNotExistsError
from boto3.resources.base import ServiceResource
from botocore.exceptions import UnknownServiceError
from botocore.model import NoShapeFoundError

from boto3_extensions._arns.arn import parse_arn, partition_of
from boto3_extensions._arns.origin import Origin, guard, is_unique_id, origin_of
from boto3_extensions._arns.resource import resource_from, service_opener, usual_region
from boto3_extensions._foundation.models import loader_of
from boto3_extensions._foundation.paths import check_path, pairs_at, steps_of, value_at
from boto3_extensions._links.known import (
    NAMES_SUFFIX,
    NamedTarget,
    followable,
    link_at,
    load_links,
    load_regions,
    named_target,
    sentence_of_links,
)
from boto3_extensions._resources.completion import FollowedPage
from boto3_extensions.exceptions import (
    ArnError,
    LinkError,
    NotOfferedError,
    PartialLinkError,
)

if TYPE_CHECKING:
    import boto3
    from botocore.client import BaseClient


def follow(resource: ServiceResource, attribute: str, session: boto3.Session) -> Any:
    """Return the resource, or list of resources, that an attribute names.

    Args:
        resource: The resource with the attribute.
        attribute: The attribute's path, such as ``vpc_config.subnet_ids``.
        session: The session that the resource was made with.

    Raises:
        LinkError: There is no such attribute, or its value names no resource.
        PartialLinkError: Some values of a list name no resource.
        ArnError: The value is an ARN that names no resource.
    """
    loader, model = loader_of(session), resource.meta.resource_model
    links = load_links(loader, resource.meta.service_name, model.name)
    page = _page_of(resource, attribute, session)
    regions = load_regions(loader, resource.meta.service_name, model.name)
    steps = steps_of(attribute)
    link = link_at(links, ".".join(steps))
    region_path = link_at(regions, ".".join(steps)) if link else ""
    what = f"{attribute} of this {type(resource).__name__}"
    try:
        value = value_at(resource, attribute)
        if value is None or value == []:
            check_path(resource, steps)
        if isinstance(link, str) and link.endswith(NAMES_SUFFIX):
            value = _split(value)
        if isinstance(region_path, str) and region_path and value:
            value = pairs_at(resource, attribute, region_path)
        return _follow(value, _target_maker(resource, session, link, what, page), what)
    except LinkError as error:
        # The known paths help only where the path was wrong.
        if not link:
            service_model = resource.meta.client.meta.service_model
            known = sentence_of_links(followable(loader, service_model, model))
            error.args = (f"{error}. {known}",)
        raise


# The open pages of clients: by the type that was followed from, the attribute and the
# session. A page lives as long as a resource on it.
_pages: WeakKeyDictionary[BaseClient, WeakValueDictionary[Any, FollowedPage]] = (
    WeakKeyDictionary()
)


def _page_of(
    resource: ServiceResource, attribute: str, session: boto3.Session
) -> FollowedPage:
    """Return the page for the resources that an attribute of a resource leads to.

    ``[target.resource("target.id") for target in targets]`` is on a page, so that one
    request loads all of these instances.
    """
    client = resource.meta.client
    pages = _pages.setdefault(client, WeakValueDictionary())
    # The page has the session, whose id no other has then.
    key = resource.meta.resource_model.name, attribute, id(session)
    page = pages.get(key)
    if page is None or page.is_full:
        page = pages[key] = FollowedPage(service_opener(client, session))
    return page


def _follow(value: object, target: Callable[[object], Any], what: str) -> Any:
    """Return the resource of a value, or the resources of a list of values.

    Args:
        value: A name, an id or an ARN, a list of them, or another value.
        target: Returns the resource of a single value.
        what: The attribute, for error messages.
    """
    if not isinstance(value, list):
        return target(value)
    targets, errors = _targets(value, target)
    if errors:
        raise _partial_error(what, targets, errors)
    return targets


def _target_maker(
    resource: ServiceResource,
    session: boto3.Session,
    link: str | Mapping[str, str],
    what: str,
    page: FollowedPage,
) -> Callable[[object], Any]:
    """Return a function that makes the resource of a name, an id or an ARN.

    Args:
        resource: The resource with the attribute.
        session: The session that the resource was made with.
        link: The link at the attribute's path, "" if there is none.
        what: The attribute, for error messages.
        page: The page that the resources join.
    """
    client, open_service = resource.meta.client, page.open_service
    origin = origin_of(client)
    account = origin.own_account_id if origin else None

    # A name, a pair of a name and its region, or a value that is no name.
    def target(name: object) -> Any:
        region = None
        if isinstance(name, tuple):
            name, region = name
            if isinstance(region, str) and region.startswith("arn:"):
                # The ARN of a related resource, such as the source of a copy.
                region = parse_arn(region).region
        if name is None or name == "" or isinstance(name, ServiceResource):
            return name or None
        if isinstance(name, str) and name.startswith("arn:"):
            home = client.meta.region_name
            made = resource_from(parse_arn(name), session, home, open_service, account)
            page.add(made)
            return made
        named = named_target(name, link)
        if named is None:
            raise LinkError(
                f"{what} holds {name!r}, which is no ARN, nor known to name a resource"
            )
        if not partition_of(session, region):
            region = usual_region(client, session)
        made = _make(named, open_service, region)
        # Names of buckets are unique; other names may be in the caller's account, too.
        is_ambiguous = named.service != "s3" and not is_unique_id(*named[::2])
        if origin is not None and origin.account_id and is_ambiguous:
            plain = made.meta.client
            guard(made, Origin(origin.parts, session, plain, account))
        page.add(made)
        return made

    return target


def _make(
    named: NamedTarget, open_service: Callable[..., Any], region: str | None
) -> Any:
    """Return the resource of a name in a region, None for no particular region."""
    kind = f"{named.service}.{named.constructor}"
    try:
        make = getattr(
            open_service(named.service, region_name=region), named.constructor
        )
    except NotOfferedError as error:
        raise LinkError(f"{kind} cannot be made: {error}") from error
    except (AttributeError, ResourceNotExistsError, UnknownServiceError) as error:
        # Only a file of the user's can have such a link.
        raise LinkError(f"links-1 names {kind}, which boto3 has none of") from error
    try:
        return make(named.identifier)
    except NoShapeFoundError as error:
        raise LinkError(f"this release of botocore knows no {kind} yet") from error


def _partial_error(
    what: str, targets: list[Any], errors: list[Exception]
) -> PartialLinkError:
    reasons = "; ".join(str(error) for error in errors[:3])
    more = f"; and {len(errors) - 3} more" if len(errors) > 3 else ""
    error = PartialLinkError(
        f"{len(errors)} of what {what} names cannot be followed, the others are in "
        f"`found` of this error: {reasons}{more}",
        targets,
        errors,
    )
    error.__cause__ = errors[0]
    return error


def _targets(
    names: list[Any], target: Callable[[object], Any]
) -> tuple[list[Any], list[Exception]]:
    """Return the resources of names, and the errors of names that have none."""
    targets: list[Any] = []
    errors: list[Exception] = []
    for name in names:
        if name == "" or (isinstance(name, tuple) and not name[0]):
            continue
        if isinstance(name, list):
            # Nested lists are flattened, as in JMESPath.
            inner, more = _targets(name, target)
            targets += inner
            errors += more
            continue
        try:
            targets.append(target(name))
        except (ArnError, LinkError) as error:
            errors.append(error)
    return targets, errors


def _split(value: object) -> object:
    """Return the names in a text with commas, other values as they are."""
    if not isinstance(value, str):
        return value
    return [name.strip() for name in value.split(",") if name.strip()]
