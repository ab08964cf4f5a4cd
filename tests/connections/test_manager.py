"""ConnectionManager: which session a caller is handed, and what its cache sees."""

from __future__ import annotations

import logging
from typing import Any

import boto3
import pytest
from botocore.config import Config

import boto3_extensions
from boto3_extensions import Cache, ConnectionManager
from boto3_extensions.exceptions import (
    InvalidExternalIdError,
    InvalidRoleArnException,
    InvalidSessionNameError,
)
from moto_sts_log import assumed_roles
from recording_cache import RecordingCache

ROLE = "arn:aws:iam::111111111111:role/reader"
OTHER_ROLE = "arn:aws:iam::222222222222:role/writer"
BOTH = "duration_seconds, policy"
SAME = {"external_id": "sesame", "duration_seconds": 901}


def test_the_transcript_in_the_readme(
    aws: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Cache put in place of ours prints exactly what the README shows."""

    class MyCache:
        def __init__(self) -> None:
            self._cache: dict[tuple[str, str], Any] = {}

        def get(self, role_arn: str, role_session_name: str) -> Any:
            print("inside MyCache.get()")
            return self._cache.get((role_arn, role_session_name), None)

        def set(self, role_arn: str, role_session_name: str, session: Any) -> None:
            print("inside MyCache.set()")
            self._cache[(role_arn, role_session_name)] = session

    monkeypatch.setattr(boto3_extensions, "Cache", MyCache)
    connections = ConnectionManager()
    role_arn = "arn:aws:iam::012345678912:role/test_role"

    connections.get_session(role_arn=role_arn, role_session_name="testing")
    assert "inside MyCache.get()\ninside MyCache.set()\n" == capsys.readouterr().out

    connections.get_session(role_arn=role_arn, role_session_name="testing")
    assert "inside MyCache.get()\n" == capsys.readouterr().out


def test_a_session_acts_in_the_roles_account(aws: str) -> None:
    """The account id changes with the role."""
    connections = ConnectionManager(region_name="us-east-1")
    for role_arn, account in ((ROLE, "111111111111"), (OTHER_ROLE, "222222222222")):
        session = connections.get_session(role_arn, "test")
        assert account == session.client("sts").get_caller_identity()["Account"]


def test_the_default_cache_hands_out_one_session_per_role_and_name(
    credentials: None,
) -> None:
    """The same question gets the same session, another one another."""
    connections = ConnectionManager(region_name="us-east-1")
    first = connections.get_session(ROLE, "one")
    assert connections.get_session(ROLE, "one") is first
    assert connections.get_session(ROLE, "two") is not first
    assert connections.get_session(OTHER_ROLE, "one") is not first


def test_each_manager_has_a_default_cache_of_its_own(credentials: None) -> None:
    """Nothing is shared between managers unless the user's cache does so."""
    first, second = ConnectionManager(), ConnectionManager()
    assert first.get_session(ROLE, "one") is not second.get_session(ROLE, "one")


def test_a_miss_is_one_get_and_one_set_and_a_hit_one_get(
    cache: RecordingCache, connections: ConnectionManager
) -> None:
    """The cache sees no call besides."""
    first = connections.get_session(ROLE, "test")
    assert ["get", "set"] == cache.calls
    second = connections.get_session(ROLE, "test")
    assert ["get", "set", "get"] == cache.calls
    assert first is second


@pytest.mark.parametrize("nothing", [None, False, {}])
def test_a_cache_that_answers_with_nothing_has_nothing(
    cache: RecordingCache, connections: ConnectionManager, nothing: object
) -> None:
    """None is a miss, and so is any other empty answer, as in 0.23.0."""
    cache.sessions[ROLE, "test"] = nothing
    assert isinstance(connections.get_session(ROLE, "test"), boto3.Session)
    assert ["get", "set"] == cache.calls


@pytest.mark.parametrize("force", [False, True])
def test_skip_cache_leaves_the_cache_alone(
    cache: RecordingCache, connections: ConnectionManager, force: bool
) -> None:
    """A session made beside the cache is neither looked up nor kept."""
    kept = connections.get_session(ROLE, "test")
    cache.calls.clear()
    session = connections.get_session(
        ROLE, "test", skip_cache=True, force_cache_refresh=force
    )
    assert session is not kept
    assert [] == cache.calls


def test_force_cache_refresh_replaces_what_the_cache_has(
    cache: RecordingCache, connections: ConnectionManager
) -> None:
    """No get, one set, and the new session is the one handed out from then on."""
    old = connections.get_session(ROLE, "test")
    cache.calls.clear()
    new = connections.get_session(ROLE, "test", force_cache_refresh=True)
    assert ["set"] == cache.calls
    assert new is not old
    assert connections.get_session(ROLE, "test") is new


@pytest.mark.parametrize(
    ("cached", "asked"),
    [("sesame-1", "sesame-2"), ("sesame-1", None), (None, "sesame-2")],
)
def test_a_session_is_not_served_to_a_caller_with_another_external_id(
    cache: RecordingCache,
    connections: ConnectionManager,
    cached: str | None,
    asked: str | None,
) -> None:
    """It counts as a miss: one get, then one set of a session of the caller's own."""
    others = connections.get_session(ROLE, "test", external_id=cached)
    cache.calls.clear()
    mine = connections.get_session(ROLE, "test", external_id=asked)
    assert mine is not others
    assert ["get", "set"] == cache.calls
    assert connections.get_session(ROLE, "test", external_id=asked) is mine


def test_the_same_external_id_is_a_hit(connections: ConnectionManager) -> None:
    """The external id alone does not keep a session from being reused."""
    first = connections.get_session(ROLE, "test", external_id="sesame-1")
    assert connections.get_session(ROLE, "test", external_id="sesame-1") is first


def test_an_external_id_does_not_leak_to_the_next_role(aws: str) -> None:
    """STS gets it with the role it was given for and with no other."""
    connections = ConnectionManager(region_name="us-east-1")
    for role_arn, external_id in ((ROLE, "sesame-1"), (OTHER_ROLE, None)):
        session = connections.get_session(role_arn, "test", external_id=external_id)
        session.get_credentials().get_frozen_credentials()
    assert {ROLE: "sesame-1", OTHER_ROLE: None} == {
        call["role_arn"]: call["external_id"] for call in assumed_roles(aws)
    }


def test_keyword_arguments_are_not_changed(credentials: None) -> None:
    """Neither the caller's dict nor the manager's copy is written to."""
    keywords = {"region_name": "us-east-1", "aws_session_token": None}
    connections = ConnectionManager(**keywords)
    connections.get_session(ROLE, "test", external_id="sesame-1")
    assert {"region_name": "us-east-1", "aws_session_token": None} == keywords
    assert keywords == connections.default_session_args
    assert connections.default_session_args is not keywords


def keys(access_key: str, secret: str = "secret") -> dict[str, str]:
    """Return the keywords of a base session with these keys."""
    return {"aws_access_key_id": access_key, "aws_secret_access_key": secret}


def test_the_base_sessions_region_is_inherited(credentials: None) -> None:
    """Role sessions work where their base session works."""
    connections = ConnectionManager(session=boto3.Session(region_name="eu-west-1"))
    assert "eu-west-1" == connections.get_session(ROLE, "test").region_name


def test_a_region_beside_a_base_session_is_the_role_sessions(
    credentials: None,
) -> None:
    """`region_name` overrides the region of the base session."""
    base = boto3.Session(region_name="eu-west-1")
    connections = ConnectionManager(session=base, region_name="us-east-1")
    assert "us-east-1" == connections.get_session(ROLE, "test").region_name


def test_keys_beside_a_base_session_are_refused() -> None:
    """The TypeError names the keywords and shows no key."""
    with pytest.raises(TypeError, match="aws_access_key_id, aws_secret") as raised:
        ConnectionManager(session=boto3.Session(), **keys("AKIA1", "s3cret"))
    assert "s3cret" not in str(raised.value)
    assert "AKIA1" not in str(raised.value)


def test_an_unknown_keyword_is_refused_when_the_manager_is_made() -> None:
    """boto3's own TypeError names it."""
    with pytest.raises(TypeError, match="regoin_name"):
        ConnectionManager(regoin_name="us-east-1")


def test_a_session_name_may_be_left_out(aws: str) -> None:
    """None is a cache key like any other, and the name sent is made up."""
    connections = ConnectionManager(region_name="us-east-1")
    session = connections.get_session(ROLE, None)
    session.get_credentials().get_frozen_credentials()
    assert connections.get_session(ROLE, None) is session
    (call,) = assumed_roles(aws)
    assert call["session_name"].startswith("boto3-extensions-")


@pytest.mark.parametrize(
    ("role_arn", "session_name", "external_id", "error"),
    [
        ("arn:aws:iam::1234567890:role/r", "test", None, InvalidRoleArnException),
        (None, "test", None, InvalidRoleArnException),
        (ROLE, "", None, InvalidSessionNameError),
        (ROLE, "test", "open sesame", InvalidExternalIdError),
    ],
)
def test_bad_input_reaches_neither_cache_nor_sts(
    cache: RecordingCache,
    connections: ConnectionManager,
    role_arn: Any,
    session_name: str,
    external_id: str | None,
    error: type[Exception],
) -> None:
    """It is refused before anything else happens."""
    with pytest.raises(error):
        connections.get_session(role_arn, session_name, external_id=external_id)
    assert [] == cache.calls


def test_hits_and_misses_are_logged_without_secrets(
    aws: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Role and session name are told at DEBUG, keys and external id never."""
    caplog.set_level(logging.DEBUG, logger="boto3_extensions")
    connections = ConnectionManager(region_name="us-east-1", **keys("AKIA1", "s3cret"))
    for _ in range(2):
        session = connections.get_session(ROLE, "test", external_id="sesame-1")
    secrets = session.get_credentials().get_frozen_credentials()
    messages = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("boto3_extensions")
    ]
    assert f"Session cache miss for {ROLE}/test." in messages
    assert f"Session cache hit for {ROLE}/test." in messages
    for secret in ("s3cret", "sesame", secrets.secret_key, secrets.token):
        assert not [message for message in messages if secret in message]
        assert secret not in repr(connections)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"external_id": "sesame-1"}, {"external_id": "sesame-2"}, "external_id"),
        ({}, {"external_id": "sesame-2"}, "external_id"),
        ({"policy": {"Id": "sesame"}, "duration_seconds": 900}, {}, BOTH),
        ({"tags": {"a": "sesame"}}, {"tags": {"a": "sesame-2"}}, "tags"),
        # What is the same is not told.
        ({"external_id": "sesame", "duration_seconds": 900}, SAME, "duration_seconds"),
    ],
)
def test_a_miss_tells_which_parameter_differed(
    credentials: None,
    caplog: pytest.LogCaptureFixture,
    before: dict[str, Any],
    after: dict[str, Any],
    told: str,
) -> None:
    """By its name alone, as its value may be secret; a cold cache is told from it."""
    caplog.set_level(logging.DEBUG, logger="boto3_extensions")
    connections = ConnectionManager(region_name="us-east-1")
    connections.get_session(ROLE, "test", **before)
    assert f"Session cache miss for {ROLE}/test." in caplog.messages
    connections.get_session(ROLE, "test", **after)
    other = f"{ROLE}/test: the session there is of another {told}."
    assert f"Session cache miss for {other}" in caplog.messages
    assert "sesame" not in caplog.text


@pytest.mark.parametrize(
    ("keywords", "told"),
    [
        ({"region_name": "eu-west-1"}, "region_name"),
        ({"sts": {"region_name": "eu-west-1"}}, "sts"),
        ({"config": Config(read_timeout=7)}, "config"),
        (keys("AKIA2", "s3cret"), "base session"),
    ],
)
def test_a_miss_tells_which_setting_of_the_manager_differed(
    credentials: None,
    caplog: pytest.LogCaptureFixture,
    keywords: dict[str, Any],
    told: str,
) -> None:
    """It alone: two managers on one cache may be made otherwise."""
    caplog.set_level(logging.DEBUG, logger="boto3_extensions")
    shared = Cache()
    ConnectionManager(region_name="us-east-1", cache=shared).get_session(ROLE, "test")
    other = ConnectionManager(**{"region_name": "us-east-1", **keywords}, cache=shared)
    other.get_session(ROLE, "test")
    assert f"is of another {told}." in caplog.text
    assert "s3cret" not in caplog.text


def test_a_role_session_may_be_the_base_of_another_manager(aws: str) -> None:
    """Chained roles work through managers, too."""
    first = ConnectionManager(region_name="us-east-1").get_session(ROLE, "first")
    second = ConnectionManager(session=first).get_session(OTHER_ROLE, "second")
    caller = second.client("sts").get_caller_identity()
    assert "arn:aws:sts::222222222222:assumed-role/writer/second" == caller["Arn"]
