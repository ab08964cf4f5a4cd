"""Where a `ConnectionManager` keeps its sessions, unless its user knows better.

Makes the sessions of one manager: each once, however many threads ask for it.
"""

from __future__ import annotations

import itertools
import sys
from collections import OrderedDict
from typing import Any, Protocol, cast, runtime_checkable
from weakref import WeakSet, WeakValueDictionary

import boto3

from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._roles.parameters import RoleParameters, comparable_copy
from boto3_extensions._roles.request import (
    Order,
    RoleRequest,
    RoleSettings,
    answers,
    new_order,
    request_of,
)
from boto3_extensions._roles.session import (
    RoleSession,
    credentials_of,
    open_session,
    use_now,
)
from boto3_extensions.exceptions import ManagerClosedError

_Key = tuple[str, str | None]


@runtime_checkable
class SessionCache(Protocol):
    """What a `ConnectionManager` needs of its cache: these two methods.

    A miss is one `get` and one `set`, a hit one `get`. Several threads call them at
    once, and none holds a lock of ours meanwhile: they may wait for each other, and ask
    for sessions. What `get` returns is handed out only if it was made for just what is
    asked for, so a cache cannot mix up identities.
    `ConnectionManager.invalidate` sets None, unless there is a
    `delete(role_arn, role_session_name)`.
    """

    def get(self, role_arn: str, role_session_name: str | None) -> Any:
        """Return the session kept for this role and session name, or None."""

    def set(self, role_arn: str, role_session_name: str | None, session: Any) -> None:
        """Keep a session for this role and session name."""


class Cache:
    """Keep sessions in memory, for one `ConnectionManager` or several.

    Assign a class of your own with `get` and `set` to `boto3_extensions.Cache`, and
    every `ConnectionManager` made from then on uses it.

    Args:
        max_size: How many sessions to keep: beyond that, those unused for longest go.
            None for no bound.

    Raises:
        ValueError: For a size below one.
    """

    def __init__(self, max_size: int | None = None) -> None:
        if max_size is not None and max_size < 1:
            raise ValueError(f"max_size is {max_size}: it must be at least 1, or None")
        self.max_size = max_size
        self._sessions: OrderedDict[_Key, boto3.Session] = OrderedDict()
        # Without the GIL, threads that change the order at once break an OrderedDict,
        # and the process with it. For the same thread again, as a session that is let
        # go may run anybody's code.
        self._lock = Lock()

    def get(self, role_arn: str, role_session_name: str | None) -> boto3.Session | None:
        """Return the session kept for this role and session name, or None."""
        key = role_arn, role_session_name
        session = self._sessions.get(key)
        # That much is safe without the lock, and all that an unbounded cache needs.
        if self.max_size is not None and session is not None:
            with self._lock:
                # Not `suppress`, which takes longer than all the rest of a hit.
                try:
                    self._sessions.move_to_end(key)
                except KeyError:
                    # Another thread has dropped it since.
                    return session
        return session

    def set(
        self, role_arn: str, role_session_name: str | None, session: boto3.Session
    ) -> None:
        """Keep a session for this role and session name."""
        key = role_arn, role_session_name
        with self._lock:
            self._sessions[key] = session
            if self.max_size is not None:
                self._sessions.move_to_end(key)
                while len(self._sessions) > self.max_size:
                    self._sessions.popitem(last=False)

    def delete(self, role_arn: str, role_session_name: str | None) -> None:
        """Forget the session kept for this role and session name, if there is one."""
        with self._lock:
            self._sessions.pop((role_arn, role_session_name), None)

    def clear(self) -> None:
        """Forget all sessions."""
        with self._lock:
            self._sessions.clear()

    def __len__(self) -> int:
        return len(self._sessions)

    def __bool__(self) -> bool:
        """Be true even if empty, as any object is."""
        return True


def checked_cache(cache: Any = None) -> SessionCache:
    """Return a cache: the one given, or what `boto3_extensions.Cache` makes now.

    Raises:
        TypeError: If it lacks `get` or `set`.
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


# How many requests a manager remembers to have found right, a few hundred bytes each.
_REMEMBERED = 32_768
# The number of a session that the cache has not taken yet: newer than all others.
_NOT_CACHED_YET = sys.maxsize
_PLAIN = tuple(RoleParameters())

Key = tuple[str, str | None]


class RoleSessions:
    """Check what is asked for, and make what no cache has.

    Args:
        settings: What all sessions have in common.

    Attributes:
        known: By role and session name, the last parameters found to be right, and the
            request they made: a hit need not check and seal them again.
        last_number: The number of the session made last. Who read it before asking the
            cache can tell, after waiting for another thread, whether what that one made
            is newer than the cache's answer.
    """

    def __init__(self, settings: RoleSettings) -> None:
        self.settings = settings
        self.known: dict[Key, tuple[tuple[Any, ...], RoleRequest]] = {}
        self.last_number = 0
        self._numbers = itertools.count(1)
        self._live: WeakSet[RoleSession] = WeakSet()
        self._newest: WeakValueDictionary[Key, RoleSession] = WeakValueDictionary()
        self._is_closed = False
        self._guard = Lock()
        self._locks: WeakValueDictionary[Key, Lock] = WeakValueDictionary()

    def check(
        self, role_arn: str, role_session_name: str | None, parameters: tuple[Any, ...]
    ) -> Order:
        """Check what is asked for.

        Raises:
            ValueError: For what STS would refuse.
            ManagerClosedError: After `close`.
        """
        order = new_order(
            role_arn, role_session_name, RoleParameters(*parameters), self.settings
        )
        kept = _PLAIN if parameters == _PLAIN else comparable_copy(parameters)
        with self._guard:
            if self._is_closed:
                raise ManagerClosedError(
                    "this ConnectionManager is closed: make another one"
                )
            if kept is not None:
                if len(self.known) >= _REMEMBERED:
                    self.known.clear()
                self.known[role_arn, role_session_name] = kept, order.request
        return order

    def make(self, order: Order, validate: bool) -> RoleSession:
        """Make a session that no cache will have.

        Raises:
            ClientError: With `validate`, what STS answers.
        """
        session = open_session(order, self.settings)
        if validate:
            use_now(session)
        with self._guard:
            self._live.add(session)
        return session

    def make_once(
        self, order: Order, cache: SessionCache, seen: int | None, validate: bool
    ) -> RoleSession:
        """Make a session and put it into the cache, unless another thread just did.

        No lock is held while the cache is at it: it may be anybody's, and wait for a
        thread that asks for this very role. Until it is through, whoever misses the
        session there shares it.

        Args:
            order: What to make.
            cache: Where to put it.
            seen: `last_number` before the cache was asked; None to make one anyway.
            validate: Have it ask STS first.

        Raises:
            ClientError: With `validate`, what STS answers.
        """
        key = order.request.role_arn, order.request.role_session_name
        # In a variable: it is kept weakly elsewhere.
        lock = self._lock_of(key)
        session, is_new = lock.run(self._make_or_share, key, order, seen, validate)
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
        self, key: Key, order: Order, seen: int | None, validate: bool
    ) -> tuple[RoleSession, bool]:
        """Return a session, and whether it is one that no thread had made yet."""
        newest = self._newest.get(key) if seen is not None else None
        if (
            newest is not None
            and newest.number > (seen or 0)
            and answers(newest, order.request)
        ):
            return newest, False
        session = self.make(order, validate)
        session.number = _NOT_CACHED_YET
        self._newest[key] = session
        return session, True

    def forget(
        self, role_arn: str, role_session_name: str | None, cache: SessionCache
    ) -> None:
        """Drop sessions of a role, and their credentials.

        Args:
            role_arn: ARN of the role.
            role_session_name: None for all sessions made or handed out here.
            cache: Where to drop them from.
        """
        held = [
            session
            for session in self._all_live()
            if session.role_arn == role_arn
            and role_session_name in (None, session.role_session_name)
        ]
        names = {role_session_name}
        if role_session_name is None:
            names |= {name for arn, name in list(self.known) if arn == role_arn}
            names |= {_name_asked_for(session) for session in held}
        for name in names:
            held += self._forget_one((role_arn, name), cache)
        for session in held or self._unstarted(role_arn, role_session_name):
            credentials_of(session).invalidate()

    def forget_all(self, cache: SessionCache) -> None:
        """Drop the sessions of all roles that were made or asked for here.

        Args:
            cache: Where to drop them from.
        """
        roles = {arn for arn, _ in list(self.known)}
        for role_arn in sorted(roles | {one.role_arn for one in self._all_live()}):
            self.forget(role_arn, None, cache)

    def close(self, cache: SessionCache) -> None:
        """Make no more sessions, and take those made here out of a cache.

        Args:
            cache: Left as it is if it has no `delete`.
        """
        with self._guard:
            self._is_closed = True
            self.known.clear()
            self._newest.clear()
        delete = getattr(cache, "delete", None)
        for session in self._all_live():
            key = session.role_arn, _name_asked_for(session)
            if callable(delete) and cache.get(*key) is session:
                delete(*key)
            credentials_of(session).close()

    def _forget_one(self, key: Key, cache: SessionCache) -> list[RoleSession]:
        # In a variable: it is kept weakly elsewhere.
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

    def _unstarted(
        self, role_arn: str, role_session_name: str | None
    ) -> list[RoleSession]:
        """Return a session by which to reach what an earlier process has cached."""
        if self.settings.credential_cache is None:
            return []
        order = new_order(role_arn, role_session_name, RoleParameters(), self.settings)
        return [open_session(order, self.settings)]

    def _all_live(self) -> list[RoleSession]:
        with self._guard:
            return list(self._live)

    def _lock_of(self, key: Key) -> Lock:
        """Return the lock of one cache key; it lives while a thread uses it."""
        with self._guard:
            return self._locks.setdefault(key, Lock())


def _name_asked_for(session: RoleSession) -> str | None:
    request = request_of(session)
    return request.role_session_name if request else None
