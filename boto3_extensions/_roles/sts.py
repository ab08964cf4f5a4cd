"""The STS client of an AssumeRole call: whose credentials, which region, and errors.

Errors say which role was to be assumed, under which session name, and by whom. The
client is made anew for each call, in a region of the role's partition, and closed after
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from boto3_extensions._arns.arn import partition_of
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._roles.request import environment_digest, have_same_keys
from boto3_extensions.exceptions import AssumeRoleError

if TYPE_CHECKING:
    import boto3


class AssumeRoleCall:
    """An AssumeRole call as logs and errors name it.

    Args:
        role_arn: The role.
        role_session_name: The session name sent.
        secrets: Strings that STS may quote in errors and that must not be shown.
    """

    def __init__(
        self, role_arn: str, role_session_name: str, secrets: Iterable[str]
    ) -> None:
        self.role_arn = role_arn
        self.role_session_name = role_session_name
        self._secrets = [secret for secret in secrets if secret]

    def __str__(self) -> str:
        return f"{self.role_arn}, session name {self.role_session_name!r}"

    def error_with_role(self, error: Exception, parent: str) -> Exception:
        """Return an error whose message has the role, the session name and the caller.

        An error response of STS becomes an `AssumeRoleError`; botocore's own errors (no
        connection, no credentials) keep their type. In a chain of roles, the error
        about another role of the chain is returned unchanged.

        Args:
            error: The error of the call.
            parent: The identity that called, from `SourceCredentials.describe`.
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

    def invalid_response_error(
        self, code: str, reason: str, parent: str
    ) -> AssumeRoleError:
        """Return the error for a response that is refused.

        Args:
            code: A code in the place of STS's error codes.
            reason: The reason, without anything secret.
            parent: The identity that called.
        """
        return AssumeRoleError(
            {"Error": {"Code": code, "Message": reason}, "ResponseMetadata": {}},
            "AssumeRole",
            self.role_arn,
            self.role_session_name,
            parent,
        )

    def _without_secrets(self, response: Mapping[str, Any]) -> dict[str, Any]:
        # STS quotes malformed values.
        cleaned = dict(deepcopy(response))
        members = cleaned.get("Error", {})
        for name, text in members.items():
            for secret in self._secrets:
                if isinstance(text, str) and secret in text:
                    members[name] = text = text.replace(secret, "***")
        return cleaned


def loggable(error: Exception) -> str:
    """Return the text of an error for logs: its type, or STS's code and message."""
    if isinstance(error, ClientError):
        sent = error.response.get("Error", {})
        return f"{sent.get('Code', 'Unknown')}: {sent.get('Message', '')}"
    return type(error).__name__


# For callers without valid credentials, who have to wait: half a minute for an address
# that does not respond, instead of botocore's ten minutes.
PATIENT = Config(
    connect_timeout=4,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 4},
)
# For renewals of credentials that are still valid: one request, as another attempt
# follows soon.
HURRIED = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 1},
)

# boto3 sessions are not safe for threads that create clients at the same time. Clients
# take milliseconds of CPU, so threads would gain nothing without the lock.
_client_lock = Lock()


def region_source(base_session: boto3.Session) -> Any:
    """Return an object with botocore's methods on regions and partitions.

    The base session, if it has them; else a botocore session of our own.
    """
    if hasattr(base_session, "get_partition_for_region"):
        return base_session
    return _own_region_source()


@lru_cache(maxsize=1)
def _own_region_source() -> Any:
    return botocore.session.Session()


class SourceCredentials:
    """The base session's credentials, loaded anew for each AssumeRole call.

    Args:
        base_session: The session that assumes the role.
    """

    def __init__(self, base_session: boto3.Session) -> None:
        self._base_session = base_session
        self._environment: object = None
        self._last: Any = None
        self._last_key: str | None = None

    def get_frozen_credentials(self) -> Any:
        """Return the current credentials of the base session.

        Raises:
            NoCredentialsError: If the base session has none.
        """
        self._environment = environment_digest(self._base_session)
        self._last = self._base_session.get_credentials()
        if self._last is None:
            raise NoCredentialsError()
        frozen = self._last.get_frozen_credentials()
        self._last_key = frozen.access_key
        return frozen

    def equal_those_of(self, base_session: boto3.Session) -> bool:
        """Return whether another base session has equal credentials.

        Both are made of equal keywords. No call is made. Compared are the environment
        and files that credentials were last loaded from, if they were, and the loaded
        access keys.
        """
        if base_session is self._base_session:
            return True
        if self._last is not None and self._environment != environment_digest(
            base_session
        ):
            return False
        return have_same_keys(self._base_session, base_session)

    def have_changed(self) -> bool:
        """Return whether the credentials are others by now than those last returned."""
        used = self._last_key
        return bool(self.get_frozen_credentials().access_key != used)

    def describe(self) -> str:
        """Return a description of the caller, as far as it is known without a call."""
        arn: str | None = getattr(self._last, "arn", None)
        if arn:
            return arn
        profile = getattr(self._base_session, "profile_name", None)
        # boto3 calls a session without profile `default`, which need not exist.
        if profile not in getattr(self._base_session, "available_profiles", ()):
            profile = None
        method = getattr(self._last, "method", None)
        caller = f"profile {profile!r}" if profile else "the base session"
        return f"{caller}, credentials from {method}" if method else caller


class StsClients:
    """A factory of STS clients of the base session, in the best region known.

    Args:
        base_session: Session that assumes the role.
        partition: Partition of the role.
        region_name: Region if the base session has none.
        settings: Keywords of the base session's `client`; they take precedence.
        region_wins: Whether `region_name` counts even if the base session has a region.

    Attributes:
        limits: The `Config` with timeouts and retries of the clients.
    """

    def __init__(
        self,
        base_session: boto3.Session,
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
        """Return a new client, with `limits` where the settings have no others."""
        keywords |= self._settings
        if keywords.get("region_name") is None:
            keywords["region_name"] = self._region()
        given = keywords.get("config")
        keywords["config"] = self.limits.merge(given) if given else self.limits
        client = _client_lock.run(self._base_session.client, service_name, **keywords)
        self._open.append(client)
        return client

    def endpoint_url(self) -> str | None:
        """Return the URL that the next call will go to, by the settings at this moment.

        It is the URL of a client made in the same way, as only botocore knows all the
        places where an endpoint may be configured. No credentials are loaded.
        """
        client = self.create("sts", aws_access_key_id="-", aws_secret_access_key="-")
        try:
            url: str | None = getattr(client.meta, "endpoint_url", None)
        finally:
            self.close()
        return url

    def close(self) -> None:
        """Close the connections of the clients; the next call makes a new client."""
        while self._open:
            self._open.pop().close()

    def _region(self) -> str | None:
        own = getattr(self._base_session, "region_name", None)
        regions = (own, self._region_name)
        for region in reversed(regions) if self._region_wins else regions:
            if region and self._is_in_partition(region):
                return str(region)
        return self._some_region()

    def _is_in_partition(self, region: str) -> bool:
        """Return whether a region is in the role's partition, or in an unknown one.

        The STS of another partition does not know the role.
        """
        partition = partition_of(region_source(self._base_session), region)
        return partition in (None, self._partition)

    def _some_region(self) -> str | None:
        """Return a region of the partition that is enabled in every account.

        Without a region, botocore takes the global endpoint of the partition `aws` for
        any role, and fails where an endpoint URL is configured.
        """
        if self._partition == "aws":
            return "us-east-1"
        source = region_source(self._base_session)
        regions = source.get_available_regions("sts", self._partition)
        return regions[0] if regions else None
