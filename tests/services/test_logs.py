"""CloudWatch Logs as its users work with it, against moto; the rest against the fake.

The fake AWS shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

import time
from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions.exceptions import UnknownArnTypeError
from fake_aws import FakeAws
from make_session import MakeSession

NAME = "/aws/lambda/orders"
ARN = f"arn:aws:logs:us-east-1:123456789012:log-group:{NAME}"
ERRORS = {"metricName": "errors", "metricNamespace": "orders", "metricValue": "1"}


@pytest.fixture
def logs(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("logs")


@pytest.fixture
def group(logs: Any) -> Any:
    """Make a log group, and one whose name begins with the first one's."""
    logs.create_log_group(logGroupName=f"{NAME}-2")
    return logs.create_log_group(logGroupName=NAME, tags={"team": "sales"})


@pytest.fixture
def stream(group: Any) -> Any:
    """Make a stream with two events."""
    made = group.create_log_stream(logStreamName="2026/08/01/[$LATEST]1")
    now = int(time.time() * 1000)
    events = [(now, "started"), (now + 1, "ERROR: no orders")]
    made.put_log_events(logEvents=[{"timestamp": t, "message": m} for t, m in events])
    return made


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("logs", **fake.client_arguments("logs"))


def test_a_group_is_made_changed_and_deleted(logs: Any, group: Any) -> None:
    """A group is itself and not another whose name begins in the same way."""
    group.put_retention_policy(retentionInDays=7)
    assert (7, NAME) == (group.retention_in_days, group.log_group_name)
    group.delete()
    assert [f"{NAME}-2"] == [one.name for one in logs.log_groups.all()]


def test_a_group_has_tags(group: Any) -> None:
    """AWS wants the group's ARN, and the one of the two that ends in its name."""
    group.tag(tags={"stage": "test"})
    group.untag(tagKeys=["team"])
    assert {"stage": "test"} == group.list_tags()["tags"]


def test_events_are_found(group: Any, stream: Any) -> None:
    """A group and a stream both have events, which know their stream."""
    assert ["started", "ERROR: no orders"] == [e.message for e in stream.events.all()]
    (found,) = group.events.filter(filterPattern="ERROR")
    assert ("ERROR: no orders", stream) == (found.message, found.log_stream)
    assert "started" == stream.get_log_events()["events"][0]["message"]


def test_a_stream_is_listed_loaded_and_deleted(group: Any, stream: Any) -> None:
    """A stream is known by its group and its name."""
    assert [stream] == list(group.log_streams.all())
    assert 0 < group.LogStream(stream.name).creation_time
    stream.delete()
    assert [] == list(group.log_streams.all())


def test_a_metric_filter_counts_errors(logs: Any, group: Any) -> None:
    """A group's filter is found by the group and in the whole account."""
    made = group.put_metric_filter(
        filterName="errors", filterPattern="ERROR", metricTransformations=[ERRORS]
    )
    assert [made] == list(group.metric_filters.all()) == list(logs.metric_filters.all())
    assert "ERROR" == made.filter_pattern
    made.delete()
    assert [] == list(group.metric_filters.all())


def test_a_query_is_waited_for(group: Any) -> None:
    """A query is over when its results are complete."""
    query = group.start_query(startTime=1, endTime=2, queryString="fields @message")
    query.wait_until_complete()
    assert "Complete" == query.get_results()["status"]
    (listed,) = group.queries.all()
    assert (query, group) == (listed, listed.log_group)


def test_a_group_is_exported(session: MakeSession, group: Any, stream: Any) -> None:
    """A task exports a group to a bucket."""
    session().resource("s3").create_bucket(Bucket="exports")
    period = {"from": 1, "to": int(time.time() * 1000)}
    task = group.create_export_task(destination="exports", **period)
    task.wait_until_completed()
    assert ("exports", group) == (task.destination, task.log_group)


def test_what_a_service_logs_is_delivered(logs: Any, group: Any) -> None:
    """A delivery goes from a source to a destination, which has a policy."""
    source = logs.put_delivery_source(
        name="web",
        resourceArn="arn:aws:cloudfront::123456789012:distribution/E1",
        logType="ACCESS_LOGS",
    )
    destination = logs.put_delivery_destination(
        name="archive",
        deliveryDestinationConfiguration={"destinationResourceArn": ARN},
    )
    delivery = source.create_delivery(deliveryDestinationArn=destination.arn)
    assert [delivery] == list(logs.deliveries.all())
    assert source == delivery.delivery_source
    policy = destination.Policy()
    policy.put(deliveryDestinationPolicy="{}")
    assert "{}" == policy.delivery_destination_policy


def test_both_arns_of_a_group_lead_to_it(
    arns: None, session: MakeSession, group: Any, stream: Any
) -> None:
    """AWS writes a group's ARN with and without a star; a stream is no group."""
    assert (f"{ARN}:*", ARN) == (group.arn, group.log_group_arn)
    for arn, named in [
        (group.arn, group),
        (group.log_group_arn, group),
        (stream.arn, stream),
    ]:
        assert named == boto3_extensions.resource_from_arn(arn, session())


@pytest.mark.parametrize("ending", [":log-stream:", ":log-stream:*", ":other:x"])
def test_what_is_neither_group_nor_stream_is_refused(
    session: MakeSession, ending: str
) -> None:
    """Neither a pattern of streams nor an unknown part of a group is a resource."""
    with pytest.raises(UnknownArnTypeError):
        boto3_extensions.resource_from_arn(ARN + ending, session())


def test_a_group_has_settings(fake: FakeAws, faked: Any) -> None:
    """Each setting of a group is a resource, which AWS finds by the group."""
    group = faked.LogGroup(NAME)
    group.Transformer().put(transformerConfig=[{"parseJSON": {}}])
    assert NAME == fake.calls[-1].params["logGroupIdentifier"]
    policy = {"logGroupIdentifier": ARN, "policyDocument": "{}"}
    fake.plant("logs", "DescribeIndexPolicies", {"indexPolicies": [policy]})
    assert "{}" == group.IndexPolicy().policy_document
    assert {"logGroupIdentifiers": [NAME]} == fake.calls[-1].params


def test_account_policies_come_by_their_type(fake: FakeAws, faked: Any) -> None:
    """AWS lists the policies of one type at a time."""
    kind = faked.AccountPolicyType("RETENTION_POLICY")
    told = {"policyName": "short", "policyType": kind.name, "policyDocument": "{}"}
    fake.plant("logs", "DescribeAccountPolicies", {"accountPolicies": [told]})
    (policy,) = kind.policies.all()
    assert kind.Policy("short") == policy
    policy.delete()
    wanted = {"policyName": "short", "policyType": "RETENTION_POLICY"}
    assert wanted == fake.calls[-1].params
