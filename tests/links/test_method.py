"""What one resource tells of another is followed to it, in one step."""

from __future__ import annotations

import pickle
from typing import Any

import boto3
import pytest
from boto3.exceptions import Boto3Error

import boto3_extensions
from boto3_extensions.exceptions import (
    ArnPartitionError,
    LinkError,
    PartialLinkError,
    UnknownArnTypeError,
)
from loaded_resources import HERE, MINE, with_data

KEY = "0a1b2c3d-0123-4567-89ab-0123456789ab"
ROLE = f"arn:aws:iam::{MINE}:role/path/worker"


@pytest.mark.parametrize(
    ("service", "name", "data", "attribute", "expected"),
    [
        (
            "ec2",
            "Instance",
            {"IamInstanceProfile": {"Arn": f"arn:aws:iam::{MINE}:instance-profile/p"}},
            "iam_instance_profile.arn",
            "iam.InstanceProfile(name='p')",
        ),
        (
            "rds",
            "DBInstance",
            {"KmsKeyId": f"arn:aws:kms:{HERE}:key/k"},
            "kms_key_id",
            "kms.Key(key_id='k')",
        ),
        (
            "rds",
            "DBInstance",
            {"KmsKeyId": KEY},
            "kms_key_id",
            f"kms.Key(key_id='{KEY}')",
        ),
        (
            "rds",
            "DBInstance",
            {"VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-1"}]},
            "vpc_security_groups.VpcSecurityGroupId",
            "[ec2.SecurityGroup(id='sg-1')]",
        ),
        (
            "sns",
            "Topic",
            {"Attributes": {"KmsMasterKeyId": "alias/aws/sns"}},
            "attributes.KmsMasterKeyId",
            "kms.Alias(name='alias/aws/sns')",
        ),
        (
            "dynamodb",
            "Table",
            {"SSEDescription": {"KMSMasterKeyArn": f"arn:aws:kms:{HERE}:key/k"}},
            "sse_description.KMSMasterKeyArn",
            "kms.Key(key_id='k')",
        ),
        (
            "emr",
            "Cluster",
            {"Ec2InstanceAttributes": {"Ec2KeyName": "k"}, "ServiceRole": "r"},
            "ec2_instance_attributes.ec2_key_name",
            "ec2.KeyPairInfo(name='k')",
        ),
        ("emr", "Cluster", {"ServiceRole": "r"}, "service_role", "iam.Role(name='r')"),
        (
            "elbv2",
            "LoadBalancer",
            {"AvailabilityZones": [{"SubnetId": "subnet-1"}, {}]},
            "availability_zones.subnet_id",
            "[ec2.Subnet(id='subnet-1')]",
        ),
        (
            "cloudfront",
            "Distribution",
            {
                "ViewerCertificate": {
                    "ACMCertificateArn": f"arn:aws:acm:{HERE}:certificate/c"
                }
            },
            "viewer_certificate.acm_certificate_arn",
            f"acm.Certificate(certificate_arn='arn:aws:acm:{HERE}:certificate/c')",
        ),
        ("lambda", "Function", {"VpcConfig": {}}, "vpc_config.vpc_id", "None"),
        ("ec2", "Instance", {"VpcId": "vpc-1"}, "vpc", "ec2.Vpc(id='vpc-1')"),
    ],
)
def test_ids_names_and_arns_are_followed(
    plain: boto3.Session,
    service: str,
    name: str,
    data: dict[str, Any],
    attribute: str,
    expected: str,
) -> None:
    """Whichever the service tells, in whichever dict, in either spelling."""
    resource = with_data(getattr(plain.resource(service), name)("x"), **data)
    assert expected == repr(resource.resource(attribute))


def test_subnets_in_one_text_are_followed(plain: boto3.Session) -> None:
    """An auto scaling group has its subnets separated by commas."""
    group = plain.resource("autoscaling").AutoScalingGroup("g")
    for text, ids in (
        ("subnet-1,subnet-2", ["subnet-1", "subnet-2"]),
        ("subnet-1, subnet-2", ["subnet-1", "subnet-2"]),
        ("subnet-1", ["subnet-1"]),
        ("", []),
    ):
        found = with_data(group, VPCZoneIdentifier=text).resource("vpc_zone_identifier")
        assert ids == [subnet.id for subnet in found]
    assert with_data(group, Other=1).resource("vpc_zone_identifier") is None


def test_of_a_list_those_that_work_are_had(plain: boto3.Session) -> None:
    """The error has them, names the others, and says why each cannot be followed."""
    group = plain.resource("autoscaling").AutoScalingGroup("g")
    good = f"arn:aws:elasticloadbalancing:{HERE}:targetgroup/{{}}/0123"
    bad = [f"arn:aws:unheard-of:{HERE}:thing/t", "name", "arn:aws-cn:s3:::b"]
    names = [good.format("a"), *bad, good.format("b")]
    with_data(group, TargetGroupARNs=names)
    with pytest.raises(PartialLinkError, match="3 of what target_group_arns") as caught:
        group.resource("target_group_arns")
    assert ["a", "b"] == [found.name for found in caught.value.found]
    assert [UnknownArnTypeError, LinkError, ArnPartitionError] == [
        type(error) for error in caught.value.errors
    ]
    assert all(name in str(caught.value) for name in bad)
    assert caught.value.errors[0] is caught.value.__cause__
    assert isinstance(caught.value, LinkError)


@pytest.mark.parametrize(
    ("count", "rest"), [(1, ""), (3, ""), (4, "; and 1 more"), (9, "; and 6 more")]
)
def test_of_many_that_fail_three_are_named(
    plain: boto3.Session, count: int, rest: str
) -> None:
    """And the others counted; the error has all of them."""
    group = plain.resource("autoscaling").AutoScalingGroup("g")
    with_data(group, TargetGroupARNs=[f"name-{number}" for number in range(count)])
    with pytest.raises(PartialLinkError) as caught:
        group.resource("target_group_arns")
    reasons = [str(error) for error in caught.value.errors]
    assert count == len(reasons)
    told, _, _ = str(caught.value).partition(". Can be followed")
    assert told.endswith(f": {'; '.join(reasons[:3])}{rest}")


def test_what_failed_of_a_list_can_be_pickled() -> None:
    """As errors of workers are, on their way home."""
    error = PartialLinkError("why", ["found"], [LinkError("one")])
    copy = pickle.loads(pickle.dumps(error))
    assert ("why", ["found"], 1) == (str(copy), copy.found, len(copy.errors))


def test_the_region_is_the_arns_or_the_resources(plain: boto3.Session) -> None:
    """A key of another region is asked there; a bucket here; a queue of iam's home."""
    database = plain.resource("rds", region_name="eu-west-1").DBInstance("x")
    arn = f"arn:aws:kms:eu-central-1:{MINE}:key/k"
    with_data(database, KmsKeyId=arn, MonitoringRoleArn=ROLE)
    assert "eu-central-1" == region(database.resource("kms_key_id"))
    assert "aws-global" == region(database.resource("monitoring_role_arn"))
    with_data(database, KmsKeyId=KEY)
    assert "eu-west-1" == region(database.resource("kms_key_id"))


def region(resource: Any) -> Any:
    """Return the region of a resource's client."""
    return resource.meta.client.meta.region_name


def test_credentials_are_the_resources_own(plain: boto3.Session) -> None:
    """A resource made with other keys leads to resources with those."""
    other = plain.resource(
        "lambda", aws_access_key_id="other", aws_secret_access_key="secret"
    )
    for service, key in [(other, "other"), (plain.resource("lambda"), "testing")]:
        role = with_data(service.Function("f"), Role=ROLE).resource("role")
        assert key == role.meta.client._request_signer._credentials.access_key


def test_another_partition_is_refused(plain: boto3.Session) -> None:
    """Credentials are never sent to where they are not from."""
    function = with_data(
        plain.resource("lambda").Function("f"), Role=f"arn:aws-cn:iam::{MINE}:role/r"
    )
    with pytest.raises(ArnPartitionError):
        function.resource("role")


@pytest.mark.parametrize(
    ("data", "attribute", "error", "reason"),
    [
        (
            {},
            "rolle",
            LinkError,
            r"no attribute rolle \(is it role\?\)",
        ),
        ({}, "resource", LinkError, "has no attribute resource"),
        ({}, "", LinkError, "has no attribute"),
        ({"Runtime": "python3.12"}, "runtime", LinkError, "'python3.12', which is no"),
        ({"Timeout": 3}, "timeout", LinkError, "holds 3, which is no ARN"),
        ({"VpcConfig": {}}, "vpc_config", LinkError, "holds {}, which is no ARN"),
        ({"Role": f"arn:aws:x::{MINE}:r"}, "role", UnknownArnTypeError, "no resource"),
    ],
)
def test_what_cannot_be_followed_says_why(
    plain: boto3.Session,
    data: dict[str, Any],
    attribute: str,
    error: Any,
    reason: str,
) -> None:
    """A typing error gets a hint, and what names nothing is quoted."""
    function = with_data(plain.resource("lambda").Function("f"), **data)
    with pytest.raises(error, match=reason) as caught:
        function.resource(attribute)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, Boto3Error)


# Where the method is, and where it is not.


def test_service_resources_have_no_such_method(plain: boto3.Session) -> None:
    """They have no attributes."""
    assert not hasattr(plain.resource("lambda"), "resource")


def test_it_never_takes_the_place_of_another(plain: boto3.Session) -> None:
    """Somebody's own mixin, or an attribute of that name, stays."""

    class Mixin:
        resource = "mine"

    def mix(base_classes: list[Any], **kwargs: Any) -> None:
        base_classes.insert(0, Mixin)

    plain.events.register("creating-resource-class.lambda.Function", mix)
    plain.events.register(
        "creating-resource-class.iam.Role",
        lambda class_attributes, **kwargs: class_attributes.update(resource="theirs"),
    )
    assert "mine" == plain.resource("lambda").Function("f").resource
    assert "theirs" == plain.resource("iam").Role("r").resource


def test_unpatched_it_is_gone(plain: boto3.Session) -> None:
    """Classes made after `unpatch` are boto3's."""
    boto3_extensions.unpatch()
    assert not hasattr(plain.resource("ec2").Instance("i-1"), "resource")
