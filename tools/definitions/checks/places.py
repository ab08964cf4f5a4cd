"""The rule that a Region, account or ARN next to an id is used for the resource.

Read from the shapes anew, and more widely than ``beside`` derives it: by any member
that has a Region, an owner's account or an ARN, in the structure that the id is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore import xform_name
from botocore.model import ListShape, MapShape, Shape, StructureShape

from boto3_extensions._arns.origin import has_unique_ids

from ..beside import GLOBAL
from .finding import Finding, Findings
from .service import Service

_TELLS = re.compile(
    r"(?P<region>(?P<place>\w*?)_?region(_name)?)"
    r"|(?P<owner>(?P<whose>\w*?)_?(owner(_account)?(_id)?|account(_id)?|catalog_id))"
    r"|(?P<arn>(?P<what>\w+)_arn)"
)
_NOUN = re.compile(r"_?(id|ids|identifier|identifiers|name|names|attribute)$")

# Regions and accounts that no name tells the owner of, by service and type: the paths
# of what is there, as AWS's texts say. All else that the type names is elsewhere.
OF: Mapping[str, Mapping[str, str]] = {
    # Where a trail was made, a secret copied from, an output goes to.
    "cloudtrail.Trail": {"home_region": ""},
    "secretsmanager.Secret": {"primary_region": ""},
    "ssm.Command": {"output_s3_region": ""},
    "ssm.Session": {"owner": ""},
    "ec2.Image": {"source_image_region": "source_image_id"},
    # An IPAM, and all that is of it, is in its home Region.
    "ec2.Ipam*": {
        "ipam_region": "ipam_id",
        "ipam_policy_region": "",
        "resource_region": "vpc_id",
        "prefix_list_region": "prefix_list_id",
    },
    "ec2.VpcEndpoint*": {"service_region": "service_id|service_name"},
    # Of the session, of the entity, of the key, of the bucket.
    "emr.Session": {"account_id": ""},
    "health.AffectedEntity": {"aws_account_id": ""},
    "kms.Key": {"aws_account_id": ""},
    # A copied snapshot tells of the database that the first one was made of.
    "rds.DBSnapshot": {"source_region": "db_instance_identifier|vpc_id"},
    "rds.OptionGroup": {"source_region": ""},
    # AWS's tracks are nobody's.
    "redshift.Snapshot": {
        "source_region": "cluster_identifier|vpc_id",
        "owner_account": "cluster_identifier",
    },
}


def references_are_placed(service: Service) -> Findings:
    """Find references that do not use a Region, an ARN or an owner next to their id."""
    for kind, body in service.types.items():
        placed = body.get("beside", {})
        for name, reference in body.get("has", {}).items():
            told = placed.get(xform_name(name), [])
            used = {told} if isinstance(told, str) else set(told)
            for one in reference["resource"].get("identifiers", ()):
                path = one.get("path", "")
                # An item of a list has a Region of its own.
                if one["source"] == "data" and not {"[", "@"} & set(path):
                    snake = ".".join(map(xform_name, path.split(".")))
                    target = f"{service.name}.{reference['resource']['type']}"
                    yield from _unused(
                        service, kind, f"{kind}.has.{name}", snake, target, used
                    )


def links_are_placed(service: Service, document: Mapping[str, Any]) -> Findings:
    """Find links that do not use a Region next to their name or id.

    Args:
        service: The service.
        document: Its ``links-1``.
    """
    regions = document.get("regions", {})
    for kind, entries in document.get("links", {}).items():
        for path, link in entries.items():
            targets = [link] if isinstance(link, str) else link.values()
            used = {told for one, told in regions.get(kind, {}).items() if one == path}
            for target in targets:
                place = f"{kind}.links.{path}"
                yield from _unused(
                    service, kind, place, path, target, used, owners=False
                )


def _unused(
    service: Service,
    kind: str,
    place: str,
    path: str,
    target: str,
    used: set[str],
    *,
    owners: bool = True,
) -> Findings:
    to = target.split(".")[0]
    if to in GLOBAL or not target or path in used:
        return
    for other, what in _telling(path, service.shape(kind)):
        if what == "owner" and (has_unique_ids(to) or not owners):
            continue
        # The first that tells is enough: an ARN has the Region and the account, too.
        if other in used or (what != "owner" and used):
            continue
        if _is_elsewhere(f"{service.name}.{kind}", path, other.rpartition(".")[2]):
            continue
        yield Finding(
            "place",
            place,
            f"{place} leads to a {target} and does not use {other}, which tells where"
            " or whose that is.",
        )


def _telling(path: str, shape: Shape | None) -> Iterator[tuple[str, str]]:
    """Yield the paths and kinds of the Region, owner and ARN of a named resource."""
    holder, _, last = path.rpartition(".")
    beside = _strings_at(shape, holder)
    stem = _NOUN.sub("", last)
    if last.endswith("_arn") or not stem:
        return
    for name in sorted(beside - {last}):
        match = _TELLS.fullmatch(name)
        if match is None:
            continue
        of = match["place"] or match["whose"] or match["what"] or ""
        if match["arn"] and of != stem:
            continue
        # There is something else that it is beside, or the whole resource's own.
        if of != stem and any(_NOUN.sub("", b) == of for b in beside - {name}):
            continue
        what = "arn" if match["arn"] else "region" if match["region"] else "owner"
        yield f"{holder}.{name}".lstrip("."), what


def _strings_at(shape: Shape | None, path: str) -> set[str]:
    """Return the names of the strings, and lists of strings, of a structure in data.

    To look there is hundreds of times faster than to go through all of the data.
    """
    for part in path.split(".") if path else ():
        inner = _item(shape)
        if isinstance(inner, MapShape):
            shape = inner.value if part == "*" else None
        else:
            members = inner.members if isinstance(inner, StructureShape) else {}
            found = (m for name, m in members.items() if xform_name(name) == part)
            shape = next(found, None)
    holder = _item(shape)
    members = holder.members if isinstance(holder, StructureShape) else {}
    return {
        xform_name(name)
        for name, member in members.items()
        if getattr(_item(member), "type_name", "") == "string"
    }


def _item(shape: Shape | None) -> Shape | None:
    while isinstance(shape, ListShape):
        shape = shape.member
    return shape


def _is_elsewhere(kind: str, path: str, member: str) -> bool:
    for pattern, members in OF.items():
        if member in members and re.fullmatch(pattern.replace("*", r"\w*"), kind):
            return not re.fullmatch(members[member], path)
    return False
