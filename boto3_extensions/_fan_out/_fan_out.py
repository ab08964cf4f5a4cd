"""Runs a function over roles and regions: so many at a time, results as they come."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from boto3_extensions._fan_out import flow
from boto3_extensions._fan_out._call_result import CallResult, not_called
from boto3_extensions._fan_out._fan_out_roles import Call, Plan

T = TypeVar("T")


class Way(NamedTuple):
    """How a call gets to be made: by whom, and what it is for the executor."""

    executor: Executor | None
    packed: Callable[[Call], tuple[Any, ...]]
    unpacked: Callable[[Any], CallResult[Any]]


class Calls(flow.Results[CallResult[T]]):
    """The results of `ConnectionManager.map`, as they come.

    Nothing is called before the first result is asked for, and no more than
    `max_workers` calls are ahead of what was taken. At the end of a ``with`` block, at
    `close()` and when nobody holds this any more, calls that have not begun are
    dropped; those under way are waited for, unless the executor is the caller's own.
    """

    def __init__(self, plan: Plan, way: Way, options: flow.Options) -> None:
        super().__init__(_Work(plan, way, options))

    def __enter__(self) -> Calls[T]:
        return self

    def cancel(self) -> None:
        """Begin no more calls; the results of those under way still come.

        Any thread may call this.
        """
        self._flow.cancel()


class _Work(flow.Flow[Call, CallResult[Any]]):
    """The calls of a plan."""

    def __init__(self, plan: Plan, way: Way, options: flow.Options) -> None:
        super().__init__(plan.calls(), way.executor, "boto3-extensions-map", options)
        self._plan = plan
        self._way = way

    def total(self) -> int | None:
        return self._plan.total

    def submit(self, executor: Any, call: Call) -> Future[Any]:
        if call.role is None:
            future: Future[Any] = Future()
            future.set_result(call.failure)
            return future
        submitted: Future[Any] = executor.submit(*self._way.packed(call))
        return submitted

    def result(self, future: Future[Any], call: Call) -> CallResult[Any] | None:
        try:
            answer = future.result()
            if not isinstance(answer, CallResult):
                answer = self._way.unpacked(answer)
            return replace(answer, item=call.item)
        except CancelledError as error:
            # Kept from beginning by `cancel`.
            return None if self._stopped else self.failure(call, error)
        except Exception as error:
            return self.failure(call, error)

    def failure(self, call: Call, error: Exception) -> CallResult[Any]:
        assert call.role is not None
        failed = not_called(call.role.arn, call.region, error)
        return replace(failed, item=call.item)

    def more(self, call: Call, result: CallResult[Any] | None) -> list[Call] | None:
        # The calls of a role, where its regions were found out.
        if call.asks and result is not None and result.error is None:
            found: Any = result.value
            return call.in_regions(found)
        return None
