"""EFS as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession


@pytest.fixture
def efs(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("efs")


@pytest.fixture
def file_system(efs: Any) -> Any:
    """Make a file system."""
    return efs.create_file_system(
        CreationToken="web", Tags=[{"Key": "team", "Value": "shop"}]
    )


def test_a_file_system_is_found_by_its_arn(
    arns: None, efs: Any, file_system: Any
) -> None:
    """A file system is listed with its ARN."""
    (listed,) = efs.file_systems.all()
    assert file_system == listed
    start = "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system"
    assert f"{start}/{file_system.id}" == listed.arn


def test_a_file_system_is_mounted_in_a_subnet(
    session: MakeSession, file_system: Any
) -> None:
    """A mount target is listed by its file system, and says who may reach it."""
    ec2 = session().resource("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")
    subnet = vpc.create_subnet(CidrBlock="10.9.0.0/24")
    group = ec2.create_security_group(
        GroupName="nfs", Description="nfs", VpcId=vpc.id
    ).id
    target = file_system.create_mount_target(SubnetId=subnet.id, SecurityGroups=[group])
    assert [target] == list(file_system.mount_targets.all())
    assert file_system.id == target.file_system.id
    assert [group] == target.describe_security_groups()["SecurityGroups"]
    target.delete()
    assert [] == list(file_system.mount_targets.all())


def test_an_access_point_is_of_its_file_system(efs: Any, file_system: Any) -> None:
    """Access points are listed by their file system, and all of them by the service."""
    other = efs.create_file_system(CreationToken="other")
    one = file_system.create_access_point(ClientToken="one")
    two = other.create_access_point(ClientToken="two")
    assert [one] == list(file_system.access_points.all())
    assert {one, two} == set(efs.access_points.all())
    one.delete()
    assert [two] == list(efs.access_points.all())


def test_tags_are_reached_by_the_id(file_system: Any) -> None:
    """What has tags is tagged by its id, without an ARN being asked for."""
    point = file_system.create_access_point(ClientToken="one")
    for one in (file_system, point):
        one.tag(Tags=[{"Key": "stage", "Value": "test"}])
        assert {"Key": "stage", "Value": "test"} in one.list_tags()["Tags"]
        one.untag(TagKeys=["stage"])
        assert "stage" not in {tag["Key"] for tag in one.list_tags()["Tags"]}


def test_settings_are_parts_of_a_file_system(efs: Any) -> None:
    """Its policies of backups and of storage classes are loaded; the latter is put."""
    file_system = efs.create_file_system(CreationToken="kept", Backup=True)
    assert "ENABLED" == file_system.BackupPolicy().status
    rule = {"TransitionToIA": "AFTER_30_DAYS"}
    file_system.LifecycleConfiguration().put(LifecyclePolicies=[rule])
    assert [rule] == file_system.LifecycleConfiguration().lifecycle_policies


def test_a_replication_is_known_by_its_source(fake: FakeAws) -> None:
    """Asked by its destination, AWS answers with the same replication."""
    told = [{"SourceFileSystemId": "fs-1", "Destinations": [{"FileSystemId": "fs-2"}]}]
    fake.plant("efs", "DescribeReplicationConfigurations", {"Replications": told})
    efs = boto3.resource("efs", **fake.client_arguments("efs"))
    (replication,) = efs.FileSystem("fs-2").replication_configurations.all()
    assert efs.ReplicationConfiguration("fs-1") == replication
    replication.reload()
    replication.delete()
    (_, loaded) = fake.calls_to("efs", "DescribeReplicationConfigurations")
    (deleted,) = fake.calls_to("efs", "DeleteReplicationConfiguration")
    assert {"FileSystemId": "fs-1"} == loaded.params
    assert {"SourceFileSystemId": "fs-1"} == deleted.params
