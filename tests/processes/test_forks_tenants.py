"""After a fork nobody gets another's answer, and no connection of the parent ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boto3_extensions import ConnectionManager
from faulty_sts import BadSts
from in_a_fork import true_in_a_fork
from tls_sts import TlsServer, serving, write_certificate

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

FORKS, CALLS = 10, 10


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[tuple[TlsServer, str]]:
    """An STS behind TLS, and the file of the certificate to verify it by."""
    certificate = write_certificate(tmp_path / "server.pem")
    with serving(certificate) as server:
        yield server, str(certificate)


def tenants(url: str, verify: str | None = None) -> dict[str, Any]:
    """Return two clients of two roles of one manager, by their keys, each used once."""
    connections = ConnectionManager(
        region_name="us-east-1",
        aws_access_key_id="id",
        aws_secret_access_key="key",
        sts={"endpoint_url": url, "verify": verify},
    )
    clients = {}
    for number in "12":
        session = connections.get_session(f"arn:aws:iam::{number * 12}:role/r")
        client = session.client("sts", endpoint_url=url, verify=verify)
        client.get_caller_identity()
        key = session.get_credentials().get_frozen_credentials().access_key
        clients[key] = client
    return clients


def goes_right(client: Any, key: str) -> bool:
    """Tell whether a client is taken for its own tenant, call after call."""
    told = {client.get_caller_identity()["Arn"] for _ in range(CALLS)}
    (arn,) = told
    return str(arn).endswith(key)


def forks_go_right(clients: dict[str, Any]) -> bool:
    """Fork again and again; the child goes on as one tenant, the parent as the other.

    Both at once, on clients that were used before: 200 calls.
    """
    (ours, client), (theirs, other) = clients.items()
    for _ in range(FORKS):
        child = os.fork()
        if not child:
            code = 1
            try:
                code = 0 if goes_right(other, theirs) else 1
            finally:
                os._exit(code)
        right = goes_right(client, ours)
        status = os.waitpid(child, 0)[1]
        if not right or status:
            return False
    return True


def test_two_tenants_over_http(sts: BadSts) -> None:
    """0 of 200 answers are the other one's, and none fails."""
    assert forks_go_right(tenants(sts.url))


def test_two_tenants_over_tls(secured: tuple[TlsServer, str]) -> None:
    """The same over verified TLS."""
    server, certificate = secured
    assert forks_go_right(tenants(server.url, certificate))


def test_a_child_ends_no_connection_of_its_parent(
    secured: tuple[TlsServer, str],
) -> None:
    """Whatever a child closes and lets go, its parent goes on where it was."""
    server, certificate = secured
    clients = tenants(server.url, certificate)
    (key, client), *_ = clients.items()
    before = server.calls[-1].connection

    def use_and_close() -> bool:
        for one in clients.values():
            one.close()
        return goes_right(client, key)

    assert true_in_a_fork(use_and_close)
    theirs = server.calls[-1].connection
    client.get_caller_identity()
    assert before == server.calls[-1].connection
    assert before != theirs
