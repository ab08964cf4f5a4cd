"""The attributes with the name or id of another resource, at any depth.

AWS calls such members alike everywhere, so most need no line in a TOML. An ARN needs
none here either: it tells of itself what it names. What else may stand in place of an
id, such as a security group's name, ``_links.known`` of the package tells apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from botocore import xform_name

from . import beside
from .inputs import is_bare
from .resource_type import ResourceType
from .shapes import strings_in
from .spec import TypeSpec
from .toml_file import DefinitionError

Link = str | dict[str, str]
NO_TYPES: Mapping[str, ResourceType] = MappingProxyType({})

# By the last name of a path, or the last two; the first that fits counts.
BY_NAME: dict[str, str] = {
    r"(\w+_)?vpc_id": "ec2.Vpc",
    r"((?!secondary)\w+_)?subnets?(_ids?|_identifier)?": "ec2.Subnet",
    r"(\w+_)?security_groups?(_ids?|_id_list)?": "ec2.SecurityGroup",
    r"(groups|security_groups|user_id_group_pairs|referenced_group_info)\.group_id": (
        "ec2.SecurityGroup"
    ),
    r"(ec2_|source_)?instance_ids?": "ec2.Instance",
    r"(\w+_)?(image|ami)_ids?": "ec2.Image",
    r"(\w+_)?volume_ids?": "ec2.Volume",
    r"(\w+_)?snapshot_ids?": "ec2.Snapshot",
    r"(\w+_)?network_interface_ids?": "ec2.NetworkInterface",
    r"(\w+_)?vpc_endpoint_ids?": "ec2.VpcEndpoint",
    r"(\w+_)?launch_template_ids?": "ec2.LaunchTemplate",
    r"virtual_gateway_id": "ec2.VpnGateway",
    r"allocation_id": "ec2.ElasticIp",
    r"(ec2_)?key_name": "ec2.KeyPair",
    r"\w*kms_(master_)?key(_ids?)?": "kms.Key",
    r"(\w+_)?bucket(_name)?": "s3.Bucket",
    r"(\w+_)?log_group(_names?|_identifiers?)?": "logs.LogGroup",
    r"(\w+_)?kinesis_stream_name": "kinesis.Stream",
    r"(service|iam|user|auto_scaling)_role|(\w+_)?role_name": "iam.Role",
    r"(\w+_)?iam_instance_profile(\.name)?": "iam.InstanceProfile",
}

# The words by which a name is that of a type of these services and of no other.
_UNMISTAKABLE = {
    "ec2.Image": r"(^|_)ami_|^ec2_",
    "ec2.Instance": r"^ec2_",
    "ec2.LaunchTemplate": r"launch_template",
    "ec2.NetworkInterface": r"^network_interface",
    "ec2.SecurityGroup": r"security_group",
    "ec2.Subnet": r"subnet",
    "ec2.Volume": r"(^|_)ebs_",
    "ec2.Vpc": r"vpc",
    "kms.Key": r"kms",
    "logs.LogGroup": r"log_group",
    "s3.Bucket": r"bucket",
}

# The same where a name says so only in one service, or says nothing there.
BY_SERVICE: dict[str, dict[str, str]] = {
    "autoscaling": {r"placement_group": "ec2.PlacementGroup"},
    # The bucket's domain name.
    "cloudfront": {r"logging\.bucket": ""},
    "ecs": {
        r"load_balancer_name": "elb.LoadBalancer",
        r"(secrets|secret_options)\.value_from": "ssm.Parameter",
        r"repository_credentials\.credentials_parameter": "secretsmanager.Secret",
    },
    "glue": {r"role": "iam.Role"},
    "kinesis": {r"key_id": "kms.Key"},
    "logs": {r"key_name": ""},
    # Who is in which role of LDAP's.
    "mq": {r"(user_)?role_name": ""},
    # One of its own, by which a domain is reached.
    "opensearch": {r"vpc_endpoint_id": ""},
    "s3": {r"ssekms\.key_id": "kms.Key"},
    # Findings may be about another account's, and another Region's: ids alone will do.
    "securityhub": {
        r"\w*(role_name|service_role|log_group|key_name|kms_(master_)?key_id)": "",
        r"iam_instance_profile(\.name)?|db_security_groups": "",
        r"aws_ec2_subnet\.subnet_id|aws_rds_db_snapshot\.vpc_id": "",
    },
    # What a patch baseline was at some time.
    "ssm": {
        r"key_id": "kms.Key",
        r"instance_role": "iam.InstanceProfile",
        r"snapshot_id": "",
    },
}

# Keys of maps, whose names no model has.
BY_KEY: dict[str, dict[str, str]] = {
    "log_configuration.options": {"awslogs-group": "logs.LogGroup"},
}


def links(
    service: str,
    spec: TypeSpec | None,
    kind: ResourceType | None,
    own: Mapping[str, ResourceType] = NO_TYPES,
) -> dict[str, Link]:
    """Return the links of a type by path, as in ``links-1``.

    *own* has the service's types.

    Raises:
        DefinitionError: A TOML names a path that is not there, or says what the name
            tells anyway.
    """
    paths = list(_paths(kind)) if kind else []
    itself = _identifier(kind) if kind else None
    found: dict[str, Link] = {}
    for path in paths:
        target = by_name(service, path)
        is_itself = path == itself and str(target).startswith(f"{service}.")
        if target and not is_itself and not _is_own(service, own, path, target):
            found[path] = target
        owner = path.removesuffix(".*")
        for key, target in BY_KEY.get(".".join(owner.split(".")[-2:]), {}).items():
            found[f"{owner}.{key}"] = target
    name, told = (spec.name, spec.links) if spec else ("", {})
    for path, link in told.items():
        _check(name, path, link, paths, found)
        found[path] = link
        if not link:
            del found[path]
    return dict(sorted(found.items()))


def by_name(service: str, path: str) -> str | None:
    """Return the type of the resource that a path names, by the path's own name."""
    steps = path.split(".")
    ends = [steps[-1], ".".join(steps[-2:])]
    rules = [*BY_SERVICE.get(service, {}).items(), *BY_NAME.items()]
    fitting = (t for rule, t in rules if any(re.fullmatch(rule, e) for e in ends))
    return next(fitting, None)


def is_sure(path: str, target: str) -> bool:
    """Return whether a path's name says whose a resource is, to who has read no more.

    An ``instance_id`` may be Connect's as well as EC2's; ``ec2_instance_id`` may not.
    """
    own = _UNMISTAKABLE.get(target)
    return own is not None and re.search(own, path.rpartition(".")[2]) is not None


def _is_own(
    service: str, own: Mapping[str, ResourceType], path: str, target: str
) -> bool:
    """Return whether a name is rather that of a type of the service: fsx's volume_id.

    Such a type has an ARN, and its identifier has that name; autoscaling's instances
    are EC2's, by EC2's ids. ``ec2_volume_id`` would say whose it is.
    """
    owner, _, name = target.partition(".")
    step = path.rpartition(".")[2]
    if owner == service or name not in own or own[name].spec.arn is None:
        return False
    told = [n for i in own[name].identifiers if i.own for n in [i.member, *i.inputs]]
    names = [xform_name(one) for one in told if one and not is_bare(one)]
    return owner not in step.split("_") and any(
        step.removesuffix("s").endswith(one) for one in names
    )


def _paths(kind: ResourceType) -> Iterator[str]:
    for steps in strings_in(kind.shape, enums=False):
        yield ".".join(map(xform_name, steps))


def _identifier(kind: ResourceType) -> str | None:
    """Return the attribute with the type's only own identifier, or ``None``."""
    own = [i.member or i.name for i in kind.identifiers]
    return xform_name(own[0]) if len(own) == 1 else None


def _check(
    owner: str, path: str, link: Link, paths: list[str], found: dict[str, Link]
) -> None:
    # What is in a map, or in a text that is JSON, is nothing that a shape has.
    held = [p.removesuffix(".*") for p in paths]
    if not any(path == p or path.startswith(f"{p}.") for p in held):
        raise DefinitionError(f"[types.{owner}] links: no attribute {path}")
    if found.get(path) == link:
        raise DefinitionError(f"[types.{owner}] links: {path} tells that by its name")


def document(
    service: str, specs: dict[str, TypeSpec], kinds: dict[str, ResourceType]
) -> dict[str, Any]:
    """Return a service's ``links-1``; {} if it has no links."""
    by_type = {
        name: links(service, specs.get(name), kinds.get(name), kinds)
        for name in sorted({*specs, *kinds})
    }
    found = {name: entries for name, entries in by_type.items() if entries}
    regions = {
        name: placed
        for name, entries in found.items()
        if (placed := beside.links(service, kinds.get(name), entries))
    }
    if not found:
        return {}
    made: dict[str, Any] = {"version": "1.0", "links": found}
    return made | ({"regions": regions} if regions else {})
