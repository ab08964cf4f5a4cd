"""Who shares a store and who does not, and with whom its folders are shared."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from assume_role_answers import KEY, answer
from boto3_extensions import FileCredentialCache
from boto3_extensions.exceptions import CredentialCacheError
from faulty_sts import BadSts, Time, key_of, provider_of

# A process of its own, as a umask is the whole process's.
KEEP = """
import json, os, stat, sys
import boto3_extensions
os.umask(int(sys.argv[1], 8))
cache = boto3_extensions.FileCredentialCache()
cache["key"] = json.loads(sys.argv[2])
assert "key" in cache
with cache.lock("key") as first:
    pass
with cache.lock("key") as again:
    pass
assert first and again
"""


@pytest.mark.parametrize("umask", ["000", "002", "077", "277", "777"])
def test_all_folders_made_are_their_owners_alone_whatever_the_umask(
    umask: str, tmp_path: Path
) -> None:
    """Those above the cache, too; a folder that was there keeps its mode."""
    tmp_path.chmod(0o755)
    told = json.dumps({**answer(), "ResponseMetadata": {}})
    env = {**os.environ, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    command = [sys.executable, "-c", KEEP, umask, told]
    subprocess.run(command, env=env, check=True, timeout=60)
    made = [tmp_path / ".aws", tmp_path / ".aws/cli", tmp_path / ".aws/cli/cache"]
    assert [0o700] * 3 == [stat.S_IMODE(folder.stat().st_mode) for folder in made]
    assert 0o755 == stat.S_IMODE(tmp_path.stat().st_mode)
    assert [0o600] == [stat.S_IMODE(file.stat().st_mode) for file in made[2].iterdir()]


def test_a_namespace_has_entries_of_its_own(tmp_path: Path) -> None:
    """Nobody else finds or deletes them, nor do they those of others."""
    plain = FileCredentialCache(tmp_path / "cache")
    ours, theirs = (
        FileCredentialCache(tmp_path / "cache", namespace=name) for name in "ab"
    )
    for number, cache in enumerate((plain, ours, theirs)):
        assert KEY not in cache
        cache[KEY] = answer(access_key_id=f"ASIA{number}")
    found = [cache[KEY]["Credentials"]["AccessKeyId"] for cache in (plain, ours)]
    assert ["ASIA0", "ASIA1"] == found
    del theirs[KEY]
    assert [True, True, False] == [KEY in cache for cache in (plain, ours, theirs)]


def test_two_identities_over_one_folder_ask_for_themselves(
    sts: BadSts, tmp_path: Path
) -> None:
    """And once each."""
    for name in ("alice", "bob", "alice", "bob"):
        cache = FileCredentialCache(tmp_path / "cache", namespace=name)
        key_of(provider_of(sts, Time(), credential_cache=cache).load())
    assert 2 == len(sts.assumed)


@pytest.mark.parametrize("namespace", ["", 7, b"alice"])
def test_a_namespace_that_tells_nothing_apart_is_refused(namespace: Any) -> None:
    """By an error that names the argument."""
    with pytest.raises(CredentialCacheError, match="namespace must be a string"):
        FileCredentialCache(namespace=namespace)


def test_namespaces_wait_for_themselves_only(tmp_path: Path) -> None:
    """Each has a lock of its own, and a thread that has one has not the other."""
    ours = FileCredentialCache(tmp_path / "cache", namespace="a", lock_timeout=0)
    theirs = FileCredentialCache(tmp_path / "cache", namespace="b", lock_timeout=0)

    def held(cache: FileCredentialCache) -> bool:
        with cache.lock(KEY) as is_held:
            return bool(is_held)

    with ours.lock(KEY) as first, ThreadPoolExecutor(1) as other:
        assert (True, True, False) == (
            first,
            other.submit(held, theirs).result(),
            other.submit(held, ours).result(),
        )
