"""Ten scripts of a first day, in plain clients and with this package.

Each is as somebody writes it who knows the library that it uses: all pages, no
helpers of one's own, lines as the formatter has them.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import boto3

import boto3_extensions
from boto3_extensions import resource_from_arn, tags_of

Rows = list[Any]

ACCOUNTS = ["111111111111", "222222222222", "333333333333"]
REGIONS = ["eu-west-1", "us-east-1"]


class Script(NamedTuple):
    """A script: what it does, and how in plain clients and with this package."""

    does: str
    plain: Callable[..., Rows]
    ours: Callable[..., Rows]


def stop_databases_plain() -> Rows:
    rds = boto3.client("rds")
    stopped = []
    for page in rds.get_paginator("describe_db_instances").paginate():
        for instance in page["DBInstances"]:
            name = instance["DBInstanceIdentifier"]
            tags = {tag["Key"]: tag["Value"] for tag in instance["TagList"]}
            if tags.get("night") == "off":
                rds.stop_db_instance(DBInstanceIdentifier=name)
                stopped.append(name)
    return stopped


def stop_databases() -> Rows:
    stopped = []
    for database in boto3.resource("rds").db_instances:
        if tags_of(database).get("night") == "off":
            database.stop()
            stopped.append(database.id)
    return stopped


def volumes_plain() -> Rows:
    sts = boto3.client("sts")
    rows = []
    for account in ACCOUNTS:
        answer = sts.assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/audit", RoleSessionName="volumes"
        )
        credentials = answer["Credentials"]
        for region in REGIONS:
            ec2 = boto3.client(
                "ec2",
                region_name=region,
                aws_access_key_id=credentials["AccessKeyId"],
                aws_secret_access_key=credentials["SecretAccessKey"],
                aws_session_token=credentials["SessionToken"],
            )
            pages = ec2.get_paginator("describe_volumes").paginate(
                Filters=[{"Name": "status", "Values": ["available"]}]
            )
            for page in pages:
                for volume in page["Volumes"]:
                    rows.append((account, region, volume["Size"]))
    return rows


def volumes() -> Rows:
    def sizes(session: boto3.Session) -> list[int]:
        unused = [{"Name": "status", "Values": ["available"]}]
        found = session.resource("ec2").volumes.filter(Filters=unused)
        return [volume.size for volume in found]

    manager = boto3_extensions.ConnectionManager()
    results = manager.map(sizes, ACCOUNTS, role_name="audit", regions=REGIONS)
    return [(one.account, one.region, size) for one in results for size in one.value]


def rotate_plain() -> Rows:
    client = boto3.client("secretsmanager")
    password = client.get_random_password(PasswordLength=20)["RandomPassword"]
    client.put_secret_value(SecretId="orders", SecretString=password)
    value = client.get_secret_value(SecretId="orders")
    before = client.get_secret_value(SecretId="orders", VersionStage="AWSPREVIOUS")
    return [len(value["SecretString"]), before["SecretString"]]


def rotate() -> Rows:
    secrets = boto3.resource("secretsmanager")
    secret = secrets.Secret("orders")
    password = secrets.get_random_password(PasswordLength=20)["RandomPassword"]
    secret.put_value(SecretString=password)
    before = secret.get_value(VersionStage="AWSPREVIOUS")["SecretString"]
    return [len(secret.get_value()["SecretString"]), before]


def tail_plain(since: int) -> Rows:
    logs = boto3.client("logs")
    found = []
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName="/shop/orders", startTime=since, filterPattern="ERROR"
    )
    for page in pages:
        for event in page["events"]:
            found.append((event["logStreamName"], event["message"]))
    return found


def tail(since: int) -> Rows:
    group = boto3.resource("logs").LogGroup("/shop/orders")
    events = group.events.filter(startTime=since, filterPattern="ERROR")
    return [(event.log_stream_name, event.message) for event in events]


def functions_plain() -> Rows:
    iam = boto3.client("iam")
    arn = iam.get_role(RoleName="worker")["Role"]["Arn"]
    found = []
    for page in boto3.client("lambda").get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            if function["Role"] == arn:
                found.append(function["FunctionName"])
    return found


def functions() -> Rows:
    role = boto3.resource("iam").Role("worker")
    every = boto3.resource("lambda").functions
    return [one.function_name for one in every if one.role == role.arn]


def wait_plain() -> Rows:
    client = boto3.client("autoscaling")
    for _ in range(40):
        answer = client.describe_auto_scaling_groups(AutoScalingGroupNames=["web"])
        if not answer["AutoScalingGroups"]:
            raise LookupError("there is no group web")
        group = answer["AutoScalingGroups"][0]
        states = [one["LifecycleState"] for one in group["Instances"]]
        if states.count("InService") >= group["MinSize"]:
            return states
        time.sleep(15)
    raise TimeoutError("the group web has not come up")


def wait() -> Rows:
    group = boto3.resource("autoscaling").AutoScalingGroup("web")
    group.wait_until_in_service()
    return [one["LifecycleState"] for one in group.instances]


def images_plain(before: str) -> Rows:
    ec2 = boto3.client("ec2")
    used = set()
    for page in ec2.get_paginator("describe_instances").paginate():
        for reservation in page["Reservations"]:
            for instance in reservation["Instances"]:
                used.add(instance["ImageId"])
    old = []
    for page in ec2.get_paginator("describe_images").paginate(Owners=["self"]):
        for image in page["Images"]:
            if image["ImageId"] not in used and image["CreationDate"] < before:
                old.append(image["Name"])
    return old


def images(before: str) -> Rows:
    ec2 = boto3.resource("ec2")
    used = {instance.image_id for instance in ec2.instances.all()}
    own = ec2.images.filter(Owners=["self"])
    return [
        one.name for one in own if one.id not in used and one.creation_date < before
    ]


def trails_plain() -> Rows:
    sts = boto3.client("sts")
    rows = []
    for page in boto3.client("organizations").get_paginator("list_accounts").paginate():
        for account in page["Accounts"]:
            answer = sts.assume_role(
                RoleArn=f"arn:aws:iam::{account['Id']}:role/audit",
                RoleSessionName="trails",
            )
            credentials = answer["Credentials"]
            cloudtrail = boto3.client(
                "cloudtrail",
                aws_access_key_id=credentials["AccessKeyId"],
                aws_secret_access_key=credentials["SecretAccessKey"],
                aws_session_token=credentials["SessionToken"],
            )
            for trail in cloudtrail.describe_trails()["trailList"]:
                rows.append((account["Name"], trail["S3BucketName"]))
    return rows


def trails() -> Rows:
    def buckets(session: boto3.Session) -> list[str]:
        return [one.s3_bucket_name for one in session.resource("cloudtrail").trails]

    manager = boto3_extensions.ConnectionManager()
    accounts = boto3_extensions.organization_accounts()
    results = manager.map(buckets, accounts, role_name="audit")
    return [(one.item.name, bucket) for one in results for bucket in one.value]


def instances_plain() -> Rows:
    elbv2, ec2 = boto3.client("elbv2"), boto3.client("ec2")
    balancers = elbv2.describe_load_balancers(Names=["web"])["LoadBalancers"]
    arn = balancers[0]["LoadBalancerArn"]
    ids = []
    for group in elbv2.describe_target_groups(LoadBalancerArn=arn)["TargetGroups"]:
        health = elbv2.describe_target_health(TargetGroupArn=group["TargetGroupArn"])
        for target in health["TargetHealthDescriptions"]:
            ids.append(target["Target"]["Id"])
    found = []
    for page in ec2.get_paginator("describe_instances").paginate(InstanceIds=ids):
        for reservation in page["Reservations"]:
            for instance in reservation["Instances"]:
                found.append(instance["PrivateIpAddress"])
    return found


def instances() -> Rows:
    groups = boto3.resource("elbv2").LoadBalancer("web").target_groups
    targets = [target for group in groups for target in group.targets]
    found = [target.resource("target.id") for target in targets]
    return [instance.private_ip_address for instance in found]


def tags_plain(path: str) -> Rows:
    with open(path, newline="") as file:
        arns = [row["arn"] for row in csv.DictReader(file)]
    rows = []
    for arn in arns:
        service = arn.split(":")[2]
        client: Any = boto3.client(service)
        if service == "rds":
            tags = client.list_tags_for_resource(ResourceName=arn)["TagList"]
        elif service == "s3":
            tags = client.get_bucket_tagging(Bucket=arn.split(":")[5])["TagSet"]
        elif service == "cloudtrail":
            answer = client.list_tags(ResourceIdList=[arn])
            tags = answer["ResourceTagList"][0]["TagsList"]
        elif service == "lambda":
            told = client.list_tags(Resource=arn)["Tags"]
            tags = [{"Key": key, "Value": value} for key, value in told.items()]
        else:
            raise LookupError(f"no way is known to the tags of {arn}")
        rows.append({tag["Key"]: tag["Value"] for tag in tags})
    return rows


def tags(path: str) -> Rows:
    with open(path, newline="") as file:
        arns = [row["arn"] for row in csv.DictReader(file)]
    return [dict(tags_of(resource_from_arn(arn))) for arn in arns]


SCRIPTS = [
    Script("stop tagged databases", stop_databases_plain, stop_databases),
    Script("unattached volumes in three accounts", volumes_plain, volumes),
    Script("rotate a secret", rotate_plain, rotate),
    Script("tail logs", tail_plain, tail),
    Script("functions of a role", functions_plain, functions),
    Script("wait for a group", wait_plain, wait),
    Script("old images", images_plain, images),
    Script("trails of an organization", trails_plain, trails),
    Script("from balancer to instances", instances_plain, instances),
    Script("tags of ARNs in a CSV", tags_plain, tags),
]
