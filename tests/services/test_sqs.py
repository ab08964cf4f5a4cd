"""SQS as its users work with it, against moto; what moto lacks, against the fake AWS.

The fake shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

ARN = "arn:aws:sqs:us-east-1:123456789012:dead-orders"


@pytest.fixture
def sqs(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("sqs")


@pytest.fixture
def dead(fake: FakeAws) -> Any:
    """Make a dead letter queue on the fake AWS."""
    fake.plant("sqs", "GetQueueAttributes", {"Attributes": {"QueueArn": ARN}})
    sqs = boto3.Session().resource("sqs", **fake.client_arguments("sqs"))
    return sqs.Queue("https://sqs.us-east-1.amazonaws.com/123456789012/dead-orders")


def test_a_queue_has_tags(sqs: Any) -> None:
    """Tags are added, listed and removed by the queue."""
    queue = sqs.create_queue(QueueName="orders")
    queue.tag(Tags={"team": "sales", "stage": "test"})
    queue.untag(TagKeys=["stage"])
    assert {"team": "sales"} == queue.list_tags()["Tags"]


def test_a_dead_letter_queue_knows_its_sources(sqs: Any) -> None:
    """boto3's own collection: the queues that send here what nobody could handle."""
    dead, queue = (sqs.create_queue(QueueName=name) for name in ("dead", "orders"))
    target = {"deadLetterTargetArn": dead.attributes["QueueArn"], "maxReceiveCount": 1}
    queue.set_attributes(Attributes={"RedrivePolicy": json.dumps(target)})
    assert [queue] == list(dead.dead_letter_source_queues.all())


def test_messages_are_moved_back_until_the_task_is_cancelled(
    fake: FakeAws, dead: Any
) -> None:
    """AWS wants the queue's ARN, and cancels a task by the handle it gave."""
    task = dead.start_message_move_task(MaxNumberOfMessagesPerSecond=5)
    sent = {"SourceArn": ARN, "MaxNumberOfMessagesPerSecond": 5}
    assert sent == fake.calls[-1].params
    fake.plant("sqs", "CancelMessageMoveTask", {"ApproximateNumberOfMessagesMoved": 7})
    assert 7 == task.cancel()["ApproximateNumberOfMessagesMoved"]
    assert {"TaskHandle": task.task_handle} == fake.calls[-1].params


def test_tasks_that_have_ended_are_told(fake: FakeAws, dead: Any) -> None:
    """Only a task that runs has a handle, so the list is AWS's answer as it is."""
    results = [{"Status": "COMPLETED", "SourceArn": ARN}]
    fake.plant("sqs", "ListMessageMoveTasks", {"Results": results})
    assert results == dead.list_message_move_tasks()["Results"]
