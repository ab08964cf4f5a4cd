"""Sessions of assumed roles, each made once and kept in a cache users can replace."""

from __future__ import annotations

import logging
import threading
from typing import Any, Protocol
from weakref import WeakValueDictionary

import boto3

from boto3_extensions._map import map_roles
from boto3_extensions._role_request import (
    RoleRequest,
    answers,
    new_request,
    resolve_base,
)
from boto3_extensions._role_session import open_session

_logger = logging.getLogger(__name__)


class SessionCache(Protocol):
    """What a `ConnectionManager` needs of its cache."""

    def get(self, role_arn: str, role_session_name: str | None) -> Any:
        """Return the session kept for this role and session name, or None."""

    def set(self, role_arn: str, role_session_name: str | None, session: Any) -> None:
        """Keep a session for this role and session name."""


class Cache:
    """Keep sessions in memory, without bound, for one `ConnectionManager`.

    Assign a class of your own with these two methods to `boto3_extensions.Cache`, and
    every `ConnectionManager` made from then on uses it.
    """

    def __init__(self) -> None:
        # A dict's own get and set are atomic, so no lock.
        self._sessions: dict[tuple[str, str | None], boto3.Session] = {}

    def get(self, role_arn: str, role_session_name: str | None) -> boto3.Session | None:
        """Return the session kept for this role and session name, or None."""
        return self._sessions.get((role_arn, role_session_name))

    def set(
        self, role_arn: str, role_session_name: str | None, session: boto3.Session
    ) -> None:
        """Keep a session for this role and session name."""
        self._sessions[role_arn, role_session_name] = session


class ConnectionManager:
    """Hand out sessions of assumed roles, made once and renewed by themselves.

    Args:
        session: Session that assumes the roles; None for one made of the keywords.
        kwargs: Keywords of `boto3.Session`. They make the base session; beside
            `session` only `region_name` makes sense: the region of the role sessions,
            which else is that of the base session.

    Attributes:
        cache: The cache, made of what `boto3_extensions.Cache` was just then.
        default_session_args: A copy of the keywords.

    Raises:
        TypeError: For a session and keywords that describe another one, and for a
            `boto3_extensions.Cache` without `get` or `set`.
    """

    def __init__(self, session: boto3.Session | None = None, **kwargs: Any) -> None:
        self.default_session_args = dict(kwargs)
        self._base = resolve_base(session, kwargs)
        self.cache: SessionCache = _new_cache()
        self._locks: WeakValueDictionary[tuple[str, str | None], Any] = (
            WeakValueDictionary()
        )
        self._locks_guard = threading.Lock()

    def get_session(
        self,
        role_arn: str,
        role_session_name: str | None,
        external_id: str | None = None,
        skip_cache: bool = False,
        force_cache_refresh: bool = False,
    ) -> boto3.Session:
        """Return the session of a role, from the cache if it is there.

        A miss is one `get` and one `set` of the cache, a hit one `get`; threads that
        ask for one new role at once get one session. A session made with another
        external id, region or base session than asked for is a miss and is replaced.

        Args:
            role_arn: ARN of the role.
            role_session_name: Name CloudTrail shows; None for one botocore makes up.
            external_id: What the role's trust policy asks for; None to send none.
            skip_cache: Make a new session and leave the cache alone.
            force_cache_refresh: Make a new session and put it into the cache.

        Raises:
            InvalidRoleArnException: For what is not the ARN of a role.
            InvalidSessionNameError: For a session name STS would refuse.
            InvalidExternalIdError: For an external id STS would refuse.
        """
        region = self.default_session_args.get("region_name")
        request = new_request(
            role_arn, role_session_name, external_id, region, self._base
        )
        if skip_cache:
            return open_session(request, external_id, self._base)
        with self._lock_of(role_arn, role_session_name):
            session = None if force_cache_refresh else self._cached(request)
            if session is None:
                session = open_session(request, external_id, self._base)
                self.cache.set(role_arn, role_session_name, session)
        return session

    map = map_roles

    def _cached(self, request: RoleRequest) -> boto3.Session | None:
        """Ask the cache once; anything it should not have answered is a miss."""
        session = self.cache.get(request.role_arn, request.role_session_name)
        hit = bool(session) and answers(session, request)
        _logger.debug(
            "Session cache %s for %s/%s.",
            "hit" if hit else "miss",
            request.role_arn,
            request.role_session_name,
        )
        return session if hit else None

    def _lock_of(self, role_arn: str, role_session_name: str | None) -> Any:
        """Return the lock of one cache key; it lives while a thread uses it."""
        with self._locks_guard:
            return self._locks.setdefault(
                (role_arn, role_session_name), threading.RLock()
            )


def _new_cache() -> SessionCache:
    """Make a cache of the class that `boto3_extensions.Cache` is at this moment."""
    import boto3_extensions

    cache: SessionCache = boto3_extensions.Cache()
    for name in ("get", "set"):
        if not callable(getattr(cache, name, None)):
            raise TypeError(
                "boto3_extensions.Cache needs the methods get(role_arn, "
                "role_session_name) and set(role_arn, role_session_name, session); "
                f"{type(cache).__name__} has no callable {name!r}"
            )
    return cache
