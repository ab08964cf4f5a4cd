"""Glacier as its users work with it, against moto and the fake AWS."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession


@pytest.fixture
def glacier(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("glacier")


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS, for what moto lacks."""
    return boto3.resource("glacier", **fake.client_arguments("glacier"))


def test_a_vault_is_waited_for(glacier: Any) -> None:
    """A vault that was made is there, and is what it was asked to be."""
    vault = glacier.create_vault(vaultName="letters")
    vault.wait_until_exists()
    assert "letters" == vault.vault_name


def test_a_vault_has_awss_own_arn(arns: None, glacier: Any) -> None:
    """The account "-" is the caller's, which only AWS's ARN tells."""
    vault = glacier.create_vault(vaultName="letters")
    assert vault.vault_arn == vault.arn
    assert vault.arn.endswith("vaults/letters")


def test_a_vault_has_an_access_policy(fake: FakeAws, faked: Any) -> None:
    """It is a thing of its own, as boto3 has it for the vault's notification."""
    policy = faked.Vault("-", "letters").AccessPolicy()
    policy.set(policy={"Policy": "{}"})
    sent = {"accountId": "-", "vaultName": "letters", "policy": {"Policy": "{}"}}
    assert [sent] == [
        c.params for c in fake.calls_to("glacier", "SetVaultAccessPolicy")
    ]
    fake.plant("glacier", "GetVaultAccessPolicy", {"policy": {"Policy": "{}"}})
    assert "{}" == policy.policy
    assert faked.Vault("-", "letters") == policy.Vault()


def test_a_vault_is_locked_in_two_steps(fake: FakeAws, faked: Any) -> None:
    """The second step takes the id that the first one gave."""
    lock = faked.Vault("-", "letters").Lock()
    fake.plant("glacier", "InitiateVaultLock", {"lockId": "L1"})
    lock.complete(lockId=lock.initiate(policy={"Policy": "{}"})["lockId"])
    (call,) = fake.calls_to("glacier", "CompleteVaultLock")
    assert {"accountId": "-", "vaultName": "letters", "lockId": "L1"} == call.params


def test_capacity_is_bought_for_ones_own_account(fake: FakeAws, faked: Any) -> None:
    """What is listed and what was bought are the same, whose account is "-"."""
    capacity = {"CapacityId": "C1", "StartDate": "2026-11-22"}
    fake.plant("glacier", "PurchaseProvisionedCapacity", {"capacityId": "C1"})
    listed = {"ProvisionedCapacityList": [{"CapacityId": "C0"}, capacity]}
    fake.plant("glacier", "ListProvisionedCapacity", listed)
    bought = faked.purchase_provisioned_capacity()
    assert faked.Account("-").ProvisionedCapacity("C1") == bought
    assert bought in list(faked.provisioned_capacities.all())
    assert "2026-11-22" == bought.start_date
