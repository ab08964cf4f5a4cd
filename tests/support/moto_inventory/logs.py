"""Resources of logs that moto can make."""

from __future__ import annotations

from typing import Any

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS.update(
    {
        "logs.Destination": Call(
            "put_destination",
            {
                "destinationName": "destination",
                "targetArn": "arn:aws:kinesis:us-east-1:123456789012:stream/s",
                "roleArn": "arn:aws:iam::123456789012:role/r",
            },
            "destination.destinationName",
            "destination.arn",
        ),
    }
)


@makes("logs.LogGroup")
def _(aws: Aws) -> Made:
    client = aws.client("logs")
    client.create_log_group(logGroupName="/team/web")
    (found,) = client.describe_log_groups()["logGroups"]
    return Made(["/team/web"], found["arn"])


@makes("logs.LogStream")
def _(aws: Aws) -> Made:
    client = aws.client("logs")
    client.create_log_group(logGroupName="/team/web")
    client.create_log_stream(logGroupName="/team/web", logStreamName="a/b[1]")
    (found,) = client.describe_log_streams(logGroupName="/team/web")["logStreams"]
    return Made(["/team/web", "a/b[1]"], found["arn"])


def delivery_source(aws: Aws) -> dict[str, Any]:
    """Make a distribution, and the source of its logs."""
    origin = {
        "Id": "o",
        "DomainName": "b.s3.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    behaviour = {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all"}
    made = aws.client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": "r",
            "Comment": "",
            "Enabled": False,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": behaviour,
        }
    )
    answer = aws.client("logs").put_delivery_source(
        name="source", resourceArn=made["Distribution"]["ARN"], logType="ACCESS_LOGS"
    )
    return dict(answer["deliverySource"])


def delivery_destination(aws: Aws) -> dict[str, Any]:
    """Make a bucket a destination."""
    answer = aws.client("logs").put_delivery_destination(
        name="destination",
        outputFormat="json",
        deliveryDestinationConfiguration={"destinationResourceArn": "arn:aws:s3:::b"},
    )
    return dict(answer["deliveryDestination"])


@makes("logs.DeliveryDestination")
def _(aws: Aws) -> Made:
    return Made(["destination"], delivery_destination(aws)["arn"])


@makes("logs.DeliverySource")
def _(aws: Aws) -> Made:
    return Made(["source"], delivery_source(aws)["arn"])


@makes("logs.Delivery")
def _(aws: Aws) -> Made:
    delivery_source(aws)
    made = aws.client("logs").create_delivery(
        deliverySourceName="source",
        deliveryDestinationArn=delivery_destination(aws)["arn"],
    )["delivery"]
    return Made([made["id"]], made["arn"])
