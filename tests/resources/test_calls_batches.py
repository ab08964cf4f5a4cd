"""A batch action sends no more in a call than AWS takes."""

from __future__ import annotations

import pickle
from typing import Any

import boto3
import pytest
from boto3.resources.action import BatchAction
from botocore.exceptions import ClientError

import boto3_extensions
from boto3_extensions.exceptions import BatchFailedError
from given_answers import KEYS, Fake


@pytest.fixture
def session() -> boto3.Session:
    """Make a session."""
    return boto3.Session(**KEYS)


def tasks(count: int) -> dict[str, Any]:
    """Return the ARNs of so many tasks."""
    return {
        "taskArns": [f"arn:aws:ecs:us-east-1:1:task/c/{n:032}" for n in range(count)]
    }


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (10, [10]), (11, [10, 1]), (30, [10] * 3)]
)
def test_a_page_is_sent_in_chunks(
    session: boto3.Session, count: int, sizes: list[int]
) -> None:
    """Each of them as long as AWS allows, none empty, and with the same settings."""
    fake = Fake(session, {"ListTasks": tasks(count)})

    answers = (
        session.resource("ecs")
        .Cluster("c")
        .tasks.update_protection(protectionEnabled=True)
    )

    sent = fake.of("UpdateTaskProtection")
    assert sizes == [len(call["tasks"]) for call in sent]
    ids = [arn.split("/")[-1] for arn in tasks(count).get("taskArns", [])]
    assert ids == [one for call in sent for one in call["tasks"]]
    assert all(call["protectionEnabled"] for call in sent)
    assert len(sizes) == len(answers)


def test_an_empty_page_ends_nothing(session: boto3.Session) -> None:
    """AWS may answer with one while there is more."""
    pages = [
        {**tasks(1), "nextToken": "a"},
        {"taskArns": [], "nextToken": "b"},
        tasks(2),
    ]
    left = iter(pages)
    fake = Fake(session, {"ListTasks": lambda params: next(left)})

    session.resource("ecs").Cluster("c").tasks.update_protection(protectionEnabled=True)

    assert [1, 2] == [len(call["tasks"]) for call in fake.of("UpdateTaskProtection")]


def test_composite_alarms_are_deleted_one_by_one(session: boto3.Session) -> None:
    """A call may have a hundred alarms, of which one is composite."""
    alarms = {"CompositeAlarms": [{"AlarmName": name} for name in "abc"]}
    fake = Fake(session, {"DescribeAlarms": alarms})

    session.resource("cloudwatch").composite_alarms.delete()

    assert [["a"], ["b"], ["c"]] == [c["AlarmNames"] for c in fake.of("DeleteAlarms")]


def refusing_after(calls: int) -> Any:
    """Return an answer that is an error after so many calls."""
    left = [calls]

    def answer(params: Any) -> dict[str, Any]:
        left[0] -= 1
        if left[0] < 0:
            return {"Error": {"Code": "ServerException", "Message": "no"}}
        return {"protectedTasks": []}

    return answer


def test_what_was_done_is_told(session: boto3.Session) -> None:
    """A call that fails after others is an error of ours and of botocore's."""
    Fake(session, {"ListTasks": tasks(30), "UpdateTaskProtection": refusing_after(2)})
    collection = session.resource("ecs").Cluster("c").tasks

    with pytest.raises(BatchFailedError) as caught:
        collection.update_protection(protectionEnabled=True)

    every = list(collection.all())
    assert every[:20] == caught.value.done
    assert every[20:] == caught.value.failed
    assert 2 == len(caught.value.responses)
    assert isinstance(caught.value, ClientError)
    assert "ServerException" == caught.value.response["Error"]["Code"]
    assert caught.value.__cause__ is caught.value.error
    assert "20 others were done" in str(caught.value)


def test_a_first_call_that_fails_is_aws_error(session: boto3.Session) -> None:
    """Nothing was done, as with any other action."""
    Fake(session, {"ListTasks": tasks(30), "UpdateTaskProtection": refusing_after(0)})

    with pytest.raises(ClientError) as caught:
        session.resource("ecs").Cluster("c").tasks.update_protection(
            protectionEnabled=True
        )

    assert not isinstance(caught.value, BatchFailedError)


def test_boto3s_own_send_what_they_sent(session: boto3.Session) -> None:
    """All of a page at once."""
    instances = [{"InstanceId": f"i-{n}"} for n in range(1500)]
    fake = Fake(
        session, {"DescribeInstances": {"Reservations": [{"Instances": instances}]}}
    )

    session.resource("ec2").instances.stop()

    assert [1500] == [len(call["InstanceIds"]) for call in fake.of("StopInstances")]


def test_the_action_is_boto3s_again_after_unpatch() -> None:
    """The very function is put back."""
    boto3_extensions.unpatch()
    try:
        assert not hasattr(BatchAction.__call__, "__wrapped__")
    finally:
        boto3_extensions.patch()


def test_the_error_survives_pickling() -> None:
    """As the errors of this package do."""
    error = ClientError({"Error": {"Code": "X", "Message": "no"}}, "DeleteThings")
    from boto3_extensions.exceptions import BatchFailedClientError

    again = pickle.loads(
        pickle.dumps(BatchFailedClientError(error, [{}], ["a"], ["b"]))
    )

    assert (["a"], ["b"], [{}]) == (again.done, again.failed, again.responses)
    assert "X" == again.response["Error"]["Code"]
