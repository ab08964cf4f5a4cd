"""Resources of kinesis that moto can make."""

from __future__ import annotations

from typing import Any

from moto_inventory.making import Aws, Made, makes


def stream(aws: Aws) -> dict[str, Any]:
    """Make a stream, and return what describes it."""
    client = aws.client("kinesis")
    client.create_stream(StreamName="stream", ShardCount=1)
    answer = client.describe_stream_summary(StreamName="stream")
    return dict(answer["StreamDescriptionSummary"])


@makes("kinesis.Stream")
def _(aws: Aws) -> Made:
    return Made(["stream"], stream(aws)["StreamARN"])


@makes("kinesis.StreamConsumer")
def _(aws: Aws) -> Made:
    answer = aws.client("kinesis").register_stream_consumer(
        StreamARN=stream(aws)["StreamARN"], ConsumerName="consumer"
    )
    arn = answer["Consumer"]["ConsumerARN"]
    return Made([arn], arn)
