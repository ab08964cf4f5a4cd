"""Firehose as its users work with it, against moto; its pages against the fake.

The fake AWS shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

TO = {
    "RoleARN": "arn:aws:iam::123456789012:role/firehose",
    "BucketARN": "arn:aws:s3:::orders",
}


@pytest.fixture
def firehose(session: MakeSession) -> Any:
    """Make the service resource."""
    session().resource("s3").create_bucket(Bucket="orders")
    return session().resource("firehose")


@pytest.fixture
def stream(firehose: Any) -> Any:
    """Make a stream that puts records into a bucket."""
    return firehose.create_delivery_stream(
        DeliveryStreamName="orders",
        ExtendedS3DestinationConfiguration=TO,
        Tags=[{"Key": "team", "Value": "sales"}],
    )


def test_a_stream_is_listed_and_takes_records(firehose: Any, stream: Any) -> None:
    """A stream is known by its name, and takes one record or many."""
    assert [stream] == list(firehose.delivery_streams.all())
    assert "ACTIVE" == stream.delivery_stream_status
    assert stream.put_record(Record={"Data": b"1"})["RecordId"]
    answer = stream.put_record_batch(Records=[{"Data": b"2"}, {"Data": b"3"}])
    assert 2 == len(answer["RequestResponses"])
    stream.delete()
    assert [] == list(firehose.delivery_streams.all())


def test_a_stream_has_one_destination(stream: Any) -> None:
    """The destination and the version that was seen need not be said."""
    stream.update_destination(ExtendedS3DestinationUpdate={"Prefix": "new/"})
    stream.reload()
    (destination,) = stream.destinations
    assert "new/" == destination["ExtendedS3DestinationDescription"]["Prefix"]


def test_a_stream_has_tags(stream: Any) -> None:
    """A stream is tagged by its name."""
    stream.tag(Tags=[{"Key": "stage", "Value": "test"}])
    stream.untag(TagKeys=["team"])
    assert [{"Key": "stage", "Value": "test"}] == stream.list_tags()["Tags"]


def test_all_pages_of_streams_are_listed(fake: FakeAws) -> None:
    """botocore has no pages for ListDeliveryStreams, which answers with ten names."""
    names = {None: "a", "a": "b"}
    fake.plant(
        "firehose",
        "ListDeliveryStreams",
        lambda params: {
            "DeliveryStreamNames": [
                names[params.get("ExclusiveStartDeliveryStreamName")]
            ],
            "HasMoreDeliveryStreams": not params.get(
                "ExclusiveStartDeliveryStreamName"
            ),
        },
    )
    arguments = fake.client_arguments("firehose")
    firehose: Any = boto3.Session().resource("firehose", **arguments)
    assert ["a", "b"] == [one.name for one in firehose.delivery_streams.all()]
