"""Knows which partition a region is in, and a region to use where there is none."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import UnknownRegionError


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
