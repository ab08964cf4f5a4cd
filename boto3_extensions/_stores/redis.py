"""Errors of Redis, and leaving it alone after one.

Role credentials in Redis, encrypted, shared by all workers of a fleet.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from typing import Any

from boto3_extensions._stores.protocol import (
    Waiting,
    check_key,
    check_namespace,
    from_json,
    in_namespace,
    seconds_to_keep,
    to_json,
    utc_now,
)
from boto3_extensions._stores.sealing import Sealer, sealers_of
from boto3_extensions.exceptions import CredentialCacheError

# Seconds in which a Redis that has failed is not asked again.
_REST = 5.0


class RedisBreaker:
    """Turn redis-py's errors into ours, and leave a broken Redis alone for a while.

    redis-py tries each command for seconds, and an AssumeRole call takes several.

    Args:
        ticks: A clock that only goes forward, in seconds.
    """

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._rest_until: float | None = None

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Run commands, unless Redis failed a moment ago.

        Raises:
            CredentialCacheError: If it did, or fails now; only then it has a cause.
        """
        from redis.exceptions import LockError, RedisError

        if self._rest_until is not None and self._ticks() < self._rest_until:
            raise CredentialCacheError("Redis could not be used a moment ago")
        try:
            yield
        except RedisError as error:
            # Somebody else's lock is no fault of Redis.
            if not isinstance(error, LockError):
                self._rest_until = self._ticks() + _REST
            raise CredentialCacheError(
                f"Redis cannot be used ({type(error).__name__}: {error})"
            ) from error


_logger = logging.getLogger(__name__)


class RedisCredentialCache:
    """Keep role credentials in Redis, so that a fleet makes one AssumeRole call a role.

    Redis sees neither credentials nor what was asked for: values are encrypted, names
    are keyed hashes. An entry goes when its credentials expire. It needs the extra
    `boto3_extensions[redis]`.

    Whoever has the encryption key and the Redis can use all roles kept there,
    whichever identity assumed them: give workers with other rights another key, and
    programs that assume roles as other identities another `namespace`.

    To change the key, give the new one and the old one, in this order, to all workers,
    then the new one alone.

    Args:
        client: A `redis.Redis`. Give it a `socket_timeout`: who asks for credentials
            waits for Redis as long as that. Without Redis each worker asks STS.
        key: A key of `cryptography.fernet.Fernet`, or several: the first encrypts, all
            decrypt.
        prefix: What the names of our entries begin with.
        namespace: What tells entries apart: workers find only those of their own
            namespace. Its name is not seen in Redis.
        lock_timeout: Seconds after which a lock is free again, and to wait for it.
        now: The clock that decides how long to keep what STS sent without a date.
        ticks: The clock that times the waiting, in seconds.
        pause: What waits, given seconds.

    Raises:
        InvalidEncryptionKeyError: For a key that is no Fernet key.
        MissingExtraError: If the extra is not installed.
        CredentialCacheError: For a namespace that is no string, or empty.
    """

    def __init__(
        self,
        client: Any,
        key: str | bytes | Sequence[str | bytes],
        *,
        prefix: str = "boto3_extensions:",
        namespace: str | None = None,
        lock_timeout: float = 20.0,
        now: Callable[[], datetime] = utc_now,
        ticks: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._sealers = sealers_of(key)
        self._prefix = prefix
        self._namespace = check_namespace(namespace)
        self._waiting = Waiting(lock_timeout, ticks, pause)
        self._now = now
        self._breaker = RedisBreaker(ticks)
        self._warned: set[str] = set()

    def __repr__(self) -> str:
        told = "" if self._namespace is None else f", namespace={self._namespace!r}"
        return f"{type(self).__name__}(prefix={self._prefix!r}{told})"

    def __reduce__(self) -> str:
        raise TypeError(
            "a RedisCredentialCache does not travel, as its encryption key would, too: "
            "make one in each process"
        )

    def __contains__(self, key: object) -> bool:
        """Return whether there is an entry."""
        return self._look_up(self._own(key)) is not None

    def __getitem__(self, key: str) -> dict[str, Any]:
        """Return the answer of AssumeRole kept under this key.

        Raises:
            KeyError: If there is none, or none that our key opens.
            CredentialCacheError: If Redis cannot be used.
        """
        response = self._look_up(self._own(key))
        if response is None:
            raise KeyError(key)
        return response

    def __setitem__(self, key: str, response: Mapping[str, Any]) -> None:
        """Keep an answer of AssumeRole until its credentials expire.

        Raises:
            CredentialCacheError: If Redis cannot be used.
        """
        sealer = self._sealers[0]
        own = self._own(key)
        name = self._name(sealer, own)
        sealed = sealer.seal(own, to_json(response))
        milliseconds = int(1000 * seconds_to_keep(response, self._now()))
        if milliseconds > 0:
            with self._breaker.closed():
                self._client.set(name, sealed, px=milliseconds)

    def __delitem__(self, key: str) -> None:
        """Forget an entry.

        Raises:
            KeyError: If there is none.
            CredentialCacheError: If Redis cannot be used.
        """
        own = self._own(key)
        names = [self._name(sealer, own) for sealer in self._sealers]
        with self._breaker.closed():
            # One by one, as a cluster has them on several machines.
            removed = sum(self._client.delete(name) for name in names)
        if not removed:
            raise KeyError(key)

    @contextmanager
    def lock(self, key: str) -> Iterator[bool]:
        """Keep other workers from fetching what belongs under this key.

        The waiting ends, without the lock, as soon as another worker has put a new
        entry there: a thousand workers need not take turns to read it. It also ends
        after `lock_timeout` seconds and when Redis fails, with one warning.

        Returns:
            A context manager; its value is whether the lock is held.
        """
        name = self._name(self._sealers[0], self._own(key))
        with ExitStack() as stack:
            yield self._lock(stack, name)

    def _lock(self, stack: ExitStack, name: str) -> bool:
        try:
            with self._breaker.closed():
                return self._acquire(stack, name)
        except CredentialCacheError as error:
            # Its rest after a failure is no news.
            if error.__cause__ is not None:
                self._warn_once(f"Role credentials go without a lock: {error}")
            return False

    def _acquire(self, stack: ExitStack, name: str) -> bool:
        lock = self._client.lock(
            f"{name}:lock", timeout=self._waiting.timeout, thread_local=False
        )
        before = None
        for _ in self._waiting.turns():
            if lock.acquire(blocking=False):
                stack.callback(self._release, lock)
                return True
            # A new entry has longer to live than the one before it, or than none.
            lives = self._client.pttl(name)
            before = lives if before is None else before
            if lives > before:
                return False
        self._warn_once(
            "A lock on role credentials in Redis has been held by another worker for "
            f"{self._waiting.timeout:g} seconds; going on without it."
        )
        return False

    def _own(self, key: object) -> str:
        """Return the key of an entry in our namespace."""
        return in_namespace(self._namespace, check_key(key))

    def _look_up(self, key: str) -> dict[str, Any] | None:
        for sealer in self._sealers:
            with self._breaker.closed():
                sealed = self._client.get(self._name(sealer, key))
            if sealed is None:
                continue
            text = sealer.unseal(key, sealed)
            response = None if text is None else from_json(text)
            if response is not None:
                return response
            self._warn_once(
                "Role credentials in Redis were not written with our key for their "
                "place there: not trusted."
            )
        return None

    def _name(self, sealer: Sealer, key: str) -> str:
        return f"{self._prefix}{sealer.name_of(key)}"

    def _release(self, lock: Any) -> None:
        """Free a lock; what fails here must not cost what was fetched under it."""
        # It may have run out and be another worker's by now: redis-py leaves that be.
        with suppress(CredentialCacheError), self._breaker.closed():
            lock.release()

    def _warn_once(self, message: str) -> None:
        if message not in self._warned:
            self._warned.add(message)
            _logger.warning("%s", message)
