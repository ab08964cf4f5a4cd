"""The roles and regions that `ConnectionManager.map` is given, in all their forms."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.config import Config

from boto3_extensions import ConnectionManager, RoleSession
from boto3_extensions.exceptions import InvalidRoleArnException
from mapped_functions import region_of

ACCOUNTS = [f"{number:012}" for number in range(1, 6)]
ROLES = [f"arn:aws:iam::{account}:role/reader" for account in ACCOUNTS]


@pytest.mark.parametrize(
    ("role", "arn"),
    [
        ("000000000007", "arn:aws:iam::000000000007:role/Audit"),
        ({"account_id": "000000000007"}, "arn:aws:iam::000000000007:role/Audit"),
        (
            {"account_id": "000000000007", "role_name": "ops/Run"},
            "arn:aws:iam::000000000007:role/ops/Run",
        ),
        (ROLES[0], ROLES[0]),
    ],
)
def test_a_role_may_be_an_account_and_a_name(
    connections: ConnectionManager, role: Any, arn: str
) -> None:
    """An account id becomes the ARN of the role that all accounts have."""
    (result,) = connections.map(region_of, [role], role_name="Audit")
    assert (arn, None) == (result.role_arn, result.error)


@pytest.mark.parametrize(
    ("manager_region", "regions", "partition"),
    [
        ("cn-north-1", None, "aws-cn"),
        (None, ["us-gov-west-1"], "aws-us-gov"),
        (None, None, "aws"),
    ],
)
def test_an_account_is_in_the_partition_of_the_region(
    credentials: None,
    manager_region: str | None,
    regions: list[str] | None,
    partition: str,
) -> None:
    """The manager's region tells the partition, else the regions asked for."""
    connections = ConnectionManager(region_name=manager_region)
    (result,) = connections.map(region_of, ACCOUNTS[:1], regions, role_name="Audit")
    assert f"arn:{partition}:iam::{ACCOUNTS[0]}:role/Audit" == result.role_arn


def test_what_is_given_twice_is_called_once(connections: ConnectionManager) -> None:
    """One role with other parameters is another one."""
    named = {"role_arn": ROLES[0], "role_session_name": "other"}
    regions = ["us-east-1", "us-east-1"]
    results = list(connections.map(region_of, [ROLES[0], ROLES[0], named], regions))
    assert [ROLES[0], ROLES[0]] == [result.role_arn for result in results]


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("arn:aws:iam::1234567890:role/short", "arn:aws:iam::1234567890:role/short"),
        ({"external_id": "not-shown"}, "a NoneType"),
        (7, "7"),
    ],
)
def test_a_role_that_is_none_is_a_record_too(
    connections: ConnectionManager, role: Any, shown: str
) -> None:
    """It does not keep the others from being called."""
    results = list(connections.map(region_of, [role, ROLES[0]], in_order=True))
    assert [shown, ROLES[0]] == [result.role_arn for result in results]
    assert isinstance(results[0].error, InvalidRoleArnException)
    assert "not-shown" not in str(results[0].error)
    assert results[1].ok


@pytest.mark.parametrize(
    ("keywords", "error"),
    [
        ({"roles": ROLES[0]}, TypeError),
        ({"roles": {"role_arn": ROLES[0]}}, TypeError),
        ({"roles": ROLES, "regions": "eu-west-1"}, TypeError),
        ({"roles": ROLES, "max_workers": 0}, ValueError),
        ({"roles": ROLES, "raise_on_error": "some"}, ValueError),
        ({"roles": ROLES, "role_sesion_name": "typo"}, TypeError),
        ({"roles": ROLES, "function": "region_of"}, TypeError),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused_at_once(
    connections: ConnectionManager, keywords: dict[str, Any], error: type[Exception]
) -> None:
    """Not when the first result is asked for, far from the mistake."""
    with pytest.raises(error):
        connections.map(**{"function": region_of, **keywords})


def test_a_regions_session_is_the_roles_in_all_but_the_region(
    credentials: None,
) -> None:
    """It has one credentials object with it, and what the manager was told."""
    connections = ConnectionManager(
        region_name="us-east-1", config=Config(user_agent_extra="audit")
    )
    (result,) = connections.map(lambda session: session, ROLES[:1], ["eu-west-1"])
    made = result.value
    whole = connections.get_session(ROLES[0])
    assert isinstance(made, RoleSession)
    assert "eu-west-1" == made.region_name
    assert made.get_credentials() is whole.get_credentials()
    assert (ROLES[0], ACCOUNTS[0]) == (made.role_arn, made.account_id)
    assert whole.role_session_name == made.role_session_name
    assert "region_name='eu-west-1'" in repr(made)
    assert "audit" in made.client("sts").meta.config.user_agent_extra
    assert "us-east-1" == whole.region_name


def test_a_session_of_another_makers_cache_works_in_all_regions(
    credentials: None,
) -> None:
    """It need be no more than a `boto3.Session`."""
    stranger = boto3.Session("AKIA", "secret", region_name="us-east-1")

    class Strangers:
        def get(self, role_arn: str, role_session_name: str | None) -> Any:
            return stranger

        def set(self, *_: Any) -> None:
            raise AssertionError

    connections = ConnectionManager(region_name="us-east-1", cache=Strangers())
    regions = ["us-east-1", "eu-west-1"]
    calls = connections.map(lambda session: session, ROLES[:1], regions, in_order=True)
    here, there = (result.value for result in calls)
    assert here is stranger
    assert there is not None
    assert "eu-west-1" == there.region_name
    assert "AKIA" == there.get_credentials().access_key


@pytest.mark.parametrize(
    ("role_name", "told"),
    [
        ("arn:aws:iam::111111111111:role/x", "an ARN.*as in role_name='x'"),
        (7, "role_name is a int: it must be the name"),
    ],
)
def test_a_role_name_that_is_none_is_never_sent(
    credentials: None, role_name: Any, told: str
) -> None:
    """An ARN, or no string at all: refused with what to give."""
    connections = ConnectionManager(region_name="us-east-1")
    with pytest.raises(InvalidRoleArnException, match=told):
        connections.map(str, ACCOUNTS, role_name=role_name)
