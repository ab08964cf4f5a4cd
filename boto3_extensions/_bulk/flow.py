"""The scheduling of concurrent calls up to a limit, and the order of their results.

`CallScheduler` is the base of `each` and `ConnectionManager.map`. It takes calls from
an iterator as they are needed, submits them to an executor and yields their results, as
calls end or in the order of the calls; a failure is a result, too. `CallResult` is the
result of a call in a role's session.
"""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import boto3

from boto3_extensions._foundation.concurrency import ResultQueue, ThreadPool
from boto3_extensions.exceptions import CallsFailedError

T = TypeVar("T")


@dataclass(frozen=True)
class CallResult(Generic[T]):
    """The result of a function's call with a role's session in a region.

    Attributes:
        role_arn: ARN of the role of the session; the caller's input, if it is not the
            ARN of a role.
        account: The role's account id, 12 digits; empty if the input has none.
        region: The session's region; None if it had none.
        value: The function's return value; None if the call failed.
        error: The exception of the function, or of opening the session; None if the
            call succeeded.
        seconds: Duration of the call, with the role's first AssumeRole.
        item: The caller's input for the role: an ARN, an id, a dict, an object; of a
            dict by account, the account's value.
    """

    role_arn: str
    account: str
    region: str | None
    # Not `T | None`: a type checker cannot infer a value from a true `ok`.
    value: T
    error: Exception | None
    seconds: float
    # Not in the repr, as an external id may be in it.
    item: Any = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        """Return the account, region and value or error, on a line for people."""
        outcome = repr(self.value)
        if self.error is not None:
            outcome = f"{type(self.error).__name__}: {self.error}"
        account, region = self.account or self.role_arn, self.region or "no region"
        return f"{account} in {region}: {outcome}"

    @property
    def ok(self) -> bool:
        """Return whether the function was called and raised nothing."""
        return self.error is None


def call_with_session(
    function: Callable[[boto3.Session], T],
    open_session: Callable[[str | None], boto3.Session],
    role_arn: str,
    region_name: str | None,
) -> CallResult[T]:
    """Call a function with a role's session in a region, and return its result.

    Exceptions become the error of the result.

    Args:
        function: Takes the session.
        open_session: Returns the role's session in a region; it may raise.
        role_arn: ARN of the role.
        region_name: The region; None for that of the role's session.
    """
    began = time.perf_counter()
    account = _account_of(role_arn)
    try:
        session = open_session(region_name)
        region_name = session.region_name
        value = function(session)
    except Exception as error:
        clear_frames_of(error)
        seconds = time.perf_counter() - began
        no_value: Any = None
        return CallResult(role_arn, account, region_name, no_value, error, seconds)
    seconds = time.perf_counter() - began
    return CallResult(role_arn, account, region_name, value, None, seconds)


def failed_result(
    role_arn: str, region_name: str | None, error: Exception
) -> CallResult[Any]:
    """Return the failed result of a call that was never made."""
    account = _account_of(role_arn)
    return CallResult(role_arn, account, region_name, None, error, 0.0)


def _account_of(role_arn: str) -> str:
    """Return the account id in a role's ARN; empty for other text."""
    parts = role_arn.split(":")
    return parts[4] if len(parts) > 5 else ""


def clear_frames_of(error: BaseException) -> None:
    """Clear the local variables of an error's frames, which hold sessions of megabytes.

    The traceback keeps its files, lines and functions, without this package's frame at
    its start.
    """
    if error.__traceback__ is not None:
        error.__traceback__ = error.__traceback__.tb_next
    cleared: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in cleared:
        cleared.add(id(current))
        traceback.clear_frames(current.__traceback__)
        current = current.__cause__ or current.__context__


# A slow call holds up the results of later calls where results come in order. So many
# times `max_workers` of them are buffered before no more calls are begun.
_BUFFER_FACTOR = 4


class Outcome(Protocol):
    """The result of a call: a value or an error."""

    @property
    def error(self) -> Exception | None:
        """Return the exception of a failed call; None for a successful call."""


C = TypeVar("C")
R = TypeVar("R", bound=Outcome)


class FanOutOptions(NamedTuple):
    """The options of a fan-out, as `each` and `ConnectionManager.map` take them.

    Attributes:
        max_workers: Number of calls under way at a time.
        in_order: Whether results come in the order of the calls.
        raise_on_error: True to end at the first failure, "all" to raise at the end for
            all failures, False to raise for none.
        progress: A function of the number of results and their total (None while it is
            unknown), or an object whose ``update(1)`` is called for each; or None.
    """

    max_workers: int
    in_order: bool
    raise_on_error: bool | str
    progress: Any


def check_options(function: object, options: FanOutOptions) -> None:
    """Check the function and the options of a fan-out.

    Raises:
        TypeError: The function is not callable.
        ValueError: `max_workers` or `raise_on_error` is invalid.
    """
    if not callable(function):
        raise TypeError(f"function must be callable, not a {type(function).__name__}")
    if options.max_workers < 1:
        raise ValueError(f"max_workers must be 1 or more, not {options.max_workers}")
    if options.raise_on_error not in (False, True, "all"):
        raise ValueError(
            "raise_on_error must be False, True or 'all', not"
            f" {options.raise_on_error!r}"
        )


class ResultIterator(Iterator[R], Generic[R]):
    """An iterator of the results of calls, which ends the calls when it is closed.

    Args:
        flow: The calls. They are another object because their generator would hold a
            reference to this iterator, which then would never be garbage collected.
    """

    def __init__(self, flow: CallScheduler[Any, R]) -> None:
        self._flow = flow
        self._results = flow.results()

    def __next__(self) -> R:
        return next(self._results)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Drop the calls that have not begun, and the results of all others."""
        self._results.close()


class _PendingResult(Generic[R]):
    """A result in the order of the calls, from before its call has ended."""

    __slots__ = ("is_done", "result")

    def __init__(self) -> None:
        self.is_done = False
        self.result: R | None = None


class CallScheduler(Generic[C, R]):
    """A scheduler of calls on an executor.

    Subclasses define `submit`, `result`, `failure` and `total`. All methods but
    `cancel` run in the thread that iterates over the results.

    Args:
        calls: The calls, taken as they are needed.
        executor: The executor; None for threads that end with the results.
        thread_name: Prefix of the names of these threads.
        options: The options of the fan-out.
    """

    def __init__(
        self,
        calls: Iterator[C],
        executor: Executor | None,
        thread_name: str,
        options: FanOutOptions,
    ) -> None:
        self._calls = calls
        self._executor = executor
        self._thread_name = thread_name
        self._options = options
        self._finished: ResultQueue[Future[Any]] = ResultQueue()
        self._under_way: dict[Future[Any], tuple[_PendingResult[R], C]] = {}
        # The results that were not yet yielded, in their order.
        self._pending: list[_PendingResult[R]] = []
        # Calls that replaced another call, which are made before further ones.
        self._replacements: deque[tuple[_PendingResult[R], C]] = deque()
        self._result_count = 0
        self._failures: list[R] = []
        # The exception of the iterator of calls.
        self._input_error: Exception | None = None
        self._is_cancelled = False

    def submit(self, executor: Executor, call: C) -> Future[Any]:
        """Submit a call to the executor; an exception is the call's failure."""
        raise NotImplementedError

    def failure(self, call: C, error: Exception) -> R:
        """Return the failed result of a call."""
        raise NotImplementedError

    def result(self, future: Future[Any], call: C) -> R | None:
        """Return the result of a call that has ended; None for a cancelled call.

        The future's value may be a result already, made by `failure`. An exception that
        is no `Exception`, such as `SystemExit`, is raised.
        """
        raise NotImplementedError

    def total(self) -> int | None:
        """Return the number of results; None while it is unknown."""
        raise NotImplementedError

    def more(self, call: C, result: R | None) -> list[C] | None:
        """Return the calls that replace an ended call; None to keep its result."""
        return None

    def cancel(self) -> None:
        """Begin no more calls; the results of calls under way are still yielded."""
        self._is_cancelled = True
        for future in list(self._under_way):
            future.cancel()

    def results(self) -> Generator[R, None, None]:
        """Make the calls and yield their results.

        Raises:
            CallsFailedError: A call failed, and ``raise_on_error`` is True (at once) or
                "all" (at the end).
            Exception: The iterator of calls raised it; after the results of calls that
                had begun.
        """
        pool = None
        if self._executor is None:
            pool = ThreadPool(self._options.max_workers, self._thread_name)
        executor = pool or self._executor
        assert executor is not None
        try:
            while self._fill(executor):
                yield from self._results_of(self._finished.take())
        finally:
            self.cancel()
            if pool is not None:
                pool.end()
        if self._input_error is not None:
            raise self._input_error
        if self._failures:
            raise CallsFailedError(self._failures) from self._failures[0].error

    def _fill(self, executor: Executor) -> bool:
        """Begin as many calls as the options allow; return whether any is under way."""
        most = self._options.max_workers
        while (
            not self._is_cancelled
            and len(self._under_way) < most
            and sum(pending.is_done for pending in self._pending)
            < _BUFFER_FACTOR * most
        ):
            following = self._next()
            if following is None:
                break
            self._begin(executor, *following)
        return bool(self._under_way)

    def _next(self) -> tuple[_PendingResult[R], C] | None:
        """Return the next call with the place of its result; None if there is none."""
        if self._replacements:
            return self._replacements.popleft()
        try:
            call = next(self._calls)
        except StopIteration:
            return None
        except Exception as error:
            # It is raised after the results of the calls under way.
            self._input_error, self._is_cancelled = error, True
            return None
        self._pending.append(_PendingResult())
        return self._pending[-1], call

    def _begin(self, executor: Executor, pending: _PendingResult[R], call: C) -> None:
        try:
            future = self.submit(executor, call)
        except Exception as error:
            future = Future()
            future.set_result(self.failure(call, error))
        self._under_way[future] = pending, call
        future.add_done_callback(self._finished.put)

    def _results_of(self, future: Future[Any]) -> Iterator[R]:
        """Yield the results that can be yielded now that a call has ended."""
        pending, call = self._under_way.pop(future)
        result = self.result(future, call)
        calls = self.more(call, result)
        if calls is not None:
            replacing: list[_PendingResult[R]] = [_PendingResult() for _ in calls]
            at = self._pending.index(pending)
            self._pending[at : at + 1] = replacing
            self._replacements.extend(zip(replacing, calls, strict=True))
        else:
            self._report(result)
            pending.is_done, pending.result = True, result
        if not self._options.in_order:
            # The results of ended calls come first.
            self._pending.sort(key=lambda pending: not pending.is_done)
        while self._pending and self._pending[0].is_done:
            ready = self._pending.pop(0).result
            if ready is not None:
                yield ready

    def _report(self, result: R | None) -> None:
        """Count a result for the progress, and raise or collect a failure."""
        if result is None:
            return
        self._result_count += 1
        progress = self._options.progress
        if hasattr(progress, "update"):
            progress.update(1)
        elif progress is not None:
            progress(self._result_count, self.total())
        if result.error is not None and self._options.raise_on_error:
            if self._options.raise_on_error != "all":
                raise CallsFailedError([result]) from result.error
            self._failures.append(result)
