"""What becomes of calls on the bad days of STS: botocore's own provider, and ours.

Everything is real but the days: botocore's `AssumeRoleCredentialFetcher` behind its
`DeferredRefreshableCredentials`, as a profile with `role_arn` has them, and ours, each
in sessions that call a loopback AWS with GetCallerIdentity. Requests are counted at the
server. Clocks are moved, not waited for; botocore's pauses between retries are counted,
not slept. Takes about 20 seconds.
"""

from __future__ import annotations

import logging
import statistics
import sys
import threading
import time
import timeit
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import botocore.credentials
import botocore.endpoint
import botocore.session

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

from boto3_extensions import ConnectionManager
from faulty_sts import MINUTE, ROLE, BadSts, Time, base_session, provider_of, session_of

CALLS = 20
THREADS = 64
THROTTLED = (400, "Throttling", "Rate exceeded")
DENIED = (403, "AccessDenied", "no")


class Day(NamedTuple):
    """One AWS, one pair of clocks, one session of a role on them."""

    sts: BadSts
    time: Time
    session: boto3.Session


def stock(sts: BadSts, clock: Time, **extra_args: Any) -> boto3.Session:
    """Return a session on botocore's own machinery."""
    base = base_session()

    def create(name: str, **keywords: Any) -> Any:
        return base.client(name, endpoint_url=sts.url, **keywords)

    fetcher = botocore.credentials.AssumeRoleCredentialFetcher(
        create,
        base.get_credentials(),
        ROLE,
        extra_args={"RoleSessionName": "nightly", **extra_args},
    )
    # The fetcher's cache reads the time for itself.
    botocore.credentials._local_now = clock.now
    credentials = botocore.credentials.DeferredRefreshableCredentials(
        fetcher.fetch_credentials, "assume-role", time_fetcher=clock.now
    )
    core = botocore.session.Session()
    core._credentials = credentials
    return boto3.Session(botocore_session=core, region_name="us-east-1")


def ours(sts: BadSts, clock: Time, **extra_args: Any) -> boto3.Session:
    """Return a session on our machinery."""
    return session_of(provider_of(sts, clock, extra_args=extra_args))


Kind = Callable[..., boto3.Session]


def calls(day: Day, count: int = CALLS) -> list[float]:
    """Make API calls, 100 ms apart; return the seconds each took, -1 if it failed."""
    client = day.session.client("sts", endpoint_url=day.sts.url)
    taken = []
    for _ in range(count):
        taken.append(call(client))
        day.time.pass_(0.1)
    return taken


def call(client: Any) -> float:
    """Make an API call."""
    begun = time.perf_counter()
    try:
        client.get_caller_identity()
    except Exception:
        return -1
    return time.perf_counter() - begun


def failed(taken: list[float]) -> str:
    """Say how many of them failed."""
    number = taken.count(-1)
    return f"{number} of {len(taken)} calls fail" if number else "all calls succeed"


def first_use(day: Day, kind: Kind) -> str:
    """64 threads want one new role; ours ask one `ConnectionManager`."""
    manager = ConnectionManager(base_session(), sts={"endpoint_url": day.sts.url})
    together = threading.Barrier(THREADS)

    def first(_: int) -> None:
        together.wait(30)
        if kind is stock:
            session = stock(day.sts, day.time)
        else:
            session = manager.get_session(ROLE, "nightly")
        session.get_credentials().get_frozen_credentials()

    with ThreadPoolExecutor(THREADS) as executor:
        list(executor.map(first, range(THREADS)))
    return f"{len(day.sts.assumed)} AssumeRole"


def short_role(day: Day, kind: Kind) -> str:
    """A role of 900 seconds."""
    session = kind(day.sts, day.time, DurationSeconds=900)
    taken = calls(day._replace(session=session))
    return f"{len(day.sts.assumed)} AssumeRole, {failed(taken)}"


def clock_ahead(minutes: float) -> Callable[[Day, Kind], str]:
    """The client's clock is ahead by minutes."""

    def run(day: Day, _: Kind) -> str:
        day.time.ahead = minutes * MINUTE
        taken = calls(day)
        return f"{len(day.sts.assumed)} AssumeRole, {failed(taken)}"

    return run


def throttled(day: Day, _: Kind) -> str:
    """STS throttles while 14 minutes are left."""
    calls(day, 1)
    day.time.pass_(46 * MINUTE)
    day.sts.fault = THROTTLED
    with Noted() as noted:
        taken = calls(day)
        settle(day)
    requests = len(day.sts.assumed) - 1
    return (
        f"{requests} requests, {noted.slept:.1f} s of pauses, {noted.warnings} "
        f"warnings, {noted.tracebacks} tracebacks, {failed(taken)}"
    )


def hanging(day: Day, kind: Kind) -> str:
    """STS takes requests and does not answer, while 14 minutes are left."""
    usual = statistics.median(calls(day))
    day.time.pass_(46 * MINUTE)
    if kind is stock:
        return "not run: 5 requests of 60 s for each call"
    day.sts.gate.clear()
    taken = calls(day)
    day.sts.gate.set()
    settle(day)
    longest, median = max(taken) * 1000, statistics.median(taken) * 1000
    return f"a call {median:.1f} ms, at most {longest:.1f} (usual {usual * 1000:.1f})"


def refused(day: Day, _: Kind) -> str:
    """STS refuses 64 threads while 590 seconds are left."""
    calls(day, 1)
    day.time.pass_(3600 - 590)
    day.sts.fault = DENIED
    client = day.session.client("sts", endpoint_url=day.sts.url)
    together = threading.Barrier(THREADS)

    def read(_: int) -> float:
        together.wait(30)
        return call(client)

    with Noted(), ThreadPoolExecutor(THREADS) as executor:
        taken = list(executor.map(read, range(THREADS)))
    return f"{len(day.sts.assumed) - 1} requests, {failed(taken)}"


def expired_token(day: Day, _: Kind) -> str:
    """The service refuses the first credentials as expired."""
    day.sts.bad_keys = {"ASIA0001"}
    return f"{failed(calls(day))}, {len(day.sts.assumed)} AssumeRole"


def cost(day: Day, _: Kind) -> str:
    """What reading good credentials costs each API call."""
    credentials = day.session.get_credentials()
    credentials.get_frozen_credentials()
    read = credentials.get_frozen_credentials
    best = min(timeit.repeat(read, number=2000, repeat=9)) / 2000
    return f"{best * 1e6:.2f} µs"


def settle(day: Day) -> None:
    """Wait for a thread that renews."""
    close = getattr(day.session.get_credentials(), "close", None)
    if close:
        close()


class Noted(logging.Handler):
    """Notes warnings, and pauses of botocore's that it does not sleep."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.slept = 0.0
        self.warnings = self.tracebacks = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.warnings += 1
        self.tracebacks += bool(record.exc_info)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def __enter__(self) -> Noted:
        self._endpoint_time = botocore.endpoint.time
        botocore.endpoint.time = self
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        botocore.endpoint.time = self._endpoint_time
        logging.getLogger().removeHandler(self)


DAYS: dict[str, Callable[[Day, Kind], str]] = {
    "64 threads want one new role": first_use,
    "900-second role, 20 calls": short_role,
    "clock 51 min ahead, 20 calls": clock_ahead(51),
    "clock 2 h ahead, 20 calls": clock_ahead(120),
    "STS throttles, 14 min left, 20 calls": throttled,
    "STS hangs, 14 min left, 20 calls": hanging,
    "STS refuses, 590 s left, 64 threads": refused,
    "service says ExpiredToken, 20 calls": expired_token,
    "reading good credentials": cost,
}


def main() -> None:
    """Print a row for each bad day."""
    for name, day in DAYS.items():
        print(name)
        for label, kind in (("botocore", stock), ("ours", ours)):
            with BadSts() as sts:
                clock = Time()
                told = day(Day(sts, clock, kind(sts, clock)), kind)
            print(f"  {label:9} {told}")


if __name__ == "__main__":
    main()
