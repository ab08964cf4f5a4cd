"""What tells, without asking anybody, whether two sessions have the same credentials.

A session made of keywords finds its credentials in the environment and in files. Two
that were made alike are the same somebody only as long as those are the same, and only
if the keys they have found, once they have looked, are.

What the role sessions of one manager share: who assumes the roles, by which STS.

What a role session is asked for, and whether another one may stand in for it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import boto3
from botocore import xform_name
from botocore.credentials import Credentials

from boto3_extensions._foundation.sessions import REQUEST
from boto3_extensions._roles.parameters import (
    RoleParameters,
    StsModel,
    TokenProvider,
    as_sent,
    canonical,
    check_role_arn,
    check_session_name,
    token_provider_of,
)
from boto3_extensions.exceptions import InvalidRoleParameterError

_SALT = os.urandom(16)
# Settings of botocore that name a file of configuration.
_FILES = ("config_file", "credentials_file")


def sealed(value: Any) -> Any:
    """Return what strings can be compared by without being kept in clear."""
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    if not isinstance(value, bytes):
        return value
    return hashlib.blake2b(value, key=_SALT, digest_size=16).hexdigest()


def sealed_items(items: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return what mappings can be compared by without being kept in clear."""
    return [(name, sealed(items[name])) for name in sorted(items)]


def surroundings(session: Any) -> object:
    """Return what is equal only while a session would find the same credentials.

    Args:
        session: A `boto3.Session`; of one that does not tell its files only the
            environment counts.
    """
    environment = {
        name: value for name, value in os.environ.items() if name.startswith("AWS_")
    }
    # boto3 has no public way to the session under its own.
    core = getattr(session, "_session", None)
    return sealed_items(environment), [_digest(core, name) for name in _FILES]


def same_keys(one: Any, other: Any) -> bool:
    """Tell whether two sessions have the same keys, as far as they have looked.

    Keys that are renewed are others in each session, and tell nothing. Nobody is asked
    who has not been asked before.
    """
    found = [_found(one), _found(other)]
    if not any(type(credentials) is Credentials for credentials in found):
        return True
    # One has found plain keys, where looking takes no call; so will the other.
    keys = [
        credentials or session.get_credentials()
        for credentials, session in zip(found, (one, other), strict=True)
    ]
    return len({getattr(each, "access_key", None) for each in keys}) == 1


def _found(session: Any) -> Any:
    """Return the credentials that a session has looked up before; None for none."""
    return getattr(getattr(session, "_session", None), "_credentials", None)


def _digest(core: Any, setting: str) -> Any:
    try:
        path = Path(core.get_config_variable(setting)).expanduser()
        # In one call, so that an exception between two lines leaves no file open.
        return sealed(path.read_bytes())
    except (AttributeError, OSError, RuntimeError, TypeError, ValueError):
        return None


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


# What botocore calls credentials that STS gave for a role. Roles of an instance or a
# container may be assumed from for longer: AWS does not count that as chaining.
_CHAINED_METHODS = {"assume-role", "assume-role-with-web-identity", "sso"}
_MAX_CHAINED = 3600


class RoleRequest(NamedTuple):
    """All that tells one role session from another; what may be secret is sealed."""

    role_arn: str
    role_session_name: str | None
    # By AssumeRole's own names; None without any.
    sealed_parameters: tuple[tuple[str, str], ...] | None
    region_name: str | None
    settings_identity: object


class Order(NamedTuple):
    """A checked request, and what it takes to make its session."""

    request: RoleRequest
    sent: dict[str, Any]
    token_provider: TokenProvider | None

    def __repr__(self) -> str:
        """Show nothing of what is sent."""
        return f"Order({self.request.role_arn!r})"


def new_order(
    role_arn: str,
    role_session_name: str | None,
    parameters: RoleParameters,
    settings: RoleSettings,
) -> Order:
    """Check what a caller asks for and bring it into a form that can be compared.

    Raises:
        InvalidRoleArnException: For what is not the ARN of a role.
        InvalidSessionNameError: For a session name STS would refuse.
        InvalidExternalIdError: For an external id STS would refuse.
        InvalidRoleParameterError: For any other parameter STS would refuse.
        TypeError: For a keyword that names no parameter of AssumeRole.
    """
    check_role_arn(role_arn)
    check_session_name(role_session_name, settings.model)
    sent = as_sent(role_arn, parameters, settings.model)
    token_provider = token_provider_of(
        parameters.serial_number, parameters.token_code, parameters.token_provider
    )
    _check_chain(sent.get("DurationSeconds", 0), settings.base_session)
    request = RoleRequest(
        role_arn,
        role_session_name,
        tuple((name, sealed(text)) for name, text in canonical(sent)) or None,
        settings.region_name,
        settings.identity,
    )
    return Order(request, sent, token_provider)


def stamp(session: boto3.Session, request: RoleRequest) -> None:
    """Note on a session what it was made for, so that any cache may carry it about."""
    setattr(session, REQUEST, request)


def request_of(session: object) -> RoleRequest | None:
    """Return what a session was made for, None for one of somebody else's making."""
    made_for = getattr(session, REQUEST, None)
    return made_for if isinstance(made_for, RoleRequest) else None


def answers(session: object, request: RoleRequest) -> bool:
    """Tell whether a session out of a cache may be handed to who makes this request.

    A session of somebody else's making is taken on trust, as its cache's business,
    unless AssumeRole is to be sent an external id, a policy or the like: nothing shows
    that the session was made with them.
    """
    made_for = request_of(session)
    if made_for is None:
        return request.sealed_parameters is None
    return made_for is request or made_for == request


def differences(session: object, request: RoleRequest) -> list[str]:
    """Return the names of what a session was made with otherwise than it is asked for.

    Names only: what was given may be secret. Parameters of AssumeRole come by the names
    of the keywords.
    """
    made_for = request_of(session)
    if made_for is None:
        return ["making"]
    found = [
        name
        for name in ("role_arn", "role_session_name", "region_name")
        if getattr(made_for, name) != getattr(request, name)
    ]
    ours = dict(request.sealed_parameters or ())
    theirs = dict(made_for.sealed_parameters or ())
    found += [
        xform_name(name)
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]
    identities: Any = (made_for.settings_identity, request.settings_identity)
    names = ("base session", "sts", "config")
    for name, one, other in zip(names, *identities, strict=False):
        if one != other:
            found.append(name)
    return found


def _check_chain(duration: int, base_session: Any) -> None:
    """Refuse more than the hour that STS gives a role assumed by another role."""
    if duration > _MAX_CHAINED and _is_chained(base_session):
        raise InvalidRoleParameterError(
            f"duration_seconds is {duration}, but the base session is an assumed role "
            f"itself, and STS limits chained roles to {_MAX_CHAINED} seconds: leave it "
            "out, as sessions renew themselves"
        )


def _is_chained(base_session: Any) -> bool:
    """Tell whether a session is known to act as an assumed role itself."""
    if request_of(base_session) is not None:
        return True
    method = getattr(base_session.get_credentials(), "method", None)
    return method in _CHAINED_METHODS
