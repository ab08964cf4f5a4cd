"""An ARN becomes the resource it names, without a call, or a distinct error."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from boto3.exceptions import Boto3Error

from boto3_extensions import _install, resource_from_arn, resource_type_of
from boto3_extensions.exceptions import (
    ArnPartitionError,
    ArnTypeError,
    MalformedArnError,
    UnknownArnTypeError,
    UnknownNameError,
)
from offline_session import HERE, MINE, UUID, offline_session

OTHER = "111111111111"


pytestmark = pytest.mark.usefixtures("arns")


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        ("arn:aws:s3:::b", "s3.Bucket(name='b')"),
        ("arn:aws:s3:::b/k", "s3.Object(bucket_name='b', key='k')"),
        (
            "arn:aws:s3:::b/key/with//slashes and:colons%20ü/ ",
            "s3.Object(bucket_name='b', key='key/with//slashes and:colons%20ü/ ')",
        ),
        ("arn:aws:s3:::b//k", "s3.Object(bucket_name='b', key='/k')"),
        (
            f"arn:aws:s3:{HERE}:accesspoint/p",
            f"s3.Bucket(name='arn:aws:s3:{HERE}:accesspoint/p')",
        ),
        (
            f"arn:aws:s3:{HERE}:accesspoint/p/object/k/l",
            f"s3.Object(bucket_name='arn:aws:s3:{HERE}:accesspoint/p', key='k/l')",
        ),
        (f"arn:aws:sts::{MINE}:assumed-role/r/me@x.org", "iam.Role(name='r')"),
        (
            f"arn:aws:secretsmanager:{HERE}:secret:s-AbCdEf:key::",
            "secretsmanager.Secret(name='s')",
        ),
        (f"arn:aws:dynamodb:{HERE}:table/t", "dynamodb.Table(name='t')"),
        (f"arn:aws:iam::{MINE}:user/u", "iam.User(name='u')"),
        (f"arn:aws:iam::{MINE}:user/a/b/u@x.org", "iam.User(name='u@x.org')"),
        (
            "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
            "cloudfront.CloudFrontOriginAccessIdentity(id='E1')",
        ),
        (f"arn:aws:iam::{MINE}:group/a/g", "iam.Group(name='g')"),
        (f"arn:aws:iam::{MINE}:role/r", "iam.Role(name='r')"),
        (f"arn:aws:iam::{MINE}:role/aws-service-role/x.com/r", "iam.Role(name='r')"),
        (f"arn:aws:iam::{MINE}:instance-profile/a/p", "iam.InstanceProfile(name='p')"),
        (
            "arn:aws:iam::aws:policy/service-role/P",
            "iam.Policy(arn='arn:aws:iam::aws:policy/service-role/P')",
        ),
        (
            f"arn:aws:iam::{MINE}:policy/P",
            f"iam.Policy(arn='arn:aws:iam::{MINE}:policy/P')",
        ),
        (
            f"arn:aws:iam::{MINE}:saml-provider/S",
            f"iam.SamlProvider(arn='arn:aws:iam::{MINE}:saml-provider/S')",
        ),
        (
            f"arn:aws:iam::{MINE}:server-certificate/a/c",
            "iam.ServerCertificate(name='c')",
        ),
        (
            f"arn:aws:iam::{MINE}:mfa/d",
            f"iam.VirtualMfaDevice(serial_number='arn:aws:iam::{MINE}:mfa/d')",
        ),
        (f"arn:aws:sns:{HERE}:t", f"sns.Topic(arn='arn:aws:sns:{HERE}:t')"),
        (
            f"arn:aws:sns:{HERE}:t.fifo:{UUID}",
            f"sns.Subscription(arn='arn:aws:sns:{HERE}:t.fifo:{UUID}')",
        ),
        (
            f"arn:aws:sns:{HERE}:app/GCM/a",
            f"sns.PlatformApplication(arn='arn:aws:sns:{HERE}:app/GCM/a')",
        ),
        (
            f"arn:aws:sns:{HERE}:endpoint/GCM/a/{UUID}",
            f"sns.PlatformEndpoint(arn='arn:aws:sns:{HERE}:endpoint/GCM/a/{UUID}')",
        ),
        (
            f"arn:aws:sqs:us-east-1:{OTHER}:q.fifo",
            f"sqs.Queue(url='https://sqs.us-east-1.amazonaws.com/{OTHER}/q.fifo')",
        ),
        (
            f"arn:aws:cloudformation:{HERE}:stack/s/{UUID}",
            "cloudformation.Stack(name='s')",
        ),
        (
            f"arn:aws:cloudwatch:{HERE}:alarm:TargetTracking-table/t-High:{UUID}",
            f"cloudwatch.Alarm(name='TargetTracking-table/t-High:{UUID}')",
        ),
        (
            f"arn:aws:glacier:us-east-1:{OTHER}:vaults/v",
            f"glacier.Vault(account_id='{OTHER}', name='v')",
        ),
        ("arn:aws:ec2:us-east-1::image/ami-1", "ec2.Image(id='ami-1')"),
        ("arn:aws:ec2:us-east-1::snapshot/snap-1", "ec2.Snapshot(id='snap-1')"),
        (f"arn:aws:ec2:{HERE}:instance/i-1", "ec2.Instance(id='i-1')"),
        (f"arn:aws:ec2:{HERE}:vpc/vpc-1", "ec2.Vpc(id='vpc-1')"),
        (
            f"arn:aws:ec2:{HERE}:vpc-peering-connection/pcx-1",
            "ec2.VpcPeeringConnection(id='pcx-1')",
        ),
        (
            f"arn:aws:ec2:{HERE}:elastic-ip/eipalloc-1",
            "ec2.VpcAddress(allocation_id='eipalloc-1')",
        ),
        (f"arn:aws:ec2:{HERE}:key-pair/a b/c", "ec2.KeyPairInfo(name='a b/c')"),
        (f"arn:aws:ec2:{HERE}:placement-group/p", "ec2.PlacementGroup(name='p')"),
        (f"arn:aws:rds:{HERE}:db:orders", "rds.DBInstance(id='orders')"),
        (f"arn:aws:rds:{HERE}:snapshot:rds:o-1", "rds.DBSnapshot(id='rds:o-1')"),
        (
            f"arn:aws:rds:{HERE}:og:default:mysql-8-0",
            "rds.OptionGroup(name='default:mysql-8-0')",
        ),
    ],
)
def test_an_arn_names_a_resource(
    shared: boto3.Session, arn: str, expected: str
) -> None:
    """Types, identifiers and everything in them are recovered."""
    assert expected == repr(resource_from_arn(arn, shared))


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:dynamodb:{HERE}:table/t/index/i",
        f"arn:aws:dynamodb:{HERE}:table/t/stream/2020-01-01T00:00:00.000",
        f"arn:aws:sts::{MINE}:assumed-role/r",
        f"arn:aws:iam::{MINE}:assumed-role/r/session",
        f"arn:aws:iam::{MINE}:root",
        f"arn:aws:iam::{MINE}:role",
        f"arn:aws:iam::{MINE}:role/",
        f"arn:aws:iam::{MINE}:roles/r",
        f"arn:aws:iam:us-east-1:{MINE}:role/r",
        f"arn:aws:cloudformation:{HERE}:stack-set/s:{UUID}",
        f"arn:aws:cloudwatch:{HERE}:insight-rules/r",
        f"arn:aws:sns:{HERE}:a:b:c",
        f"arn:aws:sqs:{HERE}:q:extra",
        f"arn:aws:s3:{HERE}:accesspoint/p/k",
        f"arn:aws:s3-outposts:{HERE}:outpost/o/endpoint/e",
        "arn:aws:s3:::b/",
        f"arn:aws:ec2:{HERE}:image/ami-1",
        f"arn:aws:ec2:{HERE}:launch-templates/lt-1",
        f"arn:aws:ec2:{HERE}:key-pair/key-0123456789abcdef0",
        f"arn:aws:ec2:{HERE}:vpc/vpc-1/x",
        f"arn:aws:ec2:{HERE}:vpc:vpc-1",
        f"arn:aws:acm:{HERE}:certificate",
        f"arn:aws:elasticloadbalancing:{HERE}:loadbalancer/app/x",
        f"arn:aws:nosuchservice:{HERE}:thing/x",
    ],
)
def test_other_arns_are_not_mistaken(shared: boto3.Session, arn: str) -> None:
    """A well-formed ARN that names no type says just that, and is quoted."""
    with pytest.raises(UnknownArnTypeError, match="names no resource type") as caught:
        resource_from_arn(arn, shared)
    assert arn in str(caught.value)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:s3:::*",
        f"arn:aws:iam::{MINE}:role/*",
        f"arn:aws:sqs:{HERE}:jobs-?",
        f"arn:aws:dynamodb:{HERE}:table/*",
    ],
)
def test_a_pattern_of_a_policy_names_nothing(shared: boto3.Session, arn: str) -> None:
    """Neither here nor where the type alone is asked for."""
    for tell in (lambda: resource_from_arn(arn, shared), lambda: resource_type_of(arn)):
        with pytest.raises(UnknownArnTypeError, match="pattern"):
            tell()


def test_another_type_than_was_said_is_refused(shared: boto3.Session) -> None:
    """And a type that is none; another name of a type's maker will do."""
    arn = "arn:aws:rds:us-east-1:123456789012:db:orders"
    assert "orders" == resource_from_arn(arn, shared, type="rds.DBInstance").id
    with pytest.raises(ArnTypeError, match=r"a rds\.DBInstance, not a rds\.DBSnapshot"):
        resource_from_arn(arn, shared, type="rds.DBSnapshot")
    with pytest.raises(UnknownNameError, match=r"'rds\.DBInstances'"):
        resource_from_arn(arn, shared, type="rds.DBInstances")
    key = "arn:aws:ec2:us-east-1:123456789012:key-pair/deploy"
    assert "deploy" == resource_from_arn(key, shared, type="ec2.KeyPair").name


def test_an_assumed_roles_arn_is_not_the_roles(shared: boto3.Session) -> None:
    """What the session is called does not tell the path of the role."""
    role = resource_from_arn(f"arn:aws:sts::{MINE}:assumed-role/r/s", shared)
    role.meta.data = {"Arn": f"arn:aws:iam::{MINE}:role/path/r"}
    assert f"arn:aws:iam::{MINE}:role/path/r" == role.arn


def test_an_arn_that_tells_too_little_says_what_is_missing(
    define: Any, offline: boto3.Session
) -> None:
    """A type that cannot be made from its ARN names the identifier in the error."""
    define(
        offline,
        "iam",
        AccessKey={"format": "arn:{partition}:iam::{account}:key/{id}"},
        AccountSummary={"format": "arn:{partition}:iam::{account}:summary"},
    )
    with pytest.raises(UnknownArnTypeError, match=r"iam\.AccessKey, but not user_name"):
        resource_from_arn(f"arn:aws:iam::{MINE}:key/k", offline)
    with pytest.raises(
        UnknownArnTypeError, match=r"iam\.AccountSummary, but not which"
    ):
        resource_from_arn(f"arn:aws:iam::{MINE}:summary", offline)


# What the resource works with.


@pytest.mark.parametrize(
    ("home", "arn", "region"),
    [
        ("eu-west-1", f"arn:aws:sqs:eu-central-1:{MINE}:q", "eu-central-1"),
        ("eu-west-1", "arn:aws:s3:::b", "eu-west-1"),
        (None, f"arn:aws:sqs:eu-central-1:{MINE}:q", "eu-central-1"),
        (None, "arn:aws:s3:::b", "us-east-1"),
        (None, f"arn:aws:rds::{MINE}:global-cluster:c", "us-east-1"),
        (None, "arn:aws-cn:s3:::b", "cn-north-1"),
        ("cn-northwest-1", "arn:aws-cn:s3:::b", "cn-northwest-1"),
        ("us-gov-west-1", f"arn:aws-us-gov:iam::{MINE}:role/r", "aws-us-gov-global"),
        (None, f"arn:aws-eusc:sqs:eusc-de-east-1:{MINE}:q", "eusc-de-east-1"),
        (None, f"arn:aws:iam::{MINE}:role/r", "aws-global"),
    ],
)
def test_the_region_is_the_arns_or_the_sessions(
    home: str | None, arn: str, region: str
) -> None:
    """A session need not have a region, and an ARN need not either."""
    resource = resource_from_arn(arn, offline_session(home))
    assert region == resource.meta.client.meta.region_name


@pytest.mark.parametrize(
    ("home", "arn", "reason"),
    [
        ("us-east-1", "arn:aws-cn:s3:::b", "session's region us-east-1 is of aws"),
        (
            "cn-north-1",
            f"arn:aws:sqs:eu-west-1:{MINE}:q",
            "session's region cn-north-1 is of aws-cn",
        ),
        (None, f"arn:aws:sqs:cn-north-1:{MINE}:q", "cn-north-1 is of aws-cn"),
        ("us-east-1", f"arn:aws-cn:sqs:eu-west-1:{MINE}:q", "eu-west-1 is of aws"),
        (None, "arn:aws-moon:s3:::b", "no partition aws-moon"),
        (None, "arn:azure:s3:::b", "no partition azure"),
    ],
)
def test_another_partition_is_an_error_of_its_own(
    home: str | None, arn: str, reason: str
) -> None:
    """Credentials of one partition are of no use in another."""
    with pytest.raises(ArnPartitionError, match=reason):
        resource_from_arn(arn, offline_session(home))


def test_a_region_that_cannot_be_is_malformed(offline: boto3.Session) -> None:
    """What looks like a region to no partition is none."""
    with pytest.raises(MalformedArnError, match="nowhere is no region"):
        resource_from_arn(f"arn:aws:sqs:nowhere:{MINE}:q", offline)


@pytest.mark.usefixtures("credentials")
def test_the_default_session_is_boto3s(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a session the default one is used, and made if there is none."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    bucket = resource_from_arn("arn:aws:s3:::b")
    assert "eu-west-1" == bucket.meta.client.meta.region_name
    made = boto3.DEFAULT_SESSION
    assert made is not None
    resource_from_arn("arn:aws:s3:::b")
    assert made is boto3.DEFAULT_SESSION


def test_the_resource_works_with_the_sessions_credentials(
    offline: boto3.Session,
) -> None:
    """A resource of another account is reached as who the session is."""
    queue = resource_from_arn(f"arn:aws:sqs:us-east-1:{OTHER}:q", offline)
    credentials = queue.meta.client._request_signer._credentials
    assert offline.get_credentials() is credentials


def test_a_session_made_without_us_will_do() -> None:
    """A session older than the patch is extended on the way."""
    _install.unpatch()
    table = resource_from_arn(
        f"arn:aws:dynamodb:{HERE}:table/t", offline_session("us-east-1")
    )
    assert "dynamodb.Table(name='t')" == repr(table)


def test_a_session_that_is_none_is_refused() -> None:
    """What cannot be a session raises a TypeError before anything else happens."""
    with pytest.raises(TypeError, match=r"boto3\.Session"):
        resource_from_arn("arn:aws:s3:::b", "us-east-1")


# There and back again.


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:s3:::b",
        "arn:aws:s3:::b/a k:ü",
        f"arn:aws:dynamodb:us-east-1:{OTHER}:table/t",
        f"arn:aws:ec2:us-east-1:{OTHER}:vpc/vpc-1",
        f"arn:aws:ec2:us-east-1:{OTHER}:instance/i-1",
        f"arn:aws:cloudformation:us-east-1:{OTHER}:stack/s/{UUID}",
        f"arn:aws:cloudwatch:us-east-1:{OTHER}:alarm:a/b:c",
        f"arn:aws:sqs:us-east-1:{OTHER}:q",
        f"arn:aws:sns:us-east-1:{OTHER}:t",
        f"arn:aws:iam::{OTHER}:server-certificate/a/c",
        f"arn:aws:glacier:us-east-1:{OTHER}:vaults/v",
    ],
)
def test_the_resource_has_the_arn_it_was_made_from(
    shared: boto3.Session, arn: str
) -> None:
    """`.arn` is what was given, whoever's account is in it, and costs no call."""
    assert arn == resource_from_arn(arn, shared).arn


def test_what_the_service_says_wins_over_what_was_given(
    offline: boto3.Session,
) -> None:
    """Once loaded, the data tell the ARN and the owner."""
    table = resource_from_arn(f"arn:aws:dynamodb:us-east-1:{OTHER}:table/t", offline)
    table.meta.data = {"TableArn": f"arn:aws:dynamodb:{HERE}:table/t"}
    assert f"arn:aws:dynamodb:{HERE}:table/t" == table.arn
    vpc = resource_from_arn(f"arn:aws:ec2:us-east-1:{OTHER}:vpc/v", offline)
    vpc.meta.data = {"OwnerId": MINE}
    assert f"arn:aws:ec2:{HERE}:vpc/v" == vpc.arn


def test_what_the_service_leaves_out_stays_as_given(offline: boto3.Session) -> None:
    """Data without an owner do not make a resource the caller's."""
    arn = f"arn:aws:ec2:us-east-1:{OTHER}:instance/i-1"
    instance = resource_from_arn(arn, offline)
    instance.meta.data = {"InstanceId": "i-1"}
    assert arn == instance.arn


def test_the_made_resource_is_an_ordinary_one(offline: boto3.Session) -> None:
    """It equals the one made by name, where it is known to be the session's."""
    arn = f"arn:aws:iam::{MINE}:role/a/r"
    made = resource_from_arn(arn, offline, account_id=MINE)
    assert offline.resource("iam").Role("r") == made


def test_what_moto_made_is_found_again_by_its_arn(session: Any) -> None:
    """The resource made from an ARN can be loaded."""
    queue = session().resource("sqs").create_queue(QueueName="q")
    again = resource_from_arn(queue.arn, session())
    assert queue == again
    assert queue.arn == again.attributes["QueueArn"]
    role = (
        session()
        .resource("iam")
        .create_role(RoleName="r", Path="/a/", AssumeRolePolicyDocument="{}")
    )
    assert role.role_id == resource_from_arn(role.arn, session()).role_id


# Bad input.


@pytest.mark.parametrize(
    "arn",
    [
        None,
        7,
        b"arn:aws:s3:::b",
        "",
        "arn",
        "arn:aws:s3:::",
        "arn:aws:s3:::b\n",
        "arn:aws:s3:::b ",
        f"arn:aws:iam::{MINE}:role/r ",
        "arn:aws:ec2:us-east-1:123:vpc/v",
        "arn:aws:s3:::" + "b" * 2048,
    ],
)
def test_what_is_no_arn_is_malformed(shared: boto3.Session, arn: Any) -> None:
    """The error is a ValueError, and one of boto3's."""
    with pytest.raises(MalformedArnError) as caught:
        resource_from_arn(arn, shared)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, Boto3Error)
