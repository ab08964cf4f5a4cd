"""Clients of one manager's roles share connections; none notices another."""

from __future__ import annotations

import gc
import os
import threading
import weakref
from typing import Any

import boto3
import botocore.client
import pytest
from botocore.httpsession import URLLib3Session

import boto3_extensions
from boto3_extensions._speed import sessions as sessions
from boto3_extensions._speed.sessions import (
    HttpPools,
    SharedConnections,
    new_botocore_session,
)

KEYS = ("id", "key")
REGION = "us-east-1"


@pytest.fixture(autouse=True)
def all_on(boto3_as_found: None) -> None:
    """Have everything switched on."""
    boto3_extensions.patch(speed=True)


@pytest.fixture
def base() -> boto3.Session:
    """Make the session that stands behind the others."""
    return boto3.Session(*KEYS, region_name=REGION)


def client(base: boto3.Session, service: str = "sqs", **kwargs: Any) -> Any:
    """Make a client of a session of its own that shares with others of the base."""
    session = boto3.Session(
        *KEYS, region_name=REGION, botocore_session=new_botocore_session(base)
    )
    return session.client(service, **kwargs)


def shared(client: Any) -> Any:
    """Return what sends a client's requests."""
    return client._endpoint.http_session


def pool(client: Any) -> Any:
    """Return the pool of a client."""
    return shared(client)._join()


def test_clients_of_one_base_share_a_pool(base: boto3.Session) -> None:
    """Clients of several sessions and services with equal settings have one pool."""
    advice = "botocore makes endpoints otherwise: _http_pool no longer shares"

    assert type(shared(client(base))) is SharedConnections, advice
    assert pool(client(base)) is pool(client(base, "ec2"))


def test_clients_of_another_base_do_not(base: boto3.Session) -> None:
    """Nothing is shared with sessions of another base, or of none."""
    other = boto3.Session(*KEYS, region_name=REGION)

    assert pool(client(base)) is not pool(client(other))
    assert type(shared(base.client("sqs"))) is URLLib3Session


@pytest.mark.parametrize(
    "settings",
    [
        {"verify": False},
        {"config": botocore.client.Config(connect_timeout=1)},
        {"config": botocore.client.Config(max_pool_connections=11)},
        {"config": botocore.client.Config(proxies={"https": "http://a:b@proxy"})},
        {"config": botocore.client.Config(tcp_keepalive=True)},
    ],
)
def test_other_settings_have_another_pool(
    base: boto3.Session, settings: dict[str, Any]
) -> None:
    """A pool is shared among equal settings only."""
    one, other = client(base), client(base, **settings)

    assert pool(one) is not pool(other)
    assert pool(other) is pool(client(base, **settings))


def test_a_shared_pool_keeps_more_connections(base: boto3.Session) -> None:
    """As many connections per host stay open as ten clients would keep."""
    assert 100 == shared(client(base))._max_pool_connections


def test_settings_without_a_hash_are_not_shared() -> None:
    """What cannot be compared gets a pool of its own."""
    made = HttpPools().connect(socket_options=[bytearray(b"x")])

    assert type(made) is URLLib3Session


def test_close_closes_nothing_of_others(aws: str, base: boto3.Session) -> None:
    """After one client's `close()`, others keep their connections, and it may go on."""
    one, other = client(base), client(base)
    one.list_queues()
    manager = pool(other).session._manager
    assert 1 == len(manager.pools)

    one.close()
    assert 1 == len(manager.pools)
    other.close()
    assert 0 == len(manager.pools)
    assert 200 == one.list_queues()["ResponseMetadata"]["HTTPStatusCode"]
    one.close()


def test_one_connection_serves_many_roles(aws: str, base: boto3.Session) -> None:
    """Ten clients that take turns open one connection."""
    clients = [client(base) for _ in range(10)]
    for each in clients:
        each.list_queues()
    (host,) = pool(clients[0]).session._manager.pools._container.values()

    assert 1 == host.num_connections
    clients[0].close()
    for each in clients:
        each.close()


def test_a_pool_goes_with_its_last_client(base: boto3.Session) -> None:
    """Nothing holds a pool that no client uses, nor one of a base that is gone."""
    made = client(base)
    gone = weakref.ref(pool(made))
    del made
    gc.collect()

    assert gone() is None


def test_pools_do_not_hold_their_base() -> None:
    """A base session that is dropped is collected, with all its pools."""
    base = boto3.Session(*KEYS, region_name=REGION)
    sessions.pools_of(base)
    gone = weakref.ref(base)
    del base
    gc.collect()

    assert gone() is None


def test_a_child_process_opens_its_own(
    base: boto3.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clients made after a fork do not use the connections of the parent."""
    parents = pool(client(base))
    monkeypatch.setattr(os, "getpid", lambda: -1)

    assert parents is not pool(client(base))


def test_threads_get_one_pool(base: boto3.Session) -> None:
    """Sixteen threads that make clients at once share one pool."""
    start = threading.Barrier(16)
    made: list[Any] = []

    def run() -> None:
        start.wait()
        made.append(client(base))

    threads = [threading.Thread(target=run) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {id(pool(made[0]))} == {id(pool(each)) for each in made}


def test_nothing_is_shared_when_it_is_switched_off(base: boto3.Session) -> None:
    """With `connections` off, each client has its own, in older sessions, too."""
    before = boto3.Session(
        *KEYS, region_name=REGION, botocore_session=new_botocore_session(base)
    )
    boto3_extensions.patch(speed=["sessions"])

    for made in (before.client("sqs"), client(base)):
        assert type(shared(made)) is URLLib3Session
