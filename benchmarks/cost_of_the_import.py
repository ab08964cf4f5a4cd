"""What boto3 does with and without boto3_extensions, side by side.

Each side runs in processes of its own, in turns. Prints the median of each task, in
microseconds, and the ratio; nothing here talks to anybody.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 5
TASKS = {
    "import boto3": 1,
    "import boto3_extensions": 1,
    "first s3 resource": 1,
    "new session": 20,
    "new session and s3 resource": 5,
    "s3.Object(bucket, key)": 200,
    "ec2.Instance(id)": 100,
}


def measure(ours: bool) -> dict[str, float]:
    """Return how long each task takes in this process, in microseconds."""
    found = {"import boto3": timed(lambda: __import__("boto3"))}
    if ours:
        found["import boto3_extensions"] = timed(lambda: __import__("boto3_extensions"))
    import boto3

    keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}

    def session() -> Any:
        return boto3.Session(region_name="us-east-1", **keys)

    found["first s3 resource"] = timed(lambda: session().resource("s3"))
    found["new session"] = timed(session, TASKS["new session"])
    found["new session and s3 resource"] = timed(
        lambda: session().resource("s3"), TASKS["new session and s3 resource"]
    )
    s3, ec2 = session().resource("s3"), session().resource("ec2")
    found["s3.Object(bucket, key)"] = timed(
        lambda: s3.Object("bucket", "key"), TASKS["s3.Object(bucket, key)"]
    )
    found["ec2.Instance(id)"] = timed(
        lambda: ec2.Instance("i-1"), TASKS["ec2.Instance(id)"]
    )
    return found


def timed(task: Callable[[], Any], times: int = 1) -> float:
    """Return the median time of a task in microseconds of CPU."""
    taken = []
    for _ in range(times):
        before = time.process_time_ns()
        task()
        taken.append((time.process_time_ns() - before) / 1000)
    return statistics.median(taken)


def run(side: str) -> dict[str, float]:
    """Measure one side in a process of its own."""
    command = [sys.executable, __file__, side]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the table."""
    plain, ours = [], []
    for _ in range(ROUNDS):
        plain.append(run("plain"))
        ours.append(run("ours"))
    print(f"{'task':30} {'boto3':>12} {'with ours':>12} {'ratio':>7}")
    for task in TASKS:
        with_ours = statistics.median(one[task] for one in ours)
        if task not in plain[0]:
            print(f"{task:30} {'':>12} {with_ours:>9.0f} µs")
            continue
        alone = statistics.median(one[task] for one in plain)
        ratio = with_ours / alone
        print(f"{task:30} {alone:>9.0f} µs {with_ours:>9.0f} µs {ratio:>7.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(ours=sys.argv[1] == "ours")))
    else:
        main()
