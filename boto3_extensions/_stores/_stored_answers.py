"""A credential cache of the user's, which may fail without breaking a call."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from typing import Any

from boto3_extensions._roles._lease import (
    Clock,
    Due,
    Lease,
    lease_of,
    noted_skew,
    skew_of,
    with_skew,
)

_logger = logging.getLogger(__name__)


class StoredAnswers:
    """Read, keep and forget STS's answers for one role.

    Whatever a cache raises is logged once, by its kind, as the text may be anybody's;
    the role then does without the cache.

    Args:
        cache: A mapping as botocore's `JSONFileCache`, with `lock(key)` if processes
            share it; None to keep nothing.
        key: The role's key, as botocore computes it.
        clock: What time is told by.
    """

    def __init__(self, cache: Any, key: str, clock: Clock) -> None:
        self._cache = cache
        self._key = key
        self._clock = clock
        self._skew: float | None = None
        self._has_failed = False
        # Of late, in case the cache does not really forget.
        self._rejected: deque[str] = deque(maxlen=8)

    def read(self) -> Lease | None:
        """Return what is kept if it is still good, by the clock of STS."""
        if self._cache is None:
            return None
        lease = None
        with self._guarded("read"):
            if self._key in self._cache:
                response = self._cache[self._key]
                skew = noted_skew(response) if self._skew is None else self._skew
                lease = lease_of(response, self._clock, skew)
        if lease is None or lease.due() is Due.EXPIRED:
            return None
        return None if lease.credentials.access_key in self._rejected else lease

    def keep(self, response: dict[str, Any]) -> Lease:
        """Keep an answer just come.

        Returns:
            What it grants.

        Raises:
            KeyError: If the answer lacks a part.
            ValueError: If its times cannot be read.
        """
        lease = lease_of(response, self._clock, None)
        self._skew = skew_of(response, self._clock)
        if self._cache is not None:
            with self._guarded("written"):
                self._cache[self._key] = with_skew(deepcopy(response), self._skew)
        return lease

    def forget(self, access_key: str | None, only_if_same: bool = False) -> None:
        """Remove what is kept, and never read these credentials again.

        Args:
            access_key: Access key id of the credentials to forget; None if unknown.
            only_if_same: Leave the credentials of another access key alone: another
                process has renewed them meanwhile.
        """
        if only_if_same:
            kept = self.read()
            if kept is not None and kept.credentials.access_key != access_key:
                return
        if access_key is not None:
            self._rejected.append(access_key)
        if hasattr(self._cache, "__delitem__"):
            with self._guarded("emptied"):
                if self._key in self._cache:
                    del self._cache[self._key]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from doing the same, if the cache can do that."""
        stack = ExitStack()
        if hasattr(self._cache, "lock"):
            with self._guarded("locked"):
                stack.enter_context(self._cache.lock(self._key))
        try:
            yield
        finally:
            with self._guarded("unlocked"):
                stack.close()

    @contextmanager
    def _guarded(self, what: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            level = logging.DEBUG if self._has_failed else logging.WARNING
            self._has_failed = True
            _logger.log(
                level,
                "The credential cache %s could not be %s (%s); going on without it.",
                type(self._cache).__name__,
                what,
                type(error).__name__,
            )
