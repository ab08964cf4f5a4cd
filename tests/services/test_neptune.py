"""Neptune as its users work with it, on moto's RDS, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

ARN = "arn:aws:rds:us-east-1:123456789012:cluster:orders"


@pytest.fixture
def neptune(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("neptune")


@pytest.fixture
def cluster(neptune: Any) -> Any:
    """Make a cluster."""
    return neptune.create_db_cluster(
        DBClusterIdentifier="orders",
        Engine="neptune",
        MasterUsername="root",
        MasterUserPassword="testing-testing",
        Tags=[{"Key": "team", "Value": "shop"}],
    )


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Return the service of the fake AWS."""
    return boto3.resource("neptune", **fake.client_arguments("neptune"))


def test_a_cluster_has_instances_and_a_snapshot(neptune: Any, cluster: Any) -> None:
    """A cluster makes and lists what is its own, which refers back."""
    instance = cluster.create_db_instance(
        DBInstanceIdentifier="orders-1",
        DBInstanceClass="db.r6g.large",
        Engine="neptune",
    )
    snapshot = cluster.create_snapshot(DBClusterSnapshotIdentifier="before")
    assert snapshot in list(cluster.snapshots.all())
    assert instance in list(cluster.db_instances.all())
    assert cluster == instance.db_cluster == snapshot.db_cluster


def test_a_cluster_has_the_arn_and_the_tags_of_rds(arns: None, cluster: Any) -> None:
    """AWS has one ARN for Neptune and RDS, and tags by it."""
    assert ARN == cluster.arn
    assert [{"Key": "team", "Value": "shop"}] == cluster.list_tags()["TagList"]


def test_an_arn_of_rds_stays_of_rds(session: MakeSession) -> None:
    """An ARN does not tell Neptune's cluster from what RDS has."""
    found: Any = boto3_extensions.resource_from_arn(ARN, session())
    assert "rds.DBCluster" == type(found).__name__


def test_clusters_of_other_engines_are_not_listed(fake: FakeAws, faked: Any) -> None:
    """AWS would list those of RDS and DocumentDB, too; one's own filter is added."""
    own = {"Name": "db-cluster-id", "Values": ["orders"]}
    list(faked.db_clusters.filter(Filters=[own]))
    call = fake.calls_to("neptune", "DescribeDBClusters")[0]
    assert [{"Name": "engine", "Values": ["neptune"]}, own] == call.params["Filters"]


def test_a_snapshot_is_restored(fake: FakeAws, faked: Any) -> None:
    """What comes back is the new cluster."""
    told = {"DBCluster": {"DBClusterIdentifier": "again"}}
    fake.plant("neptune", "RestoreDBClusterFromSnapshot", told)
    made = faked.DBClusterSnapshot("before").restore_db_cluster(
        DBClusterIdentifier="again", Engine="neptune"
    )
    assert faked.DBCluster("again") == made
    assert "before" == fake.calls[-1].params["SnapshotIdentifier"]


def test_an_endpoint_is_of_its_cluster(fake: FakeAws, faked: Any) -> None:
    """A cluster makes endpoints of its own instances."""
    told = {"DBClusterEndpointIdentifier": "readers", "DBClusterIdentifier": "orders"}
    fake.plant("neptune", "CreateDBClusterEndpoint", told)
    made = faked.DBCluster("orders").create_endpoint(
        DBClusterEndpointIdentifier="readers", EndpointType="READER"
    )
    assert faked.DBClusterEndpoint("readers") == made
    assert faked.DBCluster("orders") == made.db_cluster
