"""Resources of ecs that moto can make."""

from __future__ import annotations

import json

from moto_inventory.autoscaling import group
from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS.update(
    {
        "ecs.Cluster": Call(
            "create_cluster",
            {"clusterName": "cluster"},
            "cluster.clusterName",
            "cluster.clusterArn",
        ),
        "ecs.TaskDefinition": Call(
            "register_task_definition",
            {
                "family": "web",
                "containerDefinitions": [{"name": "c", "image": "i", "memory": 64}],
            },
            "join(':',[taskDefinition.family,to_string(taskDefinition.revision)])",
            "taskDefinition.taskDefinitionArn",
        ),
    }
)


@makes("ecs.Service")
def _(aws: Aws) -> Made:
    aws.call("ecs", CALLS["ecs.Cluster"])
    task = aws.call("ecs", CALLS["ecs.TaskDefinition"])
    answer = aws.client("ecs").create_service(
        cluster="cluster",
        serviceName="web",
        taskDefinition=task.identifiers[0],
        desiredCount=0,
    )
    return Made(["cluster", "web"], answer["service"]["serviceArn"])


def container_instance(aws: Aws) -> str:
    """Make a cluster of one instance, and return that one's ARN."""
    aws.client("ecs").create_cluster(clusterName="cluster")
    answer = aws.client("ecs").register_container_instance(
        cluster="cluster",
        instanceIdentityDocument=json.dumps({"instanceId": aws.instance}),
    )
    return str(answer["containerInstance"]["containerInstanceArn"])


def task_definition(aws: Aws) -> None:
    """Make a task definition."""
    aws.client("ecs").register_task_definition(
        family="web",
        containerDefinitions=[{"name": "c", "image": "i", "memory": 64}],
    )


@makes("ecs.CapacityProvider")
def _(aws: Aws) -> Made:
    arn = group(aws)["AutoScalingGroupARN"]
    answer = aws.client("ecs").create_capacity_provider(
        name="provider", autoScalingGroupProvider={"autoScalingGroupArn": arn}
    )
    return Made(["provider"], answer["capacityProvider"]["capacityProviderArn"])


@makes("ecs.ContainerInstance")
def _(aws: Aws) -> Made:
    arn = container_instance(aws)
    return Made(["cluster", arn.split("/")[-1]], arn)


@makes("ecs.Task")
def _(aws: Aws) -> Made:
    container_instance(aws)
    task_definition(aws)
    answer = aws.client("ecs").run_task(cluster="cluster", taskDefinition="web")
    arn = answer["tasks"][0]["taskArn"]
    return Made(["cluster", arn.split("/")[-1]], arn)


@makes("ecs.TaskSet")
def _(aws: Aws) -> Made:
    client = aws.client("ecs")
    client.create_cluster(clusterName="cluster")
    task_definition(aws)
    client.create_service(
        cluster="cluster",
        serviceName="service",
        taskDefinition="web",
        desiredCount=1,
        deploymentController={"type": "EXTERNAL"},
    )
    made = client.create_task_set(
        cluster="cluster", service="service", taskDefinition="web"
    )["taskSet"]
    return Made(["cluster", "service", made["id"]], made["taskSetArn"])
