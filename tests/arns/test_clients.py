"""A link or an ARN is followed as who, through what and where one works."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from boto3_extensions import resource_from_arn
from boto3_extensions._arns.clients import is_aws_host
from boto3_extensions._arns.resource import service_opener

EMULATOR = "http://127.0.0.1:4566"


@pytest.fixture
def session() -> boto3.Session:
    """Return a session with credentials, in us-east-1."""
    return boto3.Session("testing", "testing", region_name="us-east-1")


def trail(session: boto3.Session, **ways: Any) -> Any:
    """Return a trail of cloudtrail that names a bucket, a key and itself."""
    service: Any = session.resource("cloudtrail", **ways)
    trail = service.Trail("arn:aws:cloudtrail:us-east-1:123456789012:trail/t")
    trail.meta.data = {
        "Name": "t",
        "S3BucketName": "b",
        "KmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/k",
    }
    return trail


@pytest.mark.parametrize("link", ["s3_bucket_name", "kms_key_id", "trail_arn"])
def test_an_emulator_serves_all_services(session: boto3.Session, link: str) -> None:
    """An endpoint that is no host of AWS's is that of what a link leads to, too."""
    found = trail(session, endpoint_url=EMULATOR).resource(link)
    assert EMULATOR == found.meta.client.meta.endpoint_url


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://vpce-1-2.cloudtrail.us-east-1.vpce.amazonaws.com",
        "https://cloudtrail.us-east-1.api.aws",
        "https://cloudtrail-fips.us-east-1.amazonaws.com",
    ],
)
def test_a_host_of_aws_stays_with_its_service(
    session: boto3.Session, endpoint: str
) -> None:
    """What serves cloudtrail is not asked for buckets, but still for trails."""
    one = trail(session, endpoint_url=endpoint)
    assert endpoint != one.resource("s3_bucket_name").meta.client.meta.endpoint_url
    assert endpoint == one.resource("trail_arn").meta.client.meta.endpoint_url


def test_an_endpoint_configured_for_one_service_stays_with_it(
    session: boto3.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the environment says of each service, it says to the clients of others."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDTRAIL", EMULATOR)
    one = trail(session)
    assert EMULATOR == one.meta.client.meta.endpoint_url
    found = one.resource("s3_bucket_name").meta.client.meta.endpoint_url
    assert found.endswith("amazonaws.com")


def test_the_config_goes_along(session: boto3.Session) -> None:
    """Proxies, timeouts and retries are those of the resource."""
    config = Config(
        proxies={"https": "http://127.0.0.1:3128"},
        read_timeout=7,
        retries={"total_max_attempts": 2, "mode": "adaptive"},
    )
    found = trail(session, config=config).resource("s3_bucket_name")
    ours = found.meta.client.meta.config
    assert config.proxies == ours.proxies
    assert 7 == ours.read_timeout
    assert config.retries == ours.retries
    # What S3 signs with is S3's own.
    assert "s3v4" == ours.signature_version


def test_who_does_not_sign_signs_nothing(session: boto3.Session) -> None:
    """An unsigned client's links are not signed with the session's keys."""
    config = Config(signature_version=UNSIGNED)
    found = trail(session, config=config).resource("s3_bucket_name")
    assert found.meta.client.meta.config.signature_version is UNSIGNED


def test_certificates_are_checked_as_before(session: boto3.Session) -> None:
    """`verify` goes along."""
    found = trail(session, verify=False).resource("s3_bucket_name")
    assert found.meta.client._endpoint.http_session._verify is False


def test_within_a_service_the_client_is_the_same(session: boto3.Session) -> None:
    """What the client was given, handlers included, counts for its links."""
    ec2: Any = session.resource("ec2")
    instance = ec2.Instance("i-1")
    instance.meta.data = {"InstanceId": "i-1", "VpcId": "vpc-1"}
    found = instance.resource("vpc_id")
    assert instance.meta.client is found.meta.client


def test_an_arn_takes_what_a_resource_takes(session: boto3.Session) -> None:
    """`resource_from_arn` has endpoint_url, config and verify."""
    bucket = resource_from_arn(
        "arn:aws:s3:::b",
        session,
        endpoint_url=EMULATOR,
        config=Config(read_timeout=7),
        verify=False,
    )
    client = bucket.meta.client
    assert EMULATOR == client.meta.endpoint_url
    assert 7 == client.meta.config.read_timeout
    assert client._endpoint.http_session._verify is False


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("https://sqs.us-east-1.amazonaws.com", True),
        ("https://sqs.cn-north-1.amazonaws.com.cn", True),
        ("https://vpce-1.sqs.us-east-1.vpce.amazonaws.com", True),
        ("https://s3.us-iso-east-1.c2s.ic.gov", True),
        ("https://s3.dualstack.us-east-1.amazonaws.com:443/x", True),
        ("http://localhost:4566", False),
        ("https://notamazonaws.com", False),
        ("https://amazonaws.com.example.org", False),
    ],
)
def test_hosts_of_aws_are_known(
    session: boto3.Session, endpoint: str, expected: bool
) -> None:
    """They end in a suffix of a partition, and nothing else does."""
    assert expected is is_aws_host(endpoint, session)


def test_another_region_has_its_own_client(session: boto3.Session) -> None:
    """A client works in one region, and so what is elsewhere gets another."""
    client = session.client("ec2")
    opened = service_opener(client, session)("ec2", "eu-west-1")
    assert "eu-west-1" == opened.meta.client.meta.region_name
