"""`ConnectionManager.map` over a Dask cluster of two worker processes."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor

import pytest

from boto3_extensions import ConnectionManager
from mapped_functions import account_and_process, refuse
from moto_sts_log import assumed_roles

ROLES = [f"arn:aws:iam::{number:012}:role/reader" for number in range(1, 9)]


@pytest.fixture
def dask(aws: str) -> Iterator[Executor]:
    """Run the cluster; its workers know the embedded AWS by their environment."""
    with warnings.catch_warnings():
        # What Dask's own code calls is Dask's business.
        warnings.simplefilter("ignore")
        from distributed import Client, LocalCluster

        with (
            LocalCluster(
                n_workers=2,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client.get_executor()


def test_two_worker_processes_share_the_roles(aws: str, dask: Executor) -> None:
    """Each role is assumed once, in the process that makes its call."""
    connections = ConnectionManager(region_name="us-east-1")
    results = list(connections.map(account_and_process, ROLES, None, dask))
    assert [None] * 8 == [result.error for result in results]
    told = {r.account: r.value[0] for r in results if r.value}
    assert [f"{number:012}" for number in range(1, 9)] == sorted(told)
    assert all(account == asked for account, asked in told.items())
    processes = {r.value[1] for r in results if r.value}
    assert 2 == len(processes)
    assert os.getpid() not in processes
    assert 8 == len(assumed_roles(aws))


def test_each_run_calls_anew(aws: str, dask: Executor) -> None:
    """Dask takes equal calls for one; two runs are two."""
    connections = ConnectionManager(region_name="us-east-1")
    first = list(connections.map(account_and_process, ROLES[:1], None, dask))
    second = list(connections.map(account_and_process, ROLES[:1], None, dask))
    assert first[0].seconds != second[0].seconds


def test_a_failure_comes_back_as_a_record(aws: str, dask: Executor) -> None:
    """With the error of the function, and the lines where it was raised."""
    connections = ConnectionManager(region_name="us-east-1")
    (result,) = connections.map(
        refuse, ROLES[:1], ["eu-west-1"], dask, external_id="not-to-be-shown"
    )
    assert isinstance(result.error, ValueError)
    assert "not in eu-west-1" == str(result.error)
    assert "mapped_functions" in str(result.error.__cause__)
