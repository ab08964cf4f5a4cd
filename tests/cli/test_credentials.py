"""`python -m boto3_extensions credentials`, as AWS's SDKs and a shell run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import boto3
import pytest

ROLE = "arn:aws:iam::210987654321:role/test-role"
COMMAND = [sys.executable, "-m", "boto3_extensions", "credentials"]


@pytest.fixture
def home(aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the process a home folder of its own, and a region."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    return tmp_path


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command; return what it printed and ended with."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=os.environ | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def printed(*arguments: str) -> Any:
    """Run the command for the role; return the JSON it prints."""
    done = run("--role-arn", ROLE, *arguments)
    assert (0, "") == (done.returncode, done.stderr)
    return json.loads(done.stdout)


def test_it_prints_what_credential_process_is_to_print(home: Path) -> None:
    """The keys are the role's, under the session name, for as long as asked."""
    found = printed("--role-session-name", "shell", "--duration", "900")
    assert 1 == found["Version"]
    left = datetime.fromisoformat(found["Expiration"]) - datetime.now(timezone.utc)
    assert timedelta(minutes=13) < left < timedelta(minutes=16)
    sts = boto3.client(
        "sts",
        aws_access_key_id=found["AccessKeyId"],
        aws_secret_access_key=found["SecretAccessKey"],
        aws_session_token=found["SessionToken"],
    )
    arn = sts.get_caller_identity()["Arn"]
    assert "arn:aws:sts::210987654321:assumed-role/test-role/shell" == arn


def test_it_shares_the_aws_clis_cache(home: Path) -> None:
    """The second process asks nobody; the file is the user's alone."""
    assert printed()["SessionToken"] == printed()["SessionToken"]
    (file,) = (home / ".aws" / "cli" / "cache").glob("*.json")
    assert 0o600 == file.stat().st_mode & 0o777


def test_it_leaves_the_cache_alone_if_told_so(home: Path) -> None:
    """Each process then has credentials of its own."""
    keys = {printed("--no-cache")["AccessKeyId"] for _ in range(2)}
    assert 2 == len(keys)
    assert not (home / ".aws").exists()


def write_profiles(home: Path, shop: str) -> str:
    """Write a profile that runs the command; return the path of the file."""
    config = home / "config"
    process = " ".join([*COMMAND, "--role-arn", ROLE, *shop.split()])
    config.write_text(
        f"[profile shop]\ncredential_process = {process}\n"
        "[profile base]\naws_access_key_id = k\naws_secret_access_key = s\n"
    )
    return str(config)


def test_an_sdk_runs_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile has the role, by the line AWS documents."""
    monkeypatch.setenv("AWS_CONFIG_FILE", write_profiles(home, "--profile base"))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    sts = boto3.Session(profile_name="shop").client("sts")
    assert "210987654321" == sts.get_caller_identity()["Account"]


def test_a_profile_that_waits_for_itself_is_told_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of starting processes without end."""
    monkeypatch.setenv("AWS_CONFIG_FILE", write_profiles(home, ""))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    done = run("--role-arn", ROLE, AWS_PROFILE="shop")
    assert (1, "") == (done.returncode, done.stdout)
    assert "--profile" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--role-arn", "test-role"], "test-role"),
        (["--role-arn", ROLE, "--profile", "none"], "profile (none)"),
        (["--role-arn", ROLE, "--role-session-name", "a b"], "a b"),
    ],
)
def test_what_cannot_be_had_ends_with_1(
    home: Path, arguments: list[str], told: str
) -> None:
    """One line tells why, and nothing is printed that could be taken for keys."""
    done = run(*arguments)
    assert (1, "") == (done.returncode, done.stdout)
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_role_it_is_no_command(home: Path) -> None:
    """It ends with 2, as all that cannot be understood."""
    assert 2 == run().returncode
