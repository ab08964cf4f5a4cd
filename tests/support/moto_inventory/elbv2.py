"""Resources of elbv2 that moto can make."""

from __future__ import annotations

from typing import Any

from moto_inventory.making import Aws, Made, makes


def load_balancer(aws: Aws) -> dict[str, Any]:
    """Make a load balancer of the newer kind."""
    client = aws.client("elbv2")
    answer = client.create_load_balancer(Name="web", Subnets=aws.subnets)
    return dict(answer["LoadBalancers"][0])


def target_group(aws: Aws) -> dict[str, Any]:
    """Make a target group."""
    answer = aws.client("elbv2").create_target_group(
        Name="targets", Protocol="HTTP", Port=80, VpcId=aws.vpc
    )
    return dict(answer["TargetGroups"][0])


def listener(aws: Aws) -> str:
    """Make a listener, and return its ARN."""
    forward = {"Type": "forward", "TargetGroupArn": target_group(aws)["TargetGroupArn"]}
    answer = aws.client("elbv2").create_listener(
        LoadBalancerArn=load_balancer(aws)["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[forward],
    )
    return str(answer["Listeners"][0]["ListenerArn"])


@makes("elbv2.LoadBalancer")
def _(aws: Aws) -> Made:
    return Made(["web"], load_balancer(aws)["LoadBalancerArn"])


@makes("elbv2.TargetGroup")
def _(aws: Aws) -> Made:
    return Made(["targets"], target_group(aws)["TargetGroupArn"])


@makes("elbv2.Listener")
def _(aws: Aws) -> Made:
    arn = listener(aws)
    return Made([arn], arn)


@makes("elbv2.Rule")
def _(aws: Aws) -> Made:
    answer = aws.client("elbv2").create_rule(
        ListenerArn=listener(aws),
        Priority=1,
        Conditions=[{"Field": "path-pattern", "Values": ["/a"]}],
        Actions=[
            {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
        ],
    )
    arn = answer["Rules"][0]["RuleArn"]
    return Made([arn], arn)
