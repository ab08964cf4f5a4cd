"""What 100 assumed roles cost through a `ConnectionManager`, speed on and off.

Each line is a process of its own. With `--plot FOLDER` (needs matplotlib, the extra
`bench`) it also draws time and memory against the number of roles. No role is
really assumed: sessions and clients are made, and nothing is called.

    python benchmarks/roles.py [--plot docs/img]
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from figures import Found, draw
from sessions import KEYS, memory
from tables import measured, simple

ROLES = 100
# What takes half a minute and more without: measured on fewer, told as measured.
FEWER = 10
STEPS = (1, 10, 25, 50, 75, 100)


def measure(speed: bool, kind: str, threads: int, roles: int) -> Found:
    """Make the sessions; return seconds and MiB after each of the steps."""
    import boto3_extensions

    boto3_extensions.patch(speed=speed)
    manager = boto3_extensions.ConnectionManager(region_name="us-east-1", **KEYS)
    kept: list[Any] = []

    def make(number: int) -> None:
        arn = f"arn:aws:iam::{number:012d}:role/benchmark"
        session = manager.get_session(role_arn=arn, role_session_name="benchmark")
        kept.append((session, getattr(session, kind)("ec2")))

    steps = [step for step in STEPS if step <= roles]
    return timed(make, steps, threads)


def timed(make: Callable[[int], None], steps: list[int], threads: int) -> Found:
    """Return the seconds of CPU and of the clock, and the MiB, at each step."""
    found: Found = {"x": [], "cpu": [], "clock": [], "memory": []}
    cpu, clock, done = time.process_time(), time.perf_counter(), 0
    with ThreadPoolExecutor(threads) as pool:
        for step in steps:
            list(pool.map(make, range(done, step)))
            done = step
            found["x"].append(step)
            found["cpu"].append(time.process_time() - cpu)
            found["clock"].append(time.perf_counter() - clock)
            found["memory"].append(memory())
    return found


def run(speed: bool, kind: str, threads: int, roles: int) -> Found:
    """Measure in a process of its own."""
    arguments = [str(int(speed)), kind, str(threads), str(roles)]
    command = [sys.executable, __file__, "--measure", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: Found = json.loads(done.stdout)
    return found


def main(folder: str | None) -> None:
    """Print the table, and draw the plot if it is asked for."""
    heads = ["each role's session and", "speed", "roles", "CPU", "clock", "process"]
    rows = []
    for kind, threads in (("resource", 1), ("client", 1), ("client", 16)):
        found = {}
        for name, speed, roles in (("off", False, FEWER), ("on", True, ROLES)):
            curve = f"boto3_extensions, speed {name}"
            found[curve] = run(speed, kind, threads, roles)
            last = {key: values[-1] for key, values in found[curve].items()}
            what = f"ec2 {kind}" + (f", {threads} threads" if threads > 1 else "")
            taken = [measured(last["cpu"], "s"), measured(last["clock"], "s")]
            memory = measured(last["memory"], "MiB")
            rows.append([what, name, f"{last['x']:.0f}", *taken, memory])
        if folder and (kind, threads) == ("resource", 1):
            what = "roles, each a session and ec2 resource"
            draw(found, what, Path(folder) / "roles.png", "log")
    print(simple(heads, rows))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        on, which, count, total = sys.argv[2:]
        print(json.dumps(measure(on == "1", which, int(count), int(total))))
    else:
        main(sys.argv[2] if sys.argv[1:2] == ["--plot"] else None)
