"""Knows which partition a region is in, and a region to use where there is none."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import UnknownRegionError

from boto3_extensions.exceptions import ArnPartitionError, MalformedArnError

# Health's word for no region, in the ARNs of events.
GLOBAL = "global"


def partition_of(session: Any, region: str | None) -> str | None:
    """Return a region's partition, None for no region and for pseudo-regions."""
    if not region:
        return None
    try:
        partition: str = session.get_partition_for_region(region)
    except UnknownRegionError:
        return None
    return partition


def region_in(session: Any, partition: str) -> str | None:
    """Return a region of a partition: the session's, if it is one, else a default."""
    if partition_of(session, session.region_name) == partition:
        region: str = session.region_name
        return region
    if partition == "aws":
        # The first of the list need not be enabled in an account; this one always is.
        return "us-east-1"
    # Every partition has ec2, and in none but `aws` are there regions to be enabled.
    return next(iter(session.get_available_regions("ec2", partition)), None)


def check_home(arn: str, partition: str, region: str, regions: Any) -> None:
    """Hold the partition and the region of an ARN against those there are.

    Args:
        arn: The ARN.
        partition, region: What it has of those.
        regions: A session, or botocore's `EndpointResolver`.

    Raises:
        ArnPartitionError: There is no such partition, or the region is of another.
        MalformedArnError: There can be no such region.
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
    """Tell whether an ARN has a word where others have a region."""
    return region == GLOBAL and arn.split(":", 3)[2] == "health"
