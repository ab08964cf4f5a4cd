"""Sessions of one role in several regions: each a session, all on one credential."""

from __future__ import annotations

from typing import Any

import boto3

from boto3_extensions._roles._role_request import request_of, stamp
from boto3_extensions._roles._role_session import RoleSession, core_with, profile_of


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
