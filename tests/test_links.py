"""What one resource tells of another is followed to it, in one step."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from pathlib import Path
from typing import Any

import boto3
import pytest
from boto3.exceptions import Boto3Error
from botocore import xform_name

import boto3_extensions
from boto3_extensions.exceptions import (
    ArnPartitionError,
    LinkError,
    PartialLinkError,
    UnknownArnTypeError,
)
from definition_driver.older_models import models_are_older

MINE = "123456789012"
HERE = f"us-east-1:{MINE}"
KEY = "0a1b2c3d-0123-4567-89ab-0123456789ab"
ROLE = f"arn:aws:iam::{MINE}:role/path/worker"
DATA = Path(boto3_extensions.__file__).parent / "data"


@pytest.fixture
def plain() -> boto3.Session:
    """Return a session with which nobody is asked."""
    session = boto3.Session("testing", "testing", region_name="us-east-1")

    def refuse(event_name: str, **kwargs: Any) -> None:
        raise AssertionError(f"a call was made: {event_name}")

    session.events.register("before-call", refuse)
    return session


def with_data(resource: Any, **data: Any) -> Any:
    """Return a resource as if AWS had answered with this data."""
    resource.meta.data = data
    return resource


def code() -> bytes:
    """Return a function's code."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("f.py", "")
    return file.getvalue()


# On the embedded AWS.


def test_a_functions_role_is_an_iam_role(session: Any) -> None:
    """The role is found, can be loaded, and the raw attribute stays the ARN."""
    made = (
        session()
        .client("iam")
        .create_role(RoleName="worker", Path="/path/", AssumeRolePolicyDocument="{}")
    )
    session().client("lambda").create_function(
        FunctionName="f",
        Role=ROLE,
        Runtime="python3.12",
        Handler="f.f",
        Code={"ZipFile": code()},
    )
    (function,) = session().resource("lambda").functions.all()
    role = function.resource("role")
    assert "iam.Role(name='worker')" == repr(role)
    assert made["Role"]["RoleId"] == role.role_id
    assert ROLE == function.role


def test_a_trails_bucket_and_topic(session: Any) -> None:
    """A bucket's name and a topic's ARN lead to both."""
    session().client("s3").create_bucket(Bucket="logs")
    topic = session().resource("sns").create_topic(Name="told")
    trails = session().client("cloudtrail")
    trails.create_trail(Name="audit", S3BucketName="logs", SnsTopicName="told")
    (trail,) = session().resource("cloudtrail").trails.all()
    trail.resource("s3_bucket_name").put_object(Key="k", Body=b"")
    assert topic == trail.resource("sns_topic_arn")
    assert trail.resource("kms_key_id") is None


def test_a_groups_instances_and_target_groups(session: Any) -> None:
    """A list gives a list, in its order, also of what is inside of dicts."""
    client = session().client("autoscaling")
    subnet = next(iter(session().resource("ec2").subnets.all()))
    image = next(iter(session().resource("ec2").images.all()))
    client.create_launch_configuration(
        LaunchConfigurationName="c", ImageId=image.id, InstanceType="t3.micro"
    )
    client.create_auto_scaling_group(
        AutoScalingGroupName="g",
        LaunchConfigurationName="c",
        MinSize=2,
        MaxSize=2,
        VPCZoneIdentifier=subnet.id,
    )
    (group,) = session().resource("autoscaling").auto_scaling_groups.all()
    instances = group.resource("instances.instance_id")
    assert [one["InstanceId"] for one in group.instances] == [i.id for i in instances]
    assert {image.id} == {instance.image_id for instance in instances}
    assert [] == group.resource("target_group_arns")


def test_a_queues_redrive_policy_is_stepped_into(session: Any) -> None:
    """sqs tells the ARN inside of a text, which is JSON."""
    sqs = session().resource("sqs")
    dead = sqs.create_queue(QueueName="dead")
    policy = {"deadLetterTargetArn": dead.attributes["QueueArn"], "maxReceiveCount": 2}
    queue = sqs.create_queue(
        QueueName="live", Attributes={"RedrivePolicy": json.dumps(policy)}
    )
    found = queue.resource("attributes.RedrivePolicy.deadLetterTargetArn")
    assert dead.attributes["QueueArn"] == found.attributes["QueueArn"]


def test_a_summary_is_completed_on_the_way(session: Any) -> None:
    """An attribute that the list leaves out loads the item, as reading it does."""
    key = session().client("kms").create_key()["KeyMetadata"]
    session().client("kinesis").create_stream(StreamName="s", ShardCount=1)
    session().client("kinesis").start_stream_encryption(
        StreamName="s", EncryptionType="KMS", KeyId=key["Arn"]
    )
    (stream,) = session().resource("kinesis").streams.all()
    assert key["KeyId"] == stream.resource("key_id").key_id


# Without asking anybody.


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


# The data.


def links() -> list[Any]:
    """Return each link of the packaged data: service, type, attribute, target."""
    found = []
    for path in sorted(DATA.glob("*/*/arns-1.json")):
        document = json.loads(path.read_text("utf-8"))
        for resource_type, by_path in document.get("links", {}).items():
            for attribute, link in by_path.items():
                targets = [link] if isinstance(link, str) else list(link.values())
                found.append((path.parts[-3], resource_type, attribute, targets))
    return found


def test_every_link_leads_from_an_attribute_to_a_type() -> None:
    """The attribute exists, and the target takes just one identifier."""
    session = boto3_extensions.extend(boto3.Session(region_name="us-east-1"))
    services = {name: session.resource(name) for name in linked_services()}
    for service, resource_type, attribute, targets in links():
        model = services[service].meta.client.meta.service_model
        definition = definitions(session, service)[resource_type]
        if models_are_older() and definition["shape"] not in model.shape_names:
            continue
        members = model.shape_for(definition["shape"]).members
        names = set(map(xform_name, members))
        assert attribute.split(".")[0] in names or models_are_older()
        for target in targets:
            name, constructor = target.removesuffix("[]").split(".")
            (made,) = (
                s
                for s in services[name].meta.resource_model.subresources
                if s.name == constructor
            )
            assert 1 == len(made.resource.identifiers)


def linked_services() -> set[str]:
    """Return the services that links lead from or to."""
    return {
        name
        for service, _, _, targets in links()
        for name in [service, *(target.split(".")[0] for target in targets)]
    }


def definitions(session: Any, service: str) -> Any:
    """Return a service's resource definitions by type."""
    loader = session._session.get_component("data_loader")
    return loader.load_service_model(service, "resources-1")["resources"]
