"""A function called over many resources, so many at a time: ``each`` and ``loaded``."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import CancelledError, Executor, Future
from contextvars import ContextVar
from typing import Any, Generic, Literal, TypeVar
from weakref import WeakSet

from botocore.endpoint import MAX_POOL_CONNECTIONS

from boto3_extensions._bulk import flow
from boto3_extensions._bulk.flow import let_go
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._resources.completion import LACKS
from boto3_extensions.exceptions import ChangeRefusedError

R = TypeVar("R")
T = TypeVar("T")

# The operations that change nothing, by AWS's name; not those of botocore 1.44.8 that
# are called so and change something, as AWS's text of them says.
_READS = re.compile(
    r"(?!GetId$|GetOpenIdTokenForDeveloperIdentity$"
    r"|GetScalingConfigurationRecommendation$|CheckIn[A-Z])"
    r"(?:Batch)?(?:Check|Count|Describe|Estimate|Filter|Get|Head|List|Lookup|"
    r"Query|Scan|Search|Select|Simulate|Validate|View)(?=[A-Z]|$)"
)
_HANDLER_ID = "boto3-extensions-each"

# Whether this thread is at a function that may only read.
_only_reads: ContextVar[bool] = ContextVar("boto3_extensions_reads", default=False)
_watched: WeakSet[Any] = WeakSet()
_watching = Lock()


class EachResult(Generic[R, T]):
    """The outcome of a function for one resource: its value or its error.

    ``resource, value = result`` takes it apart, and raises the error if there is one.

    Attributes:
        resource: What the function was called with.
        value: What it returned; None if it failed.
        error: What it raised, or what kept it from being called; None if all is well.
        seconds: How long the call took.
    """

    __slots__ = ("error", "resource", "seconds", "value")

    def __init__(
        self, resource: R, value: T, error: Exception | None, seconds: float
    ) -> None:
        self.resource = resource
        # Not `T | None`: that `ok` is true says nothing to a type checker.
        self.value = value
        self.error = error
        self.seconds = seconds

    @property
    def ok(self) -> bool:
        """Tell whether the function returned."""
        return self.error is None

    def __iter__(self) -> Iterator[Any]:
        if self.error is not None:
            raise self.error
        return iter((self.resource, self.value))

    def __repr__(self) -> str:
        told = repr(self.value) if self.error is None else repr(self.error)
        return f"EachResult({self.resource!r}, {told})"


class Each(flow.Results[EachResult[R, T]], Generic[R, T]):
    """The results of `each`, as they come.

    Nothing is called before the first result is asked for, and no more than a few
    times `max_workers` resources are ahead of what was taken. At the end of a ``with``
    block, at `close()` and when nobody holds this any more, calls that have not begun
    are dropped; those under way are waited for, unless the executor is the caller's.
    """

    def __enter__(self) -> Each[R, T]:
        return self


def each(
    resources: Iterable[R],
    function: Callable[[R], T],
    executor: Executor | None = None,
    *,
    max_workers: int = 16,
    in_order: bool = False,
    raise_on_error: bool | Literal["all"] = False,
    progress: Any = None,
    changes: bool = False,
) -> Each[R, T]:
    """Call a function with each of many resources, some at a time, and yield results.

    Every resource gives one `EachResult`, with what the function returned or with the
    error. Resources are taken as they are needed, in this thread. Like the builtin
    `map`, this begins when the first result is asked for.

    Args:
        resources: A collection, or any iterable.
        function: Takes a resource; it is called in a thread of its own, once.
        executor: Who makes the calls; None for threads of this call's own, none of
            which outlives it.
        max_workers: How many calls are under way at a time. As many connections are
            kept open by the resources' client, unless its `Config` says how many.
        in_order: Yield results in the order of the resources, not as they come.
        raise_on_error: True to end at the first failure, "all" to raise at the end for
            all of them; both raise `CallsFailedError`.
        progress: Told of each result: ``progress(done, total)``, where the total is
            None while `resources` has no length; or by ``update(n)``, as of tqdm.
        changes: Whether the function may change something. Without it an operation of
            the resource's client that is no read is refused by a `ChangeRefusedError`
            before it is sent.

    Raises:
        TypeError: For a function that cannot be called.
        ValueError: For `max_workers` or `raise_on_error` that mean nothing.
    """
    options = flow.Options(max_workers, in_order, raise_on_error, progress)
    flow.check(function, options)
    return Each(_Work(resources, function, executor, options, changes))


def loaded(
    collection: Iterable[R],
    executor: Executor | None = None,
    *,
    max_workers: int = 16,
    in_order: bool = True,
) -> Iterator[R]:
    """Yield the resources of a collection with their data loaded ahead.

    Those that a list has told in full cost nothing; those of a page that AWS describes
    together take one request, and the others one each, some at a time. A resource that
    cannot be loaded is yielded without its data: it tells why when it is read.

    Args:
        collection: A collection, or any iterable of resources.
        executor: Who loads; None for threads of this call's own.
        max_workers: How many requests are under way at a time.
        in_order: Yield resources in their order, not as they come.
    """
    results = each(
        collection, _complete, executor, max_workers=max_workers, in_order=in_order
    )
    with results:
        for result in results:
            yield result.resource


def _complete(resource: Any) -> None:
    load = getattr(type(resource), "load", None)
    lacks = getattr(load, LACKS, None)
    is_lacking = lacks(resource) if lacks else resource.meta.data is None
    if is_lacking and load is not None:
        resource.load()


class _Work(flow.Flow[R, EachResult[R, T]], Generic[R, T]):
    """The calls of a function, one for each resource."""

    def __init__(
        self,
        resources: Iterable[R],
        function: Callable[[R], T],
        executor: Executor | None,
        options: flow.Options,
        changes: bool,
    ) -> None:
        # Asked for its items when the first result is, in `_taken`.
        super().__init__(_taken(resources), executor, "boto3-extensions-each", options)
        self._function = function
        self._changes = changes
        self._client: Any = None
        self._total = len(resources) if isinstance(resources, Sized) else None

    def total(self) -> int | None:
        return self._total

    def submit(self, executor: Any, call: R) -> Future[Any]:
        self._prepare(call)
        submitted: Future[Any] = executor.submit(
            _call, self._function, call, self._changes
        )
        return submitted

    def result(self, future: Future[Any], call: R) -> EachResult[R, T]:
        try:
            outcome = future.result()
        except (Exception, CancelledError) as error:
            return self.failure(call, error)
        return outcome if type(outcome) is EachResult else EachResult(call, *outcome)

    def failure(self, call: R, error: Exception) -> EachResult[R, T]:
        # As in a CallResult: none is there, and the type is that of a success.
        nothing: Any = None
        return EachResult(call, nothing, error, 0.0)

    def _prepare(self, resource: Any) -> None:
        """Have the client of a resource ready to be used by so many threads."""
        client = getattr(getattr(resource, "meta", None), "client", None)
        if client is None or client is self._client:
            return
        self._client = client
        if client not in _watched:
            _watching.run(_watch, client)
        _widen(client, self._options.max_workers)


def _taken(resources: Iterable[R]) -> Iterator[R]:
    yield from resources


def _call(
    function: Callable[[Any], Any], resource: Any, changes: bool
) -> tuple[Any, Exception | None, float]:
    began = time.perf_counter()
    token = _only_reads.set(not changes)
    value, failed = None, None
    try:
        value = function(resource)
    except Exception as error:
        let_go(error)
        failed = error
    finally:
        _only_reads.reset(token)
    return value, failed, time.perf_counter() - began


def _watch(client: Any) -> None:
    events = getattr(client.meta, "events", None)
    if events is not None:
        # Before the request is signed or sent; also of a client that a Stubber has.
        events.register_first(
            "before-parameter-build", _refuse_changes, unique_id=_HANDLER_ID
        )
    _watched.add(client)


def _refuse_changes(model: Any, **_: Any) -> None:
    if _only_reads.get() and not _READS.match(model.name):
        raise ChangeRefusedError(
            f"{model.name} is not called: each() calls functions that only read, "
            "many at a time. Say each(..., changes=True) if it may change something"
        )


def _widen(client: Any, connections: int) -> None:
    """Let a client keep a connection for each thread, unless its user has said."""
    config = getattr(client.meta, "config", None)
    if getattr(config, "max_pool_connections", None) != MAX_POOL_CONNECTIONS:
        return
    # Private, as botocore tells it in no other way (guarded by test_each). Shared
    # pools of ours have more than enough.
    session = getattr(getattr(client, "_endpoint", None), "http_session", None)
    manager = vars(session).get("_manager") if hasattr(session, "__dict__") else None
    keywords = getattr(manager, "connection_pool_kw", None)
    if isinstance(keywords, dict) and (keywords.get("maxsize") or 0) < connections:
        keywords["maxsize"] = connections
