"""A loopback AWS with bad days: an STS that counts its calls, and plain services.

`BadSts` answers AssumeRole, and GetCallerIdentity and whatever S3, DynamoDB and SQS are
asked as the API calls of tests. Faults are set as attributes while it runs.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import boto3
import botocore.session
from botocore.credentials import CredentialResolver

from boto3_extensions._roles.credentials import retry_expired_tokens
from boto3_extensions._roles.provider import AssumeRoleProvider

ROLE = "arn:aws:iam::111111111111:role/team/reader"
MINUTE = 60.0

_GRANTED = """<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleResult><AssumedRoleUser>
<AssumedRoleId>AROA:{name}</AssumedRoleId>
<Arn>arn:{partition}:sts::{role}/{name}</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>hush-{key}</SecretAccessKey>
<SessionToken>token-{key}</SessionToken><Expiration>{expiration}</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>"""
_REFUSED = """<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>
</ErrorResponse>"""
_CALLER = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:sts::111111111111:{key}</Arn></GetCallerIdentityResult>
</GetCallerIdentityResponse>"""


class BadSts:
    """Run on a free loopback port while used as a context manager.

    Attributes:
        fault: `(status, code, message)` that AssumeRole is answered with; None for
            credentials.
        gate: An event that AssumeRole answers wait for.
        arrived: Called with each AssumeRole call before it waits.
        duration: Seconds that credentials are good for, unless the call says so.
        ahead: Seconds by which the server's clock is ahead of this machine's.
        sends_date: Whether answers have a `Date`.
        date: The `Date` they have, if it is another one than the server's time.
        retold: Changes the text of what AssumeRole grants.
        bad_keys: Access key ids that the services refuse with `refusal`.
        assumed: The parameters of each AssumeRole call.
        calls: The access key id of each call to a service.
        bodies: What was sent with each of them.
    """

    def __init__(self) -> None:
        self.fault: tuple[int, str, str] | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.arrived: Callable[[int], object] = lambda calls: None
        self.duration = 3600.0
        self.ahead = 0.0
        self.sends_date = True
        self.date: datetime | None = None
        self.retold: Callable[[str], str] = str
        self.bad_keys: set[str] = set()
        self.refusal = (403, "ExpiredToken")
        self.assumed: list[dict[str, str]] = []
        self.calls: list[str] = []
        self.bodies: list[str] = []
        self._numbers = itertools.count(1)

    def __enter__(self) -> BadSts:
        handler = type("Handler", (_Handler,), {"sts": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def time(self) -> datetime:
        """Return what time it is at the server."""
        return datetime.now(timezone.utc) + timedelta(seconds=self.ahead)

    def answer(self, key: str, headers: Any, body: str) -> tuple[int, str]:
        """Return status and body of an answer."""
        if "Action=AssumeRole" in body:
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            self.assumed.append(sent | {"signed by": key})
            self.arrived(len(self.assumed))
            self.gate.wait(20)
            return self._assume(sent)
        self.calls.append(key)
        self.bodies.append(body)
        if key in self.bad_keys:
            return self._refuse(headers)
        if "x-amz-target" in headers:
            return 200, "{}"
        return 200, _CALLER.format(
            key=key
        ) if "GetCallerIdentity" in body else "<Done/>"

    def _assume(self, sent: dict[str, str]) -> tuple[int, str]:
        if self.fault:
            status, code, message = self.fault
            return status, _REFUSED.format(code=code, message=message)
        seconds = float(sent.get("DurationSeconds", self.duration))
        _, partition, _, _, account, role = sent["RoleArn"].split(":", 5)
        granted = _GRANTED.format(
            key=f"ASIA{next(self._numbers):04}",
            name=sent["RoleSessionName"],
            role=f"{account}:assumed-role/{role.rpartition('/')[2]}",
            partition=partition,
            expiration=(self.time() + timedelta(seconds=seconds)).isoformat(),
        )
        return 200, self.retold(granted)

    def _refuse(self, headers: Any) -> tuple[int, str]:
        status, code = self.refusal
        if "x-amz-target" in headers:
            return status, json.dumps({"__type": code, "message": "no"})
        if "/s3/" in headers["authorization"] or "AWS " in headers["authorization"]:
            return status, f"<Error><Code>{code}</Code><Message>no</Message></Error>"
        return status, _REFUSED.format(code=code, message="no")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One packet an answer: two would wait for the client's delayed acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    sts: BadSts

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        authorization = self.headers.get("Authorization", "")
        key = authorization.partition("Credential=")[2].partition("/")[0]
        # Version 2 of signatures, as old stores that speak S3 have it.
        key = key or authorization.partition("AWS ")[2].partition(":")[0]
        status, text = self.sts.answer(key, self.headers, body.decode("latin-1"))
        data = text.encode()
        self.send_response_only(status)
        if self.sts.sends_date:
            date = self.sts.date or self.sts.time()
            self.send_header("Date", format_datetime(date, usegmt=True))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_PUT = do_HEAD = do_POST

    def handle(self) -> None:
        # A client may have given up.
        with suppress(ConnectionError):
            super().handle()


class Time:
    """Both clocks of a machine: `pass_` moves them, `ahead` sets the wall clock off."""

    def __init__(self, ahead: float = 0.0) -> None:
        self.ahead = ahead
        self._start = datetime.now(timezone.utc)
        self.passed = 0.0
        self.asleep = 0.0

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self.passed += seconds

    def now(self) -> datetime:
        """Return the wall clock's time."""
        return self._start + timedelta(seconds=self.passed + self.asleep + self.ahead)

    def ticks(self) -> float:
        """Return the seconds on the monotonic clock."""
        return self.passed


def provider_of(
    sts: BadSts, time: Time, base: Any = None, **keywords: Any
) -> AssumeRoleProvider:
    """Return the provider of `ROLE` at an STS, on clocks of a test."""
    extra_args = {"RoleSessionName": "nightly", **keywords.pop("extra_args", {})}
    return AssumeRoleProvider(
        base or base_session(),
        keywords.pop("role_arn", ROLE),
        extra_args,
        sts={"endpoint_url": sts.url, **keywords.pop("settings", {})},
        now=time.now,
        ticks=time.ticks,
        jitter=lambda: 1.0,
        **keywords,
    )


def base_session() -> boto3.Session:
    """Return a session with keys, which are not secret here."""
    return boto3.Session("AKIABASE", "base-secret", region_name="us-east-1")


def aws_answered_by(sts: BadSts) -> boto3.Session:
    """Return a session with keys for which AWS's own STS is the one given here."""
    session = base_session()

    def go_there(request: Any, **_: Any) -> None:
        request.url = sts.url

    # After any mock's handler, which may answer for AWS.
    session.events.register_last("before-send", go_there)
    return session


def session_of(provider: AssumeRoleProvider) -> boto3.Session:
    """Return a session on a provider, as `get_role_session` makes it."""
    core = botocore.session.Session()
    providers: list[Any] = [provider]
    core.register_component("credential_provider", CredentialResolver(providers))
    retry_expired_tokens(core, provider.load())
    return boto3.Session(botocore_session=core, region_name="us-east-1")


def key_of(credentials: Any) -> str:
    """Return the access key id that a request would be signed with now."""
    key: str = credentials.get_frozen_credentials().access_key
    return key
