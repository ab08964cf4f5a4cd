"""Amazon Cognito user pools as their users work with them, on moto, or our fake."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from boto3_extensions import resource_from_arn
from boto3_extensions.exceptions import ResourceNotFoundError
from fake_aws import FakeAws
from make_session import MakeSession

POOL = "us-east-1_AbCdEfGhI"


@pytest.fixture
def pool(session: MakeSession) -> Any:
    """Make a user pool."""
    return session().resource("cognito-idp").create_user_pool(PoolName="shop")


@pytest.fixture
def planted(fake: FakeAws) -> Any:
    """Return a pool of the fake's."""
    cognito = boto3.resource("cognito-idp", **fake.client_arguments("cognito-idp"))
    return cognito.UserPool(POOL)


def test_a_pool_is_listed_and_found_by_its_arn(
    arns: None, session: MakeSession, pool: Any
) -> None:
    """AWS wants to know how many pools; it is asked for the most, page after page."""
    assert [pool] == list(session().resource("cognito-idp").user_pools.all())
    found: Any = resource_from_arn(pool.arn, session())
    assert ("shop", pool.id) == (found.name, found.id)
    pool.delete()
    assert [] == list(session().resource("cognito-idp").user_pools.all())


def test_a_user_lives_in_a_pool(pool: Any) -> None:
    """It is made, listed, changed, disabled and deleted by its name there."""
    email = {"Name": "email", "Value": "ann@example.com"}
    made = pool.create_user(Username="ann", UserAttributes=[email])
    assert [made] == list(pool.users.all())
    made.update_attributes(UserAttributes=[{**email, "Value": "ann@example.org"}])
    told = {one["Name"]: one["Value"] for one in made.user_attributes}
    assert "ann@example.org" == told["email"]
    made.disable()
    made.reload()
    assert made.enabled is False
    made.delete()
    assert [] == list(pool.users.all())


def test_a_listed_user_has_the_attributes_of_a_loaded_one(
    fake: FakeAws, planted: Any
) -> None:
    """Lists call them otherwise, and leave the second factors out, which are loaded."""
    email = {"Name": "email", "Value": "ann@example.com"}
    item = {"Username": "ann", "Attributes": [email], "Enabled": True}
    fake.plant("cognito-idp", "ListUsers", {"Users": [item]})
    answer = {
        "Username": "ann",
        "UserAttributes": [email],
        "PreferredMfaSetting": "SMS_MFA",
    }
    fake.plant("cognito-idp", "AdminGetUser", answer)
    (user,) = planted.users.all()
    assert ([email], True) == (user.user_attributes, user.enabled)
    assert [] == fake.calls_to("cognito-idp", "AdminGetUser")
    assert "SMS_MFA" == user.preferred_mfa_setting


def test_users_are_in_groups(pool: Any) -> None:
    """A group has users, and a user groups; either adds and removes."""
    user = pool.create_user(Username="ann")
    group = pool.create_group(GroupName="staff")
    group.add_user(Username="ann")
    assert ([user], [group]) == (list(group.users.all()), list(user.groups.all()))
    assert pool == group.UserPool()
    user.remove_from_group(GroupName="staff")
    assert [] == list(group.users.all())


def test_an_app_client_signs_users_up(pool: Any) -> None:
    """By its id alone, without AWS credentials of the user."""
    client = pool.create_client(
        ClientName="web", ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"]
    )
    assert [client] == list(pool.clients.all())
    client.sign_up(Username="bob", Password="Secret-12345")
    user = pool.User("bob")
    user.confirm_sign_up()
    assert "CONFIRMED" == user.user_status


def test_a_domain_is_not_loaded_from_another_pool(fake: FakeAws, planted: Any) -> None:
    """AWS describes a domain by its name alone; the answer tells whose it is."""
    told = {"Domain": "auth", "UserPoolId": "us-east-1_Another00", "Version": "1"}
    fake.plant("cognito-idp", "DescribeUserPoolDomain", {"DomainDescription": told})
    domain = planted.Domain("auth")
    with pytest.raises(ResourceNotFoundError):
        domain.load()
    told = {**told, "UserPoolId": POOL}
    fake.plant("cognito-idp", "DescribeUserPoolDomain", {"DomainDescription": told})
    assert "1" == domain.version


def test_settings_of_a_client_are_not_the_pools(fake: FakeAws, planted: Any) -> None:
    """A write for a client names it."""
    planted.Client("abc").RiskConfiguration().set()
    (call,) = fake.calls_to("cognito-idp", "SetRiskConfiguration")
    assert {"UserPoolId": POOL, "ClientId": "abc"} == call.params


@pytest.mark.newer_botocore
def test_a_recovery_is_waited_for_in_two_steps(fake: FakeAws, planted: Any) -> None:
    """First for the preview, which somebody looks at, then for the users."""
    told = {"RestoreId": "r" * 36, "RestoreStatus": "PREVIEW_GENERATED"}
    answer = {"Restoration": told}
    fake.plant("cognito-idp", "InitiatePointInTimeRecovery", answer)
    fake.plant("cognito-idp", "DescribePointInTimeRecovery", answer)
    recovery = planted.initiate_point_in_time_recovery(RestoreTimestamp=0)
    recovery.wait_until_preview_generated()
    recovery.start()
    answer = {"Restoration": {**told, "RestoreStatus": "RESTORE_COMPLETED"}}
    fake.plant("cognito-idp", "DescribePointInTimeRecovery", answer)
    recovery.wait_until_restore_completed()
    recovery.reload()
    assert "RESTORE_COMPLETED" == recovery.restore_status
