"""`.arn` of resources of many services is what moto says that it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

MINE = "123456789012"

MakeSession = Callable[..., boto3.Session]


pytestmark = pytest.mark.usefixtures("arns")


# What moto's services report.


@pytest.fixture
def tagged(session: MakeSession) -> Callable[[Any], str]:
    """Return the one ARN of this kind that the tagging service reports."""

    def ask(kind: str) -> str:
        tagging = session().client("resourcegroupstaggingapi")
        answer = tagging.get_resources(ResourceTypeFilters=[kind])
        (found,) = answer["ResourceTagMappingList"]
        arn: str = found["ResourceARN"]
        return arn

    return ask


TAGS = [{"Key": "purpose", "Value": "test"}]


def test_a_bucket(session: MakeSession, tagged: Callable[[str], str]) -> None:
    """The ARN of a bucket is the one it is tagged under."""
    bucket = session().resource("s3").create_bucket(Bucket="bucket")
    bucket.Tagging().put(Tagging={"TagSet": TAGS})
    assert bucket.arn == tagged("s3")


def test_a_table(session: MakeSession) -> None:
    """The ARN of a table is what its description says."""
    table = (
        session()
        .resource("dynamodb")
        .create_table(
            TableName="table",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )
    )
    answer = table.meta.client.describe_table(TableName="table")
    assert answer["Table"]["TableArn"] == table.arn


def test_a_topic(session: MakeSession) -> None:
    """A topic is identified by its ARN."""
    topic = session().resource("sns").create_topic(Name="topic")
    assert f"arn:aws:sns:us-east-1:{MINE}:topic" == topic.arn


@pytest.mark.parametrize("name", ["queue", "queue.fifo"])
def test_a_queue(session: MakeSession, name: str) -> None:
    """The ARN made of a queue's URL is the one in its attributes."""
    fifo = {"FifoQueue": "true"} if name.endswith(".fifo") else {}
    queue = session().resource("sqs").create_queue(QueueName=name, Attributes=fifo)
    assert queue.attributes["QueueArn"] == queue.arn


def test_a_stack(session: MakeSession) -> None:
    """The ARN of a stack is its id."""
    template = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}
    stack = (
        session()
        .resource("cloudformation")
        .create_stack(StackName="stack", TemplateBody=json.dumps(template))
    )
    assert stack.stack_id == stack.arn


def test_an_alarm(session: MakeSession) -> None:
    """The ARN of an alarm is what its description says."""
    cloudwatch = session().resource("cloudwatch")
    alarm = cloudwatch.Metric("N", "m").put_alarm(
        AlarmName="TargetTracking-table/a:b",
        EvaluationPeriods=1,
        Period=60,
        Threshold=1,
        Statistic="Sum",
        ComparisonOperator="GreaterThanThreshold",
    )
    (described,) = cloudwatch.meta.client.describe_alarms()["MetricAlarms"]
    assert described["AlarmArn"] == alarm.arn


def test_a_vault(session: MakeSession) -> None:
    """The ARN of a vault is the one it is listed with."""
    glacier = session().resource("glacier")
    vault = glacier.create_vault(accountId="-", vaultName="vault")
    (listed,) = glacier.meta.client.list_vaults()["VaultList"]
    assert listed["VaultARN"] == vault.arn


def test_a_role(session: MakeSession) -> None:
    """boto3's own attribute is left alone, and knows the path."""
    role = (
        session()
        .resource("iam")
        .create_role(RoleName="role", Path="/a/b/", AssumeRolePolicyDocument="{}")
    )
    assert f"arn:aws:iam::{MINE}:role/a/b/role" == role.arn


def test_a_server_certificate(session: MakeSession) -> None:
    """The ARN of a server certificate is inside its metadata."""
    certificate = (
        session()
        .resource("iam")
        .create_server_certificate(
            ServerCertificateName="c", CertificateBody="b", PrivateKey="k", Path="/p/"
        )
    )
    metadata = certificate.server_certificate_metadata
    assert metadata["Arn"] == certificate.arn


def test_a_virtual_mfa_device(session: MakeSession) -> None:
    """The serial number of a virtual device is its ARN."""
    client = session().client("iam")
    made = client.create_virtual_mfa_device(VirtualMFADeviceName="device")
    serial = made["VirtualMFADevice"]["SerialNumber"]
    device = session().resource("iam").VirtualMfaDevice(serial)
    assert f"arn:aws:iam::{MINE}:mfa/device" == device.arn


def test_an_instance(session: MakeSession, tagged: Callable[[str], str]) -> None:
    """The ARN of an instance is the one it is tagged under."""
    ec2 = session().resource("ec2")
    image = next(iter(ec2.images.limit(1)))
    (instance,) = ec2.create_instances(ImageId=image.id, MinCount=1, MaxCount=1)
    instance.create_tags(Tags=TAGS)
    assert instance.arn == tagged("ec2:instance")


def test_network_and_storage(
    session: MakeSession, tagged: Callable[[str], str]
) -> None:
    """The ARNs of these ec2 resources are those they are tagged under."""
    ec2 = session().resource("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")
    subnet = vpc.create_subnet(CidrBlock="10.0.0.0/24")
    made = {
        "vpc": vpc,
        "subnet": subnet,
        "security-group": vpc.create_security_group(GroupName="g", Description="d"),
        "internet-gateway": ec2.create_internet_gateway(),
        "route-table": vpc.create_route_table(),
        "network-interface": subnet.create_network_interface(),
        "volume": ec2.create_volume(AvailabilityZone="us-east-1a", Size=1),
    }
    for resource in made.values():
        resource.create_tags(Tags=TAGS)
    found = {kind: tagged(f"ec2:{kind}") for kind in made}
    assert found == {kind: resource.arn for kind, resource in made.items()}


def test_an_address(session: MakeSession) -> None:
    """Both of boto3's types for an address have its allocation's ARN."""
    ec2 = session().resource("ec2")
    address = ec2.meta.client.allocate_address(Domain="vpc")
    arn = f"arn:aws:ec2:us-east-1:{MINE}:elastic-ip/{address['AllocationId']}"
    assert arn == ec2.ClassicAddress(address["PublicIp"]).arn
    assert arn == ec2.VpcAddress(address["AllocationId"]).arn


def test_a_certificate(session: MakeSession) -> None:
    """A certificate is identified by its ARN."""
    acm = session().resource("acm")
    answer = acm.meta.client.request_certificate(DomainName="example.org")
    assert answer["CertificateArn"] == acm.Certificate(answer["CertificateArn"]).arn


def test_a_trail(session: MakeSession) -> None:
    """The ARN of a trail is what creating it answers."""
    session().resource("s3").create_bucket(Bucket="logs")
    cloudtrail = session().resource("cloudtrail")
    made = cloudtrail.meta.client.create_trail(Name="trail", S3BucketName="logs")
    assert [made["TrailARN"]] == [trail.arn for trail in cloudtrail.trails.all()]


def test_a_database(session: MakeSession) -> None:
    """The ARNs of a database and its snapshot are what creating them answers."""
    rds = session().resource("rds")
    made = rds.meta.client.create_db_instance(
        DBInstanceIdentifier="orders", DBInstanceClass="db.t3.micro", Engine="mysql"
    )
    assert made["DBInstance"]["DBInstanceArn"] == rds.DBInstance("orders").arn
    made = rds.meta.client.create_db_snapshot(
        DBInstanceIdentifier="orders", DBSnapshotIdentifier="before"
    )
    assert made["DBSnapshot"]["DBSnapshotArn"] == rds.DBSnapshot("before").arn
