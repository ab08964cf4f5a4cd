"""The stored form of AssumeRole responses: keys, JSON and expiry, common to all stores.

The format is that of botocore's `JSONFileCache`, and so of the AWS CLI: the response as
JSON, under the key that botocore's `AssumeRoleCredentialFetcher` computes. Responses of
an emulator, or of any STS that is not AWS's own, have the endpoint in their key and are
found again with the same endpoint only (`key_for_endpoint`).

A process also keeps a list of entries that it was told to forget, in case a store
returns them all the same, as a Redis does that was restored or whose replica lags
behind.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

import botocore.session
from dateutil.parser import parse

from boto3_extensions.exceptions import CredentialCacheError, InvalidCacheKeyError


class CredentialCache(Protocol):
    """The interface of `credential_cache=`: a store of AssumeRole responses.

    `FileCredentialCache` and `RedisCredentialCache` are such stores. botocore's
    `JSONFileCache` and a dict are allowed, too: without `lock`, processes that need a
    role at the same moment each call STS for it.
    """

    def __contains__(self, key: object, /) -> bool:
        """Return whether there is an entry."""

    def __getitem__(self, key: str, /) -> dict[str, Any]:
        """Return the AssumeRole response stored under a key, or raise KeyError.

        The response may have expired, which the caller has to check.
        """

    def __setitem__(self, key: str, response: Mapping[str, Any], /) -> None:
        """Store an AssumeRole response."""

    def __delitem__(self, key: str, /) -> None:
        """Remove an entry, or raise KeyError."""

    def lock(self, key: str, /) -> AbstractContextManager[bool]:
        """Hold the lock of an entry, for a bounded time, as a context manager.

        Its value is whether the lock is held: a broken store blocks nobody.
        """


_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,199}", re.ASCII)
_STRINGS = ("AccessKeyId", "SecretAccessKey", "SessionToken")
# The AWS CLI writes `UTC` where ISO 8601 has a Z.
_TIME_FORMAT = "%Y-%m-%dT%H:%M:%SUTC"


def check_key(key: object) -> str:
    """Return a key that is safe as a part of a file name.

    botocore's keys are SHA-1 hashes in hexadecimal.

    Args:
        key: The key of an entry as the caller gave it.

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
    """Return an AssumeRole response as JSON in the AWS CLI's format.

    Raises:
        CredentialCacheError: If a value has no JSON form; the message does not show it.
    """
    try:
        return json.dumps(response, default=_json_time)
    except (TypeError, ValueError) as error:
        reason = f"an answer of AssumeRole cannot be kept as JSON: {error}"
    # Outside the handler: a traceback with the locals of `dumps` would show secrets.
    raise CredentialCacheError(reason)


def from_json(text: str | bytes) -> dict[str, Any] | None:
    """Return the AssumeRole response in a JSON text; None if it has none."""
    try:
        response = json.loads(text)
    except ValueError:
        return None
    return response if expiration(response) is not None else None


def expiration(response: object) -> datetime | None:
    """Return the expiry of an AssumeRole response; None for other objects."""
    credentials = response.get("Credentials") if isinstance(response, Mapping) else None
    if not isinstance(credentials, Mapping):
        return None
    if not all(isinstance(credentials.get(name), str) for name in _STRINGS):
        return None
    return _as_time(credentials.get("Expiration"))


def expired(response: Mapping[str, Any], now: datetime) -> bool:
    """Return whether the credentials of a response have expired by a clock."""
    end = expiration(response)
    return end is None or end <= now


def seconds_to_keep(response: Mapping[str, Any], now: datetime) -> float:
    """Return the lifetime in seconds of a response that has just come.

    Args:
        response: The AssumeRole response.
        now: The time by the local clock, which may be wrong and counts only for a
            response without `Date`.
    """
    end = expiration(response)
    headers = (response.get("ResponseMetadata") or {}).get("HTTPHeaders") or {}
    date = _as_time(headers.get("date")) or now
    return 0.0 if end is None else (end - date).total_seconds()


def utc_now() -> datetime:
    """Return the time of the local clock."""
    return datetime.now(timezone.utc)


def _as_time(value: object) -> datetime | None:
    """Return a time with a time zone, parsed if it is text; None for other values."""
    if isinstance(value, str):
        try:
            value = parse(value)
        except (ValueError, OverflowError):
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=timezone.utc)


def _json_time(value: object) -> str:
    """Return a time as the AWS CLI writes it."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
        return moment.astimezone(timezone.utc).strftime(_TIME_FORMAT)
    raise TypeError(f"{type(value).__name__} is no JSON type")


# STS's host names, also for FIPS, regions and VPC endpoints: `sts`, `sts.eu-west-1`,
# `sts-fips.us-east-1`, `vpce-0a1b-2c3d.sts.us-east-1.vpce`.
_HOST = re.compile(
    r"(?:vpce-[a-z0-9-]+\.)?sts(?:-fips)?(?:\.[a-z0-9-]+)?(?:\.vpce)?", re.ASCII
)


def key_for_endpoint(key: str, endpoint_url: str | None) -> str:
    """Return the key of a response of an STS endpoint.

    Args:
        key: The key as botocore computes it.
        endpoint_url: URL of the STS endpoint; None if unknown.

    Returns:
        The same key for AWS's own endpoints; for others a SHA-256 hash of key and URL.
    """
    if endpoint_url and is_aws(endpoint_url):
        return key
    return hashlib.sha256(f"{key}\n{_normal(endpoint_url)}".encode()).hexdigest()


def in_namespace(namespace: str | None, key: str) -> str:
    """Return the key of an entry, hashed with the namespace unless that is None."""
    if namespace is None:
        return key
    return hashlib.sha256(f"namespace\n{key}\n{namespace}".encode()).hexdigest()


def check_namespace(namespace: object) -> str | None:
    """Check a namespace, and return it.

    Raises:
        CredentialCacheError: For anything but None and a string that is not empty.
    """
    if namespace is None or (isinstance(namespace, str) and namespace):
        return namespace
    raise CredentialCacheError(
        "namespace must be a string that is not empty, such as the name of who assumes "
        f"the roles, or None; not {namespace if namespace == '' else type(namespace)!r}"
    )


def is_aws(endpoint_url: str) -> bool:
    """Return whether a URL is that of AWS's own STS, in any partition."""
    try:
        url = urlsplit(endpoint_url)
        host, port = (url.hostname or "").rstrip("."), url.port
    except ValueError:
        return False
    # Without TLS, any server could respond.
    if url.scheme != "https" or port not in (None, 443) or url.path.strip("/"):
        return False
    return any(
        host.endswith(f".{suffix}") and _HOST.fullmatch(host[: -len(suffix) - 1])
        for suffix in _suffixes()
    )


@lru_cache(maxsize=1)
def _suffixes() -> tuple[str, ...]:
    """Return AWS's domains in all partitions, from botocore's data."""
    loader = botocore.session.Session().get_component("data_loader")
    partitions = loader.load_data("partitions")["partitions"]
    suffixes = {
        partition["outputs"].get(name)
        for partition in partitions
        for name in ("dnsSuffix", "dualStackDnsSuffix")
    }
    return tuple(sorted(filter(None, suffixes)))


def _normal(endpoint_url: str | None) -> str:
    """Return an endpoint URL in a normal form, for comparison."""
    if endpoint_url is None:
        return "unknown"
    try:
        url = urlsplit(endpoint_url)
        port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    except ValueError:
        return endpoint_url
    return f"{url.scheme}://{url.hostname}:{port}{url.path.rstrip('/')}"


_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.2


class LockTimeout(NamedTuple):
    """The time to wait for a lock, with growing pauses between attempts.

    Args:
        timeout: Seconds after which to give up.
        ticks: A monotonic clock in seconds.
        pause: Function that sleeps for a number of seconds.
    """

    timeout: float
    ticks: Callable[[], float]
    pause: Callable[[float], None]

    def attempts(self) -> Iterator[None]:
        """Yield at once and then after each pause, until the time is over."""
        end = self.ticks() + self.timeout
        pause = _FIRST_PAUSE
        while True:
            yield
            if self.ticks() >= end:
                return
            self.pause(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


# Seconds after which all earlier credentials have expired: STS's 12 hours, and an hour
# for clocks that differ.
_LONGEST_LIFETIME = 13 * 3600
_MOST_KEYS = 1024


class _Invalidation:
    """The responses of a key that this process ignores.

    Attributes:
        before: STS's time before which all responses are ignored, in seconds since
            1970.
        refused: Access key ids of ignored responses.
        reissued: Access key ids of responses that came later, in the same second maybe.
    """

    __slots__ = ("before", "refused", "reissued")

    def __init__(self) -> None:
        self.before = float("-inf")
        self.refused: set[str] = set()
        self.reissued: set[str] = set()


# By the key in the store, which stands for a role, a session name and parameters.
_invalidations: dict[str, _Invalidation] = {}


def forget(key: str, access_key: str | None, now: datetime | None) -> None:
    """Ignore from now on entries that a store may still have under a key.

    Args:
        key: The key in the store.
        access_key: Access key id of the entry; None if unknown.
        now: STS's time, if all responses until now are meant; None for that entry only.
    """
    if now is not None:
        _make_room(now.timestamp())
    invalidation = _invalidations.setdefault(key, _Invalidation())
    if access_key is not None:
        invalidation.refused.add(access_key)
    if now is not None:
        invalidation.before = max(invalidation.before, now.timestamp())
        invalidation.reissued = set()


def note_stored(key: str, access_key: str) -> None:
    """Record the access key id of a response that came after an invalidation."""
    if (invalidation := _invalidations.get(key)) is not None:
        invalidation.reissued.add(access_key)


def is_forgotten(key: str, access_key: str, issued: float | None) -> bool:
    """Return whether to ignore an entry of a store.

    Args:
        key: The key in the store.
        access_key: The entry's access key id.
        issued: The time of the response by STS's clock, in seconds since 1970; None if
            unknown.
    """
    invalidation = _invalidations.get(key)
    if invalidation is None:
        return False
    if access_key in invalidation.refused:
        return True
    if access_key in invalidation.reissued:
        return False
    # Dates are whole seconds: a response of the same second may be the older one.
    return invalidation.before > float("-inf") and (
        issued is None or issued <= invalidation.before
    )


def _make_room(now: float) -> None:
    """Drop invalidations of responses that have expired since, if there are many."""
    if len(_invalidations) >= _MOST_KEYS:
        for key, invalidation in list(_invalidations.items()):
            if invalidation.before < now - _LONGEST_LIFETIME:
                _invalidations.pop(key, None)
