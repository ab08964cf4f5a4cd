"""Sessions of assumed roles: what STS is asked, when, by whom, and what it gives."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, NoCredentialsError

from boto3_extensions._arns.account import account_id_of
from boto3_extensions._roles.provider import AssumeRoleProvider
from boto3_extensions._roles.session import get_role_session, in_region
from boto3_extensions.exceptions import (
    InvalidExternalIdError,
    InvalidRoleArnException,
    InvalidSessionNameError,
)
from moto_sts_log import assumed_roles

ROLE = "arn:aws:iam::111111111111:role/team/reader"


class Clock:
    """A clock that stands at a number of minutes from now."""

    def __init__(self) -> None:
        self.minutes = 0

    def __call__(self) -> datetime:
        return datetime.now(timezone.utc) + timedelta(minutes=self.minutes)


class Requests:
    """The signed AssumeRole requests that a session sent."""

    def __init__(self, session: boto3.Session) -> None:
        self.scopes: list[list[str]] = []
        session.events.register("before-send.sts.AssumeRole", self._note)

    def _note(self, request: Any, **_: Any) -> None:
        authorization = request.headers["Authorization"].decode()
        scope = authorization.split("Credential=")[1].split(",")[0]
        self.scopes.append(scope.split("/"))

    @property
    def access_keys(self) -> list[str]:
        """The access key id of each request."""
        return [scope[0] for scope in self.scopes]

    @property
    def regions(self) -> list[str]:
        """The region each request was signed for."""
        return [scope[2] for scope in self.scopes]


def caller_of(session: boto3.Session) -> str:
    """Return the ARN STS knows a session by."""
    arn: str = session.client("sts").get_caller_identity()["Arn"]
    return arn


def set_authentication(url: str, calls_before: str) -> None:
    """Have the embedded AWS check permissions after a number of calls (or `inf`)."""
    request = urllib.request.Request(
        f"{url}/moto-api/reset-auth",
        data=calls_before.encode(),
        headers={"Content-Type": "text/plain"},
        method="POST",
    )
    urllib.request.urlopen(request, timeout=30).close()


@pytest.fixture
def base(aws: str) -> boto3.Session:
    """A session on the embedded AWS that may assume any role."""
    return boto3.Session(region_name="us-east-1")


@pytest.fixture
def powerless(aws: str, base: boto3.Session) -> Iterator[boto3.Session]:
    """The session of a user without permissions, on an AWS that checks them."""
    iam = base.client("iam")
    iam.create_user(UserName="bob")
    key = iam.create_access_key(UserName="bob")["AccessKey"]
    set_authentication(aws, "0")
    yield boto3.Session(
        key["AccessKeyId"], key["SecretAccessKey"], region_name="us-east-1"
    )
    set_authentication(aws, "inf")


def test_the_session_acts_as_the_role(base: boto3.Session) -> None:
    """STS knows its caller as the assumed role, under the session name given."""
    session = get_role_session(ROLE, "nightly", base)
    assert "arn:aws:sts::111111111111:assumed-role/reader/nightly" == caller_of(session)


def test_the_session_name_reaches_sts(aws: str, base: boto3.Session) -> None:
    """RoleSessionName is sent, which 0.23.0 failed to do."""
    caller_of(get_role_session(ROLE, "nightly", base))
    assert ["nightly"] == [call["session_name"] for call in assumed_roles(aws)]


def test_without_a_session_name_one_is_made(aws: str, base: boto3.Session) -> None:
    """It tells where the session comes from."""
    caller_of(get_role_session(ROLE, base_session=base))
    (call,) = assumed_roles(aws)
    assert call["session_name"].startswith("boto3-extensions-")


@pytest.mark.parametrize("external_id", [None, "sesame-1"])
def test_an_external_id_is_sent_when_given(
    aws: str, base: boto3.Session, external_id: str | None
) -> None:
    """ExternalId is what the caller gave, and is left out when nothing was given."""
    caller_of(get_role_session(ROLE, "nightly", base, external_id=external_id))
    assert [external_id] == [call["external_id"] for call in assumed_roles(aws)]


def test_nothing_is_sent_before_the_first_call(aws: str, base: boto3.Session) -> None:
    """A session and its clients cost no request until one of them makes a call."""
    session = get_role_session(ROLE, "nightly", base)
    session.client("sts")
    assert [] == assumed_roles(aws)


def test_a_session_to_be_validated_asks_at_once(aws: str, base: boto3.Session) -> None:
    """The call is made by `get_role_session` itself, and its answer is used later."""
    session = get_role_session(ROLE, "nightly", base, validate=True)
    assert 1 == len(assumed_roles(aws))
    caller_of(session)
    assert 1 == len(assumed_roles(aws))


def test_a_session_to_be_validated_fails_if_the_role_is_denied(
    powerless: boto3.Session,
) -> None:
    """The error comes from `get_role_session`, before anything uses the session."""
    with pytest.raises(ClientError, match="AccessDenied"):
        get_role_session(ROLE, "nightly", powerless, validate=True)


def test_a_session_in_another_region_knows_its_account_without_a_call(
    aws: str, base: boto3.Session
) -> None:
    """It is made for the same role, which is in the role's ARN."""
    session = in_region(get_role_session(ROLE, "nightly", base), "eu-west-1")
    assert "eu-west-1" == session.region_name
    assert "111111111111" == account_id_of(session.client("ec2"), session)
    assert [] == assumed_roles(aws)


def test_a_session_that_is_no_roles_can_be_had_in_another_region(
    base: boto3.Session,
) -> None:
    """It is one of boto3's own, with the same credentials."""
    session = in_region(base, "eu-west-1")
    assert (boto3.Session, "eu-west-1") == (type(session), session.region_name)
    assert base.get_credentials() is session.get_credentials()


def test_the_credentials_are_asked_for_once(aws: str, base: boto3.Session) -> None:
    """Calls and clients of one session share one AssumeRole call."""
    session = get_role_session(ROLE, "nightly", base)
    caller_of(session)
    caller_of(session)
    assert 1 == len(assumed_roles(aws))


def test_threads_on_one_new_session_share_one_assume_role_call(
    aws: str, base: boto3.Session
) -> None:
    """Eight threads that use a session for the first time make one AssumeRole call."""
    session = get_role_session(ROLE, "nightly", base)
    with ThreadPoolExecutor(8) as executor:
        keys = {
            credentials.access_key
            for credentials in executor.map(
                lambda _: session.get_credentials().get_frozen_credentials(), range(8)
            )
        }
    assert 1 == len(keys)
    assert 1 == len(assumed_roles(aws))


def test_a_provider_loads_one_credentials_object(base: boto3.Session) -> None:
    """Threads that make the first clients of a session at once share it, too."""
    provider = AssumeRoleProvider(base, ROLE, {})
    assert provider.load() is provider.load()


def test_the_credentials_know_their_account(base: boto3.Session) -> None:
    """The account is that of the role, with no GetCallerIdentity."""
    asked: list[str] = []
    base.events.register("before-call.sts", lambda model, **_: asked.append(model.name))
    session = get_role_session(ROLE, "nightly", base)
    session.events.register(
        "before-call.sts", lambda model, **_: asked.append(model.name)
    )
    assert "111111111111" == session.get_credentials().account_id
    assert ["AssumeRole"] == asked


def test_credentials_are_kept_while_15_minutes_are_left(
    aws: str, base: boto3.Session
) -> None:
    """Of an hour's credentials the first 44 minutes ask for no new ones."""
    clock = Clock()
    credentials = AssumeRoleProvider(base, ROLE, {}, now=clock).load()
    first = credentials.get_frozen_credentials()
    clock.minutes = 44
    assert first == credentials.get_frozen_credentials()
    assert 1 == len(assumed_roles(aws))


def test_credentials_are_renewed_when_under_15_minutes_are_left(
    aws: str, base: boto3.Session
) -> None:
    """Of an hour's credentials the 46th minute renews."""
    clock = Clock()
    credentials = AssumeRoleProvider(base, ROLE, {}, now=clock).load()
    first = credentials.get_frozen_credentials()
    clock.minutes = 46
    credentials.get_frozen_credentials()
    credentials.close()  # waits for the thread that renews
    second = credentials.get_frozen_credentials()
    assert first.access_key != second.access_key
    assert [first.access_key, second.access_key] == [
        call["access_key_id"] for call in assumed_roles(aws)
    ]


def test_a_renewal_keeps_session_name_and_external_id(
    aws: str, base: boto3.Session
) -> None:
    """Each renewal sends what the first call sent."""
    clock = Clock()
    sent = {"RoleSessionName": "nightly", "ExternalId": "sesame-1"}
    credentials = AssumeRoleProvider(base, ROLE, sent, now=clock).load()
    credentials.get_frozen_credentials()
    clock.minutes = 51
    credentials.get_frozen_credentials()
    assert [("nightly", "sesame-1")] * 2 == [
        (call["session_name"], call["external_id"]) for call in assumed_roles(aws)
    ]


def test_a_renewal_uses_the_credentials_the_base_session_has_by_then(
    aws: str,
) -> None:
    """A base session whose own credentials were renewed signs with the new ones."""

    class Renewing(boto3.Session):
        keys = iter(["AKIAFIRST", "AKIASECOND"])

        def get_credentials(self) -> Any:
            return Credentials(next(self.keys), "secret")

    base = Renewing(region_name="us-east-1")
    sent = Requests(base)
    clock = Clock()
    credentials = AssumeRoleProvider(base, ROLE, {}, now=clock).load()
    credentials.get_frozen_credentials()
    clock.minutes = 51
    credentials.get_frozen_credentials()
    assert ["AKIAFIRST", "AKIASECOND"] == sent.access_keys


def test_a_denied_role_raises_stss_own_error_at_the_first_call(
    powerless: boto3.Session,
) -> None:
    """A ClientError arrives, and nobody else's credentials step in."""
    session = get_role_session(ROLE, "nightly", powerless)
    client = session.client("sts")
    with pytest.raises(ClientError) as raised:
        client.get_caller_identity()
    assert "AssumeRole" == raised.value.operation_name
    assert "AccessDenied" == raised.value.response["Error"]["Code"]


def test_a_session_recovers_when_the_role_is_no_longer_denied(
    aws: str, powerless: boto3.Session
) -> None:
    """The next call asks STS again."""
    session = get_role_session(ROLE, "nightly", powerless)
    with pytest.raises(ClientError):
        caller_of(session)
    set_authentication(aws, "inf")
    assert caller_of(session).endswith(":assumed-role/reader/nightly")


def test_a_base_session_without_credentials_is_told_at_the_first_call(
    aws: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is botocore's own, and no client needs credentials to be made."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    client = get_role_session(ROLE, "nightly", region_name="us-east-1").client("sts")
    with pytest.raises(NoCredentialsError):
        client.get_caller_identity()


def test_the_region_is_that_of_the_base_session(aws: str) -> None:
    """A session without a region of its own takes its base's."""
    base = boto3.Session(region_name="eu-west-1")
    assert "eu-west-1" == get_role_session(ROLE, "nightly", base).region_name


def test_a_region_given_wins(base: boto3.Session) -> None:
    """`region_name` is the region of the role's session."""
    session = get_role_session(ROLE, "nightly", base, region_name="eu-west-1")
    assert "eu-west-1" == session.region_name


@pytest.mark.parametrize(
    ("base_region", "region_name", "partition", "expected"),
    [
        ("eu-west-1", None, "aws", "eu-west-1"),
        ("eu-west-1", "ap-south-2", "aws", "eu-west-1"),
        (None, "ap-south-2", "aws", "ap-south-2"),
        (None, None, "aws", "us-east-1"),
        (None, None, "aws-cn", "cn-north-1"),
    ],
)
def test_sts_is_asked_in_the_base_sessions_region(
    aws: str, base_region: str, region_name: str, partition: str, expected: str
) -> None:
    """Else in the role session's; else in the role's partition."""
    base = boto3.Session(region_name=base_region)
    sent = Requests(base)
    role_arn = ROLE.replace("arn:aws:", f"arn:{partition}:")
    session = get_role_session(role_arn, "nightly", base, region_name=region_name)
    session.get_credentials().get_frozen_credentials()
    assert [expected] == sent.regions


def test_the_settings_of_the_base_sessions_profile_hold_for_the_role_too(
    aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Region, retries and the like come from the profile, the credentials do not."""
    config = tmp_path / "config"
    config.write_text(
        "[profile team]\n"
        "region = eu-west-3\n"
        "max_attempts = 7\n"
        "aws_access_key_id = AKIATEAM\n"
        "aws_secret_access_key = secret\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    session = get_role_session(ROLE, "nightly", profile_name="team")
    client = session.client("sts")
    assert "eu-west-3" == client.meta.region_name
    assert 7 == client.meta.config.retries["total_max_attempts"]
    assert caller_of(session).endswith(":assumed-role/reader/nightly")


def test_keys_given_as_keywords_assume_the_role(aws: str) -> None:
    """They are the base session's, and never used instead of assuming the role."""
    session = get_role_session(
        ROLE,
        "nightly",
        region_name="us-east-1",
        aws_access_key_id="AKIAGIVEN",
        aws_secret_access_key="secret",
    )
    assert caller_of(session).endswith(":assumed-role/reader/nightly")


def test_a_role_session_may_assume_the_next_role(base: boto3.Session) -> None:
    """Chained roles work, region included."""
    first = get_role_session(ROLE, "first", base)
    sent = Requests(first)
    second = get_role_session(
        "arn:aws:iam::222222222222:role/writer", "second", base_session=first
    )
    assert "arn:aws:sts::222222222222:assumed-role/writer/second" == caller_of(second)
    assert [first.get_credentials().access_key] == sent.access_keys


def test_a_base_session_needs_only_client_and_get_credentials(
    base: boto3.Session,
) -> None:
    """Whatever has the two methods of a session can assume a role."""

    class Duck:
        client = staticmethod(base.client)
        get_credentials = staticmethod(base.get_credentials)

    session = get_role_session(ROLE, "nightly", Duck(), region_name="us-east-1")
    assert caller_of(session).endswith(":assumed-role/reader/nightly")


def test_a_base_session_that_is_none_is_refused() -> None:
    """A TypeError says what it should be."""
    with pytest.raises(TypeError, match=r"must be a boto3\.Session, not str"):
        get_role_session(ROLE, "nightly", "my-profile")  # type: ignore[arg-type]


def test_a_base_session_and_keywords_of_another_one_are_refused(
    base: boto3.Session,
) -> None:
    """A TypeError names the keywords, and shows no key."""
    with pytest.raises(TypeError, match="aws_secret_access_key, profile_name") as error:
        get_role_session(
            ROLE, "n1", base, aws_secret_access_key="s3cret", profile_name="team"
        )
    assert "s3cret" not in str(error.value)


@pytest.mark.parametrize(
    ("role_arn", "session_name", "external_id", "error"),
    [
        ("arn:aws:iam::1234567890:role/r", "nightly", None, InvalidRoleArnException),
        (ROLE, "", None, InvalidSessionNameError),
        (ROLE, "two words", None, InvalidSessionNameError),
        (ROLE, "nightly", "open sesame", InvalidExternalIdError),
        (ROLE, "nightly", "", InvalidExternalIdError),
    ],
)
def test_bad_input_is_refused_at_once(
    base: boto3.Session,
    role_arn: str,
    session_name: str,
    external_id: str | None,
    error: type[Exception],
) -> None:
    """The error comes from the call that was wrong, not from the first use."""
    with pytest.raises(error):
        get_role_session(role_arn, session_name, base, external_id=external_id)


def test_the_external_id_is_not_kept_in_clear_on_the_session(
    base: boto3.Session,
) -> None:
    """Neither the session's repr nor its attributes show it."""
    session = get_role_session(ROLE, "nightly", base, external_id="sesame-1")
    assert "sesame" not in repr(session)
    assert "sesame" not in repr(vars(session))
