"""Resources of redshift that moto can make."""

from __future__ import annotations

from moto_inventory.making import TAGS, Aws, Made, makes


def redshift_tagged(aws: Aws, name: str, kind: str) -> Made:
    """Ask redshift for the ARN under which it keeps tags."""
    found = aws.client("redshift").describe_tags(ResourceType=kind)["TaggedResources"]
    (arn,) = {one["ResourceName"] for one in found}
    return Made([name], arn)


@makes("redshift.Cluster")
def _(aws: Aws) -> Made:
    aws.client("redshift").create_cluster(
        ClusterIdentifier="orders",
        NodeType="ra3.large",
        MasterUsername="root",
        MasterUserPassword="Testing1",
        Tags=TAGS,
    )
    return redshift_tagged(aws, "orders", "cluster")


@makes("redshift.ClusterParameterGroup")
def _(aws: Aws) -> Made:
    aws.client("redshift").create_cluster_parameter_group(
        ParameterGroupName="group",
        ParameterGroupFamily="redshift-1.0",
        Description="d",
        Tags=TAGS,
    )
    return redshift_tagged(aws, "group", "parametergroup")


@makes("redshift.ClusterSubnetGroup")
def _(aws: Aws) -> Made:
    aws.client("redshift").create_cluster_subnet_group(
        ClusterSubnetGroupName="group",
        Description="d",
        SubnetIds=aws.subnets,
        Tags=TAGS,
    )
    return redshift_tagged(aws, "group", "subnetgroup")


@makes("redshift.ClusterSecurityGroup")
def _(aws: Aws) -> Made:
    client = aws.client("redshift")
    client.create_cluster_security_group(
        ClusterSecurityGroupName="group", Description="d", Tags=TAGS
    )
    (found,) = client.describe_tags()["TaggedResources"]
    return Made(["group"], found["ResourceName"])


@makes("redshift.Snapshot")
def _(aws: Aws) -> Made:
    client = aws.client("redshift")
    client.create_cluster(
        ClusterIdentifier="cluster",
        NodeType="ra3.xlplus",
        MasterUsername="root",
        MasterUserPassword="Testing-testing-1",
    )
    made = client.create_cluster_snapshot(
        SnapshotIdentifier="snapshot", ClusterIdentifier="cluster"
    )
    # With its own snapshot, which moto has first: it knows no SnapshotArn to choose by.
    client.delete_cluster(ClusterIdentifier="cluster", SkipFinalClusterSnapshot=True)
    return Made(["snapshot"], made["Snapshot"]["SnapshotArn"])
