"""MemoryDB as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession


@pytest.fixture
def memorydb(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("memorydb")


@pytest.fixture
def cluster(arns: None, memorydb: Any) -> Any:
    """Make a cluster."""
    return memorydb.create_cluster(
        ClusterName="carts",
        NodeType="db.r6g.large",
        ACLName="open-access",
        Tags=[{"Key": "team", "Value": "shop"}],
    )


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Return the service of the fake AWS."""
    return boto3.resource("memorydb", **fake.client_arguments("memorydb"))


def test_a_cluster_has_shards_a_snapshot_and_tags(memorydb: Any, cluster: Any) -> None:
    """A cluster is listed with its shards, and has its own snapshots and tags."""
    (listed,) = memorydb.clusters.all()
    assert cluster == listed
    assert listed.shards
    snapshot = cluster.create_snapshot(SnapshotName="before")
    assert [snapshot] == list(cluster.snapshots.all())
    assert "arn:aws:memorydb:us-east-1:123456789012:cluster/carts" == cluster.arn
    assert [{"Key": "team", "Value": "shop"}] == cluster.list_tags()["TagList"]


def test_a_snapshot_becomes_a_cluster(fake: FakeAws, faked: Any) -> None:
    """The snapshot says its own name."""
    fake.plant("memorydb", "CreateCluster", {"Cluster": {"Name": "again"}})
    made = faked.Snapshot("before").create_cluster(
        ClusterName="again", NodeType="db.r6g.large", ACLName="open-access"
    )
    assert faked.Cluster("again") == made
    assert "before" == fake.calls[-1].params["SnapshotName"]


def test_an_update_is_one_of_a_cluster(fake: FakeAws, faked: Any) -> None:
    """One of the same name for two clusters is two, and applied to one of them."""
    updates = [
        {"ClusterName": name, "ServiceUpdateName": "patch-1", "Status": status}
        for name, status in [("carts", "available"), ("users", "complete")]
    ]
    fake.plant("memorydb", "DescribeServiceUpdates", {"ServiceUpdates": updates})
    of_carts, of_users = faked.service_updates.all()
    assert of_carts != of_users
    assert "complete" == of_users.status
    of_carts.apply()
    assert {
        "ClusterNames": ["carts"],
        "ServiceUpdate": {"ServiceUpdateNameToApply": "patch-1"},
    } == fake.calls[-1].params


def test_a_list_of_users_is_followed(fake: FakeAws, faked: Any) -> None:
    """An access control list refers to its users, and they to it."""
    told = [{"Name": "staff", "UserNames": ["ann", "bob"]}]
    fake.plant("memorydb", "DescribeACLs", {"ACLs": told})
    users = faked.ACL("staff").users
    assert [faked.User("ann"), faked.User("bob")] == users
