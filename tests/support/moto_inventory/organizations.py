"""Resources of organizations that moto can make."""

from __future__ import annotations

from typing import Any

from moto_inventory.making import POLICY, Aws, Made, makes


def organization(aws: Aws) -> dict[str, Any]:
    """Make an organization."""
    answer = aws.client("organizations").create_organization(FeatureSet="ALL")
    return dict(answer["Organization"])


def root(aws: Aws) -> dict[str, Any]:
    """Make an organization, and return its root."""
    organization(aws)
    (found,) = aws.client("organizations").list_roots()["Roots"]
    return dict(found)


@makes("organizations.Organization")
def _(aws: Aws) -> Made:
    return Made([], organization(aws)["Arn"])


@makes("organizations.Root")
def _(aws: Aws) -> Made:
    found = root(aws)
    return Made([found["Id"]], found["Arn"])


@makes("organizations.OrganizationalUnit")
def _(aws: Aws) -> Made:
    answer = aws.client("organizations").create_organizational_unit(
        ParentId=root(aws)["Id"], Name="unit"
    )["OrganizationalUnit"]
    return Made([answer["Id"]], answer["Arn"])


@makes("organizations.Account")
def _(aws: Aws) -> Made:
    organization(aws)
    client = aws.client("organizations")
    status = client.create_account(Email="a@example.org", AccountName="a")
    account = status["CreateAccountStatus"]["AccountId"]
    return Made([account], client.describe_account(AccountId=account)["Account"]["Arn"])


@makes("organizations.Policy")
def _(aws: Aws) -> Made:
    organization(aws)
    answer = aws.client("organizations").create_policy(
        Content=POLICY, Description="d", Name="p", Type="SERVICE_CONTROL_POLICY"
    )["Policy"]["PolicySummary"]
    return Made([answer["Id"]], answer["Arn"])


@makes("organizations.DelegatedAdministrator")
def _(aws: Aws) -> Made:
    client = aws.client("organizations")
    client.create_organization(FeatureSet="ALL")
    account = client.create_account(Email="a@example.org", AccountName="a")
    number = account["CreateAccountStatus"]["AccountId"]
    client.register_delegated_administrator(
        AccountId=number, ServicePrincipal="ssm.amazonaws.com"
    )
    (found,) = client.list_delegated_administrators()["DelegatedAdministrators"]
    return Made([number], found["Arn"])
