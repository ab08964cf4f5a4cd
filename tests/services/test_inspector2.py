"""Amazon Inspector as its users work with it, on moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

FINDING = "arn:aws:inspector2:us-east-1:123456789012:finding/0a1b"
CONFIGURATION = (
    "arn:aws:inspector2:us-east-1:123456789012:owner/123456789012/cis-configuration/c1"
)
CIS_SCAN = "arn:aws:inspector2:us-east-1:123456789012:owner/123456789012/cis-scan/s1"


@pytest.fixture
def planted(fake: FakeAws) -> Any:
    """Make the service resource on the fake."""
    return boto3.resource("inspector2", **fake.client_arguments("inspector2"))


def test_a_filter_is_made_tagged_and_deleted(session: MakeSession) -> None:
    """A filter, which suppresses findings, is known by its ARN."""
    inspector = session().resource("inspector2")
    made = inspector.create_filter(
        name="quiet",
        action="SUPPRESS",
        filterCriteria={"severity": [{"comparison": "EQUALS", "value": "LOW"}]},
    )
    assert [made] == list(inspector.filters.all())
    assert "quiet" == made.name
    made.tag(tags={"team": "shop"})
    assert {"team": "shop"} == made.list_tags()["tags"]
    made.delete()
    assert [] == list(inspector.filters.all())


def test_an_organization_has_an_administrator(session: MakeSession) -> None:
    """Who is put in charge is returned, and listed."""
    inspector = session().resource("inspector2")
    made = inspector.enable_delegated_admin_account(
        delegatedAdminAccountId="222233334444"
    )
    assert [made] == list(inspector.delegated_admin_accounts.all())


def test_a_finding_is_loaded_by_its_arn(fake: FakeAws, planted: Any) -> None:
    """No operation describes one, so that its ARN picks it from the list."""
    item = {"findingArn": FINDING, "severity": "HIGH"}
    fake.plant("inspector2", "ListFindings", {"findings": [item]})
    assert "HIGH" == planted.Finding(FINDING).severity
    (call,) = fake.calls_to("inspector2", "ListFindings")
    asked = [{"comparison": "EQUALS", "value": FINDING}]
    assert {"findingArn": asked} == call.params["filterCriteria"]


def test_scans_are_turned_on_for_accounts(fake: FakeAws, planted: Any) -> None:
    """What is turned on are accounts, each of which is turned off by itself."""
    states = [
        {"accountId": name, "status": "ENABLING"} for name in ("1" * 12, "2" * 12)
    ]
    fake.plant("inspector2", "Enable", {"accounts": states})
    _, other = planted.enable(resourceTypes=["EC2"])
    other.disable(resourceTypes=["EC2"])
    (call,) = fake.calls_to("inspector2", "Disable")
    assert {"accountIds": ["2" * 12], "resourceTypes": ["EC2"]} == call.params


def test_a_cis_configuration_has_scans(fake: FakeAws, planted: Any) -> None:
    """A scan lists what it found by resource; each has its checks."""
    scan = {"scanArn": CIS_SCAN, "scanConfigurationArn": CONFIGURATION}
    fake.plant("inspector2", "ListCisScans", {"scans": [scan]})
    target = {
        "scanArn": CIS_SCAN,
        "accountId": "1" * 12,
        "targetResourceId": "i-0123456789",
    }
    answer = {"targetResourceAggregations": [target]}
    fake.plant("inspector2", "ListCisScanResultsAggregatedByTargetResource", answer)
    (found,) = planted.CisScanConfiguration(CONFIGURATION).scans.all()
    (resource,) = found.target_resource_aggregations.all()
    list(resource.result_details.all())
    call = fake.calls_to("inspector2", "GetCisScanResultDetails")[0]
    assert target == {k: v for k, v in call.params.items() if k != "nextToken"}
