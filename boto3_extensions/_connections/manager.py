"""Who STS says one is.

Sessions of assumed roles, each made once and kept in a cache users can replace.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Any, NamedTuple, NoReturn, cast

import boto3

from boto3_extensions._arns.arn import region_in
from boto3_extensions._connections.map import map_roles
from boto3_extensions._foundation.sessions import REQUEST
from boto3_extensions._roles.cache import RoleSessions, SessionCache, checked_cache
from boto3_extensions._roles.parameters import (
    Policy,
    Tags,
    TokenProvider,
    check_role_arn,
    check_session_name,
)
from boto3_extensions._roles.request import (
    RoleRequest,
    answers,
    differences,
    resolve_settings,
)
from boto3_extensions._roles.session import use_now
from boto3_extensions._roles.sts import SourceCredentials


class CallerIdentity(NamedTuple):
    """The answer of GetCallerIdentity.

    Attributes:
        account_id: Id of the account, 12 digits.
        arn: ARN of the caller, ``arn:aws:sts::account:assumed-role/role/session-name``
            for a role.
        user_id: Unique id of the caller, ``role id:session name`` for a role.
    """

    account_id: str
    arn: str
    user_id: str


def caller_identity(
    session: Any, partition: str, sts: Mapping[str, Any]
) -> CallerIdentity:
    """Ask STS who a session acts as.

    Args:
        session: A `boto3.Session`.
        partition: The partition it works in, should it have no region.
        sts: Keywords of `Session.client`.

    Raises:
        ClientError: STS refused.
    """
    keywords = {"region_name": region_in(session, partition), **sts}
    answer = session.client("sts", **keywords).get_caller_identity()
    return CallerIdentity(answer["Account"], answer["Arn"], answer["UserId"])


_logger = logging.getLogger(__name__)


class ConnectionManager:
    """Hand out sessions of assumed roles, made once and renewed by themselves.

    For any number of threads, and for processes forked from this one. As a context
    manager it closes itself.

    Args:
        session: Session that assumes the roles, with the credentials it has at each
            renewal; None for one made of the keywords. Without keywords that tell who
            it is, boto3's default session, if there is one.
        cache: Where to keep sessions, such as `Cache(max_size=100)`; None for what
            `boto3_extensions.Cache()` makes.
        credential_cache: A mapping for STS's answers, such as `FileCredentialCache`.
        sts: Keywords of `Session.client` for the STS client, such as `region_name`,
            `endpoint_url`, `verify` and `config`.
        config: A botocore `Config` (time-outs, retries, proxies) for STS and for the
            clients of the role sessions.
        kwargs: Keywords of `boto3.Session`. They make the base session; beside
            `session` only `region_name` makes sense: the region of the role sessions,
            which else is that of the base session.

    Attributes:
        cache: The cache.
        default_session_args: A copy of the keywords.

    Raises:
        TypeError: For a session and keywords that describe another one, for a cache
            without `get` or `set`, and for what `sts` cannot have.
    """

    def __init__(
        self,
        session: boto3.Session | None = None,
        *,
        cache: SessionCache | None = None,
        credential_cache: Any = None,
        sts: Mapping[str, Any] | None = None,
        config: Any = None,
        **kwargs: Any,
    ) -> None:
        self.default_session_args = dict(kwargs)
        self._sessions = RoleSessions(
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
        """Return the session of a role, from the cache if it is there.

        A miss is one `get` and one `set` of the cache, a hit one `get`; threads that
        ask for one new role at once get one session. A session made with other
        parameters, another region, base session or STS is a miss and is replaced; token
        codes do not count, as each call needs another.

        Args:
            role_arn: ARN of the role.
            role_session_name: Name CloudTrail shows, 2 to 64 characters; None for one
                made up, the same for all sessions of this manager.
            external_id: What the role's trust policy asks for; None to send none.
            skip_cache: Make a new session and leave the cache alone.
            force_cache_refresh: Make a new session and put it into the cache.
            duration_seconds: As for `get_role_session`, and so are all that follow.
            policy: Session policy.
            policy_arns: Managed policies.
            tags: Session tags.
            transitive_tag_keys: Keys of tags for the next role of a chain.
            source_identity: Who is behind the session.
            provided_contexts: Context assertions.
            minimum_session_token_size: Bytes.
            serial_number: MFA device.
            token_code: One code of the device.
            token_provider: What is asked for codes.
            validate: Ask STS now, unless the session has good credentials: a role that
                is denied is an error here, and its session is not cached.
            others: What else the STS that is installed takes of AssumeRole, by its own
                name or in snake case, such as `new_thing` for `NewThing`.

        Raises:
            InvalidRoleArnException: For what is not the ARN of a role.
            InvalidSessionNameError: For a session name STS would refuse.
            InvalidExternalIdError: For an external id STS would refuse.
            InvalidRoleParameterError: For any other parameter STS would refuse.
            ManagerClosedError: After `close`.
            TypeError: For a keyword that names no parameter of AssumeRole.
            ClientError: With `validate`, what STS answers.
        """
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
        order = None
        try:
            known, request = sessions.known[role_arn, role_session_name]
        except (KeyError, TypeError):
            # Not known; or not hashable, hence no string, as checking it will tell.
            known = None
        if known != parameters:
            order = sessions.check(role_arn, role_session_name, parameters)
            request = order.request
        if not (skip_cache or force_cache_refresh):
            seen = sessions.last_number
            session = self.cache.get(role_arn, role_session_name)
            if session and (
                getattr(session, REQUEST, None) is request
                or (answers(session, request) and self._is_assumed_by_us(session))
            ):
                if _logger.isEnabledFor(logging.DEBUG):
                    _logger.debug(
                        "Session cache hit for %s/%s.", role_arn, role_session_name
                    )
                if validate:
                    use_now(session)
                return cast(boto3.Session, session)
            _log_miss(session, request)
        if order is None:
            order = sessions.check(role_arn, role_session_name, parameters)
        if skip_cache:
            return sessions.make(order, validate)
        newer_than = None if force_cache_refresh else seen
        return sessions.make_once(order, self.cache, newer_than, validate)

    map = map_roles

    def whoami(
        self, role_arn: str, role_session_name: str | None = None, **parameters: Any
    ) -> CallerIdentity:
        """Return who STS says the session of a role acts as, by one call.

        Args:
            role_arn: ARN of the role.
            role_session_name: As for `get_session`.
            parameters: Other keywords of `get_session`.

        Raises:
            ValueError: As `get_session` does.
            ClientError: STS refused.
        """
        session = self.get_session(role_arn, role_session_name, **parameters)
        partition = role_arn.split(":")[1]
        return caller_identity(session, partition, self._sessions.settings.sts)

    def invalidate(
        self, role_arn: str | None = None, role_session_name: str | None = None
    ) -> None:
        """Drop sessions of a role, and their credentials wherever they are cached.

        The next `get_session` makes a new session. Sessions already handed out stay
        usable: they ask STS for new credentials at their next call.

        Args:
            role_arn: ARN of the role; None for all roles whose sessions this manager
                made or was asked for.
            role_session_name: Name of the session; None for all sessions of the role
                that this manager made or handed out.

        Raises:
            InvalidRoleArnException: For what is not the ARN of a role.
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

    def _is_assumed_by_us(self, session: Any) -> bool:
        """Tell whether a session, maybe another manager's, is of our base session.

        That managers were made alike says so only until the credentials they find do
        not: their file may have been replaced in between.
        """
        source = getattr(session, "source", None)
        if not isinstance(source, SourceCredentials):
            return True
        return source.are_those_of(self._sessions.settings.base_session)

    def close(self) -> None:
        """Let go of the sessions; closing again changes nothing.

        What others have is left alone: the base session, and sessions that another
        manager put into a shared cache. Sessions handed out stay usable.
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
            TypeError: Always; it says what to do instead.
        """
        raise TypeError(
            "a ConnectionManager cannot be pickled or copied, as its credentials would "
            "be: send what it is made of, and make one in each process (map does so, "
            "given an executor of processes)"
        )

    def __repr__(self) -> str:
        """Show who assumes and where, and no secret."""
        settings = self._sessions.settings
        base = settings.base_session
        shown = repr(base) if isinstance(base, boto3.Session) else type(base).__name__
        return (
            f"ConnectionManager(session={shown}, region_name={settings.region_name!r}, "
            f"role_session_name={settings.default_session_name!r})"
        )


def _log_miss(found: Any, request: RoleRequest) -> None:
    """Tell why a session is made: nothing was cached, or one of something else."""
    if _logger.isEnabledFor(logging.DEBUG):
        other = ""
        if found:
            named = ", ".join(differences(found, request)) or "the base credentials"
            other = f": the session there is of another {named}"
        _logger.debug(
            "Session cache miss for %s/%s%s.",
            request.role_arn,
            request.role_session_name,
            other,
        )
