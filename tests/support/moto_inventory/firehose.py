"""Resources of firehose that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

CALLS["firehose.DeliveryStream"] = Call(
    "create_delivery_stream",
    {
        "DeliveryStreamName": "stream",
        "ExtendedS3DestinationConfiguration": {
            "RoleARN": "arn:aws:iam::123456789012:role/role",
            "BucketARN": "arn:aws:s3:::bucket",
        },
    },
    "'stream'",
    "DeliveryStreamARN",
)
