"""DocumentDB as its users work with it, on our fake: moto's RDS lacks its engine."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

ARN = "arn:aws:rds:us-east-1:123456789012:cluster:orders"


@pytest.fixture
def docdb(fake: FakeAws) -> Any:
    """Return the service of the fake AWS."""
    return boto3.resource("docdb", **fake.client_arguments("docdb"))


def test_a_cluster_makes_and_lists_instances(fake: FakeAws, docdb: Any) -> None:
    """They are listed by the cluster's id, and refer back to it."""
    instance = {"DBInstanceIdentifier": "orders-1", "DBClusterIdentifier": "orders"}
    fake.plant("docdb", "CreateDBInstance", {"DBInstance": instance})
    fake.plant("docdb", "DescribeDBInstances", {"DBInstances": [instance]})
    cluster = docdb.DBCluster("orders")
    made = cluster.create_db_instance(
        DBInstanceIdentifier="orders-1", DBInstanceClass="db.r6g.large", Engine="docdb"
    )
    assert [made] == list(cluster.db_instances.all())
    assert cluster == made.db_cluster
    (filtered,) = fake.calls[-1].params["Filters"]
    assert {"Name": "db-cluster-id", "Values": ["orders"]} == filtered


def test_a_cluster_is_tagged_by_its_arn(fake: FakeAws, docdb: Any) -> None:
    """AWS has one ARN for DocumentDB and RDS, which the cluster's data tell."""
    told = {"DBClusterIdentifier": "orders", "DBClusterArn": ARN}
    fake.plant("docdb", "DescribeDBClusters", {"DBClusters": [told]})
    docdb.DBCluster("orders").add_tags(Tags=[{"Key": "team", "Value": "shop"}])
    assert ARN == fake.calls[-1].params["ResourceName"]


def test_an_arn_of_rds_stays_of_rds(session: MakeSession) -> None:
    """An ARN does not tell DocumentDB's cluster from what RDS has."""
    found: Any = boto3_extensions.resource_from_arn(ARN, session())
    assert "rds.DBCluster" == type(found).__name__


def test_clusters_of_other_engines_are_not_listed(fake: FakeAws, docdb: Any) -> None:
    """AWS would list those of RDS and Neptune, too; a filter of one's own is added."""
    own = {"Name": "db-cluster-id", "Values": ["orders"]}
    list(docdb.db_clusters.filter(Filters=[own]))
    call = fake.calls_to("docdb", "DescribeDBClusters")[0]
    assert [{"Name": "engine", "Values": ["docdb"]}, own] == call.params["Filters"]


def test_a_snapshot_is_restored(fake: FakeAws, docdb: Any) -> None:
    """What comes back is the new cluster."""
    told = {"DBCluster": {"DBClusterIdentifier": "again"}}
    fake.plant("docdb", "RestoreDBClusterFromSnapshot", told)
    made = docdb.DBClusterSnapshot("before").restore_db_cluster(
        DBClusterIdentifier="again", Engine="docdb"
    )
    assert docdb.DBCluster("again") == made
    assert "before" == fake.calls[-1].params["SnapshotIdentifier"]


def test_parameters_are_those_of_a_group(fake: FakeAws, docdb: Any) -> None:
    """One that is known by its name is found among those of its group."""
    told = [{"ParameterName": "tls"}, {"ParameterName": "ttl_monitor"}]
    fake.plant("docdb", "DescribeDBClusterParameters", {"Parameters": told})
    group = docdb.DBClusterParameterGroup("strict")
    assert ["tls", "ttl_monitor"] == [one.name for one in group.parameters.all()]
    assert {"DBClusterParameterGroupName": "strict"} == fake.calls[-1].params
