"""The account is that of the client's own credentials, and AWS is asked for it once."""

from __future__ import annotations

import datetime
import gc
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.client import Config
from botocore.credentials import CredentialProvider, RefreshableCredentials
from botocore.exceptions import ClientError, NoCredentialsError

from boto3_extensions._arns import account
from boto3_extensions._arns.account import account_id_of, session_account_id
from boto3_extensions._roles.session import get_role_session
from in_a_fork import true_in_a_fork
from moto_sts_log import assumed_roles

MINE = "123456789012"
OTHER = "111111111111"

# Less than botocore wants credentials to last, so that it refreshes them each time.
REFRESHED_BEFORE = datetime.timedelta(minutes=1)

MakeSession = Callable[..., boto3.Session]


class Asked:
    """The regions in which a session asked STS who is calling."""

    def __init__(self, session: boto3.Session) -> None:
        self.regions: list[str] = []
        session.events.register("before-sign.sts.GetCallerIdentity", self._note)

    def _note(self, region_name: str, **kwargs: Any) -> None:
        self.regions.append(region_name)


def keys_of_other_account(session: boto3.Session) -> dict[str, str]:
    """Return keyword arguments for a client that works for another account."""
    answer = session.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{OTHER}:role/x", RoleSessionName="test"
    )["Credentials"]
    return {
        "aws_access_key_id": answer["AccessKeyId"],
        "aws_secret_access_key": answer["SecretAccessKey"],
        "aws_session_token": answer["SessionToken"],
    }


def give_credentials(session: boto3.Session, credentials: Any) -> None:
    """Let a session find these credentials before all others."""

    class Provider(CredentialProvider):  # type: ignore[misc, unused-ignore]
        METHOD = CANONICAL_NAME = "test"

        def load(self) -> Any:
            return credentials

    chain = session._session.get_component("credential_provider")
    chain.providers.insert(0, Provider())


def refreshable(session: boto3.Session, **known: str) -> RefreshableCredentials:
    """Return credentials of the other account that have to be refreshed at each use."""

    def refresh() -> dict[str, str]:
        keys = keys_of_other_account(session)
        soon = datetime.datetime.now(datetime.timezone.utc) + REFRESHED_BEFORE
        return {
            "access_key": keys["aws_access_key_id"],
            "secret_key": keys["aws_secret_access_key"],
            "token": keys["aws_session_token"],
            "expiry_time": soon.isoformat(),
            **known,
        }

    return RefreshableCredentials.create_from_metadata(
        refresh(), refresh_using=refresh, method="test"
    )


def test_a_client_tells_its_credentials(session: MakeSession) -> None:
    """botocore keeps a client's credentials where we look for them."""
    plain = session()
    assert plain.get_credentials() is plain.client("s3")._request_signer._credentials


def test_the_account_is_that_of_the_clients_credentials(session: MakeSession) -> None:
    """A client with keys of its own does not get the session's account."""
    plain = session()
    client = plain.client("ec2", **keys_of_other_account(plain))
    assert OTHER == account_id_of(client, plain)
    assert MINE == account_id_of(plain.client("ec2"), plain)


def test_the_session_has_the_account_of_its_own_credentials(
    session: MakeSession,
) -> None:
    """A session's account needs no client of the user's."""
    assert MINE == session_account_id(session())
    assert OTHER == session_account_id(session(**keys_of_other_account(session())))


def test_aws_is_asked_once_for_all_clients_of_a_session(session: MakeSession) -> None:
    """Services, regions and the session itself share one answer."""
    plain = session()
    asked = Asked(plain)
    for service, region in [("ec2", "eu-west-1"), ("sqs", None), ("iam", None)]:
        account_id_of(plain.client(service, region_name=region), plain)
    session_account_id(plain)
    assert ["eu-west-1"] == asked.regions


def test_aws_is_asked_once_for_keys_given_again(session: MakeSession) -> None:
    """Clients made with the same keys share one answer, though nothing else."""
    plain = session()
    keys = keys_of_other_account(plain)
    asked = Asked(plain)
    for _ in range(3):
        account_id_of(plain.client("ec2", **keys), plain)
    assert 1 == len(asked.regions)


def test_another_session_asks_again_for_the_same_keys(session: MakeSession) -> None:
    """The same key may mean another account at another session's endpoint."""
    session_account_id(session())
    later = session()
    asked = Asked(later)
    session_account_id(later)
    assert 1 == len(asked.regions)


def test_threads_that_ask_at_once_make_one_call(session: MakeSession) -> None:
    """64 threads with a client each get one answer."""
    plain = session()
    keys = keys_of_other_account(plain)
    clients = [plain.client("sqs"), *(plain.client("sqs", **keys) for _ in range(3))]
    asked = Asked(plain)
    barrier = threading.Barrier(64)

    def ask(number: int) -> str:
        barrier.wait(30)
        return account_id_of(clients[number % 4], plain)

    with ThreadPoolExecutor(64) as threads:
        found = list(threads.map(ask, range(64)))
    assert [MINE, OTHER, OTHER, OTHER] * 16 == found
    assert 2 == len(asked.regions)


def test_credentials_that_know_their_account_cost_no_call(session: MakeSession) -> None:
    """What the credentials say needs no asking."""
    plain = session(
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        aws_account_id=OTHER,
    )
    asked = Asked(plain)
    assert OTHER == account_id_of(plain.client("ec2"), plain)
    assert OTHER == session_account_id(plain)
    assert [] == asked.regions


def test_the_account_of_a_role_is_known_before_sts_is_asked(aws: str) -> None:
    """It is in the role's ARN; a client with other keys is asked about."""
    base = boto3.Session(region_name="us-east-1")
    role_session = get_role_session(f"arn:aws:iam::{OTHER}:role/x", "test", base)
    assert OTHER == account_id_of(role_session.client("ec2"), role_session)
    assert [] == assumed_roles(aws)
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    client = role_session.client("ec2", **keys)
    assert MINE == account_id_of(client, role_session)


def test_a_forked_process_finds_no_lock_held(session: MakeSession) -> None:
    """Those that threads of the parent hold are replaced."""
    plain = session()
    client = plain.client("ec2")
    account._remembered(plain.get_credentials(), plain, "aws").lock.acquire()
    with account._lock, account._creating_client:
        assert true_in_a_fork(lambda: account_id_of(client, plain) == MINE)


def test_refreshed_credentials_are_not_asked_about_again(session: MakeSession) -> None:
    """New keys of the same credentials belong to the same account."""
    plain = session()
    give_credentials(plain, refreshable(session()))
    asked = Asked(plain)
    client = plain.client("ec2")
    assert [OTHER, OTHER] == [account_id_of(client, plain) for _ in range(2)]
    assert 1 == len(asked.regions)


def test_credentials_may_learn_their_account_when_they_refresh(
    session: MakeSession,
) -> None:
    """A provider that fills in the account with the keys is taken at its word."""
    plain = session()
    give_credentials(plain, refreshable(session(), account_id=OTHER))
    asked = Asked(plain)
    assert OTHER == account_id_of(plain.client("ec2"), plain)
    assert [] == asked.regions


@pytest.mark.parametrize(
    ("home", "service", "region", "expected"),
    [
        ("eu-west-1", "ec2", "eu-central-1", "eu-central-1"),
        ("eu-west-1", "iam", None, "eu-west-1"),
        ("eu-west-1", "iam", "cn-north-1", "cn-north-1"),
        ("us-gov-west-1", "iam", None, "us-gov-west-1"),
        (None, "iam", None, "us-east-1"),
        (None, "iam", "eusc-de-east-1", "eusc-de-east-1"),
    ],
)
def test_sts_is_asked_where_the_client_works(
    session: MakeSession, home: str, service: str, region: str, expected: str
) -> None:
    """The client's region, or one of its partition if it has only a pseudo-region."""
    plain = session(home)
    asked = Asked(plain)
    account_id_of(plain.client(service, region_name=region), plain)
    assert [expected] == asked.regions


@pytest.mark.parametrize(
    ("home", "expected"),
    [("cn-north-1", "cn-north-1"), ("eu-west-1", "eu-west-1"), (None, "us-east-1")],
)
def test_sts_is_asked_where_the_session_works(
    session: MakeSession, home: str | None, expected: str
) -> None:
    """Without a client it is the session's own region that tells the partition."""
    plain = session(home)
    asked = Asked(plain)
    session_account_id(plain)
    assert [expected] == asked.regions


def test_a_refusal_is_raised_as_it_is_and_not_kept(session: MakeSession) -> None:
    """botocore's error reaches the caller, and the next call asks again."""
    plain = session()
    refusals = [ClientError({"Error": {"Code": "Throttling"}}, "GetCallerIdentity")]

    def refuse_once(**kwargs: Any) -> None:
        if refusals:
            raise refusals.pop()

    plain.events.register("before-call.sts.GetCallerIdentity", refuse_once)
    with pytest.raises(ClientError, match="Throttling"):
        session_account_id(plain)
    assert MINE == session_account_id(plain)


@pytest.mark.usefixtures("isolated_environment")
def test_no_credentials_raise_botocores_error() -> None:
    """Without credentials there is nobody to ask about."""
    plain = boto3.Session(region_name="us-east-1")
    with pytest.raises(NoCredentialsError):
        session_account_id(plain)
    with pytest.raises(NoCredentialsError):
        account_id_of(plain.client("s3"), plain)


def test_a_client_that_does_not_sign_has_no_account(session: MakeSession) -> None:
    """An anonymous client does not borrow the session's credentials."""
    plain = session()
    anonymous = plain.client("s3", config=Config(signature_version=UNSIGNED))
    with pytest.raises(NoCredentialsError):
        account_id_of(anonymous, plain)


def test_nothing_is_kept_of_credentials_that_are_gone(session: MakeSession) -> None:
    """What is known goes with the session and its credentials."""
    plain = session(**keys_of_other_account(session()))
    session_account_id(plain)
    gc.collect()
    known = len(account._by_credentials), len(account._by_access_key)
    del plain
    gc.collect()
    left = len(account._by_credentials), len(account._by_access_key)
    assert (known[0] - 1, known[1] - 1) == left


def test_our_log_has_no_key(
    session: MakeSession, caplog: pytest.LogCaptureFixture
) -> None:
    """Debug messages name a region and no credential."""
    keys = keys_of_other_account(session())
    with caplog.at_level(logging.DEBUG, logger="boto3_extensions"):
        session_account_id(session(**keys))
    messages = [r.getMessage() for r in caplog.records if "STS" in r.getMessage()]
    assert ["Asking STS in us-east-1 which account a client works for"] == messages
