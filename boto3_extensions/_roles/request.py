"""Requests of role sessions, and the comparison of a cached session with a request.

`check_request` checks the arguments of a caller and returns a `CheckedRequest`. Its
`SessionRequest` is stamped on the session, so any cache can hold the session; two are
equal only if both sessions would send STS the same parameters with the same
credentials. Values that may be secret are in it as salted hashes.

A base session made of keywords finds its credentials in the environment and in
configuration files. Two of them made of equal keywords are the same identity only as
long as the environment and the files are equal, and the access keys that they have
loaded.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3
import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.credentials import Credentials

from boto3_extensions._foundation.sessions import REQUEST_ATTRIBUTE
from boto3_extensions._roles.parameters import (
    AssumeRoleParameters,
    StsModel,
    TokenProvider,
    api_parameters,
    canonical,
    check_role_arn,
    check_session_name,
    token_provider_of,
)
from boto3_extensions.exceptions import InvalidRoleParameterError

if TYPE_CHECKING:
    from boto3_extensions._stores.protocol import CredentialCache

_SALT = os.urandom(16)
# botocore's settings with the paths of configuration files.
_FILE_SETTINGS = ("config_file", "credentials_file")


def salted_hash(value: object) -> Any:
    """Return a salted hash of a string or of bytes; other values unchanged.

    The salt is of this process, so a hash is of no use to other processes.
    """
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    if not isinstance(value, bytes):
        return value
    return hashlib.blake2b(value, key=_SALT, digest_size=16).hexdigest()


def salted_hashes(items: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the names of a mapping, sorted, each with the salted hash of its value."""
    return [(name, salted_hash(items[name])) for name in sorted(items)]


def environment_digest(session: boto3.Session) -> object:
    """Return a digest of the environment and files that credentials are loaded from.

    Args:
        session: A `boto3.Session`. For other objects, whose configuration files are
            unknown, only the environment counts.
    """
    environment = {
        name: value for name, value in os.environ.items() if name.startswith("AWS_")
    }
    # boto3 has no public attribute for its botocore session.
    core = getattr(session, "_session", None)
    return salted_hashes(environment), [
        _file_hash(core, name) for name in _FILE_SETTINGS
    ]


def have_same_keys(session: boto3.Session, other: boto3.Session) -> bool:
    """Return whether two sessions have the same access keys, as far as those are known.

    Refreshable credentials differ from session to session without saying anything about
    the identity, so they are not compared. No call is made that the sessions have not
    made before.
    """
    sessions = (session, other)
    loaded = [_loaded_credentials(session) for session in sessions]
    if not any(type(credentials) is Credentials for credentials in loaded):
        return True
    # One session found static keys, for which no call is made; so will the other.
    keys = [
        credentials or session.get_credentials()
        for credentials, session in zip(loaded, sessions, strict=True)
    ]
    return len({getattr(item, "access_key", None) for item in keys}) == 1


def _loaded_credentials(session: boto3.Session) -> Any:
    """Return the credentials that a session has loaded before, or None."""
    return getattr(getattr(session, "_session", None), "_credentials", None)


def _file_hash(core: botocore.session.Session, setting: str) -> Any:
    """Return the salted hash of a configuration file; None if it cannot be read.

    Args:
        core: The botocore session.
        setting: The setting of botocore with the path of the file.
    """
    try:
        path = Path(core.get_config_variable(setting)).expanduser()
        # One call, so that no signal handler's exception leaves the file open.
        return salted_hash(path.read_bytes())
    except (AttributeError, OSError, RuntimeError, TypeError, ValueError):
        return None


# The keywords of `boto3.Session.client` that configure the connection; those with
# credentials would change who assumes the role.
_STS_KEYWORDS = {
    "api_version",
    "config",
    "endpoint_url",
    "region_name",
    "use_ssl",
    "verify",
}


class ByIdentity:
    """A wrapper that compares objects by identity instead of their own `==`."""

    def __init__(self, wrapped: object) -> None:
        self.wrapped = wrapped

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other.wrapped is self.wrapped

    def __hash__(self) -> int:
        return id(self.wrapped)


class SharedSettings(NamedTuple):
    """The settings that all role sessions of one manager share.

    Attributes:
        base_session: The session that assumes the roles.
        region_name: Region of the role sessions.
        sts: Keywords of `Session.client` for the STS client.
        config: The botocore `Config` of all clients; None for none.
        credential_cache: Mapping of cached AssumeRole responses; None for none.
        default_session_name: RoleSessionName for requests without.
        region_wins: Whether STS is called in `region_name` even if the base session has
            another region.
        model: AssumeRole's parameters in the models of the base session.
        identity: A value that is equal only for settings that may share sessions: of
            the base session, `sts` and `config`.
    """

    base_session: boto3.Session
    region_name: str | None
    sts: Mapping[str, Any]
    config: Config | None
    credential_cache: CredentialCache | None
    default_session_name: str
    region_wins: bool
    model: StsModel
    identity: tuple[Any, ...]


def resolve_settings(
    session: boto3.Session | None,
    keywords: Mapping[str, Any],
    *,
    sts: Mapping[str, Any] | None = None,
    config: Config | None = None,
    credential_cache: CredentialCache | None = None,
) -> SharedSettings:
    """Check the arguments of a manager and complete them with defaults.

    Args:
        session: A session, or any object with `client` and `get_credentials`. With None
            the session is made of the keywords, or is boto3's default session, if there
            is one and no keyword but `region_name`.
        keywords: Keywords of `boto3.Session`; beside a session, only `region_name`.
        sts: Keywords of `Session.client` for the STS client, without credentials.
        config: A botocore `Config` for STS and for the clients of the role sessions.
        credential_cache: A mapping of cached AssumeRole responses.

    Raises:
        TypeError: For a session together with keywords of another session, for an
            object that is no session, and for keywords that `sts` does not take.
    """
    is_default = session is None and _follows_default(keywords)
    if is_default:
        session = boto3.DEFAULT_SESSION
    base, identity = _resolve_base(session, keywords)
    own_keywords = _sts_keywords(sts, None)
    client_keywords = _sts_keywords(sts, config)
    return SharedSettings(
        base,
        keywords.get("region_name") or getattr(base, "region_name", None),
        client_keywords,
        config,
        credential_cache,
        _generated_name(),
        is_default and keywords.get("region_name") is not None,
        StsModel(base),
        (identity, salted_hashes(own_keywords), ByIdentity(config)),
    )


def _follows_default(keywords: Mapping[str, Any]) -> bool:
    """Return whether keywords select boto3's default session as the base session."""
    given = {name for name, value in keywords.items() if value is not None}
    return given <= {"region_name"} and _is_session(boto3.DEFAULT_SESSION)


def _is_session(candidate: object) -> bool:
    return all(hasattr(candidate, name) for name in ("client", "get_credentials"))


def _resolve_base(
    session: boto3.Session | None, keywords: Mapping[str, Any]
) -> tuple[boto3.Session, object]:
    """Return the base session and a value that identifies its credentials.

    The value is the session itself where one was given. For sessions made here it is
    equal for equal keywords, environments and configuration files.
    """
    given = {name: value for name, value in keywords.items() if value is not None}
    if session is None:
        session = boto3.Session(**given)
        given.pop("region_name", None)
        digest = environment_digest(session)
        return session, (session.profile_name, salted_hashes(given), digest)
    if surplus := sorted(given.keys() - {"region_name"}):
        raise TypeError(
            f"a base session was given, and {', '.join(surplus)} to make another one: "
            "give one or the other"
        )
    if not _is_session(session):
        raise TypeError(
            f"the base session must be a boto3.Session, not {type(session).__name__}"
        )
    return session, ByIdentity(session)


def _sts_keywords(
    sts: Mapping[str, Any] | None, config: Config | None
) -> dict[str, Any]:
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


def _generated_name() -> str:
    """Return a session name that no other manager has, for callers who give none.

    The name has the time and a random part, and nothing of this machine: the owner of
    the role, often another party, reads it in CloudTrail.
    """
    return f"boto3-extensions-{int(time.time())}-{secrets.token_hex(4)}"


# botocore's `method` of credentials that STS granted for a role. The roles of instances
# and containers are not among them: for AWS, assuming a role from those is no chaining.
_CHAINED_METHODS = {"assume-role", "assume-role-with-web-identity", "sso"}
_MAX_CHAINED = 3600


class SessionRequest(NamedTuple):
    """The properties that distinguish one role session from another.

    Attributes:
        role_arn: ARN of the role.
        role_session_name: The name asked for; None for the generated name.
        sealed_parameters: Names of the API and salted hashes of the values; None
            without any parameters.
        region_name: Region of the session.
        settings_identity: `identity` of the manager's `SharedSettings`.
    """

    role_arn: str
    role_session_name: str | None
    sealed_parameters: tuple[tuple[str, str], ...] | None
    region_name: str | None
    settings_identity: object


class CheckedRequest(NamedTuple):
    """A checked request with the values that making its session takes.

    Attributes:
        request: The request in its comparable form.
        sent: The parameters of AssumeRole, by the names of the API.
        token_provider: The function that returns MFA codes; None without a device.
    """

    request: SessionRequest
    sent: dict[str, Any]
    token_provider: TokenProvider | None

    def __repr__(self) -> str:
        """Show the role only, as the parameters may be secret."""
        return f"CheckedRequest({self.request.role_arn!r})"


def check_request(
    role_arn: str,
    role_session_name: str | None,
    parameters: AssumeRoleParameters,
    settings: SharedSettings,
) -> CheckedRequest:
    """Check the arguments of a request and return them in a comparable form.

    Args:
        role_arn: ARN of the role.
        role_session_name: The session name; None for the generated name.
        parameters: The other parameters of AssumeRole.
        settings: The settings of the manager.

    Raises:
        InvalidRoleArnException: For a string that is not the ARN of a role.
        InvalidSessionNameError: For a session name STS would refuse.
        InvalidExternalIdError: For an external id STS would refuse.
        InvalidRoleParameterError: For any other parameter STS would refuse.
        TypeError: For a keyword that names no parameter of AssumeRole.
    """
    check_role_arn(role_arn)
    check_session_name(role_session_name, settings.model)
    sent = api_parameters(role_arn, parameters, settings.model)
    token_provider = token_provider_of(
        parameters.serial_number, parameters.token_code, parameters.token_provider
    )
    _check_chain(sent.get("DurationSeconds", 0), settings.base_session)
    request = SessionRequest(
        role_arn,
        role_session_name,
        tuple((name, salted_hash(text)) for name, text in canonical(sent)) or None,
        settings.region_name,
        settings.identity,
    )
    return CheckedRequest(request, sent, token_provider)


def stamp(session: boto3.Session, request: SessionRequest) -> None:
    """Set the request that a session was made for, as an attribute of the session."""
    setattr(session, REQUEST_ATTRIBUTE, request)


def request_of(session: object) -> SessionRequest | None:
    """Return the request that a session was made for.

    Returns:
        None if this package did not make the session.
    """
    own = getattr(session, REQUEST_ATTRIBUTE, None)
    return own if isinstance(own, SessionRequest) else None


def matches(session: object, request: SessionRequest) -> bool:
    """Return whether a cached session may be returned for a request.

    A session that this package did not make is trusted to be the right one, as its
    cache vouches for it, unless the request has parameters such as an external id or a
    policy: nothing shows that the session was made with them.
    """
    own = request_of(session)
    if own is None:
        return request.sealed_parameters is None
    return own is request or own == request


def differences(session: object, request: SessionRequest) -> list[str]:
    """Return the names of the properties in which a session differs from a request.

    Names only, as values may be secret; parameters of AssumeRole by the names of the
    keywords.
    """
    own = request_of(session)
    if own is None:
        return ["making"]
    differing = [
        name
        for name in ("role_arn", "role_session_name", "region_name")
        if getattr(own, name) != getattr(request, name)
    ]
    ours = dict(request.sealed_parameters or ())
    theirs = dict(own.sealed_parameters or ())
    differing += [
        xform_name(name)
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]
    identities: Any = (own.settings_identity, request.settings_identity)
    names = ("base session", "sts", "config")
    for name, own_part, part in zip(names, *identities, strict=False):
        if own_part != part:
            differing.append(name)
    return differing


def _check_chain(duration: int, base_session: boto3.Session) -> None:
    """Check a duration against the hour that STS grants to a role assumed by a role.

    Args:
        duration: Seconds; 0 for STS's default.
        base_session: The session that assumes the role.

    Raises:
        InvalidRoleParameterError: For more than an hour in a chain of roles.
    """
    if duration > _MAX_CHAINED and _is_chained(base_session):
        raise InvalidRoleParameterError(
            f"duration_seconds is {duration}, but the base session is an assumed role "
            f"itself, and STS limits chained roles to {_MAX_CHAINED} seconds: leave it "
            "out, as sessions renew themselves"
        )


def _is_chained(base_session: boto3.Session) -> bool:
    """Return whether a session is known to have the credentials of an assumed role."""
    if request_of(base_session) is not None:
        return True
    method = getattr(base_session.get_credentials(), "method", None)
    return method in _CHAINED_METHODS
