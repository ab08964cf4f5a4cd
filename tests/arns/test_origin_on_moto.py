"""On a server that keeps accounts apart, an ARN reaches its owner's or nothing."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import boto3
import pytest
from boto3.exceptions import Boto3Error
from botocore.exceptions import ClientError

from boto3_extensions import resource_from_arn
from boto3_extensions.exceptions import ArnOwnerError

OTHER = "999999999999"


@pytest.fixture
def theirs(session: Any) -> boto3.Session:
    """Return a session of another account of the same server."""
    role = f"arn:aws:iam::{OTHER}:role/r"
    sts = session().client("sts")
    keys = sts.assume_role(RoleArn=role, RoleSessionName="ss")["Credentials"]
    made: boto3.Session = session(
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    return made


def make_all(session: boto3.Session) -> dict[str, Any]:
    """Make one of several kinds, of the same names in each account."""
    table = session.client("dynamodb").create_table(
        TableName="table",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    role = session.client("iam").create_role(
        RoleName="name", AssumeRolePolicyDocument=json.dumps({})
    )
    repository = session.client("ecr").create_repository(repositoryName="name")
    session.client("kinesis").create_stream(StreamName="name", ShardCount=1)
    stream = session.client("kinesis").describe_stream_summary(StreamName="name")
    group = session.client("logs")
    group.create_log_group(logGroupName="name")
    manager = session.client("secretsmanager")
    secret = manager.create_secret(Name="name", SecretString="s")
    return {
        "table": table["TableDescription"]["TableArn"],
        "role": role["Role"]["Arn"],
        "repository": repository["repository"]["repositoryArn"],
        "stream": stream["StreamDescriptionSummary"]["StreamARN"],
        "group": f"arn:aws:logs:{group.meta.region_name}:{OTHER}:log-group:name",
        "secret": secret["ARN"],
    }


def there(session: boto3.Session) -> list[bool]:
    """Tell of each of them whether it is still there."""
    secrets = session.client("secretsmanager").list_secrets()["SecretList"]
    return [
        session.client("dynamodb").list_tables()["TableNames"] == ["table"],
        [r["RoleName"] for r in session.client("iam").list_roles()["Roles"]]
        == ["name"],
        len(session.client("ecr").describe_repositories()["repositories"]) == 1,
        session.client("kinesis").list_streams()["StreamNames"] == ["name"],
        len(session.client("logs").describe_log_groups()["logGroups"]) == 1,
        [s["Name"] for s in secrets if "DeletedDate" not in s] == ["name"],
    ]


def test_ones_own_is_untouched_by_the_arns_of_others(
    session: Any, theirs: boto3.Session
) -> None:
    """Deleted by the ARNs of another account, all of one's own are there."""
    arns = make_all(theirs)
    mine = session()
    make_all(mine)
    for arn in arns.values():
        assert OTHER in arn
        resource = resource_from_arn(arn, mine)
        with contextlib.suppress(Boto3Error, ClientError):
            resource.delete()
    assert [True] * 6 == there(mine)


def test_where_only_a_name_is_taken_it_says_whose_it_is(
    session: Any, theirs: boto3.Session
) -> None:
    """IAM's roles are the caller's own; the error names both accounts."""
    make_all(session())
    with pytest.raises(ArnOwnerError, match=f"{OTHER}.*123456789012"):
        resource_from_arn(make_all(theirs)["role"], session()).load()


def test_the_owner_may_use_it_as_ever(theirs: boto3.Session) -> None:
    """The same ARNs, given to a session of their account, work."""
    for arn in make_all(theirs).values():
        resource_from_arn(arn, theirs).delete()
    assert [False] * 6 == there(theirs)
