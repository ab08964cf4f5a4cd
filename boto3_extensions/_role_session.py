"""Sessions that act as an IAM role and renew their credentials by themselves."""

from __future__ import annotations

from typing import Any

import boto3
import botocore.session
from botocore.credentials import CredentialResolver

from boto3_extensions._assume_role import AssumeRoleProvider
from boto3_extensions._expired_token import retry_expired_tokens
from boto3_extensions._role_request import (
    Base,
    RoleRequest,
    new_request,
    resolve_base,
    stamp,
)


def get_role_session(
    role_arn: str,
    role_session_name: str | None = None,
    base_session: boto3.Session | None = None,
    external_id: str | None = None,
    region_name: str | None = None,
    **session_kwargs: Any,
) -> boto3.Session:
    """Return a session that acts as a role and renews its credentials by itself.

    STS is asked at the first call made with the session, and again by botocore whenever
    less than 15 minutes are left. An error of STS reaches that call unchanged.

    Args:
        role_arn: ARN of the role.
        role_session_name: Name CloudTrail shows; None for one botocore makes up.
        base_session: Session that assumes the role; None for one made of
            `session_kwargs`.
        external_id: What the role's trust policy asks for; None to send none.
        region_name: Region of the session; None for that of the base session.
        session_kwargs: Other keywords of `boto3.Session`, for the base session.

    Raises:
        InvalidRoleArnException: For what is not the ARN of a role.
        InvalidSessionNameError: For a session name STS would refuse.
        InvalidExternalIdError: For an external id STS would refuse.
        TypeError: For a base session and keywords that describe another one.
    """
    base = resolve_base(base_session, {"region_name": region_name, **session_kwargs})
    request = new_request(role_arn, role_session_name, external_id, region_name, base)
    return open_session(request, external_id, base)


def open_session(
    request: RoleRequest, external_id: str | None, base: Base
) -> boto3.Session:
    """Make the session of a checked request; nothing is sent yet."""
    sent = {"RoleSessionName": request.role_session_name, "ExternalId": external_id}
    provider = AssumeRoleProvider(
        base.session,
        request.role_arn,
        {name: value for name, value in sent.items() if value is not None},
        request.region_name,
    )
    providers: list[Any] = [provider]
    core = botocore.session.get_session()
    core.register_component("credential_provider", CredentialResolver(providers))
    retry_expired_tokens(core, provider.load())
    session = boto3.Session(
        botocore_session=core,
        region_name=request.region_name,
        profile_name=_profile_of(base.session),
    )
    stamp(session, request)
    return session


def _profile_of(base_session: boto3.Session) -> str | None:
    """Return the profile whose settings (not credentials) the role session shares.

    boto3 calls a session without profile `default`, which need not exist.
    """
    profile: str | None = getattr(base_session, "profile_name", None)
    known = getattr(base_session, "available_profiles", ())
    return profile if profile in known else None
