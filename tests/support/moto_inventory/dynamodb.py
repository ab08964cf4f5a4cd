"""Resources of dynamodb that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS.update(
    {
        "dynamodb.Table": Call(
            "create_table",
            {
                "TableName": "table",
                "BillingMode": "PAY_PER_REQUEST",
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            },
            "TableDescription.TableName",
            "TableDescription.TableArn",
        ),
    }
)


@makes("dynamodb.Backup")
def _(aws: Aws) -> Made:
    aws.call("dynamodb", CALLS["dynamodb.Table"])
    arn = aws.client("dynamodb").create_backup(TableName="table", BackupName="before")[
        "BackupDetails"
    ]["BackupArn"]
    return Made([arn], arn)
