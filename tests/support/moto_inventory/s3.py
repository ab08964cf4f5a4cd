"""Resources of s3 that moto can make."""

from __future__ import annotations

from moto_inventory.making import TAGS, Aws, Made, makes


@makes("s3.Bucket")
def _(aws: Aws) -> Made:
    client = aws.client("s3")
    client.create_bucket(Bucket="bucket")
    client.put_bucket_tagging(Bucket="bucket", Tagging={"TagSet": TAGS})
    return aws.tagged("bucket")
