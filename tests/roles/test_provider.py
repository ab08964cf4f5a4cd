"""Credentials that outlive a process, in a cache that may fail."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.credentials import AssumeRoleCredentialFetcher
from botocore.utils import JSONFileCache

from faulty_sts import (
    MINUTE,
    ROLE,
    BadSts,
    Time,
    aws_answered_by,
    key_of,
    provider_of,
    session_of,
)


@pytest.fixture
def cache(tmp_path: Path) -> JSONFileCache:
    """botocore's own cache, as the AWS CLI uses it."""
    return JSONFileCache(str(tmp_path))


class LockedCache(dict[str, Any]):
    """A cache that notes what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[str] = []

    @contextmanager
    def lock(self, key: str) -> Iterator[None]:
        self.log.append("lock")
        yield
        self.log.append("unlock")

    def __setitem__(self, key: str, value: Any) -> None:
        self.log.append("set")
        super().__setitem__(key, value)

    def __delitem__(self, key: str) -> None:
        self.log.append("delete")
        super().__delitem__(key)


class BrokenCache:
    """A cache whose store is down, and says so with its password."""

    def __contains__(self, key: object) -> bool:
        raise ConnectionError("redis://:hunter2@store is down")

    __setitem__ = __delitem__ = lock = __contains__


def key_after_renewal(credentials: Any) -> str:
    """Return it once the thread that renews behind a call is through."""
    key_of(credentials)
    credentials._flight.wait(10)
    return key_of(credentials)


def cached(sts: BadSts, time: Time, cache: Any, **keywords: Any) -> Any:
    """Return the credentials of a new process."""
    return provider_of(sts, time, credential_cache=cache, **keywords).load()


def cached_from_aws(sts: BadSts, time: Time, cache: Any) -> Any:
    """Return the credentials of a new process that asks AWS's own STS."""
    base = aws_answered_by(sts)
    return cached(sts, time, cache, base=base, settings={"endpoint_url": None})


def test_the_next_process_finds_the_credentials(sts: BadSts, cache: Any) -> None:
    """It makes no call."""
    assert "ASIA0001" == key_of(cached(sts, Time(), cache))
    later = Time()
    later.pass_(44 * MINUTE)
    second = cached(sts, later, cache)
    assert "ASIA0001" == key_of(second)
    assert "111111111111" == second.account_id
    assert 1 == len(sts.assumed)


def test_an_entry_without_an_account_tells_it_by_the_role(sts: BadSts) -> None:
    """As an older botocore, or the AWS CLI, keeps it."""
    entries = LockedCache()
    key_of(cached(sts, Time(), entries))
    for entry in entries.values():
        entry["Credentials"].pop("AccountId", None)
    found = cached(sts, Time(), entries)
    assert ("ASIA0001", "111111111111") == (key_of(found), found.account_id)


def test_botocore_reads_what_is_kept(sts: BadSts, cache: Any) -> None:
    """Under the key it computes itself, as the AWS CLI does."""
    key_of(cached_from_aws(sts, Time(), cache))
    fetcher = AssumeRoleCredentialFetcher(
        None, None, ROLE, extra_args={"RoleSessionName": "nightly"}, cache=cache
    )
    assert "ASIA0001" == fetcher.fetch_credentials()["access_key"]


def test_what_botocore_keeps_is_read(sts: BadSts, cache: Any) -> None:
    """It needs nothing that only we add."""
    name = {"RoleSessionName": "nightly"}
    base = aws_answered_by(sts)
    AssumeRoleCredentialFetcher(
        base.client, base.get_credentials(), ROLE, extra_args=name, cache=cache
    ).fetch_credentials()
    assert "ASIA0001" == key_of(cached_from_aws(sts, Time(), cache))
    assert 1 == len(sts.assumed)


def test_what_is_kept_is_renewed_when_due(sts: BadSts, cache: Any) -> None:
    """A quarter hour before its end, behind the first read."""
    key_of(cached(sts, Time(), cache))
    later = Time()
    later.pass_(46 * MINUTE)
    second = cached(sts, later, cache)
    assert "ASIA0001" == key_of(second)
    assert "ASIA0002" == key_after_renewal(second)
    assert "ASIA0002" == key_of(cached(sts, later, cache))


@pytest.mark.parametrize("ahead", [51 * MINUTE, 120 * MINUTE, -51 * MINUTE])
def test_a_clock_that_is_wrong_finds_them_too(sts: BadSts, ahead: float) -> None:
    """The machine's skew is noted beside them."""
    cache = LockedCache()
    key_of(cached(sts, Time(ahead), cache))
    assert "ASIA0001" == key_after_renewal(cached(sts, Time(ahead), cache))
    later = Time(ahead)
    later.pass_(61 * MINUTE)
    assert "ASIA0002" == key_of(cached(sts, later, cache))


def test_another_machines_skew_is_not_ours(
    sts: BadSts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever shares the cache has a clock of its own."""
    cache = LockedCache()
    key_of(cached(sts, Time(120 * MINUTE), cache))
    monkeypatch.setattr("platform.node", lambda: "elsewhere")
    later = Time()
    later.pass_(61 * MINUTE)
    assert "ASIA0002" == key_of(cached(sts, later, cache))


def test_if_sts_is_down_good_credentials_are_served(sts: BadSts) -> None:
    """A process that starts with 5 minutes left in the cache works for 5 minutes."""
    cache = LockedCache()
    key_of(cached(sts, Time(), cache))
    sts.fault = (400, "Throttling", "Rate exceeded")
    later = Time()
    later.pass_(55 * MINUTE)
    assert "ASIA0001" == key_of(cached(sts, later, cache))


def test_a_lock_is_held_around_call_and_keeping(sts: BadSts) -> None:
    """A cache may offer one, so that processes make one call."""
    cache = LockedCache()
    sts.arrived = lambda _: cache.log.append("call")
    key_of(cached(sts, Time(), cache))
    assert ["lock", "call", "set", "unlock"] == cache.log


def test_what_another_process_got_meanwhile_is_taken(sts: BadSts) -> None:
    """It is looked up again when the lock is had."""
    cache = LockedCache()
    time = Time()
    first, second = cached(sts, time, cache), cached(sts, time, cache)
    key_of(first), key_of(second)
    time.pass_(46 * MINUTE)
    assert ["ASIA0002"] * 2 == [key_after_renewal(first), key_after_renewal(second)]
    assert 2 == len(sts.assumed)


def test_invalidate_empties_the_cache(sts: BadSts, cache: Any) -> None:
    """The next process asks STS, too."""
    credentials = cached(sts, Time(), cache)
    key_of(credentials)
    credentials.invalidate()
    assert "ASIA0002" == key_of(cached(sts, Time(), cache))


def test_what_others_get_after_invalidation_is_read(sts: BadSts, cache: Any) -> None:
    """Forgotten is what STS granted until then by its own clock, not by a fast one."""
    time = Time(ahead=10 * MINUTE)
    mine = cached_from_aws(sts, time, cache)
    key_of(mine)
    mine.invalidate()
    sts.ahead = 2
    base = aws_answered_by(sts)
    AssumeRoleCredentialFetcher(
        base.client,
        base.get_credentials(),
        ROLE,
        extra_args={"RoleSessionName": "nightly"},
        cache=cache,
    ).fetch_credentials()
    assert "ASIA0002" == key_of(mine)
    assert 2 == len(sts.assumed)


def test_refused_credentials_leave_the_cache(sts: BadSts) -> None:
    """They are replaced there by the new ones."""
    cache = LockedCache()
    sts.bad_keys = {"ASIA0001"}
    session = session_of(provider_of(sts, Time(), credential_cache=cache))
    session.client("sts", endpoint_url=sts.url).get_caller_identity()
    assert ["lock", "set", "unlock", "delete", "lock", "set", "unlock"] == cache.log
    assert "ASIA0002" == key_of(cached(sts, Time(), cache))


def test_what_another_process_put_there_is_not_removed(sts: BadSts) -> None:
    """Refused are only the credentials that were sent."""
    cache = LockedCache()
    first, second = cached(sts, Time(), cache), cached(sts, Time(), cache)
    key_of(first), key_of(second)
    first.renew_refused("ASIA0001")
    second.renew_refused("ASIA0001")
    assert "ASIA0002" == key_of(second)
    assert 2 == len(sts.assumed)


def test_a_cache_that_does_not_forget_is_not_believed(sts: BadSts) -> None:
    """Credentials that were refused are not read from it again."""

    class Keeping(LockedCache):
        def __delitem__(self, key: str) -> None:
            self.log.append("delete")

    credentials = cached(sts, Time(), Keeping())
    key_of(credentials)
    credentials.invalidate()
    assert "ASIA0002" == key_of(credentials)


def test_a_cache_that_fails_breaks_nothing(
    sts: BadSts, caplog: pytest.LogCaptureFixture
) -> None:
    """One warning, which does not show what the cache says."""
    time = Time()
    credentials = cached(sts, time, BrokenCache())
    key_of(credentials)
    time.pass_(51 * MINUTE)
    assert "ASIA0002" == key_of(credentials)
    credentials.invalidate()
    assert "ASIA0003" == key_of(credentials)
    warnings = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert 1 == len(warnings)
    assert "BrokenCache could not be read (ConnectionError)" in caplog.text
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize(
    "entry", [None, 7, {}, {"Credentials": {"AccessKeyId": "x"}}, "damaged"]
)
def test_a_damaged_entry_counts_as_none(
    sts: BadSts, entry: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """With one warning; it is replaced."""
    cache = LockedCache()
    key_of(cached(sts, Time(), cache))
    (key,) = cache
    dict.__setitem__(cache, key, entry)
    assert "ASIA0002" == key_of(cached(sts, Time(), cache))
    assert "ASIA0002" == cache[key]["Credentials"]["AccessKeyId"]
    assert 1 == len([r for r in caplog.records if r.levelno >= logging.WARNING])


@pytest.mark.parametrize(("minutes", "key"), [(14, "ASIA0001"), (15.5, "ASIA0002")])
def test_an_entry_may_live_as_long_as_sts_grants_by_another_clock(
    sts: BadSts, minutes: float, key: str
) -> None:
    """Twelve hours, and a quarter of an hour by which two clocks may differ."""
    entries, time = LockedCache(), Time()
    key_of(cached(sts, time, entries))
    ends = time.now() + timedelta(hours=12, minutes=minutes)
    for entry in entries.values():
        entry["Credentials"]["Expiration"] = ends.isoformat()
    assert key == key_of(cached(sts, time, entries))


def test_without_a_session_name_all_processes_share(sts: BadSts, cache: Any) -> None:
    """The name that botocore makes up is not in the key."""
    unnamed = {"extra_args": {"RoleSessionName": None}}
    assert "ASIA0001" == key_of(cached(sts, Time(), cache, **unnamed))
    assert "ASIA0001" == key_of(cached(sts, Time(), cache, **unnamed))


class Replaying(LockedCache):
    """A store that was restored from a snapshot: it has again what was removed."""

    def __init__(self) -> None:
        super().__init__()
        self.was: dict[str, Any] = {}

    def __delitem__(self, key: str) -> None:
        self.was[key] = self[key]
        super().__delitem__(key)

    def restore(self) -> None:
        self.update(self.was)


def test_what_was_invalidated_is_not_believed_from_a_store_that_kept_it(
    sts: BadSts,
) -> None:
    """By no credentials of this process, though made anew."""
    cache = Replaying()
    first = cached(sts, Time(), cache)
    key_of(first)
    first.invalidate()
    cache.restore()
    assert "ASIA0002" == key_of(cached(sts, Time(), cache))
    cache.restore()
    assert "ASIA0003" == key_of(cached(sts, Time(), cache))


def test_nor_is_what_is_older_than_that(sts: BadSts) -> None:
    """An entry of before, under an access key never seen here."""
    cache = LockedCache()
    key_of(cached(sts, Time(), cache))
    ((key, old),) = cache.items()
    cached(sts, Time(), cache).invalidate()
    older = {**old, "Credentials": {**old["Credentials"], "AccessKeyId": "ASIAOLD"}}
    cache[key] = older
    assert "ASIA0002" == key_of(cached(sts, Time(), cache))


def test_what_others_got_since_is_believed(sts: BadSts) -> None:
    """Two seconds later, as dates have whole seconds."""
    cache = LockedCache()
    key_of(cached(sts, Time(), cache))
    ((key, _),) = cache.items()
    cached(sts, Time(), cache).invalidate()
    elsewhere = LockedCache()
    sts.ahead = 2.0
    later = Time(ahead=2.0)
    key_of(cached(sts, later, elsewhere))
    (entry,) = elsewhere.values()
    newer = {**entry, "Credentials": {**entry["Credentials"], "AccessKeyId": "ASIANEW"}}
    cache[key] = newer
    assert "ASIANEW" == key_of(cached(sts, later, cache))


def test_what_was_got_since_is_believed_at_once(sts: BadSts) -> None:
    """Another session of this process need not ask again."""
    cache = LockedCache()
    first = cached(sts, Time(), cache)
    key_of(first)
    first.invalidate()
    assert "ASIA0002" == key_of(first)
    assert "ASIA0002" == key_of(cached(sts, Time(), cache))
