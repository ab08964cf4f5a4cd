"""Finds out which account credentials belong to, asking AWS at most once."""

from __future__ import annotations

import logging
import weakref
from typing import TYPE_CHECKING, Any

from botocore.credentials import Credentials, RefreshableCredentials
from botocore.exceptions import NoCredentialsError

from boto3_extensions._arns.arn import partition_of, region_in
from boto3_extensions._arns.clients import endpoint_for_all, ways_of
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._foundation.sessions import REQUEST

if TYPE_CHECKING:
    import boto3
    from botocore.client import BaseClient

logger = logging.getLogger(__name__)

_HELD = "_credentials"


class _Account:
    """An account id that may not be known yet."""

    def __init__(self) -> None:
        self.id: str | None = None
        self.lock = Lock()


# By partition and, if one was given, endpoint: an emulator has accounts of its own.
# Credentials that refresh themselves change their keys, but never their account; so
# the object is the key, and no secret is kept. Static credentials given to several
# clients are several objects, with one access key id: known as long as the session, as
# the same id may mean another account at another session's endpoint (of an emulator).
_by_credentials: weakref.WeakKeyDictionary[Any, dict[str, _Account]] = (
    weakref.WeakKeyDictionary()
)
_by_access_key: weakref.WeakKeyDictionary[Any, dict[tuple[str, str], _Account]] = (
    weakref.WeakKeyDictionary()
)
_lock = Lock()
# boto3 sessions are not made for several threads creating clients at the same time.
_creating_client = Lock()


def account_id_of(client: BaseClient, session: boto3.Session) -> str:
    """Return the id of the account that a client's credentials belong to.

    Args:
        client: A boto3 client; its own credentials count, in its own region.
        session: The ``boto3.Session`` to ask STS through, unless the credentials know.

    Raises:
        NoCredentialsError: The client has no credentials, or does not sign.
        ClientError: STS refused; the next call asks again.
    """
    credentials = credentials_of(client, session)
    meta = client.meta
    endpoint = endpoint_for_all(client, session) or ""
    known = _account_at(credentials, session, meta.partition, endpoint)
    # Asked how and where the client works.
    ways = {} if known.id else ways_of(client, session)
    return _id_of(known, credentials, session, meta.partition, meta.region_name, ways)


def known_account_of(client: BaseClient, session: boto3.Session) -> str | None:
    """Return the account of a client's credentials if it is known without a call.

    Args:
        client: A boto3 client.
        session: The ``boto3.Session`` that it is of.
    """
    credentials: Any = getattr(getattr(client, "_request_signer", None), _HELD, None)
    if not isinstance(credentials, Credentials):
        # Of a stand-in for a client, or of one that does not sign.
        return None
    partition = client.meta.partition
    endpoint = endpoint_for_all(client, session) or ""
    known = _account_at(credentials, session, partition, endpoint)
    if known.id is not None:
        return known.id
    # Not by what refreshes credentials; older botocores have neither.
    has = vars(credentials)
    told: str | None = has.get("_account_id") or has.get("account_id")
    told = told or _account_of_role(credentials, session, partition)
    if told or isinstance(credentials, RefreshableCredentials):
        return told
    # What another session has found out of the same key.
    key = f"{partition} {endpoint}", credentials.access_key
    with _lock:
        accounts = [known.get(key) for known in _by_access_key.values()]
    return next((one.id for one in accounts if one is not None and one.id), None)


def session_account_id(session: boto3.Session) -> str:
    """Return the id of the account that a session's credentials belong to.

    Args:
        session: A ``boto3.Session``.

    Raises:
        NoCredentialsError: The session has no credentials.
        ClientError: STS refused; the next call asks again.
    """
    region = session.region_name
    partition = partition_of(session, region) or "aws"
    credentials = session.get_credentials()
    known = _account_at(credentials, session, partition, "")
    return _id_of(known, credentials, session, partition, region, {})


def credentials_of(client: BaseClient, session: boto3.Session) -> Any:
    """Return a client's own credentials, None for a client that does not sign."""
    # Private, as botocore tells a client's credentials in no other way; guarded by
    # test_account. Without it, the session's are those of most clients.
    signer: Any = getattr(client, "_request_signer", None)
    try:
        return getattr(signer, _HELD)
    except AttributeError:
        return session.get_credentials()


def _account_at(
    credentials: Credentials, session: boto3.Session, partition: str, endpoint: str
) -> _Account:
    if credentials is None:
        raise NoCredentialsError
    where = f"{partition} {endpoint}"
    known = _by_credentials.get(credentials)
    account = known.get(where) if known else None
    return account or _remembered(credentials, session, where)


def _id_of(
    account: _Account,
    credentials: Credentials,
    session: boto3.Session,
    partition: str,
    region: str | None,
    ways: dict[str, Any],
) -> str:
    if account.id is None:
        account.lock.run(
            _ask_once, account, credentials, session, partition, region, ways
        )
    assert account.id is not None
    return account.id


def _ask_once(account: _Account, *how: Any) -> None:
    if account.id is None:
        account.id = _find_out(*how)


def _remembered(
    credentials: Credentials, session: boto3.Session, where: str
) -> _Account:
    account = _Account()
    key = None
    if not isinstance(credentials, RefreshableCredentials):
        key = (where, credentials.access_key)
    with _lock:
        if key:
            account = _by_access_key.setdefault(session, {}).setdefault(key, account)
        return _by_credentials.setdefault(credentials, {}).setdefault(where, account)


def _find_out(
    credentials: Credentials,
    session: boto3.Session,
    partition: str,
    region: str | None,
    ways: dict[str, Any],
) -> str:
    of_role = _account_of_role(credentials, session, partition)
    if of_role:
        return of_role
    frozen = credentials.get_frozen_credentials()
    # Older botocores do not have it.
    told: str | None = getattr(frozen, "account_id", None)
    if told:
        return told
    if partition_of(session, region) != partition:
        # No region, or a pseudo-region like iam's `aws-global`.
        region = region_in(session, partition)
    logger.debug("Asking STS in %s which account a client works for", region)
    sts = _creating_client.run(
        session.client,
        "sts",
        region_name=region,
        aws_access_key_id=frozen.access_key,
        aws_secret_access_key=frozen.secret_key,
        aws_session_token=frozen.token,
        **ways,
    )
    account: str = sts.get_caller_identity()["Account"]
    return account


def _account_of_role(
    credentials: Credentials, session: boto3.Session, partition: str
) -> str | None:
    """Return the account of a role session of ours, which its role's ARN has."""
    request = getattr(session, REQUEST, None)
    if request is None or credentials is not session.get_credentials():
        return None
    _, of_role, _, _, account, _ = request.role_arn.split(":", 5)
    return account if of_role == partition else None
