"""Waiters that botocore lacks: what a TOML may say of them, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from definitions import build, checks, coverage, toml_file
from definitions.checks import ends
from definitions.service import Service
from definitions.waiters import waiters
from drafted import specification

GROUP = """
service = "autoscaling"
[types.AutoScalingGroup]
identifiers = { Name = "AutoScalingGroupName" }
[waiters.AutoScalingGroupReady]
operation = "DescribeAutoScalingGroups"
delay = 5
attempts = 10
"""
CLUSTER = """
service = "redshift"
[types.Cluster]
identifiers = { Id = "ClusterIdentifier" }
[types.Snapshot]
identifiers = { Id = "SnapshotIdentifier" }
[waiters.ClusterResized]
operation = "DescribeResize"
delay = 60
attempts = 60
"""
EXTRAS = "waiters-2.boto3-extensions-extras.json"


def documents(tmp_path: Path, text: str) -> dict[str, Any]:
    """Return all documents that a TOML gives, by their file's name."""
    made = build.documents(specification(tmp_path, text))
    return {path.name: document for path, document in made.items()}


def waiter(tmp_path: Path, text: str) -> dict[str, Any]:
    """Return the one waiter that a TOML gives beside copies of botocore's."""
    made = documents(tmp_path, text)[EXTRAS]["merge"]["waiters"]
    (found,) = {"ExtAutoScalingGroupReady", "ExtClusterResized"} & set(made)
    return dict(made[found])


def test_a_waiter_is_written_as_botocore_reads_it(tmp_path: Path) -> None:
    """Several values are as many ways to end; error codes are ways as well."""
    text = """
    success = { Status = ["SUCCEEDED", "NONE"] }
    failure = { Status = "FAILED" }
    success_error = "ResizeNotFound"
    retry_error = ["ClusterNotFound"]
    """

    def accept(state: str, matcher: str, expected: str, **more: str) -> dict[str, str]:
        return {"state": state, "matcher": matcher, **more, "expected": expected}

    assert {
        "operation": "DescribeResize",
        "delay": 60,
        "maxAttempts": 60,
        "acceptors": [
            accept("success", "path", "SUCCEEDED", argument="Status"),
            accept("success", "path", "NONE", argument="Status"),
            accept("failure", "path", "FAILED", argument="Status"),
            accept("success", "error", "ResizeNotFound"),
            accept("retry", "error", "ClusterNotFound"),
        ],
    } == waiter(tmp_path, CLUSTER + text)


def test_a_waiter_has_a_name_of_ours_and_its_types_short_one(tmp_path: Path) -> None:
    """AWS may come to name one so; ours must not be merged over it."""
    made = documents(
        tmp_path, GROUP + 'success = { "AutoScalingGroups[].Status" = "" }'
    )
    assert ["ExtAutoScalingGroupReady"] == list(made[EXTRAS]["merge"]["waiters"])
    name = {"target": "AutoScalingGroupNames[0]", "source": "identifier"}
    assert {
        "Ready": {
            "waiterName": "ExtAutoScalingGroupReady",
            "params": [{**name, "name": "Name"}],
            "absent": "AutoScalingGroups",
        }
    } == made["resources-1.json"]["resources"]["AutoScalingGroup"]["waiters"]


def test_a_list_succeeds_as_a_whole_and_fails_by_one(tmp_path: Path) -> None:
    """One answer may have several states, of which one that failed is enough."""
    text = """
    success = { "AutoScalingGroups[].Status" = "a" }
    failure = { "AutoScalingGroups[].Status" = "b" }
    """
    found = [a["matcher"] for a in waiter(tmp_path, GROUP + text)["acceptors"]]
    assert ["pathAll", "pathAny"] == found[:2]


def test_there_is_something_to_merge_waiters_over(tmp_path: Path) -> None:
    """botocore reads no extras where it has no waiters; ours are none of its own."""
    made = documents(tmp_path, GROUP + 'success_error = "Gone"')
    assert {"version": 2, "waiters": {}} == made["waiters-2.json"]
    made = documents(tmp_path, CLUSTER + 'success_error = "Gone"')
    assert "waiters-2.json" not in made


def test_what_an_account_has_one_of_is_waited_for(tmp_path: Path) -> None:
    """A type without identifiers fills nothing in."""
    made = documents(
        tmp_path,
        """
        service = "iam"
        [types.CredentialReport]
        load = { operation = "GetCredentialReport", path = "@" }
        [waiters.CredentialReportReady]
        operation = "GetCredentialReport"
        on = "CredentialReport"
        delay = 5
        attempts = 10
        retry_error = "ReportInProgress"
        """,
    )["resources-1.sdk-extras.json"]["merge"]["resources"]["CredentialReport"]
    ready = {"waiterName": "ExtCredentialReportReady", "params": [], "absent": ""}
    assert {"Ready": ready} == made["waiters"]


def test_a_waiter_may_be_put_elsewhere(tmp_path: Path) -> None:
    """The type, the name there and what it asks for may be written."""
    text = """
    success_error = "Gone"
    on = "Snapshot"
    as = "Copied"
    params = { ClusterIdentifier = "ClusterIdentifier" }
    """
    made = documents(tmp_path, CLUSTER + text)["resources-1.json"]["resources"]
    asked = {"target": "ClusterIdentifier", "source": "data"}
    assert {
        "waiterName": "ExtClusterResized",
        "params": [{**asked, "path": "ClusterIdentifier"}],
        "absent": "",
    } == made["Snapshot"]["waiters"]["Copied"]
    assert "Resized" not in made["Cluster"]["waiters"]


def test_a_waiter_of_botocores_may_be_placed(tmp_path: Path) -> None:
    """Its name may not tell whom it waits for; botocore's own keeps its name."""
    text = """
    service = "ec2"
    [waiters.SystemStatusOk]
    on = "Instance"
    absent = "waits"
    [waiters.InstanceStatusOk]
    on = "Instance"
    as = "Reachable"
    """
    made = documents(tmp_path, text)
    mine = made["resources-1.sdk-extras.json"]["merge"]["resources"]["Instance"]
    waiters = {n: w["waiterName"] for n, w in mine["waiters"].items()}
    assert "SystemStatusOk" == waiters["SystemStatusOk"]
    assert "InstanceStatusOk" == waiters["Reachable"]
    assert "StatusOk" not in waiters
    copies = made[EXTRAS]["merge"]["waiters"]
    assert not {"ExtSystemStatusOk", "ExtInstanceStatusOk"} & set(copies)


def test_only_a_waiter_of_botocores_needs_no_operation(tmp_path: Path) -> None:
    """What neither botocore nor the TOML has is a slip."""
    with pytest.raises(toml_file.DefinitionError, match="botocore has none, say its"):
        documents(tmp_path, "service='ec2'\n[waiters.NoSuch]\non='Instance'")


def test_waiting_reaches_an_operation(tmp_path: Path) -> None:
    """What only a waiter of ours calls is reached."""
    spec = specification(tmp_path, CLUSTER + 'success_error = "Gone"')
    spec.operations = {}
    assert "DescribeResize" in coverage.of(spec).reached


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('sucess = { Status = "x" }', r"\[waiters.ClusterResized\]: unknown key 'suc"),
        ('success = { State = "x" }', "State: .* has no member State"),
        ('success_error = "x"\non = "Table"', "no type Table"),
        ('success_error = "x"\non = "Snapshot"', "say which params Snapshot fills"),
        ('success_error = "x"\nas = "Available"', "waits until Available by ClusterAv"),
        (
            "[waiters.ClusterAvailable]\noperation='DescribeClusters'\n"
            "delay=5\nattempts=9",
            r"\[waiters.ClusterAvailable\]: botocore has it now, drop ours",
        ),
        ("[waiters.X]\noperation='A'\ndelay=5\nattempts=9", "no operation A"),
        ("[waiters.X]\noperation='A'\ndelay=5", "attempts is missing"),
        (
            "[waiters.TableReady]\noperation='DescribeStorage'\ndelay=5\nattempts=9",
            "no type is named in it, say on which",
        ),
    ],
)
def test_a_slip_is_named(tmp_path: Path, text: str, message: str) -> None:
    """What cannot be right stops the generator."""
    with pytest.raises(toml_file.DefinitionError, match=message):
        documents(tmp_path, CLUSTER + text)


def test_a_waiter_of_botocores_keeps_its_place(tmp_path: Path) -> None:
    """Where nothing is written, the waiters are botocore's."""
    service = Service("redshift")
    kinds = build.TypeBuilder(service, specification(tmp_path, CLUSTER)).build()
    names = {
        w["waiterName"] for k in waiters(service, kinds).values() for w in k.values()
    }
    assert set(service.waiters) == names


def test_what_botocores_leaves_out_is_added_to_a_copy(tmp_path: Path) -> None:
    """A client's own waiter stays as it is; the type waits by the copy."""
    text = """
service = "rds"
[types.DBSnapshot]
identifiers = { Id = "DBSnapshotIdentifier" }
"""
    made = documents(tmp_path, text)
    copies = made[EXTRAS]["merge"]["waiters"]
    last = copies["ExtDBSnapshotAvailable"]["acceptors"][-1]
    assert ("failure", "length(DBSnapshots)", 0) == (
        last["state"],
        last["argument"],
        last["expected"],
    )
    waits = made["resources-1.json"]["resources"]["DBSnapshot"]["waiters"]
    assert "ExtDBSnapshotAvailable" == waits["Available"]["waiterName"]
    # It counts the snapshots itself.
    assert "DBSnapshotDeleted" == waits["Deleted"]["waiterName"]


@pytest.mark.parametrize(
    ("more", "state"),
    [("", "failure"), ('absent = "succeeds"', "success"), ('absent = "waits"', None)],
)
def test_an_empty_list_means_what_the_toml_says(
    tmp_path: Path, more: str, state: str | None
) -> None:
    """By default, there is nothing to wait for."""
    success = 'success = { "AutoScalingGroups[].Status" = "Ready" }'
    acceptors = waiter(tmp_path, f"{GROUP}{success}\n{more}")["acceptors"]
    states = [a["state"] for a in acceptors if a["argument"].startswith("length")]
    assert ([state] if state else []) == states


def test_a_state_that_no_acceptor_knows_is_found() -> None:
    """Unless its name tells that it passes."""
    known = ["Success", "Failed", "TimedOut", "Cancelled", "Rejected"]
    path = "AutomationExecution.AutomationExecutionStatus"
    acceptors = [
        {"state": "failure", "matcher": "path", "argument": path, "expected": state}
        for state in known
    ]
    ours = {"operation": "GetAutomationExecution", "acceptors": acceptors}
    waits = {"Ok": {"waiterName": "ExtOk", "params": []}}
    checked = checks.Service(
        "ssm",
        Service("ssm").model,
        {},
        {"ExtOk": ours},
        {"resources": {"AutomationExecution": {"waiters": waits}}},
    )
    assert [
        "ends Ok ChangeCalendarOverrideRejected",
        "ends Ok CompletedWithSuccess",
        "ends Ok CompletedWithFailure",
        "ends Ok Exited",
    ] == [finding.key for finding in ends.waiters_end(checked)]
