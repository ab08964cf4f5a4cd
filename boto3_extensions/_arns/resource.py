"""The resource objects that ARNs name.

`resource_from_arn` makes a resource with a session; `resource_from` makes it for a
client, with a function of `service_opener` that makes service resources with the
client's credentials and options.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import boto3
from botocore.model import NoShapeFoundError

from boto3_extensions._arns.account import credentials_of
from boto3_extensions._arns.arn import (
    Arn,
    check_home,
    check_no_pattern,
    check_partition,
    is_nowhere,
    parse_arn,
    partition_of,
    region_in,
    usual_form,
)
from boto3_extensions._arns.clients import client_options_of
from boto3_extensions._arns.lookup import find
from boto3_extensions._arns.origin import NamedOrigin, guard, remember_arn, unguarded
from boto3_extensions._foundation.models import load_definitions, loader_of
from boto3_extensions._foundation.sessions import extend
from boto3_extensions.exceptions import (
    ArnTypeError,
    NotOfferedError,
    UnknownArnTypeError,
    UnknownNameError,
)

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from botocore.client import BaseClient


def resource_from_arn(
    arn: str,
    session: Any = None,
    *,
    type: str | None = None,
    account_id: str | None = None,
    endpoint_url: str | None = None,
    config: Any = None,
    verify: bool | str | None = None,
) -> Any:
    """Return the boto3 resource that an ARN names, without a call to AWS.

    The resource uses the session's credentials, and the ARN's region, or the session's
    if the ARN has none. It acts on the resource that the ARN names and on no other: if
    that is of another account, calls are made with the ARN or the owner's account where
    AWS takes them, and else refused with an ``ArnOwnerError``. Its first call finds out
    the session's account, unless the ARN has no account.

    Args:
        arn: For example ``arn:aws:iam::123456789012:role/path/name``.
        session: A ``boto3.Session``; boto3's default session if left out.
        type: The only resource type allowed, such as ``"rds.DBInstance"``; type
            checkers infer the returned type from it. None for any.
        account_id: The session's account; STS is asked for it if left out.
        endpoint_url: As for ``session.resource``.
        config: As for ``session.resource``.
        verify: As for ``session.resource``.

    Returns:
        A resource as ``session.resource(...)`` makes it, not loaded.

    Raises:
        MalformedArnError: The text is not an ARN.
        UnknownArnTypeError: No resource can be made from such an ARN.
        ArnTypeError: The ARN is of another type than `type`.
        UnknownNameError: There is no such type as `type`.
        ArnPartitionError: The ARN is of another partition than the session's region, or
            than its own region.
    """
    # Any, as type checkers may know sessions and configs by the classes of stubs.
    parts = parse_arn(arn)
    session = extend(default_session() if session is None else session)
    given = {"endpoint_url": endpoint_url, "config": config, "verify": verify}
    options = {name: value for name, value in given.items() if value is not None}
    open_service = partial(session.resource, **options)
    home = session.region_name or getattr(config, "region_name", None)
    resource = resource_from(parts, session, home, open_service, account_id)
    if type is not None:
        _check_type(arn, resource, type, session)
    return resource


def _check_type(
    arn: str, resource: ServiceResource, wanted: str, session: boto3.Session
) -> None:
    """Raise an error if a resource is not of the type that the caller expects."""
    meta = resource.meta
    service, _, kind = str(wanted).partition(".")
    definition = load_definitions(loader_of(session), service, "resources-1") or {}
    named = type_called(definition, kind)
    if (service, named) == (meta.service_name, meta.resource_model.name):
        return
    if named is None:
        raise UnknownNameError(
            f"there is no resource type {wanted!r}: name it as rds.DBInstance is; "
            "python -m boto3_extensions types SERVICE prints a service's"
        )
    raise ArnTypeError(
        f"'{arn}' names a {meta.service_name}.{meta.resource_model.name}, "
        f"not a {wanted}"
    )


def type_called(definition: Mapping[str, Any], name: str) -> str | None:
    """Return the resource type that a service resource's constructor makes.

    None if there is no such constructor or type.

    Args:
        definition: The service's ``resources-1``.
        name: The constructor, such as ec2's KeyPair, which makes a KeyPairInfo.
    """
    has = definition.get("service", {}).get("has", {}).get(name)
    kind: str = has["resource"]["type"] if has else name
    return kind if kind in definition.get("resources", {}) else None


def resource_from(
    parts: Arn,
    session: boto3.Session,
    home: str | None,
    open_service: Callable[..., Any],
    account_id: str | None = None,
) -> Any:
    """Return the boto3 resource that an ARN names, see `resource_from_arn`.

    Args:
        parts: An ARN.
        session: The session whose definitions are used.
        home: The region to use if the ARN has none.
        open_service: Makes a service resource, as `session.resource` does.
        account_id: The caller's account, None to ask STS when it is needed.
    """
    given = str(parts)
    arn = usual_form(given)
    if arn != given:
        parts = parse_arn(arn)
    named = find(arn, loader_of(session))
    region = _region(arn, parts, session, home)
    service = open_service(named.service, region_name=region)
    identifiers = named.identifiers(lambda: service.meta.client.meta.endpoint_url)
    kind = f"{named.service}.{named.resource_type}"
    check_no_pattern(arn, kind, identifiers.values())
    try:
        resource = _constructor(arn, service, named.resource_type)(**identifiers)
    except NoShapeFoundError as error:
        raise UnknownArnTypeError(
            f"'{arn}' names a {kind}, which this release of botocore does not know yet"
        ) from error
    # A role made from a role session's ARN has an unknown path in its own ARN.
    if arn == given or named.service == "secretsmanager":
        remember_arn(resource, arn)
    origin = NamedOrigin(parts, session, resource, named.rule, account_id)
    if arn != given and named.service == "iam":
        # The ARN of a role session lacks the role's path.
        origin.is_incarnate = False
    if origin.is_needed:
        guard(resource, origin)
    return resource


def default_session() -> Any:
    """Return boto3's default session, made if there is none."""
    if boto3.DEFAULT_SESSION is None:
        boto3.setup_default_session()
    return boto3.DEFAULT_SESSION


def usual_region(client: BaseClient, session: boto3.Session) -> str | None:
    """Return a client's region, or a region of its partition for a pseudo-region."""
    region: str = client.meta.region_name
    if partition_of(session, region):
        return region
    return region_in(session, client.meta.partition)


def _region(
    arn: str, parts: Arn, session: boto3.Session, home: str | None
) -> str | None:
    check_home(arn, parts.partition, parts.region, session)
    region = "" if is_nowhere(arn, parts.region) else parts.region
    at_home = partition_of(session, home)
    if at_home is None:
        return region or region_in(session, parts.partition)
    check_partition(arn, parts.partition, f"the session's region {home}", at_home)
    return region or home


def _constructor(arn: str, service: ServiceResource, resource_type: str) -> Any:
    """Return the method of a service resource that makes resources of a type."""
    # Not by the type's name: ec2's KeyPair makes a KeyPairInfo.
    for subresource in service.meta.resource_model.subresources:
        if subresource.resource.type == resource_type:
            return getattr(service, subresource.name)
    try:
        return getattr(service, resource_type)
    except NotOfferedError as error:
        raise UnknownArnTypeError(
            f"{arn!r} names a {service.meta.service_name}.{resource_type}: {error}"
        ) from error
    except AttributeError:
        pass
    raise UnknownArnTypeError(
        f"boto3.resource('{service.meta.service_name}') has no way to make a "
        f"{resource_type}"
    )


def service_opener(client: BaseClient, session: boto3.Session) -> Callable[..., Any]:
    """Return a function that makes service resources with a client's settings.

    They have the client's credentials and options; for the client's own service and
    region they use that very client. Each is made only once, as a list of ARNs may be
    long.

    Args:
        client: A boto3 client, of a resource.
        session: The ``boto3.Session`` that the resource is of.
    """
    client = unguarded(client)
    options = client_options_of(client, session)
    options.update(_keys_of(client, session))

    @cache
    def open_service(name: str, region_name: str | None) -> Any:
        service = session.resource(name, region_name=region_name, **options)
        if _is_of(client, name, region_name, session):
            service.meta.client = client
        return service

    return open_service


def _is_of(
    client: BaseClient, service: str, region: str | None, session: boto3.Session
) -> bool:
    meta = client.meta
    if meta.service_model.service_name != service:
        return False
    # A service with a pseudo-region, like iam's `aws-global`, has no other.
    return region == meta.region_name or not partition_of(session, meta.region_name)


def _keys_of(client: BaseClient, session: boto3.Session) -> dict[str, str]:
    credentials = credentials_of(client, session)
    if credentials is None or credentials is session.get_credentials():
        return {}
    frozen = credentials.get_frozen_credentials()
    return {
        "aws_access_key_id": frozen.access_key,
        "aws_secret_access_key": frozen.secret_key,
        "aws_session_token": frozen.token,
    }
