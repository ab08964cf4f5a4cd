"""Ten scripts of a first day give the same rows in plain clients, and take half."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

import boto3_extensions
import first_day_scripts

TRUST = '{"Version": "2012-10-17", "Statement": []}'
TAGS = [{"Key": "night", "Value": "off"}]
AUDIT = "arn:aws:iam::{}:role/audit"


def _databases(folder: Path) -> tuple[Any, ...]:
    _database("orders", TAGS)
    _database("stock", [])
    return ()


def _database(name: str, tags: list[dict[str, str]]) -> str:
    made = boto3.client("rds").create_db_instance(
        DBInstanceIdentifier=name, DBInstanceClass="db.t3.micro", Engine="postgres",
        Tags=tags,
    )  # fmt: skip
    arn: str = made["DBInstance"]["DBInstanceArn"]
    return arn


def _in_account(account: str) -> boto3.Session:
    return boto3_extensions.get_role_session(AUDIT.format(account), "set-up")


def _volumes(folder: Path) -> tuple[Any, ...]:
    for size, account in enumerate(first_day_scripts.ACCOUNTS, 1):
        session = _in_account(account)
        for region in first_day_scripts.REGIONS:
            ec2 = session.client("ec2", region_name=region)
            ec2.create_volume(AvailabilityZone=f"{region}a", Size=size)
    return ()


def _secret(folder: Path) -> tuple[Any, ...]:
    boto3.client("secretsmanager").create_secret(Name="orders", SecretString="old")
    return ()


def _logs(folder: Path) -> tuple[Any, ...]:
    client = boto3.client("logs")
    client.create_log_group(logGroupName="/shop/orders")
    client.create_log_stream(logGroupName="/shop/orders", logStreamName="web")
    client.put_log_events(
        logGroupName="/shop/orders",
        logStreamName="web",
        logEvents=[{"timestamp": int(time.time() * 1000), "message": "ERROR late"}],
    )
    return (0,)


def _functions(folder: Path) -> tuple[Any, ...]:
    iam, client = boto3.client("iam"), boto3.client("lambda")
    for role in ("worker", "other"):
        made = iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
        client.create_function(
            FunctionName=f"of-{role}",
            Role=made["Role"]["Arn"],
            Code={"ImageUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1"},
            PackageType="Image",
        )
    return ()


def _group(folder: Path) -> tuple[Any, ...]:
    client = boto3.client("autoscaling")
    client.create_launch_configuration(
        LaunchConfigurationName="web", ImageId="ami-12c6146b", InstanceType="t3.micro"
    )
    client.create_auto_scaling_group(
        AutoScalingGroupName="web",
        LaunchConfigurationName="web",
        MinSize=2,
        MaxSize=2,
        AvailabilityZones=["us-east-1a"],
    )
    return ()


def _images(folder: Path) -> tuple[Any, ...]:
    ec2 = boto3.resource("ec2")
    (instance,) = ec2.create_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
    used = instance.create_image(Name="used")
    instance.create_image(Name="unused")
    ec2.create_instances(ImageId=used.id, MinCount=1, MaxCount=1)
    return ("2999-01-01",)


def _trails(folder: Path) -> tuple[Any, ...]:
    client = boto3.client("organizations")
    client.create_organization(FeatureSet="ALL")
    made = client.create_account(AccountName="shop", Email="shop@example.com")
    for account in ("123456789012", made["CreateAccountStatus"]["AccountId"]):
        session = _in_account(account)
        session.client("s3").create_bucket(Bucket=f"trail-{account}")
        session.client("cloudtrail").create_trail(
            Name="audit", S3BucketName=f"trail-{account}"
        )
    return ()


def _balancer(folder: Path) -> tuple[Any, ...]:
    ec2, elbv2 = boto3.resource("ec2"), boto3.client("elbv2")
    made = ec2.create_instances(ImageId="ami-12c6146b", MinCount=2, MaxCount=2)
    subnets = [one.id for one in ec2.subnets.all()][:2]
    balancers = elbv2.create_load_balancer(Name="web", Subnets=subnets)
    balancer = balancers["LoadBalancers"][0]
    groups = elbv2.create_target_group(
        Name="web", Protocol="HTTP", Port=80, VpcId=balancer["VpcId"]
    )
    group = groups["TargetGroups"][0]["TargetGroupArn"]
    elbv2.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )  # fmt: skip
    targets: Any = [{"Id": instance.id} for instance in made]
    elbv2.register_targets(TargetGroupArn=group, Targets=targets)
    return ()


def _arns(folder: Path) -> tuple[Any, ...]:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="shop")
    tagging: Any = {"TagSet": [{"Key": "team", "Value": "shop"}]}
    s3.put_bucket_tagging(Bucket="shop", Tagging=tagging)
    trail = boto3.client("cloudtrail").create_trail(
        Name="audit", S3BucketName="shop", TagsList=[{"Key": "team", "Value": "audit"}]
    )
    arns = [_database("orders", TAGS), "arn:aws:s3:::shop", trail["TrailARN"]]
    path = folder / "arns.csv"
    path.write_text("\n".join(["arn", *arns]) + "\n", encoding="utf-8")
    return (str(path),)


SET_UP: list[Callable[[Path], tuple[Any, ...]]] = [
    _databases, _volumes, _secret, _logs, _functions,
    _group, _images, _trails, _balancer, _arns,
]  # fmt: skip
RUN = list(zip(first_day_scripts.SCRIPTS, SET_UP, strict=True))


@pytest.mark.parametrize(
    ("script", "set_up"), RUN, ids=[script.does for script, _ in RUN]
)
def test_a_script_finds_what_plain_clients_find(
    script: first_day_scripts.Script,
    set_up: Callable[[Path], tuple[Any, ...]],
    arns: None,
    aws: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And it is something. A script that changes things is run twice."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    given = set_up(tmp_path)
    plain = script.plain(*given)
    assert plain
    if script.ours is first_day_scripts.stop_databases:
        boto3.client("rds").start_db_instance(DBInstanceIdentifier="orders")
    if script.ours is first_day_scripts.rotate:
        # The value before is the one that the plain script has put.
        assert plain[0] == script.ours(*given)[0]
        return
    assert sorted(plain, key=repr) == sorted(script.ours(*given), key=repr)


def test_they_are_at_most_half_as_long() -> None:
    """All ten together, in lines that are not empty."""
    lines = [[_lines(one.plain), _lines(one.ours)] for one in first_day_scripts.SCRIPTS]
    plain, ours = map(sum, zip(*lines, strict=True))
    assert ours <= plain / 2
    assert len(lines) == 10


def _lines(function: Any) -> int:
    return sum(bool(line.strip()) for line in inspect.getsource(function).splitlines())
