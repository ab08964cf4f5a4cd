"""EventBridge as its users work with it, against moto; the rest against the fake.

The fake AWS shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions.exceptions import PartialFailureError
from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:events:us-east-1:123456789012"
PARTNER = "aws.partner/example.com/shop/1"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:orders"


@pytest.fixture
def events(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("events")


@pytest.fixture
def bus(events: Any) -> Any:
    """Make an event bus."""
    return events.create_event_bus(Name="orders")


@pytest.fixture
def rule(bus: Any) -> Any:
    """Make a rule that sends to a queue."""
    made = bus.put_rule(Name="paid", EventPattern='{"source": ["shop"]}')
    made.put_targets(Targets=[{"Id": "queue", "Arn": QUEUE}])
    return made


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("events", **fake.client_arguments("events"))


def test_a_rule_is_of_its_bus(events: Any, bus: Any, rule: Any) -> None:
    """Rules of one name on two buses are two rules."""
    other = events.put_rule(Name="paid", ScheduleExpression="rate(1 day)")
    assert [rule] == list(bus.rules.all())
    assert [other] == list(events.rules.all())
    assert other != rule
    assert events.EventBus("default") == other.EventBus()
    other.delete()
    assert [rule] == list(bus.rules.all())


def test_a_rule_is_turned_off_and_on(rule: Any) -> None:
    """What is done to a rule is done on its bus."""
    rule.disable()
    rule.reload()
    assert "DISABLED" == rule.state
    rule.enable()
    rule.reload()
    assert "ENABLED" == rule.state


def test_a_rule_has_targets(rule: Any) -> None:
    """A target is listed by its rule, and found by its id."""
    assert [QUEUE] == [target.arn for target in rule.targets.all()]
    assert QUEUE == rule.Target("queue").arn
    rule.targets.all().remove()
    assert [] == list(rule.targets.all())


@pytest.mark.parametrize(
    ("arn", "bus", "name"),
    [
        (f"{START}:rule/paid", "default", "paid"),
        (f"{START}:rule/orders/paid", "orders", "paid"),
        (f"{START}:rule/{PARTNER}/paid", PARTNER, "paid"),
    ],
)
def test_an_arn_tells_the_bus_of_a_rule(
    session: MakeSession, arn: str, bus: str, name: str
) -> None:
    """Where an ARN has no bus, the rule is of the bus called "default"."""
    rule: Any = boto3_extensions.resource_from_arn(arn, session())
    assert (bus, name) == (rule.event_bus_name, rule.name)


def test_a_rule_and_its_bus_have_tags(arns: None, bus: Any, rule: Any) -> None:
    """Rules and buses are tagged by ARNs that nobody has to write."""
    rule.tag(Tags=[{"Key": "team", "Value": "sales"}])
    assert [{"Key": "team", "Value": "sales"}] == rule.list_tags()["Tags"]
    assert [] == bus.list_tags()["Tags"]


def test_an_archive_is_of_a_bus(arns: None, events: Any, bus: Any) -> None:
    """An archive keeps what comes to a bus, and is replayed to it."""
    archive = bus.create_archive(ArchiveName="all-orders")
    events.EventBus("default").create_archive(ArchiveName="others")
    assert [archive] == list(bus.archives.all())
    assert bus.arn == archive.event_source_arn
    replay = archive.start_replay(
        ReplayName="again",
        EventStartTime="2026-01-01",
        EventEndTime="2026-01-02",
        Destination={"Arn": bus.arn},
    )
    assert [replay] == list(archive.replays.all())


def test_a_connection_has_destinations(arns: None, events: Any) -> None:
    """The ARN of a connection ends in an id: AWS is asked for it, and told it."""
    key = {"ApiKeyName": "k", "ApiKeyValue": "v"}
    connection = events.create_connection(
        Name="shop",
        AuthorizationType="API_KEY",
        AuthParameters={"ApiKeyAuthParameters": key},
    )
    destination = connection.create_api_destination(
        Name="orders", InvocationEndpoint="https://example.com", HttpMethod="POST"
    )
    assert connection.arn == destination.connection_arn
    assert connection.arn.startswith(f"{START}:connection/shop/")
    by_arn: Any = boto3_extensions.resource_from_arn(connection.arn)
    assert "shop" == by_arn.name


def test_a_target_that_fails_is_told(fake: FakeAws, faked: Any) -> None:
    """AWS answers with success where it has put some targets and not others."""
    failed = [{"TargetId": "queue", "ErrorCode": "ConcurrentModification"}]
    fake.plant("events", "PutTargets", {"FailedEntryCount": 1, "FailedEntries": failed})
    rule = faked.Rule("orders", "paid")
    with pytest.raises(PartialFailureError, match="queue"):
        rule.put_targets(Targets=[{"Id": "queue", "Arn": QUEUE}])


def test_targets_are_removed_ten_at_a_time(fake: FakeAws, faked: Any) -> None:
    """AWS refuses more in a call, which its model does not say."""
    targets = [{"Id": f"queue-{number}", "Arn": QUEUE} for number in range(11)]
    fake.plant("events", "ListTargetsByRule", {"Targets": targets})
    faked.Rule("orders", "paid").targets.all().remove()
    calls = fake.calls_to("events", "RemoveTargets")
    assert [10, 1] == [len(call.params["Ids"]) for call in calls]


def test_a_bus_is_made_of_what_a_partner_offers(fake: FakeAws, faked: Any) -> None:
    """The bus of a partner's source has the source's name."""
    bus = faked.EventSource(PARTNER).create_event_bus()
    (call,) = fake.calls_to("events", "CreateEventBus")
    assert {"Name": PARTNER, "EventSourceName": PARTNER} == call.params
    assert faked.EventBus(PARTNER) == bus
