"""Makes service resources that work as who, where and how a resource does."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from boto3_extensions._arns._account import credentials_of
from boto3_extensions._arns._carrying import ways_of
from boto3_extensions._arns._origin import unguarded
from boto3_extensions._arns._partitions import partition_of


def opener_of(client: Any, session: Any) -> Callable[..., Any]:
    """Return what makes a service resource that works as a client does.

    Of the same service and region it works with that very client. It makes each but
    once: a list of ARNs may be long.

    Args:
        client: A boto3 client, of a resource.
        session: The ``boto3.Session`` that the resource is of.
    """
    client = unguarded(client)
    ways = ways_of(client, session)
    ways.update(_keys_of(client, session))

    @cache
    def open_service(name: str, region_name: str | None) -> Any:
        service = session.resource(name, region_name=region_name, **ways)
        if _is_of(client, name, region_name, session):
            service.meta.client = client
        return service

    return open_service


def _is_of(client: Any, service: str, region: str | None, session: Any) -> bool:
    meta = client.meta
    if meta.service_model.service_name != service:
        return False
    # A pseudo-region, like iam's `aws-global`, is all there is.
    return region == meta.region_name or not partition_of(session, meta.region_name)


def _keys_of(client: Any, session: Any) -> dict[str, str]:
    credentials = credentials_of(client, session)
    if credentials is None or credentials is session.get_credentials():
        return {}
    frozen = credentials.get_frozen_credentials()
    return {
        "aws_access_key_id": frozen.access_key,
        "aws_secret_access_key": frozen.secret_key,
        "aws_session_token": frozen.token,
    }
