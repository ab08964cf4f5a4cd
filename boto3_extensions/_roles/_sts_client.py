"""The STS client of one AssumeRole call: whose, where, and how long it may take."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import NoCredentialsError

from boto3_extensions._arns._partitions import partition_of
from boto3_extensions._forks import Lock
from boto3_extensions._roles._surroundings import same_keys, surroundings

# With nothing to go on with, an application waits: half a minute for an address that
# swallows everything, instead of botocore's ten minutes.
PATIENT = Config(
    connect_timeout=4,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 4},
)
# With credentials that are still good there will be another attempt soon, so this one
# sends one request.
HURRIED = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 1},
)

# boto3 sessions are not made for several threads creating clients at the same time. It
# takes milliseconds, and threads would not make it faster.
_creating = Lock()


def region_source(base_session: Any) -> Any:
    """Return what knows regions and partitions: the base session, if it does."""
    if hasattr(base_session, "get_partition_for_region"):
        return base_session
    return _own_region_source()


@lru_cache(maxsize=1)
def _own_region_source() -> Any:
    return botocore.session.Session()


class SourceCredentials:
    """The base session's credentials, looked up anew at each AssumeRole call."""

    def __init__(self, base_session: Any) -> None:
        self._base_session = base_session
        self._around: object = None
        self._last: Any = None
        self._last_key: str | None = None

    def get_frozen_credentials(self) -> Any:
        """Return them as they are now.

        Raises:
            NoCredentialsError: If the base session has none.
        """
        self._around = surroundings(self._base_session)
        self._last = self._base_session.get_credentials()
        if self._last is None:
            raise NoCredentialsError()
        frozen = self._last.get_frozen_credentials()
        self._last_key = frozen.access_key
        return frozen

    def are_those_of(self, base_session: Any) -> bool:
        """Tell whether another base session, made alike, has the same credentials.

        Nobody is asked. What counts is where they were last found, if they were.
        """
        if base_session is self._base_session:
            return True
        if self._last is not None and self._around != surroundings(base_session):
            return False
        return same_keys(self._base_session, base_session)

    def have_changed(self) -> bool:
        """Tell whether they are others by now than those last returned."""
        used = self._last_key
        return bool(self.get_frozen_credentials().access_key != used)

    def describe(self) -> str:
        """Return whose they are, as far as that is known without asking anybody."""
        arn: str | None = getattr(self._last, "arn", None)
        if arn:
            return arn
        profile = getattr(self._base_session, "profile_name", None)
        # boto3 calls a session without profile `default`, which need not exist.
        if profile not in getattr(self._base_session, "available_profiles", ()):
            profile = None
        method = getattr(self._last, "method", None)
        named = f"profile {profile!r}" if profile else "the base session"
        return f"{named}, credentials from {method}" if method else named


class StsClients:
    """Make STS clients of the base session, in the best region known.

    Args:
        base_session: Session that assumes the role.
        partition: Partition of the role.
        region_name: Region if the base session has none.
        settings: Keywords for the base session's `client`; they win.
        region_wins: Take `region_name` even if the base session has a region.
    """

    def __init__(
        self,
        base_session: Any,
        partition: str,
        region_name: str | None,
        settings: Mapping[str, Any] | None,
        region_wins: bool = False,
    ) -> None:
        self._base_session = base_session
        self._partition = partition
        self._region_name = region_name
        self._settings = dict(settings or {})
        self._region_wins = region_wins
        self._open: list[Any] = []
        self.limits = PATIENT

    def create(self, service_name: str, **keywords: Any) -> Any:
        """Make a client that keeps to `limits` where the settings do not say else."""
        keywords |= self._settings
        if keywords.get("region_name") is None:
            keywords["region_name"] = self._region()
        given = keywords.get("config")
        keywords["config"] = self.limits.merge(given) if given else self.limits
        client = _creating.run(self._base_session.client, service_name, **keywords)
        self._open.append(client)
        return client

    def endpoint_url(self) -> str | None:
        """Return the URL that the next call will go to, by the settings as they are.

        It is that of a client made the same way, as nobody else knows all the places
        where an endpoint may be configured. Nobody is asked for credentials.
        """
        client = self.create("sts", aws_access_key_id="-", aws_secret_access_key="-")
        try:
            url: str | None = getattr(client.meta, "endpoint_url", None)
        finally:
            self.close()
        return url

    def close(self) -> None:
        """Close the connections of the clients made; the next call makes a new one."""
        while self._open:
            self._open.pop().close()

    def _region(self) -> str | None:
        own = getattr(self._base_session, "region_name", None)
        regions = (own, self._region_name)
        for region in reversed(regions) if self._region_wins else regions:
            if region and self._is_at_home(region):
                return str(region)
        return self._some_region()

    def _is_at_home(self, region: str) -> bool:
        """Tell whether a region is of the role's partition, or may be for all we know.

        The STS of another partition knows nothing of the role.
        """
        partition = partition_of(region_source(self._base_session), region)
        return partition in (None, self._partition)

    def _some_region(self) -> str | None:
        """Return a region of the partition that every account there may use.

        Left to itself, botocore takes the global endpoint of the partition `aws` for
        every role, and none at all where an endpoint URL is configured.
        """
        if self._partition == "aws":
            return "us-east-1"
        source = region_source(self._base_session)
        regions = source.get_available_regions("sts", self._partition)
        return regions[0] if regions else None
