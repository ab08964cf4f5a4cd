"""Connections over TLS are shared, and never with who would not have made them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore.client
import pytest
from botocore.exceptions import SSLError

import boto3_extensions
from boto3_extensions._speed.sessions import new_botocore_session
from tls_sts import TlsServer, serving, write_certificate

REGION = "us-east-1"
NEVER = {"total_max_attempts": 1}
MakeClient = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("all_on")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Make the server's certificate, which is also the bundle to trust it by."""
    return write_certificate(tmp_path / "server.pem")


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """Make a bundle that does not have the server."""
    return write_certificate(tmp_path / "stranger.pem")


@pytest.fixture
def server(certificate: Path, tmp_path: Path) -> Iterator[TlsServer]:
    """Run a server that looks at certificates of clients, if they have one."""
    with serving(certificate, write_certificate(tmp_path / "me.pem", "me")) as running:
        yield running


@pytest.fixture
def client(server: TlsServer) -> Iterator[MakeClient]:
    """Make clients, each of a session of its own, that share what they may."""
    base = boto3.Session("id", "key", region_name=REGION)
    made: list[Any] = []

    def make(**kwargs: Any) -> Any:
        core = new_botocore_session(base)
        session = boto3.Session("id", "key", region_name=REGION, botocore_session=core)
        made.append(session.client("sts", endpoint_url=server.url, **kwargs))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_one_handshake_serves_all_roles(
    server: TlsServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten roles of one manager share a connection, and each signs as itself."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    base = boto3.Session("id", "key", region_name=REGION)
    manager = boto3_extensions.ConnectionManager(session=base)
    clients = [
        manager.get_session(f"arn:aws:iam::{n:012}:role/r", "test").client("sts")
        for n in range(10)
    ]
    for each in clients * 2:
        each.get_caller_identity()
    of_roles = [call for call in server.calls if not call.is_assuming]

    assert 1 == len({call.connection for call in of_roles})
    assert 10 == len({call.who for call in of_roles})
    assert 20 == len(of_roles)
    clients[0].close()
    for each in clients:
        each.close()


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_who_does_not_trust_a_server_does_not_reach_it(
    client: MakeClient, server: TlsServer, certificate: Path, stranger: Path
) -> None:
    """Neither the connection of who does, nor of who does not ask, is used."""
    client(verify=str(certificate)).get_caller_identity()
    client(verify=False).get_caller_identity()
    wary = client(verify=str(stranger), config=botocore.client.Config(retries=NEVER))

    with pytest.raises(SSLError):
        wary.get_caller_identity()
    assert 2 == server.connections
    assert 2 == len(server.calls)


def test_another_bundle_in_the_environment_counts_at_once(
    client: MakeClient,
    certificate: Path,
    stranger: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Clients made after `AWS_CA_BUNDLE` was changed trust what is there now."""
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    client().get_caller_identity()
    monkeypatch.setenv("AWS_CA_BUNDLE", str(stranger))

    with pytest.raises(SSLError):
        client(config=botocore.client.Config(retries=NEVER)).get_caller_identity()


def test_a_bundle_that_was_replaced_counts_for_new_clients(
    client: MakeClient, certificate: Path, stranger: Path, tmp_path: Path
) -> None:
    """A client made after a bundle lost a certificate does not trust that one."""
    bundle = tmp_path / "bundle.pem"
    bundle.write_bytes(certificate.read_bytes())
    client(verify=str(bundle)).get_caller_identity()
    bundle.unlink()
    bundle.write_bytes(stranger.read_bytes() + b"\n")
    wary = client(verify=str(bundle), config=botocore.client.Config(retries=NEVER))

    with pytest.raises(SSLError):
        wary.get_caller_identity()


def test_a_certificate_is_shown_for_its_owner_only(
    client: MakeClient, server: TlsServer, certificate: Path, tmp_path: Path
) -> None:
    """Who has no certificate of a client does not come over who has one."""
    mine = botocore.client.Config(client_cert=str(tmp_path / "me.pem"))
    client(verify=str(certificate), config=mine).get_caller_identity()
    client(verify=str(certificate)).get_caller_identity()
    client(verify=str(certificate), config=mine).get_caller_identity()

    assert ["me", None, "me"] == [call.certificate for call in server.calls]
    assert [1, 2, 1] == [call.connection for call in server.calls]


def test_a_time_out_is_its_owners(
    client: MakeClient, server: TlsServer, certificate: Path
) -> None:
    """Clients whose time-outs differ have connections of their own."""
    for seconds in (60, 5, 60):
        config = botocore.client.Config(read_timeout=seconds)
        client(verify=str(certificate), config=config).get_caller_identity()

    assert [1, 2, 1] == [call.connection for call in server.calls]
