"""Which mock of AWS this process is in: credentials of one are none of another.

moto's ``mock_aws`` answers STS within the process. What it granted names nobody in the
next mock, nor at AWS, so credentials are good only in the mock they came from.

How long credentials are good, told by clocks that may be wrong.
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


def mock_for(account_id: str | None) -> object:
    """Return what is the same object as long as a mock keeps what it granted.

    Args:
        account_id: Account of the role, whose state in the mock is looked for.

    Returns:
        None while no mock is on.
    """
    # Looked up, not imported: without moto there is no mock, and this costs nothing.
    models = sys.modules.get("moto.core.models")
    if models is None:
        return None
    stubber = getattr(models, "botocore_stubber", None)
    if not getattr(stubber, "enabled", False):
        return None
    # The state of an account is made at its first use, and dropped at a reset.
    accounts = getattr(sys.modules.get("moto.sts.models"), "sts_backends", None)
    state = dict.get(accounts, account_id) if isinstance(accounts, dict) else None
    return stubber if state is None else state


# What AssumeRole grants unless it is asked for another duration, in seconds.
DEFAULT_DURATION = 3600
# What we add to the ResponseMetadata of an answer that goes into a credential cache.
_NOTE = "boto3_extensions"


class Clock(NamedTuple):
    """The two clocks: one that tells the time and one that only ever goes forward."""

    now: Callable[[], datetime]
    ticks: Callable[[], float]


class Due(IntEnum):
    """How urgent it is to renew credentials."""

    NO = 0
    SOON = 1
    NOW = 2
    EXPIRED = 3


class Lease:
    """Credentials and how long they are good; its repr does not show them.

    Renewal is due as botocore has it for credentials of an hour: in the last 15
    minutes, a quarter of their life, while they go on being used ("advisory"), and in
    the last 10 minutes, a sixth, before they are used again ("mandatory"). Longer lives
    have the same 15 and 10 minutes; shorter ones the same quarter and sixth, as
    botocore's windows would span the whole life of 15-minute credentials.

    What is left is what either clock says, whichever says less: the ticks know nothing
    of a wall clock that was put back, and some stand still while a machine sleeps; the
    wall clock then jumps. A wall clock that is merely put forward costs one renewal.
    Nothing is left once a mock of AWS begins or ends: they are of the one or the other.

    Args:
        credentials: botocore's frozen credentials.
        seconds: How long they are good from now on.
        lifetime: How long they were good when they were issued, in seconds.
        arn: Who one is with them; None if unknown.
        clock: What time is told by.
    """

    __slots__ = (
        "_clock",
        "_ends_at",
        "_ends_on",
        "_mock",
        "_now",
        "_soon",
        "arn",
        "credentials",
    )

    def __init__(
        self,
        credentials: Any,
        seconds: float,
        lifetime: float,
        arn: str | None,
        clock: Clock,
    ) -> None:
        self.credentials = credentials
        self.arn = arn
        self._soon = min(15 * 60, lifetime / 4)
        self._now = min(10 * 60, lifetime / 6)
        self._clock = clock
        self._mock = mock_for(credentials.account_id)
        self._ends_at = clock.ticks() + seconds
        self._ends_on = clock.now().timestamp() + seconds

    @property
    def expiry(self) -> datetime:
        """When they expire, by the local wall clock as it was when they came."""
        return datetime.fromtimestamp(self._ends_on, timezone.utc)

    @property
    def advisory_seconds(self) -> float:
        """With fewer seconds left than this, renewal is due."""
        return self._soon

    def seconds_left(self) -> float:
        """Return how long they are still good; negative once they are not."""
        if mock_for(self.credentials.account_id) is not self._mock:
            return float("-inf")
        by_ticks = self._ends_at - self._clock.ticks()
        return min(by_ticks, self._ends_on - self._clock.now().timestamp())

    def due(self) -> Due:
        """Return how urgent it is to renew them."""
        left = self.seconds_left()
        if left >= self._soon:
            return Due.NO
        if left >= self._now:
            return Due.SOON
        return Due.NOW if left > 0 else Due.EXPIRED


def lease_of(response: Mapping[str, Any], clock: Clock, skew: float | None) -> Lease:
    """Return what an answer of AssumeRole grants.

    Args:
        response: The answer, fresh or out of a cache.
        clock: What time is told by.
        skew: Seconds by which the wall clock is ahead of STS's; None for an answer that
            has just come, whose own `Date` tells the time.

    Raises:
        KeyError: If the answer lacks a part.
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
    return Lease(frozen, seconds, lifetime, arn, clock)


def skew_of(response: Mapping[str, Any], clock: Clock) -> float | None:
    """Return by how many seconds the wall clock is ahead of an answer just come."""
    issued = issued_at(response)
    return clock.now().timestamp() - issued if issued else None


def with_skew(response: dict[str, Any], skew: float | None) -> dict[str, Any]:
    """Return an answer with a note of this machine's skew, for its next process."""
    metadata = dict(response.get("ResponseMetadata") or {})
    metadata[_NOTE] = {"Host": platform.node(), "ClockSkew": skew or 0.0}
    return {**response, "ResponseMetadata": metadata}


def noted_skew(response: Mapping[str, Any]) -> float:
    """Return the skew of this machine that an answer notes; 0 for another machine's."""
    note = (response.get("ResponseMetadata") or {}).get(_NOTE) or {}
    return float(note["ClockSkew"]) if note.get("Host") == platform.node() else 0.0


def account_of(response: Mapping[str, Any]) -> str | None:
    """Return the account that the credentials of an answer belong to, if it tells."""
    account: str | None = response["Credentials"].get("AccountId")
    arn = (response.get("AssumedRoleUser") or {}).get("Arn") or ""
    parts = arn.split(":")
    return account or (parts[4] if len(parts) > 5 else None)


def issued_at(response: Mapping[str, Any]) -> float | None:
    """Return when STS gave an answer, by its own clock, if the answer tells."""
    headers = (response.get("ResponseMetadata") or {}).get("HTTPHeaders") or {}
    try:
        return parsedate_to_datetime(headers["date"]).timestamp()
    except (KeyError, TypeError, ValueError):
        return None


def _as_datetime(value: Any) -> datetime:
    # Files have what botocore, or the AWS CLI, made of a datetime.
    read: datetime = parse_timestamp(value) if isinstance(value, str) else value
    return read if read.tzinfo else read.replace(tzinfo=timezone.utc)
