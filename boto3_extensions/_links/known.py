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

Lists what can be followed from a resource type: what there is, to be asked for.

ARNs are in no data of ours, for they tell of themselves. botocore's shapes tell where
they are: by the name of a member or of its shape, or by the pattern that it has.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore import xform_name

from boto3_extensions._arns.rules import rules_of
from boto3_extensions._foundation.models import file_in, model_of
from boto3_extensions._foundation.paths import ANY, could_lead_on, shape_of
from boto3_extensions.exceptions import ArnRulesError, DefinitionFileError

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import ResourceModel
    from botocore.loaders import Loader
    from botocore.model import ServiceModel, Shape

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


def load_links(loader: Loader, service: str, resource_type: str) -> Mapping[str, Any]:
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


def load_regions(loader: Loader, service: str, resource_type: str) -> Mapping[str, Any]:
    """Return where the Regions are of what a resource type names, by the same paths."""
    return _part("regions", loader, service, resource_type)


def _part(
    part: str, loader: Loader, service: str, resource_type: str
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


def _wrong(loader: Loader, service: str, reason: str) -> DefinitionFileError:
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


ARN = "ARN"

# What is deeper nobody has asked for; jobs of glue have whole programs in them.
_MOST_STEPS = 6
# By name: AWS calls a few ARNs something else.
_ARN_NAME = re.compile(
    r"(\w+_)?arns?(_list)?|in_use_by|(alarm|ok|insufficient_data)_actions"
    r"|(\w+_)?(stack|change_set)_id"
)
_ARN_SHAPE = re.compile(r"A(RN|rn)(?![a-z])")
# So many fit into an error.
_SHOWN = 12


def links_of(resource: str | ServiceResource) -> dict[str, str]:
    """Return what ``resource()`` can follow from a resource type, without a call.

    Args:
        resource: A type, such as ``"lambda.Function"``, or a resource of it.

    Returns:
        What each path leads to, such as ``{"vpc_config.subnet_ids": "ec2.Subnet"}``,
        or ``"ARN"`` for whatever that names. A ``*`` in a path is any key of a map.

    Raises:
        UnknownNameError: There is no such service, or it has no such type.
    """
    # Here, since a session of its own is made, and most programs list nothing.
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
    """Return what can be followed from a resource type, see `links_of`.

    Args:
        loader: botocore's loader of a session.
        service_model: botocore's model of the service.
        model: boto3's of the resource type.
        offers: Tells whether a service has what makes a resource of such a name.
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
        known = [one for one in targets(link) if offers(*one.split(".", 1))]
        if known and could_lead_on(shape, path.split(".")):
            found[path] = " or ".join(known)
    return dict(sorted(found.items()))


def _own_arn(loader: Loader, service: str, resource_type: str) -> str:
    try:
        rules = rules_of(loader, service).get(resource_type)
        return rules.main.arn if rules else ""
    except ArnRulesError:
        # Of the user's. Who asks for the ARN is told.
        return ""


def can_be_followed(known: Mapping[str, str]) -> str:
    """Return a sentence that names what can be followed, or some of it."""
    if not known:
        return "Nothing of it is known to be followed"
    names = sorted(known, key=lambda path: (path.count("."), path))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"Can be followed: {', '.join(names[:_SHOWN])}{more}"


def _arns(
    shape: Shape, way: tuple[str, ...] = (), seen: frozenset[str] = frozenset()
) -> Iterator[str]:
    if shape is None or shape.name in seen or len(way) > _MOST_STEPS:
        return
    seen = seen | {shape.name}
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from _arns(member, (*way, xform_name(name)), seen)
    elif shape.type_name == "list":
        yield from _arns(shape.member, way, seen)
    elif shape.type_name == "map":
        yield from _arns(shape.value, (*way, ANY), seen)
    elif shape.type_name == "string" and _is_arn(shape, way[-1]):
        yield ".".join(way)


def _is_arn(shape: Shape, name: str) -> bool:
    pattern = str(shape.metadata.get("pattern", ""))
    return bool(
        _ARN_NAME.fullmatch(name)
        or _ARN_SHAPE.search(shape.name)
        or pattern.lstrip("^").startswith("arn:")
    )
