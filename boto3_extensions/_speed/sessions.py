"""Event handlers that a new session starts with: taken over, not registered again.

Three quarters of what a session costs is the registration of botocore's own 130
handlers. They are the same for all, so they are registered once, into a tree that
copies what it changes, and every session starts with that tree. What a session or a
client registers goes into a tree of its own, which shares the untouched branches.

botocore sessions that share with each other what is the same for all.

What is in the files of certificates that connections depend on, by their stamps.

Who trusts another file under the same name must not get connections to those who were
trusted before.

HTTP connections that the clients of many role sessions share.

Each client of botocore has a pool of connections, and loads the CA bundle, of its own.
A connection says nothing of who uses it: requests are signed one by one. So clients
whose settings of the connection are equal can take turns on the same ones. In one
process: the answers to two that write on one connection go to whoever reads first. So
which process this is is asked at every use, and a child opens connections of its own.
"""

from __future__ import annotations

import copy
import os
import queue
import types
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary, WeakSet, WeakValueDictionary

import botocore.session
from botocore import handlers, httpsession
from botocore.awsrequest import AWSHTTPConnectionPool, AWSHTTPSConnectionPool
from botocore.hooks import EventAliaser, HierarchicalEmitter, NodeList, _PrefixTrie
from botocore.httpsession import URLLib3Session
from botocore.utils import EVENT_ALIASES

from boto3_extensions._foundation import switches
from boto3_extensions._foundation import wraps as wraps
from boto3_extensions._foundation.concurrency import Lock, here, renew_after_fork

# Names of events asked for so far, and what they are for botocore; cleared when there
# are this many.
_MOST_NAMES = 8192
_NAMES: dict[str, str] = {}
_ALIASES: dict[Any, Any] = dict(EVENT_ALIASES)
# Those of one part of a name, and those of several.
_ONE_PART = frozenset(old for old in _ALIASES if "." not in old)
_SEVERAL_PARTS = [old for old in _ALIASES if "." in old]

_TAKES_KEYWORDS = 0x08  # CO_VARKEYWORDS of `inspect`

Node = dict[str, Any]

# Held while a change is put into a tree, else one that another thread puts in meanwhile
# is lost. One for all trees: it is held for microseconds. For the same thread again, as
# handlers are compared by their own `__eq__`.
_changing = Lock()


class SharingTrie(_PrefixTrie):  # type: ignore[misc, unused-ignore]
    """botocore's tree of handlers, where a change makes new nodes and alters none."""

    _root: Node

    def append_item(self, key: str, value: Any, section: int = 1) -> None:
        """Add a handler, as botocore's does: to the first, the middle or the last."""

        def add(values: Any) -> Any:
            lists = [[], [], []] if values is None else [*map(list, values)]
            lists[section].append(value)
            return NodeList(*lists)

        _changing.run(self._add, key, add)

    def _add(self, key: str, add: Callable[[Any], Any]) -> None:
        self._root = _with(self._root, key.split("."), add)

    def remove_item(self, key: str, value: Any) -> None:
        """Remove a handler; a ValueError, as of botocore's, if the key is unknown."""
        _changing.run(self._remove, key, value)

    def _remove(self, key: str, value: Any) -> None:
        own = _PrefixTrie()
        own._root = _branch_of_its_own(self._root, key.split("."))
        own.remove_item(key, value)
        self._root = own._root

    def __copy__(self) -> SharingTrie:
        """Return a tree with the same handlers, which no longer follows this one."""
        duplicate = type(self)()
        duplicate._root = self._root
        return duplicate


class _Template(NamedTuple):
    handlers: list[Any]
    aliases: dict[Any, Any]
    emitter: Any


_template: _Template | None = None


def new_emitter() -> Any:
    """Return an emitter with the handlers botocore gives every session.

    Returns:
        An emitter of botocore's class; None if botocore has handlers of a form that is
        not known here.
    """
    template = builtin()
    return None if template is None else copy.copy(template)


def builtin() -> Any:
    """Return the emitter that has botocore's own handlers and no others.

    Returns:
        The emitter, for reading; None if botocore has handlers of a form that is not
        known here.
    """
    global _template
    template = _template
    # Both are public, and may have been changed by somebody since.
    if (
        template is None
        or template.handlers != handlers.BUILTIN_HANDLERS
        or template.aliases != EVENT_ALIASES
    ):
        emitter: Any = _registered(handlers.BUILTIN_HANDLERS)
        if emitter is None:
            return None
        template = _template = _Template(
            list(handlers.BUILTIN_HANDLERS), dict(EVENT_ALIASES), emitter
        )
    return template.emitter


def _registered(specifications: Any) -> Any:
    # As botocore's Session._register_builtin_handlers does it (guarded by a test).
    emitter: Any = HierarchicalEmitter()
    names = EventAliaser(emitter)
    register: dict[Any, Callable[..., None]] = {
        (): names.register,
        (handlers.REGISTER_FIRST,): names.register_first,
        (handlers.REGISTER_LAST,): names.register_last,
    }
    for event_name, handler, *how in specifications:
        if tuple(how) not in register:
            return None
        register[tuple(how)](event_name, handler)
    tree = emitter._handlers
    if type(tree) is not _PrefixTrie or set(tree._root) != _NODE:
        return None
    emitter._handlers = SharingTrie()
    emitter._handlers._root = tree._root
    emitter._lookup_cache = {}
    return emitter


_NODE = {"chunk", "children", "values"}


def _with(node: Node, path: list[str], change: Callable[[Any], Any]) -> Node:
    # The node with a change at the end of a path; all beside the path is the same.
    if not path:
        return {**node, "values": change(node["values"])}
    first, *rest = path
    child = node["children"].get(first) or _empty(first)
    children = {**node["children"], first: _with(child, rest, change)}
    return {**node, "children": children}


def _empty(chunk: str) -> Node:
    return {"chunk": chunk, "values": None, "children": {}}


def _branch_of_its_own(node: Node, path: list[str]) -> Node:
    # A copy of the nodes along a path, as far as it goes, for botocore's code to alter.
    values = node["values"]
    own = {**node, "values": values and NodeList(*map(list, values))}
    own["children"] = dict(node["children"])
    if path and path[0] in own["children"]:
        child = own["children"][path[0]]
        own["children"][path[0]] = _branch_of_its_own(child, path[1:])
    return own


def alias_event_name(
    original: Callable[..., str], aliaser: Any, event_name: str
) -> str:
    """Return what an event is called today, looked up once for all emitters."""
    known = aliaser._alias_name_cache
    found: str | None = known.get(event_name)
    if found is None:
        if aliaser._event_aliases != _ALIASES:
            return original(aliaser, event_name)
        found = _NAMES.get(event_name)
        if found is None:
            if len(_NAMES) >= _MOST_NAMES:
                _NAMES.clear()
            found = _NAMES[event_name] = (
                original(aliaser, event_name)
                if _may_have_alias(event_name)
                else event_name
            )
        known[event_name] = found
    return found


def _may_have_alias(event_name: str) -> bool:
    # botocore looks through 300 aliases for the parts of each name, in turn.
    return not _ONE_PART.isdisjoint(event_name.split(".")) or any(
        old in event_name for old in _SEVERAL_PARTS
    )


def verify_accept_kwargs(
    original: Callable[..., Any], emitter: Any, function: Any
) -> Any:
    """Refuse a handler without `**kwargs`; the code of a plain function tells that."""
    plain = function.__func__ if type(function) is types.MethodType else function
    if (
        type(plain) is types.FunctionType
        and plain.__code__.co_flags & _TAKES_KEYWORDS
        # What follows other functions when it is inspected is left to that.
        and not vars(plain)
    ):
        return None
    return original(emitter, function)


def new_core(base: Any = None) -> Any:
    """Make a botocore session like `botocore.session.get_session()`, only lighter.

    Args:
        base: The boto3 session that stands behind several; clients of all that are
            made for the same one share connections. None to share none.

    Returns:
        A session that has events, components and settings of its own. As switches and
        botocore allow, it starts with the tree of botocore's handlers.
    """
    emitter = None
    # Who has put something in the place of one of these wants it to be called.
    if switches.is_on("sessions") and wraps.SESSIONS.token() is not None:
        # Not before: it is made of what is recognised.

        emitter = new_emitter()
    if emitter is None:
        return botocore.session.get_session()
    if base is None or not switches.is_on("connections"):
        return botocore.session.Session(
            event_hooks=emitter, include_builtin_handlers=False
        )
    return PoolingSession(pools_of(base), emitter)


def with_core(args: tuple[Any, ...], keywords: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords of a `boto3.Session`, with a light core if it needs one.

    Args:
        args: What `boto3.Session` was given by position.
        keywords: What it was given by keyword.
    """
    # The fifth by position would be the botocore session.
    if len(args) > 4 or keywords.get("botocore_session") is not None:
        return keywords
    if wraps.SESSIONS.token() is None:
        return keywords
    return {**keywords, "botocore_session": new_core()}


def stamps_of(settings: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return something that is another after any of the files was replaced.

    Args:
        settings: What botocore makes an `URLLib3Session` of.
    """
    # Semi-private: the bundle that True stands for, which certifi or botocore brings.
    bundle_of = getattr(httpsession, "get_cert_path", None)
    verify = settings.get("verify", True)
    files = [bundle_of(verify) if bundle_of else verify, settings.get("client_cert")]
    files += (settings.get("proxies_config") or {}).values()
    return tuple(_stamp(path) for path in _flat(files) if isinstance(path, str))


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        yield from value if isinstance(value, (list, tuple)) else (value,)


def _stamp(path: str) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)
    except OSError:
        # Not there, or no file: what that means is for botocore to say.
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


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
