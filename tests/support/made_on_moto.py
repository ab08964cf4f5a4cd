"""Makes a resource of each type that moto can make, and asks what its ARN is.

What is asked is the service itself, in an answer to a plain client, or AWS's tagging
service, which knows resources by their ARNs.
"""

from __future__ import annotations

import functools
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any, NamedTuple

import boto3
import jmespath

TAGS = [{"Key": "purpose", "Value": "test"}]
ASSUMED_BY_LAMBDA = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
    }
)


class Made(NamedTuple):
    """What identifies a resource in boto3, and its ARN by the service's own account."""

    identifiers: list[str]
    arn: str


class Call(NamedTuple):
    """An operation whose answer tells a new resource's identifiers and its ARN.

    Attributes:
        operation: The client's method.
        parameters: What it is given.
        identifiers: JMESPaths of the identifiers in the answer, parted by a space.
        arn: That of the ARN.
    """

    operation: str
    parameters: dict[str, Any]
    identifiers: str
    arn: str


class Aws:
    """Plain clients of one session, and what several resources are made of."""

    def __init__(self, session: boto3.Session) -> None:
        self._session = session
        self.client = functools.cache(session.client)

    def call(self, service: str, call: Call) -> Made:
        """Make a resource by one call."""
        answer = getattr(self.client(service), call.operation)(**call.parameters)
        paths = call.identifiers.split()
        return Made(
            [jmespath.search(path, answer) for path in paths],
            jmespath.search(call.arn, answer),
        )

    def tagged(self, identifier: str) -> Made:
        """Return what AWS's tagging service calls the one resource with an id."""
        tagging = self.client("resourcegroupstaggingapi")
        pages = tagging.get_paginator("get_resources").paginate()
        arns = [m["ResourceARN"] for p in pages for m in p["ResourceTagMappingList"]]
        (arn,) = (arn for arn in arns if arn.endswith(identifier))
        return Made([identifier], arn)

    def ec2(self, operation: str, path: str, **parameters: Any) -> Made:
        """Make an ec2 resource, tag it, and ask the tagging service."""
        answer = getattr(self.client("ec2"), operation)(**parameters)
        identifier = jmespath.search(path, answer)
        self.client("ec2").create_tags(Resources=[identifier], Tags=TAGS)
        return self.tagged(identifier)

    @functools.cached_property
    def vpc(self) -> str:
        """The id of a new VPC."""
        vpc = self.client("ec2").create_vpc(CidrBlock="10.9.0.0/16")
        return str(vpc["Vpc"]["VpcId"])

    @functools.cached_property
    def subnets(self) -> list[str]:
        """The ids of its two subnets."""
        create = self.client("ec2").create_subnet
        return [
            create(
                VpcId=self.vpc,
                CidrBlock=f"10.9.{n}.0/24",
                AvailabilityZone=f"us-east-1{'ab'[n]}",
            )["Subnet"]["SubnetId"]
            for n in range(2)
        ]

    @functools.cached_property
    def image(self) -> str:
        """The id of an image that moto has from the start."""
        images = self.client("ec2").describe_images()["Images"]
        return str(images[0]["ImageId"])

    @functools.cached_property
    def instance(self) -> str:
        """The id of a new instance."""
        answer = self.client("ec2").run_instances(
            ImageId=self.image, MinCount=1, MaxCount=1
        )
        return str(answer["Instances"][0]["InstanceId"])

    @functools.cached_property
    def volume(self) -> str:
        """The id of a new volume."""
        answer = self.client("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
        return str(answer["VolumeId"])

    @functools.cached_property
    def role(self) -> str:
        """The ARN of a role for lambda."""
        answer = self.client("iam").create_role(
            RoleName="role",
            Path="/team/",
            AssumeRolePolicyDocument=ASSUMED_BY_LAMBDA,
        )
        return str(answer["Role"]["Arn"])

    @functools.cached_property
    def function(self) -> dict[str, Any]:
        """What lambda answers when a function is made."""
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr("f.py", "def f(event, context): pass")
        answer: dict[str, Any] = self.client("lambda").create_function(
            FunctionName="function",
            Runtime="python3.12",
            Role=self.role,
            Handler="f.f",
            Code={"ZipFile": code.getvalue()},
            Publish=True,
        )
        return answer


CALLS: dict[str, Call] = {
    "acm.Certificate": Call(
        "request_certificate",
        {"DomainName": "example.org"},
        "CertificateArn",
        "CertificateArn",
    ),
    "dynamodb.Table": Call(
        "create_table",
        {
            "TableName": "table",
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        },
        "TableDescription.TableName",
        "TableDescription.TableArn",
    ),
    "ecr.Repository": Call(
        "create_repository",
        {"repositoryName": "team/web"},
        "repository.repositoryName",
        "repository.repositoryArn",
    ),
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
    "iam.Group": Call(
        "create_group",
        {"GroupName": "group", "Path": "/a/b/"},
        "Group.GroupName",
        "Group.Arn",
    ),
    "iam.InstanceProfile": Call(
        "create_instance_profile",
        {"InstanceProfileName": "profile", "Path": "/a/"},
        "InstanceProfile.InstanceProfileName",
        "InstanceProfile.Arn",
    ),
    "iam.OpenIDConnectProvider": Call(
        "create_open_id_connect_provider",
        {"Url": "https://example.org", "ThumbprintList": ["0" * 40]},
        "OpenIDConnectProviderArn",
        "OpenIDConnectProviderArn",
    ),
    "iam.Policy": Call(
        "create_policy",
        {"PolicyName": "policy", "Path": "/a/", "PolicyDocument": POLICY},
        "Policy.Arn",
        "Policy.Arn",
    ),
    "iam.Role": Call(
        "create_role",
        {
            "RoleName": "another",
            "Path": "/a/b/",
            "AssumeRolePolicyDocument": ASSUMED_BY_LAMBDA,
        },
        "Role.RoleName",
        "Role.Arn",
    ),
    "iam.SamlProvider": Call(
        "create_saml_provider",
        {"Name": "saml", "SAMLMetadataDocument": "a" * 1024},
        "SAMLProviderArn",
        "SAMLProviderArn",
    ),
    "iam.ServerCertificate": Call(
        "upload_server_certificate",
        {
            "ServerCertificateName": "certificate",
            "CertificateBody": "b",
            "PrivateKey": "k",
            "Path": "/a/",
        },
        "ServerCertificateMetadata.ServerCertificateName",
        "ServerCertificateMetadata.Arn",
    ),
    "iam.User": Call(
        "create_user", {"UserName": "user", "Path": "/a/"}, "User.UserName", "User.Arn"
    ),
    "iam.VirtualMfaDevice": Call(
        "create_virtual_mfa_device",
        {"VirtualMFADeviceName": "device"},
        "VirtualMFADevice.SerialNumber",
        "VirtualMFADevice.SerialNumber",
    ),
    "kms.Key": Call("create_key", {}, "KeyMetadata.KeyId", "KeyMetadata.Arn"),
    "logs.Destination": Call(
        "put_destination",
        {
            "destinationName": "destination",
            "targetArn": "arn:aws:kinesis:us-east-1:123456789012:stream/s",
            "roleArn": "arn:aws:iam::123456789012:role/r",
        },
        "destination.destinationName",
        "destination.arn",
    ),
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
    "secretsmanager.Secret": Call(
        "create_secret", {"Name": "team/secret", "SecretString": "s"}, "Name", "ARN"
    ),
    "sns.Topic": Call("create_topic", {"Name": "topic"}, "TopicArn", "TopicArn"),
    "sns.PlatformApplication": Call(
        "create_platform_application",
        {"Name": "app", "Platform": "GCM", "Attributes": {}},
        "PlatformApplicationArn",
        "PlatformApplicationArn",
    ),
}

Maker = Callable[[Aws], Made]
MAKERS: dict[str, Maker] = {}


def makes(resource_type: str) -> Callable[[Maker], Maker]:
    """Enter a function that makes a resource of a type."""

    def enter(maker: Maker) -> Maker:
        MAKERS[resource_type] = maker
        return maker

    return enter


def make(resource_type: str, session: boto3.Session) -> Made:
    """Make a resource of a type: one of `CALLS` or `MAKERS`."""
    aws = Aws(session)
    if resource_type in CALLS:
        return aws.call(resource_type.split(".")[0], CALLS[resource_type])
    return MAKERS[resource_type](aws)


# autoscaling, elb and elbv2: what stands in a VPC.


@makes("autoscaling.LaunchConfiguration")
def _(aws: Aws) -> Made:
    client = aws.client("autoscaling")
    client.create_launch_configuration(
        LaunchConfigurationName="lc", ImageId=aws.image, InstanceType="t2.micro"
    )
    (found,) = client.describe_launch_configurations()["LaunchConfigurations"]
    return Made(["lc"], found["LaunchConfigurationARN"])


def group(aws: Aws) -> dict[str, Any]:
    """Make an Auto Scaling group, and return what describes it."""
    client = aws.client("autoscaling")
    client.create_launch_configuration(
        LaunchConfigurationName="lc", ImageId=aws.image, InstanceType="t2.micro"
    )
    client.create_auto_scaling_group(
        AutoScalingGroupName="team/group",
        LaunchConfigurationName="lc",
        MinSize=0,
        MaxSize=0,
        VPCZoneIdentifier=aws.subnets[0],
    )
    (found,) = client.describe_auto_scaling_groups()["AutoScalingGroups"]
    return dict(found)


@makes("autoscaling.AutoScalingGroup")
def _(aws: Aws) -> Made:
    found = group(aws)
    return Made([found["AutoScalingGroupName"]], found["AutoScalingGroupARN"])


def load_balancer(aws: Aws) -> dict[str, Any]:
    """Make a load balancer of the newer kind."""
    client = aws.client("elbv2")
    answer = client.create_load_balancer(Name="web", Subnets=aws.subnets)
    return dict(answer["LoadBalancers"][0])


def target_group(aws: Aws) -> dict[str, Any]:
    """Make a target group."""
    answer = aws.client("elbv2").create_target_group(
        Name="targets", Protocol="HTTP", Port=80, VpcId=aws.vpc
    )
    return dict(answer["TargetGroups"][0])


def listener(aws: Aws) -> str:
    """Make a listener, and return its ARN."""
    forward = {"Type": "forward", "TargetGroupArn": target_group(aws)["TargetGroupArn"]}
    answer = aws.client("elbv2").create_listener(
        LoadBalancerArn=load_balancer(aws)["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[forward],
    )
    return str(answer["Listeners"][0]["ListenerArn"])


@makes("elbv2.LoadBalancer")
def _(aws: Aws) -> Made:
    return Made(["web"], load_balancer(aws)["LoadBalancerArn"])


@makes("elbv2.TargetGroup")
def _(aws: Aws) -> Made:
    return Made(["targets"], target_group(aws)["TargetGroupArn"])


@makes("elbv2.Listener")
def _(aws: Aws) -> Made:
    arn = listener(aws)
    return Made([arn], arn)


@makes("elbv2.Rule")
def _(aws: Aws) -> Made:
    answer = aws.client("elbv2").create_rule(
        ListenerArn=listener(aws),
        Priority=1,
        Conditions=[{"Field": "path-pattern", "Values": ["/a"]}],
        Actions=[
            {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
        ],
    )
    arn = answer["Rules"][0]["RuleArn"]
    return Made([arn], arn)


# cloudformation.


TEMPLATE = json.dumps({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}})


@makes("cloudformation.Stack")
def _(aws: Aws) -> Made:
    answer = aws.client("cloudformation").create_stack(
        StackName="stack", TemplateBody=TEMPLATE
    )
    return Made(["stack"], answer["StackId"])


@makes("cloudformation.ChangeSet")
def _(aws: Aws) -> Made:
    answer = aws.client("cloudformation").create_change_set(
        StackName="stack",
        ChangeSetName="change",
        ChangeSetType="CREATE",
        TemplateBody=TEMPLATE,
    )
    return Made(["stack", "change"], answer["Id"])


@makes("cloudformation.ChangeSetByArn")
def _(aws: Aws) -> Made:
    answer = aws.client("cloudformation").create_change_set(
        StackName="stack",
        ChangeSetName="change",
        ChangeSetType="CREATE",
        TemplateBody=TEMPLATE,
    )
    return Made([answer["Id"]], answer["Id"])


@makes("cloudformation.StackSet")
def _(aws: Aws) -> Made:
    client = aws.client("cloudformation")
    client.create_stack_set(StackSetName="set", TemplateBody=TEMPLATE)
    described = client.describe_stack_set(StackSetName="set")["StackSet"]
    return Made(["set"], described["StackSetARN"])


# cloudfront, cloudtrail, cloudwatch, logs, s3.


@makes("cloudfront.Distribution")
def _(aws: Aws) -> Made:
    origin = {
        "Id": "o",
        "DomainName": "b.s3.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    answer = aws.client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": "r",
            "Comment": "c",
            "Enabled": False,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {
                "TargetOriginId": "o",
                "ViewerProtocolPolicy": "allow-all",
            },
        }
    )["Distribution"]
    return Made([answer["Id"]], answer["ARN"])


@makes("cloudtrail.Trail")
def _(aws: Aws) -> Made:
    aws.client("s3").create_bucket(Bucket="logs")
    answer = aws.client("cloudtrail").create_trail(Name="trail", S3BucketName="logs")
    return Made([answer["TrailARN"]], answer["TrailARN"])


@makes("cloudwatch.Alarm")
def _(aws: Aws) -> Made:
    client = aws.client("cloudwatch")
    client.put_metric_alarm(
        AlarmName="TargetTracking-table/a:b",
        Namespace="N",
        MetricName="m",
        EvaluationPeriods=1,
        Period=60,
        Threshold=1,
        Statistic="Sum",
        ComparisonOperator="GreaterThanThreshold",
    )
    (found,) = client.describe_alarms()["MetricAlarms"]
    return Made([found["AlarmName"]], found["AlarmArn"])


@makes("cloudwatch.Dashboard")
def _(aws: Aws) -> Made:
    client = aws.client("cloudwatch")
    client.put_dashboard(DashboardName="board", DashboardBody='{"widgets": []}')
    return Made(["board"], client.get_dashboard(DashboardName="board")["DashboardArn"])


@makes("logs.LogGroup")
def _(aws: Aws) -> Made:
    client = aws.client("logs")
    client.create_log_group(logGroupName="/team/web")
    (found,) = client.describe_log_groups()["logGroups"]
    return Made(["/team/web"], found["arn"])


@makes("logs.LogStream")
def _(aws: Aws) -> Made:
    client = aws.client("logs")
    client.create_log_group(logGroupName="/team/web")
    client.create_log_stream(logGroupName="/team/web", logStreamName="a/b[1]")
    (found,) = client.describe_log_streams(logGroupName="/team/web")["logStreams"]
    return Made(["/team/web", "a/b[1]"], found["arn"])


@makes("s3.Bucket")
def _(aws: Aws) -> Made:
    client = aws.client("s3")
    client.create_bucket(Bucket="bucket")
    client.put_bucket_tagging(Bucket="bucket", Tagging={"TagSet": TAGS})
    return aws.tagged("bucket")


@makes("glacier.Vault")
def _(aws: Aws) -> Made:
    client = aws.client("glacier")
    client.create_vault(accountId="-", vaultName="vault")
    (found,) = client.list_vaults(accountId="-")["VaultList"]
    return Made(["123456789012", "vault"], found["VaultARN"])


# dynamodb, rds, redshift, emr: what holds data.


@makes("dynamodb.Backup")
def _(aws: Aws) -> Made:
    aws.call("dynamodb", CALLS["dynamodb.Table"])
    arn = aws.client("dynamodb").create_backup(TableName="table", BackupName="before")[
        "BackupDetails"
    ]["BackupArn"]
    return Made([arn], arn)


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


@makes("glue.Job")
def _(aws: Aws) -> Made:
    aws.client("glue").create_job(
        Name="job", Role="r", Command={"Name": "glueetl"}, Tags={"a": "b"}
    )
    return aws.tagged("job")


# kinesis, kafka, sqs, sns: what carries data.


def stream(aws: Aws) -> dict[str, Any]:
    """Make a stream, and return what describes it."""
    client = aws.client("kinesis")
    client.create_stream(StreamName="stream", ShardCount=1)
    answer = client.describe_stream_summary(StreamName="stream")
    return dict(answer["StreamDescriptionSummary"])


@makes("kinesis.Stream")
def _(aws: Aws) -> Made:
    return Made(["stream"], stream(aws)["StreamARN"])


@makes("kinesis.StreamConsumer")
def _(aws: Aws) -> Made:
    answer = aws.client("kinesis").register_stream_consumer(
        StreamARN=stream(aws)["StreamARN"], ConsumerName="consumer"
    )
    arn = answer["Consumer"]["ConsumerARN"]
    return Made([arn], arn)


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


@makes("sqs.Queue")
def _(aws: Aws) -> Made:
    client = aws.client("sqs")
    url = client.create_queue(QueueName="queue.fifo", Attributes={"FifoQueue": "true"})[
        "QueueUrl"
    ]
    answer = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return Made([url], answer["Attributes"]["QueueArn"])


@makes("sns.Subscription")
def _(aws: Aws) -> Made:
    topic = aws.call("sns", CALLS["sns.Topic"]).arn
    arn = aws.client("sns").subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint="arn:aws:sqs:us-east-1:123456789012:q",
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]
    return Made([arn], arn)


@makes("sns.PlatformEndpoint")
def _(aws: Aws) -> Made:
    application = aws.call("sns", CALLS["sns.PlatformApplication"]).arn
    arn = aws.client("sns").create_platform_endpoint(
        PlatformApplicationArn=application, Token="t"
    )["EndpointArn"]
    return Made([arn], arn)


# kms, lambda, ecs, ssm.


@makes("kms.Alias")
def _(aws: Aws) -> Made:
    client = aws.client("kms")
    key = client.create_key()["KeyMetadata"]["KeyId"]
    client.create_alias(AliasName="alias/team/key", TargetKeyId=key)
    (found,) = client.list_aliases(KeyId=key)["Aliases"]
    return Made(["alias/team/key"], found["AliasArn"])


@makes("lambda.Function")
def _(aws: Aws) -> Made:
    arn = aws.function["FunctionArn"].removesuffix(":1")
    tags = aws.client("lambda").get_function(FunctionName="function")["Configuration"]
    assert arn == tags["FunctionArn"]
    return Made(["function"], tags["FunctionArn"])


@makes("lambda.Version")
def _(aws: Aws) -> Made:
    version = aws.function["Version"]
    answer = aws.client("lambda").get_function_configuration(
        FunctionName="function", Qualifier=version
    )
    return Made(["function", version], answer["FunctionArn"])


@makes("lambda.Alias")
def _(aws: Aws) -> Made:
    answer = aws.client("lambda").create_alias(
        FunctionName="function", Name="live", FunctionVersion=aws.function["Version"]
    )
    return Made(["function", "live"], answer["AliasArn"])


@makes("lambda.EventSourceMapping")
def _(aws: Aws) -> Made:
    answer = aws.client("lambda").create_event_source_mapping(
        FunctionName=aws.function["FunctionName"],
        EventSourceArn=MAKERS["sqs.Queue"](aws).arn,
    )
    return Made([answer["UUID"]], answer["EventSourceMappingArn"])


@makes("lambda.LayerVersion")
def _(aws: Aws) -> Made:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("python/m.py", "")
    answer = aws.client("lambda").publish_layer_version(
        LayerName="layer", Content={"ZipFile": code.getvalue()}
    )
    return Made(["layer", answer["Version"]], answer["LayerVersionArn"])


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


@makes("ssm.Parameter")
def _(aws: Aws) -> Made:
    client = aws.client("ssm")
    client.put_parameter(Name="/team/p", Value="v", Type="String")
    return Made(["/team/p"], client.get_parameter(Name="/team/p")["Parameter"]["ARN"])


# organizations.


def organization(aws: Aws) -> dict[str, Any]:
    """Make an organization."""
    answer = aws.client("organizations").create_organization(FeatureSet="ALL")
    return dict(answer["Organization"])


def root(aws: Aws) -> dict[str, Any]:
    """Make an organization, and return its root."""
    organization(aws)
    (found,) = aws.client("organizations").list_roots()["Roots"]
    return dict(found)


@makes("organizations.Organization")
def _(aws: Aws) -> Made:
    return Made([], organization(aws)["Arn"])


@makes("organizations.Root")
def _(aws: Aws) -> Made:
    found = root(aws)
    return Made([found["Id"]], found["Arn"])


@makes("organizations.OrganizationalUnit")
def _(aws: Aws) -> Made:
    answer = aws.client("organizations").create_organizational_unit(
        ParentId=root(aws)["Id"], Name="unit"
    )["OrganizationalUnit"]
    return Made([answer["Id"]], answer["Arn"])


@makes("organizations.Account")
def _(aws: Aws) -> Made:
    organization(aws)
    client = aws.client("organizations")
    status = client.create_account(Email="a@example.org", AccountName="a")
    account = status["CreateAccountStatus"]["AccountId"]
    return Made([account], client.describe_account(AccountId=account)["Account"]["Arn"])


@makes("organizations.Policy")
def _(aws: Aws) -> Made:
    organization(aws)
    answer = aws.client("organizations").create_policy(
        Content=POLICY, Description="d", Name="p", Type="SERVICE_CONTROL_POLICY"
    )["Policy"]["PolicySummary"]
    return Made([answer["Id"]], answer["Arn"])


# ec2, as far as moto's tagging service tells of it.

EC2: dict[str, Callable[[Aws], tuple[str, str, dict[str, Any]]]] = {
    "CustomerGateway": lambda aws: (
        "create_customer_gateway",
        "CustomerGateway.CustomerGatewayId",
        {"Type": "ipsec.1", "PublicIp": "198.51.100.1", "BgpAsn": 65000},
    ),
    "Image": lambda aws: (
        "create_image",
        "ImageId",
        {"InstanceId": aws.instance, "Name": "image"},
    ),
    "InternetGateway": lambda aws: (
        "create_internet_gateway",
        "InternetGateway.InternetGatewayId",
        {},
    ),
    "Instance": lambda aws: (
        "run_instances",
        "Instances[0].InstanceId",
        {"ImageId": aws.image, "MinCount": 1, "MaxCount": 1},
    ),
    "NatGateway": lambda aws: (
        "create_nat_gateway",
        "NatGateway.NatGatewayId",
        {"SubnetId": aws.subnets[0], "ConnectivityType": "private"},
    ),
    "NetworkInterface": lambda aws: (
        "create_network_interface",
        "NetworkInterface.NetworkInterfaceId",
        {"SubnetId": aws.subnets[0]},
    ),
    "RouteTable": lambda aws: (
        "create_route_table",
        "RouteTable.RouteTableId",
        {"VpcId": aws.vpc},
    ),
    "SecurityGroup": lambda aws: (
        "create_security_group",
        "GroupId",
        {"GroupName": "group", "Description": "d", "VpcId": aws.vpc},
    ),
    "Snapshot": lambda aws: ("create_snapshot", "SnapshotId", {"VolumeId": aws.volume}),
    "Subnet": lambda aws: (
        "create_subnet",
        "Subnet.SubnetId",
        {"VpcId": aws.vpc, "CidrBlock": "10.9.9.0/24"},
    ),
    "TransitGateway": lambda aws: (
        "create_transit_gateway",
        "TransitGateway.TransitGatewayId",
        {},
    ),
    "Volume": lambda aws: (
        "create_volume",
        "VolumeId",
        {"AvailabilityZone": "us-east-1a", "Size": 1},
    ),
    "Vpc": lambda aws: ("create_vpc", "Vpc.VpcId", {"CidrBlock": "10.8.0.0/16"}),
    "VpcPeeringConnection": lambda aws: (
        "create_vpc_peering_connection",
        "VpcPeeringConnection.VpcPeeringConnectionId",
        {"VpcId": aws.vpc, "PeerVpcId": aws.vpc},
    ),
}


def _of_ec2(
    parameters: Callable[[Aws], tuple[str, str, dict[str, Any]]],
) -> Maker:
    def maker(aws: Aws) -> Made:
        operation, path, given = parameters(aws)
        return aws.ec2(operation, path, **given)

    return maker


MAKERS.update({f"ec2.{kind}": _of_ec2(parameters) for kind, parameters in EC2.items()})
