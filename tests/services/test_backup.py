"""AWS Backup as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:backup:us-east-1:123456789012"
POINT = f"{START}:recovery-point:1EB3B5E7"
RULE = {"RuleName": "daily", "TargetBackupVaultName": "kept"}


@pytest.fixture
def backup(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("backup")


@pytest.fixture
def fake_backup(fake: FakeAws) -> Any:
    """Make the service resource on our fake."""
    return boto3.resource("backup", **fake.client_arguments("backup"))


def test_a_vault_is_found_by_its_arn(arns: None, backup: Any) -> None:
    """A vault is made, listed with its ARN, tagged and deleted."""
    made = backup.create_backup_vault(BackupVaultName="kept")
    (listed,) = backup.backup_vaults.all()
    assert (made, f"{START}:backup-vault:kept") == (listed, listed.arn)
    listed.tag(Tags={"team": "shop"})
    assert {"team": "shop"} == listed.list_tags()["Tags"]
    made.delete()
    assert [] == list(backup.backup_vaults.all())


def test_a_plan_says_what_is_backed_up(backup: Any) -> None:
    """A plan that was made is listed, loaded and deleted."""
    plan = backup.create_backup_plan(
        BackupPlan={"BackupPlanName": "daily", "Rules": [RULE]}
    )
    assert [plan] == list(backup.backup_plans.all())
    assert ["daily"] == [rule["RuleName"] for rule in plan.backup_plan["Rules"]]
    plan.delete()
    assert [] == list(backup.backup_plans.all())


def test_a_point_is_of_a_vault(fake: FakeAws, fake_backup: Any) -> None:
    """Points under a legal hold are in vaults, whose names AWS tells."""
    told = {"RecoveryPointArn": POINT, "BackupVaultName": "kept"}
    fake.plant("backup", "ListRecoveryPointsByLegalHold", {"RecoveryPoints": [told]})
    (point, *_) = fake_backup.LegalHold("held").recovery_points.limit(1)
    assert fake_backup.BackupVault("kept") == point.BackupVault()
    point.delete()
    (call,) = fake.calls_to("backup", "DeleteRecoveryPoint")
    assert told == call.params


def test_a_point_is_restored(fake: FakeAws, fake_backup: Any) -> None:
    """What is begun is a job."""
    fake.plant("backup", "StartRestoreJob", {"RestoreJobId": "R1"})
    point = fake_backup.RecoveryPoint("kept", POINT)
    assert fake_backup.RestoreJob("R1") == point.start_restore_job(Metadata={})
    (call,) = fake.calls_to("backup", "StartRestoreJob")
    assert POINT == call.params["RecoveryPointArn"]


def test_who_may_restore_gets_a_vault(fake: FakeAws, fake_backup: Any) -> None:
    """The vault that was made has the name in the answer, not its source's."""
    answer = {
        "RestoreAccessBackupVaultArn": f"{START}:backup-vault:access",
        "RestoreAccessBackupVaultName": "access",
    }
    source = {"BackupVaultName": "kept", "BackupVaultArn": f"{START}:backup-vault:kept"}
    fake.plant("backup", "DescribeBackupVault", source)
    fake.plant("backup", "CreateRestoreAccessBackupVault", answer)
    made = fake_backup.BackupVault("kept").create_restore_access_backup_vault()
    assert fake_backup.BackupVault("access") == made
    (call,) = fake.calls_to("backup", "CreateRestoreAccessBackupVault")
    assert source["BackupVaultArn"] == call.params["SourceBackupVaultArn"]
