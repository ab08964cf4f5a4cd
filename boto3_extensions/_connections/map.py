"""`ConnectionManager.map`: a function called in many roles and regions at a time.

This module binds a plan of calls (`targets`) to an executor: threads get a session
of this process's manager, other processes get a `RemoteCall` (`remote`) and make a
manager of their own. The order of the results and their errors are `_bulk.flow`'s.
"""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

import boto3

from boto3_extensions._arns.arn import partition_of
from boto3_extensions._bulk import flow
from boto3_extensions._bulk.flow import CallResult, call_with_session, failed_result
from boto3_extensions._connections.remote import (
    RemoteCall,
    recipe_of,
    refuse_mfa_parameters,
    result_of_message,
    run_remote_call,
)
from boto3_extensions._connections.targets import MapPlan, PlannedCall, enabled_regions
from boto3_extensions._foundation.concurrency import runs_in_threads
from boto3_extensions._roles.parameters import other_api_parameters
from boto3_extensions._roles.sts import region_source

if TYPE_CHECKING:
    from boto3_extensions._connections.manager import ConnectionManager


T = TypeVar("T")

# A callable and its arguments, as `Executor.submit` takes them.
_Task = tuple[Any, ...]


class _Transport(NamedTuple):
    """The executor of the calls, and their conversion for that executor.

    Attributes:
        executor: The caller's executor; None for threads of our own.
        pack: Returns the arguments of `Executor.submit` for a call.
        unpack: Returns the result of a call from the value of its future.
    """

    executor: Executor | None
    pack: Callable[[PlannedCall], _Task]
    unpack: Callable[[Any], CallResult[Any]]


class Calls(flow.ResultIterator[CallResult[T]]):
    """The iterator of results that `ConnectionManager.map` returns.

    No call is made before the first result is asked for, and no more than `max_workers`
    calls are ahead of the results taken. At the end of a ``with`` block, at `close()`
    and when this object is garbage collected, calls that have not begun are dropped;
    calls under way are waited for, unless the executor is the caller's own.
    """

    def __init__(
        self, plan: MapPlan, transport: _Transport, options: flow.FanOutOptions
    ) -> None:
        super().__init__(_PlannedCalls(plan, transport, options))

    def __enter__(self) -> Calls[T]:
        return self

    def cancel(self) -> None:
        """Begin no more calls; the results of calls under way are still yielded.

        Any thread may call this.
        """
        self._flow.cancel()


class _PlannedCalls(flow.CallScheduler[PlannedCall, CallResult[Any]]):
    """The calls of a plan, made by a transport."""

    def __init__(
        self, plan: MapPlan, transport: _Transport, options: flow.FanOutOptions
    ) -> None:
        executor = transport.executor
        super().__init__(plan.calls(), executor, "boto3-extensions-map", options)
        self._plan = plan
        self._transport = transport

    def total(self) -> int | None:
        return self._plan.total

    def submit(self, executor: Executor, call: PlannedCall) -> Future[Any]:
        if call.role is None:
            future: Future[Any] = Future()
            future.set_result(call.failure)
            return future
        submitted: Future[Any] = executor.submit(*self._transport.pack(call))
        return submitted

    def result(self, future: Future[Any], call: PlannedCall) -> CallResult[Any] | None:
        try:
            result = future.result()
            if not isinstance(result, CallResult):
                result = self._transport.unpack(result)
            return replace(result, item=call.item)
        except CancelledError as error:
            # `cancel` dropped the call before it began, or else the executor did.
            return None if self._is_cancelled else self.failure(call, error)
        except Exception as error:
            return self.failure(call, error)

    def failure(self, call: PlannedCall, error: Exception) -> CallResult[Any]:
        assert call.role is not None
        failed = failed_result(call.role.arn, call.region, error)
        return replace(failed, item=call.item)

    def more(
        self, call: PlannedCall, result: CallResult[Any] | None
    ) -> list[PlannedCall] | None:
        # This call asked for the account's regions: the role is now called in each.
        if call.asks and result is not None and result.error is None:
            regions: list[str] = result.value
            return call.in_regions(regions)
        return None


def map_roles(
    self: ConnectionManager,
    function: Callable[[boto3.Session], T],
    roles: Iterable[Any],
    regions: Iterable[str] | None = None,
    executor: Executor | None = None,
    *,
    role_name: str | None = None,
    max_workers: int = 16,
    in_order: bool = False,
    raise_on_error: bool | Literal["all"] = False,
    progress: Any = None,
    remote: bool | None = None,
    make_manager: Callable[[], ConnectionManager] | None = None,
    **parameters: Any,
) -> Calls[T]:
    """Call a function with a session of each role in each region, and yield results.

    Every role in every region gives a `CallResult` with the function's value or the
    error; a role or region given twice counts once. All regions of a role share an
    AssumeRole call (one in each process). Like the builtin `map`, this begins when the
    first result is asked for.

    Args:
        function: Takes a `boto3.Session`: the role's, in the region. It is called in a
            thread, or where the executor calls it. `functools.partial` binds more.
        roles: Roles, of any number, taken as they are needed: ARNs; account ids, or
            objects with such an `id` (as of `organization_accounts`), or dicts with
            such an ``Id`` (as of Organizations), together with `role_name`; mappings of
            `role_arn`, or `account_id` and `role_name`, and other keywords of
            `get_session` for this role. Or a dict by account id or ARN. The object
            given is the `item` of the results; of a dict, its value is.
        regions: Regions to call in; None for the region of the role's session only,
            ``"enabled"`` for the regions enabled in each account, as AWS lists them
            (``ec2:DescribeRegions``, or else ``account:ListRegions``).
        executor: Makes the calls; None for threads of this call's own. An executor that
            is not a `ThreadPoolExecutor` is taken to work in other processes: it is
            sent the function, the role with its parameters (including the external id,
            which AWS does not regard as a secret) and the manager's keywords, and a
            manager made there assumes the role with the credentials found there.
        role_name: Name, with its path if it has one, of the role in accounts given by
            their ids.
        max_workers: Number of calls under way at a time.
        in_order: Whether to yield results in the order of roles and regions, rather
            than as calls end.
        raise_on_error: True to end at the first failure, "all" to raise at the end for
            all failures; both raise `CallsFailedError`.
        progress: Called for each result, as ``progress(done, total)``, where the total
            is None while `roles` has no length; or an object with ``update(n)``, such
            as a bar of tqdm.
        remote: Whether the executor works in other processes; None to go by its type.
        make_manager: Makes the manager in each other process, once, instead of the
            keywords of this manager.
        parameters: Other keywords of `get_session`, for all roles.

    Raises:
        TypeError: For a single role or region, and for a keyword that `get_session`
            does not take; for accounts without `role_name` (at the first account, where
            `roles` is an iterator).
        InvalidRoleArnException: For a `role_name` that is no role's name.
        ValueError: For an invalid `max_workers` or `raise_on_error`.
        RemoteExecutorError: For a manager or parameters that cannot be used in another
            process; the message says what to do.
    """
    options = flow.FanOutOptions(max_workers, in_order, raise_on_error, progress)
    flow.check_options(function, options)
    _check_keywords(self, parameters)
    regions = None if regions is None else _as_list(regions)
    partition = _default_partition(self, regions)
    plan = MapPlan(roles, regions, role_name, partition, parameters)
    if remote is None:
        remote = executor is not None and not runs_in_threads(executor)
    if remote:
        transport = _to_processes(self, function, executor, make_manager, parameters)
    else:
        task_of = partial(_thread_task, self, function)
        transport = _Transport(executor, task_of, _unchanged)
    return Calls(plan, transport, options)


def _thread_task(
    connections: ConnectionManager,
    function: Callable[[boto3.Session], object],
    planned: PlannedCall,
) -> _Task:
    assert planned.role is not None
    open_session = partial(planned.role.open, connections)
    called = enabled_regions if planned.asks else function
    return call_with_session, called, open_session, planned.role.arn, planned.region


def _unchanged(result: CallResult[Any]) -> CallResult[Any]:
    return result


def _to_processes(
    connections: ConnectionManager,
    function: Callable[[boto3.Session], object],
    executor: Executor | None,
    make_manager: Callable[[], ConnectionManager] | None,
    parameters: Mapping[str, Any],
) -> _Transport:
    recipe = recipe_of(connections, make_manager, parameters)
    # Dask caches results by equal arguments: each `map` has to differ from the last.
    run = uuid.uuid4().hex

    def task_of(planned: PlannedCall) -> _Task:
        assert planned.role is not None
        refuse_mfa_parameters(planned.role.parameters)
        parts = (planned.role.arn, planned.role.parameters, planned.region)
        called = enabled_regions if planned.asks else function
        return run_remote_call, RemoteCall(run, recipe, called, *parts)

    return _Transport(executor, task_of, result_of_message)


def _as_list(regions: Iterable[str]) -> Iterable[str]:
    return regions if isinstance(regions, str | Mapping) else list(regions)


def _default_partition(
    connections: ConnectionManager, regions: Iterable[str] | None
) -> str:
    """Return the partition of accounts given by id: the first known region's."""
    settings = connections._sessions.settings
    given = () if isinstance(regions, str) else regions
    for region in (settings.region_name, *(given or ())):
        if partition := partition_of(region_source(settings.base_session), region):
            return partition
    return "aws"


def _check_keywords(
    connections: ConnectionManager, parameters: Mapping[str, Any]
) -> None:
    """Refuse keywords that `get_session` does not take, before any call is made."""
    given = {"role_session_name": None, **parameters}
    signature = inspect.signature(connections.get_session)
    bound = signature.bind("arn", **given)
    model = connections._sessions.settings.model
    other_api_parameters(bound.arguments.get("others", {}), model)
