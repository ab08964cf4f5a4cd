"""Makes the resource object that an ARN names."""

from __future__ import annotations

from typing import Any

import boto3
from botocore import xform_name
from botocore.model import NoShapeFoundError

from boto3_extensions._arn import Arn, parse_arn
from boto3_extensions._arn_index import NamedByArn, find
from boto3_extensions._arn_rules import ENDPOINT, PARTITION, loader_of
from boto3_extensions._arns import remember_arn
from boto3_extensions._partitions import partition_of, region_in
from boto3_extensions._session import extend
from boto3_extensions.exceptions import (
    ArnPartitionError,
    MalformedArnError,
    UnknownArnTypeError,
)


def resource_from_arn(arn: str, session: Any = None) -> Any:
    """Return the boto3 resource that an ARN names, without asking AWS.

    The resource works with the session's credentials, whatever the ARN's account, and
    in the ARN's region, or the session's if the ARN has none.

    Args:
        arn: For example ``arn:aws:iam::123456789012:role/path/name``.
        session: A ``boto3.Session``; boto3's default session if left out.

    Returns:
        A resource as ``session.resource(...)`` makes it, not loaded.

    Raises:
        MalformedArnError: It is no ARN.
        UnknownArnTypeError: It is one, but of nothing that can be made a resource.
        ArnPartitionError: It is of another partition than the session or its region.
    """
    parts = parse_arn(arn)
    session = extend(_default_session() if session is None else session)
    named = find(parts, loader_of(session))
    service = session.resource(named.service, region_name=_region(parts, session))
    endpoint = service.meta.client.meta.endpoint_url.rstrip("/")
    fields = {**named.fields, PARTITION: parts.partition, ENDPOINT: endpoint}
    texts = {n: named.rule.identifier(n, arn, fields) for n in named.identifiers}
    try:
        resource = _make(service, named, texts)
    except NoShapeFoundError as error:
        raise UnknownArnTypeError(
            f"'{arn}' names a {named.service}.{named.resource_type}, "
            "which this release of botocore does not know yet"
        ) from error
    except ValueError as error:
        raise UnknownArnTypeError(
            f"'{arn}' names no {named.service}.{named.resource_type}: {error}"
        ) from error
    remember_arn(resource, arn)
    return resource


def _default_session() -> Any:
    if boto3.DEFAULT_SESSION is None:
        boto3.setup_default_session()
    return boto3.DEFAULT_SESSION


def _region(arn: Arn, session: Any) -> str | None:
    if arn.partition not in session.get_available_partitions():
        raise ArnPartitionError(f"'{arn}': botocore knows no partition {arn.partition}")
    if arn.region:
        partition = partition_of(session, arn.region)
        if partition is None:
            raise MalformedArnError(f"'{arn}' is no ARN: {arn.region} is no region")
        _check_partition(arn, arn.region, partition)
    at_home = partition_of(session, session.region_name)
    if at_home is not None:
        _check_partition(arn, f"the session's region {session.region_name}", at_home)
    return arn.region or region_in(session, arn.partition)


def _check_partition(arn: Arn, region: str, partition: str) -> None:
    if partition != arn.partition:
        raise ArnPartitionError(
            f"'{arn}' is of partition {arn.partition}, but {region} is of {partition}"
        )


def _make(service: Any, named: NamedByArn, texts: dict[str, str]) -> Any:
    """Make the resource, with numbers where AWS takes numbers.

    Raises:
        ValueError: What ought to be a number is none.
    """
    made = _subresource(service, named)
    numbers = _numbers(service, made.resource.model)
    for name in sorted(numbers):
        if not texts[name].isdecimal():
            raise ValueError(f"its {name} would be a number")
    identifiers = {n: int(text) if n in numbers else text for n, text in texts.items()}
    return getattr(service, made.name)(**identifiers)


def _numbers(service: Any, model: Any) -> set[str]:
    """Return the identifiers that AWS takes as numbers, as a layer's version is one."""
    if not model.shape:
        return set()
    shape = service.meta.client.meta.service_model.shape_for(model.shape)
    numbers = {
        xform_name(name)
        for name, member in shape.members.items()
        if member.type_name in {"integer", "long"}
    }
    return {i.name for i in model.identifiers if numbers & {i.name, i.member_name}}


def _subresource(service: Any, named: NamedByArn) -> Any:
    # Not by the type's name: ec2's KeyPair makes a KeyPairInfo.
    for subresource in service.meta.resource_model.subresources:
        if subresource.resource.type == named.resource_type:
            return subresource
    raise UnknownArnTypeError(
        f"boto3.resource('{named.service}') has no way to make a {named.resource_type}"
    )
