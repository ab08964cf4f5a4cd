"""Every link of the packaged data leads from a path that is there to a type."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import xform_name

import boto3_extensions
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._foundation.paths import attribute_name_of
from boto3_extensions._links.known import NAMES_SUFFIX, linked_types, sentence_of_links
from loaded_resources import with_data

DATA = Path(boto3_extensions.__file__).parent / "data"
FILES = sorted(DATA.glob("*/*/links-1.json"))
SERVICES = [file.parts[-3] for file in FILES]

# Paths of every kind that users ask for, and what they lead to.
KNOWN = [
    "cloudtrail Trail s3_bucket_name s3.Bucket",
    "lambda Function vpc_config.vpc_id ec2.Vpc",
    "lambda Version vpc_config.subnet_ids ec2.Subnet",
    "lambda CapacityProvider vpc_config.security_group_ids ec2.SecurityGroup",
    "lambda Function logging_config.log_group logs.LogGroup",
    "ecs Service network_configuration.awsvpc_configuration.subnets ec2.Subnet",
    "ecs TaskSet network_configuration.awsvpc_configuration.subnets ec2.Subnet",
    "ecs TaskDefinition container_definitions.secrets.value_from ssm.Parameter",
    "kafka Cluster broker_node_group_info.client_subnets ec2.Subnet",
    "kafka Cluster broker_node_group_info.security_groups ec2.SecurityGroup",
    "kafka ClusterV2 serverless.vpc_configs.subnet_ids ec2.Subnet",
    "emr Cluster ec2_instance_attributes.ec2_key_name ec2.KeyPair",
    "emr Cluster ec2_instance_attributes.iam_instance_profile iam.InstanceProfile",
    "emr Cluster service_role iam.Role",
    "rds DBInstance kms_key_id kms.Key",
    "rds DBInstance master_user_secret.kms_key_id kms.Key",
    "rds DBInstance db_subnet_group.vpc_id ec2.Vpc",
    "rds DBInstance vpc_security_groups.vpc_security_group_id ec2.SecurityGroup",
    "redshift ClusterSubnetGroup subnets.subnet_identifier ec2.Subnet",
    "elasticache Cluster security_groups.security_group_id ec2.SecurityGroup",
    "ecr Repository encryption_configuration.kms_key kms.Key",
    "autoscaling AutoScalingGroup vpc_zone_identifier ec2.Subnet[]",
    "acm AcmeDomainValidation"
    " prevalidation_details.dns_prevalidation.hosted_zone_id route53.HostedZone",
    "glue Job role iam.Role",
    "autoscaling AutoScalingGroup placement_group ec2.PlacementGroup",
    "ec2 Instance network_interfaces.groups.group_id ec2.SecurityGroup",
    "ssm ManagedInstance instance_id ec2.Instance",
]

# What only looks like a link: another kind of thing has the name.
NONE = [
    "cloudfront StreamingDistribution streaming_distribution_config.logging.bucket",
    "elbv2 LoadBalancer canonical_hosted_zone_id",
    "emr Cluster placement_groups.instance_role",
    "elasticache GlobalReplicationGroup members.role",
    "ec2 SecondaryInterface secondary_subnet_id",
    "ec2 VerifiedAccessGroup verified_access_instance_id",
    "mq Broker ldap_server_metadata.role_name",
    "opensearch VpcEndpoint vpc_endpoint_id",
    "route53 ResourceRecordSet traffic_policy_instance_id",
    "ssm InstancePatchState snapshot_id",
    "ec2 Instance instance_id",
    "kms Key key_id",
]

# How AWS calls attributes that name something of a type: by the last two steps of a
# path. Of several words the one that ends last says what is meant, and of those the
# longest: a `vpc_security_group_id` is a security group's.
WORDS = {
    "apigateway.ClientCertificate": "client_certificate",
    "apigateway.RestApi": "rest_api",
    "athena.WorkGroup": "work_group",
    "dynamodb.Table": r"(dynamo_db|put_item)\.table",
    "autoscaling.AutoScalingGroup": "auto_scaling_group",
    "ec2.ElasticIp": "allocation_id",
    "ec2.Image": "image|ami",
    "ec2.Instance": "instance|target.id",
    "ec2.KeyPair": "key_name|ec2_ssh_key",
    "ec2.LaunchTemplate": "launch_template",
    "ec2.NetworkInterface": "network_interface",
    "ec2.PlacementGroup": "placement_group",
    "ec2.SecurityGroup": "security_group|group_id",
    "ec2.Snapshot": "snapshot",
    "ec2.Subnet": "subnet|vpc_zone_identifier",
    "ec2.TransitGateway": "associated_gateway",
    "ec2.Volume": "volume",
    "ec2.Vpc": "vpc|^resource_id$",
    "ec2.VpcEndpoint": "vpc_endpoint",
    "ec2.VpnGateway": "virtual_gateway|associated_gateway",
    "efs.FileSystem": "efs_file_system",
    "elb.LoadBalancer": "load_balancer|elb_info",
    "iam.InstanceProfile": "instance_profile|instance_role",
    "iam.Role": "role",
    "kinesis.Stream": "stream",
    "kms.Key": "key|kms",
    "logs.LogGroup": "log_group_id|log_group|logs.group|awslogs-group",
    "route53.HostedZone": "hosted_zone",
    "s3.Bucket": "bucket",
    "sagemaker.Endpoint": r"endpoint_metadata\.endpoint_name",
    "sagemaker.InferenceComponent": "base_inference_component_name",
    "sagemaker.Model": r"(variants|specification)\.model_name",
    "secretsmanager.Secret": "credentials_parameter",
    "sesv2.DedicatedIpPool": "sending_pool",
    "ssm.Parameter": "value_from",
}


def types_named_in(path: str) -> set[str]:
    """Return the types that the words of a path tell."""
    told = ".".join(path.split(".")[-2:])
    found = [
        (match.end(), len(match[0]), target)
        for target, words in WORDS.items()
        for match in re.finditer(words, told)
    ]
    return {target for *place, target in found if tuple(place) == max(found)[:2]}


@functools.cache
def linked(service: str) -> dict[str, dict[str, Any]]:
    """Return the links of a service, by type."""
    (file,) = DATA.glob(f"{service}/*/links-1.json")
    found: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8"))["links"]
    return found


@functools.cache
def opened(service: str) -> Any:
    """Return a service resource with which nobody is asked."""
    session = boto3.Session("testing", "testing", region_name="us-east-1")
    return boto3_extensions.extend(session).resource(service)


def leaf(shape: Any, steps: list[str]) -> Any:
    """Return the shape at a path, or that of the text or the map that it leads into."""
    while shape.type_name == "list":
        shape = shape.member
    if not steps or shape.type_name == "string":
        return shape
    if shape.type_name == "map":
        return leaf(shape.value, steps[1:])
    members = {xform_name(name): member for name, member in shape.members.items()}
    return leaf(members[steps[0]], steps[1:])


@functools.cache
def catalog() -> Catalog:
    """Return what knows all definitions."""
    return Catalog()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.newer_botocore
def test_every_path_leads_to_a_text(service: str) -> None:
    """Its first step is an attribute, and the last one a string, or a list of them."""
    for name, links in linked(service).items():
        made = catalog().make_class(service, name)
        shape = (
            catalog().service_model(service).shape_for(made.meta.resource_model.shape)
        )
        for path in links:
            head, *steps = path.split(".")
            attribute = attribute_name_of(made, head, bool(steps))
            assert isinstance(getattr(made, attribute), property)
            assert (name, path, "string") == (
                name,
                path,
                leaf(shape, [head, *steps]).type_name,
            )


@pytest.mark.parametrize("service", SERVICES)
def test_every_link_leads_to_the_type_that_its_path_names(service: str) -> None:
    """As AWS calls such attributes everywhere; a link to another type is a mistake."""
    for links in linked(service).values():
        for path, link in links.items():
            one = isinstance(link, str)
            types = {link.removesuffix(NAMES_SUFFIX)} if one else {*link.values()}
            assert (path, types) == (path, types_named_in(path))


@pytest.mark.parametrize("line", KNOWN)
def test_what_users_ask_for_is_linked(line: str) -> None:
    """Networks, keys, logs, buckets and roles, however deep."""
    service, name, path, target = line.split()
    assert target == linked(service)[name][path]


def test_where_an_arn_decides_that_is_told() -> None:
    """Beside what the files link; the resource's own ARN leads nowhere else."""
    links = boto3_extensions.links_of("lambda.Function")
    assert ("ARN", "ARN") == (
        links["kms_key_arn"],
        links["dead_letter_config.target_arn"],
    )
    assert "ec2.Subnet" == links["vpc_config.subnet_ids"]
    assert "function_arn" not in links


@pytest.mark.parametrize("line", NONE)
def test_what_only_looks_like_a_link_is_none(line: str) -> None:
    """The name is that of another kind of thing, of AWS's own, or of itself."""
    service, name, path = line.split()
    found = linked(service) if service in SERVICES else {}
    assert path not in found.get(name, {})


def every_target() -> list[str]:
    """Return the types that links lead to."""
    found = {
        target
        for service in SERVICES
        for links in linked(service).values()
        for link in links.values()
        for target in linked_types(link)
    }
    return sorted(found)


@pytest.mark.parametrize("target", every_target())
def test_every_target_is_made_of_one_identifier(target: str) -> None:
    """Its service makes it by name, as `ec2.Subnet(id)`."""
    service, constructor = target.split(".")
    (made,) = (
        one
        for one in opened(service).meta.resource_model.subresources
        if one.name == constructor
    )
    assert 1 == len(made.resource.identifiers)


def test_links_are_read_when_one_is_followed(plain: boto3.Session) -> None:
    """Who follows nothing does not wait for them."""
    loader = plain._session.get_component("data_loader")
    function = with_data(plain.resource("lambda").Function("f"), Role="r", VpcConfig={})
    assert ("r", True) == (function.role, hasattr(function, "resource"))
    assert [] == [key for key in loader._cache if "links-1" in key]
    assert function.resource("vpc_config.subnet_ids") is None
    assert "links-1" in {part for key in loader._cache for part in key}


@pytest.mark.parametrize(("count", "rest"), [(12, ""), (13, " and 1 more")])
def test_of_many_paths_the_first_are_told(count: int, rest: str) -> None:
    """The shortest, in the order of their names; the others are counted."""
    paths = [*(f"path_{number:02}" for number in range(count - 1)), "a.longer_one"]
    known = dict.fromkeys(reversed(paths), "s3.Bucket")
    told = f"Can be followed: {', '.join(paths[:12])}{rest}"
    assert told == sentence_of_links(known)
