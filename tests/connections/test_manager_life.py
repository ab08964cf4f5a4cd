"""A manager's sessions in the long run: bounded, dropped, closed, forked, shown."""

from __future__ import annotations

import copy
import gc
import pickle
import weakref
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.utils import JSONFileCache

import boto3_extensions
from boto3_extensions import Cache, CallerIdentity, ConnectionManager, RoleSession
from boto3_extensions.exceptions import InvalidRoleArnException, ManagerClosedError
from in_a_fork import true_in_a_fork
from moto_sts_log import assumed_roles
from recording_cache import RecordingCache

ROLE = "arn:aws:iam::111111111111:role/team/reader"
OTHER_ROLE = "arn:aws:iam::222222222222:role/writer"


@pytest.fixture
def connections(credentials: None) -> ConnectionManager:
    """A manager in us-east-1 that has called nobody."""
    return ConnectionManager(region_name="us-east-1")


def key_of(session: boto3.Session) -> str:
    """Return the access key id that a session uses, having it ask if it must."""
    key: str = session.get_credentials().get_frozen_credentials().access_key
    return key


def test_a_bounded_cache_drops_what_was_not_used_for_longest(
    credentials: None,
) -> None:
    """A use is a `get` as well as a `set`."""
    connections = ConnectionManager(cache=Cache(max_size=2))
    first = connections.get_session(ROLE, "first")
    second = connections.get_session(ROLE, "second")
    assert connections.get_session(ROLE, "first") is first
    connections.get_session(ROLE, "third")
    assert 2 == len(connections.cache)
    assert connections.get_session(ROLE, "first") is first
    assert connections.get_session(ROLE, "second") is not second


def test_a_session_dropped_is_collected(credentials: None) -> None:
    """Nothing but the cache keeps what nobody uses."""
    connections = ConnectionManager(cache=Cache(max_size=1))
    dropped = weakref.ref(connections.get_session(ROLE, "first"))
    connections.get_session(ROLE, "second")
    gc.collect()
    assert dropped() is None


@pytest.mark.parametrize("max_size", [0, -1])
def test_a_cache_for_nothing_is_refused(max_size: int) -> None:
    """`skip_cache` is there for that."""
    with pytest.raises(ValueError, match="at least 1"):
        Cache(max_size=max_size)


def test_the_default_cache_may_be_bounded_for_all_managers(
    credentials: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever `boto3_extensions.Cache` makes is used."""
    monkeypatch.setattr(boto3_extensions, "Cache", lambda: Cache(max_size=1))
    assert 1 == ConnectionManager().cache.max_size


def test_a_cache_given_is_the_one_used(credentials: None) -> None:
    """Even an empty one that says it is false."""

    class Empty(RecordingCache):
        def __len__(self) -> int:
            return 0

    assert isinstance(ConnectionManager(cache=Empty()).cache, Empty)


@pytest.mark.parametrize("cache", [RecordingCache(), Cache()])
def test_invalidate_drops_all_sessions_of_a_role(credentials: None, cache: Any) -> None:
    """And none of another role."""
    connections = ConnectionManager(cache=cache)
    names = ("one", "two", None)
    old = {name: connections.get_session(ROLE, name) for name in names}
    other = connections.get_session(OTHER_ROLE, "one")
    connections.invalidate(ROLE)
    for name in names:
        assert connections.get_session(ROLE, name) is not old[name]
    assert connections.get_session(OTHER_ROLE, "one") is other


def test_invalidate_drops_the_session_of_one_name(
    connections: ConnectionManager,
) -> None:
    """If the name is given."""
    one, two = (connections.get_session(ROLE, name) for name in ("one", "two"))
    connections.invalidate(ROLE, "one")
    assert connections.get_session(ROLE, "one") is not one
    assert connections.get_session(ROLE, "two") is two


def test_invalidate_has_sessions_in_use_ask_again(aws: str) -> None:
    """Whoever holds one works with new credentials from the next call on."""
    connections = ConnectionManager(region_name="us-east-1")
    held = connections.get_session(ROLE, "test")
    before = key_of(held)
    connections.invalidate(ROLE)
    assert before != key_of(held)
    assert 2 == len(assumed_roles(aws))


def test_invalidate_empties_the_credential_cache(aws: str, tmp_path: Path) -> None:
    """A process that has made no session of the role yet can do it, too."""
    store = JSONFileCache(str(tmp_path))
    keywords: dict[str, Any] = {
        "region_name": "us-east-1",
        "credential_cache": store,
    }
    first = key_of(ConnectionManager(**keywords).get_session(ROLE))
    assert first == key_of(ConnectionManager(**keywords).get_session(ROLE))
    ConnectionManager(**keywords).invalidate(ROLE)
    assert first != key_of(ConnectionManager(**keywords).get_session(ROLE))


def test_invalidate_of_a_role_that_nobody_asked_for_drops_nothing(
    connections: ConnectionManager,
) -> None:
    """As where a program drops what it may have used."""
    kept = connections.get_session(OTHER_ROLE, "test")
    connections.invalidate(ROLE)
    assert connections.get_session(OTHER_ROLE, "test") is kept


def test_invalidate_refuses_what_is_no_role(connections: ConnectionManager) -> None:
    """A slip would otherwise drop nothing, in silence."""
    with pytest.raises(InvalidRoleArnException):
        connections.invalidate("reader")


def test_processes_share_credentials_whatever_name_was_made(
    aws: str, tmp_path: Path
) -> None:
    """Managers without a session name find each other's credentials in a cache."""
    keys = {
        key_of(
            ConnectionManager(
                region_name="us-east-1", credential_cache=JSONFileCache(str(tmp_path))
            ).get_session(ROLE)
        )
        for _ in range(3)
    }
    assert 1 == len(keys) == len(assumed_roles(aws))


def test_the_made_name_stays_the_same(aws: str) -> None:
    """For all roles of a manager and at each renewal; another manager has its own."""
    connections = ConnectionManager(region_name="us-east-1")
    for role in (ROLE, OTHER_ROLE):
        session = connections.get_session(role)
        key_of(session)
        connections.invalidate(role)
        key_of(session)
    names = {call["session_name"] for call in assumed_roles(aws)}
    assert {connections.get_session(ROLE).role_session_name} == names
    other = ConnectionManager().get_session(ROLE).role_session_name
    assert other not in names


def test_a_closed_manager_hands_out_nothing(connections: ConnectionManager) -> None:
    """Neither from its cache nor new; closing again changes nothing."""
    with connections as entered:
        assert entered is connections
        connections.get_session(ROLE, "test")
    with pytest.raises(ManagerClosedError):
        connections.get_session(ROLE, "test")
    connections.close()
    for name in ("test", "other"):
        with pytest.raises(ManagerClosedError):
            connections.get_session(ROLE, name)


def test_closing_leaves_what_is_others(aws: str) -> None:
    """Their sessions in a shared cache, the base session, and sessions handed out."""
    shared, base = Cache(), boto3.Session(region_name="us-east-1")
    others = ConnectionManager(base, cache=shared).get_session(ROLE, "others")
    connections = ConnectionManager(base, cache=shared)
    mine = connections.get_session(ROLE, "mine")
    connections.close()
    assert shared.get(ROLE, "others") is others
    assert shared.get(ROLE, "mine") is None
    assert key_of(mine)
    assert key_of(others)
    assert base.client("sts").get_caller_identity()["Account"] == "123456789012"


def test_a_forked_process_finds_no_lock_held(connections: ConnectionManager) -> None:
    """Those that threads of the parent hold are replaced."""
    kept = connections.get_session(ROLE, "test")
    sessions = connections._sessions
    with sessions._lock_of((ROLE, "new")), sessions._guard:
        assert true_in_a_fork(
            lambda: (
                connections.get_session(ROLE, "test") is kept
                and connections.get_session(ROLE, "new")
            )
        )


def test_whoami_is_what_sts_says(aws: str) -> None:
    """One call, with names for the parts of its answer."""
    me = ConnectionManager(region_name="us-east-1").whoami(
        ROLE, "test", tags={"a": "b"}
    )
    assert isinstance(me, CallerIdentity)
    assert "111111111111" == me.account_id
    assert "arn:aws:sts::111111111111:assumed-role/reader/test" == me.arn
    assert me.user_id.endswith(":test")


def test_whoami_needs_no_region(aws: str) -> None:
    """One of the role's partition is taken."""
    assert "111111111111" == ConnectionManager().whoami(ROLE).account_id


def test_a_role_session_knows_its_account(connections: ConnectionManager) -> None:
    """Without a call: there is nobody to be called here."""
    assert "111111111111" == connections.get_session(ROLE, "test").account_id


def test_a_role_session_is_a_boto3_session(connections: ConnectionManager) -> None:
    """For all that asks by `isinstance`."""
    session = connections.get_session(ROLE, "test")
    assert isinstance(session, RoleSession)
    assert isinstance(session, boto3.Session)


def test_the_repr_tells_role_name_region_and_expiry(aws: str) -> None:
    """And asks nobody; the expiry is that of the credentials in use."""
    connections = ConnectionManager(region_name="us-east-1")
    session = connections.get_session(ROLE, "test", external_id="sesame-1")
    start = (
        f"RoleSession(role_arn='{ROLE}', role_session_name='test', "
        "region_name='us-east-1', expires="
    )
    assert f"{start}None)" == repr(session)
    secrets = session.get_credentials().get_frozen_credentials()
    assert session.expiry is not None
    assert f"{start}{session.expiry.isoformat(timespec='seconds')})" == repr(session)
    for secret in (secrets.secret_key, secrets.token, "sesame"):
        assert secret not in repr(session)


def test_the_repr_of_a_manager_tells_who_assumes(credentials: None) -> None:
    """A base session by its own repr, and the name made for sessions without one."""
    base = boto3.Session("AKIAME", "s3cret", region_name="us-east-1")
    connections = ConnectionManager(base, config=Config(proxies={"https": "u:s3cret"}))
    name = connections.get_session(ROLE).role_session_name
    assert (
        "ConnectionManager(session=Session(region_name='us-east-1'), "
        f"region_name='us-east-1', role_session_name='{name}')"
    ) == repr(connections)


@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.deepcopy])
def test_a_role_session_is_not_pickled(
    connections: ConnectionManager, duplicate: Any
) -> None:
    """The TypeError says what to send instead."""
    session = connections.get_session(ROLE, "test")
    with pytest.raises(TypeError, match="send the ARN of its role"):
        duplicate(session)


def test_invalidate_without_a_role_forgets_all(aws: str) -> None:
    """Sessions in the cache and past it, and their credentials wherever they are."""
    store: dict[str, Any] = {}
    connections = ConnectionManager(region_name="us-east-1", credential_cache=store)
    asked = [(ROLE, "one"), (ROLE, "two"), (ROLE, None), (OTHER_ROLE, "test")]
    sessions = [connections.get_session(*which) for which in asked]
    past_it = connections.get_session(OTHER_ROLE, "past", skip_cache=True)
    keys = [key_of(session) for session in (*sessions, past_it)]
    assert 5 == len(set(keys)) == len(store)
    connections.invalidate()
    assert {} == store
    assert 0 == len(connections.cache)  # type: ignore[arg-type]
    again = [connections.get_session(*which) for which in asked]
    assert not set(map(id, sessions)) & set(map(id, again))
    assert not set(keys) & {key_of(session) for session in (*again, past_it)}
    assert key_of(sessions[0]) not in keys


def test_invalidate_takes_no_session_name_without_a_role() -> None:
    """It could mean anybody's."""
    with pytest.raises(TypeError, match="without a role_arn"):
        ConnectionManager(region_name="us-east-1").invalidate(role_session_name="test")


def test_a_manager_that_is_to_travel_tells_what_to_send() -> None:
    """Its sessions and credentials do not."""
    connections = ConnectionManager(region_name="us-east-1")
    for send in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match=r"cannot be pickled or copied.* make one"):
            send(connections)
