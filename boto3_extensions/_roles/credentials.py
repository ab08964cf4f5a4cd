"""Credentials of a role that renew themselves, before they expire or when refused.

`RoleCredentials` decides who fetches new credentials, and when; `RenewalBackoff` spaces
attempts out while STS fails; a handler of the session's events renews credentials that
a service refuses as expired before their time, and repeats the request.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from botocore.credentials import DeferredRefreshableCredentials
from botocore.exceptions import RefreshWithMFAUnsupportedError

from boto3_extensions._foundation.concurrency import (
    Lock,
    SingleFlight,
    is_background_thread,
)
from boto3_extensions._roles.sts import AssumeRoleCall, loggable
from boto3_extensions._roles.validity import TimedCredentials, Urgency

if TYPE_CHECKING:
    from botocore.awsrequest import AWSRequest, AWSResponse
    from botocore.hooks import BaseEventHooks
    from botocore.model import OperationModel

    from boto3_extensions._roles.provider import CredentialFetcher


_logger = logging.getLogger(__name__)

# Seconds.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
# Longer where a person is asked for a code, who may have mistyped the last or be away.
_FIRST_PAUSE_WITH_PROMPT = 60.0


class RenewalBackoff:
    """The pauses between failed renewals: doubled at each failure, with jitter.

    Logs one warning when renewals begin to fail and one info when they succeed again;
    further failures at level DEBUG. Only the text of STS's own errors is logged.

    Args:
        call: The AssumeRole call, for the log.
        needs_mfa_code: Whether a person is asked for a code at each attempt.
        ticks: A monotonic clock in seconds.
        jitter: Function that returns a random number from 0 to 1.
    """

    def __init__(
        self,
        call: AssumeRoleCall,
        needs_mfa_code: bool,
        ticks: Callable[[], float],
        jitter: Callable[[], float],
    ) -> None:
        self._call = call
        self._first = _FIRST_PAUSE_WITH_PROMPT if needs_mfa_code else _FIRST_PAUSE
        self._ticks = ticks
        self._jitter = jitter
        self._failures = 0
        self._not_before = float("-inf")

    def may_start(self) -> bool:
        """Return whether the pause since the last failure is over."""
        return self._ticks() >= self._not_before

    def failed(self, error: Exception, current: TimedCredentials) -> None:
        """Record a failure while there are valid credentials."""
        left = current.seconds_left()
        # Shorter pauses towards expiry, so that a recovery of STS is not missed.
        longest = min(_LONGEST_PAUSE, max(_FIRST_PAUSE, left / 4))
        pause = min(
            max(longest, self._first), self._first * 2.0 ** min(self._failures, 16)
        )
        self._not_before = self._ticks() + pause * (0.5 + self._jitter() / 2)
        self._failures += 1
        _logger.log(
            logging.WARNING if self._failures == 1 else logging.DEBUG,
            "Renewing the credentials of %s failed (%s) and is tried again; those at "
            "hand expire in %.0f seconds.",
            self._call,
            loggable(error),
            left,
        )

    def succeeded(self) -> None:
        """Record that there are new credentials."""
        if self._failures:
            _logger.info(
                "The credentials of %s are renewed, after %d failed attempts.",
                self._call,
                self._failures,
            )
        self._failures = 0
        self._not_before = float("-inf")


# Seconds that a caller with valid credentials waits for their renewal.
PATIENCE = 5.0
# Seconds after the renewal of refused credentials in which another refusal causes no
# renewal: newer credentials will not help where new ones did not.
_REFUSAL_PAUSE = 60.0


class RoleCredentials(
    DeferredRefreshableCredentials,  # type: ignore[misc, unused-ignore]
):
    """Credentials of an assumed role that renew themselves.

    - Without credentials, callers wait for one AssumeRole call and share its result.
    - When renewal is advisory (see `TimedCredentials`), a thread that ends with the
      call fetches new credentials; nobody waits.
    - When it is mandatory, callers wait for that thread, but 5 seconds at most.
    - While STS fails, the current credentials are used until they expire, and STS is
      called again after growing pauses.
    - Codes of an MFA device are asked for in a caller's thread, when renewal is
      mandatory.

    All of this replaces botocore's private `_refresh`. Should botocore stop calling
    that, `refresh_needed` and `_fetch_metadata` still work, as its own `_refresh` calls
    them.

    Args:
        fetcher: The fetcher of new credentials.
        method: Name of the provider.
        now: The wall clock.
        ticks: A monotonic clock in seconds.
        jitter: Function that returns a random number from 0 to 1, to spread attempts
            after a failure.
    """

    def __init__(
        self,
        fetcher: CredentialFetcher,
        method: str,
        now: Callable[[], datetime],
        ticks: Callable[[], float],
        jitter: Callable[[], float],
    ) -> None:
        super().__init__(self._fetch_metadata, method, time_fetcher=now)
        # For botocore's own `_refresh`; its lock could stay held after a fork.
        self._refresh_lock = Lock()
        self._fetcher = fetcher
        self._ticks = ticks
        self._flight = SingleFlight()
        self._backoff = RenewalBackoff(
            fetcher.call, fetcher.needs_mfa_code, ticks, jitter
        )
        self._current: TimedCredentials | None = None
        self._replaced_keys: deque[str] = deque(maxlen=8)
        self._refused_at = float("-inf")
        self._is_closed = False

    @property
    def expiry(self) -> datetime | None:
        """The time of expiry by the local clock; None before first use."""
        current = self._current
        return current.expiry if current else None

    @property
    def arn(self) -> str | None:
        """The ARN of the role's session; None before first use."""
        current = self._current
        return current.arn if current else None

    def refresh_needed(self, refresh_in: float | None = None) -> bool:
        """Return whether the credentials expire within a time.

        Args:
            refresh_in: Seconds; None for the time in which renewal is advisory.
        """
        current = self._current
        if current is None:
            return True
        limit = current.advisory_seconds if refresh_in is None else refresh_in
        return current.seconds_left() < limit

    def invalidate(self) -> None:
        """Drop the credentials, here and in the credential cache.

        The next read calls STS.
        """
        current, self._current = self._current, None
        key = current.frozen.access_key if current else None
        if key is not None:
            self._replaced_keys.append(key)
        self._fetcher.stored.forget(key)

    def renew_refused(self, access_key: str) -> bool:
        """Replace credentials that a service has just refused.

        Args:
            access_key: The access key id that was refused.

        Returns:
            Whether there are other credentials now. False if the access key is not of
            this role, and while another call of STS is of no use.

        Raises:
            AssumeRoleError: STS refused.
            BotoCoreError: STS was not reached.
        """
        if access_key in self._replaced_keys:
            return True
        current = self._current
        if current is None or current.frozen.access_key != access_key:
            return False
        if self._must_not_prompt():
            return False
        # In their last seconds a refusal only shows that the clocks differ.
        if current.seconds_left() > PATIENCE and (
            self._ticks() - self._refused_at < _REFUSAL_PAUSE
            or not self._backoff.may_start()
        ):
            return False
        self._fetcher.stored.forget(access_key, only_if_same=True)
        self._flight.run(lambda: self._renew_refused(access_key))
        return access_key in self._replaced_keys

    def close(self) -> None:
        """Start no more threads, and wait up to 5 seconds for a running one.

        The credentials stay usable; callers' threads renew them.
        """
        self._is_closed = True
        self._flight.wait(PATIENCE)

    def __repr__(self) -> str:
        expiry = self.expiry
        state = f"expires {expiry.isoformat()}" if expiry else "not asked for yet"
        return f"{type(self).__name__}({self._fetcher.call}, {state})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"the credentials of {self._fetcher.call} are not pickled or copied: "
            "they are secret. Send the role's ARN, and assume it there."
        )

    def _refresh(self) -> None:
        current = self._current
        urgency = current.urgency() if current else Urgency.EXPIRED
        if urgency is Urgency.NONE:
            return
        if urgency is Urgency.EXPIRED:
            urgency = self._fetch_or_share()
        if urgency is not Urgency.NONE and self._backoff.may_start():
            self._renew_valid(urgency)

    def _fetch_or_share(self) -> Urgency:
        """Fetch credentials in this thread, or share those another thread fetches."""
        if self._must_not_prompt():
            raise RefreshWithMFAUnsupportedError()
        while True:
            before = self._current
            self._flight.run(self._fetch_unless_valid)
            current = self._current
            # The shared attempt may be a hurried renewal that failed; then try again.
            if current is not None and (
                current is not before or current.urgency() is not Urgency.EXPIRED
            ):
                return current.urgency()

    def _renew_valid(self, urgency: Urgency) -> None:
        """Renew credentials that are still valid; failures are logged, never raised."""
        here = self._fetcher.needs_mfa_code or self._is_closed
        if here and (urgency is Urgency.ADVISORY or self._must_not_prompt()):
            return
        self._flight.start(self._renew, here)
        if urgency is Urgency.MANDATORY:
            self._flight.wait(PATIENCE)

    def _must_not_prompt(self) -> bool:
        return self._fetcher.needs_mfa_code and is_background_thread()

    def _fetch_unless_valid(self) -> None:
        current = self._current
        if current is None or current.urgency() is Urgency.EXPIRED:
            stored = self._fetcher.stored.read()
            self._publish(stored or self._fetcher.fetch(hurried=False))

    def _renew(self) -> None:
        # Checked again, as another thread's attempt may have ended meanwhile.
        current = self._current
        if current is None or current.urgency() is Urgency.NONE:
            return
        if not self._backoff.may_start():
            return
        # The failure is logged. Callers whose credentials expired while they shared
        # this attempt get no error either: their next attempt has longer timeouts.
        with suppress(Exception):
            self._replace(current, hurried=True)

    def _renew_refused(self, access_key: str) -> None:
        current = self._current
        if current is not None and current.frozen.access_key == access_key:
            self._replace(current, hurried=False)
            self._refused_at = self._ticks()

    def _replace(self, current: TimedCredentials, hurried: bool) -> None:
        try:
            renewed = self._fetcher.fetch(hurried)
        except Exception as error:
            self._backoff.failed(error, current)
            raise
        self._publish(renewed)

    def _publish(self, renewed: TimedCredentials) -> None:
        old = self._current
        if old is not None:
            self._replaced_keys.append(old.frozen.access_key)
        # The attributes that botocore's getters read. `_current` is last: readers take
        # the others for valid as soon as they see it.
        frozen = renewed.frozen
        self._access_key, self._secret_key = frozen.access_key, frozen.secret_key
        self._token, self._account_id = frozen.token, frozen.account_id
        self._expiry_time = renewed.expiry
        self._frozen_credentials = frozen
        self._current = renewed
        if renewed.urgency() is Urgency.NONE:
            self._backoff.succeeded()

    def _fetch_metadata(self) -> dict[str, Any]:
        """Renew credentials in the way that botocore's own `_refresh` would."""
        fetched = self._fetcher.fetch(hurried=False)
        self._publish(fetched)
        frozen = fetched.frozen
        return {
            "access_key": frozen.access_key,
            "secret_key": frozen.secret_key,
            "token": frozen.token,
            "account_id": frozen.account_id,
            "expiry_time": fetched.expiry.isoformat(),
        }


# From "Common errors" of the services' API references, and S3's list of error codes.
EXPIRED_CODES = frozenset(
    {"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"}
)
# Codes with other causes, too: a wrong clock (EC2 has RequestExpired for expired tokens
# as well), a region that the account has not enabled. The credentials of a role that
# was deleted and created anew are invalid long before they expire.
_DOUBTFUL_CODES = frozenset(
    {
        "RequestExpired",
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "InvalidToken",
    }
)
# A response to HEAD has no body with a code; S3's status for expired tokens is 400.
_HEAD_REFUSED = "400"

_SIGNED_BY = "boto3_extensions_signed_by"
_RETRIED = "boto3_extensions_retried"


def retry_expired_tokens(events: BaseEventHooks, credentials: RoleCredentials) -> None:
    """Register the retry of requests that a service refuses for expired credentials.

    A request is repeated once, signed anew, and not within a minute of new credentials
    that were refused, too. A body that cannot be rewound is not repeated, just as by
    botocore's own retries.

    Args:
        events: An object with botocore's `register`: a botocore session, before it
            makes clients, or the event emitter of a client.
        credentials: The credentials of the role.
    """
    retry = _ExpiredTokenRetry(credentials)
    # botocore's signer is registered for the service, so it runs before this handler.
    events.register(
        "request-created", retry.note_signer, unique_id="boto3-extensions-signed-by"
    )
    events.register(
        "needs-retry", retry.needs_retry, unique_id="boto3-extensions-expired-token"
    )


class _ExpiredTokenRetry:
    """The event handlers of the retry with renewed credentials."""

    def __init__(self, credentials: RoleCredentials) -> None:
        self._credentials = credentials

    def note_signer(self, request: AWSRequest, **_: object) -> None:
        """Store the access key id of a signed request in the context of the request."""
        authorization = request.headers.get("Authorization")
        if authorization:
            request.context[_SIGNED_BY] = _access_key_in(authorization)

    def needs_retry(
        self,
        response: tuple[AWSResponse, dict[str, Any]] | None,
        operation: OperationModel,
        request_dict: Mapping[str, Any],
        **_: object,
    ) -> int | None:
        """Return 0 seconds, botocore's value for a retry at once, or None."""
        if response is None or response[0].status_code < 400:
            return None
        code = response[1].get("Error", {}).get("Code")
        context = request_dict["context"]
        if not _may_be_expired(code, operation) or context.get(_RETRIED):
            return None
        try:
            renewed = self._credentials.renew_refused(context.get(_SIGNED_BY, ""))
        except Exception:
            if code in EXPIRED_CODES:
                raise
            return None
        if not renewed:
            return None
        context[_RETRIED] = True
        return 0


def _access_key_in(authorization: str | bytes) -> str:
    """Return the access key id in `AWS4-... Credential=<id>/...` or `AWS <id>:...`."""
    text = authorization.decode() if isinstance(authorization, bytes) else authorization
    if "Credential=" in text:
        return text.partition("Credential=")[2].partition("/")[0]
    return text.partition("AWS ")[2].partition(":")[0]


def _may_be_expired(code: object, operation: OperationModel) -> bool:
    if code == _HEAD_REFUSED:
        return bool(operation.http.get("method") == "HEAD")
    return code in EXPIRED_CODES or code in _DOUBTFUL_CODES
