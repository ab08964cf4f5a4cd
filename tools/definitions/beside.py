"""The Region, ARN and owner of a referenced resource, in the members next to its id.

``SourceImageRegion`` stands beside ``SourceImageId``, and ``Region`` beside the
``VpcId`` of a peering's accepter. An id without it is that of another thing, or of
nothing, in the Region that one happens to work in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from botocore import xform_name

from boto3_extensions._arns.origin import has_unique_ids

from .resource_type import ResourceType
from .shapes import strings_in

# What has no region of its own, or a name for all of them.
GLOBAL = {"cloudfront", "iam", "organizations", "route53", "s3", "support"}

_REGION = re.compile(r"(?P<stem>\w*?)_?(region|region_name)")
_ENDS = re.compile(r"_?(id|ids|identifier|identifiers|name|names|arn|arns|attribute)$")
# Not where the thing beside it is.
NOT_THERE = {"home_region", "primary_region"}
# Whose the thing beside it is, as far as an id does not tell.
_OWNER = re.compile(
    r"(?P<stem>\w*?)_?"
    r"(owner_id|owner_account|owner_account_id|(?<=resource_)owner|catalog_id)"
)
# What tells where and whose something is that has another name: by the type, and by the
# path of the id. A copy of a snapshot tells of the database in the Region that it was
# copied from (SourceRegion of rds and redshift), and one that is shared has an ARN for
# its id. The VPC that a CIDR is in is where the resource is (ec2's IpamResourceCidr).
TOLD: dict[str, dict[str, dict[str, list[str]]]] = {
    "ec2": {"IpamResourceCidr": {"vpc_id": ["resource_region"]}},
    "rds": {
        "DBClusterSnapshot": {
            "db_cluster_identifier": ["source_db_cluster_snapshot_arn", "id"],
            "vpc_id": ["source_db_cluster_snapshot_arn"],
        },
        "DBSnapshot": {
            "db_instance_identifier": [
                "source_region", "source_db_snapshot_identifier", "id"
            ],
            "vpc_id": ["source_region"],
        },
    },
    "redshift": {
        "Snapshot": {
            "cluster_identifier": ["source_region", "owner_account"],
            "vpc_id": ["source_region"],
        },
    },
}  # fmt: skip
# CloudFormation's ids of those are their ARNs.
_ARNS = {"stack_id", "change_set_id"}


def strings(kind: ResourceType) -> list[str]:
    """Return the paths of all texts of a type, as attributes are written."""
    return [".".join(map(xform_name, steps)) for steps in strings_in(kind.shape)]


def region_beside(path: str, paths: Iterable[str]) -> str | None:
    """Return the path of the Region of a named resource; None for none.

    Args:
        path: The path of an id or a name.
        paths: The paths of all texts of the type.
    """
    owner, _, last = path.rpartition(".")
    stem = _ENDS.sub("", last)
    found: str | None = None
    for other in paths:
        holder, _, name = other.rpartition(".")
        match = _REGION.fullmatch(name)
        if holder != owner or match is None or name in NOT_THERE:
            continue
        if match["stem"] and match["stem"] == stem:
            return other
        if not match["stem"]:
            found = other
    return found


def arn_beside(path: str, paths: Iterable[str]) -> str | None:
    """Return the path of the ARN of a named resource; None for none."""
    owner, _, last = path.rpartition(".")
    stem = _ENDS.sub("", last)
    for other in paths:
        holder, _, name = other.rpartition(".")
        if holder == owner and stem and name == f"{stem}_arn":
            return other
    return None


def owner_beside(path: str, paths: Iterable[str]) -> str | None:
    """Return the path of the account that owns a named resource; None for none."""
    owner, _, last = path.rpartition(".")
    stem = _ENDS.sub("", last)
    found: str | None = None
    for other in paths:
        holder, _, name = other.rpartition(".")
        match = _OWNER.fullmatch(name)
        if holder != owner or match is None or other == path:
            continue
        if match["stem"] == stem:
            return other
        if match["stem"] in {"", "resource"}:
            found = other
    return None if _OWNER.fullmatch(last) else found


def told(service: str, kind: str, path: str) -> list[str]:
    """Return the written paths of a referenced resource's place, for a type's path."""
    return TOLD.get(service, {}).get(kind, {}).get(path, [])


def _is_arn(path: str) -> bool:
    return path.endswith("_arn") or path in _ARNS


def links(
    service: str, kind: ResourceType | None, found: Mapping[str, Any]
) -> dict[str, str]:
    """Return the paths of linked resources' Regions, by the paths of the links."""
    if kind is None or service == "support":
        return {}
    paths = strings(kind)
    placed: dict[str, str] = {}
    for path, target in found.items():
        types = [target] if isinstance(target, str) else list(target.values())
        if all(one.split(".")[0] in GLOBAL for one in types):
            continue
        region = region_beside(path, paths)
        if not region and (beside := told(service, kind.name, path)):
            region = beside[0]
        if region and region != path:
            placed[path] = region
    return placed


def references(
    service: str, kind: ResourceType, has: Mapping[str, Any]
) -> dict[str, str | list[str]]:
    """Return the attributes with the Region, ARN or owner of referenced resources.

    Args:
        service: The service.
        kind: The type.
        has: Its references, as in ``resources-1``.

    Returns:
        The attribute, or those that may tell, by reference.
    """
    if service in GLOBAL:
        return {}
    paths = strings(kind)
    found: dict[str, str | list[str]] = {}
    for name, body in has.items():
        sources = body["resource"].get("identifiers", ())
        # What is in a list has a Region for each.
        data = [i["path"] for i in sources if i["source"] == "data"]
        data = [path for path in data if "[" not in path and "@" not in path]
        for path in data:
            snake = ".".join(map(xform_name, path.split(".")))
            if beside := _beside(service, kind.name, snake, paths):
                found[xform_name(name)] = beside if len(beside) > 1 else beside[0]
                break
    return found


def _beside(service: str, kind: str, path: str, paths: list[str]) -> list[str]:
    if named := told(service, kind, path):
        return named
    if _is_arn(path):
        return [path]
    beside = region_beside(path, paths) or arn_beside(path, paths)
    if beside == path:
        # A Region itself.
        return []
    found = [beside] if beside else []
    if not has_unique_ids(service) and (owner := owner_beside(path, paths)):
        found.append(owner)
    return found
