"""Step Functions as its users work with it, against moto; the rest against the fake.

The fake AWS shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions.exceptions import UnknownArnTypeError
from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:states:us-east-1:123456789012"
MACHINE = f"{START}:stateMachine:orders"
DEFINITION = '{"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}'


@pytest.fixture
def states(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("stepfunctions")


@pytest.fixture
def machine(states: Any) -> Any:
    """Make a state machine."""
    return states.create_state_machine(
        name="orders",
        definition=DEFINITION,
        roleArn="arn:aws:iam::123456789012:role/orders",
        tags=[{"key": "team", "value": "sales"}],
    )


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource(
        "stepfunctions", **fake.client_arguments("stepfunctions")
    )


def test_a_state_machine_is_listed_with_what_it_runs(states: Any, machine: Any) -> None:
    """A state machine runs an execution, which refers to it and is listed by it."""
    execution = machine.start_execution(name="first", input="{}")
    assert [machine] == list(states.state_machines.all())
    assert [execution] == list(machine.executions.all())
    assert "{}" == execution.input
    assert machine == execution.state_machine
    execution.stop()
    execution.reload()
    assert "ABORTED" == execution.status


def test_an_execution_tells_what_it_ran(machine: Any) -> None:
    """A change of the state machine does not change what an execution has run."""
    execution = machine.start_execution()
    assert DEFINITION == execution.describe_state_machine()["definition"]


def test_a_state_machine_has_tags(machine: Any) -> None:
    """A state machine is tagged and untagged without its ARN being said."""
    machine.tag(tags=[{"key": "stage", "value": "test"}])
    machine.untag(tagKeys=["team"])
    assert [{"key": "stage", "value": "test"}] == machine.list_tags()["tags"]


def test_an_activity_is_made_and_deleted(states: Any) -> None:
    """An activity is known by its ARN."""
    activity = states.create_activity(name="pack")
    assert f"{START}:activity:pack" == activity.arn
    assert [activity] == list(states.activities.all())
    activity.delete()
    assert [] == list(states.activities.all())


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        (MACHINE, "StateMachine"),
        (f"{MACHINE}:12", "StateMachineVersion"),
        (f"{MACHINE}:PROD", "StateMachineAlias"),
        (f"{MACHINE}:2x", "StateMachineAlias"),
        (f"{START}:execution:orders:first", "Execution"),
        (f"{START}:execution:orders/each:first", "Execution"),
        (f"{START}:express:orders:first:1", "Execution"),
        (f"{START}:express:orders/each:first:1", "Execution"),
        (f"{START}:mapRun:orders/each:first", "MapRun"),
    ],
)
def test_an_arn_tells_a_version_from_an_alias(
    session: MakeSession, arn: str, name: str
) -> None:
    """A number is a version; all that a state machine has is told by its own ARN."""
    made: Any = boto3_extensions.resource_from_arn(arn, session())
    assert f"stepfunctions.{name}" == type(made).__name__
    assert arn == made.arn


def test_a_map_state_is_no_state_machine(session: MakeSession) -> None:
    """The ARN of a Map state within a state machine is not taken for the machine's."""
    with pytest.raises(UnknownArnTypeError):
        boto3_extensions.resource_from_arn(f"{MACHINE}/each", session())


def test_a_version_is_described_by_its_own_arn(fake: FakeAws, faked: Any) -> None:
    """AWS has the version's ARN where the state machine's would be: no reference."""
    answer = {"stateMachineArn": f"{MACHINE}:1", "definition": DEFINITION}
    fake.plant(
        "stepfunctions",
        "PublishStateMachineVersion",
        {"stateMachineVersionArn": f"{MACHINE}:1"},
    )
    fake.plant("stepfunctions", "DescribeStateMachine", answer)
    version = faked.StateMachine(MACHINE).publish_version()
    assert DEFINITION == version.definition
    (call,) = fake.calls_to("stepfunctions", "DescribeStateMachine")
    assert {"stateMachineArn": f"{MACHINE}:1"} == call.params
    assert not hasattr(version, "state_machine")


def test_a_worker_ends_its_task(fake: FakeAws, faked: Any) -> None:
    """An activity hands out a task, which is told its end."""
    fake.plant("stepfunctions", "GetActivityTask", {"taskToken": "t1", "input": "{}"})
    task = faked.Activity(f"{START}:activity:pack").get_task()
    task.send_success(output='"packed"')
    (call,) = fake.calls_to("stepfunctions", "SendTaskSuccess")
    assert {"taskToken": "t1", "output": '"packed"'} == call.params


def test_there_may_be_no_task(fake: FakeAws, faked: Any) -> None:
    """AWS answers without a token when there was nothing to do for a minute."""
    fake.plant("stepfunctions", "GetActivityTask", {})
    assert not faked.Activity(f"{START}:activity:pack").get_task()
