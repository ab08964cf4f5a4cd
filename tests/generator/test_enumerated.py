"""The waiters that the enumeration of a type's states gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from definitions import enumerated, states
from definitions.service import Service
from definitions.types import TypeBuilder
from drafted import definition, specification

CLUSTER = """
service = "eks"
[types.Cluster]
identifiers = { Name = "name" }
[types.Addon]
parent = "Cluster"
identifiers = { Name = "addonName" }
"""
STAGES = """
service = "kafka"
[types.VpcConnection]
identifiers = { Arn = "VpcConnectionArn" }
inputs = { Arn = "Arn" }
load = "DescribeVpcConnection"
"""
DETECTIONS = """
service = "comprehend"
[types.EventsDetectionJob]
identifiers = { Id = "JobId" }
"""
RUNS = """
service = "glue"
[types.MLTransform]
identifiers = { Id = "TransformId" }
[types.MLTaskRun]
noun = ["MLTaskRun", "TaskRun"]
parent = "MLTransform"
identifiers = { Id = "TaskRunId" }
load = "GetMLTaskRun"
"""


def derived(tmp_path: Path, text: str) -> dict[str, Any]:
    """Return the waiters that are derived for the types of a TOML, by name."""
    spec = specification(tmp_path, text)
    service = Service(spec.service)
    kinds = TypeBuilder(service, spec).build()
    found = enumerated.add(service, spec, kinds).waiters
    return {name: waiter for name, waiter in found.items() if name not in spec.waiters}


def test_a_thing_is_waited_for_until_it_is_there(tmp_path: Path) -> None:
    """It fails where it can be so no more; what somebody has put to rest may come."""
    waiter = derived(tmp_path, STAGES)["VpcConnectionAvailable"]
    assert waiter.success == {"State": "AVAILABLE"}
    assert waiter.failure == {"State": ["DELETING", "FAILED", "REJECTED"]}


def test_a_thing_is_waited_for_until_it_rests(tmp_path: Path) -> None:
    """Where a state on the way there says that it is brought to rest."""
    waiter = derived(tmp_path, STAGES)["VpcConnectionInactive"]
    assert waiter.success == {"State": "INACTIVE"}
    assert waiter.failure == {"State": ["DELETING", "FAILED", "REJECTED"]}


def test_a_thing_is_waited_for_until_it_is_gone(tmp_path: Path) -> None:
    """By the error that says so, and no other's: not that a key is missing."""
    waiter = derived(tmp_path, STAGES)["VpcConnectionDeleted"]
    assert (waiter.success, waiter.success_error) == ({}, ["NotFoundException"])


def test_a_job_is_waited_for_until_it_is_done(tmp_path: Path) -> None:
    """A job that was stopped does not go on."""
    waiter = derived(tmp_path, RUNS)["MLTaskRunSucceeded"]
    assert waiter.failure == {"Status": ["STOPPED", "FAILED", "TIMEOUT"]}
    assert waiter.success == {"Status": "SUCCEEDED"}


def test_no_waiter_beside_one_of_botocore(tmp_path: Path) -> None:
    """botocore has those of clusters and add-ons."""
    assert not derived(tmp_path, CLUSTER)


def test_no_waiter_beside_one_that_ends_alike(tmp_path: Path) -> None:
    """Under another name, too."""
    text = STAGES + (
        "[waiters]\nVpcConnectionMade = { operation = 'DescribeVpcConnection', "
        "delay = 5, attempts = 5, success = { State = 'AVAILABLE' } }\n"
    )
    assert "VpcConnectionAvailable" not in derived(tmp_path, text)


def test_a_waiter_can_be_left_out(tmp_path: Path) -> None:
    """With the reason, and all others stay."""
    text = f"{STAGES}[waiters]\nVpcConnectionInactive = {{ left_out = 'no use' }}\n"
    waiters = definition(tmp_path, text)["resources"]["VpcConnection"]["waiters"]
    assert {"Available", "Deleted"} == set(waiters)


@pytest.mark.parametrize(
    ("words", "good"),
    [
        (("CREATING", "ACTIVE", "FAILED"), "ACTIVE"),
        (("PENDING", "RUNNING", "SUCCEEDED"), "SUCCEEDED"),
        (("STARTING", "RUNNING", "STOPPED"), "RUNNING"),
        (("CREATING", "CREATED", "ACTIVE"), "ACTIVE"),
        (("in-progress", "InService", "Failed"), "InService"),
        # Nothing passes: whoever waits waits for nothing.
        (("ACTIVE", "FAILED"), None),
        # Both are good.
        (("CREATING", "ACTIVE", "AVAILABLE"), None),
        # It comes when its hour comes.
        (("SCHEDULED", "ACTIVE", "EXPIRED"), None),
    ],
)
def test_the_state_that_is_waited_for(words: tuple[str, ...], good: str | None) -> None:
    """By AWS's words for states, whatever their spelling."""
    assert good == states.good(words)


def test_a_state_may_be_called_after_the_end_of_a_noun(tmp_path: Path) -> None:
    """The JobStatus of an events detection job is its own."""
    waiter = derived(tmp_path, DETECTIONS)["EventsDetectionJobCompleted"]
    path = "EventsDetectionJobProperties.JobStatus"
    assert waiter.success == {path: "COMPLETED"}
    assert waiter.failure == {path: ["FAILED", "STOPPED"]}


def test_no_state_is_waited_for_where_another_tells_nothing() -> None:
    """What is isolate-complete may pass or not: a person has to say."""
    shape = Service("ec2").model.shape_for("IpamState")
    assert states.good(shape.enum) is None
