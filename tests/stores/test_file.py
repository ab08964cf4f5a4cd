"""What FileCredentialCache keeps, gives back and forgets."""

from __future__ import annotations

import os
import pickle
import stat
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.credentials import AssumeRoleCredentialFetcher
from botocore.utils import JSONFileCache

from assume_role_answers import KEY, NOW, SECRETS, answer
from boto3_extensions import FileCredentialCache
from boto3_extensions.exceptions import CredentialCacheError, InvalidCacheKeyError
from moto_sts_log import assumed_roles

ROLE = "arn:aws:iam::123456789012:role/worker"


def at(moment: datetime) -> Callable[[], datetime]:
    """Return a clock that stands still."""
    return lambda: moment


@pytest.fixture
def cache(tmp_path: Path) -> FileCredentialCache:
    """Make a cache in a new folder, at the time NOW."""
    return FileCredentialCache(tmp_path / "cache", now=at(NOW))


def mode_of(path: Path | str) -> int:
    """Return who may read and write a file or folder."""
    return stat.S_IMODE(os.stat(path).st_mode)


def fetcher_with(cache: Any, session: boto3.Session) -> AssumeRoleCredentialFetcher:
    """Return botocore's own fetcher, which the AWS CLI uses, on a cache."""
    return AssumeRoleCredentialFetcher(
        session.client,
        session.get_credentials(),
        ROLE,
        {"ExternalId": "42"},
        None,
        cache,
    )


def test_what_was_kept_is_given_back(cache: FileCredentialCache) -> None:
    """To any other process that looks into the same folder."""
    cache[KEY] = answer()

    other = FileCredentialCache(cache.path, now=at(NOW))
    assert KEY in other
    assert answer() == other[KEY]


def test_what_was_not_kept_is_missing(cache: FileCredentialCache) -> None:
    """As in a dict; looking makes no folder."""
    assert KEY not in cache
    with pytest.raises(KeyError):
        cache[KEY]
    with pytest.raises(KeyError):
        del cache[KEY]
    assert not os.path.exists(cache.path)


def test_what_was_deleted_is_missing(cache: FileCredentialCache) -> None:
    """For every process at once."""
    cache[KEY] = answer()
    del cache[KEY]

    assert KEY not in cache
    assert [] == os.listdir(cache.path)


def test_only_the_owner_has_access(cache: FileCredentialCache) -> None:
    """The folder is 0700 and the file 0600, whatever the umask grants."""
    before = os.umask(0)
    try:
        cache[KEY] = answer()
    finally:
        os.umask(before)

    assert 0o700 == mode_of(cache.path)
    assert 0o600 == mode_of(f"{cache.path}/{KEY}.json")


def test_the_default_folder_is_the_clis(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Below the home folder of the user."""
    monkeypatch.setenv("HOME", str(tmp_path))

    assert str(tmp_path / ".aws/cli/cache") == FileCredentialCache().path


def test_the_cli_reads_what_we_write(cache: FileCredentialCache) -> None:
    """botocore's JSONFileCache is what the AWS CLI keeps credentials in."""
    cache[KEY] = answer(datetime(2026, 11, 22, 13, 0, tzinfo=timezone.utc))

    assert answer("2026-11-22T13:00:00UTC") == JSONFileCache(cache.path)[KEY]


def test_we_read_what_the_cli_writes(cache: FileCredentialCache) -> None:
    """Into a folder that the AWS CLI made, which lets others list it."""
    os.mkdir(cache.path, 0o755)
    JSONFileCache(cache.path)[KEY] = answer(NOW + timedelta(hours=1))

    assert answer() == cache[KEY]


@pytest.mark.parametrize("ours_first", [True, False])
def test_one_call_serves_the_cli_and_us(
    aws: str, session: Callable[[], boto3.Session], tmp_path: Path, ours_first: bool
) -> None:
    """botocore's fetcher finds under its key what it stored through the other cache."""
    path = str(tmp_path / "cache")
    caches = [JSONFileCache(path), FileCredentialCache(path)]
    first, second = reversed(caches) if ours_first else caches

    kept = fetcher_with(first, session()).fetch_credentials()
    found = fetcher_with(second, session()).fetch_credentials()

    assert kept["secret_key"] == found["secret_key"]
    assert 1 == len(assumed_roles(aws))


def test_times_are_written_in_utc(cache: FileCredentialCache) -> None:
    """The AWS CLI's format names the zone, and only UTC's name is read everywhere."""
    berlin = timezone(timedelta(hours=1), "CET")
    cache[KEY] = answer(datetime(2026, 11, 22, 14, 0, tzinfo=berlin))

    assert "2026-11-22T13:00:00UTC" == cache[KEY]["Credentials"]["Expiration"]


def test_the_reader_decides_what_has_expired(cache: FileCredentialCache) -> None:
    """The clock of this machine may be wrong, which the reader may know."""
    cache[KEY] = answer("2026-11-22T11:00:00UTC")

    assert answer("2026-11-22T11:00:00UTC") == cache[KEY]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"Credentials": {"AccessKeyId": "ASIA',
        b"\xff\xfe",
        b"[]",
        b'{"Credentials": null}',
        b'{"Credentials": {"AccessKeyId": "ASIAEXAMPLE"}}',
        b'{"accessToken": "of another kind", "expiresAt": "2099-01-01T00:00:00Z"}',
    ],
)
def test_what_is_damaged_is_missing(cache: FileCredentialCache, content: bytes) -> None:
    """Half a file, or a file of something else, stops nobody and is replaced."""
    cache[KEY] = answer()
    Path(cache.path, f"{KEY}.json").write_bytes(content)

    assert KEY not in cache
    cache[KEY] = answer()
    assert answer() == cache[KEY]


@pytest.mark.parametrize("expiration", [None, 5, "soon", "9" * 400])
def test_what_never_expires_is_no_answer(
    cache: FileCredentialCache, expiration: object
) -> None:
    """Credentials of unknown age are not served."""
    cache[KEY] = answer(expiration)

    assert KEY not in cache


@pytest.mark.parametrize(
    "key", ["", "../up", "a/b", "a\\b", ".hidden", "a\0b", "a:b", "k" * 201, "ä", None]
)
def test_a_key_that_leads_elsewhere_is_refused(
    cache: FileCredentialCache, key: Any
) -> None:
    """Before any file is touched, in every operation."""
    with pytest.raises(InvalidCacheKeyError):
        _ = key in cache
    with pytest.raises(InvalidCacheKeyError):
        cache[key] = answer()
    with pytest.raises(InvalidCacheKeyError):
        del cache[key]
    with pytest.raises(InvalidCacheKeyError), cache.lock(key):
        pass
    assert not os.path.exists(cache.path)


def test_a_failed_write_changes_nothing(
    cache: FileCredentialCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old entry stays, and no draft is left."""
    cache[KEY] = answer()

    def full_disk(*args: object, **keywords: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(CredentialCacheError, match="No space left"):
        cache[KEY] = answer(access_key_id="ASIALATER")

    assert answer() == cache[KEY]
    assert [f"{KEY}.json"] == os.listdir(cache.path)


def test_what_is_no_json_is_refused_without_showing_it(
    cache: FileCredentialCache,
) -> None:
    """The error tells the type that is wrong; botocore's would show the secrets."""
    with pytest.raises(CredentialCacheError, match="object is no JSON type") as caught:
        cache[KEY] = {**answer(), "Extra": object()}

    assert not any(secret in str(caught.value) for secret in SECRETS)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_prune_removes_what_is_over(cache: FileCredentialCache) -> None:
    """Expired entries and abandoned drafts; not what is good, or others'."""
    cache["good"], cache["over"] = answer(), answer("2026-11-22T11:00:00UTC")
    Path(cache.path, "session.json").write_text("{}", "utf-8")
    for name, age in (("old", 3601), ("young", 3599)):
        draft = Path(cache.path, f".{name}.tmp")
        draft.touch()
        os.utime(draft, (0, NOW.timestamp() - age))

    assert 2 == cache.prune()
    assert {".young.tmp", "good.json", "session.json"} == set(os.listdir(cache.path))


def test_prune_leaves_what_is_being_renewed(cache: FileCredentialCache) -> None:
    """The holder of the lock may be about to write."""
    cache[KEY] = answer("2026-11-22T11:00:00UTC")
    with cache.lock(KEY):
        assert 0 == cache.prune()
    assert 1 == cache.prune()


def test_nothing_to_prune_is_no_error(cache: FileCredentialCache) -> None:
    """Where no folder is yet."""
    assert 0 == cache.prune()


def test_a_cache_travels(tmp_path: Path) -> None:
    """To another process, by its folder: what is in it stays at home."""
    cache = FileCredentialCache(tmp_path)
    cache[KEY] = answer()
    pickled = pickle.dumps(cache)

    assert cache.path == pickle.loads(pickled).path
    assert f"FileCredentialCache({str(tmp_path)!r})" == repr(cache)
    assert not any(secret.encode() in pickled for secret in SECRETS)
