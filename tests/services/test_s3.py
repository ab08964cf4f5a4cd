"""What boto3's s3 lacks: all that there is of one object, and nothing of another.

boto3's users have asked for ``Object.versions`` since 2018 (boto3's issue 1650).
"""

from __future__ import annotations

from typing import Any

import pytest

from make_session import MakeSession


@pytest.fixture
def bucket(session: MakeSession) -> Any:
    """Make a bucket that keeps versions, with three keys of one prefix."""
    made = session().resource("s3").create_bucket(Bucket="photos")
    made.Versioning().enable()
    for key in ("cat", "cat", "cat-2", "cat/3"):
        made.put_object(Key=key, Body=b"x")
    return made


def test_versions_are_of_the_object_alone(bucket: Any) -> None:
    """AWS can be asked for a prefix only, and lists longer keys, too."""
    versions = list(bucket.Object("cat").versions.all())
    assert ["cat", "cat"] == [version.object_key for version in versions]
    assert 2 == len({version.id for version in versions})
    assert ["photos", "photos"] == [version.bucket_name for version in versions]


def test_a_version_of_the_object_can_be_read(bucket: Any) -> None:
    """It is boto3's own ObjectVersion, with the data the list told."""
    version = next(iter(bucket.Object("cat-2").versions.limit(1)))
    assert 1 == version.size
    assert b"x" == version.get()["Body"].read()
    assert bucket.Object("cat-2") == version.Object()


def test_versions_end_where_another_key_begins(bucket: Any) -> None:
    """What comes after is not asked for: a prefix may have millions of keys."""
    asked = []
    events = bucket.meta.client.meta.events
    events.register("before-call.s3.ListObjectVersions", lambda **_: asked.append(1))
    assert 2 == len(list(bucket.Object("cat").versions.page_size(3)))
    assert [1] == asked


def test_a_delete_marker_is_found(bucket: Any) -> None:
    """Taking the marker away brings the object back."""
    cat = bucket.Object("cat")
    cat.delete()
    bucket.Object("cat-2").delete()
    (marker,) = cat.delete_markers.all()
    assert "cat" == marker.object_key
    marker.delete()
    assert b"x" == cat.get()["Body"].read()


def test_all_versions_are_deleted_at_once(bucket: Any) -> None:
    """boto3's batch action knows them, and leaves the other keys alone."""
    bucket.Object("cat").versions.delete()
    assert ["cat-2", "cat/3"] == [o.key for o in bucket.objects.all()]


def test_a_summary_has_versions_too(bucket: Any) -> None:
    """As it is what a list of objects gives."""
    cat, *_ = bucket.objects.all()
    assert 2 == len(list(cat.versions.all()))
