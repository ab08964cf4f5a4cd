"""What users do with elbv2: load balancers, their listeners, rules and targets."""

from __future__ import annotations

from typing import Any

import pytest

import boto3_extensions
from make_session import MakeSession

ACCOUNT = "arn:aws:elasticloadbalancing:us-east-1:123456789012"


@pytest.fixture
def vpc(session: MakeSession) -> Any:
    """Make a VPC with two subnets."""
    vpc = session().resource("ec2").create_vpc(CidrBlock="10.0.0.0/16")
    vpc.create_subnet(CidrBlock="10.0.1.0/24", AvailabilityZone="us-east-1a")
    vpc.create_subnet(CidrBlock="10.0.2.0/24", AvailabilityZone="us-east-1b")
    return vpc


@pytest.fixture
def elbv2(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("elbv2")


@pytest.fixture
def balancer(vpc: Any, elbv2: Any) -> Any:
    """Make a load balancer."""
    subnets = [subnet.id for subnet in vpc.subnets.all()]
    return elbv2.create_load_balancer(Name="front", Subnets=subnets)


@pytest.fixture
def group(vpc: Any, elbv2: Any) -> Any:
    """Make a target group."""
    return elbv2.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=vpc.id)


@pytest.fixture
def listener(balancer: Any, group: Any) -> Any:
    """Make a listener that forwards to the target group."""
    forward = {"Type": "forward", "TargetGroupArn": group.target_group_arn}
    return balancer.create_listener(Protocol="HTTP", Port=80, DefaultActions=[forward])


def test_a_load_balancer_knows_its_own(
    balancer: Any, group: Any, listener: Any, elbv2: Any
) -> None:
    """Load balancers are listed, and so are the listeners and targets of each."""
    assert [balancer] == list(elbv2.load_balancers.all())
    assert [listener] == list(balancer.listeners.all())
    assert [group] == list(balancer.target_groups.all())
    assert "HTTP" == elbv2.Listener(listener.arn).protocol


def test_a_load_balancer_is_known_by_its_name(
    balancer: Any, vpc: Any, elbv2: Any
) -> None:
    """load() asks for the name, and what takes the ARN has it from the data."""
    found = elbv2.LoadBalancer("front")
    assert vpc.id == found.vpc_id
    found.delete()
    assert [] == list(elbv2.load_balancers.all())


def test_a_listener_has_its_load_balancer_and_rules(
    balancer: Any, listener: Any
) -> None:
    """Rules belong to a listener, a listener to a load balancer."""
    assert balancer == listener.get_load_balancer()
    rule = listener.create_rule(
        Priority=7,
        Conditions=[{"Field": "path-pattern", "Values": ["/shop/*"]}],
        Actions=[
            {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}
        ],
    )
    assert "7" == rule.priority
    assert rule in list(listener.rules.all())
    rule.delete()
    assert rule not in list(listener.rules.all())


def test_targets_are_registered(group: Any, session: MakeSession) -> None:
    """Targets come and go by their group."""
    image = "ami-12c6146b"
    (instance,) = (
        session()
        .resource("ec2")
        .create_instances(ImageId=image, MinCount=1, MaxCount=1)
    )
    group.register_targets(Targets=[{"Id": instance.id, "Port": 80}])
    health = group.describe_target_health()["TargetHealthDescriptions"]
    assert [instance.id] == [h["Target"]["Id"] for h in health]
    group.deregister_targets(Targets=[{"Id": instance.id}])


def test_whatever_has_an_arn_is_tagged(
    balancer: Any, group: Any, listener: Any
) -> None:
    """Load balancers, target groups and listeners have tags."""
    for thing in (balancer, group, listener):
        thing.add_tags(Tags=[{"Key": "team", "Value": "shop"}])
        assert {"team": "shop"} == {tag.key: tag.value for tag in thing.tags.all()}
        thing.remove_tags(TagKeys=["team"])
        assert [] == list(thing.tags.all())


def test_arns_are_those_of_aws(
    arns: None, balancer: Any, group: Any, listener: Any, session: MakeSession
) -> None:
    """An ARN is the service's own, and leads back to what has it."""
    assert balancer.arn.startswith(f"{ACCOUNT}:loadbalancer/app/front/")
    assert group.arn.startswith(f"{ACCOUNT}:targetgroup/web/")
    rule = next(iter(listener.rules.all()))
    for thing in (balancer, group, listener, rule):
        assert thing == boto3_extensions.resource_from_arn(thing.arn, session())
