"""The account that credentials belong to, for which STS is asked at most once.

Credentials of a role session have the account in the role's ARN, and some credential
providers have it; for others ``GetCallerIdentity`` is called when the account is first
needed, however many threads need it at once.
"""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.credentials import Credentials, RefreshableCredentials
from botocore.exceptions import NoCredentialsError

from boto3_extensions._arns.arn import partition_of, region_in
from boto3_extensions._arns.clients import client_options_of, endpoint_for_all
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._foundation.sessions import REQUEST_ATTRIBUTE

if TYPE_CHECKING:
    import boto3
    from botocore.client import BaseClient

logger = logging.getLogger(__name__)

_CREDENTIALS = "_credentials"


class _Account:
    """An account id, None until it is known, with a lock for finding it out."""

    def __init__(self) -> None:
        self.id: str | None = None
        self.lock = Lock()


# The inner keys are the partition and the endpoint, if one was given: an emulator has
# accounts of its own. Refreshable credentials change their keys, but never their
# account; so the object is the outer key, and no secret is kept. Static credentials
# given to several clients are several objects with the same access key id. That is kept
# as long as the session, as the same id may mean another account at another session's
# endpoint (of an emulator).
_by_credentials: weakref.WeakKeyDictionary[Any, dict[str, _Account]] = (
    weakref.WeakKeyDictionary()
)
_by_access_key: weakref.WeakKeyDictionary[Any, dict[tuple[str, str], _Account]] = (
    weakref.WeakKeyDictionary()
)
_lock = Lock()
# boto3 sessions do not support several threads that create clients at the same time.
_creating_client = Lock()


def account_id_of(client: BaseClient, session: boto3.Session) -> str:
    """Return the id of the account that a client's credentials belong to.

    Args:
        client: A boto3 client; its own credentials count, in its own region.
        session: The session to call STS with, unless the credentials have an account.

    Raises:
        NoCredentialsError: The client has no credentials, or does not sign.
        ClientError: STS refused; the next call asks again.
    """
    credentials = credentials_of(client, session)
    meta = client.meta
    endpoint = endpoint_for_all(client, session) or ""
    known = _account_at(credentials, session, meta.partition, endpoint)
    # STS is called with the client's configuration, in its region.
    options = {} if known.id else client_options_of(client, session)
    return _id_of(
        known,
        partial(
            _find_out, credentials, session, meta.partition, meta.region_name, options
        ),
    )


def known_account_of(client: BaseClient, session: boto3.Session) -> str | None:
    """Return the account of a client's credentials if it is known without a call.

    Args:
        client: A boto3 client.
        session: The session that the client was made with.
    """
    credentials: Any = getattr(
        getattr(client, "_request_signer", None), _CREDENTIALS, None
    )
    if not isinstance(credentials, Credentials):
        # A client that does not sign, or an object in the place of a client.
        return None
    partition = client.meta.partition
    endpoint = endpoint_for_all(client, session) or ""
    known = _account_at(credentials, session, partition, endpoint)
    if known.id is not None:
        return known.id
    # Not by the property, which may refresh; older releases of botocore have neither.
    values = vars(credentials)
    account: str | None = values.get("_account_id") or values.get("account_id")
    account = account or _account_of_role(credentials, session, partition)
    if account or isinstance(credentials, RefreshableCredentials):
        return account
    # Another session may have found out the account of the same key.
    key = f"{partition} {endpoint}", credentials.access_key
    with _lock:
        accounts = [by_key.get(key) for by_key in _by_access_key.values()]
    return next((found.id for found in accounts if found and found.id), None)


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
    return _id_of(
        known, partial(_find_out, credentials, session, partition, region, {})
    )


def credentials_of(client: BaseClient, session: boto3.Session) -> Any:
    """Return a client's own credentials, None for a client that does not sign."""
    # Private, as botocore has no other access to a client's credentials; guarded by
    # test_account. Without the attribute, most clients have the session's.
    signer: Any = getattr(client, "_request_signer", None)
    try:
        return getattr(signer, _CREDENTIALS)
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


def _id_of(account: _Account, find: Callable[[], str]) -> str:
    if account.id is None:
        account.lock.run(_find_once, account, find)
    assert account.id is not None
    return account.id


def _find_once(account: _Account, find: Callable[[], str]) -> None:
    # Another thread may have found it while this thread waited for the lock.
    if account.id is None:
        account.id = find()


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
    options: dict[str, Any],
) -> str:
    """Return the account of credentials, asking STS if they do not have it.

    Args:
        credentials: The credentials.
        session: The session to call STS with.
        partition: The partition where the credentials are valid.
        region: The region of STS; a region of the partition is used if it is of none.
        options: Further keywords of ``session.client``.
    """
    of_role = _account_of_role(credentials, session, partition)
    if of_role:
        return of_role
    frozen = credentials.get_frozen_credentials()
    # Older releases of botocore do not have it.
    own: str | None = getattr(frozen, "account_id", None)
    if own:
        return own
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
        **options,
    )
    account: str = sts.get_caller_identity()["Account"]
    return account


def _account_of_role(
    credentials: Credentials, session: boto3.Session, partition: str
) -> str | None:
    """Return the account in the ARN of the role that a session has assumed.

    None if the session is not of `get_role_session`, or the credentials or the
    partition are not the session's.
    """
    request = getattr(session, REQUEST_ATTRIBUTE, None)
    if request is None or credentials is not session.get_credentials():
        return None
    _, of_role, _, _, account, _ = request.role_arn.split(":", 5)
    return account if of_role == partition else None
