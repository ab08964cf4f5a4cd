"""Nobody gets a role he has no business with: ministack enforces, and says no."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
import redis
from botocore.exceptions import ClientError
from cryptography.fernet import Fernet

import boto3_extensions
from boto3_extensions import ConnectionManager
from guarded_aws import RIGHT, WRONG, GuardedAws

NOT_RIGHT = pytest.mark.parametrize("external_id", [None, WRONG, RIGHT.upper()])
MakeManager = Callable[..., ConnectionManager]


@pytest.fixture
def world(guarded_aws: GuardedAws, monkeypatch: pytest.MonkeyPatch) -> GuardedAws:
    """Send every call of this test to the AWS that enforces."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", guarded_aws.url)
    return guarded_aws


@pytest.fixture
def manager(world: GuardedAws) -> MakeManager:
    """Make managers of Alice's, or of who is named."""

    def make(keys: dict[str, str] | None = None, **keywords: Any) -> ConnectionManager:
        return ConnectionManager(world.session_of(keys or world.alice), **keywords)

    return make


@pytest.fixture(params=["no store", "files", "redis"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, redis_client: redis.Redis
) -> Any:
    """Share credentials through every kind of store, and through none."""
    if request.param == "files":
        return boto3_extensions.FileCredentialCache(tmp_path / "cache")
    if request.param == "redis":
        key = Fernet.generate_key()
        return boto3_extensions.RedisCredentialCache(redis_client, key)
    return None


def works(session: boto3.Session) -> bool:
    """Return whether a session may do what the role may."""
    return bool(session.client("s3").list_buckets()["Owner"])


def assert_denied(session: boto3.Session, code: str = "AccessDenied") -> None:
    """Whatever is called with this session is refused, and so it has no credentials."""
    with pytest.raises(ClientError) as caught:
        session.client("s3").list_buckets()
    assert code == caught.value.response["Error"]["Code"]
    assert "AssumeRole" == caught.value.operation_name


def test_the_right_external_id_gives_the_role(
    world: GuardedAws, manager: MakeManager
) -> None:
    """And no more than the role: the server does look at permissions."""
    session = manager().get_session(world.role_arn, "tester", RIGHT)

    assert works(session)
    with pytest.raises(ClientError, match="AccessDenied"):
        session.client("iam").list_users()


@NOT_RIGHT
def test_another_external_id_is_denied(
    world: GuardedAws, manager: MakeManager, external_id: str | None
) -> None:
    """Or none at all."""
    assert_denied(manager().get_session(world.role_arn, "tester", external_id))


@NOT_RIGHT
def test_a_session_is_not_handed_to_who_has_another_external_id(
    world: GuardedAws, manager: MakeManager, store: Any, external_id: str | None
) -> None:
    """Nor its credentials, after the first caller has them in every cache there is."""
    connections = manager(credential_cache=store)
    right = connections.get_session(world.role_arn, "tester", RIGHT)
    assert works(right)

    assert_denied(connections.get_session(world.role_arn, "tester", external_id))
    assert_denied(
        manager(credential_cache=store).get_session(
            world.role_arn, "tester", external_id
        )
    )
    assert works(connections.get_session(world.role_arn, "tester", RIGHT))
    assert works(right)


@NOT_RIGHT
def test_a_cache_that_does_not_look_gives_nothing_away(
    world: GuardedAws, manager: MakeManager, external_id: str | None
) -> None:
    """A cache of the user's may answer every question with one session."""

    class Careless:
        kept = None

        def get(self, role_arn: str, role_session_name: str | None) -> Any:
            return self.kept

        def set(self, role_arn: str, role_session_name: str | None, new: Any) -> None:
            self.kept = new

    connections = manager(cache=Careless())
    assert works(connections.get_session(world.role_arn, "tester", RIGHT))

    assert_denied(connections.get_session(world.role_arn, "tester", external_id))


def test_a_role_that_does_not_trust_is_denied(
    world: GuardedAws, manager: MakeManager
) -> None:
    """Mallory knows the external id, shares the session cache, and gets nothing."""
    shared = boto3_extensions.Cache()
    assert works(manager(cache=shared).get_session(world.role_arn, "tester", RIGHT))

    mallory = manager(world.mallory, cache=shared)
    assert_denied(mallory.get_session(world.role_arn, "tester", RIGHT))


def test_a_wrong_key_is_denied(world: GuardedAws) -> None:
    """The server does look at signatures."""
    base = world.session_of(world.alice, aws_secret_access_key="guessed")
    session = ConnectionManager(base).get_session(world.role_arn, "tester", RIGHT)

    assert_denied(session, "SignatureDoesNotMatch")


def test_a_session_policy_narrows_and_is_not_widened(
    world: GuardedAws, manager: MakeManager, store: Any
) -> None:
    """Who asks for less does not get what was made for more."""
    connections = manager(credential_cache=store)
    nothing = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}],
    }
    assert works(connections.get_session(world.role_arn, "tester", RIGHT))
    narrow = connections.get_session(world.role_arn, "tester", RIGHT, policy=nothing)

    with pytest.raises(ClientError, match="explicit deny"):
        works(narrow)
    assert works(connections.get_session(world.role_arn, "tester", RIGHT))


def test_tags_the_role_does_not_take_are_denied(
    world: GuardedAws, manager: MakeManager, store: Any
) -> None:
    """Nor does who asks for tags get a session without them."""
    connections = manager(credential_cache=store)
    assert works(connections.get_session(world.role_arn, "tester", RIGHT))

    tagged = connections.get_session(
        world.role_arn, "tester", RIGHT, tags={"team": "red"}
    )
    assert_denied(tagged)


def test_another_session_name_is_another_session(
    world: GuardedAws, manager: MakeManager, store: Any
) -> None:
    """Each is in the records under the name it asked for."""
    connections = manager(credential_cache=store)
    arns = [
        connections.get_session(world.role_arn, name, RIGHT)
        .client("sts")
        .get_caller_identity()["Arn"]
        for name in ("tester", "other", "tester")
    ]

    assert ["tester", "other", "tester"] == [arn.rpartition("/")[2] for arn in arns]
