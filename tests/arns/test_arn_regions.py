"""Regions in ARNs that are none, and what may be one only for some services."""

from __future__ import annotations

import boto3
import pytest

from boto3_extensions import resource_from_arn, resource_type_of
from boto3_extensions.exceptions import ArnPartitionError, MalformedArnError

EVENT = "arn:aws:health:global::event/EC2/AWS_EC2_ISSUE/AWS_EC2_ISSUE_1"

pytestmark = pytest.mark.usefixtures("arns")


@pytest.fixture
def plain() -> boto3.Session:
    """Return a session of a region."""
    return boto3.Session("x", "x", region_name="eu-west-1")


def test_an_event_of_no_region_is_found(plain: boto3.Session) -> None:
    """Health writes `global` there, and the resource has the same ARN."""
    event = resource_from_arn(EVENT, plain)
    assert "health.Event" == type(event).__name__
    assert EVENT == event.arn
    assert ("health", "Event", {"arn": EVENT}) == resource_type_of(EVENT)


def test_it_is_no_region_of_other_services(plain: boto3.Session) -> None:
    """Not even after health had it."""
    for _ in range(2):
        assert EVENT == resource_type_of(EVENT).identifiers["arn"]
        for tell in (resource_type_of, lambda arn: resource_from_arn(arn, plain)):
            with pytest.raises(MalformedArnError, match="global is no region"):
                tell("arn:aws:ec2:global:123456789012:vpc/vpc-1")


def test_it_is_of_a_partition_all_the_same(plain: boto3.Session) -> None:
    """An event of China is not asked for elsewhere."""
    with pytest.raises(ArnPartitionError, match="session's region eu-west-1 is of aws"):
        resource_from_arn(EVENT.replace("aws:", "aws-cn:", 1), plain)


def test_a_change_set_is_told_without_its_stack(plain: boto3.Session) -> None:
    """AWS takes the whole ARN for the name, and asks for no stack then."""
    arn = "arn:aws:cloudformation:us-east-1:123456789012:changeSet/c/1"
    change_set = resource_from_arn(arn, plain)
    assert f"cloudformation.ChangeSetByArn(arn='{arn}')" == repr(change_set)
