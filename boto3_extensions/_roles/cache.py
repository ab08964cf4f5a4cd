"""The session cache of a `ConnectionManager`, and the factory that fills it.

`Cache` is the default and can be replaced by any `SessionCache`. `SessionFactory` makes
a session once, however many threads ask for it at the same moment, and holds no lock
while it calls the cache, which may be the user's own code.
"""

from __future__ import annotations

import itertools
import sys
from collections import OrderedDict
from typing import Any, Protocol, cast, runtime_checkable
from weakref import WeakSet, WeakValueDictionary

import boto3

from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._roles.parameters import AssumeRoleParameters, comparable_copy
from boto3_extensions._roles.request import (
    CheckedRequest,
    SessionRequest,
    SharedSettings,
    check_request,
    matches,
    request_of,
)
from boto3_extensions._roles.session import (
    RoleSession,
    credentials_of,
    load_credentials,
    open_session,
)
from boto3_extensions.exceptions import ManagerClosedError

Key = tuple[str, str | None]


@runtime_checkable
class SessionCache(Protocol):
    """The interface of the session cache of a `ConnectionManager`: two methods.

    A miss is one `get` and one `set`, a hit one `get`. Several threads call them at the
    same time, and none holds a lock of this package meanwhile: the methods may wait for
    each other, and ask for sessions. A session that `get` returns is used only if it
    was made for an equal request, so a cache cannot mix up identities.
    `ConnectionManager.invalidate` sets None, unless the cache has a method
    `delete(role_arn, role_session_name)`.
    """

    def get(self, role_arn: str, role_session_name: str | None) -> Any:
        """Return the session stored for this role and session name, or None."""

    def set(self, role_arn: str, role_session_name: str | None, session: Any) -> None:
        """Store a session for this role and session name."""


class Cache:
    """An in-memory cache of sessions, for one `ConnectionManager` or several.

    Assign a class of your own with `get` and `set` to `boto3_extensions.Cache`, and
    every `ConnectionManager` made from then on uses it.

    Args:
        max_size: The largest number of sessions to keep; the least recently used are
            dropped first. None for no limit.

    Raises:
        ValueError: For a size below one.
    """

    def __init__(self, max_size: int | None = None) -> None:
        if max_size is not None and max_size < 1:
            raise ValueError(f"max_size is {max_size}: it must be at least 1, or None")
        self.max_size = max_size
        self._sessions: OrderedDict[Key, boto3.Session] = OrderedDict()
        # Threads that reorder an OrderedDict at the same time without the GIL crash the
        # process. Reentrant, as dropping a session may run finalizers that come here.
        self._lock = Lock()

    def get(self, role_arn: str, role_session_name: str | None) -> boto3.Session | None:
        """Return the session stored for this role and session name, or None."""
        key = role_arn, role_session_name
        session = self._sessions.get(key)
        # A read needs no lock, and an unbounded cache nothing else.
        if self.max_size is not None and session is not None:
            with self._lock:
                # Not `suppress`, which takes longer than the rest of a hit.
                try:
                    self._sessions.move_to_end(key)
                except KeyError:
                    # Another thread has dropped the session since.
                    return session
        return session

    def set(
        self, role_arn: str, role_session_name: str | None, session: boto3.Session
    ) -> None:
        """Store a session for this role and session name."""
        key = role_arn, role_session_name
        with self._lock:
            self._sessions[key] = session
            if self.max_size is not None:
                self._sessions.move_to_end(key)
                while len(self._sessions) > self.max_size:
                    self._sessions.popitem(last=False)

    def delete(self, role_arn: str, role_session_name: str | None) -> None:
        """Remove the session stored for this role and session name, if any."""
        with self._lock:
            self._sessions.pop((role_arn, role_session_name), None)

    def clear(self) -> None:
        """Remove all sessions."""
        with self._lock:
            self._sessions.clear()

    def __len__(self) -> int:
        return len(self._sessions)

    def __bool__(self) -> bool:
        """Return True even for an empty cache, as for any other object."""
        return True


def checked_cache(cache: object = None) -> SessionCache:
    """Return a cache that has the methods of `SessionCache`.

    Args:
        cache: The user's cache; None for a new `boto3_extensions.Cache`, which may be a
            class of the user's.

    Raises:
        TypeError: If the cache lacks `get` or `set`.
    """
    if cache is None:
        import boto3_extensions

        cache = boto3_extensions.Cache()
    for name in ("get", "set"):
        if not callable(getattr(cache, name, None)):
            raise TypeError(
                "boto3_extensions.Cache needs the methods get(role_arn, "
                "role_session_name) and set(role_arn, role_session_name, session); "
                f"{type(cache).__name__} has no callable {name!r}"
            )
    return cast(SessionCache, cache)


# The largest number of checked requests to keep, of a few hundred bytes each.
_MOST_REQUESTS = 32_768
# The number of a session while `cache.set` runs: higher than all others.
_NOT_YET_CACHED = sys.maxsize
_NO_PARAMETERS = tuple(AssumeRoleParameters())


class SessionFactory:
    """The factory of a manager's role sessions, which makes each once and caches it.

    Args:
        settings: The settings that all sessions share.

    Attributes:
        checked_requests: By role and session name, the last parameters that passed the
            checks and their request, so that a cache hit does not check them again.
        last_number: The number of the session made last. A thread that reads it before
            it calls the cache can decide afterwards whether a session of another thread
            is newer than the cache's.
    """

    def __init__(self, settings: SharedSettings) -> None:
        self.settings = settings
        self.checked_requests: dict[Key, tuple[tuple[Any, ...], SessionRequest]] = {}
        self.last_number = 0
        self._numbers = itertools.count(1)
        self._live: WeakSet[RoleSession] = WeakSet()
        self._newest: WeakValueDictionary[Key, RoleSession] = WeakValueDictionary()
        self._is_closed = False
        self._guard = Lock()
        self._locks: WeakValueDictionary[Key, Lock] = WeakValueDictionary()

    def check(
        self, role_arn: str, role_session_name: str | None, parameters: tuple[Any, ...]
    ) -> CheckedRequest:
        """Check the arguments of a request.

        Args:
            role_arn: ARN of the role.
            role_session_name: The session name; None for the generated name.
            parameters: The values of the fields of `AssumeRoleParameters`.

        Raises:
            ValueError: For values STS would refuse.
            ManagerClosedError: After `close`.
        """
        checked = check_request(
            role_arn,
            role_session_name,
            AssumeRoleParameters(*parameters),
            self.settings,
        )
        comparable: tuple[Any, ...] | None = _NO_PARAMETERS
        if parameters != _NO_PARAMETERS:
            comparable = comparable_copy(parameters)
        with self._guard:
            if self._is_closed:
                raise ManagerClosedError(
                    "this ConnectionManager is closed: make another one"
                )
            if comparable is not None:
                if len(self.checked_requests) >= _MOST_REQUESTS:
                    self.checked_requests.clear()
                key = role_arn, role_session_name
                self.checked_requests[key] = comparable, checked.request
        return checked

    def make(self, checked: CheckedRequest, validate: bool) -> RoleSession:
        """Make a session that is not put into a cache.

        Args:
            checked: The request.
            validate: Whether to call STS for credentials now.

        Raises:
            ClientError: With `validate`, the error of STS.
        """
        session = open_session(checked, self.settings)
        if validate:
            load_credentials(session)
        with self._guard:
            self._live.add(session)
        return session

    def make_once(
        self,
        checked: CheckedRequest,
        cache: SessionCache,
        newer_than: int | None,
        validate: bool,
    ) -> RoleSession:
        """Make a session and put it into the cache, unless another thread just did.

        No lock is held while the cache's `set` runs: it may be the user's own code, and
        wait for a thread that asks for this very role. Until `set` returns, other
        threads that miss the session in the cache share it.

        Args:
            checked: The request.
            cache: The cache of the manager.
            newer_than: `last_number` before the cache was called; None to make a new
                session in any case.
            validate: Whether to call STS for credentials first.

        Raises:
            ClientError: With `validate`, the error of STS.
        """
        key = checked.request.role_arn, checked.request.role_session_name
        # The variable keeps the lock alive: elsewhere are only weak references.
        lock = self._lock_of(key)
        session, is_new = lock.run(
            self._make_or_share, key, checked, newer_than, validate
        )
        if not is_new:
            return session
        try:
            cache.set(*key, session)
        except BaseException:
            if self._newest.get(key) is session:
                self._newest.pop(key, None)
            raise
        session.number = self.last_number = next(self._numbers)
        return session

    def _make_or_share(
        self, key: Key, checked: CheckedRequest, newer_than: int | None, validate: bool
    ) -> tuple[RoleSession, bool]:
        """Return a session, and whether this call has made it."""
        newest = self._newest.get(key) if newer_than is not None else None
        if (
            newest is not None
            and newest.number > (newer_than or 0)
            and matches(newest, checked.request)
        ):
            return newest, False
        session = self.make(checked, validate)
        session.number = _NOT_YET_CACHED
        self._newest[key] = session
        return session, True

    def forget(
        self, role_arn: str, role_session_name: str | None, cache: SessionCache
    ) -> None:
        """Drop sessions of a role, and their credentials.

        Args:
            role_arn: ARN of the role.
            role_session_name: The session name; None for all sessions of the role that
                were made or asked for here.
            cache: The cache to drop the sessions from.
        """
        held = [
            session
            for session in self._all_live()
            if session.role_arn == role_arn
            and role_session_name in (None, session.role_session_name)
        ]
        names = {role_session_name}
        if role_session_name is None:
            names |= {
                name for arn, name in list(self.checked_requests) if arn == role_arn
            }
            names |= {_requested_name(session) for session in held}
        for name in names:
            held += self._forget_one((role_arn, name), cache)
        for session in held or self._for_stored_credentials(
            role_arn, role_session_name
        ):
            credentials_of(session).invalidate()

    def forget_all(self, cache: SessionCache) -> None:
        """Drop the sessions of all roles that were made or asked for here.

        Args:
            cache: The cache to drop the sessions from.
        """
        roles = {arn for arn, _ in list(self.checked_requests)}
        roles |= {session.role_arn for session in self._all_live()}
        for role_arn in sorted(roles):
            self.forget(role_arn, None, cache)

    def close(self, cache: SessionCache) -> None:
        """Remove the sessions made here from a cache, and refuse further requests.

        Args:
            cache: The cache of the manager; it is left alone if it has no `delete`.
        """
        with self._guard:
            self._is_closed = True
            self.checked_requests.clear()
            self._newest.clear()
        delete = getattr(cache, "delete", None)
        for session in self._all_live():
            key = session.role_arn, _requested_name(session)
            if callable(delete) and cache.get(*key) is session:
                delete(*key)
            credentials_of(session).close()

    def _forget_one(self, key: Key, cache: SessionCache) -> list[RoleSession]:
        # The variable keeps the lock alive: elsewhere are only weak references.
        lock = self._lock_of(key)
        with lock:
            self._newest.pop(key, None)
        session: boto3.Session | None = cache.get(*key)
        if not session:
            return []
        delete = getattr(cache, "delete", None)
        if callable(delete):
            delete(*key)
        else:
            cache.set(*key, None)
        return [session] if isinstance(session, RoleSession) else []

    def _for_stored_credentials(
        self, role_arn: str, role_session_name: str | None
    ) -> list[RoleSession]:
        """Return a session through which stored credentials can be dropped.

        Credentials that an earlier process has put into the credential cache have no
        session here yet.
        """
        if self.settings.credential_cache is None:
            return []
        checked = check_request(
            role_arn, role_session_name, AssumeRoleParameters(), self.settings
        )
        return [open_session(checked, self.settings)]

    def _all_live(self) -> list[RoleSession]:
        with self._guard:
            return list(self._live)

    def _lock_of(self, key: Key) -> Lock:
        """Return the lock of a cache key, which lives while a thread uses it."""
        with self._guard:
            return self._locks.setdefault(key, Lock())


def _requested_name(session: RoleSession) -> str | None:
    """Return the session name in a session's request; None for the generated name."""
    request = request_of(session)
    return request.role_session_name if request else None
