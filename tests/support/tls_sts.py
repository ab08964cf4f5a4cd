"""An STS behind TLS on this machine, which tells who came over which connection.

Run as a program it prints its port and its certificate as JSON, serves until its
standard input ends, and prints over how many connections it told who asks.
"""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import json
import re
import ssl
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "127.0.0.1"
ASSUMED = """<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser>
<Arn>arn:aws:sts::{account}:assumed-role/{role}/{name}</Arn>
<AssumedRoleId>AROA:{name}</AssumedRoleId></AssumedRoleUser><Credentials>
<AccessKeyId>ASIA{number:012d}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
<SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>"""
IDENTITY = """<GetCallerIdentityResponse><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/{who}</Arn><UserId>{who}</UserId>
<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""


class Call(NamedTuple):
    """One request.

    Attributes:
        who: The access key id it was signed with.
        connection: The number of its connection, from 1.
        certificate: The name in the client's certificate, None for none.
        is_assuming: Whether it asks for credentials.
    """

    who: str
    connection: int
    certificate: str | None
    is_assuming: bool


class TlsServer(ThreadingHTTPServer):
    """The server, with what it saw.

    Attributes:
        calls: The requests, in their order.
        connections: How many TLS handshakes succeeded.
    """

    daemon_threads = True

    def __init__(self, certificate: Path, trusted: Path | None = None) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        if trusted:
            self._context.load_verify_locations(trusted)
            self._context.verify_mode = ssl.CERT_OPTIONAL
        self._lock = threading.Lock()
        self.connections = 0
        self.calls: list[Call] = []
        super().__init__((HOST, 0), _Handler)

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.server_port}"

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shake hands in the connection's own thread, then serve it."""
        # A client that does not trust us goes away.
        with (
            contextlib.suppress(OSError),
            self._context.wrap_socket(request, server_side=True) as secured,
        ):
            with self._lock:
                self.connections += 1
                number = self.connections
            _Handler(secured, (client_address, number), self)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: TlsServer

    def do_POST(self) -> None:
        """Grant credentials, or tell who asks."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        found = re.search("Credential=([^/]+)", self.headers.get("Authorization", ""))
        who = found[1] if found else ""
        peer = self.connection.getpeercert() or {}  # type: ignore[attr-defined]
        names = dict(pair for (pair,) in peer.get("subject", ()))
        is_assuming = "Action=AssumeRole&" in body
        call = Call(who, self.client_address[1], names.get("commonName"), is_assuming)
        self.server.calls.append(call)
        text = ASSUMED if is_assuming else IDENTITY
        answer = text.format(
            who=who, number=len(self.server.calls), **_asked_for(body)
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


def _asked_for(body: str) -> dict[str, str]:
    """Return the account, the role and the session name that a request tells."""
    asked = dict(parse_qsl(body))
    arn = asked.get("RoleArn", "arn:aws:iam::123456789012:role/r").split(":")
    return {
        "account": arn[4],
        "role": arn[5].rpartition("/")[2],
        "name": asked.get("RoleSessionName", "s"),
    }


def write_certificate(path: Path, name: str = "server") -> Path:
    """Write a key and a certificate of this machine's address, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    address = x509.IPAddress(ipaddress.ip_address(HOST))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@contextlib.contextmanager
def serving(certificate: Path, trusted: Path | None = None) -> Iterator[TlsServer]:
    """Serve in a thread, with a certificate, asking for those of others if trusted."""
    server = TlsServer(certificate, trusted)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Serve until the standard input ends."""
    with tempfile.TemporaryDirectory() as folder:
        certificate = write_certificate(Path(folder, "server.pem"))
        with serving(certificate) as server:
            # Without the key, which stands before it.
            public = certificate.read_text().partition("-----BEGIN CERT")
            print(json.dumps([server.url, "".join(public[1:])]), flush=True)
            sys.stdin.read()
            asked = {one.connection for one in server.calls if not one.is_assuming}
            print(json.dumps({"handshakes": len(asked)}))


if __name__ == "__main__":
    main()
