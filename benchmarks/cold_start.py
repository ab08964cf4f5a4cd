"""What a program waits for before its first call: from import to a client or resource.

Plain boto3 and boto3 with this package run in fresh processes, in turns. Prints the
median CPU time and wall time of each start, in milliseconds, and the ratio to boto3's;
`import` is what of it the imports take. Compiled bytecode of both sides is kept in one
folder of this run, and the first run of each is not counted. Nothing here talks to
anybody.

    python benchmarks/cold_start.py [ROUNDS]
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 9
STARTS: dict[str, Callable[[Any], Any]] = {
    "import": lambda session: None,
    "ec2 client": lambda session: session.client("ec2"),
    "s3 client": lambda session: session.client("s3"),
    "sqs client": lambda session: session.client("sqs"),
    "ec2.Instance(id)": lambda session: session.resource("ec2").Instance("i-1"),
    "s3.Bucket(name)": lambda session: session.resource("s3").Bucket("b"),
}
SIDES = ("boto3", "ours")


def measure(side: str, start: str) -> tuple[float, float, float]:
    """Start in this process; return CPU and wall time, in ms, and memory, in MiB."""
    cpu, wall = time.process_time(), time.perf_counter()
    import boto3

    if side == "ours":
        __import__("boto3_extensions")
    session = boto3.Session(
        region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    kept = STARTS[start](session)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    del kept
    return cpu * 1000, wall * 1000, resident()


def resident() -> float:
    """Return the memory of this process in MiB."""
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def run(side: str, start: str, bytecode: str) -> tuple[float, float, float]:
    """Measure one start in a process of its own."""
    variables = {**os.environ, "PYTHONPYCACHEPREFIX": bytecode}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, __file__, side, start]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=variables
    )
    cpu, wall, memory = json.loads(done.stdout)
    return cpu, wall, memory


def main(rounds: int) -> None:
    """Print the table."""
    found: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    with tempfile.TemporaryDirectory() as bytecode:
        for number in range(rounds + 1):
            for start in STARTS:
                for side in SIDES:
                    taken = run(side, start, bytecode)
                    if number:
                        found.setdefault((start, side), []).append(taken)
    print(f"{'':18}{'CPU ms':>20}{'wall ms':>24}{'MiB':>20}")
    heads = "".join(f"{'boto3':>8}{'ours':>8}{'ratio':>7}" for _ in range(2))
    print(f"{'start':18}{heads}{'boto3':>8}{'ours':>8}")
    for start in STARTS:
        plain, ours = (
            [statistics.median(one) for one in zip(*found[start, side], strict=True)]
            for side in SIDES
        )
        figures = "".join(
            f"{plain[part]:>8.0f}{ours[part]:>8.0f}{ours[part] / plain[part]:>7.2f}"
            for part in range(2)
        )
        print(f"{start:18}{figures}{plain[2]:>8.1f}{ours[2]:>8.1f}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(measure(*sys.argv[1:])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
