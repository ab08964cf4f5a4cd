"""Resources of sqs that moto can make."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes


@makes("sqs.Queue")
def _(aws: Aws) -> Made:
    client = aws.client("sqs")
    url = client.create_queue(QueueName="queue.fifo", Attributes={"FifoQueue": "true"})[
        "QueueUrl"
    ]
    answer = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return Made([url], answer["Attributes"]["QueueArn"])
