"""What users do with autoscaling: groups, their instances and what changes them."""

from __future__ import annotations

from typing import Any

import pytest

import boto3_extensions
from make_session import MakeSession

IMAGE = "ami-12c6146b"
ARN = "arn:aws:autoscaling:us-east-1:123456789012"


@pytest.fixture
def autoscaling(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("autoscaling")


@pytest.fixture
def group(autoscaling: Any) -> Any:
    """Make a group of two instances."""
    launch = autoscaling.create_launch_configuration(
        LaunchConfigurationName="small", ImageId=IMAGE, InstanceType="t2.micro"
    )
    return autoscaling.create_auto_scaling_group(
        AutoScalingGroupName="web",
        LaunchConfigurationName=launch.name,
        MinSize=0,
        MaxSize=4,
        DesiredCapacity=2,
        AvailabilityZones=["us-east-1a"],
    )


def test_a_group_knows_its_own(group: Any, autoscaling: Any) -> None:
    """Groups are listed, and each has its instances and its launch configuration."""
    assert [group] == list(autoscaling.auto_scaling_groups.all())
    instances = list(group.auto_scaling_instances.all())
    assert set(instances) == set(autoscaling.instances.all())
    assert {i["InstanceId"] for i in group.instances} == {i.id for i in instances}
    assert "t2.micro" == group.launch_configuration.instance_type


def test_a_group_is_resized_and_deleted(group: Any, autoscaling: Any) -> None:
    """What is changed is there after a reload."""
    group.set_desired_capacity(DesiredCapacity=3)
    group.update(MaxSize=5)
    group.reload()
    assert (3, 5) == (group.desired_capacity, group.max_size)
    group.delete(ForceDelete=True)
    assert [] == list(autoscaling.auto_scaling_groups.all())


def test_an_instance_is_protected_and_terminated(group: Any) -> None:
    """An instance tells its group to what is done to it."""
    first, second = group.auto_scaling_instances.all()
    first.set_protection(ProtectedFromScaleIn=True)
    first.load()
    assert first.protected_from_scale_in
    second.terminate(ShouldDecrementDesiredCapacity=True)
    assert [first] == list(group.auto_scaling_instances.all())


def test_a_policy_is_put_and_executed(group: Any, autoscaling: Any) -> None:
    """Putting a policy returns it; it can be executed and deleted."""
    policy = group.put_scaling_policy(
        PolicyName="out",
        PolicyType="SimpleScaling",
        AdjustmentType="ChangeInCapacity",
        ScalingAdjustment=1,
    )
    assert "ChangeInCapacity" == policy.adjustment_type
    assert [policy] == list(group.scaling_policies.all())
    policy.execute()
    group.reload()
    assert 3 == group.desired_capacity
    policy.delete()
    assert [] == list(autoscaling.scaling_policies.all())


def test_hooks_and_scheduled_actions_belong_to_a_group(group: Any) -> None:
    """What is put is found by the group, and told from others' by the group."""
    hook = group.put_lifecycle_hook(
        LifecycleHookName="warm",
        LifecycleTransition="autoscaling:EC2_INSTANCE_LAUNCHING",
    )
    night = group.put_scheduled_update_group_action(
        ScheduledActionName="night", Recurrence="0 1 * * *", MinSize=0
    )
    assert [hook] == list(group.lifecycle_hooks.all())
    assert [night] == list(group.scheduled_actions.all())
    assert "0 1 * * *" == group.ScheduledAction("night").recurrence
    hook.delete()
    night.delete()
    assert [] == list(group.lifecycle_hooks.all())
    assert [] == list(group.scheduled_actions.all())


def test_tags_are_of_a_group(group: Any, autoscaling: Any) -> None:
    """A tag can be listed, read and deleted by itself."""
    tag = {"ResourceId": "web", "ResourceType": "auto-scaling-group"}
    autoscaling.create_or_update_tags(Tags=[{**tag, "Key": "team", "Value": "shop"}])
    assert [group.Tag("team")] == list(group.tag_descriptions.all())
    assert "shop" == group.Tag("team").value
    group.Tag("team").delete()
    assert [] == list(autoscaling.tags.all())


def test_arns_are_those_of_aws(arns: None, group: Any, session: MakeSession) -> None:
    """A policy's ARN has its group's name in it, and is not the group's."""
    policy = group.put_scaling_policy(
        PolicyName="out",
        PolicyType="SimpleScaling",
        AdjustmentType="ChangeInCapacity",
        ScalingAdjustment=1,
    )
    assert group.arn.startswith(f"{ARN}:autoScalingGroup:")
    assert policy.arn.endswith(":autoScalingGroupName/web:policyName/out")
    for thing in (group, policy, group.launch_configuration):
        assert thing == boto3_extensions.resource_from_arn(thing.arn, session())
