"""Real processes that need one role at the same moment, and what STS sees of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import boto3
import pytest
import redis
from botocore.credentials import AssumeRoleCredentialFetcher
from botocore.utils import JSONFileCache
from cryptography.fernet import Fernet

from moto_sts_log import assumed_roles

ROLE = "arn:aws:iam::123456789012:role/worker"
WORKER = str(Path(__file__).with_name("role_worker.py"))


def run_together(number: int, *arguments: str) -> list[str]:
    """Start workers, let all begin at once, and return what each printed."""
    workers = [
        subprocess.Popen(
            [sys.executable, WORKER, ROLE, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(number)
    ]
    for worker in workers:
        assert worker.stdout
        assert "ready\n" == worker.stdout.readline()
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    return [finished(worker) for worker in workers]


def finished(worker: subprocess.Popen[str]) -> str:
    """Wait for a worker to end well; return its last line."""
    printed, _ = worker.communicate(timeout=60)
    assert 0 == worker.returncode
    return printed.strip()


@pytest.fixture
def file_store(tmp_path: Path) -> Sequence[str]:
    """Name a folder that is not there yet."""
    return "file", str(tmp_path / "cache")


@pytest.fixture
def redis_store(redis_socket: str, redis_client: redis.Redis) -> Sequence[str]:
    """Name an empty Redis and a new key."""
    return "redis", redis_socket, Fernet.generate_key().decode()


@pytest.mark.parametrize("store", ["file_store", "redis_store"])
def test_eight_cold_processes_make_one_call(
    aws: str, store: str, request: pytest.FixtureRequest
) -> None:
    """All get the same credentials; the ninth, later, needs no call either."""
    arguments = request.getfixturevalue(store)
    printed = run_together(8, *arguments)

    assert 1 == len(assumed_roles(aws))
    assert 1 == len(set(printed))
    assert ":assumed-role/worker/" in printed[0]
    assert printed[:1] == run_together(1, *arguments)
    assert 1 == len(assumed_roles(aws))


def test_files_are_the_owners_and_no_lock_is_left(
    aws: str, file_store: Sequence[str]
) -> None:
    """After eight processes there is one file."""
    run_together(2, *file_store)
    folder = Path(file_store[1])
    (entry,) = folder.iterdir()

    assert 0o700 == folder.stat().st_mode & 0o777
    assert 0o600 == entry.stat().st_mode & 0o777


def test_the_aws_cli_goes_on_with_our_credentials(
    aws: str,
    session: Callable[[], boto3.Session],
    file_store: Sequence[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """botocore's fetcher and file cache, which it has, find what AWS's STS gave us."""
    monkeypatch.setenv("STS_OF_AWS", aws)
    # Else that is no STS of AWS, and what it gives is not for the CLI.
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "https://sts.us-east-1.amazonaws.com")
    (printed,) = run_together(1, *file_store)
    base = session()
    fetcher = AssumeRoleCredentialFetcher(
        base.client,
        base.get_credentials(),
        ROLE,
        cache=JSONFileCache(file_store[1]),
    )

    assert printed.split()[0] == fetcher.fetch_credentials()["access_key"]
    assert 1 == len(assumed_roles(aws))


def test_a_redis_that_is_down_costs_calls_but_no_work(aws: str) -> None:
    """Each process then asks STS itself."""
    key = Fernet.generate_key().decode()
    printed = run_together(2, "redis", f"{os.sep}nowhere", key)

    assert 2 == len(set(printed)) == len(assumed_roles(aws))
