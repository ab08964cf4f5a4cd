"""Resources of autoscaling that moto can make."""

from __future__ import annotations

from typing import Any

from moto_inventory.making import Aws, Made, makes


@makes("autoscaling.LaunchConfiguration")
def _(aws: Aws) -> Made:
    client = aws.client("autoscaling")
    client.create_launch_configuration(
        LaunchConfigurationName="lc", ImageId=aws.image, InstanceType="t2.micro"
    )
    (found,) = client.describe_launch_configurations()["LaunchConfigurations"]
    return Made(["lc"], found["LaunchConfigurationARN"])


def group(aws: Aws) -> dict[str, Any]:
    """Make an Auto Scaling group, and return what describes it."""
    client = aws.client("autoscaling")
    client.create_launch_configuration(
        LaunchConfigurationName="lc", ImageId=aws.image, InstanceType="t2.micro"
    )
    client.create_auto_scaling_group(
        AutoScalingGroupName="team/group",
        LaunchConfigurationName="lc",
        MinSize=0,
        MaxSize=0,
        VPCZoneIdentifier=aws.subnets[0],
    )
    (found,) = client.describe_auto_scaling_groups()["AutoScalingGroups"]
    return dict(found)


@makes("autoscaling.AutoScalingGroup")
def _(aws: Aws) -> Made:
    found = group(aws)
    return Made([found["AutoScalingGroupName"]], found["AutoScalingGroupARN"])
