"""Runs a function over roles and regions: so many at a time, results as they come.

`ConnectionManager.map`: a function over accounts and regions.
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
from boto3_extensions._bulk.flow import CallResult, call, not_called
from boto3_extensions._connections.remote import (
    RemoteCall,
    check_parameters,
    recipe_of,
    unpacked,
    work_off,
)
from boto3_extensions._connections.targets import Call, Plan, enabled_regions
from boto3_extensions._foundation.concurrency import has_threads
from boto3_extensions._roles.parameters import others_as_sent
from boto3_extensions._roles.sts import region_source

if TYPE_CHECKING:
    from boto3_extensions._connections.manager import ConnectionManager


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

    Every role in every region gives one `CallResult`, with what the function returned
    or with the error; a role or region given twice counts once. All regions of a role
    share one AssumeRole call (one in each process). Like the builtin, this begins when
    the first result is asked for.

    Args:
        function: Takes a `boto3.Session`: the role's, in the region. It is called in a
            thread, or wherever the executor calls it. `functools.partial` binds more.
        roles: Roles, of any number, taken as they are needed: ARNs; account ids, or
            objects with such an `id`, as `organization_accounts` gives them, or dicts
            with such an ``Id``, as Organizations does, beside `role_name`; mappings of
            `role_arn`, or `account_id` and `role_name`, and whatever else `get_session`
            takes, for this role. Or a dict by account id or ARN. What was given is the
            `item` of the results, of a dict its value.
        regions: Regions to call in; None for that of the role's session only,
            ``"enabled"`` for those that each account has enabled, which it is asked
            for (``ec2:DescribeRegions``, or else ``account:ListRegions``).
        executor: Who makes the calls; None for threads of this call's own. One that is
            not a `ThreadPoolExecutor` is taken to work in other processes: then what
            travels is the function, the role and its parameters (the external id, which
            AWS does not regard as a secret, among them) and the manager's keywords, and
            a manager made there assumes the role on the credentials found there.
        role_name: Name, with its path if it has one, of the role in accounts given by
            their ids.
        max_workers: How many calls are under way at a time.
        in_order: Yield results in the order of roles and regions, not as they come.
        raise_on_error: True to end at the first failure, "all" to raise at the end for
            all of them; both raise `CallsFailedError`.
        progress: Told of each result: ``progress(done, total)``, where the total is
            None while `roles` has no length; or by ``update(n)``, which tqdm has.
        remote: Whether the executor works in other processes; None to go by its type.
        make_manager: Makes the manager in other processes, once in each, in place of
            one of this manager's keywords.
        parameters: What else `get_session` takes, for all roles.

    Raises:
        TypeError: For a single role or region, and what `get_session` does not take;
            for accounts without `role_name` (with the first of them, where roles come
            one by one).
        InvalidRoleArnException: For a `role_name` that is none.
        ValueError: For `max_workers` or `raise_on_error` that mean nothing.
        RemoteExecutorError: For a manager or parameters that cannot work in another
            process; it tells what to do.
    """
    options = flow.Options(max_workers, in_order, raise_on_error, progress)
    flow.check(function, options)
    _check(self, parameters)
    regions = None if regions is None else _listed(regions)
    plan = Plan(roles, regions, role_name, _partition(self, regions), parameters)
    if remote is None:
        remote = executor is not None and not has_threads(executor)
    if remote:
        way = _elsewhere(self, function, executor, make_manager, parameters)
    else:
        way = Way(executor, partial(_here, self, function), _as_it_is)
    return Calls(plan, way, options)


def _here(connections: Any, function: Any, to_do: Call) -> tuple[Any, ...]:
    assert to_do.role is not None
    open_session = partial(to_do.role.open, connections)
    what = enabled_regions if to_do.asks else function
    return call, what, open_session, to_do.role.arn, to_do.region


def _as_it_is(result: CallResult[Any]) -> CallResult[Any]:
    return result


def _elsewhere(
    connections: Any,
    function: Any,
    executor: Executor | None,
    make_manager: Any,
    parameters: Mapping[str, Any],
) -> Way:
    recipe = recipe_of(connections, make_manager, parameters)
    # Dask takes calls that are equal for one, whose result it may still have.
    run = uuid.uuid4().hex

    def packed(to_do: Call) -> tuple[Any, ...]:
        assert to_do.role is not None
        check_parameters(to_do.role.parameters)
        parts = (to_do.role.arn, to_do.role.parameters, to_do.region)
        what = enabled_regions if to_do.asks else function
        return work_off, RemoteCall(run, recipe, what, *parts)

    return Way(executor, packed, unpacked)


def _listed(regions: Iterable[str]) -> Iterable[str]:
    return regions if isinstance(regions, str | Mapping) else list(regions)


def _partition(connections: Any, regions: Iterable[str] | None) -> str:
    """Return the partition of account ids: that of the first region known."""
    settings = connections._sessions.settings
    asked = () if isinstance(regions, str) else regions
    for region in (settings.region_name, *(asked or ())):
        if partition := partition_of(region_source(settings.base_session), region):
            return partition
    return "aws"


def _check(connections: Any, parameters: Mapping[str, Any]) -> None:
    given = {"role_session_name": None, **parameters}
    signature = inspect.signature(connections.get_session)
    bound = signature.bind("arn", **given)
    model = connections._sessions.settings.model
    others_as_sent(bound.arguments.get("others", {}), model)
