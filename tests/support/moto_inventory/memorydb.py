"""Resources of memorydb that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS.update(
    {
        "memorydb.Cluster": Call(
            "create_cluster",
            {"ClusterName": "carts", "NodeType": "db.r6g.large", "ACLName": "open"},
            "Cluster.Name",
            "Cluster.ARN",
        ),
    }
)


@makes("memorydb.Snapshot")
def _(aws: Aws) -> Made:
    aws.call("memorydb", CALLS["memorydb.Cluster"])
    made = aws.client("memorydb").create_snapshot(
        ClusterName="carts", SnapshotName="before"
    )
    return Made(["before"], made["Snapshot"]["ARN"])


@makes("memorydb.SubnetGroup")
def _(aws: Aws) -> Made:
    made = aws.client("memorydb").create_subnet_group(
        SubnetGroupName="group", SubnetIds=aws.subnets
    )
    return Made(["group"], made["SubnetGroup"]["ARN"])
