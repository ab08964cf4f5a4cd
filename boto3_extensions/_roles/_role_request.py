"""What a role session is asked for, and whether another one may stand in for it."""

from __future__ import annotations

from typing import Any, NamedTuple

import boto3
from botocore import xform_name

from boto3_extensions._roles._role_parameters import RoleParameters, as_sent, canonical
from boto3_extensions._roles._role_settings import RoleSettings
from boto3_extensions._roles._surroundings import sealed
from boto3_extensions._roles._token_codes import TokenProvider, token_provider_of
from boto3_extensions._roles._validation import check_role_arn, check_session_name
from boto3_extensions.exceptions import InvalidRoleParameterError

STAMP = "_boto3_extensions_request"

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
    setattr(session, STAMP, request)


def request_of(session: object) -> RoleRequest | None:
    """Return what a session was made for, None for one of somebody else's making."""
    made_for = getattr(session, STAMP, None)
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
