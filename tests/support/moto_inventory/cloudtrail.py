"""Resources of cloudtrail that moto can make."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes


@makes("cloudtrail.Trail")
def _(aws: Aws) -> Made:
    aws.client("s3").create_bucket(Bucket="logs")
    answer = aws.client("cloudtrail").create_trail(Name="trail", S3BucketName="logs")
    return Made([answer["TrailARN"]], answer["TrailARN"])
