"""`ConnectionManager.map` as it goes: how many at a time, in what order, how long."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest

from boto3_extensions import ConnectionManager

ROLES = [f"arn:aws:iam::{number:012}:role/reader" for number in range(1, 41)]
REGIONS = ["us-east-1", "eu-west-1"]
TIMEOUT = 30


class FakeSession:
    """A role's session that nothing is asked of but whose it is."""

    region_name = "us-east-1"

    def __init__(self, role_arn: str) -> None:
        self.role_arn = role_arn


class Manager(ConnectionManager):
    """A manager whose sessions cost nothing: what is tested here is the order."""

    def get_session(self, role_arn: str, *args: Any, **kwargs: Any) -> Any:
        return FakeSession(role_arn)


@pytest.fixture
def connections(credentials: None) -> Manager:
    """The manager of these tests."""
    return Manager(region_name="us-east-1")


def nothing(session: boto3.Session) -> None:
    """Return at once."""


class Gate:
    """A function that reports who comes in, and keeps them until it is opened."""

    def __init__(self) -> None:
        self.inside = threading.Semaphore(0)
        self.open = threading.Event()
        self.count = 0
        self.most = 0
        self._lock = threading.Lock()

    def __call__(self, session: boto3.Session) -> str:
        with self._lock:
            self.count += 1
            self.most = max(self.most, self.count)
        self.inside.release()
        assert self.open.wait(TIMEOUT)
        with self._lock:
            self.count -= 1
        return "done"


def test_no_more_than_max_workers_are_under_way(connections: Manager) -> None:
    """In a pool of more threads, too."""
    gate = Gate()
    with ThreadPoolExecutor(8) as pool:
        calls = connections.map(gate, ROLES, None, pool, max_workers=3)
        opener = threading.Thread(target=_open_after, args=(gate, 3))
        opener.start()
        assert 40 == len(list(calls))
        opener.join()
    assert 3 == gate.most


def _open_after(gate: Gate, count: int) -> None:
    for _ in range(count):
        assert gate.inside.acquire(timeout=TIMEOUT)
    gate.open.set()


def test_roles_are_taken_as_they_are_needed(connections: Manager) -> None:
    """Thousands may come, and none before the first result is asked for."""
    taken = []

    def endless() -> Iterator[str]:
        for number in range(10**9):
            taken.append(number)
            yield f"arn:aws:iam::{number:012}:role/reader"

    with connections.map(nothing, endless(), max_workers=4) as calls:
        assert [] == taken
        next(calls)
        assert 4 == len(taken)
        for _ in range(10):
            next(calls)
        assert 14 == len(taken)


def test_results_come_as_they_are_ready(connections: Manager) -> None:
    """A slow role holds up no other."""
    first_may_end = threading.Event()
    arns = iter(ROLES[:3])

    def first_is_slow(session: Any) -> None:
        if session.role_arn == ROLES[0]:
            assert first_may_end.wait(TIMEOUT)

    results = connections.map(first_is_slow, arns, max_workers=2)
    seen = [next(results).role_arn]
    seen.append(next(results).role_arn)
    first_may_end.set()
    seen.append(next(results).role_arn)
    assert [*ROLES[1:3], ROLES[0]] == seen


def test_results_come_in_the_order_of_roles_and_regions_if_asked_for(
    connections: Manager,
) -> None:
    """A slow one holds up those after it, which go on meanwhile, but not for ever."""
    enough = threading.Semaphore(0)

    def first_is_slow(session: Any) -> None:
        if session.role_arn == ROLES[0]:
            for _ in range(7):
                assert enough.acquire(timeout=TIMEOUT)
        enough.release()

    calls = connections.map(first_is_slow, ROLES, ["us-east-1"], in_order=True)
    assert ROLES == [result.role_arn for result in calls]


def test_in_order_what_waits_for_its_turn_is_bounded(connections: Manager) -> None:
    """Four times as many as are under way are kept, and then no more are begun."""
    taken = []
    may_end = threading.Event()

    def roles() -> Iterator[str]:
        for arn in ROLES:
            taken.append(arn)
            if len(taken) == 9:
                may_end.set()
            yield arn

    def first_is_slow(session: Any) -> None:
        if session.role_arn == ROLES[0]:
            assert may_end.wait(TIMEOUT)

    with connections.map(first_is_slow, roles(), max_workers=2, in_order=True) as calls:
        assert ROLES[0] == next(calls).role_arn
        assert 9 == len(taken)


def test_cancel_begins_no_more_and_loses_nothing_that_was_begun(
    connections: Manager,
) -> None:
    """Another thread may do it."""
    gate = Gate()
    calls = connections.map(gate, ROLES, max_workers=3)

    def cancel() -> None:
        for _ in range(3):
            assert gate.inside.acquire(timeout=TIMEOUT)
        calls.cancel()
        gate.open.set()

    canceller = threading.Thread(target=cancel)
    canceller.start()
    assert ["done"] * 3 == [result.value for result in calls]
    canceller.join()


def test_calls_that_wait_in_a_users_pool_are_cancelled(connections: Manager) -> None:
    """They give no record: nothing was called."""
    gate = Gate()
    with ThreadPoolExecutor(1) as pool:
        calls = connections.map(gate, ROLES, None, pool, max_workers=5)

        def cancel() -> None:
            assert gate.inside.acquire(timeout=TIMEOUT)
            calls.cancel()
            gate.open.set()

        canceller = threading.Thread(target=cancel)
        canceller.start()
        assert 1 == len(list(calls))
        canceller.join()


@pytest.mark.parametrize("end", ["close", "with", "drop"])
def test_who_has_enough_may_leave(connections: Manager, end: str) -> None:
    """What is under way is waited for, and nothing else is begun."""
    begun: list[int] = []

    def count(session: boto3.Session) -> None:
        begun.append(1)

    calls = connections.map(count, ROLES, max_workers=2)
    next(calls)
    if end == "close":
        calls.close()
        assert [] == list(calls)
    elif end == "with":
        with calls:
            pass
        assert [] == list(calls)
    else:
        del calls
    assert len(begun) <= 2
    assert not [
        thread
        for thread in threading.enumerate()
        if thread.name.startswith("boto3-extensions-map")
    ]


def test_ctrl_c_where_results_are_awaited_ends_the_threads(
    connections: Manager,
) -> None:
    """The interrupt comes out, and no thread stays."""

    def roles() -> Iterator[str]:
        yield from ROLES[:2]
        raise KeyboardInterrupt

    calls = connections.map(nothing, roles())
    with pytest.raises(KeyboardInterrupt):
        next(calls)
    assert not [
        thread
        for thread in threading.enumerate()
        if thread.name.startswith("boto3-extensions-map")
    ]


def test_progress_is_told_how_many_of_how_many(connections: Manager) -> None:
    """A role given twice is not among them once it is known."""
    told: list[tuple[int, int | None]] = []
    roles = [ROLES[0], ROLES[0], ROLES[1]]
    calls = connections.map(
        nothing, roles, REGIONS, progress=lambda *now: told.append(now)
    )
    assert 4 == len(list(calls))
    assert [(1, 4), (2, 4), (3, 4), (4, 4)] == told


def test_a_role_given_twice_is_told_as_soon_as_it_came(connections: Manager) -> None:
    """Not only once all roles came."""
    told: list[tuple[int, int | None]] = []
    roles = [ROLES[0], ROLES[0], *ROLES[1:5]]
    calls = connections.map(
        nothing, roles, max_workers=1, progress=lambda *now: told.append(now)
    )
    list(calls)
    assert [(1, 6), (2, 5), (3, 5), (4, 5), (5, 5)] == told


def test_progress_without_a_total_until_all_roles_came(connections: Manager) -> None:
    """Nobody knows how many an iterator has."""
    told: list[tuple[int, int | None]] = []
    calls = connections.map(
        nothing, iter(ROLES[:3]), max_workers=1, progress=lambda *n: told.append(n)
    )
    list(calls)
    assert [(1, None), (2, None), (3, None)] == told


def test_progress_may_be_a_bar(connections: Manager) -> None:
    """tqdm's have `update`."""

    class Bar:
        n = 0

        def update(self, n: int) -> None:
            self.n += n

    bar = Bar()
    list(connections.map(nothing, ROLES, progress=bar))
    assert 40 == bar.n


def test_sessions_are_dropped_with_their_role(connections: Manager) -> None:
    """Of thousands of roles only those under way have one."""
    kept: list[weakref.ref[Any]] = []

    def note(session: boto3.Session) -> None:
        kept.append(weakref.ref(session))

    calls = connections.map(note, ROLES, max_workers=2)
    for _ in range(30):
        next(calls)
    gc.collect()
    assert sum(ref() is not None for ref in kept) <= 3
    calls.close()
