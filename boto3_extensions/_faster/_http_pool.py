"""HTTP connections that the clients of many role sessions share.

Each client of botocore has a pool of connections, and loads the CA bundle, of its own.
A connection says nothing of who uses it: requests are signed one by one. So clients
whose settings of the connection are equal can take turns on the same ones. In one
process: the answers to two that write on one connection go to whoever reads first. So
which process this is is asked at every use, and a child opens connections of its own.
"""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary, WeakSet, WeakValueDictionary

import botocore.session
from botocore.awsrequest import AWSHTTPConnectionPool, AWSHTTPSConnectionPool
from botocore.httpsession import URLLib3Session

from boto3_extensions._faster._certificate_files import stamps_of
from boto3_extensions._forks import Lock, here, renew_after_fork

# How many times the connections of one client a shared pool keeps open per host.
FACTOR = 10

_LIMIT = "max_pool_connections"


class HttpPools:
    """Pools by their settings, each kept as long as a client uses it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.renew()
        renew_after_fork(self)

    def renew(self) -> None:
        """Begin with no pools: those that there are have connections of the parent."""
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
        key = key, stamps_of(settings)
        return self._pools.get(key) or self._lock.run(self._make, key, settings)

    def _make(self, key: Any, settings: dict[str, Any]) -> _Pool:
        # By whom this thread was interrupted here may have made one, too.
        return self._pools.get(key) or self._pools.setdefault(key, _Pool(settings))


class SharedConnections:
    """What one client has for an HTTP session: its part of a shared pool."""

    def __init__(self, pools: HttpPools, key: Any, settings: dict[str, Any]) -> None:
        self._pools, self._key, self._settings = pools, key, settings
        self._joined: tuple[object, _Pool] | None = None
        self._join()

    def __getattr__(self, name: str) -> Any:
        # Only for what is not here: settings that are the same for all of the pool.
        if name.startswith("__") or name == "_joined":
            raise AttributeError(name)
        return getattr(self._join().session, name)

    def send(self, request: Any) -> Any:
        """Send a request over a connection of the pool, opened by this process."""
        return self._join().session.send(request)

    def close(self) -> None:
        """Leave the pool; the last one that leaves closes its connections.

        As with botocore's, the next request opens them again.
        """
        joined, self._joined = self._joined, None
        # In a child the pool is the parent's to close; what is dropped here is a copy,
        # whose end sends nothing.
        if joined is not None and joined[0] is here():
            joined[1].leave(self)

    def _join(self) -> _Pool:
        joined, process = self._joined, here()
        if joined is not None and joined[0] is process:
            return joined[1]
        pool = self._pools.pool_of(self._key, self._settings)
        pool.join(self)
        self._joined = process, pool
        return pool


class _Idle:
    """The connections of a host that wait for use, the last one first.

    Unlike `queue.LifoQueue` without a lock of its own: a signal handler that sends a
    request while this thread sends another must not wait for itself. With botocore a
    client has these to itself, and a handler may well use another client.
    """

    def __init__(self, maxsize: int) -> None:
        self._most = maxsize
        self._items: deque[Any] = deque()

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Keep a connection.

        Raises:
            queue.Full: If there are as many as may be.
        """
        if 0 < self._most <= len(self._items):
            raise queue.Full
        self._items.append(item)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Return a connection; botocore's pools never wait for one.

        Raises:
            queue.Empty: If there is none.
        """
        try:
            return self._items.pop()
        except IndexError:
            raise queue.Empty from None

    def qsize(self) -> int:
        """Return how many there are."""
        return len(self._items)


class _HttpHost(AWSHTTPConnectionPool):  # type: ignore[misc, unused-ignore]
    QueueCls = _Idle


class _HttpsHost(AWSHTTPSConnectionPool):  # type: ignore[misc, unused-ignore]
    QueueCls = _Idle


class _Pool:
    """One `URLLib3Session` and who uses it."""

    def __init__(self, settings: dict[str, Any]) -> None:
        limit = settings.get(_LIMIT)
        if limit:
            settings = {**settings, _LIMIT: limit * FACTOR}
        self.session = URLLib3Session(**settings)
        # Private (guarded by a test), and what all its pools of hosts are made by.
        classes: Any = getattr(self.session, "_pool_classes_by_scheme", None)
        if isinstance(classes, dict):
            classes.update(http=_HttpHost, https=_HttpsHost)
        # Held while connections are closed: who joins then must not lose one.
        self._lock = Lock()
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
        token = _current.set(self._pools)
        try:
            return super().create_client(*args, **kwargs)
        finally:
            _current.reset(token)


def pools_of(base: Any) -> HttpPools:
    """Return the pools of the sessions that are made from a base session.

    One that cannot be looked up by has its sessions share nothing.
    """
    try:
        with _all_pools_lock:
            return _all_pools.setdefault(base, HttpPools())
    except TypeError:
        return HttpPools()


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
_all_pools_lock = Lock()


def _frozen(value: Any) -> Any:
    # Something to look up by; of its parts, equal means equal to botocore, too.
    if isinstance(value, dict):
        return frozenset((name, _frozen(one)) for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(one) for one in value)
    return type(value), value
