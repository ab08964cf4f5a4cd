"""The `ConnectionManager`, which makes the session of each role once and caches it.

Its methods are short: `SessionFactory` makes the sessions and drops them, a
`SessionCache` of the user's choice holds them, and `map` has modules of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Any, NamedTuple, NoReturn, cast

import boto3
from botocore.config import Config

from boto3_extensions._arns.arn import region_in
from boto3_extensions._connections.map import map_roles
from boto3_extensions._foundation.sessions import REQUEST_ATTRIBUTE
from boto3_extensions._roles.cache import SessionCache, SessionFactory, checked_cache
from boto3_extensions._roles.parameters import (
    Policy,
    Tags,
    TokenProvider,
    check_role_arn,
    check_session_name,
)
from boto3_extensions._roles.request import (
    SessionRequest,
    differences,
    matches,
    resolve_settings,
)
from boto3_extensions._roles.session import load_credentials
from boto3_extensions._roles.sts import SourceCredentials

_logger = logging.getLogger(__name__)


class CallerIdentity(NamedTuple):
    """The response of GetCallerIdentity.

    Attributes:
        account_id: Id of the account, 12 digits.
        arn: ARN of the caller, ``arn:aws:sts::account:assumed-role/role/session-name``
            for a role.
        user_id: Unique id of the caller, ``role id:session name`` for a role.
    """

    account_id: str
    arn: str
    user_id: str


class ConnectionManager:
    """A manager of self-renewing role sessions, which makes each once and caches it.

    For any number of threads, and for processes forked from this one. As a context
    manager it closes itself.

    Args:
        session: Session that assumes the roles, with the credentials it has at each
            renewal. With None the session is made of the keywords, or is boto3's
            default session, if there is one and no keyword but `region_name`.
        cache: Cache of the sessions, such as `Cache(max_size=100)`; None for a new
            `boto3_extensions.Cache()`.
        credential_cache: A mapping for AssumeRole responses, such as
            `FileCredentialCache`, a `dict` or botocore's `JSONFileCache`.
        sts: Keywords of `Session.client` for the STS client, such as `region_name`,
            `endpoint_url`, `verify` and `config`.
        config: A botocore `Config` (timeouts, retries, proxies) for STS and for the
            clients of the role sessions.
        kwargs: Keywords of `boto3.Session`, for the session that assumes the roles.
            Together with `session` only `region_name` is allowed: the region of the
            role sessions, by default that of `session`.

    Attributes:
        cache: The cache of the sessions.
        default_session_args: A copy of the keywords.

    Raises:
        TypeError: For a session together with keywords of another session, for a cache
            without `get` or `set`, and for keywords that `sts` does not take.
    """

    def __init__(
        self,
        session: boto3.Session | None = None,
        *,
        cache: SessionCache | None = None,
        # Any mapping, even if it lacks the lock of `CredentialCache`.
        credential_cache: Any = None,
        sts: Mapping[str, Any] | None = None,
        config: Config | None = None,
        **kwargs: Any,
    ) -> None:
        self.default_session_args = dict(kwargs)
        self._sessions = SessionFactory(
            resolve_settings(
                session,
                kwargs,
                sts=sts,
                config=config,
                credential_cache=credential_cache,
            )
        )
        self.cache: SessionCache = checked_cache(cache)

    def get_session(
        self,
        role_arn: str,
        role_session_name: str | None = None,
        external_id: str | None = None,
        skip_cache: bool = False,
        force_cache_refresh: bool = False,
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
        validate: bool = False,
        **others: Any,
    ) -> boto3.Session:
        """Return the session of a role, from the cache if there is one.

        A cache miss is one `get` and one `set` of the cache, a hit one `get`; threads
        that ask for a new role at the same moment get the same session. A cached
        session with other parameters, another region, base session or STS is a miss and
        is replaced; MFA codes do not count, as each call needs a new one.

        The keywords from `duration_seconds` to `token_provider` are parameters of
        AssumeRole, documented at `get_role_session`.

        Args:
            role_arn: ARN of the role.
            role_session_name: Name that CloudTrail shows, 2 to 64 characters; None for
                a generated name, the same for all sessions of this manager.
            external_id: The external id that the role's trust policy requires; None to
                send none.
            skip_cache: Make a new session and leave the cache alone.
            force_cache_refresh: Make a new session and put it into the cache.
            validate: Call STS now, unless the session has valid credentials: a role
                that is denied raises here, and its session is not cached.
            others: Parameters of AssumeRole that only the installed botocore has, by
                the name of the API or in snake case, such as `new_thing` for
                `NewThing`.

        Raises:
            InvalidRoleArnException: For a string that is not the ARN of a role.
            InvalidSessionNameError: For a session name STS would refuse.
            InvalidExternalIdError: For an external id STS would refuse.
            InvalidRoleParameterError: For any other parameter STS would refuse.
            ManagerClosedError: After `close`.
            TypeError: For a keyword that names no parameter of AssumeRole.
            ClientError: With `validate`, the error of STS.
        """
        # The fields of `AssumeRoleParameters`: a tuple, as that is faster to compare.
        parameters = (
            external_id,
            duration_seconds,
            policy,
            policy_arns,
            tags,
            transitive_tag_keys,
            source_identity,
            provided_contexts,
            minimum_session_token_size,
            serial_number,
            token_code,
            token_provider,
            others or None,
        )
        sessions = self._sessions
        checked = None
        try:
            known, request = sessions.checked_requests[role_arn, role_session_name]
        except (KeyError, TypeError):
            # New; or not hashable, hence no string, for which the check raises.
            known = None
        if known != parameters:
            checked = sessions.check(role_arn, role_session_name, parameters)
            request = checked.request
        if not (skip_cache or force_cache_refresh):
            last_number = sessions.last_number
            session = self.cache.get(role_arn, role_session_name)
            if session and (
                getattr(session, REQUEST_ATTRIBUTE, None) is request
                or (matches(session, request) and self._is_assumed_by_us(session))
            ):
                if _logger.isEnabledFor(logging.DEBUG):
                    _logger.debug(
                        "Session cache hit for %s/%s.", role_arn, role_session_name
                    )
                if validate:
                    load_credentials(session)
                return cast(boto3.Session, session)
            _log_miss(session, request)
        if checked is None:
            checked = sessions.check(role_arn, role_session_name, parameters)
        if skip_cache:
            return sessions.make(checked, validate)
        newer_than = None if force_cache_refresh else last_number
        return sessions.make_once(checked, self.cache, newer_than, validate)

    map = map_roles

    def whoami(
        self, role_arn: str, role_session_name: str | None = None, **parameters: Any
    ) -> CallerIdentity:
        """Return the identity of a role's session, by a call of GetCallerIdentity.

        Args:
            role_arn: ARN of the role.
            role_session_name: The session name, as for `get_session`.
            parameters: Other keywords of `get_session`.

        Raises:
            ValueError: For values STS would refuse, as `get_session` raises.
            ClientError: The error of STS.
        """
        session = self.get_session(role_arn, role_session_name, **parameters)
        partition = role_arn.split(":")[1]
        return caller_identity(session, partition, self._sessions.settings.sts)

    def invalidate(
        self, role_arn: str | None = None, role_session_name: str | None = None
    ) -> None:
        """Drop sessions of a role, and their credentials wherever they are cached.

        The next `get_session` makes a new session. Sessions already returned stay
        usable: they call STS for new credentials at their next request.

        Args:
            role_arn: ARN of the role; None for all roles whose sessions this manager
                made or was asked for.
            role_session_name: Name of the session; None for all sessions of the role
                that this manager made or returned.

        Raises:
            InvalidRoleArnException: For a string that is not the ARN of a role.
            InvalidSessionNameError: For a session name STS would refuse.
            TypeError: For a session name without a role.
        """
        if role_arn is None:
            if role_session_name is not None:
                raise TypeError("a role_session_name was given without a role_arn")
            self._sessions.forget_all(self.cache)
            return
        check_role_arn(role_arn)
        check_session_name(role_session_name, self._sessions.settings.model)
        self._sessions.forget(role_arn, role_session_name, self.cache)

    def _is_assumed_by_us(self, session: object) -> bool:
        """Return whether a cached session's base session has the credentials of ours.

        The session may be from another manager, made of equal keywords; its base
        session has other credentials than ours if their file was replaced in between.
        """
        source = getattr(session, "source", None)
        if not isinstance(source, SourceCredentials):
            return True
        return source.equal_those_of(self._sessions.settings.base_session)

    def close(self) -> None:
        """Remove this manager's sessions from the cache; a second call changes nothing.

        The base session stays open, and so do sessions that another manager has put
        into a shared cache. Sessions already returned stay usable.
        """
        self._sessions.close(self.cache)

    def __enter__(self) -> ConnectionManager:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled, as the sessions and credentials would be.

        Raises:
            TypeError: Always; the message has the alternative.
        """
        raise TypeError(
            "a ConnectionManager cannot be pickled or copied, as its credentials would "
            "be: send what it is made of, and make one in each process (map does so, "
            "given an executor of processes)"
        )

    def __repr__(self) -> str:
        """Show base session, region and default session name, and no secret."""
        settings = self._sessions.settings
        base = settings.base_session
        # The repr of any other object could show a secret.
        shown = repr(base) if isinstance(base, boto3.Session) else type(base).__name__
        return (
            f"ConnectionManager(session={shown}, region_name={settings.region_name!r}, "
            f"role_session_name={settings.default_session_name!r})"
        )


def caller_identity(
    session: boto3.Session, partition: str, sts: Mapping[str, Any]
) -> CallerIdentity:
    """Return the identity of a session, by a call of GetCallerIdentity.

    Args:
        session: A `boto3.Session`.
        partition: The partition of the session, which counts if the session has no
            region.
        sts: Keywords of `Session.client`.

    Raises:
        ClientError: The error of STS.
    """
    keywords = {"region_name": region_in(session, partition), **sts}
    response = session.client("sts", **keywords).get_caller_identity()
    return CallerIdentity(response["Account"], response["Arn"], response["UserId"])


def _log_miss(cached: object, request: SessionRequest) -> None:
    """Log a cache miss, with the differences of the cached session from the request."""
    if _logger.isEnabledFor(logging.DEBUG):
        reason = ""
        if cached:
            names = ", ".join(differences(cached, request)) or "the base credentials"
            reason = f": the session there is of another {names}"
        _logger.debug(
            "Session cache miss for %s/%s%s.",
            request.role_arn,
            request.role_session_name,
            reason,
        )
