"""Which attributes hold the name or id of another service's resource.

AWS calls such members alike everywhere, so most need no line in a TOML. An ARN needs
none here either: it tells of itself what it names.
"""

from __future__ import annotations

import re
from typing import Any

from botocore import xform_name

from .resource_type import ResourceType
from .shapes import is_string_list
from .spec import TypeSpec
from .toml_file import DefinitionError

Link = str | dict[str, str]

# The first that fits a whole attribute. Globs where something else may stand there:
# security groups by their names, on-premises machines, AWS's own keys by their alias.
_KEY: Link = {"alias/*": "kms.Alias", "*": "kms.Key"}
BY_NAME: dict[str, Link] = {
    r"vpc_id": {"vpc-*": "ec2.Vpc"},
    r"(vpc_)?subnets?(_ids?)?": {"subnet-*": "ec2.Subnet"},
    r"(\w+_)?security_group(_id|s|_ids)": {"sg-*": "ec2.SecurityGroup"},
    r"(ec2_)?instance_ids?": {"i-*": "ec2.Instance"},
    r"image_id": {"ami-*": "ec2.Image"},
    r"(\w+_)?kms_key(_ids?)?": _KEY,
    r"(\w+_)?s3_bucket(_name)?": "s3.Bucket",
    r"(\w+_)?kinesis_stream_name": "kinesis.Stream",
    r"(service|iam|user|instance)_role": "iam.Role",
    r"custom_iam_instance_profile": "iam.InstanceProfile",
}


def links(spec: TypeSpec, kind: ResourceType | None) -> dict[str, Link]:
    """Return what attributes of a type name, as it is in ``arns-1``.

    Raises:
        DefinitionError: A TOML names an attribute that is not there.
    """
    members = kind.shape.members if kind and kind.shape else {}
    names = {xform_name(member): shape for member, shape in members.items()}
    found: dict[str, Link] = {}
    for name, shape in names.items():
        if shape.type_name == "string" or is_string_list(shape):
            link = next((t for p, t in BY_NAME.items() if re.fullmatch(p, name)), None)
            if link is not None:
                found[name] = link
    for path, link in spec.links.items():
        if path.split(".")[0] not in names:
            raise DefinitionError(f"[types.{spec.name}] links: no attribute {path}")
        found[path] = link
    return dict(sorted(found.items()))


def foreign(found: dict[str, Link], service: str) -> dict[str, Link]:
    """Return links to other services: within one there are references."""
    return {
        path: link for path, link in found.items() if not _is_own(link, f"{service}.")
    }


def _is_own(link: Link, prefix: str) -> bool:
    targets = [link] if isinstance(link, str) else list(link.values())
    return all(target.startswith(prefix) for target in targets)


def document(
    specs: dict[str, TypeSpec], kinds: dict[str, ResourceType], service: str
) -> dict[str, Any]:
    """Return the key ``links`` of a service's ``arns-1``, nothing if it has none."""
    by_type = {
        name: foreign(links(specs[name], kinds.get(name)), service)
        for name in sorted(specs)
    }
    found = {name: entries for name, entries in by_type.items() if entries}
    return {"links": found} if found else {}
