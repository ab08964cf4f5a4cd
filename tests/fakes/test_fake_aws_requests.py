"""The fake AWS refuses what does not fit the model, and tells services apart."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from fake_aws import FakeAws


@pytest.mark.parametrize(
    ("service", "operation", "params", "complaint"),
    [
        ("rds", "delete_db_instance", {}, 'Missing required.*"DBInstanceIdentifier"'),
        ("acm", "describe_certificate", {}, 'Missing required.*"CertificateArn"'),
        ("lambda", "add_permission", {"FunctionName": "f"}, "Missing required"),
        ("iam", "list_users", {"MaxItems": 0}, "MaxItems.*min value: 1"),
        ("acm", "list_certificates", {"MaxItems": "x"}, "cannot be read"),
        (
            "route53",
            "create_hosted_zone",
            {"Name": "example.com"},
            'Missing required.*"CallerReference"',
        ),
    ],
)
def test_a_request_that_does_not_fit_the_model_is_refused(
    fake: FakeAws, service: str, operation: str, params: Any, complaint: str
) -> None:
    """What botocore would not let pass, the fake does not let pass either."""
    arguments = fake.client_arguments(service)
    careless = Config(parameter_validation=False)
    arguments["config"] = arguments["config"].merge(careless)
    client = botocore.session.Session().create_client(service, **arguments)
    with pytest.raises(ClientError, match=f"(?s){complaint}") as refused:
        getattr(client, operation)(**params)
    assert 400 == refused.value.response["ResponseMetadata"]["HTTPStatusCode"]


def post(url: str, body: bytes, **headers: str) -> str:
    """Send a request that botocore cannot be made to send; return the refusal."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, body, named, method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    with refused.value as answer:
        return answer.read().decode()


def test_an_unknown_member_in_json_is_refused(fake: FakeAws) -> None:
    """The path of the stray member is in the refusal."""
    body = b'{"Includes": {"keyTypes": [], "colour": "red"}}'
    target = "CertificateManager.ListCertificates"
    assert "input: Includes.colour" in post(
        fake.url_for("acm"), body, X_Amz_Target=target
    )


def test_an_unknown_member_in_a_form_is_refused(fake: FakeAws) -> None:
    """A key that no member of the input shape asks for is in the refusal."""
    body = b"Action=ListUsers&Version=2010-05-08&Colour=red"
    assert "input: Colour" in post(fake.url_for("iam"), body)


def test_an_unknown_member_in_xml_is_refused(fake: FakeAws) -> None:
    """The path of the stray element is in the refusal."""
    body = (
        b"<CreateHostedZoneRequest><Name>a.b</Name><CallerReference>c"
        b"</CallerReference><VPC><Colour>red</Colour></VPC></CreateHostedZoneRequest>"
    )
    url = f"{fake.url_for('route53')}/2013-04-01/hostedzone"
    assert "input: VPC.Colour" in post(url, body)


@pytest.mark.parametrize(
    ("service", "headers", "complaint"),
    [
        ("acm", {"X-Amz-Target": "Other.ListCertificates"}, "no target of acm"),
        ("acm", {"X-Amz-Target": "CertificateManager.Dance"}, "named 'Dance'"),
        ("nothing", {}, "no service named 'nothing'"),
        (
            "acm",
            {"Authorization": "Credential=A/20240101/us-east-1/rds/aws4_request"},
            "Signed for rds",
        ),
    ],
)
def test_a_request_for_something_else_is_refused(
    fake: FakeAws, service: str, headers: dict[str, str], complaint: str
) -> None:
    """A wrong target, operation, service or signature is said to be wrong."""
    assert complaint in post(fake.url_for(service), b"{}", **headers)


def test_an_unknown_rest_operation_is_refused(fake: FakeAws) -> None:
    """A URI that no operation has is refused."""
    assert "lambda has no POST /dance" in post(f"{fake.url_for('lambda')}/dance", b"")


def test_the_scope_tells_the_service_if_the_url_does_not(fake: FakeAws) -> None:
    """Without a service in the URL, the one the request is signed for is meant."""
    arguments = fake.client_arguments("acm")
    arguments["endpoint_url"] = arguments["endpoint_url"].rpartition("/")[0]
    client = botocore.session.Session().create_client("acm", **arguments)
    assert 2 == len(client.list_certificates()["CertificateSummaryList"])


def test_services_that_share_a_signing_name_are_told_apart(fake: FakeAws) -> None:
    """The two load balancing services answer each in its own shape."""
    assert "LoadBalancerDescriptions" in fake.client("elb").describe_load_balancers()
    assert "LoadBalancers" in fake.client("elbv2").describe_load_balancers()


def test_an_unsigned_request_is_answered(fake: FakeAws) -> None:
    """Cognito's public operations carry no signature."""
    answer = fake.client("cognito-identity").get_id(IdentityPoolId="pool:1")
    assert "IdentityId-1" == answer["IdentityId"]


def test_calls_are_recorded_as_the_service_understood_them(fake: FakeAws) -> None:
    """The record has the service, the operation and the parameters."""
    fake.client("ec2").describe_instances(InstanceIds=["i-1", "i-2"])
    assert ("ec2", "DescribeInstances") == (
        fake.calls[0].service,
        fake.calls[0].operation,
    )
    assert {"InstanceIds": ["i-1", "i-2"]} == fake.calls[0].params
    assert fake.calls == fake.calls_to("ec2", "DescribeInstances")


@pytest.mark.parametrize("key", ["a/b", "a b", "a%2Fb", "ä+ö", "folder/"])
def test_keys_survive_the_uri(fake: FakeAws, key: str) -> None:
    """What S3 has in a URI arrives unchanged."""
    fake.client("s3").get_object(Bucket="bucket", Key=key)
    assert key == fake.calls[0].params["Key"]
