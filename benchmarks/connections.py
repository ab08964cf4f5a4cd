"""What it costs to get a session again, with few roles and with many.

For each number of roles all of them are asked for in turn, in an order of its own. Next
to the manager stands a plain dict that has the same sessions and checks nothing, and
next to the plain request some that have to be compared. Prints medians in microseconds
of CPU time; nothing here talks to anybody.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from boto3_extensions import Cache, ConnectionManager
from boto3_extensions._roles.parameters import AssumeRoleParameters
from boto3_extensions._roles.request import check_request, stamp

CALLS = 20_000
ROUNDS = 7
KEYS = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
REQUESTS: dict[str, dict[str, Any]] = {
    "role and name": {},
    "with an external id": {"external_id": "sesame-1"},
    "with tags": {"tags": {"Team": "shop", "Cost": "42"}},
    "with a policy as text": {"policy": '{"Version": "2012-10-17", "Statement": []}'},
    "with a policy as a dict": {"policy": {"Version": "2012-10-17", "Statement": []}},
}


class Stamped:
    """Stands in for a session: only what it was made for is looked at.

    Real ones would take up gigabytes.
    """


def names(count: int) -> list[tuple[str, str]]:
    """Return roles and session names, shuffled."""
    roles = [(f"arn:aws:iam::{i:012}:role/reader", "test") for i in range(count)]
    random.Random(count).shuffle(roles)
    return roles


def manager_of(
    roles: list[tuple[str, str]], cache: Cache, parameters: dict[str, Any]
) -> ConnectionManager:
    """Return a manager whose cache has a session of each role."""
    connections = ConnectionManager(region_name="us-east-1", cache=cache, **KEYS)
    for role_arn, name in roles:
        session: Any = Stamped()
        order = check_request(
            role_arn,
            name,
            AssumeRoleParameters(**parameters),
            connections._sessions.settings,
        )
        stamp(session, order.request)
        cache.set(role_arn, name, session)
        assert connections.get_session(role_arn, name, **parameters) is session
    return connections


def timed(get: Callable[..., Any], roles: list[tuple[str, str]], **more: Any) -> float:
    """Return the median time of a call in microseconds of CPU."""
    taken = []
    times = max(1, CALLS // len(roles))
    for _ in range(ROUNDS):
        before = time.process_time_ns()
        for _ in range(times):
            for role_arn, name in roles:
                get(role_arn, name, **more)
        taken.append((time.process_time_ns() - before) / 1000 / times / len(roles))
    return statistics.median(taken)


def main() -> None:
    """Print the tables."""
    print(f"{'roles':>8} {'plain dict':>12} {'get_session':>12} {'bounded':>12}")
    for count in (1, 100, 10_000):
        roles = names(count)
        plain: dict[tuple[str, str], Any] = dict.fromkeys(roles)
        connections = manager_of(roles, Cache(), {})
        bounded = manager_of(roles, Cache(max_size=count), {})
        print(
            f"{count:>8}"
            f" {timed(lambda a, n, plain=plain: plain[a, n], roles):>9.2f} µs"
            f" {timed(connections.get_session, roles):>9.2f} µs"
            f" {timed(bounded.get_session, roles):>9.2f} µs"
        )
    print("\n100 roles, asked for")
    roles = names(100)
    for request, parameters in REQUESTS.items():
        connections = manager_of(roles, Cache(), parameters)
        taken = timed(connections.get_session, roles, **parameters)
        print(f"{request:30} {taken:>9.2f} µs")


if __name__ == "__main__":
    main()
