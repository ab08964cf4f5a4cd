"""What other users of the machine may put in the way of a FileCredentialCache."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path

import pytest

from assume_role_answers import KEY, NOW, answer
from boto3_extensions import FileCredentialCache
from boto3_extensions.exceptions import CredentialCacheError


def now() -> datetime:
    """Return the time at which `answer()` is good."""
    return NOW


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    """Keep an entry in a new folder; its file is the value."""
    FileCredentialCache(tmp_path / "cache", now=now)[KEY] = answer()
    return tmp_path / "cache" / f"{KEY}.json"


def cache_of(entry: Path) -> FileCredentialCache:
    """Return a cache as another process would open it."""
    return FileCredentialCache(entry.parent, now=now)


def assert_distrusted(
    entry: Path, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The entry counts as missing, one warning says why, and writing replaces it."""
    cache = cache_of(entry)
    assert KEY not in cache
    with pytest.raises(KeyError):
        cache[KEY]
    assert [f"Credentials not trusted: {entry} {reason}."] == caplog.messages

    cache[KEY] = answer(access_key_id="ASIAOURS")
    assert "ASIAOURS" == cache[KEY]["Credentials"]["AccessKeyId"]
    assert 0o600 == stat.S_IMODE(entry.lstat().st_mode)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o666])
def test_a_file_open_to_others_is_not_trusted(
    entry: Path, mode: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Its secrets are known, or were put there."""
    entry.chmod(mode)

    assert_distrusted(entry, "can be read or written by other users", caplog)


def test_a_file_of_another_user_is_not_trusted(
    entry: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever put it there would decide as whom we act."""
    real, number = os.fstat, entry.stat().st_ino

    def owned_by_another(descriptor: int) -> os.stat_result:
        found = real(descriptor)
        return (
            os.stat_result((*found[:4], found.st_uid + 1, *found[5:10]))
            if found.st_ino == number
            else found
        )

    monkeypatch.setattr(os, "fstat", owned_by_another)

    assert_distrusted(entry, "belongs to another user", caplog)


def test_a_link_to_credentials_is_not_followed(
    entry: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """In reading, nor in writing: what it points at stays as it is."""
    target = tmp_path / "target"
    entry.rename(target)
    entry.symlink_to(target)

    assert_distrusted(entry, "is a link", caplog)
    assert "ASIAEXAMPLE" in target.read_text("utf-8")


def test_a_link_in_the_place_of_the_lock_is_not_followed(
    entry: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What it points at is neither locked nor made."""
    entry.with_name(f".{KEY}.lock").symlink_to(tmp_path / "target")

    with cache_of(entry).lock(KEY) as is_held:
        assert not is_held
    assert "is a link" in caplog.text
    assert not (tmp_path / "target").exists()


def test_a_pipe_holds_nobody_up(entry: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Opening a pipe would wait for somebody to write to it."""
    entry.unlink()
    os.mkfifo(entry, 0o600)

    assert_distrusted(entry, "is not a plain file", caplog)


def test_a_folder_is_no_entry(entry: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It cannot be replaced either, and the error says where it is."""
    entry.unlink()
    entry.mkdir(0o700)
    cache = cache_of(entry)

    assert KEY not in cache
    assert "is not a plain file" in caplog.text
    with pytest.raises(CredentialCacheError, match="cannot be used"):
        cache[KEY] = answer()


def test_a_huge_file_is_not_read(entry: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It would fill the memory."""
    os.truncate(entry, 1 << 40)

    assert_distrusted(entry, "is larger than credentials are", caplog)


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o702])
def test_a_folder_others_write_to_is_refused(entry: Path, mode: int) -> None:
    """They could replace what is in it; the error tells the mend."""
    entry.parent.chmod(mode)
    cache = cache_of(entry)

    with pytest.raises(CredentialCacheError, match="Name a folder that is yours"):
        _ = KEY in cache
    with pytest.raises(CredentialCacheError, match="written to by other users"):
        cache["other"] = answer()
    with pytest.raises(CredentialCacheError):
        del cache[KEY]
    with pytest.raises(CredentialCacheError):
        cache.prune()
    assert [entry] == list(entry.parent.iterdir())


def test_a_folder_of_another_user_is_refused(
    entry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root finds it who acts for a user, or a user behind sudo."""
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)

    with pytest.raises(CredentialCacheError, match="belongs to another user"):
        _ = KEY in cache_of(entry)


def test_a_link_in_the_place_of_the_folder_is_refused(
    entry: Path, tmp_path: Path
) -> None:
    """It would lead to a folder of the linker's choice."""
    (tmp_path / "link").symlink_to(entry.parent)

    with pytest.raises(CredentialCacheError, match="is a link, or no folder"):
        _ = KEY in FileCredentialCache(tmp_path / "link")


def test_drafts_cannot_be_foreseen(
    entry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file or link waiting under the name of a draft is never written to."""
    monkeypatch.setattr("secrets.token_hex", lambda length: "guessed")
    draft = entry.with_name(f".{entry.name}.guessed.tmp")
    draft.symlink_to(entry.with_name("target"))

    with pytest.raises(CredentialCacheError, match="File exists"):
        cache_of(entry)[KEY] = answer()
    assert not entry.with_name("target").exists()
