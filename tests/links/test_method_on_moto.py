"""Links are followed on the embedded AWS: what they lead to is there."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

ROLE = "arn:aws:iam::123456789012:role/path/worker"


def code() -> bytes:
    """Return a function's code."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("f.py", "")
    return file.getvalue()


def test_a_functions_role_is_an_iam_role(session: Any) -> None:
    """The role is found, can be loaded, and the raw attribute stays the ARN."""
    made = (
        session()
        .client("iam")
        .create_role(RoleName="worker", Path="/path/", AssumeRolePolicyDocument="{}")
    )
    session().client("lambda").create_function(
        FunctionName="f",
        Role=ROLE,
        Runtime="python3.12",
        Handler="f.f",
        Code={"ZipFile": code()},
    )
    (function,) = session().resource("lambda").functions.all()
    role = function.resource("role")
    assert "iam.Role(name='worker')" == repr(role)
    assert made["Role"]["RoleId"] == role.role_id
    assert ROLE == function.role


def test_a_trails_bucket_and_topic(session: Any) -> None:
    """A bucket's name and a topic's ARN lead to both."""
    session().client("s3").create_bucket(Bucket="logs")
    topic = session().resource("sns").create_topic(Name="told")
    trails = session().client("cloudtrail")
    trails.create_trail(Name="audit", S3BucketName="logs", SnsTopicName="told")
    (trail,) = session().resource("cloudtrail").trails.all()
    trail.resource("s3_bucket_name").put_object(Key="k", Body=b"")
    assert topic == trail.resource("sns_topic_arn")
    assert trail.resource("kms_key_id") is None


def test_a_groups_instances_and_target_groups(session: Any) -> None:
    """A list gives a list, in its order, also of what is inside of dicts."""
    client = session().client("autoscaling")
    subnet = next(iter(session().resource("ec2").subnets.all()))
    image = next(iter(session().resource("ec2").images.all()))
    client.create_launch_configuration(
        LaunchConfigurationName="c", ImageId=image.id, InstanceType="t3.micro"
    )
    client.create_auto_scaling_group(
        AutoScalingGroupName="g",
        LaunchConfigurationName="c",
        MinSize=2,
        MaxSize=2,
        VPCZoneIdentifier=subnet.id,
    )
    (group,) = session().resource("autoscaling").auto_scaling_groups.all()
    instances = group.resource("instances.instance_id")
    assert [one["InstanceId"] for one in group.instances] == [i.id for i in instances]
    assert {image.id} == {instance.image_id for instance in instances}
    assert [] == group.resource("target_group_arns")


def test_a_queues_redrive_policy_is_stepped_into(session: Any) -> None:
    """sqs tells the ARN inside of a text, which is JSON."""
    sqs = session().resource("sqs")
    dead = sqs.create_queue(QueueName="dead")
    policy = {"deadLetterTargetArn": dead.attributes["QueueArn"], "maxReceiveCount": 2}
    queue = sqs.create_queue(
        QueueName="live", Attributes={"RedrivePolicy": json.dumps(policy)}
    )
    found = queue.resource("attributes.RedrivePolicy.deadLetterTargetArn")
    assert dead.attributes["QueueArn"] == found.attributes["QueueArn"]


def test_a_summary_is_completed_on_the_way(session: Any) -> None:
    """An attribute that the list leaves out loads the item, as reading it does."""
    key = session().client("kms").create_key()["KeyMetadata"]
    session().client("kinesis").create_stream(StreamName="s", ShardCount=1)
    session().client("kinesis").start_stream_encryption(
        StreamName="s", EncryptionType="KMS", KeyId=key["Arn"]
    )
    (stream,) = session().resource("kinesis").streams.all()
    assert key["KeyId"] == stream.resource("key_id").key_id


def network(session: Any) -> tuple[Any, list[Any], Any]:
    """Return a new VPC, two subnets of it and a security group."""
    ec2 = session.resource("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")
    subnets = [
        vpc.create_subnet(
            CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"us-east-1{zone}"
        )
        for number, zone in enumerate("ab")
    ]
    group = vpc.create_security_group(GroupName="g", Description="of a test")
    return vpc, subnets, group


def test_a_function_in_a_vpc(session: Any) -> None:
    """Its subnets and groups are ec2's, and so are those of each version."""
    here = session()
    vpc, subnets, group = network(here)
    here.resource("iam").create_role(
        RoleName="worker", Path="/path/", AssumeRolePolicyDocument="{}"
    )
    here.client("lambda").create_function(
        FunctionName="f",
        Role=ROLE,
        Runtime="python3.12",
        Handler="f.f",
        Code={"ZipFile": code()},
        Publish=True,
        VpcConfig={
            "SubnetIds": [subnet.id for subnet in subnets],
            "SecurityGroupIds": [group.id],
        },
    )
    function = here.resource("lambda").Function("f")
    for one in (function, *function.versions.all()):
        assert subnets == one.resource("vpc_config.subnet_ids")
        (found,) = one.resource("vpc_config.security_group_ids")
        assert "of a test" == found.description
    assert vpc == function.resource("VpcConfig.SubnetIds")[0].vpc


def test_a_database_in_a_vpc(session: Any) -> None:
    """Its VPC and subnets stand in its subnet group, its groups in a list."""
    here = session()
    vpc, subnets, group = network(here)
    rds = here.resource("rds")
    key = here.client("kms").create_key()["KeyMetadata"]
    here.client("rds").create_db_subnet_group(
        DBSubnetGroupName="net",
        DBSubnetGroupDescription="of a test",
        SubnetIds=[subnet.id for subnet in subnets],
    )
    here.client("rds").create_db_instance(
        DBInstanceIdentifier="db",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="me",
        MasterUserPassword="not-a-secret",
        DBSubnetGroupName="net",
        VpcSecurityGroupIds=[group.id],
        StorageEncrypted=True,
        KmsKeyId=key["KeyId"],
    )
    (database,) = rds.db_instances.all()
    assert vpc == database.resource("db_subnet_group.vpc_id")
    path = "db_subnet_group.subnets.subnet_identifier"
    assert subnets == sorted(database.resource(path), key=subnets.index)
    assert [group] == database.resource("vpc_security_groups.vpc_security_group_id")
    assert key["Arn"] == database.resource("kms_key_id").arn


def test_a_service_of_tasks_in_a_vpc(session: Any) -> None:
    """Where its tasks get their interfaces is deep in its settings."""
    here = session()
    _, subnets, group = network(here)
    ecs = here.client("ecs")
    ecs.create_cluster(clusterName="c")
    log = {"awslogs-group": "/ecs/web", "awslogs-region": "us-east-1"}
    here.client("logs").create_log_group(logGroupName="/ecs/web")
    ecs.register_task_definition(
        family="web",
        containerDefinitions=[
            {
                "name": "web",
                "image": "nginx",
                "memory": 64,
                "logConfiguration": {"logDriver": "awslogs", "options": log},
            }
        ],
    )
    ecs.create_service(
        cluster="c",
        serviceName="s",
        taskDefinition="web",
        desiredCount=0,
        networkConfiguration={
            "awsvpcConfiguration": {
                "subnets": [subnet.id for subnet in subnets],
                "securityGroups": [group.id],
            }
        },
    )
    service = here.resource("ecs").Service("c", "s")
    settings = "network_configuration.awsvpc_configuration"
    assert subnets == service.resource(f"{settings}.subnets")
    assert [group] == service.resource(f"{settings}.security_groups")
    (written,) = service.resource("task_definition").resource(
        "container_definitions.log_configuration.options.awslogs-group"
    )
    assert "/ecs/web" == written.name
    written.load()


def test_an_instance_tells_of_its_own_services(session: Any) -> None:
    """Ids inside its interfaces and volumes lead on, as those of others do."""
    here = session()
    _, subnets, group = network(here)
    image = next(iter(here.resource("ec2").images.all()))
    (instance,) = subnets[0].create_instances(
        ImageId=image.id, MinCount=1, MaxCount=1, SecurityGroupIds=[group.id]
    )
    assert image == instance.resource("image_id")
    assert [subnets[0]] == instance.resource("network_interfaces.subnet_id")
    assert [group] == instance.resource("security_groups.group_id")
    (volume,) = instance.resource("block_device_mappings.ebs.volume_id")
    assert [instance] == volume.resource("attachments.instance_id")
