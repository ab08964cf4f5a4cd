"""Threads that construct, list and register at once get whole classes, and end."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3

import boto3_extensions

KEYS = {
    "region_name": "us-east-1",
    "aws_access_key_id": "x",
    "aws_secret_access_key": "x",
}
THREADS = 32
ROUNDS = 600
# Far more than it takes.
SECONDS = 300


def together(work: Callable[[int], Any]) -> list[Any]:
    """Run rounds of work in many threads until the time is up or all are done."""
    end = time.monotonic() + SECONDS

    def until(number: int) -> Any:
        return work(number) if time.monotonic() < end else None

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(until, range(ROUNDS)))


def listing(s3: Any) -> Any:
    """Let a bucket answer with a page of two objects, without a call."""
    page = {"Contents": [{"Key": "a"}, {"Key": "b"}]}

    def answer(**kwargs: Any) -> Any:
        response = type("Response", (), {"status_code": 200})()
        return response, {**page, "ResponseMetadata": {"HTTPStatusCode": 200}}

    s3.meta.client.meta.events.register("before-call.s3.ListObjects", answer)
    return s3


def test_first_objects_of_many_threads_have_one_class() -> None:
    """Whoever is first: a type has one class in a session."""
    for _ in range(5):
        s3 = boto3.Session(**KEYS).resource("s3")
        with ThreadPoolExecutor(THREADS) as pool:
            made = list(pool.map(lambda i, s3=s3: s3.Object("b", str(i)), range(64)))
        assert 1 == len({type(one) for one in made})
        assert [str(i) for i in range(64)] == [one.key for one in made]


def test_all_at_once() -> None:
    """Constructing, references, listing, registering and clearing, hundreds of times.

    The handlers put two attributes on a class: one that has only one of them is torn.
    """
    session = boto3.Session(**KEYS)
    s3, ec2 = listing(session.resource("s3")), session.resource("ec2")
    s3.meta.client.list_objects(Bucket="b")

    def mark(class_attributes: dict[str, Any], **kwargs: Any) -> None:
        class_attributes["first"] = True
        class_attributes["second"] = True

    def work(number: int) -> set[str]:
        if number % 50 == 0:
            session.events.register("creating-resource-class.s3", mark)
        elif number % 50 == 25:
            session.events.unregister("creating-resource-class.s3", mark)
        elif number % 151 == 0:
            boto3_extensions.clear_speed_caches()
        key = f"k-{number}"
        one, other = s3.Object("b", key), s3.Bucket(key).Object(key)
        instance = ec2.Instance("i")
        instance.meta.data = {"VpcId": key}
        items = list(s3.Bucket("b").objects.all()) if number % 10 == 0 else []
        wrong = {
            f"{name}: {found}"
            for name, found, expected in (
                ("one", (one.bucket_name, one.key), ("b", key)),
                ("other", (other.bucket_name, other.key), (key, key)),
                ("vpc", instance.vpc.id, key),
                ("class", type(one).__name__, "s3.Object"),
                ("items", [i.key for i in items], ["a", "b"] if items else []),
                ("torn", hasattr(one, "first"), hasattr(one, "second")),
            )
            if found != expected
        }
        return wrong | ({"no items"} if number % 10 == 0 and not items else set())

    results = together(work)

    assert None not in results, f"not done in {SECONDS} seconds"
    assert set() == set().union(*results)
