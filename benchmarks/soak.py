"""Minutes of 32 threads over 200 roles, with an STS and a service that have bad days.

Both are in a process of their own (`soak_server.py`) and count what they are asked.
Round after round, `ConnectionManager.map` calls a function for every role in two
regions: it makes a client and asks a few times who it is. Wrong identities are those of
another role; lost calls are those without a record, failed ones those with an error in
it. Memory is that of this process, between rounds.

Now and then it forks in the midst of a round; the child, with a copy of the manager and
of clients in use, calls as some of the roles, and tells what went wrong by its code.

    python benchmarks/soak.py --seconds 300 --fork-every 10
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from boto3_extensions import ConnectionManager

ROLES = [f"arn:aws:iam::{number:012}:role/soak" for number in range(1, 201)]
REGIONS = ("us-east-1", "eu-west-1")
THREADS = 32
CALLS = 5
# Time for the first round, whose memory is the start.
LEAST = 10
SAMPLES = 8
RETRIES = Config(retries={"mode": "standard", "total_max_attempts": 5})


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60, help="how long (60)")
    parser.add_argument(
        "--fork-every", type=int, default=10, help="seconds; 0 for never (10)"
    )
    given = parser.parse_args()
    isolate()
    with server() as url:
        tally, memory = soak(url, max(given.seconds, LEAST), given.fork_every)
        with urllib.request.urlopen(url, timeout=30) as answer:
            counts = json.load(answer)
    print_table(tally, memory, counts)
    bad = ("wrong identities", "lost", "failed", "children that failed")
    sys.exit(any(tally[name] for name in bad))


def isolate() -> None:
    """Keep the user's AWS settings out."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            del os.environ[name]
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        os.environ[name] = os.devnull
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"


@contextmanager
def server() -> Iterator[str]:
    """Run the other side; its URL is the value."""
    path = Path(__file__).with_name("soak_server.py")
    with subprocess.Popen(
        [sys.executable, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def soak(
    url: str, seconds: int, fork_every: int
) -> tuple[Counter[str], list[tuple[float, float]]]:
    """Go round until the time is over; return what happened, and memory over time."""
    due = [time.monotonic() + fork_every if fork_every else float("inf")]
    os.environ["AWS_ENDPOINT_URL_STS"] = url
    connections = ConnectionManager(
        region_name=REGIONS[0], aws_access_key_id="soak", aws_secret_access_key="soak"
    )
    tally: Counter[str] = Counter()
    chance = random.Random(2)
    began = time.monotonic()
    memory = []
    while (spent := time.monotonic() - began) < seconds or not memory:
        go_round(connections, url, tally, chance, due, fork_every)
        gc.collect()
        memory.append((time.monotonic() - began, resident()))
        tally["rounds"] += 1
    tally["seconds"] = round(spent)
    return tally, memory


def go_round(
    connections: ConnectionManager,
    url: str,
    tally: Counter[str],
    chance: random.Random,
    due: list[float],
    fork_every: int,
) -> None:
    """Call everywhere once; a role or two lose their sessions first."""
    connections.invalidate(chance.choice(ROLES))
    roles = chance.sample(ROLES, len(ROLES))
    missing = Counter((role, region) for role in ROLES for region in REGIONS)
    function = partial(who_am_i, url)
    for result in connections.map(function, roles, REGIONS, max_workers=THREADS):
        missing[result.role_arn, result.region] -= 1
        if time.monotonic() > due[0]:
            due[0] = time.monotonic() + fork_every
            tally["forks"] += 1
            tally["children that failed"] += not child_goes_right(
                connections, url, chance.sample(ROLES, 20)
            )
        tally["records"] += 1
        if result.error is not None:
            tally["failed"] += 1
            print(f"{result.role_arn}: {result.error!r}", file=sys.stderr)
            continue
        tally["calls"] += len(result.value)
        right = f"arn:aws:sts::{result.account}:assumed-role/soak/"
        tally["wrong identities"] += sum(
            not arn.startswith(right) for arn in result.value
        )
    tally["lost"] += sum(abs(count) for count in missing.values())


def child_goes_right(
    connections: ConnectionManager, url: str, roles: list[str]
) -> bool:
    """Fork among threads at work and call as some roles there; False if it hangs."""
    with warnings.catch_warnings():
        # Python warns of just what is tried here.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        code = 1
        try:
            signal.alarm(60)
            results = list(
                connections.map(partial(who_am_i, url), roles, max_workers=8)
            )
            code = 0 if all(map(is_right, results)) else 1
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] == 0


def is_right(result: Any) -> bool:
    """Tell whether all that a call was told is its own role."""
    right = f"arn:aws:sts::{result.account}:assumed-role/soak/"
    return result.error is None and all(arn.startswith(right) for arn in result.value)


def who_am_i(url: str, session: boto3.Session) -> list[str]:
    """Ask the service several times whom it takes the session for."""
    client = session.client("sts", endpoint_url=url, config=RETRIES)
    told = [client.get_caller_identity()["Arn"] for _ in range(CALLS)]
    client.close()
    return told


def resident() -> float:
    """Return the MiB of memory this process has now, or had at most."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        used: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
        return used / 2**20
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def print_table(
    tally: Counter[str], memory: list[tuple[float, float]], counts: dict[str, Any]
) -> None:
    """Print both sides of what happened."""
    print(f"{THREADS} threads, {len(ROLES)} roles in {len(REGIONS)} regions\n")
    rows: dict[str, Any] = {
        name: tally[name]
        for name in (
            "seconds",
            "rounds",
            "records",
            "calls",
            "wrong identities",
            "lost",
            "failed",
            "forks",
            "children that failed",
        )
    }
    rows |= dict(sorted(counts.items()))
    step = max(1, len(memory) // SAMPLES)
    for spent, used in [*memory[::step], memory[-1]]:
        rows[f"MiB after {spent:.0f} s"] = f"{used:.1f}"
    for name, value in rows.items():
        print(f"{name:<32}{value:>10}")


if __name__ == "__main__":
    main()
