"""Runs a function over roles and regions: so many at a time, results as they come."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import replace
from typing import Any, Generic, NamedTuple, TypeVar

from boto3_extensions._fan_out._call_result import CallResult, not_called
from boto3_extensions._fan_out._fan_out_roles import Call, Plan
from boto3_extensions._workers import Finished, Workers
from boto3_extensions.exceptions import CallsFailedError

T = TypeVar("T")

# In order, a slow call holds up those after it: how many of them are kept for later,
# in calls under way.
_AHEAD = 4


class Options(NamedTuple):
    """How a fan-out goes about it; see `ConnectionManager.map`."""

    max_workers: int
    in_order: bool
    raise_on_error: bool | str
    progress: Any


class Way(NamedTuple):
    """How a call gets to be made: by whom, and what it is for the executor."""

    executor: Executor | None
    packed: Callable[[Call], tuple[Any, ...]]
    unpacked: Callable[[Any], CallResult[Any]]


class Calls(Iterator[CallResult[T]], Generic[T]):
    """The results of `ConnectionManager.map`, as they come.

    Nothing is called before the first result is asked for, and no more than
    `max_workers` calls are ahead of what was taken. At the end of a ``with`` block, at
    `close()` and when nobody holds this any more, calls that have not begun are
    dropped; those under way are waited for, unless the executor is the caller's own.
    """

    def __init__(self, plan: Plan, way: Way, options: Options) -> None:
        # Two objects, as a generator that holds this one would keep it from being
        # dropped, and with it from ending.
        self._work: _Work[T] = _Work(plan, way, options)
        self._results = self._work.results()

    def __next__(self) -> CallResult[T]:
        return next(self._results)

    def __enter__(self) -> Calls[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End here: drop what has not begun, and the results of what has."""
        self._results.close()

    def cancel(self) -> None:
        """Begin no more calls; the results of those under way still come.

        Any thread may call this.
        """
        self._work.cancel()


class _Place(Generic[T]):
    """Where a result is to come in the order of roles and regions."""

    __slots__ = ("is_done", "result")

    def __init__(self) -> None:
        self.is_done = False
        self.result: CallResult[T] | None = None


class _Work(Generic[T]):
    """What is to be done, is under way and is done."""

    def __init__(self, plan: Plan, way: Way, options: Options) -> None:
        self._plan = plan
        self._way = way
        self._options = options
        self._todo: Iterator[Call] = plan.calls()
        self._done: Finished[Future[Any]] = Finished()
        self._under_way: dict[Future[Any], tuple[_Place[T], Call]] = {}
        # Calls whose regions were found out, before any others.
        self._next: deque[tuple[_Place[T], Call]] = deque()
        self._line: list[_Place[T]] = []
        self._count = 0
        self._failures: list[CallResult[T]] = []
        self._broken: Exception | None = None
        self._stopped = False

    def cancel(self) -> None:
        self._stopped = True
        for future in list(self._under_way):
            future.cancel()

    def results(self) -> Generator[CallResult[T], None, None]:
        pool = None
        if self._way.executor is None:
            pool = Workers(self._options.max_workers, "boto3-extensions-map")
        try:
            while self._fill(pool or self._way.executor):
                yield from self._results_of(self._done.take())
        finally:
            self.cancel()
            if pool is not None:
                pool.end()
        if self._broken is not None:
            raise self._broken
        if self._failures:
            raise CallsFailedError(self._failures) from self._failures[0].error

    def _fill(self, executor: Any) -> bool:
        """Begin what may begin; tell whether there is anything to wait for."""
        most = self._options.max_workers
        while (
            not self._stopped
            and len(self._under_way) < most
            and sum(place.is_done for place in self._line) < _AHEAD * most
        ):
            if self._next:
                self._begin(executor, *self._next.popleft())
                continue
            try:
                call = next(self._todo)
            except StopIteration:
                break
            except Exception as error:
                # What is under way is not lost with the roles that did not come.
                self._broken, self._stopped = error, True
                break
            self._line.append(_Place())
            self._begin(executor, self._line[-1], call)
        return bool(self._under_way)

    def _begin(self, executor: Any, place: _Place[T], call: Call) -> None:
        future: Future[Any]
        try:
            if call.role is None:
                future = _finished(call.failure)
            else:
                future = executor.submit(*self._way.packed(call))
        except Exception as error:
            future = _finished(_failure(call, error))
        self._under_way[future] = place, call
        future.add_done_callback(self._done.put)

    def _results_of(self, future: Future[Any]) -> Iterator[CallResult[T]]:
        place, call = self._under_way.pop(future)
        result = self._result(future, call)
        if call.asks and result is not None and result.error is None:
            self._ask_in(place, call.in_regions(result.value))  # type: ignore[arg-type]
        else:
            self._tell(result)
            place.is_done, place.result = True, result
        if not self._options.in_order:
            # First whatever is first done.
            self._line.sort(key=lambda place: not place.is_done)
        while self._line and self._line[0].is_done:
            ready = self._line.pop(0).result
            if ready is not None:
                yield ready

    def _ask_in(self, place: _Place[T], calls: list[Call]) -> None:
        """Put the calls of a role into the place where its regions were found out."""
        places: list[_Place[T]] = [_Place() for _ in calls]
        at = self._line.index(place)
        self._line[at : at + 1] = places
        self._next.extend(zip(places, calls, strict=True))

    def _result(self, future: Future[Any], call: Call) -> CallResult[T] | None:
        """Return the record of a call; None for one that `cancel` kept from beginning.

        What is no `Exception`, as SystemExit, ends the whole.
        """
        try:
            answer = future.result()
            if not isinstance(answer, CallResult):
                answer = self._way.unpacked(answer)
            return replace(answer, item=call.item)
        except CancelledError as error:
            return None if self._stopped else _failure(call, error)
        except Exception as error:
            return _failure(call, error)

    def _tell(self, result: CallResult[T] | None) -> None:
        """Count a result, and raise or note a failure if that is asked for."""
        if result is None:
            return
        self._count += 1
        progress = self._options.progress
        if hasattr(progress, "update"):
            progress.update(1)
        elif progress is not None:
            progress(self._count, self._plan.total)
        if result.error is not None and self._options.raise_on_error:
            if self._options.raise_on_error != "all":
                raise CallsFailedError([result]) from result.error
            self._failures.append(result)


def _finished(result: CallResult[Any] | None) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(result)
    return future


def _failure(call: Call, error: Exception) -> CallResult[Any]:
    assert call.role is not None
    return replace(not_called(call.role.arn, call.region, error), item=call.item)
