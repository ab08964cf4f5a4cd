"""What the cache of a `ConnectionManager` has to be, and what happens if it fails."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import boto3_extensions
from boto3_extensions import Cache, ConnectionManager
from boto3_extensions._roles import cache as role_cache
from recording_cache import RecordingCache

ROLE = "arn:aws:iam::111111111111:role/reader"
OTHER_ROLE = "arn:aws:iam::222222222222:role/writer"


def test_the_cache_class_is_looked_up_when_a_manager_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A replacement counts for managers made afterwards."""
    before = ConnectionManager()
    monkeypatch.setattr(boto3_extensions, "Cache", RecordingCache)
    assert isinstance(ConnectionManager().cache, RecordingCache)
    assert not isinstance(before.cache, RecordingCache)


def test_checked_requests_are_remembered_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A process that assumes ever new roles does not grow by them."""
    monkeypatch.setattr(role_cache, "_MOST_REQUESTS", 2)
    manager = ConnectionManager(region_name="us-east-1")
    remembered = []
    for session in ("first", "second", "third"):
        manager.get_session(role_arn=ROLE, role_session_name=session)
        remembered.append(len(manager._sessions.checked_requests))
    assert [1, 2, 1] == remembered


@pytest.mark.parametrize("missing", ["get", "set"])
@pytest.mark.parametrize("attribute", [None, "absent"])
def test_a_cache_without_its_two_methods_is_refused_when_a_manager_is_made(
    monkeypatch: pytest.MonkeyPatch, missing: str, attribute: object
) -> None:
    """The TypeError says what is needed and what is missing."""
    members = {"get": RecordingCache.get, "set": RecordingCache.set}
    if attribute is None:
        members[missing] = None  # type: ignore[assignment]
    else:
        del members[missing]
    monkeypatch.setattr(boto3_extensions, "Cache", type("Half", (), members))
    with pytest.raises(TypeError, match=rf"Half has no callable '{missing}'"):
        ConnectionManager()


def test_an_error_of_the_caches_get_reaches_the_caller(
    cache: RecordingCache,
    connections: ConnectionManager,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is made and nothing is set."""

    def fail(*_: object) -> None:
        raise ConnectionResetError("cache is down")

    monkeypatch.setattr(cache, "get", fail)
    with pytest.raises(ConnectionResetError, match="cache is down"):
        connections.get_session(ROLE, "test")
    assert [] == cache.calls


def test_an_error_of_the_caches_set_leaves_no_session_behind(
    cache: RecordingCache,
    connections: ConnectionManager,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It reaches the caller, and the next call starts afresh."""
    refused: list[Any] = []

    def fail(role_arn: str, role_session_name: str, session: Any) -> None:
        refused.append(session)
        raise ConnectionResetError("cache is down")

    with monkeypatch.context() as patch:
        patch.setattr(cache, "set", fail)
        with pytest.raises(ConnectionResetError, match="cache is down"):
            connections.get_session(ROLE, "test")
    session = connections.get_session(ROLE, "test")
    assert session is not refused[0]
    assert ["get", "get", "set"] == cache.calls


def test_64_threads_that_ask_for_a_new_role_get_one_session(
    cache: RecordingCache, connections: ConnectionManager
) -> None:
    """One of them makes and sets it, the others find it or share it."""
    together = threading.Barrier(64)

    def ask(_: int) -> Any:
        together.wait()
        return connections.get_session(ROLE, "test")

    with ThreadPoolExecutor(64) as executor:
        sessions = set(executor.map(ask, range(64)))
    assert 1 == len(sessions)
    assert {"get": 64, "set": 1} == Counter(cache.calls)


def test_a_role_does_not_wait_for_another(
    cache: RecordingCache,
    connections: ConnectionManager,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A cache that is slow for one role holds up nobody who asks for another."""
    asked, go_on = threading.Event(), threading.Event()

    def slow_get(role_arn: str, role_session_name: str) -> None:
        if role_arn == ROLE:
            asked.set()
            assert go_on.wait(30)

    monkeypatch.setattr(cache, "get", slow_get)
    with ThreadPoolExecutor(1) as executor:
        waiting = executor.submit(connections.get_session, ROLE, "test")
        assert asked.wait(30)
        assert connections.get_session(OTHER_ROLE, "test") is not None
        assert not waiting.done()
        go_on.set()


@pytest.mark.parametrize("method", ["get", "set", "delete"])
def test_a_cache_may_wait_for_a_thread_that_asks_for_the_same_role(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No lock is held while a cache is at it, in no method of a manager."""
    cache = Cache()
    connections = ConnectionManager(region_name="us-east-1", cache=cache)
    if method != "set":
        connections.get_session(ROLE, "test")
    original = getattr(cache, method)
    found: list[Any] = []

    def ask() -> None:
        found.append(connections.get_session(ROLE, "test"))

    def wait_first(*args: Any) -> Any:
        monkeypatch.setattr(cache, method, original)
        other = threading.Thread(target=ask, daemon=True)
        other.start()
        other.join(5)
        assert not other.is_alive()
        return original(*args)

    monkeypatch.setattr(cache, method, wait_first)
    if method == "delete":
        connections.invalidate(ROLE, "test")
    else:
        assert found == [connections.get_session(ROLE, "test")] == found
    assert 1 == len(found)


def test_who_misses_a_session_that_is_being_set_shares_it(
    cache: RecordingCache,
    connections: ConnectionManager,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However slow a cache is, it sees one `set`; who comes later finds it there."""
    setting, go_on = threading.Event(), threading.Event()
    original = cache.set

    def slow_set(*args: Any) -> None:
        setting.set()
        assert go_on.wait(30)
        original(*args)

    monkeypatch.setattr(cache, "set", slow_set)
    with ThreadPoolExecutor(1) as executor:
        first = executor.submit(connections.get_session, ROLE, "test")
        assert setting.wait(30)
        try:
            shared = [connections.get_session(ROLE, "test") for _ in range(3)]
        finally:
            go_on.set()
        assert [first.result(30)] * 3 == shared
    assert first.result() is connections.get_session(ROLE, "test")
    assert {"get": 5, "set": 1} == Counter(cache.calls)
