"""Many resources are waited for together, and each one's failure is its own."""

from __future__ import annotations

from typing import Any

import boto3
import botocore.exceptions
import pytest

from boto3_extensions import wait_until
from boto3_extensions.exceptions import UnknownWaiterError, WaitForManyError
from fake_aws import FakeAws, Refusal

AT_ONCE = {"Delay": 0, "MaxAttempts": 5}
IDS = [f"i-{number}" for number in range(103)]


class Instances:
    """Instances that stop a few rounds after they were asked for."""

    def __init__(self) -> None:
        self.states = dict.fromkeys(IDS, "stopping")
        self.asked: list[list[str]] = []
        self.refused = ""

    def __call__(self, params: dict[str, Any]) -> dict[str, Any]:
        """Answer as DescribeInstances does, two in a reservation."""
        wanted = params.get("InstanceIds", IDS)
        self.asked.append(wanted)
        if self.refused in wanted:
            raise Refusal("InvalidInstanceID.NotFound", self.refused)
        found = [
            {"InstanceId": one, "ImageId": "ami", "State": {"Name": self.states[one]}}
            for one in wanted
        ]
        pairs = [{"Instances": found[n : n + 2]} for n in range(0, len(found), 2)]
        for one in wanted:
            if len(self.asked) > 3 and self.states[one] == "stopping":
                self.states[one] = "stopped"
        return {"Reservations": pairs}


@pytest.fixture
def instances(fake: FakeAws) -> Instances:
    """Return what DescribeInstances answers from."""
    made = Instances()
    fake.plant("ec2", "DescribeInstances", made)
    return made


@pytest.fixture
def ec2(fake: FakeAws, instances: Instances) -> Any:
    """Return ec2 of the fake AWS."""
    return boto3.resource("ec2", **fake.client_arguments("ec2"))


def test_a_hundred_are_asked_for_together(ec2: Any, instances: Instances) -> None:
    """And each has its new state without another call."""
    found = ec2.instances.wait_until_stopped(WaiterConfig=AT_ONCE)
    calls = len(instances.asked)

    assert IDS == [one.id for one in found]
    assert {"stopped"} == {one.state["Name"] for one in found}
    assert calls == len(instances.asked)
    assert [103, 100, 3, 100] == [len(one) for one in instances.asked][:4]


def test_who_is_there_is_not_asked_for_again(ec2: Any, instances: Instances) -> None:
    """A round is of those that are not."""
    for one in IDS[3:]:
        instances.states[one] = "stopped"
    ec2.instances.all().wait_until_stopped(WaiterConfig=AT_ONCE)

    assert [3, 3] == [len(one) for one in instances.asked][-2:]


def test_one_failure_is_told_with_the_others(ec2: Any, instances: Instances) -> None:
    """As botocore's error, and with who is there and who is not yet."""
    instances.states |= {"i-1": "stopped", "i-2": "terminated"}
    some = [ec2.Instance(one) for one in IDS[:4]]
    with pytest.raises(WaitForManyError, match=r"i-2.*1 there, 1 failed, 2 wait") as e:
        wait_until(some, "stopped", WaiterConfig=AT_ONCE)

    assert isinstance(e.value, botocore.exceptions.WaiterError)
    assert [some[1]] == list(e.value.reached)
    assert [some[2]] == list(e.value.failed)
    assert [some[0], some[3]] == list(e.value.waiting)


def test_time_runs_out(ec2: Any) -> None:
    """With who is still waited for."""
    config = {"Delay": 0, "MaxAttempts": 2}
    some = [ec2.Instance(one) for one in IDS[:2]]
    with pytest.raises(WaitForManyError, match="Max attempts") as caught:
        wait_until(some, "stopped", WaiterConfig=config)
    assert some == list(caught.value.waiting)


def test_one_that_aws_refuses_spoils_no_other(ec2: Any, instances: Instances) -> None:
    """Each is asked for alone then, and that one's error is its own."""
    instances.refused = "i-2"
    instances.states |= dict.fromkeys(IDS[:2], "stopped")
    with pytest.raises(WaitForManyError, match=r"i-2.*NotFound") as caught:
        wait_until(map(ec2.Instance, IDS[:3]), "stopped", WaiterConfig=AT_ONCE)
    assert 2 == len(caught.value.reached)


def test_a_task_that_is_missing_is_no_other(fake: FakeAws) -> None:
    """What AWS says beside the tasks is of the task that it names."""
    arn = "arn:aws:ecs:us-east-1:123456789012:task/web/"
    fake.plant(
        "ecs",
        "DescribeTasks",
        lambda p: {
            "tasks": [
                {"taskArn": arn + one, "lastStatus": "STOPPED"}
                for one in p["tasks"]
                if one != "b"
            ],
            "failures": [
                {"arn": arn + one, "reason": "MISSING"}
                for one in p["tasks"]
                if one == "b"
            ],
        },
    )
    cluster = boto3.resource("ecs", **fake.client_arguments("ecs")).Cluster("web")
    tasks = [cluster.meta.client and _task(cluster, one) for one in "abc"]
    with pytest.raises(WaitForManyError) as caught:
        wait_until(tasks, "running", WaiterConfig=AT_ONCE)

    assert set(tasks) == {*caught.value.failed}
    assert 1 == len(fake.calls)
    found = wait_until([tasks[0], tasks[2]], "stopped", WaiterConfig=AT_ONCE)
    assert [None, None] == [one.meta.data for one in found]


def _task(cluster: Any, name: str) -> Any:
    ecs = boto3.resource("ecs", region_name="us-east-1")
    made = ecs.Task("web", name)
    made.meta.client = cluster.meta.client
    return made


def test_where_a_waiter_takes_one_each_is_asked(fake: FakeAws) -> None:
    """Some at a time."""
    answer = {"DBInstances": [{"DBInstanceStatus": "available"}]}
    fake.plant("rds", "DescribeDBInstances", answer)
    rds = boto3.resource("rds", **fake.client_arguments("rds"))
    some = [rds.DBInstance(name) for name in "abc"]
    wait_until(some, "available", WaiterConfig=AT_ONCE)

    assert 3 == len(fake.calls)


def test_what_nobody_waits_for_is_said(ec2: Any) -> None:
    """With what there is; of a collection, as of any attribute that it lacks."""
    with pytest.raises(UnknownWaiterError, match="running, status_ok, stopped"):
        wait_until([ec2.Instance("i-1")], "painted")
    with pytest.raises(AttributeError):
        _ = ec2.instances.wait_until_painted
    assert [] == wait_until([], "stopped")
