"""Resources of rds that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, ROLE, Aws, Call, Made, makes

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:s-AbCdEf"

CALLS.update(
    {
        "rds.ClusterParameterGroup": Call(
            "create_db_cluster_parameter_group",
            {
                "DBClusterParameterGroupName": "group",
                "DBParameterGroupFamily": "aurora-mysql8.0",
                "Description": "d",
            },
            "DBClusterParameterGroup.DBClusterParameterGroupName",
            "DBClusterParameterGroup.DBClusterParameterGroupArn",
        ),
        "rds.DBCluster": Call(
            "create_db_cluster",
            {
                "DBClusterIdentifier": "orders",
                "Engine": "aurora-mysql",
                "MasterUsername": "root",
                "MasterUserPassword": "testing-testing",
            },
            "DBCluster.DBClusterIdentifier",
            "DBCluster.DBClusterArn",
        ),
        "rds.DBInstance": Call(
            "create_db_instance",
            {
                "DBInstanceIdentifier": "orders",
                "DBInstanceClass": "db.t3.micro",
                "Engine": "mysql",
            },
            "DBInstance.DBInstanceIdentifier",
            "DBInstance.DBInstanceArn",
        ),
        "rds.GlobalCluster": Call(
            "create_global_cluster",
            {"GlobalClusterIdentifier": "world", "Engine": "aurora-mysql"},
            "GlobalCluster.GlobalClusterIdentifier",
            "GlobalCluster.GlobalClusterArn",
        ),
        "rds.OptionGroup": Call(
            "create_option_group",
            {
                "OptionGroupName": "options",
                "EngineName": "mysql",
                "MajorEngineVersion": "8.0",
                "OptionGroupDescription": "d",
            },
            "OptionGroup.OptionGroupName",
            "OptionGroup.OptionGroupArn",
        ),
        "rds.ParameterGroup": Call(
            "create_db_parameter_group",
            {
                "DBParameterGroupName": "group",
                "DBParameterGroupFamily": "mysql8.0",
                "Description": "d",
            },
            "DBParameterGroup.DBParameterGroupName",
            "DBParameterGroup.DBParameterGroupArn",
        ),
        "rds.DBSecurityGroup": Call(
            "create_db_security_group",
            {"DBSecurityGroupName": "group", "DBSecurityGroupDescription": "d"},
            "DBSecurityGroup.DBSecurityGroupName",
            "DBSecurityGroup.DBSecurityGroupArn",
        ),
    }
)


@makes("rds.DBSnapshot")
def _(aws: Aws) -> Made:
    aws.call("rds", CALLS["rds.DBInstance"])
    answer = aws.client("rds").create_db_snapshot(
        DBInstanceIdentifier="orders", DBSnapshotIdentifier="before"
    )
    return Made(["before"], answer["DBSnapshot"]["DBSnapshotArn"])


@makes("rds.DBClusterSnapshot")
def _(aws: Aws) -> Made:
    aws.call("rds", CALLS["rds.DBCluster"])
    answer = aws.client("rds").create_db_cluster_snapshot(
        DBClusterIdentifier="orders", DBClusterSnapshotIdentifier="before"
    )
    return Made(["before"], answer["DBClusterSnapshot"]["DBClusterSnapshotArn"])


@makes("rds.DBSubnetGroup")
def _(aws: Aws) -> Made:
    answer = aws.client("rds").create_db_subnet_group(
        DBSubnetGroupName="group",
        DBSubnetGroupDescription="d",
        SubnetIds=aws.subnets,
    )
    return Made(["group"], answer["DBSubnetGroup"]["DBSubnetGroupArn"])


@makes("rds.EventSubscription")
def _(aws: Aws) -> Made:
    answer = aws.client("rds").create_event_subscription(
        SubscriptionName="events", SnsTopicArn="arn:aws:sns:us-east-1:123456789012:t"
    )
    return Made(["events"], answer["EventSubscription"]["EventSubscriptionArn"])


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
