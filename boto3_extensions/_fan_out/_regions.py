"""The regions that an account has enabled."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.exceptions import ClientError

from boto3_extensions._arns._partitions import region_in

# How ec2 says that the caller may not ask it.
_DENIED = {"AccessDenied", "AuthFailure", "UnauthorizedOperation"}
_ENABLED = ["ENABLED", "ENABLED_BY_DEFAULT"]


def enabled_regions(session: boto3.Session) -> list[str]:
    """Return the regions that are enabled in a session's account, by name.

    Asks ec2's DescribeRegions, or account's ListRegions where that is denied; either
    takes a permission of its own.

    Raises:
        ClientError: AWS refused both; it is the error of the first.
    """
    home = session.region_name or _region_of(session)
    try:
        found = session.client("ec2", region_name=home).describe_regions()["Regions"]
        return sorted(str(region["RegionName"]) for region in found)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") not in _DENIED:
            raise
        try:
            return sorted(_listed(session, home))
        except ClientError:
            raise error from None


def _listed(session: boto3.Session, home: str | None) -> list[str]:
    client: Any = session.client("account", region_name=home)
    pages = client.get_paginator("list_regions").paginate(
        RegionOptStatusContains=_ENABLED
    )
    return [str(region["RegionName"]) for page in pages for region in page["Regions"]]


def _region_of(session: Any) -> str | None:
    """Return a region to ask in for a session that has none, by its role's ARN."""
    role_arn = getattr(session, "role_arn", None) or "arn:aws:iam::0:role/x"
    found: str | None = region_in(session, role_arn.split(":")[1])
    return found
