"""The command line, run as a person or a script would run it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest

import boto3_extensions
import client_alone
from boto3_extensions._cli import text
from boto3_extensions._cli.program import main
from boto3_extensions._foundation import compiled

# Broken settings, and none that any command needs.
SETTINGS = {"AWS_PROFILE": "missing", "AWS_CONFIG_FILE": __file__}

COMMANDS = [
    [],
    ["services"],
    ["types", "rds"],
    ["show", "rds"],
    ["show", "rds.DBInstance"],
    ["files", "rds"],
    ["info"],
    ["arn", "arn:aws:rds:us-east-1:123456789012:db:orders"],
]

# Fails at any attempt to reach anybody.
OFFLINE = """
import runpy, sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise SystemExit(f"{event} {arguments}")
sys.addaudithook(refuse)
sys.argv[0] = "boto3_extensions"
runpy.run_module("boto3_extensions", run_name="__main__")
"""


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command line; return what it printed and ended with."""
    return subprocess.run(
        [sys.executable, "-m", "boto3_extensions", *arguments],
        env=os.environ | SETTINGS | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def told(*arguments: str, **env: str) -> Any:
    """Run a command that succeeds; return the JSON it prints."""
    done = run(*arguments, "--json", **env)
    assert (0, "") == (done.returncode, done.stderr)
    return json.loads(done.stdout)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_touches_the_network(command: list[str]) -> None:
    """Nor does any need credentials, a region, or settings that can be read."""
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, *command],
        env=os.environ | SETTINGS,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.strip()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_prints_json_for_scripts(command: list[str]) -> None:
    """Before the command or after it."""
    after, before = run(*command, "--json"), run("--json", *command)
    assert json.loads(after.stdout)
    assert after.stdout == before.stdout


def test_services_tells_who_defines_them() -> None:
    """boto3, this package, or both."""
    found = {one["name"]: one for one in told("services")}
    assert set(boto3.Session().get_available_resources()) == set(found)
    rds, ec2 = found["rds"], found["ec2"]
    assert ("boto3_extensions", []) == (rds["source"], rds["overlays"])
    assert ("boto3", ["boto3_extensions"]) == (ec2["source"], ec2["overlays"])


def test_a_definition_of_the_users_is_told_to_be_theirs(tmp_path: Path) -> None:
    """It is found where boto3 finds it, before ours."""
    folder = tmp_path / "athena" / "2017-05-18"
    folder.mkdir(parents=True)
    mine = {"service": {}, "resources": {"WorkGroup": {}}}
    (folder / "resources-1.json").write_text(json.dumps(mine))
    found = told("services", AWS_DATA_PATH=str(tmp_path))
    assert {"name": "athena", "source": "yours", "overlays": [], "types": 1} in found
    (file,) = (
        file
        for file in told("files", "athena", AWS_DATA_PATH=str(tmp_path))
        if file["source"] == "yours"
    )
    assert str(folder / "resources-1.json") == file["path"]


@pytest.mark.parametrize(
    "command",
    [
        ["types", "athena"],
        ["show", "athena.WorkGroup"],
        ["arn", "arn:aws:athena:us-east-1:123456789012:workgroup/w"],
    ],
)
def test_a_wrong_file_of_the_users_is_named(command: list[str], tmp_path: Path) -> None:
    """It ends with 1 and one line, and no traceback."""
    folder = tmp_path / "athena" / "2017-05-18"
    folder.mkdir(parents=True)
    mine = {"service": {}, "resources": {"WorkGroup": {}}}
    (folder / "resources-1.json").write_text(json.dumps(mine))
    (folder / "arns-1.json").write_text("{")
    done = run(*command, AWS_DATA_PATH=str(tmp_path))
    assert (1, "") == (done.returncode, done.stdout)
    assert f"{folder / 'arns-1.json'}: Expecting" in done.stderr
    assert 1 == done.stderr.count("\n")


def test_types_tells_how_each_is_made_and_its_arn() -> None:
    """In JSON as boto3's definition has it, in text as Python has it."""
    (found,) = (one for one in told("types", "rds") if one["type"] == "DBLogFile")
    assert {
        "service": "rds",
        "type": "DBLogFile",
        "identifiers": ["DBInstanceId", "Name"],
        "arn": [],
    } == found
    assert "DBLogFile(db_instance_id, name)\n" in run("types", "rds").stdout


def test_show_tells_all_that_a_type_has() -> None:
    """Every kind of member, under the name it has in Python."""
    found = told("show", "rds.DBInstance")
    assert ["id"] == found["identifiers"]
    assert "DescribeDBInstances" == found["load"]
    assert ["arn:{partition}:rds:{region}:{account}:db:{id}"] == found["arn"]
    engine = {"name": "engine", "type": "str", "shape": "String"}
    assert engine in found["attributes"]
    reboot = {
        "name": "reboot",
        "operation": "RebootDBInstance",
        "returns": "",
        "newer_name": "",
    }
    assert reboot in found["actions"]
    assert "db_snapshots" in [one["name"] for one in found["collections"]]
    assert "db_cluster" in [one["name"] for one in found["references"]]
    logs = {"name": "DBLogFile", "type": "DBLogFile", "identifiers": ["name"]}
    assert logs in found["subresources"]
    vpc = {"name": "db_subnet_group.vpc_id", "type": "ec2.Vpc"}
    assert vpc in found["links"]
    assert "db_cluster" not in [one["name"] for one in found["links"]]
    stopped = {"name": "wait_until_stopped", "operation": "DescribeDBInstances"}
    assert stopped in found["waiters"]
    assert "resource" in [one["name"] for one in found["methods"]]


def test_show_tells_what_boto3_adds_to_a_class() -> None:
    """Which no definition says, such as the transfers of s3."""
    found = told("show", "s3", "Object")
    assert "upload_file" in [one["name"] for one in found["methods"]]


def test_show_tells_what_a_batch_action_and_an_action_return() -> None:
    """Text for people says on one line what JSON has in several members."""
    shown = run("show", "ec2").stdout
    assert "CreateInstances" not in shown
    assert "RunInstances -> list[Instance]" in shown
    assert re.search(r"instances +Instance  DescribeInstances \.create_tags\(\)", shown)


def test_files_tells_in_which_order_they_count() -> None:
    """boto3's own definition, then what this package lays over it."""
    first, second, *_ = told("files", "ec2")
    assert ("boto3", "boto3_extensions") == (first["source"], second["source"])
    assert second["path"].endswith("resources-1.sdk-extras.json")
    assert all(Path(file["path"]).is_file() for file in (first, second))


def test_info_tells_versions_and_what_is_patched() -> None:
    """As an import alone leaves it."""
    found = told("info")
    assert boto3_extensions.__version__ == found["versions"]["boto3_extensions"]
    assert boto3.__version__ == found["versions"]["boto3"]
    assert (True, False) == (found["patched"], found["arns"])
    assert (
        f"boto3_extensions {boto3_extensions.__version__}, " in run("--version").stdout
    )


def test_info_tells_which_speed_patches_are_off() -> None:
    """As the environment of the process has it."""
    found = told("info", BOTO3_EXTENSIONS_SPEED="off")
    assert found["speed"]
    assert not any(switch["on"] for switch in found["speed"])


def test_compile_tells_its_files_and_how_they_are_found(tmp_path: Path) -> None:
    """Each stands for a JSON file; the variable is told where it is needed."""
    folder = tmp_path / "compiled"
    found = told("compile", "sqs", "--folder", str(folder))

    names = {file["name"] for file in found["files"]}
    assert names == {file.name for file in folder.iterdir()}
    assert all(Path(file["made_of"]).is_file() for file in found["files"])
    assert compiled.VARIABLE == found["found_by"]
    assert f"{compiled.VARIABLE}={folder}" in text.compile(found)


def test_compile_writes_where_programs_look(tmp_path: Path) -> None:
    """Without a folder, it is the one that is named, of services that code uses."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "mine.py").write_text("boto3.client('sqs')", "utf-8")
    folder = str(tmp_path / "compiled")
    environment = os.environ | SETTINGS | {compiled.VARIABLE: folder}
    done = subprocess.run(
        [sys.executable, "-m", "boto3_extensions", "compile", "--json"],
        cwd=tmp_path / "code",
        env=environment,
        capture_output=True,
        timeout=60,
        check=True,
    )
    found = json.loads(done.stdout)

    assert (folder, None) == (found["folder"], found["found_by"])
    assert any(file["name"].startswith("sqs-") for file in found["files"])


@pytest.mark.parametrize("command", [["compile"], ["compile", "sqs33"]], ids=" ".join)
def test_compile_of_nothing_ends_with_1(command: list[str], tmp_path: Path) -> None:
    """A folder without code names no services, and a service may be misspelt."""
    done = subprocess.run(
        [sys.executable, "-m", "boto3_extensions", *command],
        cwd=tmp_path,
        env=os.environ | SETTINGS | {compiled.VARIABLE: str(tmp_path / "compiled")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert 1 == done.returncode
    assert "service" in done.stderr
    assert not (tmp_path / "compiled").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows tells no modes")
def test_info_tells_why_compiled_models_are_ignored(tmp_path: Path) -> None:
    """Nothing else tells it: a program reads JSON and says nothing."""
    folder = tmp_path / "compiled"
    environment = {compiled.VARIABLE: str(folder)}
    assert told("info", **environment)["compiled"] is None

    folder.mkdir(mode=0o755)
    safe = told("info", **environment)
    assert {"folder": str(folder), "ignored": None} == safe["compiled"]
    assert re.search(rf"compiled models in +{folder}\n", text.info(safe) + "\n")

    folder.chmod(0o777)
    unsafe = told("info", **environment)
    assert f"ignored: others may write into {folder}" in text.info(unsafe)


def test_arn_tells_its_parts_and_what_it_names() -> None:
    """The resource type is boto3's."""
    found = told("arn", "arn:aws:rds:us-east-1:123456789012:db:orders")
    assert ("us-east-1", "123456789012") == (found["region"], found["account_id"])
    assert ("rds", "DBInstance") == (found["service_name"], found["resource_type"])
    assert {"id": "orders"} == found["identifiers"]


def test_arn_of_nothing_known_still_has_parts() -> None:
    """That boto3 has no resource for it is told, and is no error."""
    found = told("arn", "arn:aws:chime:us-east-1:123456789012:user/kim")
    assert "chime" == found["service"]
    assert found["resource_type"] is None
    assert "no resource type" in found["reason"]


@pytest.mark.parametrize(
    ("command", "near"),
    [
        (["types", "rdss"], "'rds'"),
        (["show", "rds.dbinstance"], "'DBInstance'"),
        (["files", "EC2"], "'ec2'"),
        (["arn", "arn:aws"], "arn"),
    ],
)
def test_an_unknown_name_ends_with_1(command: list[str], near: str) -> None:
    """What it may have been meant to be is told, in one line."""
    done = run(*command)
    assert (1, "") == (done.returncode, done.stdout)
    assert near in done.stderr
    assert 1 == done.stderr.count("\n")


@pytest.mark.parametrize("command", [["bogus"], ["types"], ["show", "--jason"]])
def test_a_command_that_cannot_be_understood_ends_with_2(command: list[str]) -> None:
    """As argparse and the shell's own commands have it."""
    done = run(*command)
    assert (2, "") == (done.returncode, done.stdout)
    assert "usage:" in done.stderr


@pytest.mark.parametrize("command", [["--help"], ["show", "--help"]])
def test_help_is_there(command: list[str]) -> None:
    """For the whole and for each command."""
    done = run(*command)
    assert 0 == done.returncode
    assert "python -m boto3_extensions" in done.stdout


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    """As with `... | head -1`."""
    with subprocess.Popen(
        [sys.executable, "-m", "boto3_extensions", "show", "ec2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"" == process.stderr.read()
    assert 141 == process.returncode


@pytest.mark.parametrize("name", ["DBInstance", "DBInstanc"])
def test_a_type_that_is_taken_for_a_service_is_named(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever has left the service out is told which it is."""
    assert 1 == main(["types", name])
    assert "rds.DBInstance is a type" in capsys.readouterr().err


def test_a_types_name_alone_finds_its_service() -> None:
    """In whatever case; which it is stands beside the output."""
    done = run("show", "dbproxy")
    assert (0, "dbproxy is rds.DBProxy\n") == (done.returncode, done.stderr)
    assert run("show", "rds.DBProxy").stdout == done.stdout


def test_a_types_name_of_several_services_is_asked_back() -> None:
    """It names them all."""
    done = run("show", "Cluster")
    assert 1 == done.returncode
    assert "ecs.Cluster" in done.stderr


def test_a_service_of_clients_alone_is_no_misspelt_one(tmp_path: Path) -> None:
    """boto3 has a client for it, and the command line says so."""
    done = run(
        "types", client_alone.NAME, AWS_DATA_PATH=client_alone.write_model(tmp_path)
    )
    assert 1 == done.returncode
    told = f"{client_alone.NAME} has no resources: boto3 has a client for it"
    assert told in done.stderr


def test_what_does_not_fit_into_a_terminal_goes_below() -> None:
    """A long name leaves the others where they are; lines for programs stay whole."""
    rows = [("Image(id)", "arn:image"), ("A" * 30, "arn:long"), ("Host(id)", "a" * 35)]
    lines = list(text._columns(rows, room=40))
    assert "Image(id)             arn:image" == lines[0]
    assert ["A" * 30 + "  arn:long", "Host(id)", "    " + "a" * 35] == lines[1:]
    assert 3 == len(list(text._columns(rows)))


def test_what_is_longer_than_a_line_is_broken_where_it_may_be() -> None:
    """A call before its arguments, ARNs from each other; one ARN is copied whole."""
    rows = [("Association(group_id, route_id)", "arn:a" * 3 + "  " + "arn:b" * 3)]
    assert [
        "Association(",
        "    group_id, route_id)",
        "    " + "arn:a" * 3,
        "    " + "arn:b" * 3,
    ] == list(text._columns(rows, room=24))
    assert 1 == len(list(text._columns(rows)))
