"""Resources of fsx that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

LUSTRE = {"FileSystemType": "LUSTRE", "SubnetIds": ["subnet-0123456789abcdef0"]}

CALLS.update(
    {
        "fsx.FileSystem": Call(
            "create_file_system",
            LUSTRE,
            "FileSystem.FileSystemId",
            "FileSystem.ResourceARN",
        ),
    }
)


@makes("fsx.Backup")
def _(aws: Aws) -> Made:
    fsx = aws.client("fsx")
    file_system = fsx.create_file_system(**LUSTRE)["FileSystem"]
    made = fsx.create_backup(FileSystemId=file_system["FileSystemId"])["Backup"]
    return Made([made["BackupId"]], made["ResourceARN"])
