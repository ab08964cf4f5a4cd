"""`to_dict()` is what a resource has, as JSON has it."""

from __future__ import annotations

import datetime
import io
import json
from decimal import Decimal
from typing import Any

import boto3
import pytest
from boto3.dynamodb.types import Binary
from boto3.resources.base import ResourceMeta, ServiceResource
from botocore.response import StreamingBody

from boto3_extensions._views.data import exists, to_dict, to_json_value
from boto3_extensions.exceptions import ResourceNotFoundError
from fake_aws import FakeAws
from make_session import MakeSession


def test_it_loads_what_is_not_loaded_and_goes_into_json(session: MakeSession) -> None:
    """Identifiers, and attributes by their names in Python."""
    secrets = session().resource("secretsmanager")
    made = secrets.create_secret(Name="key", Tags=[{"Key": "team", "Value": "shop"}])

    found = secrets.Secret("key").to_dict()

    assert "key" == found["name"]
    assert [{"Key": "team", "Value": "shop"}] == found["tags"]
    assert made.load() is None
    assert datetime.datetime.fromisoformat(found["created_date"])
    assert found == json.loads(json.dumps(found, allow_nan=False))


def test_one_load_is_all(fake: FakeAws) -> None:
    """As of the first attribute that is read."""
    fake.plant(
        "rds",
        "DescribeDBInstances",
        {"DBInstances": [{"DBInstanceIdentifier": "a", "Engine": "postgres"}]},
    )
    rds = boto3.resource("rds", **fake.client_arguments("rds"))
    found = rds.DBInstance("a").to_dict()
    assert ("a", "postgres", None) == (found["id"], found["engine"], found["db_name"])
    assert 1 == len(fake.calls_to("rds", "DescribeDBInstances"))
    listed = next(iter(rds.db_instances.all()))
    assert found == listed.to_dict()
    assert 2 == len(fake.calls_to("rds", "DescribeDBInstances"))


def test_an_item_that_is_a_summary_is_completed(fake: FakeAws) -> None:
    """Its data are as whole as its attributes."""
    arn = "arn:aws:acm:us-east-1:123456789012:certificate/x"
    fake.plant(
        "acm", "ListCertificates", {"CertificateSummaryList": [{"CertificateArn": arn}]}
    )
    fake.plant(
        "acm",
        "DescribeCertificate",
        {"Certificate": {"CertificateArn": arn, "Serial": "7"}},
    )
    acm = boto3.resource("acm", **fake.client_arguments("acm"))
    (certificate,) = acm.certificates.all()
    assert "7" == certificate.to_dict()["serial"]
    assert 1 == len(fake.calls_to("acm", "DescribeCertificate"))


def test_what_is_not_there_raises(session: MakeSession) -> None:
    """As an attribute does."""
    with pytest.raises(ResourceNotFoundError):
        session().resource("autoscaling").AutoScalingGroup("nobodys").to_dict()
    with pytest.raises(ResourceNotFoundError):
        session().resource("cloudwatch").Alarm("nobodys").to_dict()


def test_a_type_without_a_load_has_its_identifiers(credentials: None) -> None:
    """Nobody is asked."""
    file = boto3.resource("rds", region_name="us-east-1").DBLogFile("orders", "e.log")
    assert {"db_instance_id": "orders", "name": "e.log"} == to_dict(file)


def test_a_class_of_the_users_own_has_its_identifiers(credentials: None) -> None:
    """No model tells its attributes, as boto3 has not made it."""

    class Shelf(ServiceResource):  # type: ignore[misc, unused-ignore]
        meta = ResourceMeta("sqs", identifiers=["name"], data={"Books": 3})
        name = property(lambda self: self._name)

        def load(self) -> None:
            pass

    client = boto3.client("sqs", region_name="us-east-1")
    assert {"name": "novels"} == to_dict(Shelf("novels", client=client))


def test_a_service_has_no_data(credentials: None) -> None:
    """Only what is made of it has."""
    assert {} == to_dict(boto3.resource("rds", region_name="us-east-1"))


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (datetime.datetime(2026, 11, 28, 1, 2), "2026-11-28T01:02:00"),
        (datetime.date(2026, 11, 28), "2026-11-28"),
        (Decimal("3"), 3),
        (Decimal("0.1"), 0.1),
        (Decimal("12345678901234567890"), 12345678901234567890),
        (Decimal("0.1234567890123456789012345"), "0.1234567890123456789012345"),
        (Decimal("NaN"), "NaN"),
        (float("inf"), "inf"),
        (b"\x00\xff", "AP8="),
        (Binary(b"\x00\xff"), "AP8="),
        ({"b", "a"}, ["a", "b"]),
        ({Decimal(2), Decimal(10)}, [2, 10]),
        (("a", None, True), ["a", None, True]),
        ({1: {"x": {b"a"}}}, {"1": {"x": ["YQ=="]}}),
    ],
)  # fmt: skip
def test_values_that_json_has_none_for(value: Any, plain: Any) -> None:
    """Each becomes what loses nothing of it."""
    found = to_json_value(value)
    assert (type(plain), plain) == (type(found), found)


def test_streams_are_left_out(fake: FakeAws) -> None:
    """They can be read but once, and not by this."""
    fake.plant("rds", "DescribeDBInstances", {"DBInstances": [{}]})
    rds = boto3.resource("rds", **fake.client_arguments("rds"))
    database = rds.DBInstance("a")
    body = StreamingBody(io.BytesIO(b"x"), 1)
    database.meta.data = {
        "Engine": body,
        "DBName": "orders",
        "Endpoint": {"Port": body},
    }
    found = database.to_dict()
    assert "engine" not in found
    assert ("orders", {}) == (found["db_name"], found["endpoint"])
    assert b"x" == body.read()


@pytest.mark.parametrize("function", [to_dict, exists])
def test_only_a_resource_is_taken(function: Any) -> None:
    """The error says what is one."""
    with pytest.raises(TypeError, match=r"takes a resource, .* not a str"):
        function("orders")


def test_a_resource_is_what_it_is_known_by(credentials: None) -> None:
    """As in a column of references: the identifier, a dict of several."""
    ec2 = boto3.resource("ec2", region_name="us-east-1")
    assert "vpc-1" == to_json_value(ec2.Vpc("vpc-1"))
    tag = {"resource_id": "i-1", "key": "k", "value": "v"}
    assert tag == to_json_value(ec2.Tag("i-1", "k", "v"))
