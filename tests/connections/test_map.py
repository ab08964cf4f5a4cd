"""`ConnectionManager.map` in threads: what comes of a function, roles and regions."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from boto3_extensions import ConnectionManager
from boto3_extensions.exceptions import CallsFailedError
from mapped_functions import account_and_region, refuse, region_of
from moto_sts_log import assumed_roles

ACCOUNTS = [f"{number:012}" for number in range(1, 6)]
ROLES = [f"arn:aws:iam::{account}:role/reader" for account in ACCOUNTS]
REGIONS = ["us-east-1", "eu-west-1", "ap-south-1"]


def test_every_role_in_every_region_gives_a_record_of_its_own(
    aws: str, connections: ConnectionManager
) -> None:
    """Each tells the role, its account, the region, the value and the time it took."""
    began = time.perf_counter()
    results = list(connections.map(account_and_region, ROLES, REGIONS))
    expected = {
        (r, a, g) for r, a in zip(ROLES, ACCOUNTS, strict=True) for g in REGIONS
    }
    assert expected == {(r.role_arn, r.account, r.region) for r in results}
    assert all((r.account, r.region) == r.value for r in results)
    took = time.perf_counter() - began
    assert all(r.ok and 0 < r.seconds < took for r in results)


def test_all_regions_of_a_role_share_one_assume_role_call(
    aws: str, connections: ConnectionManager
) -> None:
    """Sixteen threads at work on one role are one session at STS."""
    regions = [f"eu-west-{number}" for number in range(1, 17)]
    results = list(connections.map(account_and_region, ROLES[:1], regions))
    assert regions == sorted(
        (str(r.region) for r in results), key=lambda name: int(name.split("-")[2])
    )
    assert 1 == len(assumed_roles(aws))


def test_the_role_is_assumed_once_past_the_cache_too(
    aws: str, connections: ConnectionManager
) -> None:
    """`skip_cache` skips the cache, not what one fan-out holds of a role."""
    calls = connections.map(account_and_region, ROLES[:1], REGIONS, skip_cache=True)
    assert all(result.ok for result in calls)
    assert 1 == len(assumed_roles(aws))


def test_parameters_for_all_roles_and_for_one_reach_sts(
    aws: str, connections: ConnectionManager
) -> None:
    """A mapping adds to what all roles get, and wins over it."""
    roles = [ROLES[0], {"role_arn": ROLES[1], "role_session_name": "special"}]
    for result in connections.map(
        account_and_region, roles, role_session_name="nightly"
    ):
        assert result.ok
    names = {call["role_arn"]: call["session_name"] for call in assumed_roles(aws)}
    assert {ROLES[0]: "nightly", ROLES[1]: "special"} == names


def test_without_regions_the_managers_region_is_used(
    connections: ConnectionManager,
) -> None:
    """The record tells it."""
    (result,) = connections.map(region_of, ROLES[:1])
    assert ("us-east-1", "us-east-1") == (result.region, result.value)


def test_an_error_is_in_the_record_of_its_role_and_region(
    connections: ConnectionManager,
) -> None:
    """Nothing is raised unless asked for."""
    began = time.perf_counter()
    (result,) = connections.map(refuse, ROLES[:1], ["eu-west-1"])
    assert 0 < result.seconds < time.perf_counter() - began
    assert (ROLES[0], "eu-west-1", None) == (
        result.role_arn,
        result.region,
        result.value,
    )
    assert "not in eu-west-1" == str(result.error)


@pytest.mark.parametrize(
    ("function", "told"),
    [(region_of, "'eu-west-1'"), (refuse, "ValueError: not in eu-west-1")],
)
def test_a_record_is_a_line_for_people(
    connections: ConnectionManager, function: Any, told: str
) -> None:
    """With the value, or with the error in its place."""
    (result,) = connections.map(function, ROLES[:1], ["eu-west-1"])
    assert f"000000000001 in eu-west-1: {told}" == str(result)


def test_an_error_of_aws_stays_what_it_is(
    aws: str, connections: ConnectionManager
) -> None:
    """Users look into its response, as ever."""

    def get(session: boto3.Session) -> Any:
        return session.client("iam").get_role(RoleName="nobody")

    (result,) = connections.map(get, ROLES[:1])
    assert isinstance(result.error, ClientError)
    assert "NoSuchEntity" == result.error.response["Error"]["Code"]


def test_an_error_holds_no_session(connections: ConnectionManager) -> None:
    """Its traceback tells where it was raised; the locals there are let go."""
    (result,) = connections.map(refuse, ROLES[:1])
    assert isinstance(result.error, ValueError)
    frames = []
    link = result.error.__traceback__
    while link is not None:
        frames.append((link.tb_frame.f_code.co_name, link.tb_frame.f_locals))
        link = link.tb_next
    assert ("refuse", {}) == frames[-1]
    held = [value for _, names in frames for value in names.values()]
    assert [] == [value for value in held if isinstance(value, boto3.Session)]


def test_the_first_failure_ends_it_if_asked_for(
    connections: ConnectionManager,
) -> None:
    """The error names the role and the region; its cause is the function's own."""
    calls = connections.map(
        refuse, ROLES, ["eu-west-1"], max_workers=1, raise_on_error=True
    )
    with pytest.raises(CallsFailedError, match=f"{ROLES[0]} in eu-west-1: V") as raised:
        next(calls)
    assert isinstance(raised.value.__cause__, ValueError)
    assert 1 == len(raised.value.failures)
    assert [] == list(calls)


def test_all_failures_are_raised_at_the_end_if_asked_for(
    connections: ConnectionManager,
) -> None:
    """The results come before it, and the error has the failures."""

    def odd(session: boto3.Session) -> None:
        if session.region_name == "eu-west-1":
            raise KeyError(session.region_name)

    calls = connections.map(odd, ROLES, REGIONS, raise_on_error="all")
    results = [next(calls) for _ in range(15)]
    with pytest.raises(CallsFailedError, match="5 calls failed") as raised:
        next(calls)
    assert set(ROLES) == {failure.role_arn for failure in raised.value.failures}
    assert set(ROLES) == {result.role_arn for result in results if not result.ok}


def test_roles_that_stop_coming_lose_no_results(
    connections: ConnectionManager,
) -> None:
    """What was begun is handed out before the error of their source is raised."""

    def roles() -> Iterator[str]:
        yield from ROLES[:2]
        raise ConnectionError("the list of roles broke off")

    calls = connections.map(region_of, roles())
    assert 2 == len([next(calls), next(calls)])
    with pytest.raises(ConnectionError, match="broke off"):
        next(calls)


def test_a_users_thread_pool_is_used_and_left_open(
    connections: ConnectionManager,
) -> None:
    """Its threads make the calls, with this manager's sessions."""

    def thread(session: boto3.Session) -> str:
        return threading.current_thread().name

    with ThreadPoolExecutor(2, "mine") as pool:
        names = {result.value for result in connections.map(thread, ROLES, None, pool)}
        assert {"mine"} == {str(name).split("_")[0] for name in names}
        assert 5 == pool.submit(lambda: 5).result()


def test_a_pool_that_takes_no_more_gives_records(
    connections: ConnectionManager,
) -> None:
    """One per call, with what the pool said."""
    with ThreadPoolExecutor(1) as pool:
        pool.shutdown()
        results = list(connections.map(region_of, ROLES, None, pool))
    assert 5 == len(results)
    assert {RuntimeError} == {type(result.error) for result in results}


def test_calls_that_somebody_else_cancels_are_records(
    connections: ConnectionManager,
) -> None:
    """A pool that is shut down under us loses no call."""

    class Cancelling(ThreadPoolExecutor):
        def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.cancel()
            return future

    with Cancelling(1) as pool:
        results = list(connections.map(region_of, ROLES, None, pool))
    assert ["CancelledError"] * 5 == [type(r.error).__name__ for r in results]
