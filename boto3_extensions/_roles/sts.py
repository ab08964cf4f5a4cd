"""Errors of AssumeRole that say which role, under which name, by whom.

The STS client of one AssumeRole call: whose, where, and how long it may take.

The credential provider of role sessions, and the AssumeRole call behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from boto3_extensions._arns.arn import partition_of
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._roles.request import environment_digest, have_same_keys
from boto3_extensions.exceptions import AssumeRoleError


class Attempted:
    """What an AssumeRole call was about, for people to read.

    Args:
        role_arn: The role.
        role_session_name: The session name sent.
        secrets: Strings that STS may repeat and nobody should see.
    """

    def __init__(
        self, role_arn: str, role_session_name: str, secrets: Iterable[str]
    ) -> None:
        self.role_arn = role_arn
        self.role_session_name = role_session_name
        self._secrets = [secret for secret in secrets if secret]

    def __str__(self) -> str:
        return f"{self.role_arn}, session name {self.role_session_name!r}"

    def named(self, error: Exception, parent: str) -> Exception:
        """Return an error that names all that, of the type of the one given.

        An answer of STS becomes an `AssumeRoleError`; botocore's own errors (no
        connection, no credentials) stay what they are. One about another role, in a
        chain of roles, has been named already.
        """
        if isinstance(error, AssumeRoleError):
            return error
        if isinstance(error, ClientError):
            response = self._without_secrets(error.response)
            return AssumeRoleError(
                response,
                error.operation_name,
                self.role_arn,
                self.role_session_name,
                parent,
            )
        if isinstance(error, BotoCoreError) and error.args:
            about = f"AssumeRole of {self}, asked for by {parent}"
            error.args = (f"{error.args[0]} ({about})", *error.args[1:])
        return error

    def refused(self, code: str, reason: str, parent: str) -> AssumeRoleError:
        """Return the error of an answer that is not believed.

        Args:
            code: In the place of an error code of STS.
            reason: What is wrong, without anything secret.
            parent: Who asked.
        """
        return AssumeRoleError(
            {"Error": {"Code": code, "Message": reason}, "ResponseMetadata": {}},
            "AssumeRole",
            self.role_arn,
            self.role_session_name,
            parent,
        )

    def _without_secrets(self, response: Mapping[str, Any]) -> dict[str, Any]:
        # STS quotes what it finds malformed.
        cleaned = dict(deepcopy(response))
        told = cleaned.get("Error", {})
        for name, text in told.items():
            for secret in self._secrets:
                if isinstance(text, str) and secret in text:
                    told[name] = text = text.replace(secret, "***")
        return cleaned


def brief(error: Exception) -> str:
    """Return what a log may tell of an error: its kind, and what STS said."""
    if isinstance(error, ClientError):
        told = error.response.get("Error", {})
        return f"{told.get('Code', 'Unknown')}: {told.get('Message', '')}"
    return type(error).__name__


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
        self._around = environment_digest(self._base_session)
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
        if self._last is not None and self._around != environment_digest(base_session):
            return False
        return have_same_keys(self._base_session, base_session)

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
