"""What calls of many role sessions cost over TLS, when they share connections or not.

Each line is a process of its own, beside a server in another, which answers at once:
what is measured is what the client pays. The sessions and clients are made before, and
have their credentials; then each of them makes its calls, in turn. The server's
certificate is made for the run, and the file of trusted ones is certifi's with that one
added. Needs `cryptography`, which the extra `test` brings.

    python benchmarks/tls.py [ROLES]
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sessions import KEYS, memory
from tables import measured, simple

SERVER = Path(__file__).resolve().parent.parent / "tests" / "support" / "tls_sts.py"
ROLES, CALLS = 100, 3
EVERYTHING = "speed on"
SIDES = ("plain boto3", "speed on, but not `connections`", EVERYTHING)
Found = dict[str, float]


def sessions(side: str, roles: int) -> Iterator[Any]:
    """Make sessions with credentials, as many as there are roles."""
    import boto3

    if side == SIDES[0]:
        for _ in range(roles):
            yield boto3.Session(region_name="us-east-1", **KEYS)
        return
    import boto3_extensions
    from boto3_extensions._foundation import switches

    without = set(switches.SWITCHES) - {"connections"}
    boto3_extensions.patch(speed=True if side == EVERYTHING else without)
    manager = boto3_extensions.ConnectionManager(region_name="us-east-1", **KEYS)
    for number in range(roles):
        arn = f"arn:aws:iam::{number:012d}:role/benchmark"
        session = manager.get_session(role_arn=arn, role_session_name="benchmark")
        session.get_credentials().get_frozen_credentials()
        yield session


def measure(side: str, roles: int) -> Found:
    """Make the calls; return milliseconds a session and MiB."""
    clients = [session.client("sts") for session in sessions(side, roles)]
    before, cpu, clock = memory(), time.process_time(), time.perf_counter()
    for _ in range(CALLS):
        for client in clients:
            client.get_caller_identity()
    return {
        "cpu": (time.process_time() - cpu) * 1000 / roles,
        "clock": (time.perf_counter() - clock) * 1000 / roles,
        "memory": (memory() - before) * 1024 / roles,
    }


@contextlib.contextmanager
def serving(folder: str) -> Iterator[tuple[Any, dict[str, str]]]:
    """Run the server; give it, and the settings that lead boto3 to it."""
    import certifi

    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, str(SERVER)], **pipes) as server:
        url, certificate = json.loads(server.stdout.readline())
        bundle = Path(folder, "bundle.pem")
        bundle.write_text(certificate + Path(certifi.where()).read_text())
        yield server, {"AWS_ENDPOINT_URL": url, "AWS_CA_BUNDLE": str(bundle)}


def run(side: str, roles: int) -> Found:
    """Measure in a process of its own."""
    with tempfile.TemporaryDirectory() as folder, serving(folder) as (server, settings):
        command = [sys.executable, __file__, "--measure", side, str(roles)]
        environment = {**os.environ, **settings, "AWS_CONFIG_FILE": os.devnull}
        done = subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True
        )
        counts = json.loads(server.communicate()[0])
    found: Found = {**json.loads(done.stdout), **counts}
    return found


def main(roles: int) -> None:
    """Print the table."""
    print(f"{roles} role sessions, {CALLS} calls each, over TLS. For each session:")
    rows = []
    for side in SIDES:
        found = run(side, roles)
        taken = [measured(found[key], "ms") for key in ("cpu", "clock")]
        memory = f"{found['memory']:.0f} KiB"
        rows.append([side, f"{found['handshakes'] / roles:g}", *taken, memory])
    print(simple(["side", "handshakes", "CPU", "clock", "memory"], rows))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[3]))))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else ROLES)
