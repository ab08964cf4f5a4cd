"""An STS and a service that tells who calls it, on bad days: what the soak talks to.

Run as a program it prints its port and serves until its standard input ends. STS grants
credentials that live for seconds; the service is GetCallerIdentity, which believes
nothing but the access key id and its own records. Both refuse now and then, but nobody
more than twice in a row.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import sys
import threading
import time
from collections import Counter
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

LIFETIMES = (30, 60, 120)
SLOW = 1.0
IN_A_ROW = 2
# Of every hundred requests so many are throttled, fail, or are slow.
FAULTS = {"throttled": 4, "failed": 4, "slow": 2}
# STS is down for so many seconds of every so many.
DOWN, CYCLE = 5, 60

ERROR = """<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>
<Message>planted</Message></Error><RequestId>0</RequestId></ErrorResponse>"""
ASSUMED = """<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser>
<Arn>{arn}</Arn><AssumedRoleId>AROA:{name}</AssumedRoleId></AssumedRoleUser>
<Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
<SessionToken>t-{key}</SessionToken><Expiration>{until}</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>"""
IDENTITY = """<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>{arn}</Arn>
<UserId>AROA</UserId><Account>{account}</Account></GetCallerIdentityResult>
</GetCallerIdentityResponse>"""


class State:
    """What was granted to whom, and what was counted."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counter[str] = Counter()
        self.granted: dict[str, tuple[str, float]] = {}
        self.in_a_row: Counter[str] = Counter()
        self.serial = itertools.count()
        self.chance = random.Random(1)
        self.began = time.monotonic()

    def fault(self, kind: str, who: str) -> str | None:
        """Decide what goes wrong with a request, if anything does."""
        with self.lock:
            self.counts[f"{kind} requests"] += 1
            drawn = self.chance.choices(
                [*FAULTS, None], [*FAULTS.values(), 100 - sum(FAULTS.values())]
            )[0]
            age = (time.monotonic() - self.began) % CYCLE
            if kind == "AssumeRole" and age > CYCLE - DOWN:
                # Who comes for the first time meets a fault that passes.
                drawn = "failed"
            if drawn in ("throttled", "failed"):
                self.in_a_row[who] += 1
                if self.in_a_row[who] > IN_A_ROW:
                    drawn = None
            if drawn not in ("throttled", "failed"):
                self.in_a_row[who] = 0
            if drawn:
                self.counts[f"{kind} {drawn}"] += 1
            return drawn

    def grant(self, role_arn: str, name: str) -> str:
        """Make credentials for a role."""
        with self.lock:
            serial = next(self.serial)
            key = f"ASIA{serial:016}"
            until = int(time.time()) + LIFETIMES[serial % len(LIFETIMES)]
            account, role = role_arn.split(":")[4], role_arn.rpartition("/")[2]
            arn = f"arn:aws:sts::{account}:assumed-role/{role}/{name}"
            self.granted[key] = arn, until
            self.counts["AssumeRole granted"] += 1
        stamp = datetime.fromtimestamp(until, timezone.utc).isoformat()
        return ASSUMED.format(arn=arn, name=name, key=key, until=stamp)


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    state: State

    def do_GET(self) -> None:
        """Tell the counts."""
        with self.state.lock:
            told = json.dumps(self.state.counts)
        self.answer(200, told)

    def do_POST(self) -> None:
        """Be STS, or the service."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        action = asked["Action"]
        signed = re.search("Credential=([^/]+)/", self.headers["Authorization"])
        key = signed[1] if signed else ""
        who = asked["RoleArn"] if action == "AssumeRole" else key
        fault = self.state.fault(action, f"{action} {who}")
        if fault == "slow":
            time.sleep(SLOW)
        elif fault:
            code = "Throttling" if fault == "throttled" else "ServiceUnavailable"
            status = 400 if fault == "throttled" else 503
            return self.answer(status, ERROR.format(code=code))
        if action == "AssumeRole":
            name = asked["RoleSessionName"]
            return self.answer(200, self.state.grant(asked["RoleArn"], name))
        return self.identify(key)

    def identify(self, key: str) -> None:
        """Tell whose an access key id is, unless it has expired."""
        arn, until = self.state.granted.get(key, ("", 0.0))
        if time.time() >= until or self.headers["X-Amz-Security-Token"] != f"t-{key}":
            with self.state.lock:
                self.state.counts["GetCallerIdentity expired"] += 1
            return self.answer(403, ERROR.format(code="ExpiredToken"))
        account = arn.split(":")[4]
        return self.answer(200, IDENTITY.format(arn=arn, account=account))

    def answer(self, status: int, text: str) -> None:
        """Send an answer; its Date is what the client counts lifetimes from."""
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """With room for all who come at once."""

    daemon_threads = True
    request_queue_size = 128


def main() -> None:
    """Serve until the parent process goes away."""
    Handler.state = State()
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
