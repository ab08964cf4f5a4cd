"""Resources of emr that moto can make."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes


@makes("emr.Cluster")
def _(aws: Aws) -> Made:
    answer = aws.client("emr").run_job_flow(
        Name="cluster",
        ReleaseLabel="emr-7.0.0",
        Instances={
            "MasterInstanceType": "m5.xlarge",
            "InstanceCount": 1,
            "KeepJobFlowAliveWhenNoSteps": True,
        },
    )
    return Made([answer["JobFlowId"]], answer["ClusterArn"])
