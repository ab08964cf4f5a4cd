"""Which inputs name a resource, and what can be sent in the place of a name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import boto3_extensions
from definitions import beside, targets
from definitions.checks import stated
from definitions.checks.library import Library
from definitions.service import Service
from definitions.toml_file import read_all

DATA = Path(boto3_extensions.__file__).parent / "data"


def entry(service: str, operation: str, path: str, kind: str) -> str | None:
    """Return the input that takes the ARN of a type for what a path names."""
    return targets.arn_path(Service(service), operation, path, [kind])


@pytest.mark.parametrize(
    ("service", "operation", "path", "kind", "expected"),
    [
        # By the pattern of the shape, by AWS's text, by another member.
        ("lambda", "GetFunction", "FunctionName", "Function", "FunctionName"),
        ("rds", "DescribeDBInstances", "DBInstanceIdentifier", "DBInstance", "same"),
        ("kinesis", "DeleteStream", "StreamName", "Stream", "StreamARN"),
        (
            "elbv2",
            "DescribeLoadBalancers",
            "Names[]",
            "LoadBalancer",
            "LoadBalancerArns[]",
        ),
        (
            "elbv2",
            "DescribeTargetGroups",
            "Names[]",
            "TargetGroup",
            "TargetGroupArns[]",
        ),
        ("cloudformation", "DeleteStack", "StackName", "Stack", "StackName"),
        ("glue", "GetSchema", "SchemaId.SchemaName", "Schema", "SchemaId.SchemaArn"),
        # A name, and nothing else.
        ("cloudwatch", "DescribeAlarms", "ParentsOfAlarmName", "Alarm", None),
        ("iam", "GetRole", "RoleName", "Role", None),
        ("rds", "DeleteDBInstance", "DBInstanceIdentifier", "DBInstance", None),
        ("autoscaling", "DeleteAutoScalingGroup", "AutoScalingGroupName", "G", None),
        ("ec2", "DescribeInstances", "Filters[].Values[]", "Instance", None),
    ],
)
def test_what_takes_an_arn(
    service: str, operation: str, path: str, kind: str, expected: str | None
) -> None:
    """A member's name, its pattern and its text tell; none required is left out."""
    expected = path if expected == "same" else expected
    assert expected == entry(service, operation, path, kind)


@pytest.mark.parametrize(
    ("service", "operation", "expected"),
    [
        ("ecr", "DescribeRepositories", "registryId"),
        ("glue", "GetTable", "CatalogId"),
        ("s3", "GetObject", "ExpectedBucketOwner"),
        ("redshift", "DescribeClusterSnapshots", "OwnerAccount"),
        ("iam", "GetRole", None),
    ],
)
def test_what_tells_the_owner(
    service: str, operation: str, expected: str | None
) -> None:
    """Members of that meaning are known by their names."""
    inputs = Service(service).inputs(operation)
    assert expected == targets.owner_of(service, operation, inputs)


@pytest.mark.parametrize(
    ("path", "paths", "expected"),
    [
        ("vpc_id", ["vpc_region", "vpc_id"], "vpc_region"),
        ("accepter.vpc_id", ["accepter.region", "region"], "accepter.region"),
        ("source_image_id", ["region", "source_image_region"], "source_image_region"),
        ("kms_key_id", ["home_region"], None),
        ("vpc_id", ["peer.region"], None),
    ],
)
def test_the_region_beside(path: str, paths: list[str], expected: str | None) -> None:
    """It is in the same place, and has the same stem or none."""
    assert expected == beside.region_beside(path, paths)


def test_where_ids_are_nobody_elses_names_are_told() -> None:
    """EC2's ids are known by their form: what its document has are names."""
    definition = {
        "resources": {
            kind: {
                "identifiers": [{"name": name}],
                "load": {
                    "request": {
                        "operation": f"Describe{kind}s",
                        "params": [
                            {"target": path, "source": "identifier", "name": name}
                        ],
                    }
                },
            }
            for kind, name, path in [
                ("KeyPair", "Name", "KeyNames[0]"),
                ("Vpc", "Id", "VpcIds[0]"),
            ]
        }
    }
    service = Service("ec2")
    found = targets.document(service, definition)["operations"]
    assert "KeyNames[]" in found["DescribeKeyPairs"]["names"]
    assert "DescribeVpcs" not in found


def test_all_requests_of_a_type_name_it() -> None:
    """Its load and actions, what is done to many, what it lists, what it waits by."""
    params = [{"target": "DBInstanceIdentifier", "source": "identifier", "name": "Id"}]

    def calls(operation: str) -> dict[str, Any]:
        return {"request": {"operation": operation, "params": params}}

    files = {**calls("DescribeDBLogFiles"), "resource": {"type": "DBLogFile"}}
    waiter = {"waiterName": "ExtDBSnapshotAvailable", "params": params}
    definition = {
        "resources": {
            "DBInstance": {
                "identifiers": [{"name": "Id"}],
                "load": calls("DescribeDBInstances"),
                "actions": {"Promote": calls("PromoteReadReplica")},
                "batchActions": {"Start": calls("StartDBInstance")},
                "hasMany": {"LogFiles": files},
                "waiters": {"Available": waiter},
            }
        }
    }
    found = targets._named(Service("rds"), definition)
    assert {
        "DescribeDBInstances",
        "DescribeDBLogFiles",
        "DescribeDBSnapshots",
        "PromoteReadReplica",
        "StartDBInstance",
    } == found.keys()


def test_every_owner_is_a_text() -> None:
    """An account's id fits into each member that is said to take one."""
    wrong: list[Any] = []
    for spec in read_all():
        service = Service(spec.service)
        for operation in service.operations:
            inputs = service.inputs(operation)
            owner = targets.owner_of(spec.service, operation, inputs)
            if owner and inputs[owner].type_name != "string":
                wrong.append((spec.service, operation, owner))
    assert [] == wrong


def test_what_a_list_is_told_its_items_deletion_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A cluster of capacity providers is found, unless the data have it."""
    service = Library(DATA).service("ecs")
    assert [] == list(stated.lists_say_to_items(service))
    monkeypatch.setattr(targets, "WHERES", {})
    [finding] = set(stated.lists_say_to_items(service))
    assert "DescribeCapacityProviders CapacityProvider cluster" == finding.place


def test_a_definition_that_fills_an_input_says_nothing_by_it() -> None:
    """Databases of a catalog have it for an identifier; those of all may be told it."""
    operations = document("glue")
    assert ["CatalogId"] == operations["GetDatabases"]["states"]
    assert "states" not in operations["ListMaterializedViewRefreshTaskRuns"]
    assert "own" == operations["CreateCrawler"]["makes"]


def document(service: str) -> dict[str, Any]:
    """Return what the data say of a service's operations."""
    path = next((DATA / service).glob("*/targets-1.json"))
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["operations"]
    return found
