"""Where a resource is that another one names: the Region or the ARN beside its id.

``SourceImageRegion`` stands beside ``SourceImageId``, and ``Region`` beside the
``VpcId`` of a peering's accepter. An id without it is that of another thing, or of
nothing, in the Region that one happens to work in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from botocore import xform_name

from .resource_type import ResourceType
from .shapes import strings_in

# What has no region of its own, or a name for all of them.
GLOBAL = {"cloudfront", "iam", "organizations", "route53", "s3", "support"}

_REGION = re.compile(r"(?P<stem>\w*?)_?(region|region_name)")
_ENDS = re.compile(r"_?(id|ids|identifier|identifiers|name|names|arn|arns|attribute)$")
# Not where the thing beside it is.
NOT_THERE = {"home_region", "primary_region"}
# CloudFormation's ids of those are their ARNs.
_ARNS = {"stack_id", "change_set_id"}


def strings(kind: ResourceType) -> list[str]:
    """Return the paths of all texts of a type, as attributes are written."""
    return [".".join(map(xform_name, steps)) for steps in strings_in(kind.shape)]


def region_beside(path: str, paths: Iterable[str]) -> str | None:
    """Return where the Region is that what a path names is in, if that is told.

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
    """Return where the ARN is of what a path names, if that is told beside it."""
    owner, _, last = path.rpartition(".")
    stem = _ENDS.sub("", last)
    for other in paths:
        holder, _, name = other.rpartition(".")
        if holder == owner and stem and name == f"{stem}_arn":
            return other
    return None


def _is_arn(path: str) -> bool:
    return path.endswith("_arn") or path in _ARNS


def links(
    service: str, kind: ResourceType | None, found: Mapping[str, Any]
) -> dict[str, str]:
    """Return where the Region is of what a type's links name, by their paths."""
    if kind is None or service == "support":
        return {}
    paths = strings(kind)
    placed: dict[str, str] = {}
    for path, target in found.items():
        types = [target] if isinstance(target, str) else list(target.values())
        if all(one.split(".")[0] in GLOBAL for one in types):
            continue
        region = region_beside(path, paths)
        if region and region != path:
            placed[path] = region
    return placed


def references(
    service: str, kind: ResourceType, has: Mapping[str, Any]
) -> dict[str, str]:
    """Return where the Region or the ARN is of what a type refers to, by reference.

    Args:
        service: The service.
        kind: The type.
        has: Its references, as in ``resources-1``.
    """
    if service in GLOBAL:
        return {}
    paths = strings(kind)
    found: dict[str, str] = {}
    for name, body in has.items():
        sources = body["resource"].get("identifiers", ())
        # What is in a list has a Region for each.
        data = [i["path"] for i in sources if i["source"] == "data"]
        data = [path for path in data if "[" not in path and "@" not in path]
        for path in data:
            snake = ".".join(map(xform_name, path.split(".")))
            beside = region_beside(snake, paths) or arn_beside(snake, paths)
            if _is_arn(snake):
                beside = snake
            if beside == snake and not _is_arn(snake):
                # A Region itself.
                continue
            if beside:
                found[xform_name(name)] = beside
                break
    return found
