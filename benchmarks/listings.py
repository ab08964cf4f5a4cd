"""What the benchmark of iteration lists: ready-made answers, and how each side does.

A handler of botocore's event ``before-call`` gives pages of 1,000 items, so that no
time goes into HTTP or parsing, which take most of a real listing. ``objects`` is
botocore's paginator and one plain Python object for each item, of the same attributes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from sessions import KEYS

PAGE = 1_000
SIDES = ("boto3", "ours", "objects")
OBJECTS, INSTANCES = "bucket.objects.all()", "ec2.instances.all()"


class Item:
    """What a resource is at the least: a client, data, and identifiers."""

    def __init__(self, client: Any, data: Any, *identifiers: str) -> None:
        self.client = client
        self.data = data
        self.identifiers = identifiers


class Answers:
    """Pages that a client answers an operation with in turns, without a call."""

    def __init__(self, client: Any, operation: str, token: str, make: Any) -> None:
        # The same few again and again: of a real listing, one page is alive at a time.
        self._pages = [make(number) for number in range(10)]
        self._token = token
        self._count = 0
        self.total = 1
        client.meta.events.register(f"before-call.{operation}", self._answer)

    def _answer(self, **kwargs: Any) -> Any:
        page = dict(self._pages[self._count % len(self._pages)])
        self._count = (self._count + 1) % self.total
        if self._count:
            page[self._token] = f"token-{self._count}"
            page["IsTruncated"] = True
        response = type("Response", (), {"status_code": 200})()
        return response, {**page, "ResponseMetadata": {"HTTPStatusCode": 200}}


def objects_page(number: int) -> dict[str, Any]:
    """Return what s3 answers with when it lists objects."""
    keys = [f"folder/key-{number}-{i}" for i in range(PAGE)]
    contents = [{"Key": k, "Size": 1, "StorageClass": "STANDARD"} for k in keys]
    return {"Contents": contents}


def instances_page(number: int) -> dict[str, Any]:
    """Return what ec2 answers with when it describes instances, ten at a time."""
    ids = [f"i-{number:08x}{i:08x}" for i in range(PAGE)]
    instances = [{"InstanceId": i, "InstanceType": "t3.nano"} for i in ids]
    tens = [instances[i : i + 10] for i in range(0, PAGE, 10)]
    return {"Reservations": [{"Instances": ten} for ten in tens]}


def plain_objects(client: Any) -> Iterator[Item]:
    """List a bucket by a paginator."""
    for page in client.get_paginator("list_objects").paginate(Bucket="b"):
        for found in page["Contents"]:
            yield Item(client, found, "b", found["Key"])


def plain_instances(client: Any) -> Iterator[Item]:
    """List instances by a paginator."""
    for page in client.get_paginator("describe_instances").paginate():
        for reservation in page["Reservations"]:
            for found in reservation["Instances"]:
                yield Item(client, found, found["InstanceId"])


def tasks_of(side: str) -> dict[str, Callable[[int], Any]]:
    """Return what lists so many items, by name."""
    import boto3

    if side == "ours":
        __import__("boto3_extensions")
    session = boto3.Session(region_name="us-east-1", **KEYS)
    s3, ec2 = session.resource("s3"), session.resource("ec2")
    clients = s3.meta.client, ec2.meta.client
    answers = {
        OBJECTS: Answers(clients[0], "s3.ListObjects", "NextMarker", objects_page),
        INSTANCES: Answers(
            clients[1], "ec2.DescribeInstances", "NextToken", instances_page
        ),
    }
    lists: dict[str, Callable[[], Any]] = {
        OBJECTS: s3.Bucket("b").objects.all,
        INSTANCES: ec2.instances.all,
    }
    if side == "objects":
        lists = {
            OBJECTS: lambda: plain_objects(clients[0]),
            INSTANCES: lambda: plain_instances(clients[1]),
        }

    def task(name: str, size: int) -> Any:
        answers[name].total = size // PAGE
        return lists[name]()

    return {name: functools.partial(task, name) for name in lists}
