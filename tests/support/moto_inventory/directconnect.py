"""Resources of directconnect that moto can make."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes


@makes("directconnect.Connection")
def _(aws: Aws) -> Made:
    answer = aws.client("directconnect").create_connection(
        location="EqDC2",
        bandwidth="10Gbps",
        connectionName="c",
        tags=[{"key": "purpose", "value": "test"}],
    )
    return aws.tagged(answer["connectionId"])
