"""Knows which attributes name other resources: what ``links-1`` says, and what ids are.

By type and path, made by ``tools/definitions/links.py``::

    "links": {
      "Trail": {"s3_bucket_name": "s3.Bucket"},
      "Function": {"vpc_config.subnet_ids": "ec2.Subnet"},
      "Target": {"target.id": {"i-*": "ec2.Instance"}}
    },
    "regions": {
      "VPC": {"vpc_id": "vpc_region"}
    }

Dots step into dicts, and into every dict of a list, whose keys are written like
attributes; ``*`` is any key of a map. What is named is a sub-resource of the service
with one identifier, as in ``ec2.KeyPair(name)``; ``ec2.Subnet[]`` is one for each name
in a text with commas. Globs tell what is meant where it may be several things.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from typing import Any, NamedTuple

from boto3_extensions._session import file_in, model_of
from boto3_extensions.exceptions import DefinitionFileError

KIND = "links-1"

# After a type: the attribute is a text of several names, separated by commas.
SEVERAL = "[]"

Globs = Mapping[str, str]

# What ids of a type are like. AWS has other things in their place, too: names of
# security groups, on-premises machines, a key's alias, "DefaultEncryptionKey".
_FORMS: Mapping[str, Globs] = {
    f"ec2.{name}": {f"{prefix}-*": f"ec2.{name}"}
    for name, prefix in {
        "ElasticIp": "eipalloc",
        "Image": "ami",
        "LaunchTemplate": "lt",
        "NetworkInterface": "eni",
        "SecurityGroup": "sg",
        "Snapshot": "snap",
        "Subnet": "subnet",
        "Volume": "vol",
        "Vpc": "vpc",
        "VpcEndpoint": "vpce",
        "VpnGateway": "vgw",
    }.items()
} | {
    "ec2.Instance": {"i-*": "ec2.Instance", "mi-*": "ssm.ManagedInstance"},
    "kms.Key": {
        "alias/*": "kms.Alias",
        "????????-????-????-????-????????????": "kms.Key",
        "mrk-*": "kms.Key",
    },
}

# They have a path in front of the name wherever somebody has written one.
_WITH_PATHS = {"iam.InstanceProfile", "iam.Role"}


class Named(NamedTuple):
    """What a name leads to: ``ec2``, ``Subnet`` and the identifier."""

    service: str
    constructor: str
    identifier: str


def load_links(loader: Any, service: str, resource_type: str) -> Mapping[str, Any]:
    """Return what a resource type names of others, by path.

    Args:
        loader: botocore's loader of a session.
        service: boto3's name of the service.
        resource_type: One of its types.

    Raises:
        DefinitionFileError: The file, which may be the user's, is wrong.
    """
    links = _part("links", loader, service, resource_type)
    for path, link in links.items():
        if not (isinstance(link, str) or _is_of_globs(link)):
            reason = f"its {resource_type}.{path} is neither a string nor globs"
            raise _wrong(loader, service, reason)
    return links


def load_regions(loader: Any, service: str, resource_type: str) -> Mapping[str, Any]:
    """Return where the Regions are of what a resource type names, by the same paths."""
    return _part("regions", loader, service, resource_type)


def _part(
    part: str, loader: Any, service: str, resource_type: str
) -> Mapping[str, Any]:
    document = model_of(loader, service, KIND)
    if document is None:
        return {}
    types = document.get(part, {} if part != "links" else None)
    if not isinstance(types, Mapping):
        raise _wrong(loader, service, f"it has no object {part!r}, of types")
    found: Mapping[str, Any] = types.get(resource_type, {})
    if not isinstance(found, Mapping):
        raise _wrong(loader, service, f"its {resource_type} is no object, of paths")
    return found


def _is_of_globs(link: object) -> bool:
    return isinstance(link, Mapping) and all(
        isinstance(target, str) for target in link.values()
    )


def _wrong(loader: Any, service: str, reason: str) -> DefinitionFileError:
    where = file_in(list(loader.search_paths), service, KIND)
    return DefinitionFileError(f"{where}: {reason}")


def link_at(links: Mapping[str, Any], path: str) -> str | Globs:
    """Return what a path names something of, ``""`` if nothing is known of it."""
    found: str | Globs | None = links.get(path)
    if found is None:
        steps = path.split(".")
        wild = (one for one in links if "*" in one and _fits(steps, one.split(".")))
        found = links[one] if (one := next(wild, "")) else ""
    return found


def _fits(steps: list[str], pattern: list[str]) -> bool:
    return len(steps) == len(pattern) and all(
        wanted in ("*", step) for step, wanted in zip(steps, pattern, strict=True)
    )


def named(name: object, link: str | Globs) -> Named | None:
    """Return what a name leads to, None if it is none of a resource."""
    if not isinstance(name, str):
        return None
    for glob, target in _globs(link).items():
        if fnmatch.fnmatchcase(name, glob):
            service, _, constructor = target.partition(".")
            bare = name.rpartition("/")[2] if target in _WITH_PATHS else name
            return Named(service, constructor, bare)
    return None


def targets(link: str | Globs) -> list[str]:
    """Return the types that a link leads to, each once."""
    return list(dict.fromkeys(_globs(link).values()))


def _globs(link: str | Globs) -> Globs:
    if not isinstance(link, str):
        return link
    bare = link.removesuffix(SEVERAL)
    return _FORMS.get(bare, {"*": bare} if bare else {})
