"""Codes of an MFA device: asked for once, sent once, shown never."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest

from boto3_extensions import ConnectionManager
from boto3_extensions.exceptions import InvalidRoleParameterError, TokenCodeError
from moto_sts_log import assumed_roles
from recording_cache import RecordingCache

ROLE = "arn:aws:iam::111111111111:role/reader"
DEVICE = "arn:aws:iam::123456789012:mfa/me"


@pytest.fixture
def base(aws: str) -> boto3.Session:
    """A session on the embedded AWS that may assume any role."""
    return boto3.Session(region_name="us-east-1")


@pytest.fixture
def connections(base: boto3.Session) -> ConnectionManager:
    """A manager of that session with a cache that tells."""
    return ConnectionManager(base, cache=RecordingCache())


def use(session: boto3.Session) -> str:
    """Have a session ask for its credentials; return the access key id."""
    key: str = session.get_credentials().get_frozen_credentials().access_key
    return key


def test_64_threads_are_asked_for_one_token(
    aws: str, connections: ConnectionManager
) -> None:
    """One of them asks the person at the device; all are served."""
    asked: list[int] = []
    together = threading.Barrier(64)

    def ask(_: int) -> str:
        together.wait()
        return use(
            connections.get_session(
                ROLE, "test", serial_number=DEVICE, token_provider=provide
            )
        )

    def provide() -> str:
        asked.append(threading.get_ident())
        return "123456"

    with ThreadPoolExecutor(64) as executor:
        assert 1 == len(set(executor.map(ask, range(64))))
    assert 1 == len(asked)
    assert 1 == len(assumed_roles(aws))


@pytest.mark.parametrize(
    ("keywords", "rule"),
    [
        ({"token_code": "123456"}, "needs the serial_number"),
        ({"token_provider": str}, "needs the serial_number"),
        ({"serial_number": DEVICE}, "needs either token_provider"),
        (
            {"serial_number": DEVICE, "token_code": "123456", "token_provider": str},
            "needs either token_provider",
        ),
        ({"serial_number": DEVICE, "token_code": "98765"}, "string of 6 digits"),
        ({"serial_number": DEVICE, "token_code": 987654}, "string of 6 digits"),
        ({"serial_number": DEVICE, "token_provider": "987654"}, "be a callable"),
        ({"serial_number": "short", "token_code": "123456"}, "'short': it must be"),
    ],
)
def test_half_of_what_mfa_takes_is_refused(
    connections: ConnectionManager, keywords: dict[str, Any], rule: str
) -> None:
    """The message tells what is missing, and shows no code."""
    with pytest.raises(InvalidRoleParameterError, match=rule) as raised:
        connections.get_session(ROLE, "test", **keywords)
    assert "98765" not in str(raised.value)


@pytest.mark.parametrize("code", ["12345", "abcdef", 123456, None])
def test_what_is_no_code_is_not_sent(
    aws: str, connections: ConnectionManager, code: object
) -> None:
    """A provider that returns something else is told so, at the first use."""
    session = connections.get_session(
        ROLE, "test", serial_number=DEVICE, token_provider=lambda: code
    )
    with pytest.raises(TokenCodeError, match="6 digits"):
        use(session)
    assert [] == assumed_roles(aws)


def test_a_code_is_sent_once(aws: str, connections: ConnectionManager) -> None:
    """The next renewal says what is needed instead, as STS takes no code twice."""
    session = connections.get_session(
        ROLE, "test", serial_number=DEVICE, token_code="123456"
    )
    use(session)
    connections.invalidate(ROLE)
    with pytest.raises(TokenCodeError, match="token_provider"):
        use(session)
    assert 1 == len(assumed_roles(aws))


def test_a_session_that_is_not_valid_is_not_cached(
    connections: ConnectionManager,
) -> None:
    """The error comes from `get_session`, and each call asks again."""
    for _ in range(2):
        with pytest.raises(TokenCodeError):
            connections.get_session(
                ROLE,
                "test",
                serial_number=DEVICE,
                token_provider=lambda: "",
                validate=True,
            )
    assert ["get", "get"] == connections.cache.calls
