"""Resources of transfer that moto can make."""

from __future__ import annotations

from moto_inventory.making import ROLE, Aws, Made, makes


@makes("transfer.Server")
def _(aws: Aws) -> Made:
    transfer = aws.client("transfer")
    made = transfer.create_server()["ServerId"]
    return Made([made], transfer.describe_server(ServerId=made)["Server"]["Arn"])


@makes("transfer.User")
def _(aws: Aws) -> Made:
    transfer = aws.client("transfer")
    names = {"ServerId": transfer.create_server()["ServerId"], "UserName": "ann"}
    transfer.create_user(**names, Role=ROLE)
    return Made([*names.values()], transfer.describe_user(**names)["User"]["Arn"])
