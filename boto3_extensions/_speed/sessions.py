"""botocore sessions that share event handlers and HTTP connections.

A role session of boto3 needs a botocore session of its own. `new_botocore_session`
makes one that is lighter than botocore's in two ways:

- Event handlers. Three quarters of what a session costs is the registration of
  botocore's own 130 handlers, the same in each. Here they are registered once, into a
  tree that copies the nodes it changes (`SharingTrie`), and every session starts with
  that tree. Handlers that a session or a client registers go into its own tree, which
  shares the untouched branches.
- HTTP connections. Each botocore client has a pool of connections, and loads the CA
  bundle, of its own. A connection says nothing of who uses it, since requests are
  signed one by one, so clients with equal connection settings take turns on the same
  ones (`HttpPools`). They do so within one process: two processes that write on one
  connection read each other's responses. So the process is compared at every use, and a
  forked child opens connections of its own.

The settings of a connection contain the names of certificate files. A file may be
replaced under its name, so the pools are found by the stamps of the files, too: who
trusts the new file gets no connection to servers trusted by the old one.
"""

from __future__ import annotations

import copy
import os
import queue
import types
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary, WeakSet, WeakValueDictionary

import botocore.session
from botocore import handlers, httpsession
from botocore.awsrequest import AWSHTTPConnectionPool, AWSHTTPSConnectionPool
from botocore.hooks import EventAliaser, HierarchicalEmitter, NodeList, _PrefixTrie
from botocore.httpsession import URLLib3Session
from botocore.utils import EVENT_ALIASES

from boto3_extensions._foundation import switches, wraps
from boto3_extensions._foundation.concurrency import (
    Lock,
    current_process,
    renew_after_fork,
)

if TYPE_CHECKING:
    import boto3
    from botocore.awsrequest import AWSConnection, AWSPreparedRequest, AWSResponse
    from botocore.client import BaseClient
    from botocore.endpoint import EndpointCreator
    from botocore.hooks import BaseEventHooks

Handler = Callable[..., Any]


def new_botocore_session(base: boto3.Session | None = None) -> botocore.session.Session:
    """Return a new botocore session, as `botocore.session.get_session` but lighter.

    Args:
        base: The boto3 session that role sessions are made from: clients of all
            botocore sessions made with the same one share connections. None to share
            none.

    Returns:
        A session with events, components and settings of its own. It shares handlers
        and connections if the switches allow, and botocore has its own functions.
    """
    emitter = None
    # If a function in SESSIONS was replaced, the replacement has to be called.
    if switches.is_on("sessions") and wraps.SESSIONS.token() is not None:
        emitter = new_emitter()
    if emitter is None:
        return botocore.session.get_session()
    if base is None or not switches.is_on("connections"):
        return botocore.session.Session(
            event_hooks=emitter, include_builtin_handlers=False
        )
    return PoolingSession(pools_of(base), emitter)


def with_botocore_session(
    args: tuple[Any, ...], keywords: dict[str, Any]
) -> dict[str, Any]:
    """Return keyword arguments for `boto3.Session` with a new botocore session.

    Args:
        args: The positional arguments.
        keywords: The keyword arguments.

    Returns:
        The keyword arguments, with ``botocore_session`` unless a session was given, or
        botocore's functions are not its own.
    """
    # The fifth positional argument is the botocore session.
    if len(args) > 4 or keywords.get("botocore_session") is not None:
        return keywords
    if wraps.SESSIONS.token() is None:
        return keywords
    return {**keywords, "botocore_session": new_botocore_session()}


class _Template(NamedTuple):
    """Emitter with botocore's own handlers, and the data it was made of."""

    handlers: list[Any]
    aliases: dict[Any, Any]
    emitter: EventAliaser


_template: _Template | None = None


def new_emitter() -> HierarchicalEmitter | None:
    """Return an emitter with the handlers that botocore gives every session.

    Returns:
        A new emitter of botocore's class; None if botocore registers handlers in a form
        that is unknown here.
    """
    template = _builtin_emitter()
    return None if template is None else copy.copy(template)


def _builtin_emitter() -> HierarchicalEmitter | None:
    """Return the emitter with botocore's own handlers and no others, to be copied."""
    global _template
    template = _template
    # The list of handlers and the aliases are public: a program may change them.
    if (
        template is None
        or template.handlers != handlers.BUILTIN_HANDLERS
        or template.aliases != EVENT_ALIASES
    ):
        emitter: Any = _emitter_with(handlers.BUILTIN_HANDLERS)
        if emitter is None:
            return None
        template = _template = _Template(
            list(handlers.BUILTIN_HANDLERS), dict(EVENT_ALIASES), emitter
        )
    return template.emitter


def _emitter_with(
    specifications: Iterable[tuple[Any, ...]],
) -> HierarchicalEmitter | None:
    # As in botocore's Session._register_builtin_handlers (guarded by a test).
    emitter: Any = HierarchicalEmitter()
    names = EventAliaser(emitter)
    register: dict[Any, Callable[..., None]] = {
        (): names.register,
        (handlers.REGISTER_FIRST,): names.register_first,
        (handlers.REGISTER_LAST,): names.register_last,
    }
    for event_name, handler, *position in specifications:
        if tuple(position) not in register:
            return None
        register[tuple(position)](event_name, handler)
    tree = emitter._handlers
    if type(tree) is not _PrefixTrie or set(tree._root) != _NODE:
        return None
    emitter._handlers = SharingTrie()
    emitter._handlers._root = tree._root
    emitter._lookup_cache = {}
    return emitter


# A node of botocore's tree of handlers: a part of an event name (`chunk`), the nodes of
# the next parts by these (`children`), and the handlers (`values`, None for none).
Node = dict[str, Any]
_NODE = {"chunk", "children", "values"}

# Held while a change is put into a tree, else a change that another thread puts in
# meanwhile is lost. One for all trees: it is held for microseconds. The thread that has
# it may take it again, since handlers are compared by an `__eq__` of their own.
_changing = Lock()


class SharingTrie(_PrefixTrie):  # type: ignore[misc, unused-ignore]
    """botocore's tree of handlers, whose changes make new nodes and alter none."""

    _root: Node

    def append_item(self, key: str, value: Handler, section: int = 1) -> None:
        """Add a handler, as botocore's does.

        Args:
            key: The event name.
            value: The handler.
            section: The position: 0 for the first handlers, 1 for the middle, 2 for the
                last.
        """

        def add(values: NodeList | None) -> NodeList:
            lists = [[], [], []] if values is None else [*map(list, values)]
            lists[section].append(value)
            return NodeList(*lists)

        _changing.run(self._add, key, add)

    def _add(self, key: str, add: Callable[[NodeList | None], NodeList]) -> None:
        self._root = _with(self._root, key.split("."), add)

    def remove_item(self, key: str, value: Handler) -> None:
        """Remove a handler, as botocore's does.

        Args:
            key: The event name.
            value: The handler.

        Raises:
            ValueError: There is no such event name.
        """
        _changing.run(self._remove, key, value)

    def _remove(self, key: str, value: Handler) -> None:
        own = _PrefixTrie()
        own._root = _with_own_branch(self._root, key.split("."))
        own.remove_item(key, value)
        self._root = own._root

    def __copy__(self) -> SharingTrie:
        """Return a tree with the same handlers; later changes affect one tree only."""
        duplicate = type(self)()
        duplicate._root = self._root
        return duplicate


def _with(
    node: Node, path: list[str], change: Callable[[NodeList | None], NodeList]
) -> Node:
    # A copy of the node with a change at the end of the path; all nodes beside the path
    # are shared.
    if not path:
        return {**node, "values": change(node["values"])}
    first, *rest = path
    child = node["children"].get(first) or _empty(first)
    children = {**node["children"], first: _with(child, rest, change)}
    return {**node, "children": children}


def _empty(chunk: str) -> Node:
    return {"chunk": chunk, "values": None, "children": {}}


def _with_own_branch(node: Node, path: list[str]) -> Node:
    # A copy of the nodes along a path, as far as it goes, for botocore's code to alter.
    values = node["values"]
    own = {**node, "values": values and NodeList(*map(list, values))}
    own["children"] = dict(node["children"])
    if path and path[0] in own["children"]:
        child = own["children"][path[0]]
        own["children"][path[0]] = _with_own_branch(child, path[1:])
    return own


# The current names of the event names looked up so far; cleared when it has this many.
_MAX_NAMES = 8192
_CURRENT_NAMES: dict[str, str] = {}
_ALIASES: dict[Any, Any] = dict(EVENT_ALIASES)
# The old names that are one part of an event name, and those that are several.
_ONE_PART = frozenset(old for old in _ALIASES if "." not in old)
_SEVERAL_PARTS = [old for old in _ALIASES if "." in old]


def alias_event_name(
    original: Callable[..., str], aliaser: EventAliaser, event_name: str
) -> str:
    """Return the current name of an event, looked up once for all emitters.

    Args:
        original: `EventAliaser._alias_event_name`, which goes through 300 old names.
        aliaser: The events of a session or client.
        event_name: The name of the event, which may be an old one.
    """
    known = aliaser._alias_name_cache
    current: str | None = known.get(event_name)
    if current is None:
        if aliaser._event_aliases != _ALIASES:
            return original(aliaser, event_name)
        current = _CURRENT_NAMES.get(event_name)
        if current is None:
            if len(_CURRENT_NAMES) >= _MAX_NAMES:
                _CURRENT_NAMES.clear()
            current = _CURRENT_NAMES[event_name] = (
                original(aliaser, event_name) if _may_be_old(event_name) else event_name
            )
        known[event_name] = current
    return current


def _may_be_old(event_name: str) -> bool:
    return not _ONE_PART.isdisjoint(event_name.split(".")) or any(
        old in event_name for old in _SEVERAL_PARTS
    )


_TAKES_KEYWORDS = 0x08  # CO_VARKEYWORDS of `inspect`


def verify_accept_kwargs(
    original: Callable[..., Any], emitter: BaseEventHooks, function: object
) -> Any:
    """Check that an event handler takes any keyword arguments, by a function's code.

    Args:
        original: `BaseEventHooks._verify_accept_kwargs`, which inspects the signature.
        emitter: The events of a session or client.
        function: The handler.

    Raises:
        ValueError: The handler has no ``**kwargs``, or cannot be called.
    """
    plain = function.__func__ if type(function) is types.MethodType else function
    if (
        type(plain) is types.FunctionType
        and plain.__code__.co_flags & _TAKES_KEYWORDS
        # `inspect` follows attributes such as `__wrapped__` and `__signature__`.
        and not vars(plain)
    ):
        return None
    return original(emitter, function)


class PoolingSession(botocore.session.Session):  # type: ignore[misc, unused-ignore]
    """botocore session whose clients share HTTP connections with other sessions.

    Args:
        pools: The pools of connections.
        emitter: The emitter with botocore's own handlers.
    """

    def __init__(self, pools: HttpPools, emitter: HierarchicalEmitter) -> None:
        super().__init__(event_hooks=emitter, include_builtin_handlers=False)
        self._pools = pools

    def create_client(self, *args: object, **kwargs: object) -> BaseClient:
        """Create a client, as botocore's session does."""
        token = _current.set(self._pools)
        try:
            return super().create_client(*args, **kwargs)
        finally:
            _current.reset(token)


# The pools of the session whose client is being created.
_current: ContextVar[HttpPools | None] = ContextVar("pools", default=None)


def create_endpoint(
    original: Callable[..., Any],
    creator: EndpointCreator,
    *args: object,
    **kwargs: object,
) -> Any:
    """Create the endpoint of a client, on shared connections for a `PoolingSession`.

    Args:
        original: `EndpointCreator.create_endpoint`.
        creator: The creator of the endpoint.
        args: The positional arguments of `original`.
        kwargs: The keyword arguments of `original`.
    """
    pools = _current.get()
    if pools is not None:
        kwargs.setdefault("http_session_cls", pools.connect)
    return original(creator, *args, **kwargs)


_all_pools: WeakKeyDictionary[Any, HttpPools] = WeakKeyDictionary()
_all_pools_lock = Lock()


def pools_of(base: boto3.Session) -> HttpPools:
    """Return the pools of connections of the sessions made from a base session.

    Args:
        base: The session. Pools for a session that is not hashable, or has no weak
            references, are new at each call: its role sessions share nothing.
    """
    try:
        with _all_pools_lock:
            return _all_pools.setdefault(base, HttpPools())
    except TypeError:
        return HttpPools()


class HttpPools:
    """Pools of HTTP connections by settings, each kept as long as it has a user."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.renew()
        renew_after_fork(self)

    def renew(self) -> None:
        """Forget all pools: after a fork their connections belong to the parent."""
        self._pools: WeakValueDictionary[Any, _Pool] = WeakValueDictionary()

    def connect(self, **settings: object) -> URLLib3Session | SharedConnections:
        """Return the HTTP session of a client.

        Args:
            settings: The arguments of botocore's `URLLib3Session`.

        Returns:
            A user of a shared pool; an `URLLib3Session` of the client's own if the
            settings are not hashable.
        """
        try:
            key = _hashable(settings)
            hash(key)
        except TypeError:
            return URLLib3Session(**settings)
        return SharedConnections(self, key, settings)

    def pool_of(self, key: Hashable, settings: dict[str, Any]) -> _Pool:
        """Return the pool of a key and the present certificate files, new if need be.

        Args:
            key: The settings in a form that can be looked up by.
            settings: The arguments of botocore's `URLLib3Session`.
        """
        key = key, _file_stamps(settings)
        return self._pools.get(key) or self._lock.run(self._make, key, settings)

    def _make(self, key: Hashable, settings: dict[str, Any]) -> _Pool:
        # A signal handler that interrupted this thread here may have made a pool, too.
        return self._pools.get(key) or self._pools.setdefault(key, _Pool(settings))


def _hashable(value: object) -> object:
    # Two results are equal if the settings mean the same to botocore: True is not 1.
    if isinstance(value, dict):
        return frozenset((name, _hashable(part)) for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(_hashable(part) for part in value)
    return type(value), value


def _file_stamps(settings: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the stamps of the certificate files in connection settings.

    Args:
        settings: The arguments of botocore's `URLLib3Session`.

    Returns:
        A tuple that differs after any of the files was replaced.
    """
    # Semi-private: the path of the bundle for True, that of certifi or botocore.
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
        status = os.stat(path)
    except OSError:
        # No such file: botocore raises the error, if the setting is a file at all.
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


class SharedConnections:
    """HTTP session of one client, which sends its requests over a shared pool.

    Has the methods of botocore's `URLLib3Session`.

    Args:
        pools: The pools of the client's session.
        key: The settings in a form that can be looked up by.
        settings: The arguments of botocore's `URLLib3Session`.
    """

    def __init__(
        self, pools: HttpPools, key: Hashable, settings: dict[str, Any]
    ) -> None:
        self._pools, self._key, self._settings = pools, key, settings
        # The process and its pool.
        self._joined: tuple[object, _Pool] | None = None
        self._join()

    def __getattr__(self, name: str) -> Any:
        # Settings of the `URLLib3Session`, which all users of the pool have in common.
        if name.startswith("__") or name == "_joined":
            raise AttributeError(name)
        return getattr(self._join().session, name)

    def send(self, request: AWSPreparedRequest) -> AWSResponse:
        """Send a request over a connection of the pool, opened by this process."""
        return self._join().session.send(request)

    def close(self) -> None:
        """Leave the pool, whose connections are closed when it has no user left.

        As with botocore's, the next request opens them again.
        """
        joined, self._joined = self._joined, None
        # In a child the pool is the parent's to close: dropping the child's copies of
        # the sockets sends nothing.
        if joined is not None and joined[0] is current_process():
            joined[1].leave(self)

    def _join(self) -> _Pool:
        joined, process = self._joined, current_process()
        if joined is not None and joined[0] is process:
            return joined[1]
        pool = self._pools.pool_of(self._key, self._settings)
        pool.join(self)
        self._joined = process, pool
        return pool


# How many times the connections of one client a shared pool keeps open per host.
_FACTOR = 10

_LIMIT = "max_pool_connections"


class _Pool:
    """An `URLLib3Session` and its users."""

    def __init__(self, settings: dict[str, Any]) -> None:
        limit = settings.get(_LIMIT)
        if limit:
            settings = {**settings, _LIMIT: limit * _FACTOR}
        self.session = URLLib3Session(**settings)
        # Private (guarded by a test): the classes of the session's pools for a host.
        classes: Any = getattr(self.session, "_pool_classes_by_scheme", None)
        if isinstance(classes, dict):
            classes.update(http=_HttpHost, https=_HttpsHost)
        # Held while connections are closed, so that no user joins meanwhile.
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


class _IdleConnections:
    """Idle connections to a host, the last used first.

    A queue without a lock, unlike `queue.LifoQueue`: a signal handler that sends a
    request while this thread sends another must not wait for itself. A plain client of
    botocore has its queues to itself, and a signal handler may well use another client.

    Args:
        maxsize: The largest number of connections, 0 for any.
    """

    def __init__(self, maxsize: int) -> None:
        self._maxsize = maxsize
        self._connections: deque[AWSConnection | None] = deque()

    def put(
        self,
        item: AWSConnection | None,
        block: bool = True,
        timeout: float | None = None,
    ) -> None:
        """Add a connection.

        Args:
            item: The connection; None for a place without one.
            block: Ignored, as botocore's pools never wait for a place.
            timeout: Ignored.

        Raises:
            queue.Full: There are `maxsize` connections.
        """
        if 0 < self._maxsize <= len(self._connections):
            raise queue.Full
        self._connections.append(item)

    def get(
        self, block: bool = True, timeout: float | None = None
    ) -> AWSConnection | None:
        """Remove and return the connection used last.

        Args:
            block: Ignored, as botocore's pools never wait for a connection.
            timeout: Ignored.

        Raises:
            queue.Empty: There is no connection.
        """
        try:
            return self._connections.pop()
        except IndexError:
            raise queue.Empty from None

    def qsize(self) -> int:
        """Return the number of connections."""
        return len(self._connections)


class _HttpHost(AWSHTTPConnectionPool):  # type: ignore[misc, unused-ignore]
    QueueCls = _IdleConnections


class _HttpsHost(AWSHTTPSConnectionPool):  # type: ignore[misc, unused-ignore]
    QueueCls = _IdleConnections
