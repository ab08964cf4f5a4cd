"""`exists()` is False for what AWS says is not there, and for nothing else."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from boto3.exceptions import Boto3Error
from botocore.exceptions import ClientError

import boto3_extensions
from boto3_extensions._views.data import is_not_found
from boto3_extensions.exceptions import NotLoadableError
from fake_aws import FakeAws
from make_session import MakeSession


def test_what_is_there_and_what_is_not(session: MakeSession) -> None:
    """Of services of ours and of boto3's, whatever they answer with."""
    aws = session()
    rds, iam, sqs = (aws.resource(name) for name in ("rds", "iam", "sqs"))
    aws.resource("secretsmanager").create_secret(Name="key")
    queue = sqs.create_queue(QueueName="orders")
    iam.create_user(UserName="jo")
    there = [iam.User("jo"), aws.resource("secretsmanager").Secret("key"), queue]
    missing = [
        rds.DBInstance("nobodys"),
        iam.User("nobody"),
        sqs.Queue(queue.url + "-not"),
        aws.resource("secretsmanager").Secret("nobodys"),
        # These two services answer with an empty list.
        aws.resource("autoscaling").AutoScalingGroup("nobodys"),
        aws.resource("cloudwatch").Alarm("nobodys"),
        aws.resource("ec2").Instance("i-0123456789abcdef0"),
        aws.resource("cloudformation").Stack("nobodys"),
        aws.resource("dynamodb").Table("nobodys"),
        aws.resource("lambda").Function("nobodys"),
        aws.resource("kms").Key("00000000-0000-0000-0000-000000000000"),
    ]

    assert [True] * len(there) == [one.exists() for one in there]
    assert [False] * len(missing) == [one.exists() for one in missing]


def test_a_bucket_and_an_object(session: MakeSession) -> None:
    """Of a bucket boto3's own load would hide a denial: it is asked for by its head."""
    s3 = session().resource("s3")
    bucket = s3.create_bucket(Bucket="orders")
    bucket.put_object(Key="1.json", Body=b"{}")

    assert bucket.exists()
    assert not s3.Bucket("nobodys-bucket").exists()
    assert bucket.Object("1.json").exists()
    assert not bucket.Object("2.json").exists()
    assert not s3.ObjectSummary("orders", "2.json").exists()


@pytest.mark.parametrize(
    "code", ["AccessDenied", "UnauthorizedOperation", "ExpiredToken"]
)
def test_what_was_not_seen_may_be_there(fake: FakeAws, code: str) -> None:
    """A denial is no answer."""
    fake.fail("rds", "DescribeDBInstances", code=code)
    rds = boto3.resource("rds", **fake.client_arguments("rds"))
    with pytest.raises(ClientError, match=code):
        rds.DBInstance("orders").exists()


def test_it_leaves_the_resource_as_it_is(session: MakeSession) -> None:
    """What was read stays what the caller has seen."""
    secrets = session().resource("secretsmanager")
    made = secrets.create_secret(Name="key", Description="first")
    seen = secrets.Secret("key")
    assert "first" == seen.description
    made.update(Description="second")

    assert seen.exists()
    assert "first" == seen.description
    fresh = secrets.Secret("key")
    assert fresh.exists()
    assert fresh.meta.data is None


def test_a_type_that_cannot_be_loaded(credentials: None) -> None:
    """It says so, without a call, and what to do."""
    rds = boto3.resource("rds", region_name="us-east-1")
    with pytest.raises(NotLoadableError, match=r"one rds\.DBLogFile by") as caught:
        rds.DBLogFile("orders", "error.log").exists()
    assert isinstance(caught.value, Boto3Error)


@pytest.mark.parametrize(
    ("service", "code", "message", "is_gone"),
    [
        ("ec2", "InvalidInstanceID.NotFound", "", True),
        ("ec2", "InvalidInstanceID.Malformed", "", False),
        ("sqs", "AWS.SimpleQueueService.NonExistentQueue", "", True),
        ("s3", "404", "Not Found", True),
        ("s3", "403", "Forbidden", False),
        ("cloudformation", "ValidationError", "Stack with id x does not exist", True),
        ("cloudformation", "ValidationError", "1 validation error detected", False),
        ("emr", "InvalidRequestException", "Cluster id 'j-1' is not valid.", True),
        ("sagemaker", "ValidationException", "Could not find model 'm'.", True),
        ("sagemaker", "ValidationException", "RecordNotFound", True),
        ("ssm", "InvalidDocument", "", True),
        ("kms", "NotFoundException", "", True),
        ("iam", "NoSuchEntity", "", True),
        # Of the key that its variables are encrypted with.
        ("lambda", "KMSNotFoundException", "", False),
        ("s3", "KMS.NotFoundException", "", False),
        ("elasticache", "ServiceLinkedRoleNotFoundFault", "", False),
        ("organizations", "AWSOrganizationsNotInUseException", "", False),
        ("ec2", "UnknownOperation", "", False),
        ("rds", "AccessDenied", "not found or not allowed", False),
    ],
)
def test_which_errors_mean_that_it_is_not_there(
    service: str, code: str, message: str, is_gone: bool
) -> None:
    """By their codes, and by their messages where a code is general."""
    error: Any = {"Error": {"Code": code, "Message": message}}
    assert is_gone == is_not_found(ClientError(error, "Describe"), service)


def test_a_member_of_the_name_wins(fake: FakeAws) -> None:
    """The function does the same then."""
    session = boto3.Session(region_name="us-east-1")

    def add(class_attributes: dict[str, Any], **_: Any) -> None:
        class_attributes["exists"] = "mine"
        class_attributes["to_dict"] = "mine"

    session.events.register_first("creating-resource-class.rds.DBInstance", add)
    fake.plant(
        "rds", "DescribeDBInstances", {"DBInstances": [{"DBInstanceIdentifier": "a"}]}
    )
    database = session.resource("rds", **fake.client_arguments("rds")).DBInstance("a")

    assert ("mine", "mine") == (database.exists, database.to_dict)
    assert boto3_extensions.exists(database)
    assert "a" == boto3_extensions.to_dict(database)["id"]
