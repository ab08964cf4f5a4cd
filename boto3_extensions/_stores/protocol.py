"""Waiting for others, with growing pauses and an end.

What stores of role credentials have in common: keys, format, and expiry.

The format is that of botocore's `JSONFileCache`, and so of the AWS CLI: the answer of
AssumeRole as JSON, under the key botocore's `AssumeRoleCredentialFetcher` computes.

Keys of answers of AssumeRole: the AWS CLI's, unless it was not AWS that answered.

What an emulator, or any other STS than AWS's own, has granted is good for nobody else.
So its endpoint goes into the key; nothing but the same endpoint finds it again.

What this process was told to forget, in case a store gives it back.

A Redis that is restored, or whose replica lags behind, answers with what was removed.
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

_SHORTEST, _LONGEST = 0.01, 0.2


class Waiting(NamedTuple):
    """How long to wait, and by which clock.

    Args:
        timeout: Seconds after which to give up.
        ticks: The clock, in seconds.
        pause: What waits, given seconds.
    """

    timeout: float
    ticks: Callable[[], float]
    pause: Callable[[float], None]

    def turns(self) -> Iterator[None]:
        """Yield at once and then after each pause, until the time is over."""
        end = self.ticks() + self.timeout
        pause = _SHORTEST
        while True:
            yield
            if self.ticks() >= end:
                return
            self.pause(pause)
            pause = min(2 * pause, _LONGEST)


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


# STS's own names, with FIPS, of a region, of a VPC endpoint: `sts`, `sts.eu-west-1`,
# `sts-fips.us-east-1`, `vpce-0a1b-2c3d.sts.us-east-1.vpce`.
_HOST = re.compile(
    r"(?:vpce-[a-z0-9-]+\.)?sts(?:-fips)?(?:\.[a-z0-9-]+)?(?:\.vpce)?", re.ASCII
)


def key_at(key: str, endpoint_url: str | None) -> str:
    """Return the key of what an endpoint answers.

    Args:
        key: The key as botocore computes it.
        endpoint_url: URL of the STS that is asked; None if unknown.
    """
    if endpoint_url and is_aws(endpoint_url):
        return key
    return hashlib.sha256(f"{key}\n{_normal(endpoint_url)}".encode()).hexdigest()


def in_namespace(namespace: str | None, key: str) -> str:
    """Return the key of an entry in a namespace of a store; None is a plain one's."""
    if namespace is None:
        return key
    return hashlib.sha256(f"namespace\n{key}\n{namespace}".encode()).hexdigest()


def check_namespace(namespace: object) -> str | None:
    """Return a namespace that tells entries apart.

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
    """Tell whether a URL is that of AWS's own STS, in any partition."""
    try:
        url = urlsplit(endpoint_url)
        host, port = (url.hostname or "").rstrip("."), url.port
    except ValueError:
        return False
    # Without TLS, who answers could be anybody.
    if url.scheme != "https" or port not in (None, 443) or url.path.strip("/"):
        return False
    return any(
        host.endswith(f".{suffix}") and _HOST.fullmatch(host[: -len(suffix) - 1])
        for suffix in _suffixes()
    )


@lru_cache(maxsize=1)
def _suffixes() -> tuple[str, ...]:
    """Return AWS's domains by partition, as botocore knows them."""
    loader = botocore.session.Session().get_component("data_loader")
    outputs = [one["outputs"] for one in loader.load_data("partitions")["partitions"]]
    found = {one.get(name) for one in outputs for name in ("dnsSuffix", _DUAL)}
    return tuple(sorted(filter(None, found)))


_DUAL = "dualStackDnsSuffix"


def _normal(endpoint_url: str | None) -> str:
    if endpoint_url is None:
        return "unknown"
    try:
        url = urlsplit(endpoint_url)
        port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    except ValueError:
        return endpoint_url
    return f"{url.scheme}://{url.hostname}:{port}{url.path.rstrip('/')}"


# Seconds after which nothing granted before is good any more: 12 hours, and some.
_OVER = 13 * 3600
_MANY = 1024


class _Grave:
    """What is not believed any more of one key."""

    __slots__ = ("before", "kept", "refused")

    def __init__(self) -> None:
        self.before = float("-inf")
        self.refused: set[str] = set()
        self.kept: set[str] = set()


# By the key in the store, which is one role, session name and set of parameters.
_graves: dict[str, _Grave] = {}


def forget(key: str, access_key: str | None, now: datetime | None) -> None:
    """Believe no longer what a store may still have under a key.

    Args:
        key: The key in the store.
        access_key: Access key id of what is there; None if unknown.
        now: The time by STS's clock, if all that was granted before is meant.
    """
    if now is not None:
        _make_room(now.timestamp())
    grave = _graves.setdefault(key, _Grave())
    if access_key is not None:
        grave.refused.add(access_key)
    if now is not None:
        grave.before = max(grave.before, now.timestamp())
        grave.kept = set()


def note_kept(key: str, access_key: str) -> None:
    """Note what STS has granted this process since."""
    if (grave := _graves.get(key)) is not None:
        grave.kept.add(access_key)


def is_forgotten(key: str, access_key: str, issued: float | None) -> bool:
    """Tell whether an entry of a store is not to be believed.

    Args:
        key: The key in the store.
        access_key: The entry's access key id.
        issued: When STS granted it, by its own clock; None if the entry does not tell.
    """
    grave = _graves.get(key)
    if grave is None:
        return False
    if access_key in grave.refused:
        return True
    if access_key in grave.kept:
        return False
    # Dates have whole seconds: what came in the same one may have come before.
    return grave.before > float("-inf") and (issued is None or issued <= grave.before)


def _make_room(now: float) -> None:
    if len(_graves) >= _MANY:
        for key, grave in list(_graves.items()):
            if grave.before < now - _OVER:
                _graves.pop(key, None)
