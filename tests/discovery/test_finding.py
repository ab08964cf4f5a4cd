"""`find` leads from a name of AWS's to what resources call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import boto3_extensions
import client_alone
from boto3_extensions import Found
from boto3_extensions._cli.program import main
from boto3_extensions.exceptions import UnknownNameError

STOP = Found("rds.DBInstance.stop()", "action", "StopDBInstance", "rds.db_instances")


@pytest.mark.parametrize(
    "words",
    ["StopDBInstance", "stop_db_instance", "stopdbinstance", "stop DB instance"],
)
def test_an_operation_is_found_in_any_spelling(words: str) -> None:
    """And nothing else that has it in its name, such as StopDBInstanceAutomated..."""
    assert [STOP] == boto3_extensions.find(words, "rds")


def test_all_services_are_looked_through() -> None:
    """One operation may be in several places, with collections of all of them."""
    found = boto3_extensions.find("DisableAlarmActions")
    places = {one.where: one for one in found}
    assert "action" == places["cloudwatch.Alarm.disable_actions()"].kind
    assert "cloudwatch.alarms" == places["cloudwatch.Alarm.disable_actions()"].among
    assert "batch action" == places["cloudwatch.alarms.disable_actions()"].kind
    assert "cloudwatch.Alarm.disable_actions()" == found[0].where


@pytest.mark.parametrize(
    ("words", "where", "kind", "what"),
    [
        ("DBInstance", "DBInstance(id)", "type", "DBInstance"),
        ("describe db instances", "DBInstance.load()", "load", "DescribeDBInstances"),
        (
            "DescribeDBInstances",
            "db_instances",
            "collection",
            "DescribeDBInstances -> DBInstance",
        ),
        (
            "backup retention",
            "DBInstance.backup_retention_period",
            "attribute",
            "Integer",
        ),
        (
            "vpc_id",
            'DBInstance.resource("db_subnet_group.vpc_id")',
            "link",
            "ec2.Vpc",
        ),
        (
            ":db:",
            "DBInstance.arn",
            "arn",
            "arn:{partition}:rds:{region}:{account}:db:{id}",
        ),
        (
            "until stopped",
            "DBInstance.wait_until_stopped()",
            "waiter",
            "ExtDBInstanceStopped",
        ),
        ("db_cluster", "DBInstance.db_cluster", "reference", "DBCluster"),
    ],
)
def test_every_kind_is_found(words: str, where: str, kind: str, what: str) -> None:
    """Operations, types, members, links and ARNs."""
    found = {one.where: one for one in boto3_extensions.find(words, "rds")}
    assert (kind, what) == found[f"rds.{where}"][1:3]


def test_a_service_is_found_by_its_full_name() -> None:
    """As people know it."""
    (found,) = boto3_extensions.find("Relational", "rds")
    assert "boto3.resource('rds')" == found.where
    assert "Amazon Relational Database Service" == found.what


def test_what_can_be_called_comes_first() -> None:
    """Of all that a part of a name fits."""
    kinds = [one.kind for one in boto3_extensions.find("snapshot", "rds")]
    first = dict.fromkeys(kinds)
    assert ["type", "action", "collection", "load", "waiter"] == [*first][:5]
    assert sorted(kinds, key=[*first].index) == kinds


@pytest.mark.parametrize(
    ("words", "service", "told"),
    [
        ("StopDBInstnce", "rds", "did you mean 'StopDBInstance'"),
        ("StopDBInstance", "rdss", "did you mean 'rds'"),
        ("x", client_alone.NAME, "client"),
        (" ", None, "takes a name"),
    ],
)
def test_what_is_not_found_is_an_error(
    words: str,
    service: str | None,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the near name, if there is one."""
    monkeypatch.setenv("AWS_DATA_PATH", client_alone.write_model(tmp_path))
    with pytest.raises(UnknownNameError, match=told):
        boto3_extensions.find(words, service)


def test_of_each_is_the_collection_of_all_of_them() -> None:
    """Not of one kind of them."""
    (bucket,) = boto3_extensions.find("Bucket", "s3")
    assert "s3.buckets" == bucket.among


def test_an_arn_is_found_as_it_is_written() -> None:
    """With the name of its partition, as well as in the form of it."""
    found = boto3_extensions.find("arn:aws:logs", "logs")
    assert {"logs.LogGroup.arn"} <= {one.where for one in found}
    assert {"arn"} == {one.kind for one in found}


def test_the_command_line_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Or the same as JSON."""
    arguments = ["find", "Stop", "DBInstance", "--service", "rds"]
    assert 0 == main(arguments)
    head, line = capsys.readouterr().out.splitlines()[:2]
    assert ["WHERE", "KIND"] == head.split()[:2]
    assert [
        "rds.DBInstance.stop()",
        "action",
        "StopDBInstance",
        "rds.db_instances",
    ] == line.split()
    assert 0 == main([*arguments, "--json"])
    (found,) = json.loads(capsys.readouterr().out)
    assert STOP._asdict() == found


def test_the_command_line_ends_with_1_for_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As for all names that are none."""
    assert 1 == main(["find", "xyzzy", "--service", "rds"])
    captured: Any = capsys.readouterr()
    assert ("", 1) == (captured.out, captured.err.count("\n"))
