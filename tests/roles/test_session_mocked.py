"""Role sessions that outlive a mock of AWS, of which the next one knows nothing."""

from __future__ import annotations

from typing import Any

import pytest
from moto import mock_aws

from boto3_extensions import ConnectionManager, get_role_session
from faulty_sts import BadSts, Time, aws_answered_by, key_of, provider_of

ROLE = "arn:aws:iam::210987654321:role/test-role"


def account_of(session: Any) -> str:
    """Return the account that a session acts in, as STS says."""
    account: str = session.client("sts").get_caller_identity()["Account"]
    return account


def test_a_manager_is_in_the_roles_account_in_every_mock(credentials: None) -> None:
    """Its cached session gets credentials of the mock it is used in."""
    connections = ConnectionManager(region_name="us-east-1")
    found = []
    for _ in range(3):
        with mock_aws():
            session = connections.get_session(ROLE, "test")
            found.append(account_of(session))
            found.append(account_of(connections.get_session(ROLE, "test")))
    assert ["210987654321"] * 6 == found


def test_a_session_that_was_handed_out_is_too(credentials: None) -> None:
    """Whoever keeps it need not know of mocks."""
    session = get_role_session(ROLE, "test", region_name="us-east-1")
    found = []
    for _ in range(2):
        with mock_aws():
            found.append(account_of(session))
    assert ["210987654321"] * 2 == found


def test_within_a_mock_a_role_is_assumed_once(credentials: None) -> None:
    """A mock that goes on knows what it granted."""
    with mock_aws():
        connections = ConnectionManager(region_name="us-east-1")
        first = connections.get_session(ROLE, "test")
        key = key_of(first.get_credentials())
        with mock_aws():
            second = connections.get_session(ROLE, "test")
            assert second is first
            assert key_of(second.get_credentials()) == key


def test_what_a_mock_granted_is_over_with_it(sts: BadSts) -> None:
    """AWS itself is asked afterwards, and a mock is asked before that."""
    base = aws_answered_by(sts)
    credentials = provider_of(sts, Time(), base, settings={"endpoint_url": None}).load()
    key_of(credentials)
    with mock_aws():
        mocked = key_of(credentials)
    assert "ASIA0001" != mocked
    assert "ASIA0002" == key_of(credentials)


@pytest.mark.parametrize("is_mocked_first", [True, False])
def test_a_store_has_nothing_of_a_mock(sts: BadSts, is_mocked_first: bool) -> None:
    """Other processes would find what is made up, and the mock what is real."""
    cache: dict[str, Any] = {}
    aws = {"settings": {"endpoint_url": None}, "credential_cache": cache}
    if is_mocked_first:
        with mock_aws():
            key_of(provider_of(sts, Time(), aws_answered_by(sts), **aws).load())
        assert {} == cache
    assert "ASIA0001" == key_of(
        provider_of(sts, Time(), aws_answered_by(sts), **aws).load()
    )
    with mock_aws():
        provider = provider_of(
            sts, Time(), settings={"endpoint_url": None}, credential_cache=cache
        )
        assert "ASIA0001" != key_of(provider.load())
    assert 1 == len(cache)
