"""Tells which resource type an ARN names, without a session."""

from __future__ import annotations

import functools
import os
from functools import partial
from typing import Any, NamedTuple

import boto3
from botocore.loaders import create_loader
from botocore.regions import EndpointResolver

from boto3_extensions import _session
from boto3_extensions._arns._arn_forms import check_no_pattern, usual_form
from boto3_extensions._arns._arn_index import Index
from boto3_extensions._arns._partitions import GLOBAL, check_home


class NamedResource(NamedTuple):
    """What an ARN names, in boto3's words.

    Attributes:
        service_name: As in ``boto3.resource(service_name)``.
        resource_type: The type's name there.
        identifiers: The identifiers of the resource, by name.
    """

    service_name: str
    resource_type: str
    identifiers: dict[str, Any]


# Partitions with their regions that have been looked up and found right.
_homes: set[tuple[str, ...]] = set()


def resource_type_of(arn: str) -> NamedResource:
    """Tell which resource type an ARN names, and the identifiers of the resource.

    Takes neither session nor credentials nor region, and asks nobody. Definitions of
    your own count if they are in ``~/.aws/models``, or where ``AWS_DATA_PATH`` pointed
    at the first call.

    Args:
        arn: For example ``arn:aws:rds:us-east-1:123456789012:db:orders``.

    Returns:
        ``("rds", "DBInstance", {"id": "orders"})``, as a named tuple.

    Raises:
        MalformedArnError: It is no ARN.
        UnknownArnTypeError: It is one, but of nothing that can be made a resource.
        ArnPartitionError: There is no such partition, or its region is another's.
    """
    loader, index = data()
    arn = usual_form(arn)
    place, groups = index.find(arn, loader)
    home = groups[:2]
    if home not in _homes:
        partition, region = home
        check_home(arn, partition, region, _endpoints())
        # That is right for a service, and no other.
        if region != GLOBAL:
            _homes.add(home)
    identifiers = {}
    for name, position in place.plain:
        identifiers[name] = groups[position]
    if not identifiers:
        endpoint = None
        if place.needs_endpoint:
            endpoint = partial(_endpoint, place.service, *home)
        identifiers = place.identify(arn, groups, endpoint)
    if "*" in arn or "?" in arn:
        kind = f"{place.service}.{place.resource_type}"
        check_no_pattern(arn, kind, identifiers.values())
    # What calling the class does, in a third of the time.
    return tuple.__new__(
        NamedResource, (place.service, place.resource_type, identifiers)
    )


@functools.cache
def data() -> tuple[Any, Index]:
    """Return a loader of the definitions, and the index of their ARNs."""
    loader = create_loader(os.environ.get("AWS_DATA_PATH"))
    # As boto3.Session does.
    loader.search_paths.append(os.path.join(os.path.dirname(boto3.__file__), "data"))
    _session.add_data(loader)
    return loader, Index(loader)


@functools.cache
def _endpoints() -> Any:
    loader, _ = data()
    return EndpointResolver(loader.load_data("endpoints"))


@functools.lru_cache
def _endpoint(service: str, partition: str, region: str) -> str:
    found = _endpoints().construct_endpoint(service, region or None, partition)
    return f"https://{found['hostname']}"
