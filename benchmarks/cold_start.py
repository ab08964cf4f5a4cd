"""What a program waits for before its first call: from import to a client or resource.

Plain boto3, boto3 with this package, and the same with models that ``python -m
boto3_extensions compile`` has written run in fresh processes, in turns. Prints the
median CPU time of each start and the ratios to boto3's, and the memory of the
processes; `import` is what of it the imports take. Compiled bytecode of all sides and
the compiled models are in one folder of this run, and the first run of each is not
counted. Nothing here talks to anybody.

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
from pathlib import Path
from typing import Any

from tables import simple

ROUNDS = 9
STARTS: dict[str, Callable[[Any], Any]] = {
    "import": lambda session: None,
    "ec2 client": lambda session: session.client("ec2"),
    "s3 client": lambda session: session.client("s3"),
    "sqs client": lambda session: session.client("sqs"),
    "ec2.Instance(id)": lambda session: session.resource("ec2").Instance("i-1"),
    "s3.Bucket(name)": lambda session: session.resource("s3").Bucket("b"),
}
SIDES = ("boto3", "ours", "compiled")
COMPILED = ("ec2", "s3", "sqs")


def measure(side: str, start: str) -> tuple[float, float]:
    """Start in this process; return CPU time, in ms, and memory, in MiB."""
    cpu = time.process_time()
    import boto3

    if side != "boto3":
        __import__("boto3_extensions")
    session = boto3.Session(
        region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    kept = STARTS[start](session)
    cpu = time.process_time() - cpu
    del kept
    return cpu * 1000, resident()


def resident() -> float:
    """Return the memory of this process in MiB."""
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def run(*arguments: str, folder: Path, compiled: str = "none") -> str:
    """Return what a process of its own printed, with bytecode and models of a folder.

    Args:
        arguments: What Python runs.
        folder: The folder with the bytecode and the compiled models.
        compiled: The folder of compiled models in it.
    """
    variables = {
        **os.environ,
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "BOTO3_EXTENSIONS_COMPILED": str(folder / compiled),
    }
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=variables
    )
    return done.stdout


def measured(rounds: int, folder: Path) -> dict[tuple[str, str], list[Any]]:
    """Return the medians of time and memory by start and side."""
    command = ("-m", "boto3_extensions", "compile", *COMPILED)
    run(*command, folder=folder, compiled="compiled")
    found: dict[tuple[str, str], list[Any]] = {}
    for number in range(rounds + 1):
        for start in STARTS:
            for side in SIDES:
                told = run(__file__, side, start, folder=folder, compiled=side)
                if number:
                    found.setdefault((start, side), []).append(json.loads(told))
    return {
        key: [statistics.median(part) for part in zip(*runs, strict=True)]
        for key, runs in found.items()
    }


def main(rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        found = measured(rounds, Path(folder))
    heads = ("start", "boto3", "ours", "ratio", "compiled", "ratio", "memory: boto3")
    rows = []
    for start in STARTS:
        plain, ours, fast = (found[start, side] for side in SIDES)
        rows.append(
            (
                start,
                f"{plain[0]:.0f} ms",
                f"{ours[0]:.0f} ms",
                f"{ours[0] / plain[0]:.2f}",
                f"{fast[0]:.0f} ms",
                f"{fast[0] / plain[0]:.2f}",
                f"{plain[1]:.1f} MiB",
                f"{ours[1]:.1f} MiB",
                f"{fast[1]:.1f} MiB",
            )
        )
    print(simple((*heads, "ours", "compiled"), rows))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(measure(*sys.argv[1:])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
