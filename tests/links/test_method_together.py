"""What one attribute leads to is loaded by as few requests as AWS allows."""

from __future__ import annotations

import gc
import threading
from collections.abc import Sequence
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

import boto3_extensions
from fake_aws import FakeAws, Refusal

GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0a"


def described(params: dict[str, Any]) -> dict[str, Any]:
    """Answer as DescribeInstances does, each in a reservation of its own."""
    if "i-bad" in params["InstanceIds"]:
        raise Refusal("InvalidInstanceID.NotFound", "i-bad is not there")
    return {
        "Reservations": [
            {"Instances": [{"InstanceId": one, "ImageId": f"ami-{one}"}]}
            for one in reversed(params["InstanceIds"])
        ]
    }


@pytest.fixture(params=[True, False], ids=["ours", "boto3s"])
def session(
    request: pytest.FixtureRequest, fake: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> boto3.Session:
    """Return a session on the fake AWS, with each of the factories of classes."""
    for service, name in (("ec2", "EC2"), ("elbv2", "ELASTIC_LOAD_BALANCING_V2")):
        url = fake.client_arguments(service)["endpoint_url"]
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{name}", url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    boto3_extensions.patch(speed=request.param)
    fake.plant("ec2", "DescribeInstances", described)
    return boto3.Session(region_name="us-east-1")


def targets(session: boto3.Session, fake: FakeAws, ids: Sequence[str]) -> list[Any]:
    """Return the targets of a group, which are instances."""
    group = session.resource("elbv2").TargetGroup("web")
    group.meta.data = {"TargetGroupArn": GROUP}
    told = [{"Target": {"Id": one}} for one in ids]
    fake.plant("elbv2", "DescribeTargetHealth", {"TargetHealthDescriptions": told})
    return list(group.targets)


def asked(fake: FakeAws) -> list[list[str]]:
    """Return of which instances each request was."""
    calls = fake.calls_to("ec2", "DescribeInstances")
    return [call.params["InstanceIds"] for call in calls]


def test_the_resources_of_many_are_one_request(
    session: boto3.Session, fake: FakeAws
) -> None:
    """Though each is followed by itself; each gets its own data."""
    ids = [f"i-{number}" for number in range(30)]
    found = [one.resource("target.id") for one in targets(session, fake, ids)]

    assert [] == asked(fake)
    assert [f"ami-{one}" for one in ids] == [one.image_id for one in found]
    assert [ids] == asked(fake)


def test_those_of_a_list_are_one_request(session: boto3.Session, fake: FakeAws) -> None:
    """As the groups of an instance are, which boto3 itself would ask for one by one."""
    instance = session.resource("ec2").Instance("i-1")
    instance.meta.data = {"SecurityGroups": [{"GroupId": "sg-1"}, {"GroupId": "sg-2"}]}
    told = [
        {"GroupId": "sg-2", "VpcId": "vpc-2"},
        {"GroupId": "sg-1", "VpcId": "vpc-1"},
    ]
    fake.plant("ec2", "DescribeSecurityGroups", {"SecurityGroups": told})

    found = instance.resource("security_groups.GroupId")
    assert ["vpc-1", "vpc-2"] == [group.vpc_id for group in found]
    (call,) = fake.calls_to("ec2", "DescribeSecurityGroups")
    assert ["sg-1", "sg-2"] == call.params["GroupIds"]


def test_a_resource_that_nobody_followed_is_alone(
    session: boto3.Session, fake: FakeAws
) -> None:
    """A script of boto3's sends what it sent, beside resources that were followed."""
    followed = [one.resource("target.id") for one in targets(session, fake, ["i-1"])]
    ec2 = session.resource("ec2")
    for one in [ec2.Instance("i-2"), ec2.Instance("i-3")]:
        _ = one.image_id
    followed[0].reload()
    followed[0].reload()

    assert [["i-2"], ["i-3"], ["i-1"], ["i-1"]] == asked(fake)


def test_what_is_let_go_is_not_loaded(session: boto3.Session, fake: FakeAws) -> None:
    """Neither what has its data already."""
    one, other, third = targets(session, fake, ["i-1", "i-2", "i-3"])
    first = one.resource("target.id")
    _ = first.image_id
    other.resource("target.id")
    gc.collect()
    last = third.resource("target.id")
    _ = last.image_id

    assert [["i-1"], ["i-3"]] == asked(fake)


def test_one_that_is_gone_tells_it_and_the_others_have_their_data(
    session: boto3.Session, fake: FakeAws
) -> None:
    """Where it is read."""
    ids = ["i-1", "i-bad", "i-2"]
    found = [one.resource("target.id") for one in targets(session, fake, ids)]

    assert "ami-i-1" == found[0].image_id
    with pytest.raises(ClientError, match="i-bad is not there"):
        _ = found[1].image_id
    assert "ami-i-2" == found[2].image_id


def test_threads_that_follow_at_once_have_each_their_own(
    session: boto3.Session, fake: FakeAws
) -> None:
    """The page grows while others load it."""
    ids = [f"i-{number}" for number in range(16)]
    sources = targets(session, fake, ids)
    found: dict[int, str] = {}

    def follow(start: int) -> None:
        made = {n: sources[n].resource("target.id") for n in range(start, 16, 4)}
        found.update({number: one.image_id for number, one in made.items()})

    threads = [threading.Thread(target=follow, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert {number: f"ami-i-{number}" for number in range(16)} == found
