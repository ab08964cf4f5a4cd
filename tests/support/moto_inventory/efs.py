"""Resources of efs that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS.update(
    {
        "efs.FileSystem": Call(
            "create_file_system",
            {"CreationToken": "web"},
            "FileSystemId",
            "FileSystemArn",
        ),
    }
)


@makes("efs.AccessPoint")
def _(aws: Aws) -> Made:
    efs = aws.client("efs")
    file_system = efs.create_file_system(CreationToken="web")
    made = efs.create_access_point(
        ClientToken="web", FileSystemId=file_system["FileSystemId"]
    )
    return Made([made["AccessPointId"]], made["AccessPointArn"])
