"""Managers on one cache: a session goes only to who asked for just that session."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest

from boto3_extensions import ConnectionManager
from boto3_extensions._roles.request import request_of
from boto3_extensions._roles.session import get_role_session
from recording_cache import RecordingCache

ROLE = "arn:aws:iam::111111111111:role/reader"
OTHER_ROLE = "arn:aws:iam::222222222222:role/writer"


def keys(access_key: str, secret: str = "secret") -> dict[str, str]:
    """Return the keywords of a base session with these keys."""
    return {"aws_access_key_id": access_key, "aws_secret_access_key": secret}


@pytest.mark.parametrize("keywords", [{}, {"region_name": "eu-west-1"}, keys("AKIA1")])
def test_managers_made_alike_share_the_sessions_of_a_shared_cache(
    cache: RecordingCache, credentials: None, keywords: dict[str, str]
) -> None:
    """A manager made for one request finds what the one before it put there."""
    first = ConnectionManager(**keywords).get_session(ROLE, "test")
    assert ConnectionManager(**keywords).get_session(ROLE, "test") is first


@pytest.mark.parametrize(
    "keywords",
    [
        {"region_name": "eu-west-1"},
        keys("AKIA2"),
        keys("AKIA1", "another"),
        {**keys("AKIA1"), "aws_session_token": "token"},
        {},
    ],
)
def test_managers_of_other_regions_or_keys_do_not(
    cache: RecordingCache, credentials: None, keywords: dict[str, str]
) -> None:
    """A session of another region or assumed by somebody else counts as a miss."""
    first = ConnectionManager(**keys("AKIA1")).get_session(ROLE, "test")
    assert ConnectionManager(**keywords).get_session(ROLE, "test") is not first


def test_the_inherited_region_counts_too(
    cache: RecordingCache, credentials: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A region out of the environment is compared as one given is."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    first = ConnectionManager().get_session(ROLE, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    second = ConnectionManager().get_session(ROLE, "test")
    assert ("us-east-1", "eu-west-1") == (first.region_name, second.region_name)


def test_managers_of_one_base_session_share_and_of_two_do_not(
    cache: RecordingCache, credentials: None
) -> None:
    """Two base sessions may be two identities, even if they look alike."""
    base, twin = boto3.Session(), boto3.Session()
    first = ConnectionManager(session=base).get_session(ROLE, "test")
    assert ConnectionManager(base).get_session(ROLE, "test") is first
    assert ConnectionManager(twin).get_session(ROLE, "test") is not first


def test_a_cache_that_answers_with_another_roles_session_is_not_believed(
    cache: RecordingCache, connections: ConnectionManager
) -> None:
    """A cache that mixes up its keys gives nobody a wrong identity."""
    others = connections.get_session(OTHER_ROLE, "test")
    cache.sessions[ROLE, "test"] = others
    assert connections.get_session(ROLE, "test") is not others


def test_a_session_of_the_users_own_making_is_served_from_the_cache(
    cache: RecordingCache, connections: ConnectionManager
) -> None:
    """What a user put into the cache is the user's business, as in 0.23.0."""
    own = boto3.Session(region_name="us-east-1")
    cache.sessions[ROLE, "test"] = own
    assert connections.get_session(ROLE, "test") is own


def test_a_users_session_is_not_served_to_a_caller_with_an_external_id(
    cache: RecordingCache, connections: ConnectionManager
) -> None:
    """Nothing shows which external id it was made with, so it counts as a miss."""
    own = boto3.Session(region_name="us-east-1")
    cache.sessions[ROLE, "test"] = own
    session = connections.get_session(ROLE, "test", external_id="sesame-1")
    assert session is not own
    assert ["get", "set"] == cache.calls


def test_a_session_made_by_get_role_session_may_be_put_into_the_cache(
    credentials: None,
) -> None:
    """It is known for what it is, external id included."""
    connections = ConnectionManager(region_name="us-east-1")
    session = get_role_session(
        ROLE, "test", external_id="sesame-1", region_name="us-east-1"
    )
    connections.cache.set(ROLE, "test", session)
    assert connections.get_session(ROLE, "test", external_id="sesame-1") is session
    assert connections.get_session(ROLE, "test") is not session


def test_threads_of_two_managers_on_one_cache_get_what_they_ask_for(
    credentials: None,
) -> None:
    """Whoever was there last, no session goes to who asked with another external id."""
    shared = RecordingCache()
    managers = [ConnectionManager(cache=shared, **keys(f"AKIA{n}")) for n in (1, 2)]
    alone = [ConnectionManager(**keys(f"AKIA{n}")) for n in (1, 2)]
    asked = [(n, f"sesame-{x}") for n in (0, 1) for x in range(3)] * 10
    expected = {
        (n, external_id): request_of(alone[n].get_session(ROLE, "test", external_id))
        for n, external_id in asked
    }

    def ask(wanted: tuple[int, str]) -> bool:
        number, external_id = wanted
        session = managers[number].get_session(ROLE, "test", external_id)
        return request_of(session) == expected[wanted]

    with ThreadPoolExecutor(16) as executor:
        assert all(executor.map(ask, asked))
    calls = Counter(shared.calls)
    assert len(asked) == calls["get"] >= calls["set"]
