"""Whether an answer of AssumeRole can be one: whole, about the role, and not for years.

A proxy, an emulator or a broken clock answers otherwise now and then. What such an
answer says is neither believed nor left to fail somewhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

# The most that STS grants (API reference of AssumeRole, DurationSeconds), in seconds.
LONGEST = 43200
# By how much clocks may differ that are set by the same time.
TOLERANCE = 60.0

_PARTS = ("AccessKeyId", "SecretAccessKey", "SessionToken")


class AnswerFault(ValueError):
    """An answer that cannot be one of STS about the role; shows no secret."""


def checked_answer(
    response: Any, role_arn: str, asked: int | None, now: datetime
) -> dict[str, Any]:
    """Return an answer of AssumeRole, its times made sane, or refuse it.

    Of the answer's `Date` and the local clock, the one counts by which the credentials
    last as long as STS can grant; a `Date` that cannot be right is left out. A life
    longer than that is cut.

    Args:
        response: The answer, as botocore parsed it.
        role_arn: The role that was asked for.
        asked: The DurationSeconds that were asked for; None for none.
        now: The local time.

    Raises:
        AnswerFault: If a part is missing, empty or not what it should be, or the answer
            is about another role.
    """
    if not isinstance(response, Mapping):
        raise AnswerFault("it is empty")
    granted = response.get("Credentials")
    if not isinstance(granted, Mapping):
        raise AnswerFault("it has no Credentials")
    for part in _PARTS:
        if not isinstance(granted.get(part), str) or not granted[part].strip():
            raise AnswerFault(f"its {part} is missing or empty")
    expires = granted.get("Expiration")
    if not isinstance(expires, datetime) or expires.tzinfo is None:
        raise AnswerFault("its Expiration is missing, or no time")
    if fault := fault_of_role(response, role_arn):
        raise AnswerFault(fault)
    return _with_sane_times(response, expires, asked, now)


def fault_of_role(response: Mapping[str, Any], role_arn: str) -> str | None:
    """Tell why an answer is not about a role; None if it is.

    STS names who one is now: ``arn:aws:sts::account:assumed-role/name/session``, with
    the name of the role and without its path.
    """
    told = response.get("AssumedRoleUser")
    arn = told.get("Arn") if isinstance(told, Mapping) else None
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
    asked_for = role.rpartition("/")[2]
    # IAM keeps the case of names, and has no two that differ in nothing else.
    if kind != "assumed-role" or name.split("/")[0].lower() != asked_for.lower():
        return f"it is about {parts[5]!r}, not a session of role {asked_for!r}"
    return None


def _with_sane_times(
    response: Mapping[str, Any], expires: datetime, asked: int | None, now: datetime
) -> dict[str, Any]:
    sane = dict(response)
    date = _date_of(response)
    issued = now if date is None else date
    if date is not None and not _can_be(expires, date):
        by_local = _seconds(expires, now)
        by_date = _seconds(expires, date)
        if min(by_local, by_date) <= 0 < LONGEST + TOLERANCE < max(by_local, by_date):
            raise AnswerFault(
                f"its Expiration, {expires.isoformat()}, is over by one clock and "
                f"years away by the other: its Date is {date.isoformat()}, here it is "
                f"{now.isoformat()}"
            )
        if max(by_local, by_date) > 0:
            sane = _without_date(response)
            issued = now
    longest = LONGEST if asked is None else min(asked, LONGEST)
    if _seconds(expires, issued) > longest + TOLERANCE:
        ends = datetime.fromtimestamp(issued.timestamp() + longest, expires.tzinfo)
        sane["Credentials"] = {**response["Credentials"], "Expiration": ends}
    return sane


def _can_be(expires: datetime, issued: datetime) -> bool:
    return 0 < _seconds(expires, issued) <= LONGEST + TOLERANCE


def _seconds(expires: datetime, issued: datetime) -> float:
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
