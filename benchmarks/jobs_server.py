"""The AWS that the jobs of ``jobs.py`` are done on: in a process of its own.

The fake AWS of the tests, with answers planted, each after 20 ms, as a region answers
that is not far. It pages as AWS does by default, and as it is asked to.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from fake_aws import FakeAws

LATENCY = 0.02
ACCOUNT = "123456789012"
ECS = f"arn:aws:ecs:us-east-1:{ACCOUNT}"
RDS = f"arn:aws:rds:us-east-1:{ACCOUNT}:db:"
LAMBDA = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:"
TAGS = [{"Key": "team", "Value": "web"}]

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def paged(
    key: str, items: list[Any], token: str, asked: str, size: str, default: int
) -> Answer:
    """Return what answers with pages of some items.

    Args:
        key: The member of the answer that has them.
        items: All of them.
        token: The member of the answer that has the token.
        asked: The input that takes it.
        size: The input that says how large a page is.
        default: How large it is unless that says so.
    """

    def answer(params: dict[str, Any]) -> dict[str, Any]:
        start = int(params.get(asked) or 0)
        end = start + int(params.get(size) or default)
        more = {token: str(end)} if end < len(items) else {}
        return {key: items[start:end], **more}

    return answer


def truncated(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer of kms, which says beside the token that there is more."""
    return {**answer, "Truncated": "NextMarker" in answer}


def tasks(params: dict[str, Any]) -> dict[str, Any]:
    """Answer as DescribeTasks."""
    arns = [f"{ECS}:task/web/{t.rpartition('/')[2]}" for t in params["tasks"]]
    return {"tasks": [{"taskArn": a, "lastStatus": "RUNNING"} for a in arns]}


def services(params: dict[str, Any]) -> dict[str, Any]:
    """Answer as DescribeServices."""
    names = [s.rpartition("/")[2] for s in params["services"]]
    return {"services": [{"serviceName": n, "desiredCount": len(n)} for n in names]}


def volumes(params: dict[str, Any]) -> dict[str, Any]:
    """Answer as DescribeVolumes, with one volume of each instance asked for."""
    (wanted,) = params["Filters"]
    return {
        "Volumes": [
            {"VolumeId": f"vol-{i[2:]}", "Attachments": [{"InstanceId": i}]}
            for i in wanted["Values"]
        ]
    }


def subnets(params: dict[str, Any]) -> dict[str, Any]:
    """Answer as DescribeSubnets, with two of each VPC asked for."""
    (wanted,) = params["Filters"]
    return {
        "Subnets": [
            {"SubnetId": f"subnet-{v[4:]}-{zone}", "VpcId": v}
            for v in wanted["Values"]
            for zone in "ab"
        ]
    }


class Stopping:
    """Instances that stop a second and a half after they were told to."""

    def __init__(self) -> None:
        self.told: dict[str, float] = {}

    def stop(self, params: dict[str, Any]) -> dict[str, Any]:
        """Answer as StopInstances."""
        self.told |= dict.fromkeys(params["InstanceIds"], time.monotonic())
        return {"StoppingInstances": []}

    def describe(self, params: dict[str, Any]) -> dict[str, Any]:
        """Answer as DescribeInstances, of all there are unless asked for some."""
        ids = params.get("InstanceIds") or [f"i-{n}" for n in range(250)]
        found = [
            {"InstanceId": i, "ImageId": "ami-1", "State": {"Name": self._state(i)}}
            for i in ids
        ]
        return {"Reservations": [{"Instances": found}]}

    def _state(self, instance: str) -> str:
        told = self.told.get(instance)
        if told is None:
            return "running"
        return "stopped" if time.monotonic() - told > 1.5 else "stopping"


def plants() -> Iterator[tuple[str, str, Any]]:
    """Yield the service, the operation and the answer of each that is asked for."""
    arns = [f"{ECS}:task/web/{n:032x}" for n in range(600)]
    page = ("nextToken", "nextToken", "maxResults")
    yield "ecs", "ListTasks", paged("taskArns", arns, *page, 100)
    yield "ecs", "DescribeTasks", tasks
    arns = [f"{ECS}:service/web/s{n}" for n in range(80)]
    yield "ecs", "ListServices", paged("serviceArns", arns, *page, 10)
    yield "ecs", "DescribeServices", services
    policy = {"PolicyName": "p", "PolicyArn": f"arn:aws:iam::{ACCOUNT}:policy/p"}
    roles = [
        {"RoleName": f"r{n}", "AttachedManagedPolicies": [policy]} for n in range(400)
    ]
    marked = ("Marker", "Marker", "MaxItems", 100)
    yield (
        "iam",
        "GetAccountAuthorizationDetails",
        paged("RoleDetailList", roles, *marked),
    )
    users = [{"UserName": f"u{n}"} for n in range(100)]
    yield "iam", "ListUsers", paged("Users", users, *marked)
    yield (
        "iam",
        "ListAccessKeys",
        lambda p: {
            "AccessKeyMetadata": [{"UserName": p["UserName"], "AccessKeyId": "A" * 16}]
        },
    )
    functions = [
        {"FunctionName": f"f{n}", "FunctionArn": f"{LAMBDA}f{n}"} for n in range(300)
    ]
    page = ("NextMarker", "Marker", "MaxItems")
    yield "lambda", "ListFunctions", paged("Functions", functions, *page, 50)
    yield "lambda", "ListTags", {"Tags": {"team": "web"}}
    databases = [
        {
            "DBInstanceIdentifier": f"d{n}",
            "DBInstanceArn": f"{RDS}d{n}",
            "TagList": TAGS,
        }
        for n in range(150)
    ]
    page = ("Marker", "Marker", "MaxRecords")
    yield "rds", "DescribeDBInstances", paged("DBInstances", databases, *page, 100)
    yield "rds", "ListTagsForResource", {"TagList": TAGS}
    stopping = Stopping()
    yield "ec2", "DescribeInstances", stopping.describe
    yield "ec2", "StopInstances", stopping.stop
    yield "ec2", "DescribeVolumes", volumes
    yield "ec2", "DescribeVpcs", {"Vpcs": [{"VpcId": f"vpc-{n}"} for n in range(50)]}
    yield "ec2", "DescribeSubnets", subnets
    yield "s3", "ListBuckets", {"Buckets": [{"Name": f"b{n}"} for n in range(150)]}
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    encryption = {"ServerSideEncryptionConfiguration": {"Rules": [rule]}}
    yield "s3", "GetBucketEncryption", encryption
    yield "s3", "GetBucketTagging", {"TagSet": TAGS}
    yield "s3", "GetBucketLocation", {"LocationConstraint": "eu-west-1"}
    names = [f"t{n}" for n in range(120)]
    page = ("LastEvaluatedTableName", "ExclusiveStartTableName", "Limit")
    yield "dynamodb", "ListTables", {"TableNames": names}
    yield (
        "dynamodb",
        "DescribeTable",
        lambda p: {
            "Table": {"TableName": p["TableName"], "ItemCount": len(p["TableName"])}
        },
    )
    urls = [f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/q{n}" for n in range(300)]
    yield "sqs", "ListQueues", {"QueueUrls": urls}
    yield (
        "sqs",
        "GetQueueAttributes",
        {"Attributes": {"ApproximateNumberOfMessages": "7"}},
    )
    secrets = [{"Name": f"s{n}"} for n in range(200)]
    page = ("NextToken", "NextToken", "MaxResults")
    yield "secretsmanager", "ListSecrets", paged("SecretList", secrets, *page, 100)
    yield (
        "secretsmanager",
        "GetSecretValue",
        lambda p: {"Name": p["SecretId"], "SecretString": "x"},
    )
    certificates = [
        {"CertificateArn": f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/{n}"}
        for n in range(80)
    ]
    yield "acm", "ListCertificates", {"CertificateSummaryList": certificates}
    yield (
        "acm",
        "DescribeCertificate",
        lambda p: {
            "Certificate": {"CertificateArn": p["CertificateArn"], "Serial": "7"}
        },
    )
    groups = [{"logGroupName": f"/g/{n}", "storedBytes": n} for n in range(200)]
    page = ("nextToken", "nextToken", "limit")
    yield "logs", "DescribeLogGroups", paged("logGroups", groups, *page, 50)
    keys = [{"KeyId": f"{n:032x}"} for n in range(150)]
    pages = paged("Keys", keys, "NextMarker", "Marker", "Limit", 100)
    yield (
        "kms",
        "ListKeys",
        lambda p: {**pages(p), "Truncated": "NextMarker" in pages(p)},
    )
    yield "kms", "GetKeyRotationStatus", {"KeyRotationEnabled": True}
    balancers = [
        {
            "LoadBalancerName": f"b{n}",
            "ListenerDescriptions": [{"Listener": {"LoadBalancerPort": 443}}],
        }
        for n in range(60)
    ]
    yield "elb", "DescribeLoadBalancers", {"LoadBalancerDescriptions": balancers}
    images = [{"imageTag": f"v{n}", "imageDigest": f"sha256:{n:064x}"}
              for n in range(300)]  # fmt: skip
    page = ("nextToken", "nextToken", "maxResults")
    yield "ecr", "ListImages", paged("imageIds", images, *page, 100)
    yield (
        "ecr",
        "DescribeImages",
        lambda p: {
            "imageDetails": [
                {"imageTags": [i["imageTag"]], "imageSizeInBytes": len(i["imageTag"])}
                for i in p["imageIds"]
            ]
        },
    )


def _later(answer: Any) -> Answer:
    def wait(params: dict[str, Any]) -> dict[str, Any]:
        time.sleep(LATENCY)
        found: dict[str, Any] = answer(params) if callable(answer) else answer
        return found

    return wait


def _serve(pipe: Any) -> None:
    with FakeAws() as fake:
        for service, operation, answer in plants():
            fake.plant(service, operation, _later(answer))
        pipe.send(fake.url_for(""))
        pipe.recv()


@contextmanager
def served() -> Iterator[str]:
    """Serve, and yield the beginning of each service's URL."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        here.send("end")
        process.join(20)
