"""What users of RDS do with what it lists beside databases."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws

ARN = "arn:aws:rds:us-east-1:123456789012:db:orders"


@pytest.fixture
def rds(fake: FakeAws) -> Any:
    """The service of the fake AWS."""
    return boto3.resource("rds", **fake.client_arguments("rds"))


def test_events_are_listed_of_all_and_of_one(fake: FakeAws, rds: Any) -> None:
    """Each is a resource, and an instance has its own."""
    event = {
        "SourceIdentifier": "orders",
        "SourceType": "db-instance",
        "Message": "Backing up",
        "Date": "2026-01-02T03:04:05Z",
    }
    fake.plant("rds", "DescribeEvents", {"Events": [event]})
    (of_all,) = rds.events.all()
    (own,) = rds.DBInstance("orders").events.all()
    assert of_all == own
    assert "Backing up" == own.message
    assert {"SourceIdentifier": "orders", "SourceType": "db-instance"} == (
        fake.calls[-1].params
    )


def test_maintenance_that_waits_is_applied(fake: FakeAws, rds: Any) -> None:
    """One action of one thing, which its ARN names."""
    pending = {
        "ResourceIdentifier": ARN,
        "PendingMaintenanceActionDetails": [{"Action": "system-update"}],
    }
    answer = {"PendingMaintenanceActions": [pending]}
    fake.plant("rds", "DescribePendingMaintenanceActions", answer)
    (waiting,) = rds.resources_with_pending_maintenance_actions.all()
    (action,) = waiting.pending_maintenance_actions.all()
    action.apply(OptInType="immediate")
    assert {
        "ResourceIdentifier": ARN,
        "ApplyAction": "system-update",
        "OptInType": "immediate",
    } == fake.calls[-1].params


def test_who_may_restore_a_snapshot_is_read_and_changed(
    fake: FakeAws, rds: Any
) -> None:
    """By the attributes of the snapshot."""
    attribute = {"AttributeName": "restore", "AttributeValues": ["1"]}
    result = {"DBSnapshotIdentifier": "s", "DBSnapshotAttributes": [attribute]}
    answer = {"DBSnapshotAttributesResult": result}
    fake.plant("rds", "DescribeDBSnapshotAttributes", answer)
    (found,) = rds.DBSnapshot("s").attributes.all()
    assert ["1"] == found.attribute_values
    found.modify(ValuesToAdd=["2"])
    assert {
        "DBSnapshotIdentifier": "s",
        "AttributeName": "restore",
        "ValuesToAdd": ["2"],
    } == fake.calls[-1].params


def test_a_database_is_subscribed_to(fake: FakeAws, rds: Any) -> None:
    """What comes back is the subscription."""
    told = {"EventSubscription": {"CustSubscriptionId": "mail"}}
    fake.plant("rds", "AddSourceIdentifierToSubscription", told)
    made = rds.DBInstance("orders").subscribe_to(SubscriptionName="mail")
    assert rds.EventSubscription("mail") == made
