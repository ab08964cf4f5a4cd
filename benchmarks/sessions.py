"""What a further session costs, with and without boto3_extensions, side by side.

Each side and service runs in a process of its own. Prints, for a session and resource
of a service that was used before, the median of the time in CPU and the growth of the
process; then the growth per session over many. Nothing here talks to anybody.

    python benchmarks/sessions.py [SERVICE ...]

A thousand sessions, all kept, each with a resource; `all` for each service that this
package has definitions of:

    python benchmarks/sessions.py --thousand [all | SERVICE ...]
"""

from __future__ import annotations

import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tables import measured, simple, times

SERVICES = ("ec2", "s3", "sqs", "dynamodb", "iam")
FURTHER = 7
MANY = {"plain": 8, "ours": 100, "thousand": 1000}
# MiB that each of a thousand sessions may take, and CPU seconds for one service.
TARGET, LIMIT = 0.5, 120
KEYS = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}


def measure(side: str, service: str) -> dict[str, float]:
    """Return what sessions cost in this process: milliseconds and MiB."""
    import boto3

    if side != "plain":
        __import__("boto3_extensions")
    kept: list[Any] = []

    def make() -> float:
        before = time.process_time()
        session = boto3.Session(region_name="us-east-1", **KEYS)
        kept.append(session.resource(service))
        return (time.process_time() - before) * 1000

    first = make()
    further, size = statistics.median(make() for _ in range(FURTHER)), memory()
    count, spent = 0, 0.0
    while count < MANY[side] and spent < LIMIT * 1000:
        spent += make()
        count += 1
    return {
        "first": first,
        "further": further,
        "size": (memory() - size) / count,
        "count": count,
        "seconds": spent / 1000,
    }


def memory() -> float:
    """Return the memory of this process in MiB: resident now, or at most so far."""
    gc.collect()
    statm = Path("/proc/self/statm")
    if statm.exists():
        pages = int(statm.read_text().split()[1])
        return float(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20


def run(side: str, service: str) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, "--side", side, service]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(services: tuple[str, ...]) -> None:
    """Print the table."""
    heads = ["service", "first: boto3", "ours", "further: boto3", "ours", "ratio"]
    heads += ["memory: boto3", "ours", "ratio"]
    rows = []
    for service in services:
        plain, ours = run("plain", service), run("ours", service)
        row = [service]
        for key, unit in (("first", "ms"), ("further", "ms"), ("size", "MiB")):
            row += [measured(plain[key], unit), measured(ours[key], unit)]
            if key != "first":
                row.append(times(plain[key], ours[key]))
        rows.append(row)
    print(simple(heads, rows))


def thousand(services: tuple[str, ...]) -> None:
    """Print what each of a thousand sessions takes, beside the target."""
    print(f"{'service':18} {'sessions':>8} {'CPU':>8} {'MiB each':>9} {'target':>7}")
    for service in services:
        found = run("thousand", service)
        is_met = "met" if found["size"] < TARGET else "missed"
        print(
            f"{service:18} {found['count']:8.0f} {found['seconds']:6.1f} s"
            f" {found['size']:9.3f} {TARGET:7.1f} {is_met}",
            flush=True,
        )


def ours() -> tuple[str, ...]:
    """Return the services that this package has definitions of."""
    import boto3_extensions

    data = Path(boto3_extensions.__file__).parent / "data"
    return tuple(sorted(one.name for one in data.iterdir() if one.is_dir()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        print(json.dumps(measure(*sys.argv[2:4])))
    elif sys.argv[1:3] == ["--thousand", "all"]:
        thousand(ours())
    elif sys.argv[1:2] == ["--thousand"]:
        thousand(tuple(sys.argv[2:]) or SERVICES)
    else:
        main(tuple(sys.argv[1:]) or SERVICES)
