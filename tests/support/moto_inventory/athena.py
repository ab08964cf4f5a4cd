"""Resources of athena that moto can make: what has no tags has no ARN there."""

from __future__ import annotations

from moto_inventory.making import TAGS, Aws, Made, makes

HERE = "arn:aws:athena:us-east-1:123456789012"


@makes("athena.WorkGroup")
def _(aws: Aws) -> Made:
    aws.client("athena").create_work_group(Name="reports", Tags=TAGS)
    return Made(["reports"], f"{HERE}:workgroup/reports")


@makes("athena.DataCatalog")
def _(aws: Aws) -> Made:
    aws.client("athena").create_data_catalog(Name="lake", Type="GLUE", Tags=TAGS)
    return Made(["lake"], f"{HERE}:datacatalog/lake")


@makes("athena.CapacityReservation")
def _(aws: Aws) -> Made:
    aws.client("athena").create_capacity_reservation(
        Name="held", TargetDpus=24, Tags=TAGS
    )
    return Made(["held"], f"{HERE}:capacity-reservation/held")
