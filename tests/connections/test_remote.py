"""`ConnectionManager.map` in other processes: what travels, and what is refused."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions import ConnectionManager
from boto3_extensions.exceptions import RemoteExecutorError
from mapped_functions import (
    account_and_process,
    account_and_region,
    fail_for_ever,
    make_manager,
    refuse,
)
from moto_sts_log import assumed_roles

ROLES = [f"arn:aws:iam::{number:012}:role/reader" for number in range(1, 5)]
EXTERNAL_ID = "the-external-id"
SECRET = "the-secret-key"


class Mailed(Executor):
    """Works here, on what went through pickle, and keeps what was posted."""

    def __init__(self) -> None:
        self.posted: list[bytes] = []
        self.shown: list[str] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.posted.append(pickle.dumps((fn, args, kwargs)))
        self.shown.append(repr(args))
        function, given, named = pickle.loads(self.posted[-1])
        future: Future[Any] = Future()
        future.set_result(pickle.loads(pickle.dumps(function(*given, **named))))
        return future


@pytest.fixture
def connections(credentials: None) -> ConnectionManager:
    """A manager of the environment's credentials, which a worker has, too."""
    return ConnectionManager(region_name="us-east-1")


@pytest.fixture
def pool(aws: str) -> Iterator[ProcessPoolExecutor]:
    """Run two processes that know the embedded AWS by their environment."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        yield pool


def test_processes_make_the_calls_on_credentials_of_their_own(
    aws: str, connections: ConnectionManager, pool: ProcessPoolExecutor
) -> None:
    """Each role is in its account there, and the values come back."""
    results = list(connections.map(account_and_process, ROLES, None, pool))
    assert [None] * 4 == [result.error for result in results]
    assert {r.account for r in results} == {r.value[0] for r in results if r.value}
    assert os.getpid() not in {r.value[1] for r in results if r.value}
    assert 4 == len(assumed_roles(aws))


def test_an_error_comes_back_with_its_traceback(
    connections: ConnectionManager, pool: ProcessPoolExecutor
) -> None:
    """Of its own type, and with the lines of the other process."""
    (result,) = connections.map(refuse, ROLES[:1], ["eu-west-1"], pool)
    assert isinstance(result.error, ValueError)
    assert "not in eu-west-1" == str(result.error)
    assert 'raise ValueError(f"not in' in str(result.error.__cause__)


def test_an_error_that_cannot_travel_is_told_by_its_words(
    connections: ConnectionManager, pool: ProcessPoolExecutor
) -> None:
    """And breaks nobody's pool."""
    (result,) = connections.map(fail_for_ever, ROLES[:1], None, pool)
    assert isinstance(result.error, RemoteExecutorError)
    assert "UnpicklableError: not here" == str(result.error)
    assert 7 == pool.submit(abs, -7).result()


def test_what_cannot_be_posted_is_a_record(
    connections: ConnectionManager, pool: ProcessPoolExecutor
) -> None:
    """A lambda is none of another process's business."""
    (result,) = connections.map(lambda session: 1, ROLES[:1], None, pool)
    assert "<lambda>" in str(result.error)


def test_one_process_assumes_a_role_once_for_all_regions_and_runs(
    aws: str, connections: ConnectionManager
) -> None:
    """Its manager is kept from one call to the next."""
    regions = ["us-east-1", "eu-west-1", "ap-south-1"]
    for _ in range(2):
        calls = connections.map(account_and_region, ROLES[:1], regions, Mailed())
        assert regions == [result.region for result in calls]
    assert 1 == len(assumed_roles(aws))


def test_what_travels_shows_no_external_id(
    aws: str, connections: ConnectionManager
) -> None:
    """It is in the parcel, where STS's caller needs it, and not in its repr."""
    post = Mailed()
    calls = connections.map(
        account_and_region, ROLES[:1], None, post, external_id=EXTERNAL_ID
    )
    assert all(result.ok for result in calls)
    assert EXTERNAL_ID.encode() in post.posted[0]
    assert EXTERNAL_ID not in post.shown[0]
    assert b"testing" not in post.posted[0]


def test_no_two_runs_post_the_same(connections: ConnectionManager) -> None:
    """Dask answers an equal call with the result it has."""
    first, second = Mailed(), Mailed()
    for post in (first, second):
        list(connections.map(refuse, ROLES[:1], None, post))
    assert first.posted != second.posted


@pytest.mark.parametrize(
    "keywords",
    [
        {"aws_access_key_id": "AKIA", "aws_secret_access_key": SECRET},
        {"session": boto3.Session("AKIA", SECRET, region_name="us-east-1")},
    ],
)
def test_a_manager_of_secrets_stays_here(keywords: dict[str, Any]) -> None:
    """The error tells what to do instead, and not the secret."""
    connections = ConnectionManager(**keywords)
    with pytest.raises(RemoteExecutorError, match=r"profile_name.*make_m") as told:
        connections.map(refuse, ROLES, None, Mailed())
    assert SECRET not in str(told.value)


def test_a_manager_made_in_the_worker_stands_in_for_it(aws: str) -> None:
    """Of whatever it is made there."""
    keys = {"aws_access_key_id": "AKIA", "aws_secret_access_key": SECRET}
    post = Mailed()
    (result,) = ConnectionManager(**keys).map(
        account_and_region, ROLES[:1], None, post, make_manager=make_manager
    )
    assert ("000000000001", "eu-north-1") == result.value
    assert SECRET.encode() not in post.posted[0]


def test_codes_of_a_device_stay_here(connections: ConnectionManager) -> None:
    """For all roles it is an error, for one of them a record."""
    code = {"serial_number": "arn:aws:iam::1:mfa/me", "token_code": "123456"}
    with pytest.raises(RemoteExecutorError, match="token_code"):
        connections.map(refuse, ROLES, None, Mailed(), **code)
    (result,) = connections.map(
        refuse, [{"role_arn": ROLES[0], **code}], None, Mailed()
    )
    assert isinstance(result.error, RemoteExecutorError)


def test_settings_of_sts_and_a_shared_cache_travel(
    aws: str, credentials: None, tmp_path: Path
) -> None:
    """So that all processes together make one AssumeRole call for a role."""
    cache = boto3_extensions.FileCredentialCache(tmp_path / "cache")
    connections = ConnectionManager(
        region_name="us-east-1",
        sts={"endpoint_url": aws, "region_name": "eu-west-1"},
        credential_cache=cache,
    )
    for executor in (Mailed(), None):
        (result,) = connections.map(account_and_region, ROLES[:1], None, executor)
        assert result.ok
    assert 1 == len(assumed_roles(aws))


def test_what_the_manager_has_and_cannot_travel_is_named(credentials: None) -> None:
    """By its keyword."""

    class Store(dict[str, Any]):
        pass

    connections = ConnectionManager(credential_cache=Store())
    with pytest.raises(RemoteExecutorError, match="credential_cache, a Store"):
        connections.map(refuse, ROLES, None, Mailed())


def test_an_executor_that_shares_memory_can_say_so(credentials: None) -> None:
    """Then its calls use this manager, whatever it is made of."""

    class Here(Executor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_result(fn(*args, **kwargs))
            return future

    connections = ConnectionManager(session=boto3.Session("AKIA", SECRET))
    (result,) = connections.map(id, ROLES[:1], None, Here(), remote=False)
    assert id(connections.get_session(ROLES[0])) == result.value
