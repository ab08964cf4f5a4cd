"""Functions and calls that make a resource on moto, entered by resource type."""

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


CALLS: dict[str, Call] = {}
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


ROLE = "arn:aws:iam::123456789012:role/r"
