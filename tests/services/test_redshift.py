"""Redshift as its users work with it, against moto."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from make_session import MakeSession


@pytest.fixture
def redshift(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("redshift")


@pytest.fixture
def cluster(redshift: Any) -> Any:
    """Make a cluster."""
    return redshift.create_cluster(
        ClusterIdentifier="sales",
        NodeType="dc2.large",
        MasterUsername="admin",
        MasterUserPassword="Passw0rdPassw0rd",
        DBName="orders",
        Tags=[{"Key": "team", "Value": "sales"}],
    )


def test_a_cluster_is_made_changed_and_deleted(redshift: Any, cluster: Any) -> None:
    """A cluster is a resource from its first call to its last."""
    cluster.wait_until_available()
    assert "orders" == cluster.db_name
    cluster.modify(NumberOfNodes=3, ClusterType="multi-node")
    cluster.reload()
    assert 3 == cluster.number_of_nodes
    cluster.delete(SkipFinalClusterSnapshot=True)
    assert [] == list(redshift.clusters.all())


def test_a_cluster_has_snapshots(redshift: Any, cluster: Any) -> None:
    """A snapshot is made of a cluster, listed there, and knows its cluster."""
    made = cluster.create_snapshot(SnapshotIdentifier="before-upgrade")
    assert [made] == list(cluster.snapshots.filter(SnapshotType="manual"))
    snapshot = redshift.Snapshot("before-upgrade")
    assert "sales" == snapshot.cluster_identifier
    assert cluster == snapshot.cluster
    snapshot.delete()
    with pytest.raises(ClientError, match="ClusterSnapshotNotFound"):
        snapshot.load()


def test_a_snapshot_becomes_a_cluster(redshift: Any, cluster: Any) -> None:
    """restore() answers with the new cluster."""
    snapshot = cluster.create_snapshot(SnapshotIdentifier="nightly")
    copy = snapshot.restore(ClusterIdentifier="sales-copy")
    assert redshift.Cluster("sales-copy") == copy
    assert "dc2.large" == copy.node_type


def test_a_cluster_pauses_and_resumes(cluster: Any) -> None:
    """Operations on a cluster are actions without its name in theirs."""
    cluster.pause()
    cluster.reload()
    assert "paused" == cluster.cluster_status
    cluster.resume()
    cluster.reload()
    assert "available" == cluster.cluster_status


def test_a_parameter_group_has_parameters(redshift: Any) -> None:
    """Parameters belong to their group; the group keeps its short identifier."""
    group = redshift.create_cluster_parameter_group(
        ParameterGroupName="strict",
        ParameterGroupFamily="redshift-1.0",
        Description="strict",
    )
    assert group in list(redshift.cluster_parameter_groups.all())
    parameter = redshift.Parameter("strict", "require_ssl")
    assert group == parameter.ClusterParameterGroup()


def test_tags_are_changed_by_arn(arns: None, redshift: Any, cluster: Any) -> None:
    """AWS does not tell a cluster's ARN; it is made up rightly all the same."""
    assert "arn:aws:redshift:us-east-1:123456789012:cluster:sales" == cluster.arn
    assert [{"Key": "team", "Value": "sales"}] == cluster.tags
    redshift.create_tags(
        ResourceName=cluster.arn, Tags=[{"Key": "stage", "Value": "test"}]
    )
    cluster.reload()
    assert {"team", "stage"} == {tag["Key"] for tag in cluster.tags}


def test_a_subnet_group_is_listed_and_deleted(
    session: MakeSession, redshift: Any
) -> None:
    """A subnet group takes a VPC's subnets, and a cluster refers to it."""
    ec2: Any = session().resource("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")
    subnet = vpc.create_subnet(CidrBlock="10.0.1.0/24")
    group = redshift.create_cluster_subnet_group(
        ClusterSubnetGroupName="private",
        Description="private",
        SubnetIds=[subnet.id],
    )
    assert vpc.id == group.vpc_id
    cluster = redshift.create_cluster(
        ClusterIdentifier="inside",
        NodeType="dc2.large",
        MasterUsername="admin",
        MasterUserPassword="Passw0rdPassw0rd",
        ClusterSubnetGroupName="private",
    )
    assert group == cluster.cluster_subnet_group
    cluster.delete(SkipFinalClusterSnapshot=True)
    group.delete()
    assert group not in list(redshift.cluster_subnet_groups.all())
