"""Resources of cognito-idp that moto can make."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes


@makes("cognito-idp.UserPool")
def _(aws: Aws) -> Made:
    made = aws.client("cognito-idp").create_user_pool(PoolName="pool")["UserPool"]
    return Made([made["Id"]], made["Arn"])
