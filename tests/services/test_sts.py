"""STS as its users work with it, against moto."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from boto3_extensions.exceptions import ResourceNotFoundError
from fake_aws import FakeAws
from make_session import MakeSession

ROLE = "arn:aws:iam::111122223333:role/reader"


@pytest.fixture
def sts(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("sts")


def test_an_identity_tells_who_calls(sts: Any) -> None:
    """Its account, its ARN and its id come by the one call that makes it."""
    identity = sts.get_caller_identity()

    assert "123456789012" == identity.account
    assert identity.arn.startswith("arn:aws:sts::123456789012:")
    assert identity.user_id


def test_a_role_that_is_assumed_is_another_who_calls(
    session: MakeSession, sts: Any
) -> None:
    """A client on what AssumeRole answers calls on behalf of the role."""
    answer = sts.assume_role(RoleArn=ROLE, RoleSessionName="test")
    keys = answer["Credentials"]
    identity = (
        session()
        .resource(
            "sts",
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )
        .get_caller_identity()
    )

    assert "111122223333" == identity.account
    assert answer["AssumedRoleUser"]["Arn"] == identity.arn
    assert sts.get_caller_identity() != identity


def test_nobody_gets_the_data_of_another(fake: FakeAws) -> None:
    """AWS tells who calls, and nothing of anybody else."""
    me = {"Arn": "arn:aws:iam::123456789012:user/me", "UserId": "AIDA1"}
    fake.plant("sts", "GetCallerIdentity", me)
    sts = boto3.resource("sts", **fake.client_arguments("sts"))

    assert "AIDA1" == sts.CallerIdentity(me["Arn"]).user_id
    with pytest.raises(ResourceNotFoundError):
        sts.CallerIdentity(f"{me['Arn']}2").load()
