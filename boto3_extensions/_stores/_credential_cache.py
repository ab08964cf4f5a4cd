"""What stores of role credentials have in common: keys, format, and expiry.

The format is that of botocore's `JSONFileCache`, and so of the AWS CLI: the answer of
AssumeRole as JSON, under the key botocore's `AssumeRoleCredentialFetcher` computes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timezone
from typing import Any, Protocol

from dateutil.parser import parse

from boto3_extensions.exceptions import CredentialCacheError, InvalidCacheKeyError

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,199}", re.ASCII)
_PARTS = ("AccessKeyId", "SecretAccessKey", "SessionToken")
# The AWS CLI writes UTC by its name, where ISO 8601 has a Z.
_TIME_FORMAT = "%Y-%m-%dT%H:%M:%SUTC"


class CredentialCache(Protocol):
    """What `credential_cache=` takes: role credentials, kept where others find them.

    `FileCredentialCache` and `RedisCredentialCache` are such stores. botocore's
    `JSONFileCache` and a plain dict will do as well: `lock` may be missing, and then
    processes that need one role at the same moment each ask STS for it.
    """

    def __contains__(self, key: object, /) -> bool:
        """Return whether there is an entry."""

    def __getitem__(self, key: str, /) -> dict[str, Any]:
        """Return the answer of AssumeRole kept under this key, or raise KeyError.

        It may have expired: who reads it has to look.
        """

    def __setitem__(self, key: str, response: Mapping[str, Any], /) -> None:
        """Keep an answer of AssumeRole."""

    def __delitem__(self, key: str, /) -> None:
        """Forget an entry, or raise KeyError."""

    def lock(self, key: str, /) -> AbstractContextManager[bool]:
        """Keep others from fetching what belongs under this key, for a bounded time.

        The value is whether the lock is held: a broken store holds up nobody.
        """


def check_key(key: object) -> str:
    """Return a key that is safe as a part of a file name.

    botocore's keys are SHA-1 sums in hexadecimal.

    Args:
        key: What was given as the key of an entry.

    Raises:
        InvalidCacheKeyError: For anything but up to 200 letters, digits, `_`, `.` and
            `-`, of which the first is a letter or digit.
    """
    if isinstance(key, str) and _KEY.fullmatch(key):
        return key
    raise InvalidCacheKeyError(
        "the key of a credential cache is 1 to 200 ASCII letters, digits, '_', '.' or "
        "'-', and begins with a letter or digit; this one is not"
    )


def to_json(response: Mapping[str, Any]) -> str:
    """Return an answer of AssumeRole in the AWS CLI's format.

    Raises:
        CredentialCacheError: If it holds what JSON cannot; it is not shown.
    """
    try:
        return json.dumps(response, default=_written)
    except (TypeError, ValueError) as error:
        reason = f"an answer of AssumeRole cannot be kept as JSON: {error}"
    # Outside the handler: a traceback with the locals of `dumps` would show secrets.
    raise CredentialCacheError(reason)


def from_json(text: str | bytes) -> dict[str, Any] | None:
    """Return the answer of AssumeRole that a text holds, or None if it holds none."""
    try:
        response = json.loads(text)
    except ValueError:
        return None
    return response if expiration(response) is not None else None


def expiration(response: Any) -> datetime | None:
    """Return when credentials end, or None for what is no answer of AssumeRole."""
    credentials = response.get("Credentials") if isinstance(response, Mapping) else None
    if not isinstance(credentials, Mapping):
        return None
    if not all(isinstance(credentials.get(part), str) for part in _PARTS):
        return None
    return _moment(credentials.get("Expiration"))


def expired(response: Mapping[str, Any], now: datetime) -> bool:
    """Return whether credentials have ended by the clock given."""
    end = expiration(response)
    return end is None or end <= now


def seconds_to_keep(response: Mapping[str, Any], now: datetime) -> float:
    """Return how long an answer just come is good; the clock counts if it has no date.

    Args:
        response: The answer of AssumeRole.
        now: The time by the local clock, which may be wrong.
    """
    end = expiration(response)
    headers = (response.get("ResponseMetadata") or {}).get("HTTPHeaders") or {}
    date = _moment(headers.get("date")) or now
    return 0.0 if end is None else (end - date).total_seconds()


def utc_now() -> datetime:
    """Return the time of the local clock."""
    return datetime.now(timezone.utc)


def _moment(value: Any) -> datetime | None:
    if isinstance(value, str):
        try:
            value = parse(value)
        except (ValueError, OverflowError):
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=timezone.utc)


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
        return moment.astimezone(timezone.utc).strftime(_TIME_FORMAT)
    raise TypeError(f"{type(value).__name__} is no JSON type")
