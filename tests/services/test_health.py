"""AWS Health as its users ask it: events, what they affect, the organization's events.

moto has none of it, so the fake AWS is asked: it shows what is sent and how answers are
read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws

EVENT = "arn:aws:health:us-east-1::event/EC2/EC2_RETIREMENT/EC2_RETIREMENT_1"
ENTITY = "arn:aws:health:us-east-1:123456789012:entity/AVh5GGT7ul1arKr1sE1K"
AFFECTED = {
    "entityArn": ENTITY,
    "eventArn": EVENT,
    "entityValue": "i-1",
    "statusCode": "IMPAIRED",
}


@pytest.fixture
def fake(fake: FakeAws) -> FakeAws:
    """Have the fake AWS with an event that affects an instance."""
    event = {"arn": EVENT, "service": "EC2", "statusCode": "upcoming"}
    fake.plant("health", "DescribeEvents", {"events": [event]})
    fake.plant("health", "DescribeAffectedEntities", {"entities": [AFFECTED]})
    return fake


@pytest.fixture
def health(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("health", **fake.client_arguments("health"))


def test_events_are_listed_and_loaded(fake: FakeAws, health: Any) -> None:
    """An event is loaded by its ARN."""
    assert ["EC2"] == [event.service for event in health.events.all()]
    assert "upcoming" == health.Event(EVENT).status_code
    assert {"filter": {"eventArns": [EVENT]}} == fake.calls[-1].params


def test_what_an_event_affects(health: Any) -> None:
    """Entities come whole, under the name of 0.23.0 and as children of the event."""
    event = health.Event(EVENT)
    assert ["i-1"] == [one.entity_value for one in event.affected_entities.all()]
    assert [event.Entity(ENTITY)] == list(event.entities.all())


def test_an_entity_is_loaded_with_its_event(fake: FakeAws, health: Any) -> None:
    """AWS asks for the event of an entity, too."""
    assert "IMPAIRED" == health.Event(EVENT).Entity(ENTITY).status_code
    wanted = {"filter": {"eventArns": [EVENT], "entityArns": [ENTITY]}}
    assert wanted == fake.calls[-1].params


def test_an_affected_entity_leads_to_its_event(arns: None, health: Any) -> None:
    """A listed entity knows the event; its ARN is its own."""
    (found,) = health.Event(EVENT).affected_entities.all()
    assert health.Event(EVENT) == found.event
    assert ENTITY == found.arn


@pytest.mark.newer_botocore
def test_the_accounts_of_the_organization(fake: FakeAws, health: Any) -> None:
    """The organization's event tells accounts, and each account what is affected."""
    fake.plant(
        "health",
        "DescribeAffectedAccountsForOrganization",
        {"affectedAccounts": ["210987654321"]},
    )
    fake.plant(
        "health", "DescribeAffectedEntitiesForOrganization", {"entities": [AFFECTED]}
    )
    (account,) = health.OrganizationEvent(EVENT).affected_accounts.all()
    assert ["i-1"] == [one.entity_value for one in account.affected_entities.all()]
    about = {"eventArn": EVENT, "awsAccountId": "210987654321"}
    assert {"organizationEntityAccountFilters": [about]} == fake.calls[-1].params


@pytest.mark.newer_botocore
def test_the_life_of_a_version(fake: FakeAws, health: Any) -> None:
    """AWS lists all versions of a service; the one asked for counts."""
    versions = [
        {"service": "RDS", "version": version, "title": f"MySQL {version}"}
        for version in ("5.7", "8.0")
    ]
    fake.plant("health", "DescribeServiceLifecycle", {"serviceLifecycles": versions})
    assert "MySQL 8.0" == health.ServiceLifecycle("RDS", "8.0").title
    assert {"filter": {"service": "RDS"}} == fake.calls[-1].params
