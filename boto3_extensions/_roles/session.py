"""Sessions that act as an IAM role and renew their credentials by themselves.

Sessions of one role in several regions: each a session, all on one credential.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NoReturn, cast
from weakref import ref

import boto3
from botocore.credentials import CredentialResolver

from boto3_extensions._roles.credentials import RoleCredentials, retry_expired_tokens
from boto3_extensions._roles.parameters import (
    Policy,
    RoleParameters,
    StsModel,
    Tags,
    TokenProvider,
    names_another,
)
from boto3_extensions._roles.provider import AssumeRoleProvider
from boto3_extensions._roles.request import (
    Order,
    RoleSettings,
    new_order,
    request_of,
    resolve_settings,
    stamp,
)
from boto3_extensions._roles.sts import SourceCredentials
from boto3_extensions._speed.sessions import new_core


class RoleSession(boto3.Session):  # type: ignore[misc, unused-ignore]
    """A `boto3.Session` that acts as an IAM role; `get_role_session` makes them.

    Attributes:
        role_arn: ARN of the role.
        role_session_name: Name CloudTrail shows, made up if none was given.
        account_id: Id of the role's account.
        expiry: When the credentials in use expire; None before the first use.
    """

    role_arn: str
    role_session_name: str
    account_id: str
    # Who assumes the role; None if that is not known.
    source: SourceCredentials | None = None
    # Which of its manager's sessions it is; `RoleSessions` gives it.
    number: int = 0

    @property
    def expiry(self) -> datetime | None:
        return credentials_of(self).expiry

    def __repr__(self) -> str:
        """Show which role the session acts as, where, until when; and no secret."""
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
            TypeError: Always; it says what to send instead.
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
    config: Any = None,
    credential_cache: Any = None,
    validate: bool = False,
    **session_kwargs: Any,
) -> RoleSession:
    """Return a session that acts as a role and renews its credentials by itself.

    STS is asked at the first call made with the session, and again before the
    credentials expire. The parameters of AssumeRole are those of its documentation.

    Args:
        role_arn: ARN of the role.
        role_session_name: Name CloudTrail shows, 2 to 64 characters; None for one made
            up, which stays the same as long as the session.
        base_session: Session that assumes the role, with the credentials it has at each
            renewal; None for one made of `session_kwargs`, or without any for boto3's
            default session, if there is one.
        external_id: What the role's trust policy asks for; None to send none.
        region_name: Region of the session; None for that of the base session.
        duration_seconds: How long credentials are to last, 900 to 43200 seconds, but
            3600 where a role assumes the next, or as a `timedelta`; None for STS's
            default of 3600.
        policy: Session policy, as a dict or JSON text.
        policy_arns: Up to 10 ARNs of managed policies, of the role's account or AWS's.
        tags: Up to 50 session tags, as a dict or as boto3's list of keys and values.
        transitive_tag_keys: Keys of the tags that the next role of a chain is to have.
        source_identity: Who is behind the session, 2 to 256 characters, 64 in older
            botocores.
        provided_contexts: Up to 5 `{"ProviderArn": ..., "ContextAssertion": ...}`.
        minimum_session_token_size: Bytes, up to 4096; newer botocores have it.
        serial_number: Serial number or ARN of an MFA device.
        token_code: One code of the device, good for one AssumeRole call.
        token_provider: Called without arguments for a code, once per AssumeRole call.
        sts: Keywords of `Session.client` for the STS client, such as `region_name`,
            `endpoint_url`, `verify` and `config`.
        config: A botocore `Config` (time-outs, retries, proxies) for STS and for the
            clients of the session.
        credential_cache: A mapping for STS's answers, such as `FileCredentialCache`.
        validate: Ask STS now, so that a role denied is an error here.
        session_kwargs: Other keywords of `boto3.Session`, for the base session, and
            what else the STS that is installed takes of AssumeRole, by its own name or
            in snake case.

    Raises:
        InvalidRoleArnException: For what is not the ARN of a role.
        InvalidSessionNameError: For a session name STS would refuse.
        InvalidExternalIdError: For an external id STS would refuse.
        InvalidRoleParameterError: For any other parameter STS would refuse.
        TypeError: For a base session and keywords that describe another one.
        ClientError: With `validate`, what STS answers.
    """
    arguments = locals()
    known = StsModel(base_session or boto3.DEFAULT_SESSION)
    others = {
        name: session_kwargs.pop(name)
        for name in list(session_kwargs)
        if names_another(name, known)
    }
    settings = resolve_settings(
        base_session,
        {"region_name": region_name, **session_kwargs},
        sts=sts,
        config=config,
        credential_cache=credential_cache,
    )
    given = {name: arguments[name] for name in RoleParameters._fields[:-1]}
    parameters = RoleParameters(**given, others=others or None)
    order = new_order(role_arn, role_session_name, parameters, settings)
    session = open_session(order, settings)
    if validate:
        use_now(session)
    return session


def open_session(order: Order, settings: RoleSettings) -> RoleSession:
    """Make the session of a checked request; nothing is sent yet."""
    request = order.request
    provider = _provider(order, settings)
    session = RoleSession(
        botocore_session=core_with(provider, settings.base_session, settings.config),
        region_name=request.region_name,
        profile_name=profile_of(settings.base_session),
    )
    session.source = provider.source
    session.role_arn = request.role_arn
    session.role_session_name = (
        request.role_session_name or settings.default_session_name
    )
    # An attribute, as the account of a role is in its ARN, and needs no call.
    session.account_id = request.role_arn.split(":")[4]
    stamp(session, request)
    return session


def core_with(provider: Any, base_session: Any, config: Any) -> Any:
    """Make the botocore session of a boto3 session that acts as a role.

    Args:
        provider: What has the credentials.
        base_session: The session that assumes the role; None if that is not known.
        config: What all clients are configured by; None for nothing.
    """
    core = new_core(base_session if _is_like_no_other(base_session) else None)
    core.register_component("credential_provider", CredentialResolver([provider]))
    if config is not None:
        core.set_default_client_config(config)
    credentials = provider.load()
    if isinstance(credentials, RoleCredentials):
        retry_expired_tokens(core, credentials)
    return core


def _is_like_no_other(base_session: Any) -> bool:
    """Tell whether something can be found again by itself, and by nothing equal."""
    try:
        ref(base_session)
    except TypeError:
        return False
    own_hash: Any = type(base_session).__hash__
    return own_hash is object.__hash__


def use_now(session: boto3.Session) -> None:
    """Have a session get its credentials, unless it has good ones.

    Raises:
        ClientError: What STS answers.
    """
    credentials: Any = session.get_credentials()
    credentials.get_frozen_credentials()


def credentials_of(session: RoleSession) -> RoleCredentials:
    """Return a role session's credentials, without having them ask STS."""
    return cast(RoleCredentials, session.get_credentials())


def _provider(order: Order, settings: RoleSettings) -> AssumeRoleProvider:
    request = order.request
    name = request.role_session_name
    return AssumeRoleProvider(
        settings.base_session,
        request.role_arn,
        order.sent if name is None else {"RoleSessionName": name, **order.sent},
        request.region_name,
        sts=settings.sts,
        token_provider=order.token_provider,
        credential_cache=settings.credential_cache,
        default_session_name=settings.default_session_name,
        region_wins=settings.region_wins,
    )


def profile_of(base_session: boto3.Session) -> str | None:
    """Return the profile whose settings (not credentials) the role session shares.

    boto3 calls a session without profile `default`, which need not exist.
    """
    profile: str | None = getattr(base_session, "profile_name", None)
    known = getattr(base_session, "available_profiles", ())
    return profile if profile in known else None


def in_region(
    session: boto3.Session, region_name: str | None, base_session: Any = None
) -> boto3.Session:
    """Return a session that acts as another one does, in a region.

    Both share one credentials object, so AssumeRole is called once for all regions, and
    a renewal in one is a renewal in all.

    Args:
        session: A session; it is returned itself if its region is the one asked for.
        region_name: The region; None for that of the session.
        base_session: The session that assumes the role, if known: all that it stands
            behind share connections.
    """
    if region_name in (None, session.region_name):
        return session
    kind, config = boto3.Session, None
    if isinstance(session, RoleSession):
        # boto3 has no public way to the session under its own.
        kind, config = RoleSession, session._session.get_default_client_config()
    provider = _Given(session.get_credentials())
    made: boto3.Session = kind(
        botocore_session=core_with(provider, base_session, config),
        region_name=region_name,
        profile_name=profile_of(session),
    )
    _take_over(made, session)
    return made


def _take_over(made: Any, session: Any) -> None:
    """Give a session what another was told beside its region."""
    if isinstance(session, RoleSession):
        made.source = session.source
        made.role_arn = session.role_arn
        made.role_session_name = session.role_session_name
        made.account_id = session.account_id
    request = request_of(session)
    if request is not None:
        stamp(made, request._replace(region_name=made.region_name))


class _Given:
    """Provide a credentials object that is there already."""

    METHOD = "assume-role"
    CANONICAL_NAME = None

    def __init__(self, credentials: Any) -> None:
        self._credentials = credentials

    def load(self) -> Any:
        return self._credentials
