"""HTTP connections that the clients of many role sessions share.

Each client of botocore has a pool of connections, and loads the CA bundle, of its own.
A connection says nothing of who uses it: requests are signed one by one. So clients
whose settings of the connection are equal can take turns on the same ones.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary, WeakSet, WeakValueDictionary

import botocore.session
from botocore.httpsession import URLLib3Session

from boto3_extensions._faster._certificate_files import stamps_of

# How many times the connections of one client a shared pool keeps open per host.
FACTOR = 10

_LIMIT = "max_pool_connections"


class HttpPools:
    """Pools by their settings, each kept as long as a client uses it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pools: WeakValueDictionary[Any, _Pool] = WeakValueDictionary()

    def connect(self, **settings: Any) -> Any:
        """Return what sends the requests of one client, as an `URLLib3Session` does.

        Args:
            settings: What botocore makes an `URLLib3Session` of.
        """
        try:
            key = _frozen(settings)
            hash(key)
        except TypeError:
            return URLLib3Session(**settings)
        return SharedConnections(self, key, settings)

    def pool_of(self, key: Any, settings: dict[str, Any]) -> _Pool:
        """Return the pool of this key, made now if there is none."""
        # With the process: a child must not write into the connections of its parent.
        key = (os.getpid(), key, stamps_of(settings))
        with self._lock:
            pool = self._pools.get(key)
            if pool is None:
                pool = self._pools[key] = _Pool(settings)
            return pool


class SharedConnections:
    """What one client has for an HTTP session: its part of a shared pool."""

    def __init__(self, pools: HttpPools, key: Any, settings: dict[str, Any]) -> None:
        self._pools, self._key, self._settings = pools, key, settings
        self._pool: _Pool | None = None
        self._join()

    def __getattr__(self, name: str) -> Any:
        # Only for what is not here: settings that are the same for all of the pool.
        if name.startswith("__") or name == "_pool":
            raise AttributeError(name)
        return getattr(self._join().session, name)

    def send(self, request: Any) -> Any:
        """Send a request over a connection of the pool."""
        return self._join().session.send(request)

    def close(self) -> None:
        """Leave the pool; the last one that leaves closes its connections.

        As with botocore's, the next request opens them again.
        """
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.leave(self)

    def _join(self) -> _Pool:
        pool = self._pool
        if pool is None:
            pool = self._pools.pool_of(self._key, self._settings)
            pool.join(self)
            self._pool = pool
        return pool


class _Pool:
    """One `URLLib3Session` and who uses it."""

    def __init__(self, settings: dict[str, Any]) -> None:
        limit = settings.get(_LIMIT)
        if limit:
            settings = {**settings, _LIMIT: limit * FACTOR}
        self.session = URLLib3Session(**settings)
        # Held while connections are closed: who joins then must not lose one.
        self._lock = threading.Lock()
        self._users: WeakSet[SharedConnections] = WeakSet()

    def join(self, user: SharedConnections) -> None:
        with self._lock:
            self._users.add(user)

    def leave(self, user: SharedConnections) -> None:
        with self._lock:
            self._users.discard(user)
            if not self._users:
                self.session.close()


class PoolingSession(botocore.session.Session):  # type: ignore[misc, unused-ignore]
    """A botocore session whose clients share connections with those of others."""

    def __init__(self, pools: HttpPools, emitter: Any) -> None:
        super().__init__(event_hooks=emitter, include_builtin_handlers=False)
        self._pools = pools

    def create_client(self, *args: Any, **kwargs: Any) -> Any:
        """Create a client, as botocore's session does."""
        with _sharing(self._pools):
            return super().create_client(*args, **kwargs)


def pools_of(base: Any) -> HttpPools:
    """Return the pools of the sessions that are made from a base session."""
    with _all_pools_lock:
        return _all_pools.setdefault(base, HttpPools())


def create_endpoint(
    original: Callable[..., Any], creator: Any, *args: Any, **kwargs: Any
) -> Any:
    """Create an endpoint; within `PoolingSession.create_client` on shared connections.

    A wrap of botocore's `EndpointCreator.create_endpoint`.
    """
    pools = _current.get()
    if pools is not None:
        kwargs.setdefault("http_session_cls", pools.connect)
    return original(creator, *args, **kwargs)


_current: ContextVar[HttpPools | None] = ContextVar("pools", default=None)
_all_pools: WeakKeyDictionary[Any, HttpPools] = WeakKeyDictionary()
_all_pools_lock = threading.Lock()


@contextmanager
def _sharing(pools: HttpPools) -> Iterator[None]:
    token = _current.set(pools)
    try:
        yield
    finally:
        _current.reset(token)


def _frozen(value: Any) -> Any:
    # Something to look up by; of its parts, equal means equal to botocore, too.
    if isinstance(value, dict):
        return frozenset((name, _frozen(one)) for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(one) for one in value)
    return type(value), value
