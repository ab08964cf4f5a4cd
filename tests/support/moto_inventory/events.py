"""Resources of events that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

BUS = Call("create_event_bus", {"Name": "bus"}, "'bus'", "EventBusArn")
CONNECTION = Call(
    "create_connection",
    {
        "Name": "connection",
        "AuthorizationType": "API_KEY",
        "AuthParameters": {
            "ApiKeyAuthParameters": {"ApiKeyName": "k", "ApiKeyValue": "v"}
        },
    },
    "'connection'",
    "ConnectionArn",
)
CALLS.update({"events.EventBus": BUS, "events.Connection": CONNECTION})


def archive(aws: Aws) -> str:
    """Make an archive of a bus, and return its ARN."""
    bus = aws.call("events", BUS)
    answer = aws.client("events").create_archive(
        ArchiveName="archive", EventSourceArn=bus.arn
    )
    return str(answer["ArchiveArn"])


@makes("events.Rule")
def _(aws: Aws) -> Made:
    aws.call("events", BUS)
    answer = aws.client("events").put_rule(
        Name="rule", EventBusName="bus", EventPattern='{"source": ["shop"]}'
    )
    return Made(["bus", "rule"], answer["RuleArn"])


@makes("events.Archive")
def _(aws: Aws) -> Made:
    return Made(["archive"], archive(aws))


@makes("events.Replay")
def _(aws: Aws) -> Made:
    kept = archive(aws)
    client = aws.client("events")
    answer = client.start_replay(
        ReplayName="replay",
        EventSourceArn=kept,
        EventStartTime="2026-01-01",
        EventEndTime="2026-01-02",
        Destination={"Arn": client.describe_event_bus(Name="bus")["Arn"]},
    )
    return Made(["replay"], answer["ReplayArn"])


@makes("events.ApiDestination")
def _(aws: Aws) -> Made:
    connection = aws.call("events", CONNECTION)
    answer = aws.client("events").create_api_destination(
        Name="destination",
        ConnectionArn=connection.arn,
        InvocationEndpoint="https://example.com",
        HttpMethod="POST",
    )
    return Made(["destination"], answer["ApiDestinationArn"])
