"""What the resource layer costs for each item of a collection, side by side.

What is listed is told in ``listings.py``; nothing here talks to anybody. Each side has
processes of its own, and they list in turns, one at a time, so that a machine busy with
other things is so for all of them: a ratio is the median of those of each turn. With
``--plot FOLDER`` (needs matplotlib, the extra ``bench``) it draws time, and memory of
lists that are kept, against the number of items instead.

    python benchmarks/iteration.py [--plot docs/img]
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from figures import Found, draw
from listings import INSTANCES, OBJECTS, SIDES, tasks_of
from sessions import memory
from tables import simple

# How many processes each side has, one after the other, and how often each lists all.
PROCESSES, TURNS = 3, 4
SIZES = (10_000, 100_000)
STEPS = (10_000, 25_000, 50_000, 75_000, 100_000)


def timed(task: Callable[[int], Any], size: int) -> float:
    """Return the microseconds of CPU that each of so many items takes."""
    # Else what was made before decides when the garbage collector comes.
    gc.collect()
    count = 0
    before = time.process_time_ns()
    for _ in task(size):
        count += 1
    taken = (time.process_time_ns() - before) / 1000
    if count != size:
        raise RuntimeError(f"{count} items instead of {size}")
    return taken / size


def serve(side: str) -> None:
    """Time what is asked for, a line each: a task, and how many items."""
    tasks = tasks_of(side)
    for line in sys.stdin:
        name, size = json.loads(line)
        print(timed(tasks[name], size), flush=True)


@contextmanager
def serving(side: str) -> Iterator[Callable[[str, int], float]]:
    """Start the process of a side; what it yields has it list, and returns the time."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, __file__, "--serve", side],
        stdin=pipe,
        stdout=pipe,
        text=True,
    ) as process:

        def ask(name: str, size: int) -> float:
            assert process.stdin is not None
            assert process.stdout is not None
            print(json.dumps([name, size]), file=process.stdin, flush=True)
            return float(process.stdout.readline())

        yield ask


def compare(tasks: list[tuple[str, int]]) -> dict[tuple[str, int], list[list[float]]]:
    """Return the microseconds of each side, in their order, in each turn of a task."""
    found: dict[tuple[str, int], list[list[float]]] = {task: [] for task in tasks}
    for _ in range(PROCESSES):
        with ExitStack() as stack:
            sides = [stack.enter_context(serving(side)) for side in SIDES]
            for task in tasks * (TURNS + 1):
                found[task].append([ask(*task) for ask in sides])
        for turns in found.values():
            # The first of a process makes classes, and warms up.
            del turns[-TURNS - 1]
    return found


def table() -> None:
    """Print the table."""
    tasks = [(name, size) for size in SIZES for name in (OBJECTS, INSTANCES)]
    rows = []
    for (name, size), turns in compare(tasks).items():
        medians = map(statistics.median, zip(*turns, strict=True))
        ratios = (
            statistics.median(plain / ours for plain, ours, _ in turns),
            statistics.median(ours / objects for _, ours, objects in turns),
        )
        figures = [f"{figure:.1f}" for figure in (*medians, *ratios)]
        rows.append([f"``{name}``, {size // 1000}k", *figures])
    print(simple(["µs an item", *SIDES, "boto3/ours", "ours/objects"], rows))


def keep(side: str, size: int) -> dict[str, float]:
    """Return seconds and MiB that a list of so many objects of a bucket takes."""
    task = tasks_of(side)[OBJECTS]
    # Makes classes, and warms up.
    list(task(1_000))
    before, began = memory(), time.process_time()
    kept = list(task(size))
    taken = time.process_time() - began
    return {"x": len(kept), "cpu": taken, "memory": memory() - before}


def plot(folder: str) -> None:
    """Draw time and memory of the objects of a bucket against their number."""
    found: dict[str, Found] = {}
    for side in SIDES:
        found[side] = {"x": [], "cpu": [], "memory": []}
        for size in STEPS:
            command = [sys.executable, __file__, "--keep", side, str(size)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            for key, value in json.loads(done.stdout).items():
                found[side][key].append(value)
    draw(found, "objects of a bucket, all kept", Path(folder) / "items.png", "linear")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--serve", side]:
            serve(side)
        case ["--keep", side, count]:
            print(json.dumps(keep(side, int(count))))
        case ["--plot", folder]:
            plot(folder)
        case _:
            table()
