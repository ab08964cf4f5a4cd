"""Who assumes the roles: boto3's default session, what looks like one, and who else."""

from __future__ import annotations

import types
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest

from boto3_extensions import Cache, ConnectionManager, get_role_session
from boto3_extensions.exceptions import RemoteExecutorError
from faulty_sts import BadSts, base_session, key_of

ROLE = "arn:aws:iam::111111111111:role/reader"


def signers(sts: BadSts) -> list[str]:
    """Return the access keys that AssumeRole was signed with."""
    return [sent["signed by"] for sent in sts.assumed]


@pytest.fixture
def credentials_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of credentials that boto3 reads."""
    path = tmp_path / "credentials"
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(path))
    return path


def write(path: Path, access_key: str) -> None:
    """Put the keys of somebody into a file of credentials."""
    path.write_text(
        f"[default]\naws_access_key_id={access_key}\naws_secret_access_key=s\n"
    )


def set_default() -> None:
    """Set up boto3's default session with keys of its own."""
    boto3.setup_default_session(
        aws_access_key_id="AKIADEFAULT",
        aws_secret_access_key="secret",
        region_name="eu-west-1",
    )


def manager(sts: BadSts, **keywords: Any) -> ConnectionManager:
    """Return a manager that asks an STS of a test."""
    keywords = {"region_name": "us-east-1", **keywords}
    return ConnectionManager(sts={"endpoint_url": sts.url}, **keywords)


def test_the_default_session_assumes_roles(sts: BadSts, credentials: None) -> None:
    """As a user set it up, and as `resource_from_arn` has it."""
    set_default()
    there = {"endpoint_url": sts.url}
    session = ConnectionManager(sts=there).get_session(ROLE, "test")
    key_of(session.get_credentials())
    other = get_role_session(ROLE, "test", sts=there)
    key_of(other.get_credentials())
    assert ["AKIADEFAULT"] * 2 == signers(sts)
    assert ["eu-west-1"] * 2 == [session.region_name, other.region_name]


def test_what_is_said_wins_over_the_default_session(
    sts: BadSts, credentials: None
) -> None:
    """Keys make another base session; a region is the sessions' and that of STS."""
    set_default()
    own = manager(sts, aws_access_key_id="AKIAOWN", aws_secret_access_key="secret")
    key_of(own.get_session(ROLE, "test").get_credentials())
    assert ["AKIAOWN"] == signers(sts)
    elsewhere = manager(sts, region_name="us-west-2").get_session(ROLE, "test")
    regions = []
    boto3.DEFAULT_SESSION.events.register(
        "before-sign.sts.AssumeRole",
        lambda request, region_name, **_: regions.append(region_name),
    )
    key_of(elsewhere.get_credentials())
    assert ["us-west-2", "us-west-2"] == [elsewhere.region_name, *regions]
    assert "AKIADEFAULT" == signers(sts)[-1]


def test_no_default_session_is_made(credentials: None) -> None:
    """A manager leaves boto3 as it found it."""
    ConnectionManager(region_name="us-east-1").get_session(ROLE, "test")
    assert boto3.DEFAULT_SESSION is None


def test_a_default_session_made_of_keys_does_not_travel(credentials: None) -> None:
    """Another process would act as somebody else; no secret is sent there."""
    set_default()
    with (
        ProcessPoolExecutor(1) as executor,
        pytest.raises(RemoteExecutorError, match="session cannot work in another"),
    ):
        ConnectionManager().map(str, [ROLE], executor=executor)


class Slotted:
    """A session of somebody's own that cannot be weakly referenced."""

    __slots__ = ("real",)

    def __init__(self, real: boto3.Session) -> None:
        self.real = real

    def client(self, *args: Any, **keywords: Any) -> Any:
        return self.real.client(*args, **keywords)

    def get_credentials(self) -> Any:
        return self.real.get_credentials()


def namespaced(real: boto3.Session) -> Any:
    """Return a session that is equal to others, and cannot be hashed."""
    return types.SimpleNamespace(
        client=real.client,
        get_credentials=real.get_credentials,
        region_name="us-east-1",
    )


@pytest.mark.parametrize("kind", [Slotted, namespaced])
@pytest.mark.parametrize("partition", ["aws", "aws-cn"])
def test_anything_with_client_and_credentials_assumes_roles(
    sts: BadSts, kind: Any, partition: str
) -> None:
    """Also if it cannot be referenced weakly or hashed, nor tells partitions."""
    role = ROLE.replace("arn:aws:", f"arn:{partition}:")
    base = kind(base_session())
    there = {"endpoint_url": sts.url}
    session = ConnectionManager(base, sts=there).get_session(role, "test")
    assert "ASIA0001" == key_of(session.get_credentials())
    results = list(
        ConnectionManager(base, sts=there).map(key_in, [role], ["eu-west-1"])
    )
    assert ["ASIA0002"] == [result.value for result in results]


def key_in(session: boto3.Session) -> str:
    """Return the access key of a session."""
    return key_of(session.get_credentials())


def test_base_sessions_that_are_equal_are_not_one(sts: BadSts) -> None:
    """Only the same object is the same somebody."""
    real, cache = base_session(), Cache()
    first = manager(sts, session=namespaced(real), cache=cache)
    second = manager(sts, session=namespaced(real), cache=cache)
    session = first.get_session(ROLE, "test")
    assert second.get_session(ROLE, "test") is not session


def test_a_file_of_credentials_that_was_replaced_is_another_identity(
    sts: BadSts, credentials_file: Path
) -> None:
    """A second manager on one cache does not get the first one's session."""
    cache = Cache()
    for access_key in ("AKIAFIRST", "AKIASECOND"):
        write(credentials_file, access_key)
        session = manager(sts, cache=cache).get_session(ROLE, "test")
        key_of(session.get_credentials())
    assert ["AKIAFIRST", "AKIASECOND"] == signers(sts)


def test_so_it_is_if_it_was_replaced_between_making_and_asking(
    sts: BadSts, credentials_file: Path
) -> None:
    """What counts is what was found, and not what might have been."""
    cache = Cache()
    write(credentials_file, "AKIAFIRST")
    first, second = manager(sts, cache=cache), manager(sts, cache=cache)
    key_of(first.get_session(ROLE, "test").get_credentials())
    write(credentials_file, "AKIASECOND")
    key_of(second.get_session(ROLE, "test").get_credentials())
    write(credentials_file, "AKIAFIRST")
    third = manager(sts, cache=cache)
    key_of(third.get_session(ROLE, "test").get_credentials())
    assert ["AKIAFIRST", "AKIASECOND", "AKIAFIRST"] == signers(sts)


def test_managers_of_one_file_share(sts: BadSts, credentials_file: Path) -> None:
    """Before the first use and after it."""
    cache = Cache()
    write(credentials_file, "AKIAFIRST")
    session = manager(sts, cache=cache).get_session(ROLE, "test")
    assert manager(sts, cache=cache).get_session(ROLE, "test") is session
    key_of(session.get_credentials())
    assert manager(sts, cache=cache).get_session(ROLE, "test") is session
    assert 1 == len(sts.assumed)


def test_an_endpoint_that_was_changed_meanwhile_counts(
    sts: BadSts, credentials: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session that was assumed at an emulator is not for who asks AWS."""
    cache = Cache()
    first = ConnectionManager(region_name="us-east-1", cache=cache)
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL_STS", sts.url)
        session = first.get_session(ROLE, "test")
        key_of(session.get_credentials())
    second = ConnectionManager(region_name="us-east-1", cache=cache)
    assert second.get_session(ROLE, "test") is not session
