"""The accounts that `ConnectionManager.map` is given, and what its results tell."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from boto3_extensions import ConnectionManager
from boto3_extensions._connections.targets import enabled_regions
from boto3_extensions.exceptions import InvalidRoleArnException, RoleNameMissingError
from mapped_functions import region_of

ONE, TWO = "000000000001", "000000000002"


def test_accounts_are_a_dict(connections: ConnectionManager) -> None:
    """Its values are in the results, whatever they are."""
    accounts = {ONE: {"team": "shop"}, f"arn:aws:iam::{TWO}:role/own": "web"}

    results = connections.map(region_of, accounts, role_name="Audit", in_order=True)

    assert [
        (f"arn:aws:iam::{ONE}:role/Audit", {"team": "shop"}),
        (f"arn:aws:iam::{TWO}:role/own", "web"),
    ] == [(result.role_arn, result.item) for result in results]


def test_accounts_are_dicts_as_organizations_tells_them(
    connections: ConnectionManager,
) -> None:
    """Their ARN tells the partition; what else they have is in the result."""
    account = {
        "Id": ONE,
        "Arn": f"arn:aws-cn:organizations::{TWO}:account/o-1/{ONE}",
        "Name": "shop",
        "State": "ACTIVE",
    }
    (result,) = connections.map(region_of, [account], role_name="Audit")

    assert f"arn:aws-cn:iam::{ONE}:role/Audit" == result.role_arn
    assert "shop" == result.item["Name"]


@pytest.mark.parametrize(
    "item",
    [
        ONE,
        {"account_id": ONE, "external_id": "s3cret"},
        SimpleNamespace(id=ONE, name="shop"),
        {"role_arn": f"arn:aws:iam::{ONE}:role/other"},
    ],
)
def test_a_result_has_what_was_given(connections: ConnectionManager, item: Any) -> None:
    """The very object; what is printed shows nothing of it."""
    (result,) = connections.map(region_of, [item], role_name="Audit")
    assert result.item is item
    assert "s3cret" not in f"{result} {result!r}"


def test_a_record_of_what_cannot_be_called_has_it_too(
    connections: ConnectionManager,
) -> None:
    """As who reads it wants to know which it was."""
    (result,) = connections.map(region_of, [7], role_name="Audit")
    assert (7, False) == (result.item, result.ok)


@pytest.mark.parametrize(
    "roles",
    [
        [ONE, TWO],
        {ONE: "shop"},
        [{"Id": ONE}],
        [{"account_id": ONE}],
        [SimpleNamespace(id=ONE)],
        (f"arn:aws:iam::{ONE}:role/r", TWO),
    ],
)
def test_a_forgotten_role_name_is_one_error_at_once(
    connections: ConnectionManager, roles: Any
) -> None:
    """Not one for each account, and not when the first result is asked for."""
    with pytest.raises(RoleNameMissingError, match="role_name='Audit'") as raised:
        connections.map(region_of, roles)
    assert isinstance(raised.value, TypeError)


def test_it_is_one_error_of_accounts_that_come_one_by_one(
    connections: ConnectionManager,
) -> None:
    """None is taken before a result is asked for."""
    taken = []

    def accounts() -> Iterator[str]:
        for account in (ONE, TWO):
            taken.append(account)
            yield account

    results = connections.map(region_of, accounts())
    assert [] == taken
    with pytest.raises(RoleNameMissingError):
        list(results)
    assert [ONE] == taken


def test_a_number_is_refused_with_the_account_it_may_be(
    connections: ConnectionManager,
) -> None:
    """Python has dropped the zeros in front."""
    (result,) = connections.map(region_of, [7], role_name="Audit")
    assert isinstance(result.error, InvalidRoleArnException)
    assert "'000000000007'" in str(result.error)


def test_a_result_is_printed_with_the_errors_own_words(
    connections: ConnectionManager,
) -> None:
    """And where it was; a value as Python shows it."""

    def refuse(session: boto3.Session) -> Any:
        told = {"Error": {"Code": "AccessDenied", "Message": "not you"}}
        raise ClientError(told, "ListBuckets")

    (result,) = connections.map(refuse, [ONE], role_name="Audit")
    told = f"{ONE} in us-east-1: ClientError: An error occurred (AccessDenied)"
    assert str(result).startswith(told)
    assert str(result).endswith("not you")

    (result,) = connections.map(region_of, [ONE], role_name="Audit")
    assert f"{ONE} in us-east-1: 'us-east-1'" == str(result)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Answer DescribeRegions by account; the value is who was asked what."""
    calls: list[tuple[str, str]] = []
    plain = boto3.Session.client

    def client(self: Any, service: str, *args: Any, **kwargs: Any) -> Any:
        made = plain(self, service, *args, **kwargs)

        def answer(model: Any, **_: Any) -> Any:
            account = self.role_arn.split(":")[4]
            calls.append((account, model.name))
            names = ["us-east-1"] + ["eu-west-1"] * (account == ONE)
            regions = [{"RegionName": name} for name in names]
            http = SimpleNamespace(status_code=200)
            if model.name == "DescribeRegions" and account == TWO:
                http = SimpleNamespace(status_code=403)
                return http, {"Error": {"Code": "UnauthorizedOperation"}}
            return http, {"Regions": regions}

        made.meta.events.register("before-call", answer)
        return made

    monkeypatch.setattr(boto3.Session, "client", client)
    return calls


@pytest.mark.parametrize("in_order", [True, False])
def test_each_account_is_asked_for_its_regions(
    connections: ConnectionManager, asked: list[tuple[str, str]], in_order: bool
) -> None:
    """Not the first for all; account answers where ec2 may not be asked."""
    results = connections.map(
        region_of, [ONE, TWO], "enabled", role_name="Audit", in_order=in_order
    )
    found = [(result.account, result.value) for result in results]

    expected = [(ONE, "eu-west-1"), (ONE, "us-east-1"), (TWO, "us-east-1")]
    assert expected == (found if in_order else sorted(found))
    assert {
        (ONE, "DescribeRegions"),
        (TWO, "DescribeRegions"),
        (TWO, "ListRegions"),
    } == set(asked)


def test_no_other_service_is_asked_after_any_other_error() -> None:
    """It is ec2's denial alone that account may help with."""
    answer = {"Error": {"Code": "InternalError", "Message": "Try again."}}
    error, opened = ClientError(answer, "DescribeRegions"), []

    def fail() -> None:
        raise error

    def client(service: str, **_: Any) -> Any:
        opened.append(service)
        return SimpleNamespace(describe_regions=fail)

    session: Any = SimpleNamespace(region_name="us-east-1", client=client)
    with pytest.raises(ClientError) as caught:
        enabled_regions(session)
    assert (error, ["ec2"]) == (caught.value, opened)


def test_an_account_that_does_not_tell_its_regions_is_a_record(
    aws: str, connections: ConnectionManager
) -> None:
    """With AWS's error; the others go on."""
    results = list(
        connections.map(
            region_of,
            [ONE, {"role_arn": f"arn:aws:iam::{TWO}:role/x", "duration_seconds": 1}],
            "enabled",
            role_name="Audit",
        )
    )
    (failed,) = (result for result in results if not result.ok)
    assert TWO == failed.account
    assert len(results) > 10


def test_regions_are_found_out_in_other_processes(aws: str) -> None:
    """By the same credentials that the call is made with."""
    connections = ConnectionManager(region_name="us-east-1")
    with ProcessPoolExecutor(1) as executor:
        results = list(
            connections.map(
                region_of, {ONE: "shop"}, "enabled", executor, role_name="Audit"
            )
        )
    assert {"shop"} == {result.item for result in results}
    assert "us-east-1" in {result.value for result in results}


def test_regions_are_enabled_or_named(connections: ConnectionManager) -> None:
    """The word is the name of no region."""
    with pytest.raises(ValueError, match="not both"):
        connections.map(print, [], regions=["eu-west-1", "enabled"])


@pytest.mark.parametrize("account", [1234, "1234"])
def test_an_account_without_its_zeros_is_told_with_them(
    connections: ConnectionManager, account: Any
) -> None:
    """In a list, and as the key of a dict."""
    (result,) = connections.map(print, [account], role_name="audit")
    assert str(result).startswith("1234 in no region: ")
    assert "'000000001234'" in str(result.error)
    with pytest.raises(TypeError, match="'000000001234': "):
        connections.map(print, {account: "shop"}, role_name="audit")


def test_another_word_for_regions_is_refused(connections: ConnectionManager) -> None:
    """It says which word there is."""
    with pytest.raises(TypeError, match="'enabled' for all"):
        connections.map(region_of, [ONE], "all", role_name="Audit")
