"""What users do with kinesis: streams, their shards, records and consumers."""

from __future__ import annotations

from typing import Any

import pytest

from make_session import MakeSession


@pytest.fixture
def stream(session: MakeSession) -> Any:
    """Make a stream of two shards."""
    return (
        session().resource("kinesis").create_stream(StreamName="orders", ShardCount=2)
    )


def test_streams_are_listed_and_completed(stream: Any, session: MakeSession) -> None:
    """What the list leaves out is loaded when it is asked for."""
    found = list(session().resource("kinesis").streams.all())
    assert [stream] == found
    assert "ACTIVE" == found[0].stream_status
    assert 24 == found[0].retention_period_hours


def test_records_go_in_and_come_out(stream: Any) -> None:
    """A shard gives an iterator, with which the stream gives its records."""
    put = stream.put_record(Data=b"a book", PartitionKey="1")
    iterator = stream.Shard(put["ShardId"]).get_iterator(
        ShardIteratorType="TRIM_HORIZON"
    )
    records = stream.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    assert [b"a book"] == [record["Data"] for record in records]


def test_a_shard_loads_itself(stream: Any) -> None:
    """load() finds the shard among the stream's, not just the first one."""
    *_, last = stream.stream_shards.all()
    found = stream.Shard(last.id)
    assert last.hash_key_range == found.hash_key_range
    assert stream == found.Stream()


def test_a_shard_can_be_split(stream: Any) -> None:
    """Splitting is something one does to a shard."""
    shard = next(iter(stream.stream_shards.all()))
    shard.split(NewStartingHashKey="1000")
    children = [s for s in stream.stream_shards.all() if s.parent_shard_id == shard.id]
    assert 2 == len(children)


def test_a_consumer_is_registered_and_deregistered(stream: Any) -> None:
    """Registering returns the consumer, which is then one of the stream's."""
    consumer = stream.register_consumer(ConsumerName="billing")
    assert [consumer] == list(stream.consumers.all())
    assert stream.stream_arn == consumer.stream_arn
    consumer.deregister()
    assert [] == list(stream.consumers.all())


def test_streams_are_tagged(stream: Any) -> None:
    """Tags are added, listed and removed."""
    stream.add_tags(Tags={"team": "billing"})
    assert [{"Key": "team", "Value": "billing"}] == stream.list_tags()["Tags"]
    stream.remove_tags(TagKeys=["team"])
    assert [] == stream.list_tags()["Tags"]


def test_arns_are_those_of_aws(arns: None, stream: Any) -> None:
    """A stream's and a consumer's ARN are the service's own."""
    consumer = stream.register_consumer(ConsumerName="billing")
    assert "arn:aws:kinesis:us-east-1:123456789012:stream/orders" == stream.arn
    assert consumer.arn.startswith(f"{stream.arn}/consumer/billing")


def test_a_stream_is_deleted(stream: Any, session: MakeSession) -> None:
    """A deleted stream is listed no more."""
    stream.delete()
    assert [] == list(session().resource("kinesis").streams.all())
