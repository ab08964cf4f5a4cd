"""What the resource layer costs for each item of a collection, side by side.

The answers are ready made: a handler of botocore's event ``before-call`` gives pages of
1,000 items, so that no time goes into HTTP or parsing, which take most of a real
listing. Each side runs in processes of its own, in turns. ``objects`` is botocore's
paginator and one plain Python object for each item, of the same attributes.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

ROUNDS = 3
SIZES = (10_000, 100_000)
PAGE = 1_000
SIDES = ("boto3", "ours", "objects")


class Item:
    """What a resource is at the least: a client, data, and identifiers."""

    def __init__(self, client: Any, data: Any, *identifiers: str) -> None:
        self.client = client
        self.data = data
        self.identifiers = identifiers


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


def answering(
    client: Any, operation: str, make: Callable[[int], Any], token: str, total: int
) -> None:
    """Let a client answer an operation with so many pages in turns, without a call."""
    # The same few again and again: in a real listing, only one page is alive at a time.
    pages = [make(number) for number in range(10)]
    count = 0

    def answer(**kwargs: Any) -> Any:
        nonlocal count
        page = dict(pages[count % len(pages)])
        count = (count + 1) % total
        if count:
            page[token] = f"token-{count}"
            page["IsTruncated"] = True
        response = type("Response", (), {"status_code": 200})()
        return response, {**page, "ResponseMetadata": {"HTTPStatusCode": 200}}

    client.meta.events.register(f"before-call.{operation}", answer)


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


def measure(side: str, size: int) -> dict[str, float]:
    """Return the microseconds of CPU each item takes in this process."""
    import boto3

    if side == "ours":
        __import__("boto3_extensions")
    session = boto3.Session(
        region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    s3, ec2 = session.resource("s3"), session.resource("ec2")
    total = size // PAGE
    answering(s3.meta.client, "s3.ListObjects", objects_page, "NextMarker", total)
    answering(
        ec2.meta.client, "ec2.DescribeInstances", instances_page, "NextToken", total
    )
    bucket = s3.Bucket("b")
    tasks: dict[str, Callable[[], Any]] = {
        "bucket.objects.all()": bucket.objects.all,
        "ec2.instances.all()": ec2.instances.all,
    }
    if side == "objects":
        tasks = {
            "bucket.objects.all()": lambda: plain_objects(s3.meta.client),
            "ec2.instances.all()": lambda: plain_instances(ec2.meta.client),
        }
    return {name: timed(task, size) for name, task in tasks.items()}


def timed(task: Callable[[], Any], size: int) -> float:
    """Return the median time of an item of a collection in microseconds of CPU."""
    taken = []
    for _ in range(5 if size <= PAGE * 10 else 2):
        before = time.process_time_ns()
        count = sum(1 for _ in task())
        taken.append((time.process_time_ns() - before) / 1000 / size)
        if count != size:
            raise RuntimeError(f"{count} items instead of {size}")
    return statistics.median(taken)


def run(side: str, size: int) -> dict[str, float]:
    """Measure one side in a process of its own."""
    command = [sys.executable, __file__, side, str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the table."""
    heads = "".join(f"{head:>11}" for head in ("boto3", "ours", "objects"))
    print(f"{'µs an item':30}{heads}{'boto3/ours':>12}{'ours/objects':>14}")
    for size in SIZES:
        found: dict[str, list[dict[str, float]]] = {side: [] for side in SIDES}
        for _ in range(ROUNDS):
            for side in SIDES:
                found[side].append(run(side, size))
        for task in found["boto3"][0]:
            plain, ours, objects = (
                statistics.median(one[task] for one in found[side]) for side in SIDES
            )
            name = f"{task}, {size // 1000}k"
            row = f"{name:30}{plain:>11.2f}{ours:>11.2f}{objects:>11.2f}"
            print(f"{row}{plain / ours:>12.1f}{ours / objects:>14.1f}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    else:
        main()
