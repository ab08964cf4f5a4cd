"""The checks of the data that save calls: each finds what was planted."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import boto3_extensions
from definitions.checks import Library, Service, calls

DATA = Path(boto3_extensions.__file__).parent / "data"

Plant = Callable[[dict[str, Any]], None]


@cache
def library() -> Library:
    """Return our data, read once."""
    return Library(DATA)


def found(name: str, plant: Plant | None = None) -> list[str]:
    """Return the keys of what the checks find in a service with something planted."""
    service, base = library().service(name), library().base(name)
    definition = {"service": service.top, "resources": service.types}
    if plant is not None:
        definition = copy.deepcopy(definition)
        plant(definition["resources"])
    planted = Service(
        name, service.model, service.paginators, service.waiters, definition
    )
    rules = (
        calls.together_fits,
        calls.told_fits,
        calls.page_sizes_fit,
        calls.reads_are_true,
    )
    findings = [finding for rule in rules for finding in rule(planted)]
    if base is not None:
        findings += calls.boto3s_ask_as_ever(planted, base)
    return [finding.key for finding in findings]


def put(*path: Any, value: Any) -> Plant:
    """Return what puts a value into a definition's types."""

    def plant(types: dict[str, Any]) -> None:
        place: Any = types
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return plant


def drop(*path: Any) -> Plant:
    """Return what takes a value out of a definition's types."""

    def plant(types: dict[str, Any]) -> None:
        place: Any = types
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return plant


@pytest.mark.parametrize("name", ["ecs", "rds", "ecr", "ssm", "iam", "elbv2"])
def test_nothing_is_found_in_what_is_right(name: str) -> None:
    """Services that save calls have no fault of theirs."""
    assert [] == found(name)


TASK = ("Task", "together")
TAGS = ("DBInstance", "hasMany", "Tags")
LISTENERS = ("LoadBalancer", "hasMany", "Listeners")


@pytest.mark.parametrize(
    ("service", "plant", "key"),
    [
        ("ecs", put(*TASK, "target", value="cluster"), "together Task.together"),
        ("ecs", put(*TASK, "target", value="jobs[0]"), "together Task.together"),
        ("ecs", put(*TASK, "at", value="clusterArn"), "together Task.together"),
        ("ecs", put(*TASK, "at", value="containers"), "together Task.together"),
        ("ecs", put(*TASK, "at", value="taskARN"), "together Task.together"),
        ("ecs", put(*TASK, "limit", value=1), "together Task.together"),
        ("ecs", put(*TASK, "limit", value="100"), "together Task.together"),
        ("ecs", put(*TASK, "ways", value=1), "together Task.together"),
        (
            "ecs",
            put("Task", "load", "path", value="tasks[1]"),
            "together Task.together",
        ),
        (
            "rds",
            put(*TAGS, "told", "member", value="Endpoint"),
            "told DBInstance.hasMany.Tags",
        ),
        (
            "rds",
            put(*TAGS, "told", "member", value="VpcSecurityGroups"),
            "told DBInstance.hasMany.Tags",
        ),
        (
            "rds",
            put(*TAGS, "told", value={"member": "TagList", "within": "DBInstances[]"}),
            "told DBInstance.hasMany.Tags",
        ),
        (
            "elbv2",
            put(*LISTENERS, "told", value={"member": "AvailabilityZones"}),
            "told LoadBalancer.hasMany.Listeners",
        ),
        (
            "kms",
            put("Key", "hasMany", "Materials", "pageSize", value=1001),
            "page Key.hasMany.Materials",
        ),
        (
            "kms",
            put("Key", "hasMany", "Materials", "pageSize", value=777),
            "page Key.hasMany.Materials",
        ),
        (
            "kms",
            put("Key", "hasMany", "Materials", "pageSize", value=True),
            "page Key.hasMany.Materials",
        ),
        (
            "ecs",
            put("Cluster", "actions", "Delete", "reads", value=True),
            "reads Cluster.actions.Delete",
        ),
        (
            "ecs",
            put("Task", "actions", "GetProtection", "reads", value=False),
            "reads Task.actions.GetProtection",
        ),
        (
            "ecs",
            drop("Task", "actions", "GetProtection", "reads"),
            "reads Task.actions.GetProtection",
        ),
        (
            "ec2",
            put("Instance", "together", value={}),
            "boto3 Instance.together",
        ),
        (
            "ec2",
            put("Vpc", "hasMany", "Subnets", "pageSize", value=1000),
            "boto3 Vpc.hasMany.Subnets pageSize",
        ),
        (
            "ec2",
            put("Instance", "actions", "ConsoleOutput", "reads", value=True),
            "boto3 Instance.actions.ConsoleOutput reads",
        ),
    ],
)
def test_what_is_planted_is_found(service: str, plant: Plant, key: str) -> None:
    """A wrong target, id, limit, member, size or promise is found at its place."""
    assert key in found(service, plant)
