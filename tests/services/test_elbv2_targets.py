"""What a target group sends to can be looked at, and followed to what it is."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from boto3_extensions.exceptions import LinkError
from make_session import MakeSession

MINE = "123456789012"
ELB = f"arn:aws:elasticloadbalancing:us-east-1:{MINE}"
GROUP = f"{ELB}:targetgroup/web/0123456789abcdef"


@pytest.fixture
def group(session: MakeSession) -> Any:
    """Make a target group."""
    vpc = session().resource("ec2").create_vpc(CidrBlock="10.0.0.0/16")
    elbv2 = session().resource("elbv2")
    return elbv2.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=vpc.id)


@pytest.fixture
def instance(session: MakeSession) -> Any:
    """Start a machine."""
    ec2 = session().resource("ec2")
    image = next(iter(ec2.images.all()))
    (instance,) = ec2.create_instances(ImageId=image.id, MinCount=1, MaxCount=1)
    return instance


def test_members_of_a_group_are_its_instances(group: Any, instance: Any) -> None:
    """Each target tells its health, and leads to the instance."""
    group.register_targets(Targets=[{"Id": instance.id, "Port": 80}])
    (target,) = group.targets.all()
    assert "healthy" == target.target_health["State"]
    assert instance == target.resource("target.id")
    assert instance.image_id == target.resource("target.id").image_id


def test_a_target_is_found_by_its_group_and_id(
    group: Any, instance: Any, session: MakeSession
) -> None:
    """load() asks for the health of the one."""
    group.register_targets(Targets=[{"Id": instance.id, "Port": 80}])
    elbv2 = session().resource("elbv2")
    target = elbv2.Target(group.target_group_arn, instance.id)
    assert 80 == target.target["Port"]


@pytest.mark.parametrize(
    ("target_id", "expected"),
    [
        ("i-0123456789abcdef0", "ec2.Instance(id='i-0123456789abcdef0')"),
        (
            f"arn:aws:lambda:us-east-1:{MINE}:function:f",
            "lambda.Function(function_name='f')",
        ),
        (
            f"{ELB}:loadbalancer/app/a/0123",
            "elbv2.LoadBalancer(name='a')",
        ),
    ],
)
def test_whatever_is_a_target_can_be_followed(target_id: str, expected: str) -> None:
    """An instance by its id, a function and a load balancer by their ARNs."""
    assert expected == repr(loaded(target_id).resource("target.id"))


def test_an_address_is_no_resource() -> None:
    """AWS does not tell whose address it is."""
    with pytest.raises(LinkError, match=r"'10\.0\.0\.1', which is no ARN"):
        loaded("10.0.0.1").resource("target.id")


def loaded(target_id: str) -> Any:
    """Return a target as AWS tells of it."""
    elbv2 = boto3.Session("x", "x", region_name="us-east-1").resource("elbv2")
    target = elbv2.Target(GROUP, target_id)
    target.meta.data = {"Target": {"Id": target_id, "Port": 80}}
    return target
