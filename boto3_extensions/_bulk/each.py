"""Concurrent calls of a function with many resources: ``each`` and ``loaded``.

A function that is called for thousands of resources should not change them by mistake:
unless ``changes=True``, an event handler on the resources' clients refuses operations
that are not known to be reads, in the threads of `each` alone.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import CancelledError, Executor, Future
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar
from weakref import WeakSet

from botocore.endpoint import MAX_POOL_CONNECTIONS

from boto3_extensions._bulk import flow
from boto3_extensions._bulk.flow import clear_frames_of
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._resources.completion import LACKS_DATA
from boto3_extensions.exceptions import ChangeRefusedError

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from botocore.model import OperationModel

R = TypeVar("R")
T = TypeVar("T")

# Names of operations that change nothing. The exceptions are the operations of botocore
# 1.44.8 with such a name that change something, by AWS's documentation of them.
_READ_OPERATIONS = re.compile(
    r"(?!GetId$|GetOpenIdTokenForDeveloperIdentity$"
    r"|GetScalingConfigurationRecommendation$|CheckIn[A-Z])"
    r"(?:Batch)?(?:Check|Count|Describe|Estimate|Filter|Get|Head|List|Lookup|"
    r"Query|Scan|Search|Select|Simulate|Validate|View)(?=[A-Z]|$)"
)
_HANDLER_ID = "boto3-extensions-each"

# Whether this thread runs a function that may only read.
_only_reads: ContextVar[bool] = ContextVar("boto3_extensions_reads", default=False)
_guarded_clients: WeakSet[Any] = WeakSet()
_guard_lock = Lock()


class EachResult(Generic[R, T]):
    """The result of a function's call with a resource: a value or an error.

    ``resource, value = result`` unpacks a result, and raises the error of a failed one.

    Attributes:
        resource: The resource.
        value: The function's return value; None if the call failed.
        error: The exception of the function, or of its submission to the executor; None
            if the call succeeded.
        seconds: Duration of the call.
    """

    __slots__ = ("error", "resource", "seconds", "value")

    def __init__(
        self, resource: R, value: T, error: Exception | None, seconds: float
    ) -> None:
        self.resource = resource
        # Not `T | None`: a type checker cannot infer a value from a true `ok`.
        self.value = value
        self.error = error
        self.seconds = seconds

    @property
    def ok(self) -> bool:
        """Return whether the function was called and raised nothing."""
        return self.error is None

    def __iter__(self) -> Iterator[Any]:
        if self.error is not None:
            raise self.error
        return iter((self.resource, self.value))

    def __repr__(self) -> str:
        outcome = self.value if self.error is None else self.error
        return f"EachResult({self.resource!r}, {outcome!r})"


class Each(flow.ResultIterator[EachResult[R, T]], Generic[R, T]):
    """The iterator of results that `each` returns.

    No call is made before the first result is asked for, and no more than a few times
    `max_workers` resources are ahead of the results taken. At the end of a ``with``
    block, at `close()` and when this object is garbage collected, calls that have not
    begun are dropped; calls under way are waited for, unless the executor is the
    caller's.
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
    """Call a function with many resources, several at a time, and yield the results.

    Every resource gives an `EachResult` with the function's value or the error.
    Resources are taken as they are needed, in this thread. Like the builtin `map`, this
    begins when the first result is asked for.

    Args:
        resources: A collection, or any iterable.
        function: Takes a resource; it is called in another thread.
        executor: Makes the calls; None for threads that end with the results.
        max_workers: Number of calls under way at a time. The resources' client keeps as
            many connections open, unless its `Config` has a number of its own.
        in_order: Whether to yield results in the order of the resources, rather than as
            calls end.
        raise_on_error: True to end at the first failure, "all" to raise at the end for
            all failures; both raise `CallsFailedError`.
        progress: Called for each result, as ``progress(done, total)``, where the total
            is None if `resources` has no length; or an object with ``update(n)``, such
            as a bar of tqdm.
        changes: Whether the function may change something at AWS. If not, an operation
            of the resource's client that is no read raises `ChangeRefusedError` before
            it is sent.

    Raises:
        TypeError: The function is not callable.
        ValueError: `max_workers` or `raise_on_error` is invalid.
    """
    options = flow.FanOutOptions(max_workers, in_order, raise_on_error, progress)
    flow.check_options(function, options)
    return Each(_ResourceCalls(resources, function, executor, options, changes))


def loaded(
    collection: Iterable[R],
    executor: Executor | None = None,
    *,
    max_workers: int = 16,
    in_order: bool = True,
) -> Iterator[R]:
    """Yield the resources of a collection with their data loaded in advance.

    Resources that a list returned in full take no request; where AWS describes several
    resources in a request, those of a page take a single one; others take one each,
    several at a time. A resource that cannot be loaded is yielded without its data;
    reading its attributes raises the error.

    Args:
        collection: A collection, or any iterable of resources.
        executor: Makes the requests; None for threads of this call's own.
        max_workers: Number of requests under way at a time.
        in_order: Whether to yield resources in their order, rather than as they are
            loaded.
    """
    results = each(
        collection,
        _load_if_needed,
        executor,
        max_workers=max_workers,
        in_order=in_order,
    )
    with results:
        for result in results:
            yield result.resource


def _load_if_needed(resource: Any) -> None:
    """Load a resource that has a load and lacks data that the load would return."""
    load = getattr(type(resource), "load", None)
    lacks_data = getattr(load, LACKS_DATA, None)
    is_lacking = lacks_data(resource) if lacks_data else resource.meta.data is None
    if is_lacking and load is not None:
        resource.load()


class _ResourceCalls(flow.CallScheduler[R, EachResult[R, T]], Generic[R, T]):
    """The calls of a function with resources."""

    def __init__(
        self,
        resources: Iterable[R],
        function: Callable[[R], T],
        executor: Executor | None,
        options: flow.FanOutOptions,
        changes: bool,
    ) -> None:
        iterator = _lazily(resources)
        super().__init__(iterator, executor, "boto3-extensions-each", options)
        self._function = function
        self._changes = changes
        self._client: Any = None
        self._total = len(resources) if isinstance(resources, Sized) else None

    def total(self) -> int | None:
        return self._total

    def submit(self, executor: Executor, call: R) -> Future[Any]:
        self._prepare(call)
        submitted: Future[Any] = executor.submit(
            _call, self._function, call, self._changes
        )
        return submitted

    def result(self, future: Future[Any], call: R) -> EachResult[R, T]:
        try:
            result = future.result()
        except (Exception, CancelledError) as error:
            return self.failure(call, error)
        return result if type(result) is EachResult else EachResult(call, *result)

    def failure(self, call: R, error: Exception) -> EachResult[R, T]:
        # The type of `value` is that of a success, see `EachResult`.
        no_value: Any = None
        return EachResult(call, no_value, error, 0.0)

    def _prepare(self, resource: object) -> None:
        """Guard the client of a resource against changes, and widen its pool."""
        client = getattr(getattr(resource, "meta", None), "client", None)
        if client is None or client is self._client:
            return
        self._client = client
        if client not in _guarded_clients:
            _guard_lock.run(_guard, client)
        _widen_pool(client, self._options.max_workers)


def _lazily(resources: Iterable[R]) -> Iterator[R]:
    """Iterate over resources, from the first `next` on: a collection calls AWS then."""
    yield from resources


def _call(
    function: Callable[[R], T], resource: R, changes: bool
) -> tuple[T | None, Exception | None, float]:
    """Call the function in this thread; return its value, its error and the seconds."""
    began = time.perf_counter()
    token = _only_reads.set(not changes)
    value, raised = None, None
    try:
        value = function(resource)
    except Exception as error:
        clear_frames_of(error)
        raised = error
    finally:
        _only_reads.reset(token)
    return value, raised, time.perf_counter() - began


def _guard(client: BaseClient) -> None:
    """Register the event handler that refuses changes, once for a client."""
    events = getattr(client.meta, "events", None)
    if events is not None:
        # First of all, before the request is signed or sent, and before a Stubber.
        events.register_first(
            "before-parameter-build", _refuse_changes, unique_id=_HANDLER_ID
        )
    _guarded_clients.add(client)


def _refuse_changes(model: OperationModel, **_: object) -> None:
    """Refuse an operation that may change something, as a botocore event handler.

    Raises:
        ChangeRefusedError: This thread may only read.
    """
    if _only_reads.get() and not _READ_OPERATIONS.match(model.name):
        raise ChangeRefusedError(
            f"{model.name} is not called: each() calls functions that only read, "
            "many at a time. Say each(..., changes=True) if it may change something"
        )


def _widen_pool(client: BaseClient, connections: int) -> None:
    """Let a client keep a connection for each thread, unless its `Config` has a number.

    Args:
        client: The client.
        connections: The number of threads.
    """
    config = getattr(client.meta, "config", None)
    if getattr(config, "max_pool_connections", None) != MAX_POOL_CONNECTIONS:
        return
    # Private attributes, as botocore has no public ones (guarded by test_each). This
    # package's shared pools are larger already.
    session = getattr(getattr(client, "_endpoint", None), "http_session", None)
    manager = vars(session).get("_manager") if hasattr(session, "__dict__") else None
    keywords = getattr(manager, "connection_pool_kw", None)
    if isinstance(keywords, dict) and (keywords.get("maxsize") or 0) < connections:
        keywords["maxsize"] = connections
