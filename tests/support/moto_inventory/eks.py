"""Resources of eks that moto can make."""

from __future__ import annotations

from moto_inventory.making import ROLE, Aws, Made, makes


def _cluster(aws: Aws) -> Made:
    answer = aws.client("eks").create_cluster(
        name="web", roleArn=ROLE, resourcesVpcConfig={"subnetIds": aws.subnets}
    )
    return Made([answer["cluster"]["name"]], answer["cluster"]["arn"])


makes("eks.Cluster")(_cluster)


@makes("eks.Nodegroup")
def _(aws: Aws) -> Made:
    cluster = _cluster(aws).identifiers
    made = aws.client("eks").create_nodegroup(
        clusterName="web", nodegroupName="big", subnets=aws.subnets, nodeRole=ROLE
    )
    return Made([*cluster, "big"], made["nodegroup"]["nodegroupArn"])


@makes("eks.FargateProfile")
def _(aws: Aws) -> Made:
    cluster = _cluster(aws).identifiers
    made = aws.client("eks").create_fargate_profile(
        clusterName="web",
        fargateProfileName="small",
        podExecutionRoleArn=ROLE,
        selectors=[{"namespace": "shop"}],
    )
    return Made([*cluster, "small"], made["fargateProfile"]["fargateProfileArn"])
