"""The rules about waiters of our own fire on those that cannot work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from definitions.checks import Library, check_file
from definitions.checks.files import KINDS

FOLDER = "xray/2016-04-12"
EXTRAS, BASE = "waiters-2.boto3-extensions-extras.json", "waiters-2.json"
DONE = {
    "state": "success",
    "matcher": "path",
    "argument": "RetrievalStatus",
    "expected": "COMPLETE",
}
WAITER = {
    "operation": "ListRetrievedTraces",
    "delay": 5,
    "maxAttempts": 60,
    "acceptors": [DONE],
}


def found(
    data: Path, waiter: dict[str, Any], base: dict[str, Any], service: str = FOLDER
) -> list[str]:
    """Return what is found in the two files that hold a waiter."""
    folder = data / service
    folder.mkdir(parents=True)
    merge = {"version": 1.0, "merge": {"waiters": {"ExtRetrieved": waiter}}}
    for name, document in ((EXTRAS, merge), (BASE, {"version": 2, "waiters": base})):
        text = json.dumps(document, indent=2) + "\n"
        (folder / name).write_text(text, encoding="utf-8")
    return [
        finding.text
        for name in KINDS
        if (folder / name).exists()
        for finding in check_file(Library(data), folder / name)
    ]


def test_a_waiter_without_a_fault_passes(tmp_path: Path) -> None:
    """So that the cases below are proven by their fault."""
    assert [] == found(tmp_path, WAITER, {})


def test_an_error_may_be_known_that_no_model_tells(tmp_path: Path) -> None:
    """ec2 refuses with codes that only its documentation lists."""
    gone = {"state": "success", "matcher": "error", "expected": "InvalidVpcID.NotFound"}
    waiter = {**WAITER, "operation": "DescribeVpcs", "acceptors": [gone]}
    assert [] == found(tmp_path, waiter, {}, "ec2/2016-11-15")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"operation": "ListThings"}, "asks ListThings, which xray lacks"),
        ({"delay": 0}, "asks every 0 s: that should be between 1 and 300"),
        ({"maxAttempts": 1}, "asks 1 times: it waits not at all, or for days"),
        ({"acceptors": []}, "never succeeds"),
        (
            {"acceptors": [{**DONE, "matcher": "error", "expected": "Gone"}]},
            "knows Gone, which ListRetrievedTraces does not refuse with",
        ),
    ],
)
def test_a_waiter_that_cannot_work_is_found(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    """It would fail at once, or wait for days."""
    assert [f"ExtRetrieved {sentence}."] == found(tmp_path, {**WAITER, **change}, {})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"argument": "Status"},
            "Status, but ListRetrievedTracesResult has no member Status",
        ),
        (
            {"expected": "DONE"},
            "RetrievalStatus, but RetrievalStatus is never 'DONE'",
        ),
        (
            {"argument": "RetrievalStatus == 'DONE'", "expected": True},
            "RetrievalStatus == 'DONE', but RetrievalStatus is never 'DONE'",
        ),
        (
            {"argument": "Traces[?Id == Name].Id"},
            "Traces[?Id == Name].Id, but RetrievedTrace has no member Name",
        ),
        (
            {"argument": "length(Traces) > `0`"},
            "length(Traces) > `0`, but a boolean is never 'COMPLETE'",
        ),
        (
            {"argument": "Traces[].Id"},
            "Traces[].Id by path, which never matches",
        ),
        (
            {"argument": "keys(@)"},
            "keys(@), but its keys cannot be checked",
        ),
    ],
)
def test_a_waiter_for_what_never_comes_is_found(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    """AWS never answers what it waits for."""
    waiter = {**WAITER, "acceptors": [{**DONE, **change}]}
    assert [f"ExtRetrieved reads {sentence}."] == found(tmp_path, waiter, {})


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("length(Traces) > `0`", True),
        ("length(Traces[?Id == 'x' && !Spans])", 3),
        ("contains(Traces[].Id, 'x') || `false`", True),
        ("sum(Traces[].Duration || [`1`]) >= `1`", True),
        ("RetrievalStatus != 'COMPLETE'", False),
    ],
)
def test_a_waiter_may_count_and_compare(
    tmp_path: Path, argument: str, expected: object
) -> None:
    """What JMESPath makes of an answer is no member of it."""
    accept = {**DONE, "argument": argument, "expected": expected}
    assert [] == found(tmp_path, {**WAITER, "acceptors": [accept]}, {})


def test_waiters_in_a_file_of_their_own_are_found(tmp_path: Path) -> None:
    """The day botocore has waiters of the service, that file is read no more."""
    assert [
        f"{FOLDER}/{BASE} is hidden by a newer botocore's: move the waiters to extras."
    ] == found(tmp_path, WAITER, {"ExtOther": WAITER})
