"""What became of one call of a fan-out: its value or its error, and whose it is.

Calls that are made so many at a time, with results as they come or in order.
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

from boto3_extensions._foundation.concurrency import Finished, Workers
from boto3_extensions.exceptions import CallsFailedError

T = TypeVar("T")


@dataclass(frozen=True)
class CallResult(Generic[T]):
    """What one call of the function came to.

    Attributes:
        role_arn: The role the call acted as; what the caller gave, if that names none.
        account: The role's account id; empty if the caller's words do not tell it.
        region: The session's region; None if it had none.
        value: What the function returned; None if it failed.
        error: What it raised, or what kept it from being called; None if all is well.
        seconds: How long the call took, the role's first AssumeRole included.
        item: What the caller gave for the role: an ARN, an id, a dict, an object; of a
            dict of accounts the account's value.
    """

    role_arn: str
    account: str
    region: str | None
    # Not `T | None`: that `ok` is true says nothing to a type checker.
    value: T
    error: Exception | None
    seconds: float
    # Not shown: it may hold an external id.
    item: Any = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        """Return a line for a person: whose it is, and the value or the error."""
        came = repr(self.value)
        if self.error is not None:
            came = f"{type(self.error).__name__}: {self.error}"
        return (
            f"{self.account or self.role_arn} in {self.region or 'no region'}: {came}"
        )

    @property
    def ok(self) -> bool:
        """Tell whether the function returned."""
        return self.error is None


def call(
    function: Callable[[boto3.Session], T],
    open_session: Callable[[str | None], boto3.Session],
    role_arn: str,
    region_name: str | None,
) -> CallResult[T]:
    """Call a function with a role's session in a region, and keep what it raises.

    Args:
        function: Takes the session.
        open_session: Returns the session of the role in a region.
        role_arn: ARN of the role.
        region_name: The region; None for that of the role's session.
    """
    began = time.perf_counter()
    account = account_in(role_arn)
    try:
        session = open_session(region_name)
        region_name = session.region_name
        value = function(session)
    except Exception as error:
        let_go(error)
        spent = time.perf_counter() - began
        nothing: Any = None
        return CallResult(role_arn, account, region_name, nothing, error, spent)
    spent = time.perf_counter() - began
    return CallResult(role_arn, account, region_name, value, None, spent)


def not_called(
    role_arn: str, region_name: str | None, error: Exception
) -> CallResult[Any]:
    """Return the record of a call that could not even begin."""
    account = account_in(role_arn)
    return CallResult(role_arn, account, region_name, None, error, 0.0)


def account_in(role_arn: str) -> str:
    """Return the account of a role's ARN; empty for what is no ARN."""
    parts = role_arn.split(":")
    return parts[4] if len(parts) > 5 else ""


def let_go(error: BaseException) -> None:
    """Keep an error from holding what its frames hold: a session, megabytes each.

    Its traceback still tells files, lines and functions, from the caller's on.
    """
    if error.__traceback__ is not None:
        error.__traceback__ = error.__traceback__.tb_next
    chain: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in chain:
        chain.add(id(link))
        traceback.clear_frames(link.__traceback__)
        link = link.__cause__ or link.__context__


# In order, a slow call holds up those after it: how many of them are kept for later,
# in calls under way.
_AHEAD = 4


class Outcome(Protocol):
    """The record of a call: a value or an error."""

    @property
    def error(self) -> Exception | None:
        """Return why the call failed, None if it did not."""


C = TypeVar("C")
R = TypeVar("R", bound=Outcome)


class Options(NamedTuple):
    """How many calls are made at a time, and what is done with their results."""

    max_workers: int
    in_order: bool
    raise_on_error: bool | str
    progress: Any


def check(function: Any, options: Options) -> None:
    """Make sure that a function can be called as the options say.

    Raises:
        TypeError: It cannot be called.
        ValueError: `max_workers` or `raise_on_error` mean nothing.
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


class Results(Iterator[R], Generic[R]):
    """The results of calls, which end with it.

    Args:
        flow: The calls. Two objects, as a generator that holds this one would keep it
            from being dropped, and with it from ending.
    """

    def __init__(self, flow: Flow[Any, R]) -> None:
        self._flow = flow
        self._results = flow.results()

    def __next__(self) -> R:
        return next(self._results)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End here: drop what has not begun, and the results of what has."""
        self._results.close()


class Place(Generic[R]):
    """The place of a result in the order of the calls."""

    __slots__ = ("is_done", "result")

    def __init__(self) -> None:
        self.is_done = False
        self.result: R | None = None


class Flow(Generic[C, R]):
    """Calls that are to be made, are under way and are done.

    Args:
        todo: The calls, taken as they are needed.
        executor: Who makes them; None for threads that end with the results.
        threads: How those are named.
        options: How it is gone about.
    """

    def __init__(
        self,
        todo: Iterator[C],
        executor: Executor | None,
        threads: str,
        options: Options,
    ) -> None:
        self._todo = todo
        self._executor = executor
        self._threads = threads
        self._options = options
        self._done: Finished[Future[Any]] = Finished()
        self._under_way: dict[Future[Any], tuple[Place[R], C]] = {}
        self._line: list[Place[R]] = []
        # Calls that were put into a place found before, which go first.
        self._next: deque[tuple[Place[R], C]] = deque()
        self._count = 0
        self._failures: list[R] = []
        self._broken: Exception | None = None
        self._stopped = False

    def submit(self, executor: Any, call: C) -> Future[Any]:
        """Have a call made; what this raises is told as the call's failure."""
        raise NotImplementedError

    def failure(self, call: C, error: Exception) -> R:
        """Return the record of a call that could not be made."""
        raise NotImplementedError

    def result(self, future: Future[Any], call: C) -> R | None:
        """Return the record of a call that is done; None for one that is not told of.

        The future's result may be such a record already, of `failure`. What is no
        `Exception`, as SystemExit, ends the whole.
        """
        raise NotImplementedError

    def total(self) -> int | None:
        """Return how many results there will be, None while that is unknown."""
        raise NotImplementedError

    def more(self, call: C, result: R | None) -> list[C] | None:
        """Return the calls that come in the place of one, None if it stands."""
        return None

    def cancel(self) -> None:
        """Begin no more calls; the results of those under way still come."""
        self._stopped = True
        for future in list(self._under_way):
            future.cancel()

    def results(self) -> Generator[R, None, None]:
        """Make the calls and yield their results.

        Raises:
            CallsFailedError: At the end, where failures were to be raised then.
        """
        pool = None
        if self._executor is None:
            pool = Workers(self._options.max_workers, self._threads)
        try:
            while self._fill(pool or self._executor):
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
                # What is under way is not lost with what did not come.
                self._broken, self._stopped = error, True
                break
            self._line.append(Place())
            self._begin(executor, self._line[-1], call)
        return bool(self._under_way)

    def _begin(self, executor: Any, place: Place[R], call: C) -> None:
        try:
            future = self.submit(executor, call)
        except Exception as error:
            future = Future()
            future.set_result(self.failure(call, error))
        self._under_way[future] = place, call
        future.add_done_callback(self._done.put)

    def _results_of(self, future: Future[Any]) -> Iterator[R]:
        place, call = self._under_way.pop(future)
        result = self.result(future, call)
        calls = self.more(call, result)
        if calls is not None:
            places: list[Place[R]] = [Place() for _ in calls]
            at = self._line.index(place)
            self._line[at : at + 1] = places
            self._next.extend(zip(places, calls, strict=True))
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

    def _tell(self, result: R | None) -> None:
        """Count a result, and raise or note a failure if that is asked for."""
        if result is None:
            return
        self._count += 1
        progress = self._options.progress
        if hasattr(progress, "update"):
            progress.update(1)
        elif progress is not None:
            progress(self._count, self.total())
        if result.error is not None and self._options.raise_on_error:
            if self._options.raise_on_error != "all":
                raise CallsFailedError([result]) from result.error
            self._failures.append(result)
