"""What threads share while they run at once: nothing is lost, torn or endless."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions import Cache, ConnectionManager, resource_from_arn
from boto3_extensions._foundation import concurrency

KEYS = ("id", "key")
REGION = "us-east-1"
THREADS = 32
ROLES, KEPT = 200, 50
# Far more than anything here takes.
SECONDS = 300


def together(work: Callable[[int], Any], count: int) -> list[Any]:
    """Return what the work returns for each number; the first threads begin at once."""
    start = threading.Barrier(THREADS)

    def begin(number: int) -> Any:
        if number < THREADS:
            start.wait(SECONDS)
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(begin, range(count), timeout=SECONDS))


def test_a_full_cache_of_many_roles() -> None:
    """Threads that ask for 200 roles where 50 are kept get each the role they want."""
    base = boto3.Session(*KEYS, region_name=REGION)
    cache = Cache(max_size=KEPT)
    manager = ConnectionManager(session=base, cache=cache)

    def work(number: int) -> bool:
        arn = f"arn:aws:iam::{number * 7 % ROLES:012}:role/r"
        session: Any = manager.get_session(arn, "test")
        return bool(arn == session.role_arn)

    assert {True} == set(together(work, 1_000))
    assert len(cache) == KEPT


def test_the_order_of_a_full_cache() -> None:
    """Ten thousand hits, misses and deletions at once leave as many as it may keep."""
    cache = Cache(max_size=KEPT)
    session = boto3.Session(*KEYS, region_name=REGION)

    def work(number: int) -> None:
        for step in range(20):
            role = str((number * 31 + step * 7) % ROLES)
            if cache.get(role, None) is None:
                cache.set(role, None, session)
            if step == 19:
                cache.delete(role, None)

    together(work, 500)
    for role in range(KEPT):
        cache.set(str(role), None, session)

    assert len(cache) == KEPT
    assert [session] * KEPT == [cache.get(str(role), None) for role in range(KEPT)]


def test_no_handler_is_lost() -> None:
    """All that threads register in one session at once are called, until they go."""
    events = boto3.Session(*KEYS, region_name=REGION).events
    heard: list[int] = []
    handlers = [lambda number=n, **kwargs: heard.append(number) for n in range(640)]

    together(lambda n: events.register(f"invented.{n}", handlers[n]), len(handlers))
    for number in range(len(handlers)):
        events.emit(f"invented.{number}")
    assert list(range(len(handlers))) == heard

    together(lambda n: events.unregister(f"invented.{n}", handlers[n]), len(handlers))
    for number in range(len(handlers)):
        events.emit(f"invented.{number}")
    assert len(handlers) == len(heard)


def test_arns_there_and_back() -> None:
    """Resources have their own ARN, and come back from it as what they were."""
    made = boto3.Session(*KEYS, region_name=REGION)
    s3, ec2 = made.resource("s3"), made.resource("ec2")

    def work(number: int) -> list[Any]:
        bucket, image = s3.Bucket(f"b-{number}"), ec2.Image(f"ami-{number:08}")
        again = resource_from_arn(image.arn, made)
        return [bucket.arn, resource_from_arn(bucket.arn, made).name, again.id]

    expected = [
        [f"arn:aws:s3:::b-{n}", f"b-{n}", f"ami-{n:08}"] for n in range(THREADS * 4)
    ]
    assert expected == together(work, len(expected))


def test_a_class_is_made_once_however_many_need_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 32 threads that need a class one makes it: its handlers are called once."""
    monkeypatch.setattr(concurrency, "WAIT_TIMEOUT", SECONDS)
    session = boto3.Session(*KEYS, region_name=REGION)
    s3 = session.resource("s3")
    called: list[str] = []

    def count(**kwargs: Any) -> None:
        called.append("made")

    session.events.register("creating-resource-class.s3.Object", count)
    made = together(lambda n: type(s3.Object("b", str(n))), THREADS)

    assert 1 == len(set(made))
    assert ["made"] == called


def test_handlers_that_need_each_others_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads whose handlers ask for what the other makes do not wait for ever."""
    monkeypatch.setattr(concurrency, "WAIT_TIMEOUT", SECONDS)
    session = boto3.Session(*KEYS, region_name=REGION)
    s3 = session.resource("s3")
    meet = threading.Barrier(2)
    inside = threading.local()

    def ask_for(make: Callable[[], Any]) -> Callable[..., None]:
        def handler(**kwargs: Any) -> None:
            # The other one's handler asks for this class again.
            if not getattr(inside, "is_asking", False):
                inside.is_asking = True
                meet.wait(SECONDS)
                make()

        return handler

    makers = [lambda: s3.Bucket("b"), lambda: s3.Object("b", "k")]
    events = session.events
    events.register("creating-resource-class.s3.Bucket", ask_for(makers[1]))
    events.register("creating-resource-class.s3.Object", ask_for(makers[0]))
    with ThreadPoolExecutor(2) as pool:
        made = [one.result(SECONDS) for one in [pool.submit(make) for make in makers]]

    assert ["s3.Bucket", "s3.Object"] == [type(one).__name__ for one in made]


def test_who_waits_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler that waits for a thread that needs its class ends nothing but haste."""
    monkeypatch.setattr(concurrency, "WAIT_TIMEOUT", 0.01)
    session = boto3.Session(*KEYS, region_name=REGION)
    s3 = session.resource("s3")
    other_has_it = threading.Event()
    first = threading.Lock()

    def wait_for_the_other(**kwargs: Any) -> None:
        if first.acquire(blocking=False):
            with ThreadPoolExecutor(1) as pool:
                pool.submit(s3.Object, "b", "k").result(SECONDS)
            other_has_it.set()

    session.events.register("creating-resource-class.s3.Object", wait_for_the_other)

    assert "s3.Object" == type(s3.Object("b", "k")).__name__
    assert other_has_it.is_set()
    assert {} == concurrency._under_way


def test_clearing_while_all_construct() -> None:
    """Whoever clears the caches meanwhile, each gets an object of the right type."""
    s3 = boto3.Session(*KEYS, region_name=REGION).resource("s3")

    def work(number: int) -> tuple[str, str]:
        if number % 100 == 50:
            boto3_extensions.clear_speed_caches()
        made = s3.Bucket(str(number)).Object("k")
        return type(made).__name__, made.bucket_name

    assert [("s3.Object", str(n)) for n in range(2_000)] == together(work, 2_000)
