"""What users do with organizations: accounts, units, policies and delegation."""

from __future__ import annotations

from typing import Any

import pytest

import boto3_extensions
from make_session import MakeSession

DENY = '{"Version":"2012-10-17","Statement":[]}'
SCP = "SERVICE_CONTROL_POLICY"


@pytest.fixture
def organizations(session: MakeSession) -> Any:
    """Make the service resource, with an organization."""
    organizations = session().resource("organizations")
    organizations.create_organization(FeatureSet="ALL")
    return organizations


@pytest.fixture
def root(organizations: Any) -> Any:
    """Return the root of the organization."""
    (root,) = organizations.roots.all()
    return root


@pytest.fixture
def account(organizations: Any) -> Any:
    """Make an account."""
    status = organizations.create_account(
        AccountName="books", Email="books@example.com"
    )
    return status.account


@pytest.fixture
def policy(organizations: Any) -> Any:
    """Make a policy."""
    return organizations.create_policy(
        Name="deny", Description="no", Content=DENY, Type=SCP
    )


def test_the_callers_organization_is_the_one(organizations: Any) -> None:
    """There is no choice, and so no identifier."""
    organization = organizations.Organization()
    assert "ALL" == organization.feature_set
    assert organization.management_account in list(organizations.accounts.all())


def test_units_and_accounts_are_found_in_the_tree(
    organizations: Any, root: Any, account: Any
) -> None:
    """Roots and units have units and accounts, which move between them."""
    unit = root.create_organizational_unit(Name="shops")
    assert [unit] == list(root.organizational_units.all())
    account.move(SourceParentId=root.id, DestinationParentId=unit.id)
    assert [account] == list(unit.accounts.all())
    assert [{"Id": unit.id, "Type": "ORGANIZATIONAL_UNIT"}] == (
        account.list_parents()["Parents"]
    )
    assert "books" == organizations.Account(account.id).name


def test_a_root_is_found_in_the_list(organizations: Any, root: Any) -> None:
    """AWS describes roots in their list only."""
    assert "Root" == organizations.Root(root.id).name


def test_policies_are_listed_by_type_and_loaded(
    organizations: Any, policy: Any
) -> None:
    """The list leaves the content out, which a listed policy completes."""
    listed = {one.id: one for one in organizations.service_control_policies.all()}
    assert DENY == listed[policy.id].content
    assert "deny" == listed[policy.id].policy_summary["Name"]
    assert policy in list(organizations.PolicyType(SCP).policies.all())
    assert [] == list(organizations.tag_policies.all())


def test_a_policy_is_attached_and_detached(policy: Any, account: Any) -> None:
    """A policy has its targets, and a target its policies."""
    policy.attach(TargetId=account.id)
    assert [account.id] == [target.target_id for target in policy.targets.all()]
    assert policy.id in [one.id for one in account.service_control_policies.all()]
    policy.Target(account.id).detach()
    assert [] == list(policy.targets.all())


def test_a_policy_is_changed_and_deleted(organizations: Any, policy: Any) -> None:
    """The next load shows the change."""
    policy.update(Description="never")
    policy.load()
    assert "never" == policy.policy_summary["Description"]
    policy.delete()
    assert policy not in list(organizations.PolicyType(SCP).policies.all())


def test_an_account_is_tagged(account: Any) -> None:
    """Tags go by the account's id."""
    account.tag(Tags=[{"Key": "team", "Value": "billing"}])
    assert [{"Key": "team", "Value": "billing"}] == account.list_tags()["Tags"]
    account.untag(TagKeys=["team"])
    assert [] == account.list_tags()["Tags"]


def test_an_administrator_is_delegated_a_service(
    organizations: Any, account: Any
) -> None:
    """Whoever is registered for a service is listed with it."""
    service = "ssm.amazonaws.com"
    administrator = account.register_delegated_administrator(ServicePrincipal=service)
    assert [administrator] == list(organizations.delegated_administrators.all())
    assert account == administrator.account
    (delegated,) = account.delegated_services.all()
    assert service == delegated.service_principal
    delegated.deregister()
    assert [] == list(organizations.delegated_administrators.all())


def test_a_service_gets_access(organizations: Any) -> None:
    """Enabling makes a principal that can be disabled."""
    made = organizations.enable_aws_service_access(
        ServicePrincipal="config.amazonaws.com"
    )
    assert [made] == list(organizations.enabled_service_principals.all())
    made.disable()
    assert [] == list(organizations.enabled_service_principals.all())


def test_arns_carry_the_management_account(
    arns: None, organizations: Any, account: Any, policy: Any
) -> None:
    """An account's ARN is its organization's, with the managers' account."""
    organization = organizations.Organization()
    assert (
        f"arn:aws:organizations::{organization.master_account_id}:"
        f"account/{organization.id}/{account.id}"
    ) == account.arn
    same = boto3_extensions.resource_from_arn(policy.arn)
    assert policy.id == same.id


def test_aws_owns_the_policies_it_manages() -> None:
    """Their ARN has neither an account nor an organization."""
    arn = "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess"
    assert "p-FullAWSAccess" == boto3_extensions.resource_from_arn(arn).id


def test_a_listed_policy_has_its_summary(organizations: Any, policy: Any) -> None:
    """The list told it: only what is in the policy is asked for, once."""
    client = organizations.meta.client
    asked: list[str] = []
    client.meta.events.register(
        "before-call.organizations", lambda model, **_: asked.append(model.name)
    )

    listed = {one.id: one for one in organizations.service_control_policies.all()}

    assert "deny" == listed[policy.id].policy_summary["Name"]
    assert ["ListPolicies"] == asked
    assert DENY == listed[policy.id].content
    assert ["ListPolicies", "DescribePolicy"] == asked
