"""Security Hub as its users work with it, on moto, or on our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:securityhub:us-east-1"
PRODUCT = f"{START}::product/aws/guardduty"
STANDARD = f"{START}::standards/pci-dss/v/3.2.1"
SUBSCRIPTION = f"{START}:123456789012:subscription/pci-dss/v/3.2.1"


@pytest.fixture
def planted(fake: FakeAws) -> Any:
    """Make the service resource on the fake."""
    return boto3.resource("securityhub", **fake.client_arguments("securityhub"))


def test_a_hub_is_turned_on_and_off(arns: None, session: MakeSession) -> None:
    """An account has one in each region; nothing needs to be told."""
    securityhub = session().resource("securityhub")
    hub = securityhub.enable_security_hub()
    assert securityhub.Hub() == hub
    assert hub.subscribed_at
    assert f"{START}:123456789012:hub/default" == hub.arn
    hub.disable()


def test_findings_are_updated_together(fake: FakeAws, planted: Any) -> None:
    """A finding is known by its product and its id, which a call has for each."""
    found = [{"ProductArn": PRODUCT, "Id": name} for name in ("f1", "f2")]
    fake.plant("securityhub", "GetFindings", {"Findings": found})
    planted.findings.all().update(Workflow={"Status": "NOTIFIED"})
    (call,) = fake.calls_to("securityhub", "BatchUpdateFindings")
    assert found == call.params["FindingIdentifiers"]


def test_a_finding_is_loaded_by_product_and_id(fake: FakeAws, planted: Any) -> None:
    """The id alone may be another product's finding, too."""
    item = {"ProductArn": PRODUCT, "Id": "f1", "Title": "Open port"}
    fake.plant("securityhub", "GetFindings", {"Findings": [item]})
    assert "Open port" == planted.Finding(PRODUCT, "f1").title
    (call,) = fake.calls_to("securityhub", "GetFindings")
    assert {
        "ProductArn": [{"Value": PRODUCT, "Comparison": "EQUALS"}],
        "Id": [{"Value": "f1", "Comparison": "EQUALS"}],
    } == call.params["Filters"]


def test_a_standard_is_enabled_and_disabled(fake: FakeAws, planted: Any) -> None:
    """A standard is AWS's; the account's use of it has controls, and is given up."""
    made = {"StandardsSubscriptionArn": SUBSCRIPTION, "StandardsArn": STANDARD}
    answer = {"StandardsSubscriptions": [made]}
    fake.plant("securityhub", "BatchEnableStandards", answer)
    asked = [{"StandardsArn": STANDARD}]
    (use,) = planted.batch_enable_standards(StandardsSubscriptionRequests=asked)
    assert planted.Standard(STANDARD) == use.standard
    use.disable()
    (call,) = fake.calls_to("securityhub", "BatchDisableStandards")
    assert {"StandardsSubscriptionArns": [SUBSCRIPTION]} == call.params


def test_each_security_hub_has_an_administrator(fake: FakeAws, planted: Any) -> None:
    """AWS takes the older of the two where nothing is said, so that it always is."""
    accounts = {"AdminAccounts": [{"AccountId": "222233334444", "Status": "ENABLED"}]}
    fake.plant("securityhub", "ListOrganizationAdminAccounts", accounts)
    (one,) = planted.organization_admin_accounts_v2.all()
    one.disable()
    (call,) = fake.calls_to("securityhub", "DisableOrganizationAdminAccount")
    asked = {"AdminAccountId": "222233334444", "Feature": "SecurityHubV2"}
    assert asked == call.params


def test_a_policy_is_associated_with_a_target(fake: FakeAws, planted: Any) -> None:
    """What a policy starts is the association of the account or unit, by its id."""
    told = {"TargetId": "ou-1", "TargetType": "ORGANIZATIONAL_UNIT"}
    fake.plant("securityhub", "StartConfigurationPolicyAssociation", told)
    policy = planted.ConfigurationPolicy("p1")
    made = policy.start_association(Target={"OrganizationalUnitId": "ou-1"})
    assert planted.ConfigurationPolicyAssociation("ou-1") == made
    assert "ORGANIZATIONAL_UNIT" == made.target_type
