"""Resources of cloudfront that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS.update(
    {
        "cloudfront.Function": Call(
            "create_function",
            {
                "Name": "function",
                "FunctionConfig": {"Comment": "", "Runtime": "cloudfront-js-1.0"},
                "FunctionCode": b"x",
            },
            "FunctionSummary.Name",
            "FunctionSummary.FunctionMetadata.FunctionARN",
        ),
        "cloudfront.KeyValueStore": Call(
            "create_key_value_store",
            {"Name": "store"},
            "KeyValueStore.Name",
            "KeyValueStore.ARN",
        ),
    }
)


@makes("cloudfront.Distribution")
def _(aws: Aws) -> Made:
    origin = {
        "Id": "o",
        "DomainName": "b.s3.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    answer = aws.client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": "r",
            "Comment": "c",
            "Enabled": False,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {
                "TargetOriginId": "o",
                "ViewerProtocolPolicy": "allow-all",
            },
        }
    )["Distribution"]
    return Made([answer["Id"]], answer["ARN"])
