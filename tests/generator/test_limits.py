"""How many items a call takes is read from AWS's models and sentences."""

from __future__ import annotations

import pytest

from definitions.limits import documented
from definitions.service import Service


@pytest.mark.parametrize(
    ("service", "operation", "target", "owner", "limit"),
    [
        ("glue", "BatchDeletePartition",
         "PartitionsToDelete[].Values", "Partition", 25),
        ("ecs", "UpdateTaskProtection", "tasks[]", "Task", 10),
        ("emr", "TerminateJobFlows", "JobFlowIds[]", "Cluster", 10),
        ("cloudwatch", "DeleteDashboards", "DashboardNames[]", "Dashboard", 100),
        ("redshift", "BatchDeleteClusterSnapshots",
         "Identifiers[].SnapshotIdentifier", "Snapshot", 100),
        ("ec2", "DeleteFleets", "FleetIds[]", "Fleet", 25),
        ("ec2", "CreateTags", "Resources[]", "Vpc", 1000),
        # Minutes, and the data sources of a query, are no items.
        ("emr", "SetTerminationProtection", "JobFlowIds[]", "Cluster", None),
        ("logs", "StartQuery", "logGroupNames[]", "LogGroup", 50),
        ("ec2", "ReleaseHosts", "HostIds[]", "Host", None),
    ],
)  # fmt: skip
def test_limits_are_read(
    service: str, operation: str, target: str, owner: str, limit: int | None
) -> None:
    """From a shape, a sentence about the input or the operation, or an error."""
    model = Service(service).model.operation_model(operation)

    assert limit == documented(model, target, owner)
