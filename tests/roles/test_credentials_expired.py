"""Requests that a service refuses as signed with expired credentials."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, UnseekableStreamError

from boto3_extensions._roles.credentials import RoleCredentials, retry_expired_tokens
from boto3_extensions._roles.session import get_role_session
from boto3_extensions.exceptions import AssumeRoleError
from faulty_sts import MINUTE, ROLE, BadSts, Time, provider_of, session_of

OLD, NEW = "ASIA0001", "ASIA0002"
WITHOUT_CHECKSUMS = {
    "request_checksum_calculation": "when_required",
    "s3": {"payload_signing_enabled": False},
}


@pytest.fixture
def sts() -> Iterator[BadSts]:
    """An AWS whose services refuse the first credentials."""
    with BadSts() as running:
        running.bad_keys = {OLD}
        yield running


@pytest.fixture
def time() -> Time:
    """The time of the role sessions."""
    return Time()


@pytest.fixture
def session(sts: BadSts, time: Time) -> boto3.Session:
    """A session of a role."""
    return session_of(provider_of(sts, time))


def client_of(session: boto3.Session, sts: BadSts, service: str, **config: Any) -> Any:
    """Return a client on the test's AWS."""
    return session.client(
        service, endpoint_url=sts.url, config=Config(**config) if config else None
    )


def credentials_of(session: boto3.Session) -> RoleCredentials:
    """Return the credentials of a role session."""
    credentials: RoleCredentials = session.get_credentials()
    return credentials


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "code"),
    [
        ("sts", "get_caller_identity", {}, "ExpiredToken"),
        ("sqs", "send_message", {"QueueUrl": "q", "MessageBody": "m"}, "ExpiredToken"),
        ("dynamodb", "list_tables", {}, "ExpiredTokenException"),
        ("dynamodb", "list_tables", {}, "UnrecognizedClientException"),
        ("ec2", "delete_vpc", {"VpcId": "vpc-1"}, "RequestExpired"),
        ("iam", "delete_user", {"UserName": "bob"}, "InvalidClientTokenId"),
        ("s3", "put_object", {"Bucket": "b", "Key": "k"}, "ExpiredToken"),
    ],
)
def test_a_refused_request_is_repeated_with_new_credentials(
    sts: BadSts,
    session: boto3.Session,
    service: str,
    operation: str,
    parameters: dict[str, str],
    code: str,
) -> None:
    """Of every protocol; the caller does not notice."""
    sts.refusal = (400, code)
    if "QueueUrl" in parameters:
        parameters = parameters | {"QueueUrl": f"{sts.url}/q"}
    getattr(client_of(session, sts, service), operation)(**parameters)
    assert [OLD, NEW] == sts.calls
    assert 2 == len(sts.assumed)


def test_a_refused_head_request_is_repeated_too(
    sts: BadSts, session: boto3.Session
) -> None:
    """Its answer has no body to tell a code; botocore asks for the region, as well."""
    sts.refusal = (400, "unseen")
    client_of(session, sts, "s3").head_object(Bucket="b", Key="k")
    assert (OLD, NEW) == (sts.calls[0], sts.calls[-1])
    assert 2 == len(sts.assumed)


def test_requests_with_old_signatures_are_repeated_too(
    sts: BadSts, session: boto3.Session
) -> None:
    """Their header names the credentials in another way."""
    sts.refusal = (400, "InvalidClientTokenId")
    client_of(session, sts, "s3", signature_version="s3").list_buckets()
    assert [OLD, NEW] == sts.calls


def test_it_can_be_had_for_one_client(sts: BadSts) -> None:
    """Any emitter of botocore's will do."""
    credentials = provider_of(sts, Time()).load()
    core = botocore.session.Session()
    core._credentials = credentials
    client = core.create_client("sts", "us-east-1", endpoint_url=sts.url)
    retry_expired_tokens(client.meta.events, credentials)
    client.get_caller_identity()
    assert [OLD, NEW] == sts.calls


def test_it_works_in_sessions_of_get_role_session(
    sts: BadSts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is where it is switched on."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", sts.url)
    base = boto3.Session("AKIABASE", "secret", region_name="us-east-1")
    get_role_session(ROLE, "nightly", base).client("sts").get_caller_identity()
    assert [OLD, NEW] == sts.calls


def test_a_refusal_of_the_new_ones_is_the_callers(
    sts: BadSts, session: boto3.Session
) -> None:
    """One retry, and the service's own error after it."""
    sts.bad_keys = {OLD, NEW}
    with pytest.raises(ClientError, match="ExpiredToken"):
        client_of(session, sts, "sts").get_caller_identity()
    assert [OLD, NEW] == sts.calls
    assert 2 == len(sts.assumed)


def test_new_credentials_that_are_refused_are_left_alone_for_a_minute(
    sts: BadSts, session: boto3.Session, time: Time
) -> None:
    """What refuses everything does not get an AssumeRole call for each API call."""
    sts.bad_keys = {f"ASIA{number:04}" for number in range(100)}
    client = client_of(session, sts, "sts")
    for _ in range(20):
        with pytest.raises(ClientError, match="ExpiredToken"):
            client.get_caller_identity()
    assert 2 == len(sts.assumed)
    time.pass_(MINUTE)
    with pytest.raises(ClientError, match="ExpiredToken"):
        client.get_caller_identity()
    assert 3 == len(sts.assumed)


def test_other_errors_are_none_of_our_business(
    sts: BadSts, session: boto3.Session
) -> None:
    """AccessDenied is not about the age of credentials."""
    sts.refusal = (403, "AccessDenied")
    with pytest.raises(ClientError, match="AccessDenied"):
        client_of(session, sts, "sts").get_caller_identity()
    assert [OLD] == sts.calls


def test_other_credentials_are_none_of_our_business(
    sts: BadSts, session: boto3.Session
) -> None:
    """A client of the session with keys of its own keeps them, and the role its own."""
    sts.bad_keys = {"AKIAOWN"}
    client = session.client(
        "sts",
        endpoint_url=sts.url,
        aws_access_key_id="AKIAOWN",
        aws_secret_access_key="secret",
    )
    with pytest.raises(ClientError, match="ExpiredToken"):
        client.get_caller_identity()
    assert ["AKIAOWN"] == sts.calls
    assert [] == sts.assumed


def test_a_late_refusal_of_what_is_replaced_renews_nothing(
    sts: BadSts, session: boto3.Session
) -> None:
    """Requests of several threads with the old credentials share the new ones."""
    credentials = credentials_of(session)
    credentials.get_frozen_credentials()
    assert [True, True] == [credentials.renew_refused(OLD) for _ in range(2)]
    assert 2 == len(sts.assumed)


class SlowCache(dict[str, Any]):
    """A credential cache that keeps nothing, and looks for as long as others act."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: list[Callable[[], object]] = []

    def __contains__(self, key: object) -> bool:
        if self.meanwhile:
            self.meanwhile.pop()()
        return False

    def __setitem__(self, key: str, value: Any) -> None:
        pass


def test_two_that_are_refused_with_one_key_ask_once(sts: BadSts, time: Time) -> None:
    """Who finds the key in use, and then another renewal just over, shares its outcome.

    Between the two the refused key is taken out of the credential cache.
    """
    cache = SlowCache()
    credentials = provider_of(sts, time, credential_cache=cache).load()
    credentials.get_frozen_credentials()
    outcomes: list[bool] = []
    cache.meanwhile.append(lambda: outcomes.append(credentials.renew_refused(OLD)))

    outcomes.append(credentials.renew_refused(OLD))

    assert [True, True] == outcomes
    assert NEW == credentials.get_frozen_credentials().access_key
    assert 2 == len(sts.assumed)


def test_if_sts_refuses_its_error_tells_why_there_are_no_others(
    sts: BadSts, session: boto3.Session
) -> None:
    """ExpiredToken alone would not tell."""
    client = client_of(session, sts, "sts")
    credentials_of(session).get_frozen_credentials()
    sts.fault = (403, "AccessDenied", "no")
    with pytest.raises(AssumeRoleError, match="AccessDenied"):
        client.get_caller_identity()
    assert [OLD] == sts.calls


def test_a_doubtful_refusal_stays_the_services_error_if_sts_fails(
    sts: BadSts, session: boto3.Session
) -> None:
    """Good credentials are not given up for what may be another problem."""
    sts.refusal = (400, "RequestExpired")
    client = client_of(session, sts, "sts")
    credentials_of(session).get_frozen_credentials()
    sts.fault = (403, "AccessDenied", "no")
    with pytest.raises(ClientError, match="RequestExpired"):
        client.get_caller_identity()
    sts.bad_keys = set()
    client.get_caller_identity()
    assert [OLD, OLD] == sts.calls


def test_a_body_is_sent_again_from_its_start(
    sts: BadSts, session: boto3.Session
) -> None:
    """As botocore's own retries do."""
    client = client_of(session, sts, "s3", **WITHOUT_CHECKSUMS)
    client.put_object(Bucket="b", Key="k", Body=io.BytesIO(b"x" * 1000))
    assert ["x" * 1000] * 2 == sts.bodies


def test_a_body_that_cannot_be_rewound_is_botocores_error(
    sts: BadSts, session: boto3.Session
) -> None:
    """As in botocore's own retries; half a body is never sent."""

    class Pipe(io.RawIOBase):
        def readinto(self, buffer: Any) -> int:
            buffer[:1] = b"x"
            return 1

        def seekable(self) -> bool:
            return False

    client = client_of(session, sts, "s3", **WITHOUT_CHECKSUMS)
    with pytest.raises(UnseekableStreamError):
        client.put_object(Bucket="b", Key="k", Body=Pipe(), ContentLength=1)
    assert [OLD] == sts.calls


def test_a_chained_role_follows_a_parent_that_was_refused(sts: BadSts) -> None:
    """STS itself says ExpiredToken; the parent is renewed, and asked with once more."""
    parent = session_of(provider_of(sts, Time()))
    child = provider_of(sts, Time(), parent, extra_args={"RoleSessionName": "child"})
    sts.fault = (400, "ExpiredToken", "expired")
    credentials_of(parent)

    def recover(calls: int) -> None:
        # The parent's first, the child's with it refused, the parent's second ...
        sts.fault = (400, "ExpiredToken", "expired") if calls in (2, 4) else None

    sts.arrived = recover
    frozen = child.load().get_frozen_credentials()
    assert "ASIA0003" == frozen.access_key
    assert ["AKIABASE", OLD, "AKIABASE", OLD, NEW] == [
        call["signed by"] for call in sts.assumed
    ]
