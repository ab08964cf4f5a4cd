"""IAM Identity Center as its users work with it, against moto, or our fake."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from boto3_extensions import resource_from_arn
from fake_aws import FakeAws
from make_session import MakeSession

# Whose moto is: it provisions to that account alone.
ACCOUNT = "123456789012"
GROUP = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
ENDS = "ssoins-1234567890123456/ps-1234567890123456"
SET = f"arn:aws:sso:::permissionSet/{ENDS}"
INSTANCE = "arn:aws:sso:::instance/ssoins-1234567890123456"


@pytest.fixture
def instance(session: MakeSession) -> Any:
    """Return the account's instance."""
    (found,) = session().resource("sso-admin").instances.all()
    return found


@pytest.fixture
def reader(instance: Any) -> Any:
    """Make a permission set."""
    return instance.create_permission_set(Name="reader")


@pytest.fixture
def planted(fake: FakeAws) -> Any:
    """Return a permission set of what the fake is planted with."""
    sso = boto3.resource("sso-admin", **fake.client_arguments("sso-admin"))
    return sso.PermissionSet(INSTANCE, SET)


def test_a_permission_set_is_the_instances(instance: Any, reader: Any) -> None:
    """It is known by its ARN and the instance's, made, listed and deleted there."""
    assert [reader] == list(instance.permission_sets.all())
    assert ("reader", instance) == (reader.name, reader.Instance())
    reader.update(Description="Who reads")
    reader.reload()
    assert "Who reads" == reader.description
    reader.delete()
    assert [] == list(instance.permission_sets.all())


def test_an_arn_of_a_permission_set_names_the_instance(
    arns: None, session: MakeSession
) -> None:
    """It has the instance's id, so that both identifiers come of it."""
    made: Any = resource_from_arn(SET, session())
    assert session().resource("sso-admin").PermissionSet(INSTANCE, SET) == made
    assert SET == made.arn


def test_a_permission_set_has_policies(reader: Any) -> None:
    """One inline, any number of AWS's, and of those that each account has."""
    inline = reader.put_inline_policy(InlinePolicy='{"Statement": []}')
    assert '{"Statement": []}' == inline.inline_policy
    inline.delete()
    made = reader.attach_customer_managed_policy_reference(
        CustomerManagedPolicyReference={"Name": "deploy"}
    )
    assert [made] == list(reader.customer_managed_policy_references.all())
    assert "/" == made.path
    made.detach()
    assert [] == list(reader.customer_managed_policy_references.all())


def test_an_assignment_is_made_and_found(instance: Any, reader: Any) -> None:
    """The request tells how it goes; the account and the principal list what is."""
    request = reader.create_account_assignment(
        TargetId=ACCOUNT,
        TargetType="AWS_ACCOUNT",
        PrincipalType="GROUP",
        PrincipalId=GROUP,
    )
    assert "AccountAssignmentCreationStatus" in type(request).__name__
    made = reader.AccountAssignment(ACCOUNT, "GROUP", GROUP)
    reader.provision(TargetType="ALL_PROVISIONED_ACCOUNTS")
    (account,) = reader.provisioned_accounts.all()
    assert [made] == list(account.account_assignments.all())
    assert [made] == list(instance.Principal("GROUP", GROUP).account_assignments.all())
    assert [reader] == list(instance.Account(ACCOUNT).permission_sets.all())
    made.delete()
    assert [] == list(account.account_assignments.all())


def test_tags_are_told_the_instance(fake: FakeAws, planted: Any) -> None:
    """AWS wants the ARN of the instance for what is in it, beside its own."""
    planted.tag(Tags=[{"Key": "team", "Value": "shop"}])
    (call,) = fake.calls_to("sso-admin", "TagResource")
    assert (INSTANCE, SET) == (call.params["InstanceArn"], call.params["ResourceArn"])


def test_an_assignment_of_a_principal_is_any_permission_sets(
    fake: FakeAws, planted: Any
) -> None:
    """Each item tells which permission set it is of."""
    item = {"AccountId": ACCOUNT, "PrincipalId": GROUP, "PrincipalType": "GROUP"}
    answer = {"AccountAssignments": [{**item, "PermissionSetArn": SET}]}
    fake.plant("sso-admin", "ListAccountAssignmentsForPrincipal", answer)
    principal = planted.Instance().Principal("GROUP", GROUP)
    (found,) = principal.account_assignments.all()
    assert planted == found.PermissionSet()
