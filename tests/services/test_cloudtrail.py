"""CloudTrail as its users work with it, against moto."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from boto3_extensions import exists, tags_of
from make_session import MakeSession

ARN = "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit"


@pytest.fixture
def cloudtrail(session: MakeSession) -> Any:
    """Make the service resource, and the bucket that logs are delivered to."""
    session().resource("s3").create_bucket(Bucket="logs")
    return session().resource("cloudtrail")


@pytest.fixture
def trail(cloudtrail: Any) -> Any:
    """Make a trail."""
    return cloudtrail.create_trail(Name="audit", S3BucketName="logs")


def test_a_trail_is_listed_with_its_data(cloudtrail: Any, trail: Any) -> None:
    """DescribeTrails has it whole, ListTrails its ARN and home."""
    (described,) = cloudtrail.trails.all()
    (listed,) = cloudtrail.all_trails.all()
    assert trail == described == listed
    assert (ARN, "logs") == (described.trail_arn, described.s3_bucket_name)
    assert "us-east-1" == listed.home_region


def test_a_trail_is_started_and_stopped(trail: Any) -> None:
    """Its status tells whether it logs."""
    trail.start_logging()
    assert trail.get_status()["IsLogging"]
    trail.stop_logging()
    assert not trail.get_status()["IsLogging"]


def test_a_trail_is_updated_in_place(trail: Any) -> None:
    """The object reads its data anew after the change."""
    assert not trail.is_multi_region_trail
    trail.update(IsMultiRegionTrail=True)
    assert trail.is_multi_region_trail


def test_tags_of_a_trail_are_a_mapping(trail: Any) -> None:
    """They are read by ListTags and written by AddTags."""
    tags = tags_of(trail)
    tags["team"] = "security"
    assert {"team": "security"} == dict(tags_of(trail))


def test_a_trail_that_is_none_is_not_found(cloudtrail: Any) -> None:
    """CloudTrail answers with an error of its own, and a check with False."""
    missing = cloudtrail.Trail(ARN)
    assert not exists(missing)
    with pytest.raises(ClientError, match="TrailNotFoundException"):
        missing.load()
