"""A collection whose items stand in its owner's data is read from there, once."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws

ARN = "arn:aws:rds:us-east-1:123456789012:db:"


@pytest.fixture
def rds(fake: FakeAws) -> Any:
    """Return rds with three instances, of which the last one's tags are not told."""
    told = [
        {
            "DBInstanceIdentifier": name,
            "DBInstanceArn": ARN + name,
            **({"TagList": tags} if tags is not None else {}),
        }
        for name, tags in [("a", [{"Key": "k", "Value": "a"}]), ("b", []), ("c", None)]
    ]
    fake.plant("rds", "DescribeDBInstances", {"DBInstances": told})
    asked = {"TagList": [{"Key": "k", "Value": "asked"}]}
    fake.plant("rds", "ListTagsForResource", asked)
    return boto3.resource("rds", **fake.client_arguments("rds"))


def values(collection: Any) -> list[str]:
    """Return the values of tags."""
    return [tag.value for tag in collection]


def test_tags_are_those_of_the_data(rds: Any, fake: FakeAws) -> None:
    """Without a call each, unless the data do not tell."""
    a, b, c = rds.db_instances.all()

    assert ["a"] == values(a.tags.all())
    assert [] == values(b.tags.all())
    assert 0 == len(fake.calls_to("rds", "ListTagsForResource"))
    assert ["asked"] == values(c.tags.all())


def test_a_tag_read_so_is_the_tag_that_aws_would_list(rds: Any, fake: FakeAws) -> None:
    """Of the instance's ARN."""
    a, _, c = rds.db_instances.all()
    (told,), (asked,) = a.tags.all(), c.tags.all()

    assert a.db_instance_arn == told.resource_arn
    assert type(asked) is type(told)


def test_who_asks_again_wants_news(rds: Any) -> None:
    """The data are as old as they are; loaded anew, they tell once more."""
    instance = next(iter(rds.db_instances.all()))

    assert ["a"] == values(instance.tags)
    assert ["asked"] == values(instance.tags)
    instance.load()
    assert ["a"] == values(instance.tags.limit(1))


def test_who_asks_with_parameters_asks_aws(rds: Any) -> None:
    """Which knows what they mean."""
    instance = next(iter(rds.db_instances.all()))

    assert ["asked"] == values(instance.tags.filter(Filters=[]))


def test_after_a_change_aws_is_asked(rds: Any, fake: FakeAws) -> None:
    """As the instance has forgotten its data."""
    instance = next(iter(rds.db_instances.all()))
    instance.stop()

    assert ["a"] != values(instance.tags)


def test_what_stands_within_the_data_is_read_from_there(fake: FakeAws) -> None:
    """The listeners of load balancers take no calls of their own."""
    balancers = [
        {
            "LoadBalancerName": name,
            "ListenerDescriptions": [{"Listener": {"LoadBalancerPort": port}}],
        }
        for name, port in [("a", 80), ("b", 443)]
    ]
    answer = {"LoadBalancerDescriptions": balancers}
    fake.plant("elb", "DescribeLoadBalancers", answer)
    elb = boto3.resource("elb", **fake.client_arguments("elb"))
    found = [
        (listener.load_balancer_name, listener.load_balancer_port)
        for balancer in elb.load_balancers.all()
        for listener in balancer.listeners.all()
    ]

    assert [("a", 80), ("b", 443)] == found
    assert 1 == len(fake.calls)


def test_a_part_of_the_list_is_not_taken_for_it(fake: FakeAws) -> None:
    """A stream's data have the first of its shards alone."""
    stream = boto3.resource("kinesis", **fake.client_arguments("kinesis")).Stream("s")
    stream.load()
    list(stream.stream_shards.all())

    assert fake.calls_to("kinesis", "ListShards")
