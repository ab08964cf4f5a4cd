"""Where a `ConnectionManager` keeps its sessions, unless its user knows better."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Protocol, cast, runtime_checkable

import boto3

from boto3_extensions._forks import Lock

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
