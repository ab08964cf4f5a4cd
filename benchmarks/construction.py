"""What it costs to construct resources, side by side.

Plain boto3 and boto3 with this package run in processes of their own, in turns. Prints
the median time of each construction in microseconds of CPU, and what is left of 10,000
objects that are made and dropped, and of 2,000 that are kept: classes, and memory as
the system sees it. Nothing here talks to anybody.
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tables import measured, simple, times

ROUNDS = 3
FLOOR = "plain Python object"
DROPPED = "10,000 instances made and dropped"
CLASSES = "classes left of them"
KEPT = "2,000 instances kept"
UNITS = {FLOOR: "µs", DROPPED: "s", CLASSES: "", KEPT: "MiB"}


class Plain:
    """What a resource is at the least."""

    def __init__(self, client: Any, bucket_name: str, key: str) -> None:
        self.client = client
        self.bucket_name = bucket_name
        self.key = key


def measure(side: str) -> dict[str, float]:
    """Return what each construction takes in this process."""
    import boto3

    if side == "ours":
        __import__("boto3_extensions")
    session = boto3.Session(
        region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    s3, ec2, iam, dynamodb = map(session.resource, ("s3", "ec2", "iam", "dynamodb"))
    bucket, instance = s3.Bucket("b"), ec2.Instance("i-1")
    instance.meta.data = {"VpcId": "vpc-1"}
    tasks: dict[str, Callable[[], Any]] = {
        "s3.Object(bucket, key)": lambda: s3.Object("b", "k"),
        "s3.Bucket(name)": lambda: s3.Bucket("b"),
        "ec2.Instance(id)": lambda: ec2.Instance("i-1"),
        "iam.Role(name)": lambda: iam.Role("r"),
        "dynamodb.Table(name)": lambda: dynamodb.Table("t"),
        "instance.vpc": lambda: instance.vpc,
        "bucket.Object(key)": lambda: bucket.Object("k"),
        FLOOR: lambda: Plain(None, "b", "k"),
    }
    found = {name: timed(task) for name, task in tasks.items()}
    return {**found, **left(ec2)}


def timed(task: Callable[[], Any]) -> float:
    """Return the median time of a task in microseconds of CPU, of short runs."""
    task()
    before = time.process_time_ns()
    task()
    once = time.process_time_ns() - before
    # A clock's tick is not much shorter than what is measured.
    times = max(1, 200_000 // max(once, 1))
    taken = []
    for _ in range(31):
        before = time.process_time_ns()
        for _ in range(times):
            task()
        taken.append((time.process_time_ns() - before) / times / 1000)
    return statistics.median(taken)


def left(ec2: Any) -> dict[str, float]:
    """Return what is left of many objects."""
    gc.collect()
    classes, before = classes_alive(), time.process_time()
    for number in range(10_000):
        ec2.Instance(f"i-{number}")
    seconds = time.process_time() - before
    # Not collected: a program that constructs does not do so either.
    more = classes_alive() - classes
    gc.collect()
    memory = resident()
    kept = [ec2.Instance(f"i-{number}") for number in range(2_000)]
    grown = resident() - memory
    return {DROPPED: seconds, CLASSES: more, KEPT: grown if kept else 0.0}


def classes_alive() -> int:
    """Return how many classes there are."""
    return sum(1 for one in gc.get_objects() if isinstance(one, type))


def resident() -> float:
    """Return the memory of this process in MiB."""
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[1])
    return pages * 4096 / 2**20


def run(side: str) -> dict[str, float]:
    """Measure one side in a process of its own."""
    command = [sys.executable, __file__, side]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the table."""
    sides: dict[str, list[dict[str, float]]] = {"boto3": [], "ours": []}
    for _ in range(ROUNDS):
        for side, found in sides.items():
            found.append(run(side))
    rows = []
    for name in sides["boto3"][0]:
        plain, ours = (
            statistics.median(one[name] for one in found) for found in sides.values()
        )
        told, unit = (name, UNITS[name]) if name in UNITS else (f"``{name}``", "µs")
        both = [measured(plain, unit), measured(ours, unit)]
        if name == CLASSES:
            both = [f"{plain:.0f}", f"{ours:.0f}"]
        rows.append([told, *both, times(plain, ours)])
    print(simple(["what", "boto3", "ours", "ratio"], rows))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
    else:
        main()
