"""A credential cache of the user's, which may fail without breaking a call.

The credential provider of role sessions, and the AssumeRole call behind it.
"""

from __future__ import annotations

import logging
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from datetime import datetime, timedelta, timezone
from types import TracebackType
from typing import Any

from botocore.credentials import AssumeRoleCredentialFetcher
from botocore.exceptions import RefreshWithMFAUnsupportedError

from boto3_extensions._roles.answer import (
    LONGEST,
    AnswerFault,
    checked_answer,
    fault_of_role,
)
from boto3_extensions._roles.credentials import EXPIRED_CODES, RoleCredentials
from boto3_extensions._roles.sts import (
    HURRIED,
    PATIENT,
    Attempted,
    SourceCredentials,
    StsClients,
)
from boto3_extensions._roles.validity import (
    Clock,
    Due,
    Lease,
    issued_at,
    lease_of,
    mock_for,
    noted_skew,
    skew_of,
    with_skew,
)
from boto3_extensions._stores import protocol
from boto3_extensions._stores.protocol import key_at
from boto3_extensions.exceptions import AssumeRoleError, ExpiredCredentialsError

_logger = logging.getLogger(__name__)

# Seconds by which an entry may seem to last longer than STS grants, for clocks differ.
_LENIENCE = 15 * 60.0


class StoredAnswers:
    """Read, keep and forget STS's answers for one role.

    Whatever a cache raises is logged once, by its kind, as the text may be anybody's;
    the role then does without the cache. So it does within a mock of AWS: what that
    grants shall not be found by others, nor the other way round.

    Args:
        cache: A mapping as botocore's `JSONFileCache`, with `lock(key)` if processes
            share it; None to keep nothing.
        key: The role's key, as botocore computes it.
        clock: What time is told by.
        where: Tells the URL of the STS that is asked, by the settings as they are now.
        fault: Tells what is wrong with an answer for this role, None if nothing is.
    """

    def __init__(
        self,
        cache: Any,
        key: str,
        clock: Clock,
        *,
        where: Callable[[], str | None],
        fault: Callable[[Mapping[str, Any]], str | None],
    ) -> None:
        self._cache = cache
        self._key = key
        self._clock = clock
        self._where = where
        self._fault = fault
        self._skew: float | None = None
        self._has_failed = False

    def read(self) -> Lease | None:
        """Return what is kept if it is still good, by the clock of STS."""
        key = self._key_now()
        if key is None:
            return None
        lease = None
        with self._guarded("read"):
            if key in self._cache:
                lease = self._lease_of(key, self._cache[key])
        if lease is None or lease.due() is Due.EXPIRED:
            return None
        return lease

    def keep(self, response: dict[str, Any]) -> Lease:
        """Keep an answer just come.

        Returns:
            What it grants.

        Raises:
            KeyError: If the answer lacks a part.
            ValueError: If its times cannot be read.
        """
        lease = lease_of(response, self._clock, None)
        self._skew = skew_of(response, self._clock)
        key = self._key_now()
        if key is not None:
            protocol.note_kept(key, lease.credentials.access_key)
            with self._guarded("written"):
                self._cache[key] = with_skew(deepcopy(response), self._skew)
        return lease

    def forget(self, access_key: str | None, only_if_same: bool = False) -> None:
        """Remove what is kept, and never read it, or what is older, again.

        Args:
            access_key: Access key id of the credentials to forget; None if unknown.
            only_if_same: Leave the credentials of another access key alone: another
                process has renewed them meanwhile.
        """
        key = self._key_now()
        if key is None:
            return
        kept = self.read()
        kept_key = kept.credentials.access_key if kept is not None else None
        if only_if_same:
            if access_key is not None:
                protocol.forget(key, access_key, None)
            if kept_key not in (None, access_key):
                return
        else:
            now = self._clock.now() - timedelta(seconds=self._skew or 0.0)
            protocol.forget(key, access_key, now)
            protocol.forget(key, kept_key, None)
        if hasattr(self._cache, "__delitem__"):
            with self._guarded("emptied"):
                if key in self._cache:
                    del self._cache[key]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from doing the same, if the cache can do that."""
        stack = ExitStack()
        key = self._key_now() if hasattr(self._cache, "lock") else None
        if key is not None:
            with self._guarded("locked"):
                stack.enter_context(self._cache.lock(key))
        try:
            yield
        finally:
            with self._guarded("unlocked"):
                stack.close()

    def _key_now(self) -> str | None:
        """Return the key by the settings as they are now; None to do without."""
        if self._cache is None or mock_for(None) is not None:
            return None
        try:
            return key_at(self._key, self._where())
        except Exception as error:
            # AssumeRole will say it all.
            _logger.debug(
                "No STS to be asked (%s), hence no credential cache.",
                type(error).__name__,
            )
            return None

    def _lease_of(self, key: str, response: Any) -> Lease | None:
        """Return what an entry grants, None for one that is not believed."""
        skew = noted_skew(response) if self._skew is None else self._skew
        lease = lease_of(response, self._clock, skew)
        access_key = lease.credentials.access_key
        if protocol.is_forgotten(key, access_key, issued_at(response)):
            return None
        fault = self._fault(response)
        if fault is None and not (access_key and lease.credentials.secret_key):
            fault = "a key is empty"
        if fault is None and lease.seconds_left() > LONGEST + _LENIENCE:
            fault = "it lasts longer than STS grants"
        if fault is not None:
            raise ValueError(fault)
        return lease

    @contextmanager
    def _guarded(self, what: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            level = logging.DEBUG if self._has_failed else logging.WARNING
            self._has_failed = True
            _logger.log(
                level,
                "The credential cache %s could not be %s (%s); going on without it.",
                type(self._cache).__name__,
                what,
                type(error).__name__,
            )


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
