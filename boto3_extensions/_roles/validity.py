"""The validity of role credentials by clocks that may be wrong, and their renewal.

STS's own time, in the `Date` of its response, decides when credentials expire. The
difference to the local clock is stored with responses in a credential cache, for the
next process of the same machine.

Credentials that moto's ``mock_aws`` granted within this process are invalid outside of
that mock, and real credentials within a mock (`active_mock`).
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from enum import IntEnum
from typing import Any, NamedTuple

from botocore.credentials import ReadOnlyCredentials
from botocore.utils import parse_timestamp

# AssumeRole's default of DurationSeconds.
DEFAULT_DURATION = 3600
# The key of our entry in the ResponseMetadata of cached responses.
_NOTE = "boto3_extensions"


class Clock(NamedTuple):
    """A wall clock and a monotonic clock in seconds."""

    now: Callable[[], datetime]
    ticks: Callable[[], float]


class Urgency(IntEnum):
    """The urgency of a renewal; "advisory" and "mandatory" are botocore's words."""

    NONE = 0
    ADVISORY = 1
    MANDATORY = 2
    EXPIRED = 3


class TimedCredentials:
    """Credentials of a role with their expiry; the repr does not show them.

    The limits are botocore's for credentials of an hour. In the last 15 minutes, a
    quarter of the lifetime, renewal is advisory: the credentials stay in use meanwhile.
    In the last 10 minutes, a sixth, it is mandatory: they are renewed before they are
    used again. Longer lifetimes have the same 15 and 10 minutes; shorter ones the same
    quarter and sixth, as botocore's limits would span the whole lifetime of 15-minute
    credentials.

    The time left is the lesser by the two clocks. The monotonic clock is right after a
    wall clock was put back, but on some systems it stands still while a machine sleeps;
    the wall clock is right then. A wall clock that was put forward costs one renewal.
    When a mock of AWS begins or ends, no time is left.

    Args:
        frozen: botocore's `ReadOnlyCredentials`.
        seconds: Seconds until they expire.
        lifetime: Seconds from their issue to their expiry.
        arn: ARN of the assumed role's session; None if unknown.
        clock: The clocks.
    """

    __slots__ = (
        "_advisory",
        "_clock",
        "_expires_monotonic",
        "_expires_wall",
        "_mandatory",
        "_mock",
        "arn",
        "frozen",
    )

    def __init__(
        self,
        frozen: ReadOnlyCredentials,
        seconds: float,
        lifetime: float,
        arn: str | None,
        clock: Clock,
    ) -> None:
        self.frozen = frozen
        self.arn = arn
        self._advisory = min(15 * 60, lifetime / 4)
        self._mandatory = min(10 * 60, lifetime / 6)
        self._clock = clock
        self._mock = active_mock(frozen.account_id)
        self._expires_monotonic = clock.ticks() + seconds
        self._expires_wall = clock.now().timestamp() + seconds

    @property
    def expiry(self) -> datetime:
        """The time of expiry by the local wall clock as it was at their issue."""
        return datetime.fromtimestamp(self._expires_wall, timezone.utc)

    @property
    def advisory_seconds(self) -> float:
        """The number of seconds before expiry from which renewal is advisory."""
        return self._advisory

    def seconds_left(self) -> float:
        """Return the seconds until they expire, negative after expiry."""
        if active_mock(self.frozen.account_id) is not self._mock:
            return float("-inf")
        by_monotonic = self._expires_monotonic - self._clock.ticks()
        return min(by_monotonic, self._expires_wall - self._clock.now().timestamp())

    def urgency(self) -> Urgency:
        """Return how urgent a renewal is."""
        left = self.seconds_left()
        if left >= self._advisory:
            return Urgency.NONE
        if left >= self._mandatory:
            return Urgency.ADVISORY
        return Urgency.MANDATORY if left > 0 else Urgency.EXPIRED


def credentials_in(
    response: Mapping[str, Any], clock: Clock, skew: float | None
) -> TimedCredentials:
    """Return the credentials of an AssumeRole response.

    Args:
        response: The response, from STS or from a credential cache.
        clock: The clocks.
        skew: Seconds by which the wall clock is ahead of STS's clock; None for a
            response that has just come, whose own `Date` is the current time.

    Raises:
        KeyError: If a member of the response is missing.
        ValueError: If its times cannot be read.
    """
    granted = response["Credentials"]
    expires = _as_datetime(granted["Expiration"]).timestamp()
    issued = issued_at(response)
    local = clock.now().timestamp()
    seconds = expires - (local - skew if skew is not None else issued or local)
    lifetime = expires - issued if issued else DEFAULT_DURATION
    frozen = ReadOnlyCredentials(
        granted["AccessKeyId"],
        granted["SecretAccessKey"],
        granted["SessionToken"],
        account_of(response),
    )
    arn = (response.get("AssumedRoleUser") or {}).get("Arn")
    return TimedCredentials(frozen, seconds, lifetime, arn, clock)


def clock_skew(response: Mapping[str, Any], clock: Clock) -> float | None:
    """Return the seconds that the wall clock is ahead of a new response's `Date`."""
    issued = issued_at(response)
    return clock.now().timestamp() - issued if issued else None


def with_skew(response: dict[str, Any], skew: float | None) -> dict[str, Any]:
    """Return a response with this machine's clock skew, in seconds, in its metadata."""
    metadata = dict(response.get("ResponseMetadata") or {})
    metadata[_NOTE] = {"Host": platform.node(), "ClockSkew": skew or 0.0}
    return {**response, "ResponseMetadata": metadata}


def stored_skew(response: Mapping[str, Any]) -> float:
    """Return this machine's clock skew from a cached response, in seconds.

    Returns:
        0 for a response that another machine stored, or an older release.
    """
    note = (response.get("ResponseMetadata") or {}).get(_NOTE) or {}
    return float(note["ClockSkew"]) if note.get("Host") == platform.node() else 0.0


def account_of(response: Mapping[str, Any]) -> str | None:
    """Return the account id in a response; None if the response has none."""
    account: str | None = response["Credentials"].get("AccountId")
    arn = (response.get("AssumedRoleUser") or {}).get("Arn") or ""
    parts = arn.split(":")
    return account or (parts[4] if len(parts) > 5 else None)


def issued_at(response: Mapping[str, Any]) -> float | None:
    """Return the `Date` of a response as seconds since 1970; None if missing."""
    headers = (response.get("ResponseMetadata") or {}).get("HTTPHeaders") or {}
    try:
        return parsedate_to_datetime(headers["date"]).timestamp()
    except (KeyError, TypeError, ValueError):
        return None


def active_mock(account_id: str | None) -> object:
    """Return the state of moto's active mock, as an object to compare by identity.

    It is the same object as long as the mock knows the credentials that it granted.

    Args:
        account_id: Account of the role, whose state in the mock counts; None for the
            mock as a whole.

    Returns:
        None while no mock is active.
    """
    # Not imported: without moto in this process there is no mock.
    models = sys.modules.get("moto.core.models")
    if models is None:
        return None
    stubber = getattr(models, "botocore_stubber", None)
    if not getattr(stubber, "enabled", False):
        return None
    # An account's state is made at its first use, and dropped at a reset.
    accounts = getattr(sys.modules.get("moto.sts.models"), "sts_backends", None)
    state = dict.get(accounts, account_id) if isinstance(accounts, dict) else None
    return stubber if state is None else state


def _as_datetime(value: str | datetime) -> datetime:
    # In files of botocore and the AWS CLI a datetime is text.
    """Return a time from a response, parsed if it is text, with a time zone."""
    moment: datetime = parse_timestamp(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
