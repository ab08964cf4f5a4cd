"""The credential cache in Redis, encrypted, for all workers of a fleet."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from typing import Any, Protocol

from boto3_extensions._stores.protocol import (
    LockTimeout,
    check_key,
    check_namespace,
    from_json,
    in_namespace,
    seconds_to_keep,
    to_json,
    utc_now,
)
from boto3_extensions._stores.sealing import EntryCipher, ciphers_of
from boto3_extensions.exceptions import CredentialCacheError

_logger = logging.getLogger(__name__)
# Seconds without commands after an error of Redis.
_PAUSE_AFTER_ERROR = 5.0


class RedisCredentialCache:
    """A credential cache in Redis, with one AssumeRole call a role for a whole fleet.

    Redis gets neither credentials nor parameters in clear: values are encrypted, names
    are keyed hashes. An entry is removed when its credentials expire. The extra
    `boto3_extensions[redis]` is required.

    Anybody with the encryption key and access to Redis can use all roles stored there,
    whichever identity assumed them: give workers with other rights another key, and
    programs that assume roles as other identities another `namespace`.

    To change the key, give the new and the old key, in this order, to all workers, then
    the new key alone.

    Args:
        client: A `redis.Redis`. Give it a `socket_timeout`: callers that need
            credentials wait for Redis as long as that. Without Redis each worker calls
            STS.
        key: A key of `cryptography.fernet.Fernet`, or several: the first encrypts, all
            decrypt.
        prefix: The beginning of the names of all entries.
        namespace: A name that separates entries: workers find only those of their own
            namespace. Redis does not get the name.
        lock_timeout: Seconds after which a lock is free again, and to wait for it.
        now: The clock for the lifetime of responses that have no `Date`.
        ticks: A monotonic clock in seconds, for the lock timeout.
        pause: Function that sleeps for a number of seconds.

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
        self._ciphers = ciphers_of(key)
        self._prefix = prefix
        self._namespace = check_namespace(namespace)
        self._lock_timeout = LockTimeout(lock_timeout, ticks, pause)
        self._now = now
        self._breaker = CircuitBreaker(ticks)
        self._warned: set[str] = set()

    def __repr__(self) -> str:
        namespace = (
            "" if self._namespace is None else f", namespace={self._namespace!r}"
        )
        return f"{type(self).__name__}(prefix={self._prefix!r}{namespace})"

    def __reduce__(self) -> str:
        raise TypeError(
            "a RedisCredentialCache does not travel, as its encryption key would, too: "
            "make one in each process"
        )

    def __contains__(self, key: object) -> bool:
        """Return whether there is an entry."""
        return self._look_up(self._namespaced(key)) is not None

    def __getitem__(self, key: str) -> dict[str, Any]:
        """Return the AssumeRole response stored under a key.

        Raises:
            KeyError: If there is no entry that one of our keys decrypts.
            CredentialCacheError: If Redis cannot be used.
        """
        response = self._look_up(self._namespaced(key))
        if response is None:
            raise KeyError(key)
        return response

    def __setitem__(self, key: str, response: Mapping[str, Any]) -> None:
        """Store an AssumeRole response until its credentials expire.

        Raises:
            CredentialCacheError: If Redis cannot be used.
        """
        cipher = self._ciphers[0]
        entry = self._namespaced(key)
        name = self._name(cipher, entry)
        encrypted = cipher.encrypt(entry, to_json(response))
        milliseconds = int(1000 * seconds_to_keep(response, self._now()))
        if milliseconds > 0:
            with self._breaker.closed():
                self._client.set(name, encrypted, px=milliseconds)

    def __delitem__(self, key: str) -> None:
        """Remove an entry.

        Raises:
            KeyError: If there is no such entry.
            CredentialCacheError: If Redis cannot be used.
        """
        entry = self._namespaced(key)
        names = [self._name(cipher, entry) for cipher in self._ciphers]
        with self._breaker.closed():
            # One name a command, as a cluster has them on several machines.
            removed = sum(self._client.delete(name) for name in names)
        if not removed:
            raise KeyError(key)

    @contextmanager
    def lock(self, key: str) -> Iterator[bool]:
        """Lock an entry against other workers.

        The waiting ends, without the lock, as soon as another worker has stored a new
        entry: a thousand workers need not take turns to read it. It also ends after
        `lock_timeout` seconds and when Redis fails, with one warning.

        Returns:
            A context manager; its value is whether the lock is held.
        """
        name = self._name(self._ciphers[0], self._namespaced(key))
        with ExitStack() as stack:
            yield self._lock(stack, name)

    def _lock(self, stack: ExitStack, name: str) -> bool:
        try:
            with self._breaker.closed():
                return self._acquire(stack, name)
        except CredentialCacheError as error:
            # Without a cause it is the pause after an error that was logged.
            if error.__cause__ is not None:
                self._warn_once(f"Role credentials go without a lock: {error}")
            return False

    def _acquire(self, stack: ExitStack, name: str) -> bool:
        lock = self._client.lock(
            f"{name}:lock", timeout=self._lock_timeout.timeout, thread_local=False
        )
        first_lifetime = None
        for _ in self._lock_timeout.attempts():
            if lock.acquire(blocking=False):
                stack.callback(self._release, lock)
                return True
            # A new entry expires later than its predecessor; without an entry Redis
            # returns a negative number.
            lifetime = self._client.pttl(name)
            if first_lifetime is None:
                first_lifetime = lifetime
            if lifetime > first_lifetime:
                return False
        self._warn_once(
            "A lock on role credentials in Redis has been held by another worker for "
            f"{self._lock_timeout.timeout:g} seconds; going on without it."
        )
        return False

    def _namespaced(self, key: object) -> str:
        """Return the key of an entry in our namespace."""
        return in_namespace(self._namespace, check_key(key))

    def _look_up(self, key: str) -> dict[str, Any] | None:
        for cipher in self._ciphers:
            with self._breaker.closed():
                encrypted = self._client.get(self._name(cipher, key))
            if encrypted is None:
                continue
            text = cipher.decrypt(key, encrypted)
            response = None if text is None else from_json(text)
            if response is not None:
                return response
            self._warn_once(
                "Role credentials in Redis were not written with our key for their "
                "place there: not trusted."
            )
        return None

    def _name(self, cipher: EntryCipher, key: str) -> str:
        return f"{self._prefix}{cipher.name_of(key)}"

    def _release(self, lock: _Lock) -> None:
        """Free a lock; errors are ignored, as the credentials are valid anyway."""
        # It may have timed out and be another worker's by now, which redis-py checks.
        with suppress(CredentialCacheError), self._breaker.closed():
            lock.release()

    def _warn_once(self, message: str) -> None:
        if message not in self._warned:
            self._warned.add(message)
            _logger.warning("%s", message)


class _Lock(Protocol):
    """The part of redis-py's lock that releases it."""

    def release(self) -> None: ...


class CircuitBreaker:
    """A circuit breaker for Redis: no commands for 5 seconds after an error.

    redis-py retries each command for seconds, and an AssumeRole call takes several
    commands.

    Args:
        ticks: A monotonic clock in seconds.
    """

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._open_until: float | None = None

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Run commands, unless Redis failed a moment ago.

        Raises:
            CredentialCacheError: If Redis failed a moment ago, or fails now; only then
                the error has a cause.
        """
        from redis.exceptions import LockError, RedisError

        if self._open_until is not None and self._ticks() < self._open_until:
            raise CredentialCacheError("Redis could not be used a moment ago")
        try:
            yield
        except RedisError as error:
            # A lock that another worker holds is no error of Redis.
            if not isinstance(error, LockError):
                self._open_until = self._ticks() + _PAUSE_AFTER_ERROR
            raise CredentialCacheError(
                f"Redis cannot be used ({type(error).__name__}: {error})"
            ) from error
