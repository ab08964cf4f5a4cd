"""AssumeRole's parameters through a manager: what is sent, and who gets a session."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest

from boto3_extensions import ConnectionManager
from boto3_extensions.exceptions import InvalidRoleParameterError
from moto_sts_log import assumed_roles
from recording_cache import RecordingCache
from sts_requests import AssumeRoleCalls

ROLE = "arn:aws:iam::111111111111:role/reader"
OTHER_ROLE = "arn:aws:iam::222222222222:role/writer"
DEVICE = "arn:aws:iam::123456789012:mfa/me"
POLICY = {"Version": "2012-10-17", "Statement": []}

# Each with what AssumeRole is sent for it.
PARAMETERS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"external_id": "sesame-1"}, {"ExternalId": "sesame-1"}),
    ({"duration_seconds": 900}, {"DurationSeconds": "900"}),
    ({"policy": POLICY}, {"Policy": '{"Statement":[],"Version":"2012-10-17"}'}),
    (
        {"policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]},
        {"PolicyArns.member.1.arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
    ),
    (
        {"tags": {"Team": "shop"}, "transitive_tag_keys": ["Team"]},
        {
            "Tags.member.1.Key": "Team",
            "Tags.member.1.Value": "shop",
            "TransitiveTagKeys.member.1": "Team",
        },
    ),
    ({"source_identity": "alice"}, {"SourceIdentity": "alice"}),
    (
        {"serial_number": DEVICE, "token_code": "123456"},
        {"SerialNumber": DEVICE, "TokenCode": "123456"},
    ),
]


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


@pytest.mark.parametrize(("keywords", "expected"), PARAMETERS)
def test_each_parameter_reaches_sts(
    base: boto3.Session,
    connections: ConnectionManager,
    keywords: dict[str, Any],
    expected: dict[str, str],
) -> None:
    """Under the name AssumeRole has for it, and nothing else with it."""
    calls = AssumeRoleCalls(base)
    use(connections.get_session(ROLE, "test", **keywords))
    (sent,) = calls.sent
    for name in ("Action", "Version"):
        del sent[name]
    assert {"RoleArn": ROLE, "RoleSessionName": "test", **expected} == sent


@pytest.mark.parametrize("keywords", [keywords for keywords, _ in PARAMETERS])
def test_a_session_is_not_served_to_a_caller_with_other_parameters(
    connections: ConnectionManager, keywords: dict[str, Any]
) -> None:
    """Neither to one who leaves them out, nor to one who has them."""
    with_them = connections.get_session(ROLE, "test", **keywords)
    without = connections.get_session(ROLE, "test")
    assert without is not with_them
    assert connections.get_session(ROLE, "test", **keywords) is not without


@pytest.mark.parametrize("keywords", [keywords for keywords, _ in PARAMETERS])
def test_the_same_parameters_are_a_hit(
    connections: ConnectionManager, keywords: dict[str, Any]
) -> None:
    """One get, and the same session."""
    first = connections.get_session(ROLE, "test", **keywords)
    assert connections.get_session(ROLE, "test", **keywords) is first
    assert ["get", "set", "get"] == connections.cache.calls


@pytest.mark.parametrize(
    ("cached", "asked"),
    [
        ({"duration_seconds": 900}, {"duration_seconds": 901}),
        ({"policy": {"Id": 1}}, {"policy": {"Id": True}}),
        ({"tags": {"Team": "a"}}, {"tags": {"Team": "b"}}),
        ({"source_identity": "alice"}, {"source_identity": "bob"}),
        (
            {"tags": {"Team": "a"}, "transitive_tag_keys": ["Team"]},
            {"tags": {"Team": "a"}},
        ),
    ],
)
def test_other_values_are_a_miss(
    connections: ConnectionManager, cached: dict[str, Any], asked: dict[str, Any]
) -> None:
    """Whatever Python thinks of their equality."""
    first = connections.get_session(ROLE, "test", **cached)
    assert connections.get_session(ROLE, "test", **asked) is not first


def test_a_dict_changed_by_its_owner_is_another_one(
    connections: ConnectionManager,
) -> None:
    """A session made for the dict as it was is not served for what it has become."""
    tags = {"Team": "a"}
    first = connections.get_session(ROLE, "test", tags=tags)
    tags["Team"] = "b"
    assert connections.get_session(ROLE, "test", tags=tags) is not first


def test_parameters_written_in_another_way_are_a_hit(
    connections: ConnectionManager,
) -> None:
    """A dict of tags and a list of them are one."""
    first = connections.get_session(ROLE, "test", tags={"Team": "a", "Cost": "b"})
    listed = [{"Key": "Cost", "Value": "b"}, {"Key": "Team", "Value": "a"}]
    assert connections.get_session(ROLE, "test", tags=listed) is first


def test_a_session_of_the_users_own_is_not_served_for_parameters(
    connections: ConnectionManager,
) -> None:
    """Nothing shows that it was made with them."""
    connections.cache.set(ROLE, "test", own := boto3.Session())
    assert connections.get_session(ROLE, "test", tags={"Team": "a"}) is not own


def test_wrong_parameters_reach_neither_cache_nor_sts(
    connections: ConnectionManager,
) -> None:
    """Not even for a role that is in the cache."""
    connections.get_session(ROLE, "test")
    connections.cache.calls.clear()
    with pytest.raises(InvalidRoleParameterError):
        connections.get_session(ROLE, "test", tags={"aws:x": "y"})
    assert [] == connections.cache.calls


def test_64_threads_on_one_new_role_make_one_assume_role_call(
    aws: str, connections: ConnectionManager
) -> None:
    """One session, and one call at its first use, by the records of STS."""
    together = threading.Barrier(64)

    def ask(_: int) -> tuple[boto3.Session, str]:
        together.wait()
        session = connections.get_session(ROLE, "test")
        return session, use(session)

    with ThreadPoolExecutor(64) as executor:
        outcomes = set(executor.map(ask, range(64)))
    assert 1 == len(outcomes)
    assert 1 == len(assumed_roles(aws))


def test_a_chained_role_is_limited_to_an_hour(connections: ConnectionManager) -> None:
    """As STS would refuse more, it is refused before any call."""
    chained = ConnectionManager(session=connections.get_session(ROLE, "test"))
    with pytest.raises(InvalidRoleParameterError, match="chained roles to 3600"):
        chained.get_session(OTHER_ROLE, "test", duration_seconds=3601)
    assert chained.get_session(OTHER_ROLE, "test", duration_seconds=3600)


@pytest.mark.parametrize(
    "by",
    [
        pytest.param(f"role_arn = {ROLE}\nsource_profile = me\n", id="role"),
        pytest.param(
            f"role_arn = {ROLE}\nweb_identity_token_file = token\n", id="web identity"
        ),
        pytest.param(
            "sso_start_url = https://people.example.com/start\nsso_region = us-east-1\n"
            "sso_account_id = 333333333333\nsso_role_name = people\n",
            id="sso",
        ),
    ],
)
def test_a_profile_that_assumes_a_role_is_known_to_chain(
    aws: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """Nothing is sent to find out, however it assumes the role."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    (config := tmp_path / "config").write_text(
        f"[profile hub]\n{by}"
        "[profile me]\naws_access_key_id = AKIAME\naws_secret_access_key = secret\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    chained = ConnectionManager(profile_name="hub", region_name="us-east-1")
    with pytest.raises(InvalidRoleParameterError, match="chained roles"):
        chained.get_session(OTHER_ROLE, "test", duration_seconds=7200)
    assert [] == assumed_roles(aws)


def test_other_base_sessions_may_ask_for_twelve_hours(
    base: boto3.Session, connections: ConnectionManager
) -> None:
    """Keys of a user are not chained."""
    calls = AssumeRoleCalls(base)
    use(connections.get_session(ROLE, "test", duration_seconds=43200))
    assert ["43200"] == [sent["DurationSeconds"] for sent in calls.sent]


def test_validate_asks_sts_at_once(aws: str, connections: ConnectionManager) -> None:
    """And not again, while the credentials are good."""
    connections.get_session(ROLE, "test", validate=True)
    connections.get_session(ROLE, "test", validate=True)
    assert 1 == len(assumed_roles(aws))
