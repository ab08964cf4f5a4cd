"""FSx as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from boto3_extensions import links_of
from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:fsx:us-east-1:123456789012"


@pytest.fixture
def fsx(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("fsx")


@pytest.fixture
def fake_fsx(fake: FakeAws) -> Any:
    """Make the service resource on our fake."""
    return boto3.resource("fsx", **fake.client_arguments("fsx"))


def test_a_file_system_is_found_by_its_arn(arns: None, fsx: Any) -> None:
    """A file system is made, listed with its ARN, and deleted."""
    made = fsx.create_file_system(
        FileSystemType="LUSTRE", SubnetIds=["subnet-0123456789abcdef0"]
    )
    (listed,) = fsx.file_systems.all()
    assert (made, f"{START}:file-system/{made.id}") == (listed, listed.arn)
    made.delete()
    assert [] == list(fsx.file_systems.all())


def test_a_file_system_is_backed_up(fsx: Any) -> None:
    """A backup is a thing of its own, which is deleted."""
    made = fsx.create_file_system(
        FileSystemType="LUSTRE", SubnetIds=["subnet-0123456789abcdef0"]
    )
    backup = made.create_backup()
    assert [backup] == list(fsx.backups.all())
    backup.delete()


def test_volumes_are_of_a_file_system_or_of_a_virtual_machine(
    fake: FakeAws, fake_fsx: Any
) -> None:
    """AWS finds them by a filter, and backups that tell of volumes are none."""
    told = {
        "VolumeId": "fsvol-0123456789abcdef0",
        "FileSystemId": "fs-01234567",
        "OntapConfiguration": {"StorageVirtualMachineId": "svm-0123456789abcdef0"},
    }
    fake.plant("fsx", "DescribeVolumes", {"Volumes": [told]})
    machine = fake_fsx.StorageVirtualMachine("svm-0123456789abcdef0")
    (volume,) = machine.volumes.all()
    (call,) = fake.calls_to("fsx", "DescribeVolumes")
    asked = {"Name": "storage-virtual-machine-id", "Values": ["svm-0123456789abcdef0"]}
    assert [asked] == call.params["Filters"]
    assert (machine, "fs-01234567") == (
        volume.storage_virtual_machine,
        volume.file_system.id,
    )


def test_a_volume_is_none_of_ec2(fake: FakeAws, fake_fsx: Any) -> None:
    """A snapshot of fsx is of one of fsx's volumes."""
    told = {
        "SnapshotId": "fsvolsnap-0123456789abcdef0",
        "VolumeId": "fsvol-0123456789abcdef0",
    }
    fake.plant("fsx", "DescribeSnapshots", {"Snapshots": [told]})
    snapshot = fake_fsx.Snapshot("fsvolsnap-0123456789abcdef0")
    assert fake_fsx.Volume("fsvol-0123456789abcdef0") == snapshot.volume
    assert "volume_id" not in links_of(snapshot)


def test_a_volume_is_restored_from_its_snapshot(fake: FakeAws, fake_fsx: Any) -> None:
    """A snapshot knows its volume."""
    told = {
        "SnapshotId": "fsvolsnap-0123456789abcdef0",
        "VolumeId": "fsvol-0123456789abcdef0",
    }
    fake.plant("fsx", "DescribeSnapshots", {"Snapshots": [told]})
    fake_fsx.Snapshot("fsvolsnap-0123456789abcdef0").restore_volume()
    (call,) = fake.calls_to("fsx", "RestoreVolumeFromSnapshot")
    assert {
        "VolumeId": "fsvol-0123456789abcdef0",
        "SnapshotId": "fsvolsnap-0123456789abcdef0",
    } == {name: call.params[name] for name in ("VolumeId", "SnapshotId")}


def test_aliases_are_disassociated_together(fake: FakeAws, fake_fsx: Any) -> None:
    """A page of them by one call."""
    told = [{"Name": "files.example.com"}, {"Name": "docs.example.com"}]
    fake.plant("fsx", "DescribeFileSystemAliases", {"Aliases": told})
    aliases = fake_fsx.FileSystem("fs-01234567").aliases.all()
    aliases.disassociate()
    (call,) = fake.calls_to("fsx", "DisassociateFileSystemAliases")
    assert ["files.example.com", "docs.example.com"] == call.params["Aliases"]
