"""Resources of backup that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

RULE = {"RuleName": "daily", "TargetBackupVaultName": "kept"}

CALLS.update(
    {
        "backup.BackupVault": Call(
            "create_backup_vault",
            {"BackupVaultName": "kept"},
            "BackupVaultName",
            "BackupVaultArn",
        ),
        "backup.BackupPlan": Call(
            "create_backup_plan",
            {"BackupPlan": {"BackupPlanName": "daily", "Rules": [RULE]}},
            "BackupPlanId",
            "BackupPlanArn",
        ),
    }
)
