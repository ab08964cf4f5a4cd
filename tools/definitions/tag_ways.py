"""The operations that read and write the tags of each resource type.

AWS has tags in some thirty forms: a list of ``Key`` and ``Value``, of ``TagKey`` and
``TagValue``, a map, a structure around one; by name, id or ARN; changed by one
operation or by two, or replaced as a whole. All of that is in the models. Which types
have tags is in the definitions already, whose actions ``tags`` holds against AWS's
reference; here is told how a shape of tags is recognised, and what no model says.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from botocore import xform_name
from botocore.model import ListShape, MapShape, Shape, StructureShape

from . import history
from .service import Service
from .tags import EXPLAINED
from .toml_file import find, read

FILE = "tags-1.json"

_ADDS = re.compile(r"Tag(?!Log)\w*|(Add|Create|CreateOrUpdate|Change)Tags\w*")
_REMOVES = re.compile(r"Untag\w*|(Remove|Delete|Change)Tags\w*")
_READS = re.compile(r"(List|Get|Describe)\w*Tags\w*")
_NAMED_TAGS = re.compile(r"(add_|resource_)?tags?(_?(list|set|map|to_add))?")
# In data, they are those that a template of ecr's gives to repositories.
_OF_MADE = re.compile(r"resource_tags?(_list)?")
_NAMED_KEYS = re.compile(r"(remove_|resource_)?tag_(keys|key_list)|keys|tags_to_remove")
_PAIRS = (
    ("Key", "Value"),
    ("key", "value"),
    ("TagKey", "TagValue"),
    ("tagKey", "tagValue"),
)

# Their answers end with a flag, and go on after the last key.
_FLAGS = {"HasMoreTags": "ExclusiveStartTagKey"}

# S3 has no operation that adds one: all are put at once. The types, and their
# identifiers by input.
_OBJECT = {"Bucket": "BucketName", "Key": "Key"}
_VERSION = {"Bucket": "BucketName", "Key": "ObjectKey", "VersionId": "Id"}
_OF_ACCOUNT = {"AccountId": "AccountId"}
_REPLACED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "s3.Bucket": ("Bucket", {"Bucket": "Name"}),
    "s3.Object": ("Object", _OBJECT),
    "s3.ObjectSummary": ("Object", _OBJECT),
    "s3.ObjectVersion": ("Object", _VERSION),
    "s3control.Bucket": ("Bucket", _OF_ACCOUNT | {"Bucket": "Arn"}),
    "s3control.Job": ("Job", _OF_ACCOUNT | {"JobId": "Id"}),
    "s3control.StorageLensConfiguration": (
        "StorageLensConfiguration",
        _OF_ACCOUNT | {"ConfigId": "Id"},
    ),
}
# boto3's own types for what another type has the operations of, with the member of
# their data for each of its identifiers.
_THROUGH = {"iam": {"CurrentUser": ("User", {"Name": "UserName"})}}

# AWS's words about tags in data that are not all.
_NOT_ALL = re.compile(r"you can view all tags using", re.IGNORECASE)

# What stands for the tags of a resource, and has none of its own.
_ARE_TAGS = {
    "s3.BucketTagging",
    "s3.ObjectTagging",
    "s3control.BucketTagging",
    "s3control.JobTagging",
    "s3control.StorageLensConfigurationTagging",
}

# S3's way to say that there are none.
_NONE = "NoSuchTagSet"

# A group's name is in each of its tags.
# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Tag.html
_GROUP = "auto-scaling-group"

# "Tag keys are not case sensitive, but case is preserved."
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
_CASELESS = {"iam"}

# "GetResources … support all resource types", but for these, which it does not support
# or answers empty for.
# https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
NOT_LISTED: Mapping[str, str] = {
    "autoscaling.AutoScalingGroup": "GetResources has an empty answer for groups",
    "iam.CurrentUser": "GetResources does not support IAM users",
    "iam.Role": "GetResources does not support IAM roles",
    "iam.User": "GetResources does not support IAM users",
    # Tags of buckets alone are what AWS calls tags of resources.
    "s3.Object": "S3 is there with its buckets only",
    "s3.ObjectSummary": "S3 is there with its buckets only",
    "s3.ObjectVersion": "S3 is there with its buckets only",
}

# An ARN of theirs makes a resource of another type, or none, as it does not tell what
# they are known by: what GetResources tells of them is not known to be of the type.
ANOTHERS = frozenset(
    {
        "cloudformation.ChangeSet",
        "cloudfront.KeyValueStore",
        "config.ConfigRule",
        "config.ConfigurationAggregator",
        "config.OrganizationConfigRule",
        "config.OrganizationConformancePack",
        "directconnect.Interconnect",
        "ec2.ElasticIp",
        "ec2.TransitGatewayClientVpnAttachment",
        "ec2.TransitGatewayConnect",
        "ec2.TransitGatewayNetworkFunctionAttachment",
        "ec2.TransitGatewayPeeringAttachment",
        "ec2.TransitGatewayVpcAttachment",
        "ec2.VpcEndpointService",
        "ec2.VpcEndpointServicePermission",
        "eks.AccessEntry",
        "glue.IntegrationResourceProperty",
        "organizations.ResourcePolicy",
        "rds.DBClusterAutomatedBackup",
        "rds.DBProxy",
        "rds.DBProxyEndpoint",
        "rds.DBProxyTargetGroup",
        "rds.DBShardGroup",
        "rds.DBSnapshotTenantDatabase",
        "rds.TenantDatabase",
        "sagemaker.App",
        "sagemaker.Cluster",
        "sagemaker.ClusterExtension",
        "sagemaker.Job",
        "sagemaker.SpaceApp",
        "securityhub.ConnectorV2",
        "securityhub.HubV2",
    }
)

_FIRST_SEGMENT = re.compile(r"[^{/:]+(?=[/:{])")

Params = list[dict[str, Any]]


class _Site(NamedTuple):
    """An action or collection of a type that asks an operation."""

    operation: str
    params: Params
    costs: int


class _Tags(NamedTuple):
    """The path of tags in an input or an output, and their form."""

    path: str
    names: tuple[str, str] | None
    limit: int | None

    def as_json(self, name: str) -> dict[str, Any]:
        told: dict[str, Any] = {name: self.path}
        if self.names:
            told["key"], told["value"] = self.names
        return told


def document(
    service: Service, definition: Mapping[str, Any], arns: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a service's ``tags-1``: the tag operations of each type.

    Args:
        service: The service's models.
        definition: Its definition, with what boto3 has.
        arns: The entries of its ``arns-1``.

    Returns:
        The document; empty for a service without tags.
    """
    found: dict[str, Any] = {}
    refused: dict[str, str] = {}
    later = history.read().get(service.name, {}).get("since", {}).get("operations", {})
    for kind, body in definition.get("resources", {}).items():
        name = f"{service.name}.{kind}"
        if name in _ARE_TAGS:
            continue
        if way := _way(service, kind, body, later):
            listed = _listed(service.name, kind, arns.get(kind, {}))
            found[kind] = {**way, **({"listed": listed} if listed else {})}
        elif reason := EXPLAINED.get(name):
            refused[kind] = reason
    for kind, (other, members) in _THROUGH.get(service.name, {}).items():
        found[kind] = _through(found[other], members)
        refused.pop(kind, None)
    if not found and not refused:
        return {}
    made: dict[str, Any] = {"version": "1.0", "resources": found, "refused": refused}
    if service.name in _CASELESS:
        made["caseless"] = True
    return made


def _way(
    service: Service, kind: str, body: Mapping[str, Any], later: Collection[str]
) -> dict[str, Any]:
    if replaced := _REPLACED.get(f"{service.name}.{kind}"):
        return _replacing(service, *replaced)
    sites = list(_sites(service, body, later))
    if service.name == "autoscaling" and kind == "AutoScalingGroup":
        return {"read": _read(service, sites), **_of_groups()}
    add, remove = _add(service, sites), _remove(service, sites)
    read = _read(service, sites) or _read_by(service, add)
    if service.name == "ec2" and add:
        read = _of_ec2(add["params"])
        # boto3 has it for instances in code.
        remove = remove or {
            "operation": "DeleteTags",
            "params": add["params"],
            "keys": "Tags[]",
            "key": "Key",
        }
    way: dict[str, Any] = {}
    data = _data(service, body)
    if data and not (read and _must_be_asked_for(service, body)):
        way["data"] = data
        if service.model.metadata["protocol"] == "ec2" and read:
            # It writes no empty list.
            way["data"] = {**data, "absent": True}
    parts = {"read": read, "add": add, "remove": remove}
    way |= {name: part for name, part in parts.items() if part}
    if add:
        return way
    if not data or not _is_made_with_tags(service, kind):
        # They are the tags of something else.
        return {}
    if update := _update(service, body, data):
        way["update"] = update
    return way


def _is_made_with_tags(service: Service, kind: str) -> bool:
    """Return whether tags are given to a type when it is made."""
    operation = f"Create{kind.removesuffix('ByArn')}"
    if operation not in service.operations:
        return False
    return _tags_in(service.inputs(operation)) is not None


def _sites(
    service: Service, body: Mapping[str, Any], later: Collection[str]
) -> Iterator[_Site]:
    for section in ("actions", "hasMany"):
        for one in body.get(section, {}).values():
            request = one.get("request")
            if request is None or request["operation"] not in service.operations:
                continue
            operation = request["operation"]
            params = [dict(param) for param in request.get("params", ())]
            if "arn" in one:
                after = {"after": one["arnAfter"]} if "arnAfter" in one else {}
                params.append({"target": one["arn"], "source": "arn", **after})
            # What an older botocore lacks, last; what takes no other call, first.
            far = sum(param["source"] in ("data", "arn") for param in params)
            yield _Site(operation, params, 10 * (operation in later) + far)


def _choose(sites: list[_Site], verb: re.Pattern[str]) -> Iterator[_Site]:
    """Yield the sites of a kind of operation, the best first."""
    fitting = [site for site in sites if verb.fullmatch(site.operation)]
    yield from sorted(fitting, key=lambda site: site.costs)


def _add(service: Service, sites: list[_Site]) -> dict[str, Any]:
    for site in _choose(sites, _ADDS):
        if tags := _tags_in(service.inputs(site.operation)):
            limit = {"limit": tags.limit} if tags.limit else {}
            return {**_request(site), **tags.as_json("tags"), **limit}
    return {}


def _remove(service: Service, sites: list[_Site]) -> dict[str, Any]:
    for site in _choose(sites, _REMOVES):
        inputs = service.inputs(site.operation)
        for name, shape in inputs.items():
            if not _NAMED_KEYS.fullmatch(xform_name(name)):
                continue
            path, inner = _unwrapped(name, shape)
            if isinstance(inner, ListShape):
                limit = inner.metadata.get("max")
                told = {**_request(site), "keys": path}
                return {**told, **({"limit": limit} if limit else {})}
        if (tags := _tags_in(inputs)) and tags.names:
            limit = {"limit": tags.limit} if tags.limit else {}
            told = {**_request(site), "keys": tags.path, "key": tags.names[0]}
            return {**told, **limit}
        for name, shape in inputs.items():
            item = shape.member if isinstance(shape, ListShape) else None
            # elb's has the key alone.
            if isinstance(item, StructureShape) and list(item.members) == ["Key"]:
                return {**_request(site), "keys": name, "key": "Key"}
    return {}


def _read(service: Service, sites: list[_Site]) -> dict[str, Any]:
    for site in _choose(sites, _READS):
        output = service.output(site.operation)
        tags = _tags_in(output.members, deep=True) if output else None
        if output is None or tags is None:
            continue
        told = {**_request(site), **tags.as_json("path")}
        for flag, start in _FLAGS.items():
            if flag in output.members:
                told["more"] = {"flag": flag, "start": start}
        return told
    return {}


def _read_by(service: Service, add: Mapping[str, Any]) -> dict[str, Any]:
    """Return the operation that reads tags by the same input as an add operation.

    A collection cannot be asked by an ARN that no answer tells; `_add`'s action can.
    So can what takes an ARN or a list of some, and requires neither.
    """
    params = add.get("params", [])
    targets = {param["target"] for param in params}
    found = [
        _Site(operation, params, 0)
        for operation in (service.operations if targets else ())
        if service.required(operation) <= targets <= {*service.inputs(operation)}
    ]
    return _read(service, found)


def _request(site: _Site) -> dict[str, Any]:
    return {"operation": site.operation, "params": site.params}


def _tags_in(members: Mapping[str, Shape], deep: bool = False) -> _Tags | None:
    """Return the paths of tags among members, the nearest first."""
    for name, shape in members.items():
        path, inner = _unwrapped(name, shape)
        # pinpoint's are in a TagsModel; those of an AssetConfiguration are the assets'.
        for told in path.split(".") if "tag" in name.lower() else [name]:
            if tags := _tags_at(path, told, inner):
                return tags
    for name, shape in members.items() if deep else ():
        path, inside = name, shape
        if isinstance(shape, ListShape):
            path, inside = f"{name}[]", shape.member
        if not isinstance(inside, StructureShape):
            continue
        if pair := _pair(inside.members.get("Tag")):
            return _Tags(f"{path}.Tag", pair, None)
        if found := _tags_in(inside.members):
            return found._replace(path=f"{path}.{found.path}")
    return None


def _tags_at(path: str, name: str, shape: Shape) -> _Tags | None:
    if not _NAMED_TAGS.fullmatch(xform_name(name)):
        return None
    limit = shape.metadata.get("max")
    if isinstance(shape, ListShape) and (pair := _pair(shape.member)):
        return _Tags(f"{path}[]", pair, limit)
    if isinstance(shape, MapShape) and shape.value.type_name == "string":
        return _Tags(path, None, limit)
    return None


def _unwrapped(name: str, shape: Shape) -> tuple[str, Shape]:
    """Return the list that is a structure's only member: cloudfront's, s3's."""
    if isinstance(shape, StructureShape) and len(shape.members) == 1:
        ((inner, found),) = shape.members.items()
        return f"{name}.{inner}", found
    return name, shape


def _pair(shape: Shape | None) -> tuple[str, str] | None:
    """Return the members with the key and the value of a tag in a structure."""
    members = shape.members if isinstance(shape, StructureShape) else {}
    return next((pair for pair in _PAIRS if {*pair} <= {*members}), None)


def _data(service: Service, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the path of tags in a type's data."""
    if body.get("shape") not in service.shape_names():
        return {}
    members = dict(service.structure(body["shape"]).members)
    for name in [n for n in members if _OF_MADE.fullmatch(xform_name(n))]:
        del members[name]
    tags = _tags_in(members)
    return tags.as_json("path") if tags else {}


def _must_be_asked_for(service: Service, body: Mapping[str, Any]) -> bool:
    """Return whether AWS leaves tags out of the data unless they are asked for.

    ecs tells them for ``include=["TAGS"]``, and an empty list otherwise; storagegateway
    tells ten, and says that ListTagsForResource has all.
    """
    shape = body.get("shape")
    members = service.structure(shape).members if shape in service.shape_names() else {}
    if any(_NOT_ALL.search(str(one.documentation)) for one in members.values()):
        return True
    operation = body.get("load", {}).get("request", {}).get("operation")
    if operation is None:
        return False
    for shape in service.inputs(operation).values():
        if isinstance(shape, ListShape) and "TAGS" in shape.member.metadata.get(
            "enum", ()
        ):
            return True
    return False


def _update(
    service: Service, body: Mapping[str, Any], data: Mapping[str, Any]
) -> str | None:
    """Return the action that changes tags with other data, as a stack's update."""
    member = data["path"].removesuffix("[]")
    for name, one in body.get("actions", {}).items():
        operation = one.get("request", {}).get("operation", "")
        if operation.startswith("Update") and member in service.inputs(operation):
            return str(xform_name(name))
    return None


def _replacing(
    service: Service, noun: str, inputs: Mapping[str, str]
) -> dict[str, Any]:
    params = [
        {"target": target, "source": "identifier", "name": name}
        for target, name in inputs.items()
    ]
    put = f"Put{noun}Tagging"
    output = service.output(f"Get{noun}Tagging")
    tags = _tags_in(output.members) if output else None
    taken = _tags_in(service.inputs(put), deep=True)
    assert tags is not None
    assert taken is not None
    told = tags.as_json("path")
    return {
        "read": {"operation": f"Get{noun}Tagging", "params": params, **told}
        | {"none": _NONE},
        "replace": {
            "operation": put,
            "params": params,
            **taken.as_json("tags"),
        },
        "clear": {"operation": f"Delete{noun}Tagging", "params": params},
    }


def _through(way: Mapping[str, Any], members: Mapping[str, str]) -> dict[str, Any]:
    made = {name: part for name, part in way.items() if name != "listed"}
    for name in [n for n in ("read", "add", "remove") if n in way]:
        params = [
            {"target": p["target"], "source": "data", "path": members[p["name"]]}
            if p["source"] == "identifier"
            else p
            for p in way[name]["params"]
        ]
        made[name] = {**way[name], "params": params}
    return made


def _of_groups() -> dict[str, Any]:
    item = [
        {"target": "ResourceId", "source": "identifier", "name": "Name"},
        {"target": "ResourceType", "source": "string", "value": _GROUP},
    ]
    written: dict[str, Any] = {"params": [], "item": item}
    return {
        "add": {
            "operation": "CreateOrUpdateTags",
            **written,
            "tags": "Tags[]",
            "key": "Key",
            "value": "Value",
            "keeps": ["PropagateAtLaunch"],
        },
        "remove": {
            "operation": "DeleteTags",
            **written,
            "keys": "Tags[]",
            "key": "Key",
        },
    }


def _of_ec2(params: Params) -> dict[str, Any]:
    """Return the DescribeTags request of ec2, by the id of any resource."""
    (whose,) = (param for param in params if param["target"].startswith("Resources"))
    name = {"target": "Filters[0].Name", "source": "string", "value": "resource-id"}
    return {
        "operation": "DescribeTags",
        "params": [name, {**whose, "target": "Filters[0].Values[0]"}],
        "path": "Tags[]",
        "key": "Key",
        "value": "Value",
    }


def _listed(service: str, kind: str, arn: Mapping[str, Any]) -> str | None:
    """Return the filter of GetResources for a type; None if there is none.

    "The string for each service name and resource type is the same as that embedded in
    a resource's ARN."
    """
    name = f"{service}.{kind}"
    if name in NOT_LISTED or name in ANOTHERS or "format" not in arn:
        return None
    for one in (arn, *arn.get("variants", ())):
        parts = str(one.get("format", "")).split(":", 5)
        # `check` tells of a format that is none of an ARN.
        if len(parts) < 6:
            continue
        if parts[2] == service or _form(one["format"]) not in _forms_of(parts[2]):
            first = _FIRST_SEGMENT.match(parts[5])
            return f"{parts[2]}:{first[0]}" if first else parts[2]
    return None


@functools.cache
def _forms_of(service: str) -> frozenset[str]:
    """Return the forms of the ARNs of a service that ARNs are called after.

    Its types come first: an ``rds`` ARN is made a type of rds, be it docdb's or not.
    """
    path = find(service)
    types = read(path).types.values() if path.exists() else ()
    return frozenset(_form(one.arn.get("format", "")) for one in types if one.arn)


def _form(template: str) -> str:
    """Return an ARN format with all its fields alike."""
    return re.sub(r"\{\w+\}", "{}", template)
