"""One attempt at a time, whose outcome everybody who waits for it shares.

When to try again after a failed renewal, and what the log hears of it.

Credentials of a role that renew themselves, through bad days, too.

One more try, with new credentials, for what a service refused as expired.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from botocore.credentials import DeferredRefreshableCredentials
from botocore.exceptions import RefreshWithMFAUnsupportedError

from boto3_extensions._foundation.concurrency import Lock, SingleFlight, in_background
from boto3_extensions._roles.sts import Attempted, brief
from boto3_extensions._roles.validity import Due, Lease

if TYPE_CHECKING:
    from boto3_extensions._roles.provider import RoleFetcher


_logger = logging.getLogger(__name__)

# Seconds: the first pause, and the longest.
_FIRST, _LONGEST = 1.0, 60.0
# A person who mistyped a code, or is away, is not asked again at once.
_FIRST_FOR_PEOPLE = 60.0


class Renewals:
    """Space failed renewals out: a pause doubles with each failure, and is jittered.

    One warning when an episode of failures begins, one info when it is over; what is in
    between is for the level DEBUG. No text of errors but what STS said.

    Args:
        attempted: What is renewed, for the log.
        asks_a_person: Whether an attempt asks a person for a code.
        ticks: A clock in seconds that only ever goes forward.
        jitter: What gives a number from 0 to 1.
    """

    def __init__(
        self,
        attempted: Attempted,
        asks_a_person: bool,
        ticks: Callable[[], float],
        jitter: Callable[[], float],
    ) -> None:
        self._attempted = attempted
        self._first = _FIRST_FOR_PEOPLE if asks_a_person else _FIRST
        self._ticks = ticks
        self._jitter = jitter
        self._failures = 0
        self._not_before = float("-inf")

    def may_start(self) -> bool:
        """Tell whether the pause since the last failure is over."""
        return self._ticks() >= self._not_before

    def failed(self, error: Exception, lease: Lease) -> None:
        """Note a failure while there are credentials to go on with."""
        left = lease.seconds_left()
        # Towards the end the pauses shorten, so that no recovery of STS is missed.
        longest = min(_LONGEST, max(_FIRST, left / 4))
        pause = min(
            max(longest, self._first), self._first * 2.0 ** min(self._failures, 16)
        )
        self._not_before = self._ticks() + pause * (0.5 + self._jitter() / 2)
        self._failures += 1
        _logger.log(
            logging.WARNING if self._failures == 1 else logging.DEBUG,
            "Renewing the credentials of %s failed (%s) and is tried again; those at "
            "hand expire in %.0f seconds.",
            self._attempted,
            brief(error),
            left,
        )

    def succeeded(self) -> None:
        """Note that there are new credentials."""
        if self._failures:
            _logger.info(
                "The credentials of %s are renewed, after %d failed attempts.",
                self._attempted,
                self._failures,
            )
        self._failures = 0
        self._not_before = float("-inf")


# Seconds that a caller with good credentials waits for better ones before it goes on.
PATIENCE = 5.0
# Seconds that credentials must have been in use before a second refusal in a row by a
# service renews them, too: what new credentials do not mend, newer ones will not.
_TRUSTED_AFTER = 60.0


class RoleCredentials(
    DeferredRefreshableCredentials,  # type: ignore[misc, unused-ignore]
):
    """The credentials of a role, renewed before they expire.

    - Without credentials, callers wait for one AssumeRole call and share its outcome.
    - When renewal is due (`Lease` says when), a thread that lives as long as the call
      gets new ones; nobody waits.
    - When it is urgent, callers wait for that thread, but 5 seconds at most.
    - While STS fails, the credentials at hand are served until they really expire, and
      STS is asked now and then.
    - Codes of an MFA device are asked for in a caller's thread, when it is urgent.

    botocore gets at all of this by `_refresh`, which is private. Without that, its own
    `_refresh` would do: `refresh_needed` and `_fetch_metadata` are what it lives on.

    Args:
        fetcher: What gets credentials.
        method: Name of the provider.
        now: The wall clock.
        ticks: A clock in seconds that only ever goes forward.
        jitter: What gives a number from 0 to 1, to spread attempts after a failure.
    """

    def __init__(
        self,
        fetcher: RoleFetcher,
        method: str,
        now: Callable[[], datetime],
        ticks: Callable[[], float],
        jitter: Callable[[], float],
    ) -> None:
        super().__init__(self._fetch_metadata, method, time_fetcher=now)
        # Botocore's is used by its own `_refresh` alone, and would be left held.
        self._refresh_lock = Lock()
        self._fetcher = fetcher
        self._ticks = ticks
        self._flight = SingleFlight()
        self._renewals = Renewals(
            fetcher.attempted, fetcher.asks_a_person, ticks, jitter
        )
        self._lease: Lease | None = None
        self._replaced: deque[str] = deque(maxlen=8)
        self._refused_at = float("-inf")
        self._is_closed = False

    @property
    def expiry(self) -> datetime | None:
        """When the credentials expire, by the local clock; None before first use."""
        lease = self._lease
        return lease.expiry if lease else None

    @property
    def arn(self) -> str | None:
        """Who one is with the credentials; None before first use."""
        lease = self._lease
        return lease.arn if lease else None

    def refresh_needed(self, refresh_in: float | None = None) -> bool:
        """Tell whether fewer seconds are left than given, or than renewal takes."""
        lease = self._lease
        if lease is None:
            return True
        limit = lease.advisory_seconds if refresh_in is None else refresh_in
        return lease.seconds_left() < limit

    def invalidate(self) -> None:
        """Drop the credentials, here and in the credential cache.

        The next read asks STS.
        """
        lease, self._lease = self._lease, None
        key = lease.credentials.access_key if lease else None
        if key is not None:
            self._replaced.append(key)
        self._fetcher.stored.forget(key)

    def renew_refused(self, access_key: str) -> bool:
        """Get others than those which a service has just refused.

        Args:
            access_key: The access key id that was refused.

        Returns:
            Whether there are others now. False for credentials that are not of this
            role, and when there is no use in asking STS again yet.

        Raises:
            AssumeRoleError: STS refused.
            BotoCoreError: STS was not reached.
        """
        if access_key in self._replaced:
            return True
        lease = self._lease
        if lease is None or lease.credentials.access_key != access_key:
            return False
        if self._must_not_ask():
            return False
        # In their last seconds a refusal is no surprise, but what clocks differ by.
        if lease.seconds_left() > PATIENCE and (
            self._ticks() - self._refused_at < _TRUSTED_AFTER
            or not self._renewals.may_start()
        ):
            return False
        self._fetcher.stored.forget(access_key, only_if_same=True)
        self._flight.run(lambda: self._renew_refused(access_key))
        return access_key in self._replaced

    def close(self) -> None:
        """Start no more threads, and wait for the one at work, 5 seconds at most.

        The credentials stay in use, and are renewed in the threads of who uses them.
        """
        self._is_closed = True
        self._flight.wait(PATIENCE)

    def __repr__(self) -> str:
        expiry = self.expiry
        state = f"expires {expiry.isoformat()}" if expiry else "not asked for yet"
        return f"{type(self).__name__}({self._fetcher.attempted}, {state})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"the credentials of {self._fetcher.attempted} are not pickled or copied: "
            "they are secret. Send the role's ARN, and assume it there."
        )

    def _refresh(self) -> None:
        lease = self._lease
        due = lease.due() if lease else Due.EXPIRED
        if due is Due.NO:
            return
        if due is Due.EXPIRED:
            due = self._obtain()
        if due is not Due.NO and self._renewals.may_start():
            self._renew_in_time(due)

    def _obtain(self) -> Due:
        """Get credentials in this thread, or share those that another one gets."""
        if self._must_not_ask():
            raise RefreshWithMFAUnsupportedError()
        while True:
            before = self._lease
            self._flight.run(self._get_any)
            lease = self._lease
            # What was shared may be a hurried renewal that failed: then once more.
            if lease is not None and (
                lease is not before or lease.due() is not Due.EXPIRED
            ):
                return lease.due()

    def _renew_in_time(self, due: Due) -> None:
        """Renew credentials that are still good; never raise."""
        here = self._fetcher.asks_a_person or self._is_closed
        if here and (due is Due.SOON or self._must_not_ask()):
            return
        self._flight.start(self._renew, here)
        if due is Due.NOW:
            self._flight.wait(PATIENCE)

    def _must_not_ask(self) -> bool:
        return self._fetcher.asks_a_person and in_background()

    def _get_any(self) -> None:
        lease = self._lease
        if lease is None or lease.due() is Due.EXPIRED:
            stored = self._fetcher.stored.read()
            self._publish(stored or self._fetcher.fetch(hurried=False))

    def _renew(self) -> None:
        # Looked at again: who came late finds the attempt of another one just over.
        lease = self._lease
        if lease is None or lease.due() is Due.NO or not self._renewals.may_start():
            return
        # Noted by now; and no error for who shares this attempt because the
        # credentials have expired meanwhile, and asks with more patience next.
        with suppress(Exception):
            self._replace(lease, hurried=True)

    def _renew_refused(self, access_key: str) -> None:
        lease = self._lease
        if lease is not None and lease.credentials.access_key == access_key:
            self._replace(lease, hurried=False)
            self._refused_at = self._ticks()

    def _replace(self, lease: Lease, hurried: bool) -> None:
        try:
            renewed = self._fetcher.fetch(hurried)
        except Exception as error:
            self._renewals.failed(error, lease)
            raise
        self._publish(renewed)

    def _publish(self, lease: Lease) -> None:
        old = self._lease
        if old is not None:
            self._replaced.append(old.credentials.access_key)
        # Where botocore's getters look. The lease comes last: it tells a reader that
        # what it finds there is good.
        frozen = lease.credentials
        self._access_key, self._secret_key = frozen.access_key, frozen.secret_key
        self._token, self._account_id = frozen.token, frozen.account_id
        self._expiry_time = lease.expiry
        self._frozen_credentials = frozen
        self._lease = lease
        if lease.due() is Due.NO:
            self._renewals.succeeded()

    def _fetch_metadata(self) -> dict[str, Any]:
        """Renew the way botocore asks for it, should it ever not use `_refresh`."""
        lease = self._fetcher.fetch(hurried=False)
        self._publish(lease)
        frozen = lease.credentials
        return {
            "access_key": frozen.access_key,
            "secret_key": frozen.secret_key,
            "token": frozen.token,
            "account_id": frozen.account_id,
            "expiry_time": lease.expiry.isoformat(),
        }


# "Common errors" of the services' API references, and S3's list of error codes.
EXPIRED_CODES = frozenset(
    {"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"}
)
# What may have other reasons: a clock (EC2's RequestExpired is also its word for an
# expired token), a region that the account has not enabled. A role that was deleted and
# made anew makes its old credentials invalid, long before they expire.
_DOUBTFUL_CODES = frozenset(
    {
        "RequestExpired",
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "InvalidToken",
    }
)
# The answer to HEAD has no body that would tell the code; S3 says 400 for expired.
_HEAD_REFUSED = "400"

_SIGNED_BY = "boto3_extensions_signed_by"
_RETRIED = "boto3_extensions_retried"


def retry_expired_tokens(events: Any, credentials: RoleCredentials) -> None:
    """Repeat requests that a service refuses as signed with expired credentials.

    Once per request, and not within a minute of new credentials that were refused, too.
    The request is signed anew; a body that cannot be rewound is no more repeated than
    by botocore's own retries.

    Args:
        events: What has botocore's `register`: a botocore session, before it makes
            clients, or the events of one client.
        credentials: The credentials of the role.
    """
    retry = _ExpiredTokenRetry(credentials)
    # The signer is registered for the service, so it comes before this one.
    events.register(
        "request-created", retry.note_signer, unique_id="boto3-extensions-signed-by"
    )
    events.register(
        "needs-retry", retry.needs_retry, unique_id="boto3-extensions-expired-token"
    )


class _ExpiredTokenRetry:
    def __init__(self, credentials: RoleCredentials) -> None:
        self._credentials = credentials

    def note_signer(self, request: Any, **_: Any) -> None:
        """Keep the access key id that a request was signed with, and nothing else."""
        authorization = request.headers.get("Authorization")
        if authorization:
            request.context[_SIGNED_BY] = _access_key_in(authorization)

    def needs_retry(
        self, response: Any, operation: Any, request_dict: Any, **_: Any
    ) -> int | None:
        """Return 0 seconds, botocore's way of saying "again, at once", or None."""
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


def _may_be_expired(code: Any, operation: Any) -> bool:
    if code == _HEAD_REFUSED:
        return bool(operation.http.get("method") == "HEAD")
    return code in EXPIRED_CODES or code in _DOUBTFUL_CODES
