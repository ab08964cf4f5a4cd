"""The small shop that the cookbook speaks of, made by plain boto3 clients."""

from __future__ import annotations

import boto3


def open_shop() -> None:
    """Make its databases, buckets, machines and the like in the default session."""
    client = boto3.client
    for name, engine in ("orders", "postgres"), ("invoices", "mysql"):
        client("rds").create_db_instance(
            DBInstanceIdentifier=name, DBInstanceClass="db.t3.micro", Engine=engine
        )
    for name in "audit-logs", "shop-photos":
        client("s3").create_bucket(Bucket=name)
    client("cloudtrail").create_trail(Name="audit", S3BucketName="audit-logs")
    client("logs").create_log_group(logGroupName="/shop/orders")
    client("logs").create_log_group(logGroupName="/shop/web")
    client("logs").put_retention_policy(logGroupName="/shop/web", retentionInDays=30)
    client("sqs").create_queue(QueueName="jobs")
    client("secretsmanager").create_secret(Name="shop/db", SecretString="swordfish")
    client("ssm").put_parameter(Name="/shop/color", Value="blue", Type="String")
    client("route53").create_hosted_zone(Name="example.com", CallerReference="once")
    client("ec2").create_volume(AvailabilityZone="us-east-1a", Size=8)
    client("ec2").run_instances(
        ImageId="ami-12c6146b",
        MinCount=2,
        MaxCount=2,
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "env", "Value": "test"}]}
        ],
    )
    client("ecs").create_cluster(clusterName="web")
    client("iam").create_role(
        RoleName="runner",
        AssumeRolePolicyDocument='{"Version": "2012-10-17", "Statement": []}',
    )
