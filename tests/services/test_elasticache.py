"""ElastiCache as its users work with it, against moto."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from make_session import MakeSession


@pytest.fixture
def elasticache(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("elasticache")


@pytest.fixture
def cluster(elasticache: Any) -> Any:
    """Make a cluster of one node."""
    return elasticache.create_cache_cluster(
        CacheClusterId="carts",
        Engine="redis",
        NumCacheNodes=1,
        CacheNodeType="cache.t3.micro",
        Tags=[{"Key": "team", "Value": "shop"}],
    )


def test_a_cluster_is_made_listed_and_deleted(elasticache: Any, cluster: Any) -> None:
    """A cluster knows its engine, and is among all clusters."""
    assert [cluster] == list(elasticache.clusters.all())
    assert "redis" == elasticache.Cluster("carts").engine
    cluster.delete()
    with pytest.raises(ClientError, match="CacheClusterNotFound"):
        elasticache.Cluster("gone").load()


def test_a_cluster_waits(cluster: Any) -> None:
    """botocore's waiters are methods of the cluster."""
    cluster.wait_until_available()
    cluster.reload()
    assert "available" == cluster.cache_cluster_status


def test_a_cluster_has_tags(cluster: Any) -> None:
    """Tags are resources of what they are on, added and removed there."""
    cluster.add_tags(Tags=[{"Key": "stage", "Value": "test"}])
    tags = {tag.key: tag.value for tag in cluster.tags.all()}
    assert {"team": "shop", "stage": "test"} == tags
    cluster.remove_tags(TagKeys=["stage"])
    assert ["team"] == [tag.key for tag in cluster.tags.all()]


def test_a_replication_group_has_clusters(elasticache: Any) -> None:
    """A replication group is changed in place, and refers to its clusters."""
    group = elasticache.create_replication_group(
        ReplicationGroupId="sessions",
        ReplicationGroupDescription="sessions",
        Engine="redis",
        CacheNodeType="cache.t3.micro",
        NumCacheClusters=1,
    )
    assert ["sessions-001"] == [member.id for member in group.clusters]
    group.modify(ReplicationGroupDescription="all sessions")
    group.reload()
    assert "all sessions" == group.description
    group.delete()


def test_snapshots_belong_to_their_cluster(elasticache: Any, cluster: Any) -> None:
    """A snapshot is made of a cluster, and listed there."""
    snapshot = cluster.create_snapshot(SnapshotName="before-sale")
    assert [snapshot] == list(cluster.snapshots.all())
    assert cluster == elasticache.Snapshot("before-sale").cluster
    snapshot.delete()
    assert [] == list(elasticache.snapshots.all())


def test_a_user_comes_and_goes(elasticache: Any) -> None:
    """What a user is made of is in the answer, with no call for it."""
    user = elasticache.create_user(
        UserId="alice",
        UserName="alice",
        Engine="Redis",
        AccessString="on ~* +@read",
        NoPasswordRequired=True,
    )
    assert "on ~* +@read" == user.access_string
    assert user in list(elasticache.users.all())
    user.delete()


def test_arns(arns: None, session: MakeSession, elasticache: Any, cluster: Any) -> None:
    """Clusters and subnet groups say their ARN, in the form that IAM knows."""
    ec2: Any = session().resource("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")
    subnet = vpc.create_subnet(CidrBlock="10.0.1.0/24")
    group = elasticache.create_cache_subnet_group(
        CacheSubnetGroupName="private",
        CacheSubnetGroupDescription="private",
        SubnetIds=[subnet.id],
    )
    start = "arn:aws:elasticache:us-east-1:123456789012"
    assert f"{start}:cluster:carts" == cluster.arn
    assert f"{start}:subnetgroup:private" == group.arn
