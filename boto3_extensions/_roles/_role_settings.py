"""What the role sessions of one manager share: who assumes the roles, by which STS."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import boto3

from boto3_extensions._roles._sts_model import StsModel
from boto3_extensions._roles._surroundings import sealed_items, surroundings

# The keywords of `boto3.Session.client` that tell how to reach STS, and not who asks.
_STS_KEYWORDS = {
    "api_version",
    "config",
    "endpoint_url",
    "region_name",
    "use_ssl",
    "verify",
}


class Itself:
    """An object that is equal to nothing but itself, whatever its own `==` says."""

    def __init__(self, one: object) -> None:
        self.one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and other.one is self.one

    def __hash__(self) -> int:
        return id(self.one)


class RoleSettings(NamedTuple):
    """All that is not said of one role."""

    base_session: Any
    region_name: str | None
    sts: Mapping[str, Any]
    config: Any
    credential_cache: Any
    default_session_name: str
    # Whether STS is asked in `region_name` even if the base session has another.
    region_wins: bool
    # What AssumeRole takes, as the base session knows it.
    model: StsModel
    # Equal only for settings that may share sessions.
    identity: tuple[Any, ...]


def resolve_settings(
    session: boto3.Session | None,
    keywords: Mapping[str, Any],
    *,
    sts: Mapping[str, Any] | None = None,
    config: Any = None,
    credential_cache: Any = None,
) -> RoleSettings:
    """Check and complete what a manager is made of.

    Args:
        session: A session, or anything with its `client` and `get_credentials`; None
            for one made of the keywords, or for boto3's default session, if there is
            one and no keyword but `region_name`.
        keywords: Keywords of `boto3.Session`; beside a session, only `region_name`.
        sts: Keywords of `Session.client`, for the STS client; credentials are not among
            them.
        config: A botocore `Config` for STS and for the clients of the role sessions.
        credential_cache: A mapping of cached answers of AssumeRole.

    Raises:
        TypeError: For a session and keywords that describe another one, for a session
            that is none, and for what `sts` cannot have.
    """
    is_default = session is None and _follows_default(keywords)
    if is_default:
        session = boto3.DEFAULT_SESSION
    base, identity = _resolve_base(session, keywords)
    for_sts_alone = _sts_keywords(sts, None)
    asked_by = _sts_keywords(sts, config)
    return RoleSettings(
        base,
        keywords.get("region_name") or getattr(base, "region_name", None),
        asked_by,
        config,
        credential_cache,
        _made_name(),
        is_default and keywords.get("region_name") is not None,
        StsModel(base),
        (identity, sealed_items(for_sts_alone), Itself(config)),
    )


def _follows_default(keywords: Mapping[str, Any]) -> bool:
    """Tell whether keywords leave it to boto3's default session who assumes roles."""
    given = {name for name, value in keywords.items() if value is not None}
    return given <= {"region_name"} and _is_session(boto3.DEFAULT_SESSION)


def _is_session(candidate: object) -> bool:
    return all(hasattr(candidate, name) for name in ("client", "get_credentials"))


def _resolve_base(
    session: boto3.Session | None, keywords: Mapping[str, Any]
) -> tuple[Any, object]:
    """Return the session that assumes roles, and what tells it from others.

    A session given is like no other; two made of equal keywords, in the same
    environment and with the same configuration files, are alike.
    """
    given = {name: value for name, value in keywords.items() if value is not None}
    if session is None:
        made = boto3.Session(**given)
        given.pop("region_name", None)
        around = surroundings(made)
        return made, (made.profile_name, sealed_items(given), around)
    if too_many := sorted(given.keys() - {"region_name"}):
        raise TypeError(
            f"a base session was given, and {', '.join(too_many)} to make another one: "
            "give one or the other"
        )
    if not _is_session(session):
        raise TypeError(
            f"the base session must be a boto3.Session, not {type(session).__name__}"
        )
    return session, Itself(session)


def _sts_keywords(sts: Mapping[str, Any] | None, config: Any) -> dict[str, Any]:
    if sts is not None and not isinstance(sts, Mapping):
        raise TypeError(f"sts must be a dict, not {type(sts).__name__}")
    given = {name: value for name, value in (sts or {}).items() if value is not None}
    if unknown := sorted(given.keys() - _STS_KEYWORDS):
        raise TypeError(
            f"sts has {', '.join(map(str, unknown))}: it takes "
            f"{', '.join(sorted(_STS_KEYWORDS))}"
        )
    if config is not None:
        given.setdefault("config", config)
    return given


def _made_name() -> str:
    """Return a session name that no other manager has, for callers who give none.

    It tells when the manager was made, and nothing of the machine it runs on: the owner
    of the role, often somebody else, reads it in CloudTrail.
    """
    return f"boto3-extensions-{int(time.time())}-{secrets.token_hex(4)}"
