"""Servers that only the environment `fleet` has."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from redis.backoff import ConstantBackoff, NoBackoff
from redis.retry import Retry

from guarded_aws import GuardedAws, free_port, furnish, wait_for_answer

_OWN_ENVIRONMENT = "run tox -e fleet, or set MINISTACK to where it is installed"


def program(name: str, cure: str) -> str:
    """Return where a program is, or fail with what mends its absence."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is missing: {cure}", pytrace=False)
    return found


@pytest.fixture(scope="session")
def redis_socket() -> Iterator[str]:
    """Run a Redis server on a Unix socket, whose path is the value.

    No port, so that two runs at once never meet; the name of a socket is at most about
    100 characters long, and pytest's temporary folders are longer.
    """
    binary = program(
        "redis-server", "apt-get install redis-server, or brew install redis"
    )
    with tempfile.TemporaryDirectory(prefix="redis") as folder:
        path = f"{folder}/socket"
        settings = ["--port", "0", "--unixsocket", path, "--dir", folder, "--save", ""]
        server = subprocess.Popen([binary, *settings], stdout=subprocess.DEVNULL)
        try:
            _until_it_answers(path)
            yield path
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture
def redis_client(redis_socket: str) -> Iterator[redis.Redis]:
    """Give a test an empty Redis."""
    with redis.Redis(unix_socket_path=redis_socket) as client:
        yield client
        client.flushall()


@pytest.fixture
def no_redis() -> Iterator[redis.Redis]:
    """Give a test a client of a Redis that is not there, and that gives up at once."""
    at_once = Retry(NoBackoff(), 0)
    with redis.Redis(unix_socket_path="/nowhere/socket", retry=at_once) as client:
        yield client


def _until_it_answers(path: str) -> None:
    patience = Retry(ConstantBackoff(0.05), 200)
    with redis.Redis(unix_socket_path=path, retry=patience) as client:
        assert client.ping()
    assert Path(path).is_socket()


@pytest.fixture(scope="session")
def guarded_aws() -> Iterator[GuardedAws]:
    """Run an AWS that enforces signatures, permissions and trust, with a few users."""
    program_path = os.environ.get("MINISTACK") or program("ministack", _OWN_ENVIRONMENT)
    with tempfile.TemporaryDirectory(prefix="ministack") as folder:
        port = free_port()
        settings = {
            "AUTH": "true",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            "HOME": folder,
            "PATH": os.environ["PATH"],
        }
        with open(f"{folder}/log", "wb") as log:
            server = subprocess.Popen(
                [program_path], env=settings, cwd=folder, stdout=log, stderr=log
            )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for_answer(f"{url}/_ministack/health")
            yield furnish(url)
        finally:
            server.terminate()
            server.wait(30)
