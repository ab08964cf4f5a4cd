"""A function called over many resources, so many at a time: ``each`` and ``loaded``."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sized
from concurrent.futures import CancelledError, Executor, Future
from contextvars import ContextVar
from typing import Any, Generic, Literal, NamedTuple, TypeVar
from weakref import WeakSet

from botocore.endpoint import MAX_POOL_CONNECTIONS

from boto3_extensions._fan_out._call_result import let_go
from boto3_extensions._forks import Lock
from boto3_extensions._resources._completion import LACKS
from boto3_extensions._workers import Finished, Workers
from boto3_extensions.exceptions import CallsFailedError, ChangeRefusedError

R = TypeVar("R")
T = TypeVar("T")

# In order, a slow call holds up those after it: how many of them are kept for later,
# in calls under way.
_AHEAD = 4

# The operations that change nothing, by AWS's name.
_READS = re.compile(
    r"(?:Batch)?(?:Check|Count|Describe|Estimate|Filter|Get|Head|List|Lookup|Preview|"
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
        self, resource: R, value: T | None, error: Exception | None, seconds: float
    ) -> None:
        self.resource = resource
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


class _Options(NamedTuple):
    executor: Executor | None
    max_workers: int
    in_order: bool
    raise_on_error: bool | str
    progress: Any
    changes: bool


class Each(Iterator[EachResult[R, T]], Generic[R, T]):
    """The results of `each`, as they come.

    Nothing is called before the first result is asked for, and no more than a few
    times `max_workers` resources are ahead of what was taken. At the end of a ``with``
    block, at `close()` and when nobody holds this any more, calls that have not begun
    are dropped; those under way are waited for, unless the executor is the caller's.
    """

    def __init__(
        self, resources: Iterable[R], function: Callable[[R], T], options: _Options
    ) -> None:
        # Two objects, as a generator that holds this one would keep it from ending.
        self._results = _Work(resources, function, options).results()

    def __next__(self) -> EachResult[R, T]:
        return next(self._results)

    def __enter__(self) -> Each[R, T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End here: drop what has not begun, and the results of what has."""
        self._results.close()


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
    if not callable(function):
        raise TypeError(f"function must be callable, not a {type(function).__name__}")
    if max_workers < 1:
        raise ValueError(f"max_workers must be 1 or more, not {max_workers}")
    if raise_on_error not in (False, True, "all"):
        raise ValueError(
            f"raise_on_error must be False, True or 'all', not {raise_on_error!r}"
        )
    options = _Options(
        executor, max_workers, in_order, raise_on_error, progress, changes
    )
    return Each(resources, function, options)


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


class _Work(Generic[R, T]):
    """What is to be done, is under way and is done."""

    def __init__(
        self, resources: Iterable[R], function: Callable[[R], T], options: _Options
    ) -> None:
        self._resources = resources
        self._function = function
        self._options = options
        self._done: Finished[Future[Any]] = Finished()
        self._under_way: dict[Future[Any], tuple[int, R]] = {}
        self._held: dict[int, EachResult[R, T]] = {}
        self._client: Any = None
        self._begun = self._turn = self._count = 0
        self._failures: list[EachResult[R, T]] = []
        self._broken: Exception | None = None
        self._total = len(resources) if isinstance(resources, Sized) else None

    def results(self) -> Generator[EachResult[R, T], None, None]:
        options = self._options
        todo = iter(self._resources)
        pool = None
        if options.executor is None:
            pool = Workers(options.max_workers, "boto3-extensions-each")
        try:
            while self._fill(todo, pool or options.executor):
                yield from self._results_of(self._done.take())
        finally:
            for future in list(self._under_way):
                future.cancel()
            if pool is not None:
                pool.end()
        if self._broken is not None:
            raise self._broken
        if self._failures:
            raise CallsFailedError(self._failures) from self._failures[0].error

    def _fill(self, todo: Iterator[R], executor: Any) -> bool:
        """Begin what may begin; tell whether there is anything to wait for."""
        most = self._options.max_workers
        while (
            self._broken is None
            and len(self._under_way) < most
            and len(self._held) < _AHEAD * most
        ):
            try:
                resource = next(todo)
            except StopIteration:
                break
            except Exception as error:
                # What is under way is not lost with the resources that did not come.
                self._broken = error
                break
            self._begin(executor, resource)
        return bool(self._under_way)

    def _begin(self, executor: Any, resource: R) -> None:
        future: Future[Any]
        try:
            self._prepare(resource)
            future = executor.submit(
                _call, self._function, resource, self._options.changes
            )
        except Exception as error:
            future = Future()
            future.set_result((None, error, 0.0))
        self._under_way[future] = self._begun, resource
        self._begun += 1
        future.add_done_callback(self._done.put)

    def _prepare(self, resource: Any) -> None:
        """Have the client of a resource ready to be used by so many threads."""
        client = getattr(getattr(resource, "meta", None), "client", None)
        if client is None or client is self._client:
            return
        self._client = client
        if client not in _watched:
            _watching.run(_watch, client)
        _widen(client, self._options.max_workers)

    def _results_of(self, future: Future[Any]) -> Iterator[EachResult[R, T]]:
        number, resource = self._under_way.pop(future)
        try:
            outcome = future.result()
        except (Exception, CancelledError) as error:
            outcome = None, error, 0.0
        result: EachResult[R, T] = EachResult(resource, *outcome)
        self._tell(result)
        if not self._options.in_order:
            number = self._turn
        self._held[number] = result
        while self._turn in self._held:
            self._turn += 1
            yield self._held.pop(self._turn - 1)

    def _tell(self, result: EachResult[R, T]) -> None:
        """Count a result, and raise or note a failure if that is asked for."""
        self._count += 1
        progress = self._options.progress
        if hasattr(progress, "update"):
            progress.update(1)
        elif progress is not None:
            progress(self._count, self._total)
        if result.error is not None and self._options.raise_on_error:
            if self._options.raise_on_error != "all":
                raise CallsFailedError([result]) from result.error
            self._failures.append(result)


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
