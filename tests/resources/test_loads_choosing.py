"""A load that AWS answers with a list takes the resource's own item from it."""

from __future__ import annotations

from typing import Any

import boto3.exceptions
import pytest

from make_session import MakeSession


@pytest.fixture
def stream(session: MakeSession) -> Any:
    """Make a stream of three shards."""
    kinesis = session().resource("kinesis")
    return kinesis.create_stream(StreamName="orders", ShardCount=3)


def test_the_own_item_is_found_on_any_page(stream: Any) -> None:
    """The items do not repeat which stream they are of; it was asked for."""
    *_, last = stream.stream_shards.all()
    shard = stream.Shard(last.id)
    shard.load(MaxResults=1)
    assert last.hash_key_range == shard.hash_key_range


def test_nobody_elses_item_will_do(stream: Any) -> None:
    """What is not in the list raises, with the number of items that were."""
    with pytest.raises(boto3.exceptions.ResourceLoadException, match="among the 3"):
        stream.Shard("shardId-000000000009").load()
