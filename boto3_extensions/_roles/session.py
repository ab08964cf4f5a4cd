"""Sessions of assumed roles, which renew their credentials themselves.

`get_role_session` makes them, and is the one place that documents the parameters of
AssumeRole. Sessions of a role in several regions share one credentials object
(`in_region`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NoReturn, Protocol, cast
from weakref import ref

import boto3
import botocore.session
from botocore.config import Config
from botocore.credentials import CredentialResolver, Credentials

from boto3_extensions._roles.credentials import RoleCredentials, retry_expired_tokens
from boto3_extensions._roles.parameters import (
    AssumeRoleParameters,
    Policy,
    StsModel,
    Tags,
    TokenProvider,
    names_other_parameter,
)
from boto3_extensions._roles.provider import AssumeRoleProvider
from boto3_extensions._roles.request import (
    CheckedRequest,
    SharedSettings,
    check_request,
    request_of,
    resolve_settings,
    stamp,
)
from boto3_extensions._roles.sts import SourceCredentials
from boto3_extensions._speed.sessions import new_botocore_session


class RoleSession(boto3.Session):  # type: ignore[misc, unused-ignore]
    """A `boto3.Session` with the credentials of an IAM role, from `get_role_session`.

    Attributes:
        role_arn: ARN of the role.
        role_session_name: Name that CloudTrail shows, generated if none was given.
        account_id: Id of the role's account.
        expiry: The time when the current credentials expire; None before the first use.
    """

    role_arn: str
    role_session_name: str
    account_id: str
    # The credentials that assume the role; None if unknown.
    source: SourceCredentials | None = None
    # The number that `SessionFactory` gives each of its sessions.
    number: int = 0

    @property
    def expiry(self) -> datetime | None:
        """The time when the current credentials expire; None before the first use."""
        return credentials_of(self).expiry

    def __repr__(self) -> str:
        """Show role, region and expiry, and no secret."""
        expiry = self.expiry
        return (
            f"RoleSession(role_arn={self.role_arn!r}, "
            f"role_session_name={self.role_session_name!r}, "
            f"region_name={self.region_name!r}, "
            f"expires={expiry.isoformat(timespec='seconds') if expiry else None})"
        )

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled, as the credentials would be.

        Raises:
            TypeError: Always; the message has the alternative.
        """
        raise TypeError(
            "a role session cannot be pickled, as its credentials would be: send the "
            "ARN of its role, and let the receiver ask a ConnectionManager of its own"
        )


def get_role_session(
    role_arn: str,
    role_session_name: str | None = None,
    base_session: boto3.Session | None = None,
    external_id: str | None = None,
    region_name: str | None = None,
    *,
    duration_seconds: int | timedelta | None = None,
    policy: Policy | None = None,
    policy_arns: Sequence[str | Mapping[str, str]] | None = None,
    tags: Tags | None = None,
    transitive_tag_keys: Sequence[str] | None = None,
    source_identity: str | None = None,
    provided_contexts: Sequence[Mapping[str, str]] | None = None,
    minimum_session_token_size: int | None = None,
    serial_number: str | None = None,
    token_code: str | None = None,
    token_provider: TokenProvider | None = None,
    sts: Mapping[str, Any] | None = None,
    config: Config | None = None,
    # Any mapping, even if it lacks the lock of `CredentialCache`.
    credential_cache: Any = None,
    validate: bool = False,
    **session_kwargs: Any,
) -> RoleSession:
    """Return a session that acts as a role and renews its credentials itself.

    STS is called at the first request made with the session, and again before the
    credentials expire.

    Args:
        role_arn: ARN of the role.
        role_session_name: Name that CloudTrail shows, 2 to 64 characters; None for a
            generated name, which stays the same as long as the session.
        base_session: Session that assumes the role, with the credentials it has at each
            renewal. With None the session is made of `session_kwargs`, or is boto3's
            default session, if there is one and no `session_kwargs`.
        external_id: The external id that the role's trust policy requires; None to send
            none.
        region_name: Region of the session; None for that of the base session.
        duration_seconds: Lifetime of the credentials, 900 to 43200 seconds, or a
            `timedelta`; in a chain of roles at most 3600. None for STS's default of
            3600.
        policy: Session policy, as a dict or JSON text.
        policy_arns: Up to 10 ARNs of managed policies, of the role's account or of AWS.
        tags: Up to 50 session tags, as a dict or as boto3's list of keys and values.
        transitive_tag_keys: Keys of the tags that the next role of a chain inherits.
        source_identity: Identity of the person or program behind the session, 2 to 256
            characters, 64 in older versions of botocore.
        provided_contexts: Up to 5 `{"ProviderArn": ..., "ContextAssertion": ...}`.
        minimum_session_token_size: Bytes, up to 4096, for newer versions of botocore.
        serial_number: Serial number or ARN of an MFA device.
        token_code: A code of the MFA device, good for one AssumeRole call.
        token_provider: Function without arguments that returns a code of the MFA
            device, called once per AssumeRole call.
        sts: Keywords of `Session.client` for the STS client, such as `region_name`,
            `endpoint_url`, `verify` and `config`.
        config: A botocore `Config` (timeouts, retries, proxies) for STS and for the
            clients of the session.
        credential_cache: A mapping for AssumeRole responses, such as
            `FileCredentialCache`, a `dict` or botocore's `JSONFileCache`.
        validate: Call STS now, so that a role that is denied raises here.
        session_kwargs: Other keywords of `boto3.Session`, for the base session, and
            parameters of AssumeRole that only the installed botocore has, by the name
            of the API or in snake case.

    Raises:
        InvalidRoleArnException: For a string that is not the ARN of a role.
        InvalidSessionNameError: For a session name STS would refuse.
        InvalidExternalIdError: For an external id STS would refuse.
        InvalidRoleParameterError: For any other parameter STS would refuse.
        TypeError: For a base session together with keywords of another session.
        ClientError: With `validate`, the error of STS.
    """
    # The parameters of AssumeRole and others, by their names in the signature.
    arguments = locals()
    model = StsModel(base_session or boto3.DEFAULT_SESSION)
    others = {
        name: session_kwargs.pop(name)
        for name in list(session_kwargs)
        if names_other_parameter(name, model)
    }
    settings = resolve_settings(
        base_session,
        {"region_name": region_name, **session_kwargs},
        sts=sts,
        config=config,
        credential_cache=credential_cache,
    )
    given = {name: arguments[name] for name in AssumeRoleParameters._fields[:-1]}
    parameters = AssumeRoleParameters(**given, others=others or None)
    checked = check_request(role_arn, role_session_name, parameters, settings)
    session = open_session(checked, settings)
    if validate:
        load_credentials(session)
    return session


def open_session(checked: CheckedRequest, settings: SharedSettings) -> RoleSession:
    """Return the session of a checked request, without any call."""
    request = checked.request
    provider = _provider(checked, settings)
    session = RoleSession(
        botocore_session=botocore_session_with(
            provider, settings.base_session, settings.config
        ),
        region_name=request.region_name,
        profile_name=profile_of(settings.base_session),
    )
    session.source = provider.source
    session.role_arn = request.role_arn
    session.role_session_name = (
        request.role_session_name or settings.default_session_name
    )
    # From the ARN of the role, without a call.
    session.account_id = request.role_arn.split(":")[4]
    stamp(session, request)
    return session


class _CredentialProvider(Protocol):
    """The part of a botocore credential provider that `CredentialResolver` calls."""

    def load(self) -> Credentials | None: ...


def botocore_session_with(
    provider: _CredentialProvider,
    base_session: boto3.Session | None,
    config: Config | None,
) -> botocore.session.Session:
    """Return the botocore session for a `boto3.Session` with a role's credentials.

    Args:
        provider: The credential provider.
        base_session: The session that assumes the role; None if unknown.
        config: The default `Config` of clients; None for none.
    """
    core = new_botocore_session(
        base_session if _is_compared_by_identity(base_session) else None
    )
    core.register_component("credential_provider", CredentialResolver([provider]))
    if config is not None:
        core.set_default_client_config(config)
    credentials = provider.load()
    if isinstance(credentials, RoleCredentials):
        retry_expired_tokens(core, credentials)
    return core


def _is_compared_by_identity(base_session: object) -> bool:
    """Return whether an object can be a weak key that only the object itself finds.

    Role sessions share connections by their base session, which is such a key.
    """
    try:
        ref(base_session)
    except TypeError:
        return False
    own_hash: Any = type(base_session).__hash__
    return own_hash is object.__hash__


def load_credentials(session: boto3.Session) -> None:
    """Load the credentials of a session, by a call of STS unless they are valid.

    Raises:
        ClientError: The error of STS.
    """
    credentials: Any = session.get_credentials()
    credentials.get_frozen_credentials()


def credentials_of(session: RoleSession) -> RoleCredentials:
    """Return a role session's credentials object, without a call of STS."""
    return cast(RoleCredentials, session.get_credentials())


def _provider(checked: CheckedRequest, settings: SharedSettings) -> AssumeRoleProvider:
    request = checked.request
    name = request.role_session_name
    return AssumeRoleProvider(
        settings.base_session,
        request.role_arn,
        checked.sent if name is None else {"RoleSessionName": name, **checked.sent},
        request.region_name,
        sts=settings.sts,
        token_provider=checked.token_provider,
        credential_cache=settings.credential_cache,
        default_session_name=settings.default_session_name,
        region_wins=settings.region_wins,
    )


def profile_of(base_session: boto3.Session) -> str | None:
    """Return the profile of a base session, for its settings; None without a profile.

    The role session shares the settings of the profile, not its credentials. boto3
    calls a session without profile `default`, which need not exist.
    """
    profile: str | None = getattr(base_session, "profile_name", None)
    known = getattr(base_session, "available_profiles", ())
    return profile if profile in known else None


def in_region(
    session: boto3.Session,
    region_name: str | None,
    base_session: boto3.Session | None = None,
) -> boto3.Session:
    """Return a session with the credentials of another session, in a region.

    Both share one credentials object, so AssumeRole is called once for all regions, and
    a renewal in one region is a renewal in all.

    Args:
        session: A session, which is returned itself if its region is the right one.
        region_name: The region; None for that of the session.
        base_session: The session that assumes the role; None if unknown. All sessions
            made with it share connections.
    """
    if region_name in (None, session.region_name):
        return session
    kind, config = boto3.Session, None
    if isinstance(session, RoleSession):
        # boto3 has no public attribute for its botocore session.
        kind, config = RoleSession, session._session.get_default_client_config()
    provider = _ExistingCredentials(session.get_credentials())
    regional: boto3.Session = kind(
        botocore_session=botocore_session_with(provider, base_session, config),
        region_name=region_name,
        profile_name=profile_of(session),
    )
    _take_over(regional, session)
    return regional


def _take_over(regional: boto3.Session, session: boto3.Session) -> None:
    """Copy the role and the request of a session to its copy in another region."""
    if isinstance(session, RoleSession):
        regional.source = session.source
        regional.role_arn = session.role_arn
        regional.role_session_name = session.role_session_name
        regional.account_id = session.account_id
    request = request_of(session)
    if request is not None:
        stamp(regional, request._replace(region_name=regional.region_name))


class _ExistingCredentials:
    """A credential provider of an existing credentials object."""

    METHOD = "assume-role"
    CANONICAL_NAME = None

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def load(self) -> Credentials:
        return self._credentials
