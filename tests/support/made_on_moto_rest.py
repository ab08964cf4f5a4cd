"""The rest of what moto can make: logs, organizations, rds, redshift, ssm."""

from __future__ import annotations

import json
from typing import Any

from made_on_moto import TAGS, Aws, Made, makes

ROLE = "arn:aws:iam::123456789012:role/r"
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:s-AbCdEf"


# logs: from a source to a destination.


def delivery_source(aws: Aws) -> dict[str, Any]:
    """Make a distribution, and the source of its logs."""
    origin = {
        "Id": "o",
        "DomainName": "b.s3.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    behaviour = {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all"}
    made = aws.client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": "r",
            "Comment": "",
            "Enabled": False,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": behaviour,
        }
    )
    answer = aws.client("logs").put_delivery_source(
        name="source", resourceArn=made["Distribution"]["ARN"], logType="ACCESS_LOGS"
    )
    return dict(answer["deliverySource"])


def delivery_destination(aws: Aws) -> dict[str, Any]:
    """Make a bucket a destination."""
    answer = aws.client("logs").put_delivery_destination(
        name="destination",
        outputFormat="json",
        deliveryDestinationConfiguration={"destinationResourceArn": "arn:aws:s3:::b"},
    )
    return dict(answer["deliveryDestination"])


@makes("logs.DeliveryDestination")
def _(aws: Aws) -> Made:
    return Made(["destination"], delivery_destination(aws)["arn"])


@makes("logs.DeliverySource")
def _(aws: Aws) -> Made:
    return Made(["source"], delivery_source(aws)["arn"])


@makes("logs.Delivery")
def _(aws: Aws) -> Made:
    delivery_source(aws)
    made = aws.client("logs").create_delivery(
        deliverySourceName="source",
        deliveryDestinationArn=delivery_destination(aws)["arn"],
    )["delivery"]
    return Made([made["id"]], made["arn"])


@makes("organizations.DelegatedAdministrator")
def _(aws: Aws) -> Made:
    client = aws.client("organizations")
    client.create_organization(FeatureSet="ALL")
    account = client.create_account(Email="a@example.org", AccountName="a")
    number = account["CreateAccountStatus"]["AccountId"]
    client.register_delegated_administrator(
        AccountId=number, ServicePrincipal="ssm.amazonaws.com"
    )
    (found,) = client.list_delegated_administrators()["DelegatedAdministrators"]
    return Made([number], found["Arn"])


# rds and redshift: what has an ARN of its own id, and what its names tell.


@makes("rds.DBShardGroup")
def _(aws: Aws) -> Made:
    client = aws.client("rds")
    client.create_db_cluster(
        DBClusterIdentifier="orders",
        Engine="aurora-postgresql",
        MasterUsername="root",
        MasterUserPassword="testing-testing",
        ClusterScalabilityType="limitless",
    )
    made = client.create_db_shard_group(
        DBShardGroupIdentifier="shards", DBClusterIdentifier="orders", MaxACU=10
    )
    return Made(["shards"], made["DBShardGroupArn"])


def proxy(aws: Aws) -> str:
    """Make a proxy, and return its ARN."""
    made = aws.client("rds").create_db_proxy(
        DBProxyName="proxy",
        EngineFamily="MYSQL",
        Auth=[{"AuthScheme": "SECRETS", "SecretArn": SECRET, "IAMAuth": "DISABLED"}],
        RoleArn=ROLE,
        VpcSubnetIds=aws.subnets,
    )
    return str(made["DBProxy"]["DBProxyArn"])


@makes("rds.DBProxy")
def _(aws: Aws) -> Made:
    return Made(["proxy"], proxy(aws))


@makes("rds.DBProxyTargetGroup")
def _(aws: Aws) -> Made:
    proxy(aws)
    groups = aws.client("rds").describe_db_proxy_target_groups(DBProxyName="proxy")
    (found,) = groups["TargetGroups"]
    return Made(["proxy", found["TargetGroupName"]], found["TargetGroupArn"])


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


@makes("ssm.Document")
def _(aws: Aws) -> Made:
    step = {"action": "aws:runShellScript", "name": "s", "inputs": {}}
    content = {"schemaVersion": "2.2", "description": "d", "mainSteps": [step]}
    aws.client("ssm").create_document(
        Name="document", Content=json.dumps(content), DocumentType="Command", Tags=TAGS
    )
    return aws.tagged("document")
