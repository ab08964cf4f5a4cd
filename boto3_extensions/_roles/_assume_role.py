"""The credential provider of role sessions, and the AssumeRole call behind it."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from types import TracebackType
from typing import Any

from botocore.credentials import AssumeRoleCredentialFetcher
from botocore.exceptions import RefreshWithMFAUnsupportedError

from boto3_extensions._roles._assume_role_errors import Attempted
from boto3_extensions._roles._expired_token import EXPIRED_CODES
from boto3_extensions._roles._lease import Clock, Due, Lease
from boto3_extensions._roles._role_credentials import RoleCredentials
from boto3_extensions._roles._sts_answer import (
    AnswerFault,
    checked_answer,
    fault_of_role,
)
from boto3_extensions._roles._sts_client import (
    HURRIED,
    PATIENT,
    SourceCredentials,
    StsClients,
)
from boto3_extensions._stores._stored_answers import StoredAnswers
from boto3_extensions.exceptions import AssumeRoleError, ExpiredCredentialsError

# In the place of STS's own codes, in the errors about answers that are not believed.
_INVALID, _EXPIRED = "InvalidAnswer", "ExpiredAnswer"


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


class AssumeRoleProvider:
    """Provide the credentials of one role.

    Args:
        base_session: Session that assumes the role, as it stands at each renewal.
        role_arn: ARN of the role.
        extra_args: What AssumeRole is sent beside the ARN, under its own names.
        region_name: Region of the STS endpoint, if the base session has no region.
        sts: Keywords for the base session's `client("sts")`; they win.
        token_provider: What gives a code of the MFA device named by `SerialNumber`;
            asked once per AssumeRole call, and never by a thread of ours.
        credential_cache: A mapping in which answers of STS outlive the process.
        default_session_name: RoleSessionName if `extra_args` has none; no part of the
            key in the credential cache, as botocore's own made names are none.
        region_wins: Take `region_name` even if the base session has a region.
        now: The wall clock.
        ticks: A clock in seconds that only ever goes forward.
        jitter: What gives a number from 0 to 1, to spread attempts after a failure.
    """

    # The name botocore's own provider of assumed roles has.
    METHOD = "assume-role"
    CANONICAL_NAME = None

    def __init__(
        self,
        base_session: Any,
        role_arn: str,
        extra_args: dict[str, Any],
        region_name: str | None = None,
        *,
        sts: Mapping[str, Any] | None = None,
        token_provider: Callable[[], str] | None = None,
        credential_cache: Any = None,
        default_session_name: str | None = None,
        region_wins: bool = False,
        now: Callable[[], datetime] = _utc_now,
        ticks: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        clients = StsClients(
            base_session, role_arn.split(":")[1], region_name, sts, region_wins
        )
        self.source = SourceCredentials(base_session)
        fetcher = RoleFetcher(
            clients,
            self.source,
            role_arn,
            extra_args,
            token_provider,
            credential_cache,
            Clock(now, ticks),
            default_session_name,
        )
        # Made once: threads that load at the same moment get one object, and so share
        # its one AssumeRole call.
        self._credentials = RoleCredentials(fetcher, self.METHOD, now, ticks, jitter)

    def load(self) -> RoleCredentials:
        """Return the role's credentials, which call STS when they are first read."""
        return self._credentials


class RoleFetcher:
    """Get the credentials of one role, from the credential cache or from STS.

    What is sent, and the key in the cache, is botocore's own fetcher's doing.
    """

    def __init__(
        self,
        clients: StsClients,
        source: SourceCredentials,
        role_arn: str,
        extra_args: dict[str, Any],
        token_provider: Callable[[], str] | None,
        credential_cache: Any,
        clock: Clock,
        default_session_name: str | None = None,
    ) -> None:
        self._clients = clients
        self._source = source
        self._caught = _Caught()
        fetcher = self._new_fetcher(role_arn, extra_args, token_provider)
        # Private, but what makes botocore, the AWS CLI and us share a cache's entries.
        key = fetcher._cache_key
        if default_session_name and "RoleSessionName" not in extra_args:
            extra_args = {"RoleSessionName": default_session_name, **extra_args}
            fetcher = self._new_fetcher(role_arn, extra_args, token_provider)
        self._fetch = fetcher.fetch_credentials
        self._role_arn = role_arn
        self._asked: int | None = extra_args.get("DurationSeconds")
        self._clock = clock
        self.stored = StoredAnswers(
            credential_cache,
            key,
            clock,
            where=clients.endpoint_url,
            fault=lambda answer: fault_of_role(answer, role_arn),
        )
        self.asks_a_person = "SerialNumber" in extra_args
        self.attempted = Attempted(
            role_arn,
            extra_args.get("RoleSessionName") or fetcher._role_session_name,
            [extra_args.get("ExternalId", "")],
        )

    def _new_fetcher(
        self,
        role_arn: str,
        extra_args: dict[str, Any],
        token_provider: Callable[[], str] | None,
    ) -> Any:
        return AssumeRoleCredentialFetcher(
            self._new_client,
            self._source,
            role_arn,
            extra_args=extra_args,
            mfa_prompter=_prompter(token_provider),
            cache=self._caught,
        )

    def _new_client(self, service_name: str, **keywords: Any) -> Any:
        return _CheckedSts(self._clients.create(service_name, **keywords), self._check)

    def _check(self, response: Any) -> dict[str, Any]:
        return checked_answer(response, self._role_arn, self._asked, self._clock.now())

    def fetch(self, hurried: bool) -> Lease:
        """Return credentials that are not due for renewal, by one AssumeRole call.

        Args:
            hurried: Give up soon; there are credentials that are still good.

        Raises:
            AssumeRoleError: STS refused, or answered what cannot be believed.
            BotoCoreError: STS was not reached, or there is nothing to ask it with.
            ExpiredCredentialsError: What STS gave is no good any more.
        """
        with self.stored.locked():
            lease = self.stored.read()
            if lease is not None and lease.due() is Due.NO:
                return lease
            self._clients.limits = HURRIED if hurried else PATIENT
            lease = self.stored.keep(self._ask())
        if lease.due() is Due.EXPIRED:
            raise ExpiredCredentialsError(
                *self.attempted.refused(
                    _EXPIRED,
                    f"STS granted credentials until {lease.expiry.isoformat()}, which "
                    "is over by the time of its own answer",
                    self._source.describe(),
                ).__reduce__()[1]
            )
        return lease

    def _ask(self) -> dict[str, Any]:
        try:
            return self._call()
        except AssumeRoleError as error:
            # The base session's own credentials ran out; it may have others by now.
            if _is_expired(error) and self._source.have_changed():
                return self._call()
            raise

    def _call(self) -> dict[str, Any]:
        try:
            self._fetch()
        except AnswerFault as fault:
            raise self.attempted.refused(
                _INVALID,
                f"STS's answer is not believed: {fault}",
                self._source.describe(),
            ) from None
        except Exception as error:
            named = self.attempted.named(error, self._source.describe())
            if named is error:
                raise
            raise named from error
        finally:
            self._clients.close()
        return self._caught.take()


class _CheckedSts:
    """An STS client whose answers to AssumeRole are held against what was asked."""

    def __init__(self, client: Any, check: Callable[[Any], dict[str, Any]]) -> None:
        self._client = client
        self._check = check

    def assume_role(self, **parameters: Any) -> dict[str, Any]:
        """Call AssumeRole.

        Raises:
            AnswerFault: The answer cannot be one of STS about the role.
        """
        try:
            response = self._client.assume_role(**parameters)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            if not _is_of_parser(sys.exc_info()[2]):
                raise
            # Not shown: it may quote what should be the secret.
            raise AnswerFault("a part of it, such as a time, cannot be read") from None
        return self._check(response)


def _is_of_parser(traceback: TracebackType | None) -> bool:
    """Tell whether something was raised while botocore read an answer."""
    while traceback is not None:
        if traceback.tb_frame.f_globals.get("__name__") == "botocore.parsers":
            return True
        traceback = traceback.tb_next
    return False


class _Caught(dict[str, Any]):
    """The cache of botocore's fetcher: it holds nothing, and hands over the answer.

    What botocore would keep it would judge by a clock of its own.
    """

    def __init__(self) -> None:
        super().__init__()
        self._answers: list[dict[str, Any]] = []

    def __setitem__(self, key: str, value: dict[str, Any]) -> None:
        self._answers.append(value)

    def take(self) -> dict[str, Any]:
        """Return the answer to the call just made."""
        return self._answers.pop()


def _prompter(token_provider: Callable[[], str] | None) -> Callable[[str], str]:
    def prompt(_: str) -> str:
        # botocore would ask at the terminal, which a service does not have.
        if token_provider is None:
            raise RefreshWithMFAUnsupportedError()
        return token_provider()

    return prompt


def _is_expired(error: AssumeRoleError) -> bool:
    return error.response.get("Error", {}).get("Code") in EXPIRED_CODES
