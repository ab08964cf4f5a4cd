"""Resources of s3control that moto can make."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes

ACCOUNT = "123456789012"


@makes("s3control.AccessPoint")
def _(aws: Aws) -> Made:
    aws.client("s3").create_bucket(Bucket="made")
    control = aws.client("s3control")
    answer = control.create_access_point(AccountId=ACCOUNT, Name="made", Bucket="made")
    return Made([ACCOUNT, "made"], answer["AccessPointArn"])


@makes("s3control.MultiRegionAccessPointOperation")
def _(aws: Aws) -> Made:
    # The only region where AWS is asked for one.
    control = aws.client("s3control", region_name="us-west-2")
    answer = control.create_multi_region_access_point(
        AccountId=ACCOUNT,
        ClientToken="made",
        Details={"Name": "made", "Regions": [{"Bucket": "made"}]},
    )
    return Made([ACCOUNT, answer["RequestTokenARN"]], answer["RequestTokenARN"])


@makes("s3control.StorageLensConfiguration")
def _(aws: Aws) -> Made:
    control = aws.client("s3control")
    control.put_storage_lens_configuration(
        AccountId=ACCOUNT,
        ConfigId="made",
        StorageLensConfiguration={
            "Id": "made",
            "AccountLevel": {"BucketLevel": {}},
            "IsEnabled": True,
        },
    )
    (listed,) = control.list_storage_lens_configurations(AccountId=ACCOUNT)[
        "StorageLensConfigurationList"
    ]
    return Made([ACCOUNT, "made"], listed["StorageLensArn"])
