"""The credential provider of role sessions: botocore's AssumeRole machinery, joined.

botocore fetches, keeps and renews; what is ours is only which session asks STS.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    DeferredRefreshableCredentials,
)
from botocore.exceptions import NoCredentialsError


class AssumeRoleProvider:
    """Provide the credentials of one role.

    Args:
        base_session: Session that assumes the role, as it stands at each renewal.
        role_arn: ARN of the role.
        extra_args: What AssumeRole is sent beside the ARN, under its own names.
        region_name: Region of the STS endpoint, if the base session has no region.
        now: The clock that decides on renewal.
    """

    # The name botocore's own provider of assumed roles has.
    METHOD = "assume-role"
    CANONICAL_NAME = None

    def __init__(
        self,
        base_session: Any,
        role_arn: str,
        extra_args: dict[str, Any],
        region_name: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        fetcher = AssumeRoleCredentialFetcher(
            _sts_creator(base_session, role_arn, region_name),
            _SourceCredentials(base_session),
            role_arn,
            extra_args=extra_args,
            cache=_NoCache(),
        )
        # Made once: threads that load at the same moment get one object, and so share
        # its lock and its one AssumeRole call.
        self._credentials = DeferredRefreshableCredentials(
            fetcher.fetch_credentials, self.METHOD, time_fetcher=now
        )

    def load(self) -> DeferredRefreshableCredentials:
        """Return the role's credentials, which call STS when they are first read."""
        return self._credentials


class _SourceCredentials:
    """The base session's credentials, looked up anew at each AssumeRole call."""

    def __init__(self, base_session: Any) -> None:
        self._base_session = base_session

    def get_frozen_credentials(self) -> Any:
        """Return them as they are now.

        Raises:
            NoCredentialsError: If the base session has none.
        """
        credentials = self._base_session.get_credentials()
        if credentials is None:
            raise NoCredentialsError()
        return credentials.get_frozen_credentials()


class _NoCache(dict[str, Any]):
    """Keep the fetcher from holding a second copy of what the credentials hold.

    It would judge the age of its copy by a clock of its own.
    """

    def __setitem__(self, key: str, value: Any) -> None:
        pass


def _sts_creator(
    base_session: Any, role_arn: str, region_name: str | None
) -> Callable[..., Any]:
    """Return what makes the STS client: the base session, in the best region known."""

    def create_client(service_name: str, **keywords: Any) -> Any:
        region = getattr(base_session, "region_name", None) or region_name
        if region is None:
            region = _some_region(base_session, role_arn.split(":")[1])
        return base_session.client(service_name, region_name=region, **keywords)

    return create_client


def _some_region(base_session: Any, partition: str) -> str | None:
    """Return a region of a partition that every account there may use.

    Left to itself, botocore takes the global endpoint of the partition `aws` for every
    role, and none at all where an endpoint URL is configured.
    """
    if partition == "aws":
        return "us-east-1"
    regions = base_session.get_available_regions("sts", partition)
    return regions[0] if regions else None
