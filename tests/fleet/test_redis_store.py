"""What RedisCredentialCache keeps, gives back and forgets, on a real Redis server."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import redis
from cryptography.fernet import Fernet

from assume_role_answers import KEY, NOW, SECRETS, answer
from boto3_extensions import RedisCredentialCache
from boto3_extensions.exceptions import (
    CredentialCacheError,
    InvalidCacheKeyError,
    InvalidEncryptionKeyError,
    MissingExtraError,
)

OURS, OTHER = Fernet.generate_key(), Fernet.generate_key()
MakeCache = Callable[..., RedisCredentialCache]


def now() -> datetime:
    """Return the time at which `answer()` is good for an hour."""
    return NOW


@pytest.fixture
def make_cache(redis_client: redis.Redis) -> MakeCache:
    """Make caches as any worker would, on one Redis, with our key or another."""

    def make(key: Any = OURS, **keywords: Any) -> RedisCredentialCache:
        return RedisCredentialCache(redis_client, key, **{"now": now, **keywords})

    return make


@pytest.fixture
def cache(make_cache: MakeCache) -> RedisCredentialCache:
    """Make a cache with our key."""
    return make_cache()


def test_what_was_kept_is_given_back(
    cache: RedisCredentialCache, make_cache: MakeCache
) -> None:
    """To any other worker with the same key."""
    cache[KEY] = answer()

    assert KEY in make_cache()
    assert answer() == make_cache()[KEY]


def test_what_was_not_kept_is_missing(cache: RedisCredentialCache) -> None:
    """As in a dict."""
    assert KEY not in cache
    with pytest.raises(KeyError):
        cache[KEY]
    with pytest.raises(KeyError):
        del cache[KEY]


def test_what_was_deleted_is_missing(
    cache: RedisCredentialCache, redis_client: redis.Redis
) -> None:
    """For every worker at once."""
    cache[KEY] = answer()
    del cache[KEY]

    assert 0 == redis_client.dbsize()


def test_a_client_that_decodes_will_do(redis_socket: str, cache: Any) -> None:
    """redis-py returns text instead of bytes where it is told to."""
    cache[KEY] = answer()
    with redis.Redis(unix_socket_path=redis_socket, decode_responses=True) as client:
        assert answer() == RedisCredentialCache(client, OURS.decode())[KEY]


def test_redis_forgets_when_the_credentials_expire(
    cache: RedisCredentialCache, redis_client: redis.Redis
) -> None:
    """By its own clock, after what is left by ours."""
    cache[KEY] = answer(NOW + timedelta(minutes=30))

    (name,) = redis_client.keys()
    assert 1790 < redis_client.ttl(name) <= 1800


def test_the_time_left_is_told_by_aws(
    make_cache: MakeCache, redis_client: redis.Redis
) -> None:
    """Where the answer has a date, a clock of ours two hours ahead does no harm."""
    sent = answer(datetime(2026, 11, 22, 13, 0, tzinfo=timezone.utc))
    sent["ResponseMetadata"]["HTTPHeaders"] = {"date": "Sun, 22 Nov 2026 12:00:00 GMT"}
    make_cache(now=lambda: NOW + timedelta(hours=2))[KEY] = sent

    (name,) = redis_client.keys()
    assert 3590 < redis_client.ttl(name) <= 3600


def test_the_expired_is_not_kept(
    cache: RedisCredentialCache, redis_client: redis.Redis
) -> None:
    """Nor what never expires."""
    cache[KEY] = answer(NOW)
    cache[KEY] = answer(None)

    assert 0 == redis_client.dbsize()


def test_redis_sees_no_secret(
    cache: RedisCredentialCache, redis_client: redis.Redis
) -> None:
    """The value is encrypted, and the name tells not even the key of the entry."""
    cache[KEY] = answer()
    (name,) = redis_client.keys()
    seen = name + redis_client.get(name)

    assert name.startswith(b"boto3_extensions:")
    for secret in (*SECRETS, KEY, "ASIAEXAMPLE", "worker", OURS.decode()):
        assert secret.encode() not in seen


def test_another_key_finds_nothing(
    cache: RedisCredentialCache, make_cache: MakeCache
) -> None:
    """Workers with another key have entries of their own, under other names."""
    cache[KEY] = answer()
    other = make_cache(OTHER)
    assert KEY not in other

    other[KEY] = answer(access_key_id="ASIAOTHER")
    assert answer() == cache[KEY]


def test_keys_are_changed_without_a_gap(
    cache: RedisCredentialCache, make_cache: MakeCache
) -> None:
    """The new and the old one read what the old one wrote; the new one writes."""
    cache[KEY] = answer()
    both = make_cache([OTHER, OURS])
    assert answer() == both[KEY]

    both[KEY] = answer(access_key_id="ASIANEW")
    assert "ASIANEW" == make_cache(OTHER)[KEY]["Credentials"]["AccessKeyId"]
    del both[KEY]
    assert KEY not in cache


@pytest.mark.parametrize("value", [b"", b"\xff", b"gAAAAA", b"of somebody else"])
def test_what_cannot_be_decrypted_is_missing(
    cache: RedisCredentialCache,
    redis_client: redis.Redis,
    value: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is no error, with one warning, and is replaced."""
    cache[KEY] = answer()
    redis_client.set(redis_client.keys()[0], value)

    assert KEY not in cache
    assert KEY not in cache
    assert 1 == len(caplog.messages)
    assert "in Redis were not written with our key" in caplog.text
    cache[KEY] = answer()
    assert KEY in cache


def test_one_entry_does_not_pass_for_another(
    cache: RedisCredentialCache, redis_client: redis.Redis
) -> None:
    """Who writes to Redis cannot give us one role's credentials as another's."""
    cache["lowly"] = answer()
    (lowly,) = redis_client.keys()
    cache["mighty"] = answer(access_key_id="ASIAMIGHTY")
    (mighty,) = {*redis_client.keys()} - {lowly}
    redis_client.copy(mighty, lowly, replace=True)

    assert "lowly" not in cache


@pytest.mark.parametrize("key", ["", "../up", "a\n", None])
def test_a_key_that_is_none_is_refused(cache: RedisCredentialCache, key: Any) -> None:
    """As FileCredentialCache does."""
    with pytest.raises(InvalidCacheKeyError):
        _ = key in cache
    with pytest.raises(InvalidCacheKeyError):
        cache[key] = answer()
    with pytest.raises(InvalidCacheKeyError):
        del cache[key]
    with pytest.raises(InvalidCacheKeyError), cache.lock(key):
        pass


@pytest.mark.parametrize("key", ["hunter2", b"", OURS[:-4], 42 * "A", [], ["hunter2"]])
def test_an_encryption_key_that_is_none_is_refused(
    make_cache: MakeCache, key: Any
) -> None:
    """The error tells how to make one, and does not show the one given."""
    with pytest.raises(InvalidEncryptionKeyError, match="generate_key") as caught:
        make_cache(key)

    assert "hunter2" not in str(caught.value)
    assert caught.value.__context__ is None


def test_it_shows_and_sends_no_key(cache: RedisCredentialCache) -> None:
    """Neither printed nor pickled."""
    assert "RedisCredentialCache(prefix='boto3_extensions:')" == repr(cache)
    with pytest.raises(TypeError, match="make one in each process"):
        pickle.dumps(cache)


def test_without_the_extra_it_says_what_to_install(
    make_cache: MakeCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package alone needs no more than boto3."""
    monkeypatch.setitem(__import__("sys").modules, "cryptography.fernet", None)

    with pytest.raises(MissingExtraError, match=r"boto3_extensions\[redis\]"):
        make_cache()


def test_without_redis_it_raises_its_own_error(no_redis: redis.Redis) -> None:
    """Which tells what went wrong."""
    with pytest.raises(CredentialCacheError, match=r"cannot be used \(ConnectionError"):
        _ = KEY in RedisCredentialCache(no_redis, OURS)
    with pytest.raises(CredentialCacheError, match="cannot be used"):
        RedisCredentialCache(no_redis, OURS, now=now)[KEY] = answer()
    with pytest.raises(CredentialCacheError, match="cannot be used"):
        del RedisCredentialCache(no_redis, OURS)[KEY]


def test_a_broken_redis_is_left_alone_for_a_while(
    no_redis: redis.Redis, redis_client: redis.Redis
) -> None:
    """Waiting for it once in five seconds is enough."""
    moments = iter([0.0, 4.9, 5.0])
    cache = RedisCredentialCache(no_redis, OURS, ticks=lambda: next(moments))
    with pytest.raises(CredentialCacheError, match="cannot be used"):
        _ = KEY in cache
    no_redis.connection_pool = redis_client.connection_pool

    with pytest.raises(CredentialCacheError, match="a moment ago"):
        _ = KEY in cache
    assert KEY not in cache


def test_a_namespace_has_entries_of_its_own(make_cache: MakeCache) -> None:
    """Under one key and prefix; nobody else finds, deletes or locks them."""
    plain, ours, theirs = (make_cache(namespace=name) for name in (None, "a", "b"))
    for number, cache in enumerate((plain, ours, theirs)):
        assert KEY not in cache
        cache[KEY] = answer(access_key_id=f"ASIA{number}")
    found = [cache[KEY]["Credentials"]["AccessKeyId"] for cache in (plain, ours)]
    assert ["ASIA0", "ASIA1"] == found
    del theirs[KEY]
    assert [True, True, False] == [KEY in cache for cache in (plain, ours, theirs)]
    with ours.lock(KEY) as first, theirs.lock(KEY) as second:
        assert (True, True) == (first, second)


def test_a_namespace_is_not_seen_in_redis(
    make_cache: MakeCache, redis_client: redis.Redis
) -> None:
    """It may be a customer's name."""
    make_cache(namespace="customer-a")[KEY] = answer()
    (name,) = redis_client.keys("*")
    assert b"customer-a" not in name
    assert b"customer-a" not in redis_client.get(name)
