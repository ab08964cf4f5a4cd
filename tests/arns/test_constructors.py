"""What somebody types for an identifier is one, or is refused before any call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from boto3_extensions import _install
from boto3_extensions._definitions.classes import BOTO3_SERVICES, is_boto3_type
from boto3_extensions.exceptions import ArnUnavailableError, IdentifierError

HERE = "us-east-1:123456789012"


@pytest.fixture(autouse=True)
def arns(boto3_as_found: None) -> None:
    """Have `.arn` during the test."""
    _install.arn_patch_boto3()


@pytest.fixture
def session() -> boto3.Session:
    """Return a session with credentials, in us-east-1."""
    return boto3.Session("testing", "testing", region_name="us-east-1")


@pytest.mark.parametrize(
    ("service", "name", "arn"),
    [
        ("elbv2", "LoadBalancer", f"elasticloadbalancing:{HERE}:loadbalancer/app/n/1f"),
        ("logs", "LogGroup", f"logs:{HERE}:log-group:g"),
        ("kinesis", "Stream", f"kinesis:{HERE}:stream/s"),
        ("ecr", "Repository", f"ecr:{HERE}:repository/r"),
        ("elasticache", "Cluster", f"elasticache:{HERE}:cluster:c"),
        # Of ours beside boto3's own, and one that is listed by its ARN.
        ("ec2", "TransitGateway", f"ec2:{HERE}:transit-gateway/tgw-0123456789abcdef0"),
        pytest.param(
            "cloudwatch",
            "AlarmMuteRule",
            f"cloudwatch:{HERE}:alarm-mute-rule:r",
            marks=pytest.mark.newer_botocore,
        ),
    ],
)
def test_an_arn_is_no_name(
    session: boto3.Session, service: str, name: str, arn: str
) -> None:
    """Where AWS takes but a name, the error names the way to make it by the ARN."""
    make = getattr(session.resource(service), name)
    with pytest.raises(IdentifierError, match=r"resource_from_arn"):
        make(f"arn:aws:{arn}")


@pytest.mark.parametrize("service", ["docdb", "neptune"])
def test_an_arn_that_another_service_has_too_is_no_name(
    session: boto3.Session, service: str
) -> None:
    """By the ARN alone the thing is rds's: the error names only the way by its name."""
    make: Any = session.resource(service).DBCluster
    with pytest.raises(IdentifierError, match="by the name that") as raised:
        make(f"arn:aws:rds:{HERE}:cluster:orders")
    assert "resource_from_arn" not in str(raised.value)
    assert "orders" == make("orders").id


@pytest.mark.parametrize(
    ("service", "name", "arn"),
    [
        ("lambda", "Function", f"lambda:{HERE}:function:f"),
        ("secretsmanager", "Secret", f"secretsmanager:{HERE}:secret:s-AbCdEf"),
        ("cloudtrail", "Trail", f"cloudtrail:{HERE}:trail/t"),
        ("kms", "Key", f"kms:{HERE}:key/k"),
    ],
)
def test_an_arn_is_sent_where_aws_takes_one(
    session: boto3.Session, service: str, name: str, arn: str
) -> None:
    """It is the identifier as it was typed, as it would be to a client."""
    made = getattr(session.resource(service), name)(f"arn:aws:{arn}")
    assert f"arn:aws:{arn}" == getattr(made, made.meta.identifiers[0])


def test_a_name_out_of_an_arn_is_its_owners(session: boto3.Session) -> None:
    """ECS's types take ARNs for names: they are sent whole, and in their region."""
    ecs: Any = session.resource("ecs")
    arn = "arn:aws:ecs:eu-west-1:999999999999:cluster/c"
    for made in (ecs.Cluster(arn), ecs.Service(arn, "s")):
        assert "eu-west-1" == made.meta.client.meta.region_name
        assert arn == getattr(made, made.meta.identifiers[0])


def test_an_empty_text_is_no_identifier(session: boto3.Session) -> None:
    """Of a type of ours; boto3's own take whatever they did."""
    rds: Any = session.resource("rds")
    with pytest.raises(IdentifierError, match="DBInstance"):
        rds.DBInstance("")
    with pytest.raises(IdentifierError, match="DBInstance"):
        rds.DBInstance(id="")
    assert "" == session.resource("s3").Bucket("").name


@pytest.mark.newer_botocore
def test_what_is_known_by_its_arn_has_no_other(session: boto3.Session) -> None:
    """Made by what is no ARN, it has none, but shows and sends what it was made by."""
    acm: Any = session.resource("acm")
    endpoint = acm.AcmeEndpoint("..")
    with pytest.raises(ArnUnavailableError, match=r"'\.\.'"):
        _ = endpoint.arn
    assert "acm.AcmeEndpoint(arn='..')" == repr(endpoint)
    assert acm.AcmeEndpoint("..") in {endpoint}


def test_boto3s_own_types_are_known() -> None:
    """They take what they took; of a newer boto3 there are no others."""
    folder = Path(boto3.__file__).parent / "data"
    for service in BOTO3_SERVICES & {path.name for path in folder.iterdir()}:
        for file in (folder / service).glob("*/resources-1.json"):
            types = json.loads(file.read_text(encoding="utf-8"))["resources"]
            assert [] == [kind for kind in types if not is_boto3_type(service, kind)]
    assert {
        p.parent.parent.name for p in folder.glob("*/*/resources-1.json")
    } <= BOTO3_SERVICES
    assert not is_boto3_type("ec2", "TransitGateway")


def test_an_empty_reference_is_none(session: boto3.Session) -> None:
    """AWS says by an empty text that there is none."""
    distribution: Any = session.resource("cloudfront").Distribution("E1")
    distribution.meta.data = {"Id": "E1", "WebACLId": ""}
    assert distribution.web_acl is None
    distribution.meta.data = {"Id": "E1", "WebACLId": "a"}
    assert "a" == distribution.web_acl.id


@pytest.mark.parametrize(
    ("url", "region"),
    [
        ("https://sqs.us-west-2.amazonaws.com/123456789012/q", "us-west-2"),
        ("https://us-west-2.queue.amazonaws.com/123456789012/q", "us-west-2"),
        ("https://queue.amazonaws.com/123456789012/q", "us-east-1"),
        ("http://localhost:4566/123456789012/q", "eu-west-1"),
    ],
)
def test_the_region_of_a_queue_is_in_its_url(
    session: boto3.Session, url: str, region: str
) -> None:
    """Whatever the client's; an emulator's URL tells none."""
    queue = session.resource("sqs", region_name="eu-west-1").Queue(url)
    assert f"arn:aws:sqs:{region}:123456789012:q" == queue.arn


@pytest.mark.newer_botocore
def test_the_region_of_a_topic_is_its_clusters(session: boto3.Session) -> None:
    """What an identifier tells is believed: region, account and partition."""
    kafka: Any = session.resource("kafka")
    topic = kafka.Topic("arn:aws:kafka:eu-west-1:999999999999:cluster/c/u", "t")
    topic.meta.data = {}
    assert "arn:aws:kafka:eu-west-1:999999999999:topic/c/u/t" == topic.arn


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("arn:aws:s3:us-west-2:123456789012:accesspoint/a", "itself"),
        ("arn:aws:s3::123456789012:accesspoint/a.mrap", "itself"),
        ("a-s3alias", None),
    ],
)
def test_an_access_point_is_its_own(
    session: boto3.Session, name: str, expected: str | None
) -> None:
    """To the API it is a bucket; the ARN is the name, and an alias tells none."""
    bucket = session.resource("s3").Bucket(name)
    if expected is None:
        with pytest.raises(ArnUnavailableError):
            _ = bucket.arn
    else:
        assert name == bucket.arn
