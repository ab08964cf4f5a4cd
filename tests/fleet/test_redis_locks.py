"""How workers take turns at one entry of a RedisCredentialCache."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
import redis
from cryptography.fernet import Fernet

from assume_role_answers import KEY, answer
from boto3_extensions import RedisCredentialCache

OURS = Fernet.generate_key()
GOOD = "2099-01-01T00:00:00UTC"


@pytest.fixture
def cache(redis_client: redis.Redis) -> RedisCredentialCache:
    """Make a cache that waits for nobody."""
    return RedisCredentialCache(redis_client, OURS, lock_timeout=0.2)


def test_the_lock_is_held_and_freed(
    cache: RedisCredentialCache, redis_client: redis.Redis
) -> None:
    """Nothing of it stays in Redis."""
    with cache.lock(KEY) as is_held:
        assert is_held
        assert 1 == redis_client.dbsize()
    assert 0 == redis_client.dbsize()


def test_the_lock_of_the_dead_runs_out(
    cache: RedisCredentialCache, redis_client: redis.Redis
) -> None:
    """A worker that died leaves a lock that Redis removes."""
    with cache.lock(KEY):
        (name,) = redis_client.keys()
        assert 0 < redis_client.pttl(name) <= 200


def test_a_lock_that_ran_out_is_not_taken_from_the_next(
    cache: RedisCredentialCache, redis_client: redis.Redis
) -> None:
    """Who was too slow frees nothing, and what it fetched is not lost."""
    with cache.lock(KEY):
        (name,) = redis_client.keys()
        redis_client.set(name, "of the next")

    assert b"of the next" == redis_client.get(name)


def test_a_holder_that_hangs_is_not_waited_for_long(
    redis_client: redis.Redis, caplog: pytest.LogCaptureFixture
) -> None:
    """The body runs without the lock after the time-out; one warning is enough."""
    pauses: list[float] = []
    patience = RedisCredentialCache(
        redis_client, OURS, lock_timeout=5, ticks=count().__next__, pause=pauses.append
    )
    with RedisCredentialCache(redis_client, OURS).lock(KEY):
        for _ in range(2):
            with patience.lock(KEY) as is_held:
                assert not is_held

    assert [0.01, 0.02, 0.04, 0.08] * 2 == pauses
    assert 1 == len(caplog.records)
    assert "for 5 seconds; going on without it" in caplog.text


@pytest.mark.parametrize("before", [None, "2098-01-01T00:00:00UTC"])
def test_who_waits_sees_the_new_entry(
    redis_client: redis.Redis, before: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """The waiting ends when there is an entry, or a newer one, though locked still."""
    holder = RedisCredentialCache(redis_client, OURS)
    if before:
        holder[KEY] = answer(before)
    steps: Iterator[None] = (holder.__setitem__(KEY, answer(GOOD)) for _ in "once")

    with holder.lock(KEY):
        waiter = RedisCredentialCache(
            redis_client, OURS, pause=lambda seconds: next(steps)
        )
        with waiter.lock(KEY) as is_held:
            assert not is_held
            assert GOOD == waiter[KEY]["Credentials"]["Expiration"]

    assert [] == caplog.messages


def test_a_hundred_workers_fetch_once(redis_socket: str, redis_client: object) -> None:
    """Each with a connection of its own, all at the same moment."""
    fetched: list[int] = []
    together = threading.Barrier(100)

    def work(number: int) -> str:
        with redis.Redis(unix_socket_path=redis_socket) as client:
            cache = RedisCredentialCache(client, OURS)
            together.wait(60)
            with cache.lock(KEY):
                if KEY not in cache:
                    fetched.append(number)
                    cache[KEY] = answer(GOOD)
            return str(cache[KEY]["Credentials"]["AccessKeyId"])

    with ThreadPoolExecutor(100) as pool:
        assert {"ASIAEXAMPLE"} == {*pool.map(work, range(100))}

    assert 1 == len(fetched)


def test_without_redis_there_is_no_lock(
    no_redis: redis.Redis, caplog: pytest.LogCaptureFixture
) -> None:
    """The body runs all the same, with one warning an episode."""
    cache = RedisCredentialCache(no_redis, OURS, ticks=lambda: 0.0)
    for _ in range(3):
        with cache.lock(KEY) as is_held:
            assert not is_held

    assert 1 == len(caplog.messages)
    assert "go without a lock: Redis cannot be used (ConnectionError" in caplog.text
