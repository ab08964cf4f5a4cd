"""Errors of Redis, and leaving it alone after one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
