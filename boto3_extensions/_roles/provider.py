"""The credential provider of role sessions, its AssumeRole call and credential cache.

`AssumeRoleProvider` has the parts that botocore asks of a provider, `CredentialFetcher`
makes the call through botocore's own fetcher, and `StoredResponses` reads and writes
the user's credential cache, whose failures break no call.
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
from typing import TYPE_CHECKING, Any

from botocore.credentials import AssumeRoleCredentialFetcher
from botocore.exceptions import RefreshWithMFAUnsupportedError

from boto3_extensions._roles.credentials import EXPIRED_CODES, RoleCredentials
from boto3_extensions._roles.response import (
    LONGEST,
    InvalidResponseError,
    checked_response,
    role_mismatch,
)
from boto3_extensions._roles.sts import (
    HURRIED,
    PATIENT,
    AssumeRoleCall,
    SourceCredentials,
    StsClients,
)
from boto3_extensions._roles.validity import (
    Clock,
    TimedCredentials,
    Urgency,
    active_mock,
    clock_skew,
    credentials_in,
    issued_at,
    stored_skew,
    with_skew,
)
from boto3_extensions._stores import protocol
from boto3_extensions._stores.protocol import key_for_endpoint
from boto3_extensions.exceptions import AssumeRoleError, ExpiredCredentialsError

if TYPE_CHECKING:
    import boto3
    from botocore.client import BaseClient

    from boto3_extensions._stores.protocol import CredentialCache

_logger = logging.getLogger(__name__)

# Seconds by which an entry may seem to live longer than STS grants, as clocks differ.
_CLOCK_TOLERANCE = 15 * 60.0


class StoredResponses:
    """The entries of a credential cache for one role.

    Exceptions of the cache do not break a call: the first is logged, by its type, as
    its text may contain anything, and the role does without the cache. Within a mock of
    AWS the cache is not used, as credentials of a mock are invalid outside of it.

    Args:
        cache: A mapping such as botocore's `JSONFileCache`, with `lock(key)` if
            processes share it; None for no cache.
        key: The key of the role, as botocore computes it.
        clock: The clocks.
        where: Function that returns the URL of STS by the settings at this moment.
        fault: Function that returns the reason why a response is not about this role,
            None if it is.
    """

    def __init__(
        self,
        cache: CredentialCache | None,
        key: str,
        clock: Clock,
        *,
        where: Callable[[], str | None],
        fault: Callable[[Mapping[str, Any]], str | None],
    ) -> None:
        # The methods that are optional are looked for before they are called.
        self._cache: Any = cache
        self._key = key
        self._clock = clock
        self._where = where
        self._fault = fault
        self._skew: float | None = None
        self._has_failed = False

    def read(self) -> TimedCredentials | None:
        """Return the stored credentials; None unless they are valid by STS's clock."""
        key = self._key_now()
        if key is None:
            return None
        granted = None
        with self._guarded("read"):
            if key in self._cache:
                granted = self._checked_entry(key, self._cache[key])
        if granted is None or granted.urgency() is Urgency.EXPIRED:
            return None
        return granted

    def store(self, response: dict[str, Any]) -> TimedCredentials:
        """Store a response that has just come.

        Returns:
            The credentials in the response.

        Raises:
            KeyError: If a member of the response is missing.
            ValueError: If its times cannot be read.
        """
        granted = credentials_in(response, self._clock, None)
        self._skew = clock_skew(response, self._clock)
        key = self._key_now()
        if key is not None:
            protocol.note_stored(key, granted.frozen.access_key)
            with self._guarded("written"):
                self._cache[key] = with_skew(deepcopy(response), self._skew)
        return granted

    def forget(self, access_key: str | None, only_if_same: bool = False) -> None:
        """Remove the entry, and from now on ignore it and older entries.

        Args:
            access_key: Access key id of the credentials to forget; None if unknown.
            only_if_same: Whether to keep the credentials of another access key: another
                process has renewed them meanwhile.
        """
        key = self._key_now()
        if key is None:
            return
        stored = self.read()
        stored_key = stored.frozen.access_key if stored is not None else None
        if only_if_same:
            if access_key is not None:
                protocol.forget(key, access_key, None)
            if stored_key not in (None, access_key):
                return
        else:
            now = self._clock.now() - timedelta(seconds=self._skew or 0.0)
            protocol.forget(key, access_key, now)
            protocol.forget(key, stored_key, None)
        if hasattr(self._cache, "__delitem__"):
            with self._guarded("emptied"):
                if key in self._cache:
                    del self._cache[key]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the entry for this process, if the cache has locks."""
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
        """Return the key by the settings at this moment; None for no caching."""
        if self._cache is None or active_mock(None) is not None:
            return None
        try:
            return key_for_endpoint(self._key, self._where())
        except Exception as error:
            # The AssumeRole call will raise the error.
            _logger.debug(
                "No STS to be asked (%s), hence no credential cache.",
                type(error).__name__,
            )
            return None

    def _checked_entry(
        self, key: str, response: Mapping[str, Any]
    ) -> TimedCredentials | None:
        """Return the credentials of an entry; None for an entry to ignore.

        Raises:
            ValueError: If the entry cannot be a response of STS about the role.
        """
        skew = stored_skew(response) if self._skew is None else self._skew
        granted = credentials_in(response, self._clock, skew)
        access_key = granted.frozen.access_key
        if protocol.is_forgotten(key, access_key, issued_at(response)):
            return None
        fault = self._fault(response)
        if fault is None and not (access_key and granted.frozen.secret_key):
            fault = "a key is empty"
        if fault is None and granted.seconds_left() > LONGEST + _CLOCK_TOLERANCE:
            fault = "it lasts longer than STS grants"
        if fault is not None:
            raise ValueError(fault)
        return granted

    @contextmanager
    def _guarded(self, done: str) -> Iterator[None]:
        """Log exceptions of the cache instead of raising them."""
        try:
            yield
        except Exception as error:
            level = logging.DEBUG if self._has_failed else logging.WARNING
            self._has_failed = True
            _logger.log(
                level,
                "The credential cache %s could not be %s (%s); going on without it.",
                type(self._cache).__name__,
                done,
                type(error).__name__,
            )


# Codes of errors about refused responses, in the place of STS's own.
_INVALID, _EXPIRED = "InvalidAnswer", "ExpiredAnswer"


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


class AssumeRoleProvider:
    """A botocore credential provider for one role.

    Args:
        base_session: Session that assumes the role, with the credentials it has at each
            renewal.
        role_arn: ARN of the role.
        extra_args: The other parameters of AssumeRole, by the names of the API.
        region_name: Region of the STS endpoint if the base session has no region.
        sts: Keywords for the base session's `client("sts")`; they take precedence.
        token_provider: Function that returns a code of the MFA device in
            `SerialNumber`; called once per AssumeRole call, and never in a background
            thread.
        credential_cache: A mapping that stores responses of STS beyond this process.
        default_session_name: RoleSessionName if `extra_args` has none. It is not part
            of the key in the credential cache, just as botocore's own generated names.
        region_wins: Whether `region_name` counts even if the base session has a region.
        now: The wall clock.
        ticks: A monotonic clock in seconds.
        jitter: Function that returns a random number from 0 to 1, to spread attempts
            after a failure.
    """

    # The name of botocore's own provider of assumed roles.
    METHOD = "assume-role"
    CANONICAL_NAME = None

    def __init__(
        self,
        base_session: boto3.Session,
        role_arn: str,
        extra_args: dict[str, Any],
        region_name: str | None = None,
        *,
        sts: Mapping[str, Any] | None = None,
        token_provider: Callable[[], str] | None = None,
        credential_cache: CredentialCache | None = None,
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
        fetcher = CredentialFetcher(
            clients,
            self.source,
            role_arn,
            extra_args,
            token_provider,
            credential_cache,
            Clock(now, ticks),
            default_session_name,
        )
        # A single object, so that threads that load it together share one call of STS.
        self._credentials = RoleCredentials(fetcher, self.METHOD, now, ticks, jitter)

    def load(self) -> RoleCredentials:
        """Return the role's credentials, which call STS when they are first read."""
        return self._credentials


class CredentialFetcher:
    """A fetcher of one role's credentials, from the credential cache or from STS.

    botocore's own fetcher makes the request and the key in the cache.
    """

    def __init__(
        self,
        clients: StsClients,
        source: SourceCredentials,
        role_arn: str,
        extra_args: dict[str, Any],
        token_provider: Callable[[], str] | None,
        credential_cache: CredentialCache | None,
        clock: Clock,
        default_session_name: str | None = None,
    ) -> None:
        self._clients = clients
        self._source = source
        self._capture = _ResponseCapture()
        fetcher = self._new_fetcher(role_arn, extra_args, token_provider)
        # Private, but the key under which botocore and the AWS CLI store the role, too.
        key = fetcher._cache_key
        if default_session_name and "RoleSessionName" not in extra_args:
            extra_args = {"RoleSessionName": default_session_name, **extra_args}
            fetcher = self._new_fetcher(role_arn, extra_args, token_provider)
        self._fetch = fetcher.fetch_credentials
        self._role_arn = role_arn
        self._duration: int | None = extra_args.get("DurationSeconds")
        self._clock = clock
        self.stored = StoredResponses(
            credential_cache,
            key,
            clock,
            where=clients.endpoint_url,
            fault=lambda response: role_mismatch(response, role_arn),
        )
        self.needs_mfa_code = "SerialNumber" in extra_args
        self.call = AssumeRoleCall(
            role_arn,
            extra_args.get("RoleSessionName") or fetcher._role_session_name,
            [extra_args.get("ExternalId", "")],
        )

    def _new_fetcher(
        self,
        role_arn: str,
        extra_args: dict[str, Any],
        token_provider: Callable[[], str] | None,
    ) -> AssumeRoleCredentialFetcher:
        return AssumeRoleCredentialFetcher(
            self._new_client,
            self._source,
            role_arn,
            extra_args=extra_args,
            mfa_prompter=_prompter(token_provider),
            cache=self._capture,
        )

    def _new_client(self, service_name: str, **keywords: Any) -> _CheckedSts:
        return _CheckedSts(self._clients.create(service_name, **keywords), self._check)

    def _check(self, response: object) -> dict[str, Any]:
        now = self._clock.now()
        return checked_response(response, self._role_arn, self._duration, now)

    def fetch(self, hurried: bool) -> TimedCredentials:
        """Return credentials that need no renewal, from the cache or by AssumeRole.

        Args:
            hurried: Whether to use short timeouts, as there are credentials that are
                still valid.

        Raises:
            AssumeRoleError: STS refused, or its response was refused.
            BotoCoreError: STS was not reached, or the base session has no credentials.
            ExpiredCredentialsError: The credentials have expired already.
        """
        with self.stored.locked():
            granted = self.stored.read()
            if granted is not None and granted.urgency() is Urgency.NONE:
                return granted
            self._clients.limits = HURRIED if hurried else PATIENT
            granted = self.stored.store(self._assume_role_with_retry())
        if granted.urgency() is Urgency.EXPIRED:
            expiry = granted.expiry.isoformat()
            raise ExpiredCredentialsError(
                *self.call.invalid_response_error(
                    _EXPIRED,
                    f"STS granted credentials until {expiry}, which is over by the "
                    "time of its own answer",
                    self._source.describe(),
                ).__reduce__()[1]
            )
        return granted

    def _assume_role_with_retry(self) -> dict[str, Any]:
        try:
            return self._assume_role()
        except AssumeRoleError as error:
            # The base session's credentials expired; it may have others by now.
            if _is_expired(error) and self._source.have_changed():
                return self._assume_role()
            raise

    def _assume_role(self) -> dict[str, Any]:
        try:
            self._fetch()
        except InvalidResponseError as fault:
            raise self.call.invalid_response_error(
                _INVALID,
                f"STS's answer is not believed: {fault}",
                self._source.describe(),
            ) from None
        except Exception as error:
            complete = self.call.error_with_role(error, self._source.describe())
            if complete is error:
                raise
            raise complete from error
        finally:
            self._clients.close()
        return self._capture.take()


class _CheckedSts:
    """An STS client that checks the responses of AssumeRole."""

    def __init__(
        self, client: BaseClient, check: Callable[[object], dict[str, Any]]
    ) -> None:
        self._client = client
        self._check = check

    def assume_role(self, **parameters: Any) -> dict[str, Any]:
        """Call AssumeRole.

        Raises:
            InvalidResponseError: The response cannot be STS's for the role.
        """
        try:
            response = self._client.assume_role(**parameters)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            if not _is_of_parser(sys.exc_info()[2]):
                raise
            # The parser's error is not shown: it may quote the secret key.
            raise InvalidResponseError(
                "a part of it, such as a time, cannot be read"
            ) from None
        return self._check(response)


def _is_of_parser(traceback: TracebackType | None) -> bool:
    """Return whether an exception was raised while botocore parsed a response."""
    while traceback is not None:
        if traceback.tb_frame.f_globals.get("__name__") == "botocore.parsers":
            return True
        traceback = traceback.tb_next
    return False


class _ResponseCapture(dict[str, Any]):
    """A cache for botocore's fetcher that stores nothing and hands over the response.

    botocore would judge the expiry of an entry by a clock of its own.
    """

    def __init__(self) -> None:
        super().__init__()
        self._responses: list[dict[str, Any]] = []

    def __setitem__(self, key: str, value: dict[str, Any]) -> None:
        self._responses.append(value)

    def take(self) -> dict[str, Any]:
        """Return the response of the call just made."""
        return self._responses.pop()


def _prompter(token_provider: Callable[[], str] | None) -> Callable[[str], str]:
    """Return the function that botocore's fetcher calls for an MFA code."""

    def prompt(_: str) -> str:
        # botocore's own prompt is at the terminal, which a service does not have.
        if token_provider is None:
            raise RefreshWithMFAUnsupportedError()
        return token_provider()

    return prompt


def _is_expired(error: AssumeRoleError) -> bool:
    return error.response.get("Error", {}).get("Code") in EXPIRED_CODES
