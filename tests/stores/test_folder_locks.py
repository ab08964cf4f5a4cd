"""How processes and threads take turns at one entry of a FileCredentialCache."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from assume_role_answers import KEY, answer
from boto3_extensions import FileCredentialCache

DYING = f"""
import os, sys
from boto3_extensions import FileCredentialCache

with FileCredentialCache(sys.argv[1]).lock({KEY!r}):
    os._exit(9)
"""


# For a process to find the modules that help tests.
HERE = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def test_the_dead_hold_up_nobody(tmp_path: Path) -> None:
    """The system frees the lock of a process that ended without doing so."""
    died = subprocess.run([sys.executable, "-c", DYING, str(tmp_path)], env=HERE)
    assert 9 == died.returncode
    assert [f".{KEY}.lock"] == os.listdir(tmp_path)

    with FileCredentialCache(tmp_path, lock_timeout=0).lock(KEY) as is_held:
        assert is_held


def test_a_holder_that_hangs_is_not_waited_for_long(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The body runs without the lock after the time-out; one warning is enough."""
    pauses: list[float] = []
    patience = FileCredentialCache(
        tmp_path, lock_timeout=5, ticks=count().__next__, pause=pauses.append
    )
    with FileCredentialCache(tmp_path).lock(KEY):
        for _ in range(2):
            with patience.lock(KEY) as is_held:
                assert not is_held

    assert [0.01, 0.02, 0.04, 0.08] * 2 == pauses
    assert 1 == len(caplog.records)
    assert "for 5 seconds; going on without it" in caplog.text


def test_a_thread_does_not_wait_for_itself(tmp_path: Path) -> None:
    """Who is called in the midst of the body, by a signal, finds the lock held.

    And found it free to be waited for by all others.
    """

    def wait(_: float) -> None:
        raise AssertionError("it waits for its own thread")

    cache = FileCredentialCache(tmp_path, pause=wait)
    with cache.lock(KEY) as is_held:
        with cache.lock(KEY) as is_held_inside:
            assert is_held
            assert is_held_inside
        assert [f".{KEY}.lock"] == os.listdir(tmp_path)
        impatient = FileCredentialCache(tmp_path, lock_timeout=0)
        with ThreadPoolExecutor(1) as pool:
            assert not pool.submit(take, impatient).result(timeout=30)
    assert take(impatient)
    assert [] == os.listdir(tmp_path)


def take(cache: FileCredentialCache) -> bool:
    """Take a lock, and tell whether it was free."""
    with cache.lock(KEY) as is_held:
        return is_held


def test_threads_take_turns(tmp_path: Path) -> None:
    """A lock keeps apart the threads of one process, too."""
    cache = FileCredentialCache(tmp_path)
    fetched: list[int] = []

    def work(number: int) -> None:
        with cache.lock(KEY):
            if KEY not in cache:
                fetched.append(number)
                cache[KEY] = answer("2099-01-01T00:00:00UTC")

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(64)))

    assert 1 == len(fetched)


def test_other_keys_do_not_wait(tmp_path: Path) -> None:
    """Each role has a lock of its own."""
    cache = FileCredentialCache(tmp_path, lock_timeout=0)
    with cache.lock("one") as one, cache.lock("other") as other:
        assert one
        assert other


def test_an_error_of_the_body_frees_the_lock(tmp_path: Path) -> None:
    """It reaches the caller as it is, and nothing is left in the folder."""
    cache = FileCredentialCache(tmp_path, lock_timeout=0)
    with pytest.raises(ZeroDivisionError), cache.lock(KEY):
        _ = 1 / 0

    assert [] == os.listdir(tmp_path)
    with cache.lock(KEY) as is_held:
        assert is_held


def test_a_folder_that_vanishes_costs_nothing(tmp_path: Path) -> None:
    """What was fetched under the lock is not lost to an error in freeing it."""
    cache = FileCredentialCache(tmp_path / "cache")
    with cache.lock(KEY):
        os.rename(cache.path, tmp_path / "gone")

    assert not os.path.exists(cache.path)


def test_no_folder_no_lock(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where none can be made the body runs all the same, with one warning."""
    (tmp_path / "file").touch()
    cache = FileCredentialCache(tmp_path / "file" / "cache")
    for _ in range(2):
        with cache.lock(KEY) as is_held:
            assert not is_held

    assert [logging.WARNING] == [record.levelno for record in caplog.records]
    assert "going on without: " in caplog.text
