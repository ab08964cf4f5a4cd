"""Resources of kms that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS.update(
    {
        "kms.Key": Call("create_key", {}, "KeyMetadata.KeyId", "KeyMetadata.Arn"),
    }
)


@makes("kms.Alias")
def _(aws: Aws) -> Made:
    client = aws.client("kms")
    key = client.create_key()["KeyMetadata"]["KeyId"]
    client.create_alias(AliasName="alias/team/key", TargetKeyId=key)
    (found,) = client.list_aliases(KeyId=key)["Aliases"]
    return Made(["alias/team/key"], found["AliasArn"])
