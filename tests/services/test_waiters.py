"""Waiters of our own: through what is pending to a good end, or to a WaiterError.

moto is done at once with most things, so that the fake AWS is told what to answer, one
answer a call. definition_driver runs every waiter; here are those that count and
compare, and a few of the others.
"""

from __future__ import annotations

import pickle
from typing import Any

import boto3
import pytest
from botocore.exceptions import WaiterError

import boto3_extensions
from boto3_extensions.exceptions import WaitFailedError
from fake_aws import FakeAws, Refusal
from make_session import MakeSession

AT_ONCE = {"Delay": 0, "MaxAttempts": 5}


@pytest.fixture
def resource(fake: FakeAws) -> Any:
    """Make service resources on the fake AWS."""
    session = boto3_extensions.extend(boto3.Session())

    def make(service: str) -> Any:
        return session.resource(service, **fake.client_arguments(service))

    return make


def plant(fake: FakeAws, service: str, operation: str, *answers: Any) -> None:
    """Answer an operation's calls one after the other; a text is an error's code."""
    left = iter(answers)

    def answer(params: dict[str, Any]) -> Any:
        found = next(left)
        if isinstance(found, str):
            raise Refusal(found, "Planted.", 404)
        return found

    fake.plant(service, operation, answer)


def group(desired: int, *instances: tuple[str, str | None]) -> dict[str, Any]:
    """Return an answer with a group of instances, each a state and a weight."""
    listed = [
        {"LifecycleState": state, **({"WeightedCapacity": weight} if weight else {})}
        for state, weight in instances
    ]
    found = {"AutoScalingGroupName": "web", "DesiredCapacity": desired}
    return {"AutoScalingGroups": [{**found, "Instances": listed}]}


@pytest.mark.parametrize(
    "answers",
    [
        [
            group(2),
            group(2, ("InService", None), ("Pending", None)),
            group(2, ("InService", None), ("InService", None)),
        ],
        [
            group(6, ("InService", "4"), ("Pending", "2")),
            group(6, ("InService", "4"), ("InService", "2")),
        ],
        [group(0)],
    ],
    ids=["instances", "weights", "empty"],
)
def test_a_group_is_in_service_when_all_it_desires_is(
    fake: FakeAws, resource: Any, answers: list[Any]
) -> None:
    """Instances count one each, or what they weigh; too few of them are not enough."""
    plant(fake, "autoscaling", "DescribeAutoScalingGroups", *answers)
    web = resource("autoscaling").AutoScalingGroup("web")
    web.wait_until_in_service(WaiterConfig=AT_ONCE)
    assert len(answers) == len(fake.calls)


def test_a_group_is_waited_for_until_it_is_gone(fake: FakeAws, resource: Any) -> None:
    """AWS refuses nothing: it lists no group of that name."""
    answers = [group(0), {"AutoScalingGroups": []}]
    plant(fake, "autoscaling", "DescribeAutoScalingGroups", *answers)
    web = resource("autoscaling").AutoScalingGroup("web")
    web.wait_until_deleted(WaiterConfig=AT_ONCE)
    assert 2 == len(fake.calls)


@pytest.mark.parametrize(
    ("service", "operation", "answer", "make", "wait"),
    [
        (
            "autoscaling",
            "DescribeAutoScalingGroups",
            {"AutoScalingGroups": []},
            lambda s: s.AutoScalingGroup("typo"),
            "in_service",
        ),
        (
            "ec2",
            "DescribeVolumes",
            {"Volumes": []},
            lambda s: s.Volume("vol-typo"),
            "available",
        ),
        (
            "rds",
            "DescribeDBInstances",
            {"DBInstances": []},
            lambda s: s.DBInstance("typo"),
            "available",
        ),
        (
            "ecs",
            "DescribeTasks",
            {"tasks": [], "failures": [{"arn": "typo", "reason": "MISSING"}]},
            lambda s: s.Task("web", "typo"),
            "stopped",
        ),
        (
            "kms",
            "DescribeCustomKeyStores",
            {"CustomKeyStores": []},
            lambda s: s.CustomKeyStore("cks-typo"),
            "connected",
        ),
        (
            "logs",
            "DescribeExportTasks",
            {"exportTasks": []},
            lambda s: s.ExportTask("typo"),
            "completed",
        ),
    ],
)
def test_what_is_not_there_is_not_waited_for(
    fake: FakeAws,
    resource: Any,
    service: str,
    operation: str,
    answer: dict[str, Any],
    make: Any,
    wait: str,
) -> None:
    """One call, and an error that names it, where its absence is no way there."""
    plant(fake, service, operation, answer)
    missing = make(resource(service))
    with pytest.raises(WaiterError) as caught:
        getattr(missing, f"wait_until_{wait}")(WaiterConfig=AT_ONCE)
    assert f"{missing!r} was not found" in str(caught.value)
    assert answer.items() <= caught.value.last_response.items()


def test_a_wait_that_fails_names_the_resource(fake: FakeAws, resource: Any) -> None:
    """After all attempts, too; botocore names nothing but the waiter."""
    plant(fake, "autoscaling", "DescribeAutoScalingGroups", *[group(1)] * 2)
    web = resource("autoscaling").AutoScalingGroup("web")
    with pytest.raises(WaitFailedError) as caught:
        web.wait_until_in_service(WaiterConfig={"Delay": 0, "MaxAttempts": 2})
    told = "Waiter ExtAutoScalingGroupInService failed: Max attempts exceeded"
    assert f"{told} (waiting for {web!r})" == str(caught.value)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.last_response) == (
        str(caught.value),
        caught.value.last_response,
    )


def test_boto3s_own_waiters_fail_as_they_do(fake: FakeAws, resource: Any) -> None:
    """With botocore's own error and sentence."""
    plant(fake, "ec2", "DescribeInstances", "InvalidInstanceID.Malformed")
    instance = resource("ec2").Instance("typo")
    with pytest.raises(WaiterError) as caught:
        instance.wait_until_stopped(WaiterConfig=AT_ONCE)
    assert WaiterError is type(caught.value)
    assert "typo" not in str(caught.value)


@pytest.mark.parametrize("state", ["ChangeCalendarOverrideRejected", "Exited"])
def test_an_automation_ends_in_each_final_state(
    fake: FakeAws, resource: Any, state: str
) -> None:
    """What was rejected by the change calendar will not be successful."""
    found = {"AutomationExecution": {"AutomationExecutionStatus": state}}
    plant(fake, "ssm", "GetAutomationExecution", found)
    execution = resource("ssm").AutomationExecution(
        "4105a4fc-f944-11e6-9d32-0a1b2c3d495h"
    )
    with pytest.raises(WaiterError, match=state):
        execution.wait_until_successful(WaiterConfig=AT_ONCE)


def peering(code: str) -> dict[str, Any]:
    """Return an answer with a peering connection in a state."""
    return {"VpcPeeringConnections": [{"Status": {"Code": code}}]}


def test_a_peering_connection_is_active_when_it_is_accepted(
    fake: FakeAws, resource: Any
) -> None:
    """boto3 waits for one that exists alone, and that is there before it is active."""
    answers = [peering("pending-acceptance"), peering("active")]
    plant(fake, "ec2", "DescribeVpcPeeringConnections", *answers)
    wanted = resource("ec2").VpcPeeringConnection("pcx-1")
    wanted.wait_until_active(WaiterConfig=AT_ONCE)
    assert 2 == len(fake.calls)


def test_a_rejected_peering_connection_is_not_waited_for(
    fake: FakeAws, resource: Any
) -> None:
    """Nobody can accept it any more."""
    plant(fake, "ec2", "DescribeVpcPeeringConnections", peering("rejected"))
    with pytest.raises(WaiterError, match="rejected"):
        resource("ec2").VpcPeeringConnection("pcx-1").wait_until_active(
            WaiterConfig=AT_ONCE
        )


def test_an_empty_list_is_gone(fake: FakeAws, resource: Any) -> None:
    """botocore's own waiter knows an error alone, and would ask for ten minutes."""
    there = {"VpnConnections": [{"State": "deleting"}]}
    plant(fake, "ec2", "DescribeVpnConnections", there, {"VpnConnections": []})
    resource("ec2").VpnConnection("vpn-1").wait_until_deleted(WaiterConfig=AT_ONCE)
    assert 2 == len(fake.calls)


def test_a_failed_instance_refresh_is_an_error(fake: FakeAws, resource: Any) -> None:
    """What was rolled back will not come to be successful."""
    states = ["Pending", "InProgress", "RollbackSuccessful"]
    answers = [{"InstanceRefreshes": [{"Status": state}]} for state in states]
    plant(fake, "autoscaling", "DescribeInstanceRefreshes", *answers)
    refresh = resource("autoscaling").InstanceRefresh("web", "1")
    with pytest.raises(WaiterError, match="RollbackSuccessful"):
        refresh.wait_until_successful(WaiterConfig=AT_ONCE)


def test_a_warm_pool_is_deleted_when_the_answer_has_none(
    fake: FakeAws, resource: Any
) -> None:
    """AWS answers without a configuration then."""
    there = {"WarmPoolConfiguration": {"Status": "PendingDelete"}, "Instances": []}
    plant(fake, "autoscaling", "DescribeWarmPool", there, {"Instances": []})
    pool = resource("autoscaling").WarmPool("web")
    pool.wait_until_deleted(WaiterConfig=AT_ONCE)
    assert 2 == len(fake.calls)


def test_a_proxy_is_available(fake: FakeAws, resource: Any) -> None:
    """A proxy that is being made is waited for."""
    answers = [{"DBProxies": [{"Status": s}]} for s in ("creating", "available")]
    plant(fake, "rds", "DescribeDBProxies", *answers)
    resource("rds").DBProxy("orders").wait_until_available(WaiterConfig=AT_ONCE)
    assert 2 == len(fake.calls)


def test_a_proxy_without_a_network_is_an_error(fake: FakeAws, resource: Any) -> None:
    """It says which state ended the waiting."""
    answers = [{"DBProxies": [{"Status": "incompatible-network"}]}]
    plant(fake, "rds", "DescribeDBProxies", *answers)
    with pytest.raises(WaiterError, match="incompatible-network"):
        resource("rds").DBProxy("orders").wait_until_available(WaiterConfig=AT_ONCE)


def test_what_is_not_found_is_deleted(fake: FakeAws, resource: Any) -> None:
    """That error is a good end, and any other one is not."""
    there = {"State": "DELETING"}
    plant(fake, "kafka", "DescribeConfiguration", there, "NotFoundException")
    configuration = resource("kafka").Configuration("arn:aws:kafka:::configuration/a/b")
    configuration.wait_until_deleted(WaiterConfig=AT_ONCE)
    plant(fake, "kafka", "DescribeConfiguration", there, "ForbiddenException")
    with pytest.raises(WaiterError, match="ForbiddenException"):
        configuration.wait_until_deleted(WaiterConfig=AT_ONCE)


@pytest.mark.parametrize("last", [{"Snapshots": []}, "SnapshotNotFoundFault"])
def test_a_snapshot_is_gone_by_either_answer(
    fake: FakeAws, resource: Any, last: Any
) -> None:
    """AWS lists nothing, or refuses."""
    there = {"Snapshots": [{"SnapshotStatus": "deleting"}]}
    plant(fake, "elasticache", "DescribeSnapshots", there, last)
    resource("elasticache").Snapshot("nightly").wait_until_deleted(WaiterConfig=AT_ONCE)
    assert 2 == len(fake.calls)


def indexes(*states: str) -> dict[str, Any]:
    """Return an answer with a table and its indexes."""
    listed = [{"IndexStatus": state} for state in states]
    return {"Table": {"GlobalSecondaryIndexes": listed} if listed else {}}


@pytest.mark.parametrize(
    "answers",
    [
        [indexes("ACTIVE", "CREATING"), indexes("ACTIVE", "ACTIVE")],
        [indexes("DELETING"), indexes()],
    ],
    ids=["made", "deleted"],
)
def test_a_table_waits_for_its_indexes(
    fake: FakeAws, resource: Any, answers: list[Any]
) -> None:
    """boto3's own type waits for what is made, and for the last one to be gone."""
    plant(fake, "dynamodb", "DescribeTable", *answers)
    resource("dynamodb").Table("orders").wait_until_indexes_active(WaiterConfig=AT_ONCE)
    assert 2 == len(fake.calls)


def test_secrets_wait_for_all_their_replicas(fake: FakeAws, resource: Any) -> None:
    """One replica in sync is not all of them."""
    answers = [
        {"ReplicationStatus": [{"Status": "InSync"}, {"Status": state}]}
        for state in ("InProgress", "Failed")
    ]
    plant(fake, "secretsmanager", "DescribeSecret", *answers)
    with pytest.raises(WaiterError, match="Failed"):
        resource("secretsmanager").Secret("a").wait_until_replicas_in_sync(
            WaiterConfig=AT_ONCE
        )
    assert 2 == len(fake.calls)


def test_on_moto_a_group_comes_and_goes(session: MakeSession) -> None:
    """The same on the embedded AWS, which starts and ends instances at once."""
    autoscaling = session().resource("autoscaling")
    autoscaling.create_launch_configuration(
        LaunchConfigurationName="a", ImageId="ami-12c6146b", InstanceType="t2.micro"
    )
    web = autoscaling.create_auto_scaling_group(
        AutoScalingGroupName="web",
        LaunchConfigurationName="a",
        MinSize=0,
        MaxSize=2,
        DesiredCapacity=2,
        AvailabilityZones=["us-east-1a"],
    )
    web.wait_until_exists(WaiterConfig=AT_ONCE)
    web.wait_until_in_service(WaiterConfig=AT_ONCE)
    web.delete(ForceDelete=True)
    web.wait_until_deleted(WaiterConfig=AT_ONCE)
    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        web.wait_until_exists(WaiterConfig={"Delay": 0, "MaxAttempts": 1})


def test_on_moto_a_consumer_comes_and_goes(session: MakeSession) -> None:
    """A stream's consumer is active, and is not found any more once it is deleted."""
    kinesis = session().resource("kinesis")
    stream = kinesis.create_stream(StreamName="clicks", ShardCount=1)
    stream.wait_until_exists(WaiterConfig=AT_ONCE)
    consumer = stream.register_consumer(ConsumerName="reader")
    consumer.wait_until_active(WaiterConfig=AT_ONCE)
    consumer.deregister()
    consumer.wait_until_deleted(WaiterConfig=AT_ONCE)


def test_a_client_has_the_waiters_as_well(session: MakeSession) -> None:
    """They are called as ours, so that none of botocore's is ever another."""
    client = session().client("dynamodb")
    names = set(client.waiter_names)
    assert {"ext_backup_available", "table_exists"} <= names
    assert (
        "DescribeBackup" == client.get_waiter("ext_backup_available").config.operation
    )
