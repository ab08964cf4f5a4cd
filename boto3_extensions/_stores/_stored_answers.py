"""A credential cache of the user's, which may fail without breaking a call."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from datetime import timedelta
from typing import Any

from boto3_extensions._roles._lease import (
    Clock,
    Due,
    Lease,
    issued_at,
    lease_of,
    noted_skew,
    skew_of,
    with_skew,
)
from boto3_extensions._roles._mocks import mock_for
from boto3_extensions._roles._sts_answer import LONGEST
from boto3_extensions._stores import _forgotten
from boto3_extensions._stores._store_keys import key_at

_logger = logging.getLogger(__name__)

# Seconds by which an entry may seem to last longer than STS grants, for clocks differ.
_LENIENCE = 15 * 60.0


class StoredAnswers:
    """Read, keep and forget STS's answers for one role.

    Whatever a cache raises is logged once, by its kind, as the text may be anybody's;
    the role then does without the cache. So it does within a mock of AWS: what that
    grants shall not be found by others, nor the other way round.

    Args:
        cache: A mapping as botocore's `JSONFileCache`, with `lock(key)` if processes
            share it; None to keep nothing.
        key: The role's key, as botocore computes it.
        clock: What time is told by.
        where: Tells the URL of the STS that is asked, by the settings as they are now.
        fault: Tells what is wrong with an answer for this role, None if nothing is.
    """

    def __init__(
        self,
        cache: Any,
        key: str,
        clock: Clock,
        *,
        where: Callable[[], str | None],
        fault: Callable[[Mapping[str, Any]], str | None],
    ) -> None:
        self._cache = cache
        self._key = key
        self._clock = clock
        self._where = where
        self._fault = fault
        self._skew: float | None = None
        self._has_failed = False

    def read(self) -> Lease | None:
        """Return what is kept if it is still good, by the clock of STS."""
        key = self._key_now()
        if key is None:
            return None
        lease = None
        with self._guarded("read"):
            if key in self._cache:
                lease = self._lease_of(key, self._cache[key])
        if lease is None or lease.due() is Due.EXPIRED:
            return None
        return lease

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
        key = self._key_now()
        if key is not None:
            _forgotten.note_kept(key, lease.credentials.access_key)
            with self._guarded("written"):
                self._cache[key] = with_skew(deepcopy(response), self._skew)
        return lease

    def forget(self, access_key: str | None, only_if_same: bool = False) -> None:
        """Remove what is kept, and never read it, or what is older, again.

        Args:
            access_key: Access key id of the credentials to forget; None if unknown.
            only_if_same: Leave the credentials of another access key alone: another
                process has renewed them meanwhile.
        """
        key = self._key_now()
        if key is None:
            return
        kept = self.read()
        kept_key = kept.credentials.access_key if kept is not None else None
        if only_if_same:
            if access_key is not None:
                _forgotten.forget(key, access_key, None)
            if kept_key not in (None, access_key):
                return
        else:
            now = self._clock.now() - timedelta(seconds=self._skew or 0.0)
            _forgotten.forget(key, access_key, now)
            _forgotten.forget(key, kept_key, None)
        if hasattr(self._cache, "__delitem__"):
            with self._guarded("emptied"):
                if key in self._cache:
                    del self._cache[key]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from doing the same, if the cache can do that."""
        stack = ExitStack()
        key = self._key_now() if hasattr(self._cache, "lock") else None
        if key is not None:
            with self._guarded("locked"):
                stack.enter_context(self._cache.lock(key))
        try:
            yield
        finally:
            with self._guarded("unlocked"):
                stack.close()

    def _key_now(self) -> str | None:
        """Return the key by the settings as they are now; None to do without."""
        if self._cache is None or mock_for(None) is not None:
            return None
        try:
            return key_at(self._key, self._where())
        except Exception as error:
            # AssumeRole will say it all.
            _logger.debug(
                "No STS to be asked (%s), hence no credential cache.",
                type(error).__name__,
            )
            return None

    def _lease_of(self, key: str, response: Any) -> Lease | None:
        """Return what an entry grants, None for one that is not believed."""
        skew = noted_skew(response) if self._skew is None else self._skew
        lease = lease_of(response, self._clock, skew)
        access_key = lease.credentials.access_key
        if _forgotten.is_forgotten(key, access_key, issued_at(response)):
            return None
        fault = self._fault(response)
        if fault is None and not (access_key and lease.credentials.secret_key):
            fault = "a key is empty"
        if fault is None and lease.seconds_left() > LONGEST + _LENIENCE:
            fault = "it lasts longer than STS grants"
        if fault is not None:
            raise ValueError(fault)
        return lease

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
