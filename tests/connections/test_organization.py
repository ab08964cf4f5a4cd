"""Account lists from Organizations, and functions called in all those accounts."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from boto3_extensions import (
    ConnectionManager,
    OrganizationAccount,
    organization_accounts,
)
from boto3_extensions.exceptions import OrganizationalUnitError
from make_session import MakeSession
from mapped_functions import account_and_region


class Organization:
    """An organization: a root with `first`, `/Work/Prod` with `shop` and `books`."""

    def __init__(self, session: boto3.Session) -> None:
        self.session = session
        self._client = client = session.client("organizations")
        client.create_organization(FeatureSet="ALL")
        self.root: str = client.list_roots()["Roots"][0]["Id"]
        self.work = self._unit("Work", self.root)
        self.prod = self._unit("Prod", self.work)
        self.first = self.account("first", self.root)
        self.tools = self.account("tools", self.work)
        self.shop = self.account("shop", self.prod)
        self.books = self.account("books", self.prod)

    def _unit(self, name: str, parent: str) -> str:
        made = self._client.create_organizational_unit(ParentId=parent, Name=name)
        unit_id: str = made["OrganizationalUnit"]["Id"]
        return unit_id

    def account(self, name: str, unit: str) -> str:
        """Make an account in a unit; return its id."""
        made = self._client.create_account(
            AccountName=name, Email=f"{name}@example.com"
        )
        account_id: str = made["CreateAccountStatus"]["AccountId"]
        if unit != self.root:
            self._client.move_account(
                AccountId=account_id,
                SourceParentId=self.root,
                DestinationParentId=unit,
            )
        return account_id

    def close(self, account_id: str) -> None:
        """Close an account, which suspends it."""
        self._client.close_account(AccountId=account_id)

    def accounts(self, *args: Any, **kwargs: Any) -> list[OrganizationAccount]:
        """List accounts, but the management account."""
        found = organization_accounts(self.session, *args, **kwargs)
        return [account for account in found if not account.is_management]

    def names(self, *args: Any, **kwargs: Any) -> set[str]:
        """List names of accounts."""
        return {account.name for account in self.accounts(*args, **kwargs)}


@pytest.fixture
def organization(session: MakeSession) -> Organization:
    """Make the organization."""
    return Organization(session())


def test_an_account_tells_its_name_its_address_and_its_place(
    organization: Organization,
) -> None:
    """What one needs to choose by."""
    (shop,) = organization.accounts(predicate=lambda account: account.name == "shop")
    assert (organization.shop, "shop", "shop@example.com", "ACTIVE") == (
        shop.id,
        shop.name,
        shop.email,
        shop.state,
    )
    assert (organization.prod, "/Work/Prod") == (shop.unit_id, shop.path)
    assert f":account/o-{shop.arn.split('o-')[1]}" == f":{shop.arn.split(':')[5]}"


def test_all_units_are_searched_and_the_management_account_is_told(
    organization: Organization,
) -> None:
    """The root's own accounts come, too."""
    assert {"first", "tools", "shop", "books"} == organization.names()
    (managing,) = (
        account
        for account in organization_accounts(organization.session)
        if account.is_management
    )
    assert ("123456789012", "/") == (managing.id, managing.path)


def test_units_are_named_by_id_or_path(organization: Organization) -> None:
    """The path of an account is the same either way."""
    for unit in (organization.prod, "/Work/Prod", "/Work/Prod/"):
        accounts = organization.accounts([unit])
        assert {"shop", "books"} == {account.name for account in accounts}
        assert {"/Work/Prod"} == {account.path for account in accounts}
    for unit in (organization.root, "/"):
        assert 4 == len(organization.accounts([unit]))


def test_units_below_are_left_out_if_asked_for(organization: Organization) -> None:
    """Only the accounts right in the unit."""
    assert {"tools", "shop", "books"} == organization.names(["/Work"])
    assert {"tools"} == organization.names(["/Work"], recursive=False)


def test_an_account_in_two_units_asked_for_comes_once(
    organization: Organization,
) -> None:
    """A unit and one below it have accounts in common."""
    accounts = organization.accounts(["/Work", "/Work/Prod"])
    assert 3 == len(accounts)


def test_suspended_accounts_are_skipped_unless_asked_for(
    organization: Organization,
) -> None:
    """A closed account is suspended."""
    organization.close(organization.books)
    assert {"first", "tools", "shop"} == organization.names()
    assert {"books"} == organization.names(states=["SUSPENDED"])


@pytest.mark.parametrize("unit", ["/Work/Test", "Work", ""])
def test_a_unit_that_is_not_there_is_told(
    organization: Organization, unit: str
) -> None:
    """By its name."""
    with pytest.raises(OrganizationalUnitError, match=f"'{unit}'"):
        organization.accounts([unit])


def test_an_unknown_id_of_a_unit_is_aws_s_error(organization: Organization) -> None:
    """As for every id."""
    with pytest.raises(ClientError, match="OrganizationalUnitNotFound"):
        organization.accounts(["ou-abcd-12345678"])


@pytest.mark.parametrize("keywords", [{"organizational_units": "/"}, {"states": "X"}])
def test_a_single_string_is_refused(keywords: dict[str, Any]) -> None:
    """Its letters would be taken for units."""
    with pytest.raises(TypeError, match="into a list"):
        organization_accounts(**keywords)


def test_pages_are_read_to_the_last(organization: Organization) -> None:
    """AWS answers with twenty accounts at most."""
    for number in range(25):
        organization.account(f"team{number}", organization.work)
    assert 28 == len(organization.accounts(["/Work"]))


def test_the_default_session_is_asked_without_one(
    organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As everywhere in boto3."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    assert 5 == len(list(organization_accounts()))


def test_a_function_is_called_in_every_account_of_a_unit(
    organization: Organization,
) -> None:
    """Accounts are roles, with the name of the role that all have."""
    connections = ConnectionManager(region_name="us-east-1")
    accounts = organization_accounts(organization.session, ["/Work/Prod"])
    results = connections.map(account_and_region, accounts, role_name="Audit")
    assert {
        (organization.shop, "us-east-1"),
        (organization.books, "us-east-1"),
    } == {result.value for result in results}
