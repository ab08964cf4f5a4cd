"""Resources of elasticache that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS.update(
    {
        "elasticache.Cluster": Call(
            "create_cache_cluster",
            {
                "CacheClusterId": "cache",
                "Engine": "redis",
                "CacheNodeType": "cache.t3.micro",
                "NumCacheNodes": 1,
            },
            "CacheCluster.CacheClusterId",
            "CacheCluster.ARN",
        ),
        "elasticache.ReplicationGroup": Call(
            "create_replication_group",
            {"ReplicationGroupId": "group", "ReplicationGroupDescription": "d"},
            "ReplicationGroup.ReplicationGroupId",
            "ReplicationGroup.ARN",
        ),
        "elasticache.User": Call(
            "create_user",
            {
                "UserId": "user",
                "UserName": "user",
                "Engine": "redis",
                "AccessString": "on ~* +@all",
                "NoPasswordRequired": True,
            },
            "UserId",
            "ARN",
        ),
    }
)


@makes("elasticache.SubnetGroup")
def _(aws: Aws) -> Made:
    answer = aws.client("elasticache").create_cache_subnet_group(
        CacheSubnetGroupName="group",
        CacheSubnetGroupDescription="d",
        SubnetIds=aws.subnets,
    )
    return Made(["group"], answer["CacheSubnetGroup"]["ARN"])


@makes("elasticache.Snapshot")
def _(aws: Aws) -> Made:
    aws.call("elasticache", CALLS["elasticache.Cluster"])
    answer = aws.client("elasticache").create_snapshot(
        CacheClusterId="cache", SnapshotName="before"
    )
    return Made(["before"], answer["Snapshot"]["ARN"])
