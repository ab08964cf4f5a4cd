"""No secret is in what the package logs, shows, raises, pickles or names."""

from __future__ import annotations

import logging
import os
import pickle
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from cryptography.fernet import Fernet

import boto3_extensions
from boto3_extensions import ConnectionManager
from guarded_aws import RIGHT, WRONG, GuardedAws, free_port

# What nobody may say: an id with a character that STS refuses.
UNSENDABLE = "unsendable-external-id-7Q "
TOKEN_CODE = "271828"
FERNET_KEY = Fernet.generate_key().decode()
FIXED = (RIGHT, WRONG, UNSENDABLE.strip(), TOKEN_CODE, FERNET_KEY)


class Said:
    """Everything that was said during a test, and what must not be in it."""

    def __init__(self, world: GuardedAws) -> None:
        users = (world.alice, world.mallory)
        self.secrets = [*FIXED, *(user["aws_secret_access_key"] for user in users)]
        # No secret by itself, but half of a pair, and of no use to a reader.
        self.secrets += [user["aws_access_key_id"] for user in users]
        self.words: list[str] = []

    def add(self, *words: object) -> None:
        """Take note of words."""
        self.words += map(str, words)

    def add_raised(self, action: Callable[[], object]) -> None:
        """Take note of all that an error tells, to people and to other processes."""
        with pytest.raises(Exception) as caught:  # noqa: PT011
            action()
        told = caught.value
        self.add(repr(told), told.args, vars(told), pickle.dumps(told))
        self.add(*traceback.format_exception(told))

    def use(self, session: Any) -> None:
        """Use a session, and take note of whatever shows it."""
        credentials = session.get_credentials()
        frozen = credentials.get_frozen_credentials()
        self.secrets += [frozen.secret_key, frozen.token, frozen.access_key]
        session.client("s3").list_buckets()
        self.add(repr(session), repr(credentials), credentials.expiry)
        self.add_raised(lambda: pickle.dumps(session))
        self.add_raised(lambda: pickle.dumps(credentials))

    def assert_discreet(self) -> None:
        """Fail if a secret was said, without saying it once more."""
        assert len(self.words) > 10
        found = [
            (number, word.replace(secret, "<SECRET>"))
            for number, secret in enumerate(self.secrets)
            for word in self.words
            if secret in word
        ]
        assert [] == found


@pytest.fixture
def said(
    guarded_aws: GuardedAws,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> Iterator[Said]:
    """Listen to a test, the debug logs included, and judge at its end."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", guarded_aws.url)
    caplog.set_level(logging.DEBUG, "boto3_extensions")
    listening = Said(guarded_aws)
    yield listening
    # At this point `caplog.records` are those of the end of the test.
    for record in caplog.get_records("call"):
        if record.name.startswith("boto3_extensions"):
            listening.add(record.getMessage(), record.__dict__)
    listening.assert_discreet()


def store_in(
    kind: str, tmp_path: Path, client: redis.Redis
) -> boto3_extensions.CredentialCache:
    """Return a store of a kind, for the tests of both."""
    if kind == "files":
        return boto3_extensions.FileCredentialCache(tmp_path / "cache")
    return boto3_extensions.RedisCredentialCache(client, FERNET_KEY)


@pytest.mark.parametrize("kind", ["files", "redis"])
def test_a_good_day(
    guarded_aws: GuardedAws,
    said: Said,
    tmp_path: Path,
    redis_client: redis.Redis,
    kind: str,
) -> None:
    """With a store, twice, so that it is written to and read from."""
    store = store_in(kind, tmp_path, redis_client)
    for _ in range(2):
        base = guarded_aws.session_of(guarded_aws.alice)
        connections = ConnectionManager(base, credential_cache=store)
        session = connections.get_session(guarded_aws.role_arn, "tester", RIGHT)
        said.use(session)
        said.add(connections, store, connections.cache)
        said.add(connections.whoami(guarded_aws.role_arn, "tester", external_id=RIGHT))
        said.add_raised(lambda: pickle.dumps(connections))  # noqa: B023

    names = redis_client.keys()
    said.add(*names, *map(redis_client.get, names))
    for folder, _, files in os.walk(tmp_path):
        said.add(folder, *files)


@pytest.mark.parametrize("external_id", [None, WRONG])
def test_a_denial(guarded_aws: GuardedAws, said: Said, external_id: str | None) -> None:
    """It names the role and who asked, and not what was asked with."""
    for keys in (guarded_aws.alice, guarded_aws.mallory):
        connections = ConnectionManager(guarded_aws.session_of(keys))
        session = connections.get_session(
            guarded_aws.role_arn, "tester", external_id, tags={"team": "red"}
        )
        said.add_raised(session.client("s3").list_buckets)
        said.add(session, session.get_credentials())


def test_a_wrong_key(guarded_aws: GuardedAws, said: Said) -> None:
    """Neither the wrong one nor the id it belongs to."""
    said.secrets.append("guessed-secret-access-key")
    base = guarded_aws.session_of(
        guarded_aws.alice, aws_secret_access_key="guessed-secret-access-key"
    )
    session = ConnectionManager(base).get_session(
        guarded_aws.role_arn,
        "tester",
        RIGHT,
        serial_number="arn:aws:iam::000000000000:mfa/alice",
        token_code=TOKEN_CODE,
    )

    said.add_raised(session.client("s3").list_buckets)


def test_parameters_that_are_refused_at_once(
    guarded_aws: GuardedAws, said: Said
) -> None:
    """An error about an external id does not quote it."""
    said.add_raised(
        lambda: boto3_extensions.get_role_session(
            guarded_aws.role_arn,
            external_id=UNSENDABLE,
            **guarded_aws.alice,
        )
    )
    said.add_raised(
        lambda: ConnectionManager(
            guarded_aws.session_of(guarded_aws.alice), **guarded_aws.mallory
        )
    )
    said.add_raised(
        lambda: ConnectionManager(**guarded_aws.alice).get_session(
            guarded_aws.role_arn, "tester", RIGHT, tags={RIGHT: None}, policy="no JSON"
        )
    )
    manager = ConnectionManager(region_name="us-east-1", **guarded_aws.alice)
    said.add(manager, *["padding"] * 8)


def test_no_answer(
    guarded_aws: GuardedAws, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody listens, the error says where, and of which role."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    session = ConnectionManager(
        guarded_aws.session_of(guarded_aws.alice), sts={"region_name": "us-east-1"}
    ).get_session(guarded_aws.role_arn, "tester", RIGHT)

    said.add_raised(session.client("s3").list_buckets)


def test_a_store_that_talks_too_much(
    guarded_aws: GuardedAws, said: Said, caplog: pytest.LogCaptureFixture
) -> None:
    """The errors of anybody's cache are logged by their kind alone."""

    class Talkative(dict[str, Any]):
        def __setitem__(self, key: str, response: dict[str, Any]) -> None:
            raise RuntimeError(f"cannot keep {response}")

        def __contains__(self, key: object) -> bool:
            raise RuntimeError(f"cannot read, but here you are: {RIGHT}")

    connections = ConnectionManager(
        guarded_aws.session_of(guarded_aws.alice), credential_cache=Talkative()
    )
    said.use(connections.get_session(guarded_aws.role_arn, "tester", RIGHT))
    assert "Talkative could not be written (RuntimeError)" in caplog.text
