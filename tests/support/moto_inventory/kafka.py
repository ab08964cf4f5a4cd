"""Resources of kafka that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS.update(
    {
        "kafka.ClusterV2": Call(
            "create_cluster_v2",
            {"ClusterName": "c", "Serverless": {"VpcConfigs": [{"SubnetIds": ["s"]}]}},
            "ClusterArn",
            "ClusterArn",
        ),
    }
)


@makes("kafka.Cluster")
def _(aws: Aws) -> Made:
    answer = aws.client("kafka").create_cluster(
        ClusterName="cluster",
        KafkaVersion="3.8.x",
        NumberOfBrokerNodes=2,
        BrokerNodeGroupInfo={
            "InstanceType": "kafka.m5.large",
            "ClientSubnets": aws.subnets,
        },
    )
    return Made([answer["ClusterArn"]], answer["ClusterArn"])
