"""What a role session is asked for, and whether another one may stand in for it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from typing import Any, NamedTuple

import boto3

from boto3_extensions._validation import (
    check_external_id,
    check_role_arn,
    check_session_name,
)

_SALT = os.urandom(16)
_STAMP = "_boto3_extensions_request"


class Base(NamedTuple):
    """The session that assumes roles, and what tells it from other such sessions."""

    session: boto3.Session
    identity: object


class RoleRequest(NamedTuple):
    """All that tells one role session from another; the external id is sealed."""

    role_arn: str
    role_session_name: str | None
    sealed_external_id: str | None
    region_name: str | None
    base_identity: object


def resolve_base(session: boto3.Session | None, keywords: Mapping[str, Any]) -> Base:
    """Return the session that assumes roles: the one given or one of the keywords.

    A session given is like no other; two made of equal keywords are alike.

    Args:
        session: A session, or anything with its `client` and `get_credentials`.
        keywords: Keywords of `boto3.Session`; beside a session, only `region_name`.

    Raises:
        TypeError: For a session and keywords that describe another one, and for a
            session that is none.
    """
    given = {name: value for name, value in keywords.items() if value is not None}
    if session is None:
        made = boto3.Session(**given)
        given.pop("region_name", None)
        parts = frozenset((name, _sealed(value)) for name, value in given.items())
        return Base(made, (made.profile_name, parts))
    if too_many := sorted(given.keys() - {"region_name"}):
        raise TypeError(
            f"a base session was given, and {', '.join(too_many)} to make another one: "
            "give one or the other"
        )
    if not all(hasattr(session, name) for name in ("client", "get_credentials")):
        raise TypeError(
            f"the base session must be a boto3.Session, not {type(session).__name__}"
        )
    return Base(session, session)


def new_request(
    role_arn: str,
    role_session_name: str | None,
    external_id: str | None,
    region_name: str | None,
    base: Base,
) -> RoleRequest:
    """Check what a caller asks for and bring it into a form that can be compared.

    Raises:
        InvalidRoleArnException: For what is not the ARN of a role.
        InvalidSessionNameError: For a session name STS would refuse.
        InvalidExternalIdError: For an external id STS would refuse.
    """
    check_role_arn(role_arn)
    check_session_name(role_session_name)
    check_external_id(external_id)
    return RoleRequest(
        role_arn,
        role_session_name,
        _sealed(external_id),
        region_name or getattr(base.session, "region_name", None),
        base.identity,
    )


def stamp(session: boto3.Session, request: RoleRequest) -> None:
    """Note on a session what it was made for, so that any cache may carry it about."""
    setattr(session, _STAMP, request)


def answers(session: object, request: RoleRequest) -> bool:
    """Tell whether a session out of a cache may be handed to who makes this request.

    A session of somebody else's making is taken on trust, as its cache's business,
    unless an external id is asked for: nothing shows that it was made with that one.
    """
    made_for = getattr(session, _STAMP, None)
    if isinstance(made_for, RoleRequest):
        return made_for == request
    return request.sealed_external_id is None


def _sealed(value: Any) -> Any:
    """Return what strings can be compared by without being kept in clear."""
    if not isinstance(value, str):
        return value
    data = value.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, key=_SALT, digest_size=16).hexdigest()
