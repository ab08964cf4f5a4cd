"""The attributes of resources that name other resources: ``links-1`` files and ARNs.

A ``links-1`` file, made by ``tools/definitions/links.py``, has the links of a service
by resource type and path::

    "links": {
      "Trail": {"s3_bucket_name": "s3.Bucket"},
      "Function": {"vpc_config.subnet_ids": "ec2.Subnet"},
      "Target": {"target.id": {"i-*": "ec2.Instance"}}
    },
    "regions": {
      "VPC": {"vpc_id": "vpc_region"}
    }

Dots step into dicts, and into every dict of a list, whose keys are written like
attributes; ``*`` is any key of a map. A link leads to a constructor of a service
resource with one identifier, as in ``ec2.KeyPair(name)``; ``ec2.Subnet[]`` means a text
of several names, separated by commas. Where names of several types are possible, globs
of names have a type each. ``regions`` has, by the same paths, the attributes with the
regions of the resources.

ARNs are in no file, as an ARN itself names its type. Members with ARNs are recognized
in botocore's shapes: by the name of the member or of its shape, or by its pattern.

`links_of` lists the links of a type for users, `followable` for a known model.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore import xform_name

from boto3_extensions._arns.rules import rules_of
from boto3_extensions._foundation.models import definition_path, load_definitions
from boto3_extensions._foundation.paths import ANY_KEY, shape_has_path, shape_of
from boto3_extensions.exceptions import ArnRulesError, DefinitionFileError

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import ResourceModel
    from botocore.loaders import Loader
    from botocore.model import ServiceModel, Shape

KIND = "links-1"

# The suffix of a type where the attribute is a text of names separated by commas.
NAMES_SUFFIX = "[]"

Globs = Mapping[str, str]

# The globs of a type's ids. In the place of an id, AWS may have another text: the name
# of a security group, an on-premises machine, a key's alias, "DefaultEncryptionKey".
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

# Types whose names may have a path in front, which is no part of the identifier.
_WITH_PATHS = {"iam.InstanceProfile", "iam.Role"}


class NamedTarget(NamedTuple):
    """The resource that a name leads to.

    Attributes:
        service: boto3's name of the service, such as ``ec2``.
        constructor: The method of its service resource, such as ``Subnet``.
        identifier: The resource's only identifier.
    """

    service: str
    constructor: str
    identifier: str


def links_of(resource: str | ServiceResource) -> dict[str, str]:
    """Return the attribute paths that ``resource()`` can follow, without a call.

    Args:
        resource: A type, such as ``"lambda.Function"``, or a resource of it.

    Returns:
        The type that each path leads to, or ``"ARN"`` where an ARN decides that: for
        example ``{"vpc_config.subnet_ids": "ec2.Subnet"}``. A ``*`` in a path is any
        key of a map.

    Raises:
        UnknownNameError: There is no such service, or it has no such type.
    """
    # Imported here, as most programs list no links.
    from boto3_extensions._definitions.catalog import Catalog

    catalog = Catalog()
    if not isinstance(resource, str):
        meta = resource.meta
        resource = f"{meta.service_name}.{meta.resource_model.name}"
    service, _, resource_type = resource.partition(".")
    catalog.check_type(service, resource_type)
    model = catalog.make_class(service, resource_type).meta.resource_model
    return followable(
        catalog.loader, catalog.service_model(service), model, catalog.offers
    )


def followable(
    loader: Loader,
    service_model: ServiceModel,
    model: ResourceModel,
    offers: Callable[[str, str], bool] = lambda service, constructor: True,
) -> dict[str, str]:
    """Return the type that each attribute path of a type leads to, see `links_of`.

    Args:
        loader: botocore's loader of a session.
        service_model: botocore's model of the service.
        model: boto3's model of the resource type.
        offers: Returns whether a service has a constructor of a name.
    """
    service = service_model.service_name
    shape = shape_of(service_model, model.shape)
    links = load_links(loader, service, model.name)
    own_arn = _own_arn(loader, service, model.name)
    found = {r.name: f"{service}.{r.resource.type}" for r in model.references}
    for path in _arns(shape):
        if path != own_arn and not link_at(links, path):
            found[path] = ARN
    for path, link in links.items():
        known = [kind for kind in linked_types(link) if offers(*kind.split(".", 1))]
        if known and shape_has_path(shape, path.split(".")):
            found[path] = " or ".join(known)
    return dict(sorted(found.items()))


def load_links(loader: Loader, service: str, resource_type: str) -> Mapping[str, Any]:
    """Return the links of a resource type: a type, or types by glob, by path.

    Args:
        loader: botocore's loader of a session.
        service: boto3's name of the service.
        resource_type: The type's name in boto3's definition of the service.

    Raises:
        DefinitionFileError: The file, which may be the user's, is wrong.
    """
    links = _part("links", loader, service, resource_type)
    for path, link in links.items():
        if not (isinstance(link, str) or _is_of_globs(link)):
            reason = f"its {resource_type}.{path} is neither a string nor globs"
            raise _wrong(loader, service, reason)
    return links


def load_regions(loader: Loader, service: str, resource_type: str) -> Mapping[str, Any]:
    """Return the paths of linked resources' regions, by the paths of the links."""
    return _part("regions", loader, service, resource_type)


def _part(
    part: str, loader: Loader, service: str, resource_type: str
) -> Mapping[str, Any]:
    document = load_definitions(loader, service, KIND)
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


def _wrong(loader: Loader, service: str, reason: str) -> DefinitionFileError:
    where = definition_path(list(loader.search_paths), service, KIND)
    return DefinitionFileError(f"{where}: {reason}")


def link_at(links: Mapping[str, Any], path: str) -> str | Globs:
    """Return the link at a path, ``""`` if there is none.

    Args:
        links: The links or regions of a type, by path.
        path: The path of an attribute, without wildcards.
    """
    link: str | Globs | None = links.get(path)
    if link is None:
        steps = path.split(".")
        patterns = (key for key in links if "*" in key and _fits(steps, key.split(".")))
        link = links[pattern] if (pattern := next(patterns, "")) else ""
    return link


def _fits(steps: list[str], pattern: list[str]) -> bool:
    return len(steps) == len(pattern) and all(
        wanted in ("*", step) for step, wanted in zip(steps, pattern, strict=True)
    )


def named_target(name: object, link: str | Globs) -> NamedTarget | None:
    """Return the resource that a name leads to, None if no glob of the link matches.

    Args:
        name: The value of the attribute, of any type.
        link: The link at the attribute's path.
    """
    if not isinstance(name, str):
        return None
    for glob, target in _globs(link).items():
        if fnmatch.fnmatchcase(name, glob):
            service, _, constructor = target.partition(".")
            bare = name.rpartition("/")[2] if target in _WITH_PATHS else name
            return NamedTarget(service, constructor, bare)
    return None


def linked_types(link: str | Globs) -> list[str]:
    """Return the types that a link leads to, each once."""
    return list(dict.fromkeys(_globs(link).values()))


def _globs(link: str | Globs) -> Globs:
    if not isinstance(link, str):
        return link
    bare = link.removesuffix(NAMES_SUFFIX)
    return _FORMS.get(bare, {"*": bare} if bare else {})


ARN = "ARN"

# Deeper members are of no use; jobs of glue have whole programs in them.
_MOST_STEPS = 6
# Names of members with ARNs, a few of which AWS does not call so.
_ARN_NAME = re.compile(
    r"(\w+_)?arns?(_list)?|in_use_by|(alarm|ok|insufficient_data)_actions"
    r"|(\w+_)?(stack|change_set)_id"
)
_ARN_SHAPE = re.compile(r"A(RN|rn)(?![a-z])")
# The number of paths in an error message.
_SHOWN = 12


def _own_arn(loader: Loader, service: str, resource_type: str) -> str:
    try:
        rules = rules_of(loader, service).get(resource_type)
        return rules.main.arn if rules else ""
    except ArnRulesError:
        # The file is the user's; the error is raised where an ARN is needed.
        return ""


def sentence_of_links(known: Mapping[str, str]) -> str:
    """Return a sentence with the paths that can be followed, or the first of them.

    Args:
        known: The paths with their types, as of `followable`.
    """
    if not known:
        return "Nothing of it is known to be followed"
    names = sorted(known, key=lambda path: (path.count("."), path))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"Can be followed: {', '.join(names[:_SHOWN])}{more}"


def _arns(
    shape: Shape, path: tuple[str, ...] = (), seen: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Yield the paths of members of a shape that have ARNs.

    Args:
        shape: The shape, or None.
        path: The steps to the shape.
        seen: The names of the shapes that it is in, which may contain themselves.
    """
    if shape is None or shape.name in seen or len(path) > _MOST_STEPS:
        return
    seen = seen | {shape.name}
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from _arns(member, (*path, xform_name(name)), seen)
    elif shape.type_name == "list":
        yield from _arns(shape.member, path, seen)
    elif shape.type_name == "map":
        yield from _arns(shape.value, (*path, ANY_KEY), seen)
    elif shape.type_name == "string" and _is_arn(shape, path[-1]):
        yield ".".join(path)


def _is_arn(shape: Shape, name: str) -> bool:
    pattern = str(shape.metadata.get("pattern", ""))
    return bool(
        _ARN_NAME.fullmatch(name)
        or _ARN_SHAPE.search(shape.name)
        or pattern.lstrip("^").startswith("arn:")
    )
