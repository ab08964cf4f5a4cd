"""Sessions of one role in several regions: each a session, all on one credential."""

from __future__ import annotations

from typing import Any

import boto3
import botocore.session
from botocore.credentials import CredentialResolver

from boto3_extensions._role_session import _profile_of


def in_region(session: boto3.Session, region_name: str | None) -> boto3.Session:
    """Return a session that acts as another one does, in a region.

    Both share one credentials object, so AssumeRole is called once for all regions, and
    a renewal in one is a renewal in all.

    Args:
        session: A session; it is returned itself if its region is the one asked for.
        region_name: The region; None for that of the session.
    """
    if region_name in (None, session.region_name):
        return session
    core = botocore.session.get_session()
    providers: list[Any] = [_CredentialsOf(session)]
    core.register_component("credential_provider", CredentialResolver(providers))
    return boto3.Session(
        botocore_session=core,
        region_name=region_name,
        profile_name=_profile_of(session),
    )


class _CredentialsOf:
    """Provide the very credentials object that another session has."""

    METHOD = "assume-role"
    CANONICAL_NAME = None

    def __init__(self, session: boto3.Session) -> None:
        self._session = session

    def load(self) -> Any:
        """Return it; asked when the credentials are first needed."""
        return self._session.get_credentials()
