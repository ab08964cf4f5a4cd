"""More of what moto can make: tables of glue, containers, deliveries of logs ..."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from made_on_moto import CALLS, MAKERS, TAGS, Aws, Call, Made, group, makes

ROLE = "arn:aws:iam::123456789012:role/r"

CALLS.update(
    {
        "cloudfront.Function": Call(
            "create_function",
            {
                "Name": "function",
                "FunctionConfig": {"Comment": "", "Runtime": "cloudfront-js-1.0"},
                "FunctionCode": b"x",
            },
            "FunctionSummary.Name",
            "FunctionSummary.FunctionMetadata.FunctionARN",
        ),
        "cloudfront.KeyValueStore": Call(
            "create_key_value_store",
            {"Name": "store"},
            "KeyValueStore.Name",
            "KeyValueStore.ARN",
        ),
        "ec2.ManagedPrefixList": Call(
            "create_managed_prefix_list",
            {"PrefixListName": "list", "MaxEntries": 1, "AddressFamily": "IPv4"},
            "PrefixList.PrefixListId",
            "PrefixList.PrefixListArn",
        ),
        "forecast.DatasetGroup": Call(
            "create_dataset_group",
            {"DatasetGroupName": "sales", "Domain": "RETAIL"},
            "DatasetGroupArn",
            "DatasetGroupArn",
        ),
        "glue.Registry": Call(
            "create_registry", {"RegistryName": "r"}, "RegistryName", "RegistryArn"
        ),
        "glue.Schema": Call(
            "create_schema",
            {
                "SchemaName": "schema",
                "DataFormat": "AVRO",
                "Compatibility": "NONE",
                "SchemaDefinition": '{"type": "record", "name": "r", "fields": []}',
            },
            "RegistryName SchemaName",
            "SchemaArn",
        ),
        "kafka.ClusterV2": Call(
            "create_cluster_v2",
            {"ClusterName": "c", "Serverless": {"VpcConfigs": [{"SubnetIds": ["s"]}]}},
            "ClusterArn",
            "ClusterArn",
        ),
        "rds.DBSecurityGroup": Call(
            "create_db_security_group",
            {"DBSecurityGroupName": "group", "DBSecurityGroupDescription": "d"},
            "DBSecurityGroup.DBSecurityGroupName",
            "DBSecurityGroup.DBSecurityGroupArn",
        ),
    }
)


@makes("cloudwatch.InsightRule")
def _(aws: Aws) -> Made:
    aws.client("cloudwatch").put_insight_rule(
        RuleName="rule", RuleDefinition="{}", Tags=TAGS
    )
    return aws.tagged("rule")


@makes("cloudformation.StackSummary")
def _(aws: Aws) -> Made:
    answer = aws.client("cloudformation").create_stack(
        StackName="stack", TemplateBody='{"Resources": {}}'
    )
    return Made([answer["StackId"]], answer["StackId"])


@makes("directconnect.Connection")
def _(aws: Aws) -> Made:
    answer = aws.client("directconnect").create_connection(
        location="EqDC2",
        bandwidth="10Gbps",
        connectionName="c",
        tags=[{"key": "purpose", "value": "test"}],
    )
    return aws.tagged(answer["connectionId"])


# ec2: what moto writes otherwise than AWS.


@makes("ec2.FlowLog")
def _(aws: Aws) -> Made:
    aws.client("s3").create_bucket(Bucket="flow-logs")
    return aws.ec2(
        "create_flow_logs",
        "FlowLogIds[0]",
        ResourceIds=[aws.vpc],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination="arn:aws:s3:::flow-logs",
    )


@makes("ec2.PrefixList")
def _(aws: Aws) -> Made:
    lists = aws.client("ec2").describe_managed_prefix_lists()["PrefixLists"]
    awss = next(one for one in lists if one["OwnerId"] == "AWS")
    return Made([awss["PrefixListId"]], awss["PrefixListArn"])


@makes("ec2.SpotInstanceRequest")
def _(aws: Aws) -> Made:
    return aws.ec2(
        "request_spot_instances",
        "SpotInstanceRequests[0].SpotInstanceRequestId",
        LaunchSpecification={"ImageId": aws.image, "InstanceType": "t2.micro"},
    )


# ecs: what runs in a cluster.


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


@makes("elb.LoadBalancer")
def _(aws: Aws) -> Made:
    port = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}
    aws.client("elb").create_load_balancer(
        LoadBalancerName="classic",
        Listeners=[port],
        AvailabilityZones=["us-east-1a"],
        Tags=TAGS,
    )
    return aws.tagged("classic")


# glue, of which the tagging service tells.

GLUE: dict[str, tuple[str, dict[str, Any]]] = {
    "Connection": (
        "create_connection",
        {
            "ConnectionInput": {
                "Name": "made",
                "ConnectionType": "JDBC",
                "ConnectionProperties": {},
            }
        },
    ),
    "Crawler": ("create_crawler", {"Name": "made", "Role": "r", "Targets": {}}),
    "Database": ("create_database", {"DatabaseInput": {"Name": "made"}}),
    "DevEndpoint": ("create_dev_endpoint", {"EndpointName": "made", "RoleArn": ROLE}),
    "Session": ("create_session", {"Id": "made", "Role": ROLE, "Command": {}}),
    "Trigger": ("create_trigger", {"Name": "made", "Type": "ON_DEMAND", "Actions": []}),
    "Workflow": ("create_workflow", {"Name": "made"}),
}


def _of_glue(operation: str, given: dict[str, Any]) -> Callable[[Aws], Made]:
    def maker(aws: Aws) -> Made:
        getattr(aws.client("glue"), operation)(**given, Tags={"purpose": "test"})
        return aws.tagged("/made")._replace(identifiers=["made"])

    return maker


MAKERS.update({f"glue.{kind}": _of_glue(*given) for kind, given in GLUE.items()})


@makes("iam.MfaDevice")
def _(aws: Aws) -> Made:
    client = aws.client("iam")
    client.create_user(UserName="user")
    made = client.create_virtual_mfa_device(VirtualMFADeviceName="device")
    arn = made["VirtualMFADevice"]["SerialNumber"]
    client.enable_mfa_device(
        UserName="user",
        SerialNumber=arn,
        AuthenticationCode1="123456",
        AuthenticationCode2="654321",
    )
    return Made(["user", arn], arn)


@makes("lambda.Layer")
def _(aws: Aws) -> Made:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("f.py", "")
    answer = aws.client("lambda").publish_layer_version(
        LayerName="layer", Content={"ZipFile": code.getvalue()}
    )
    return Made(["layer"], answer["LayerArn"])
