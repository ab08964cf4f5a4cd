"""The grammar of ARNs: their parts, other spellings, partitions and regions.

A few ARNs name a resource, but are not the resource's own ARN: the ARN of a role
session in STS leads to the role, the ARN of a secret with a key in the secret to the
secret, and the IAM user of an origin access identity to CloudFront's identity.
`usual_form` returns the resource's own. ARNs with wildcards, as policies have them,
name no resource at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import UnknownRegionError

from boto3_extensions.exceptions import (
    ArnPartitionError,
    MalformedArnError,
    UnknownArnTypeError,
)

if TYPE_CHECKING:
    import boto3
    from botocore.regions import EndpointResolver

# IAM's limit for an ARN in a policy; the longest real ones, of s3 objects, are shorter.
MAX_LENGTH = 2048

# Not every account is twelve digits: `aws` owns managed policies, `cloudfront` users.
# The regular expressions of an ARN's parts.
PARTS = {
    "partition": r"[a-z][a-z0-9-]*",
    "service": r"[a-z0-9-]+",
    "region": r"[a-z0-9-]*",
    "account": r"[0-9]{12}|[a-z][a-z0-9-]*|",
    "resource": r"[^\x00-\x1f\x7f]+",
}
_ARN = re.compile("arn:" + ":".join(f"({part})" for part in PARTS.values()))

# Services whose ARNs have a name, not a type, before this separator, according to the
# Service Authorization Reference; those of s3 only where they have no account.
_AFTER_A_NAME = {
    "aws-marketplace": "/",
    "codepipeline": "/",
    "execute-api": "/",
    "mapcredits": "/",
    "neptune-db": "/",
    "s3": "/",
    "servicequotas": "/",
    "sns": ":",
    "ssm-sap": "/",
    "wafv2": "/",
}


class Arn(NamedTuple):
    """The named parts of an ARN; ``str()`` returns the ARN.

    Attributes:
        partition: ``aws``, ``aws-cn``, ``aws-us-gov`` ...
        service: The service's name in ARNs, which may differ from boto3's.
        region: Empty if the ARN has none.
        account_id: Twelve digits, or a word in their place (``aws``); empty if none.
        resource: The rest of the ARN.
    """

    partition: str
    service: str
    region: str
    account_id: str
    resource: str

    def __str__(self) -> str:
        return "arn:" + ":".join(self)

    @property
    def resource_type(self) -> str | None:
        """AWS's type of the resource, such as ``role``; None if the ARN has no type.

        ``resource_type_of`` returns the resource type of boto3.
        """
        return self._type_and_id[0]

    @property
    def resource_id(self) -> str:
        """The text after the type and its separator, with paths."""
        return self._type_and_id[1]

    @property
    def _type_and_id(self) -> tuple[str | None, str]:
        # API Gateway and some others begin it with a slash.
        path = self.resource.removeprefix("/")
        segment = first_segment(path)
        separator, rest = path[len(segment) :][:1], path[len(segment) + 1 :]
        if not separator or (path == self.resource and self._is_name_before(separator)):
            return None, self.resource
        return segment, rest

    def _is_name_before(self, separator: str) -> bool:
        if self.service == "s3" and self.account_id:
            return False
        return _AFTER_A_NAME.get(self.service) == separator


def parse_arn(arn: str) -> Arn:
    """Split an ARN into its parts, whether or not its service and region exist.

    Args:
        arn: For example ``arn:aws:iam::123456789012:role/path/name``.

    Returns:
        The parts, from which ``str()`` makes the same string again.

    Raises:
        MalformedArnError: The text is not an ARN; the message names the wrong part.
    """
    # The annotation is no guarantee: a value from a response may be None, or bytes.
    if isinstance(arn, str) and len(arn) <= MAX_LENGTH:
        match = _ARN.fullmatch(arn)
        if match:
            return Arn._make(match.groups())
    raise MalformedArnError(_fault_of(arn))


def first_segment(resource: str) -> str:
    """Return the resource part of an ARN up to its first ``/`` or ``:``."""
    return resource.split("/", 1)[0].split(":", 1)[0]


def _fault_of(arn: object) -> str:
    if not isinstance(arn, str):
        return f"an ARN is a string, not {type(arn).__name__}"
    if len(arn) > MAX_LENGTH:
        return f"{arn[:60]!r}…: {len(arn)} characters, an ARN has {MAX_LENGTH} at most"
    head, *parts = arn.split(":", 5)
    if head != "arn":
        return f"{arn!r} is no ARN: it does not begin with 'arn:'"
    if len(parts) < len(PARTS):
        missing = list(PARTS)[len(parts)]
        return f"{arn!r} is no ARN: it ends before its {missing}"
    for (name, pattern), part in zip(PARTS.items(), parts, strict=True):
        if not re.fullmatch(pattern, part):
            return f"{arn!r} is no ARN: its {name} cannot be {part!r}"
    raise AssertionError(arn)


_ASSUMED = re.compile(r"arn:([a-z-]+):sts::([0-9]{12}):assumed-role/([\w+=,.@-]+)/.+")
# Followed by the key, the stage and the id of a version, each of which may be empty.
_SECRET_KEY = re.compile(
    r"(arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^:]+)"
    r":[^:]*:[^:]*:[^:]*"
)
_IDENTITY = re.compile(
    r"arn:([a-z-]+):iam::cloudfront:user/CloudFront Origin Access Identity (\w+)"
)

# Types whose names may have a star or a question mark.
_ANY_CHARACTER = {
    "s3.Object",
    "cloudwatch.Alarm",
    "cloudwatch.CompositeAlarm",
    "ec2.KeyPairInfo",
}


def usual_form(arn: str) -> str:
    """Return the own ARN of the resource that an ARN names, mostly the same text.

    Args:
        arn: Any string; other values are returned as they are.
    """
    if not isinstance(arn, str):
        return arn
    if ":assumed-role/" in arn:
        found = _ASSUMED.fullmatch(arn)
        if found:
            return "arn:{}:iam::{}:role/{}".format(*found.groups())
    elif ":secretsmanager:" in arn:
        found = _SECRET_KEY.fullmatch(arn)
        if found:
            return found[1]
    elif ":iam::cloudfront:" in arn:
        found = _IDENTITY.fullmatch(arn)
        if found:
            head = f"arn:{found[1]}:cloudfront::cloudfront"
            return f"{head}:origin-access-identity/{found[2]}"
    return arn


def check_no_pattern(arn: str, kind: str, identifiers: Iterable[Any]) -> None:
    """Raise an UnknownArnTypeError for an ARN with wildcards, as policies have them.

    Args:
        arn: The ARN.
        kind: The type that the ARN would name, such as ``s3.Bucket``.
        identifiers: The values of the resource's identifiers.
    """
    if ("*" not in arn and "?" not in arn) or kind in _ANY_CHARACTER:
        return
    if any(isinstance(i, str) and ("*" in i or "?" in i) for i in identifiers):
        raise UnknownArnTypeError(
            f"'{arn}' is a pattern, as policies have them, and names no one {kind}"
        )


# The word that ARNs of Health's events have in the place of a region.
GLOBAL = "global"


def partition_of(session: boto3.Session, region: str | None) -> str | None:
    """Return a region's partition, None for no region and for pseudo-regions."""
    if not region:
        return None
    try:
        partition: str = session.get_partition_for_region(region)
    except UnknownRegionError:
        return None
    return partition


def region_in(session: boto3.Session, partition: str) -> str | None:
    """Return the session's region if it is of a partition, else a default region.

    None if botocore knows no region of the partition.
    """
    if partition_of(session, session.region_name) == partition:
        region: str = session.region_name
        return region
    if partition == "aws":
        # The first of the list need not be enabled in an account; us-east-1 always is.
        return "us-east-1"
    # Every partition has ec2, and only `aws` has regions that have to be enabled.
    return next(iter(session.get_available_regions("ec2", partition)), None)


def check_home(
    arn: str, partition: str, region: str, regions: boto3.Session | EndpointResolver
) -> None:
    """Check that the partition of an ARN exists, and has the ARN's region.

    Args:
        arn: The ARN.
        partition: The ARN's partition.
        region: The ARN's region, may be empty.
        regions: A session or an endpoint resolver, which knows partitions.

    Raises:
        ArnPartitionError: There is no such partition, or the region is of another.
        MalformedArnError: No partition can have such a region.
    """
    if partition not in regions.get_available_partitions():
        raise ArnPartitionError(f"'{arn}': botocore knows no partition {partition}")
    if not region or is_nowhere(arn, region):
        return
    try:
        of_region = regions.get_partition_for_region(region)
    except UnknownRegionError as error:
        raise MalformedArnError(f"'{arn}' is no ARN: {region} is no region") from error
    check_partition(arn, partition, region, of_region)


def check_partition(arn: str, partition: str, region: str, of_region: str) -> None:
    """Raise an ArnPartitionError if a region is of another partition than an ARN."""
    if of_region != partition:
        raise ArnPartitionError(
            f"'{arn}' is of partition {partition}, but {region} is of {of_region}"
        )


def is_nowhere(arn: str, region: str) -> bool:
    """Return whether the word in the place of an ARN's region is not a region."""
    return region == GLOBAL and arn.split(":", 3)[2] == "health"
