"""Checks of AssumeRole responses: complete, about the role, and of a possible lifetime.

A proxy, an emulator or a wrong clock now and then returns a response that STS would
not. It is refused here, with the reason, instead of causing an error elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

# The longest lifetime that STS grants, in seconds (API reference of AssumeRole,
# DurationSeconds).
LONGEST = 43200
# The difference of synchronized clocks to allow for, in seconds.
TOLERANCE = 60.0

_STRINGS = ("AccessKeyId", "SecretAccessKey", "SessionToken")


class InvalidResponseError(ValueError):
    """A response that cannot be STS's for the role; the message shows no secret."""


def checked_response(
    response: object, role_arn: str, duration: int | None, now: datetime
) -> dict[str, Any]:
    """Check an AssumeRole response, and correct impossible times in it.

    Expiration is compared with the response's `Date` and with the local clock. The
    clock counts by which the credentials live no longer than STS can grant; an
    impossible `Date` is removed from the response. A longer lifetime is cut.

    Args:
        response: The response, as botocore parsed it.
        role_arn: The role of the request.
        duration: The DurationSeconds of the request; None if missing.
        now: The local time.

    Returns:
        The response, or a corrected copy.

    Raises:
        InvalidResponseError: If a member is missing, empty or of a wrong type, or the
            response is about another role.
    """
    if not isinstance(response, Mapping):
        raise InvalidResponseError("it is empty")
    granted = response.get("Credentials")
    if not isinstance(granted, Mapping):
        raise InvalidResponseError("it has no Credentials")
    for member in _STRINGS:
        if not isinstance(granted.get(member), str) or not granted[member].strip():
            raise InvalidResponseError(f"its {member} is missing or empty")
    expires = granted.get("Expiration")
    if not isinstance(expires, datetime) or expires.tzinfo is None:
        raise InvalidResponseError("its Expiration is missing, or no time")
    if fault := role_mismatch(response, role_arn):
        raise InvalidResponseError(fault)
    return _with_possible_times(response, expires, duration, now)


def role_mismatch(response: Mapping[str, Any], role_arn: str) -> str | None:
    """Return the reason why a response is about another role; None if it is not.

    The ARN of AssumedRoleUser is ``arn:aws:sts::account:assumed-role/name/session``,
    with the name of the role and without its path.
    """
    user = response.get("AssumedRoleUser")
    arn = user.get("Arn") if isinstance(user, Mapping) else None
    if not isinstance(arn, str) or not arn:
        return "its AssumedRoleUser is missing or empty"
    _, partition, _, _, account, role = role_arn.split(":", 5)
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn" or parts[2] != "sts":
        return "the Arn of its AssumedRoleUser is no ARN of STS"
    if parts[4] != account:
        return f"it is about account {parts[4] or 'nobody'}, not {account}"
    if parts[1] != partition:
        return f"it is about partition {parts[1] or 'none'}, not {partition}"
    kind, _, name = parts[5].partition("/")
    role_name = role.rpartition("/")[2]
    # IAM has no two names that differ in case only.
    if kind != "assumed-role" or name.split("/")[0].lower() != role_name.lower():
        return f"it is about {parts[5]!r}, not a session of role {role_name!r}"
    return None


def _with_possible_times(
    response: Mapping[str, Any], expires: datetime, duration: int | None, now: datetime
) -> dict[str, Any]:
    corrected = dict(response)
    date = _date_of(response)
    issued = now if date is None else date
    if date is not None and not _is_possible(expires, date):
        by_local = _seconds_between(expires, now)
        by_date = _seconds_between(expires, date)
        if min(by_local, by_date) <= 0 < LONGEST + TOLERANCE < max(by_local, by_date):
            raise InvalidResponseError(
                f"its Expiration, {expires.isoformat()}, is over by one clock and "
                f"years away by the other: its Date is {date.isoformat()}, here it is "
                f"{now.isoformat()}"
            )
        if max(by_local, by_date) > 0:
            corrected = _without_date(response)
            issued = now
    longest = LONGEST if duration is None else min(duration, LONGEST)
    if _seconds_between(expires, issued) > longest + TOLERANCE:
        ends = datetime.fromtimestamp(issued.timestamp() + longest, expires.tzinfo)
        corrected["Credentials"] = {**response["Credentials"], "Expiration": ends}
    return corrected


def _is_possible(expires: datetime, issued: datetime) -> bool:
    return 0 < _seconds_between(expires, issued) <= LONGEST + TOLERANCE


def _seconds_between(expires: datetime, issued: datetime) -> float:
    return expires.timestamp() - issued.timestamp()


def _date_of(response: Mapping[str, Any]) -> datetime | None:
    try:
        headers = response["ResponseMetadata"]["HTTPHeaders"]
        return parsedate_to_datetime(headers["date"])
    except (KeyError, TypeError, ValueError):
        return None


def _without_date(response: Mapping[str, Any]) -> dict[str, Any]:
    metadata = response["ResponseMetadata"]
    headers = {k: v for k, v in metadata["HTTPHeaders"].items() if k != "date"}
    return {**response, "ResponseMetadata": {**metadata, "HTTPHeaders": headers}}
