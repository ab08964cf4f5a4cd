"""Calls of `ConnectionManager.map` in another process: their messages and the worker.

A message has the role, its parameters and the keywords of the manager, as far as they
are neither secrets nor live objects. The worker makes a manager of its own from them,
with the credentials that it finds in its own environment.
"""

from __future__ import annotations

import pickle
import traceback
import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import boto3

from boto3_extensions._bulk.flow import CallResult, call_with_session
from boto3_extensions._connections.targets import Manager, TargetRole
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._roles.request import ByIdentity, SharedSettings
from boto3_extensions.exceptions import RemoteExecutorError

# Managers that a worker process keeps.
_MOST_MANAGERS = 16
# Keywords of a manager that are secrets, or live objects of this process.
_LOCAL_KEYWORDS = frozenset(
    {
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_session_token",
        "botocore_session",
        "session",
    }
)
# An MFA code is good for a single call, and a person has to type it.
_MFA_PARAMETERS = frozenset({"token_code", "token_provider"})
_REMEDY = (
    "give the workers credentials of their own (a profile named by profile_name, "
    "environment variables, an instance or task role) and make the manager without "
    "any, or pass make_manager=, a function that makes a manager in the worker"
)


class ManagerRecipe(NamedTuple):
    """A picklable function that makes a manager in a worker.

    Attributes:
        token: The key of the manager in a worker: equal tokens make equal managers.
        make: Makes the manager.
    """

    token: str
    make: Callable[[], Manager]


class RemoteCall(NamedTuple):
    """The message of a call to a worker.

    Attributes:
        run: An id of this `map`, so that no scheduler takes its calls for earlier ones.
        recipe: How to make the manager.
        function: The function to call.
        role_arn: ARN of the role.
        parameters: The other keywords of `get_session`.
        region: The region; None for the role session's own.
    """

    run: str
    recipe: ManagerRecipe
    function: Callable[[boto3.Session], Any]
    role_arn: str
    parameters: Mapping[str, Any]
    region: str | None

    def __repr__(self) -> str:
        # Schedulers log this: no parameters, as an external id is among them.
        return f"RemoteCall({self.role_arn}, {self.region})"


class _RemoteResult(NamedTuple):
    """The message of a result from a worker.

    Attributes:
        result: The result.
        traceback: The text of its error's traceback, which pickling drops; None if the
            call succeeded.
    """

    result: CallResult[Any]
    traceback: str | None


def recipe_of(
    connections: Manager,
    make_manager: Callable[[], Manager] | None,
    parameters: Mapping[str, Any],
) -> ManagerRecipe:
    """Return the recipe by which workers make a manager equal to this process's.

    Args:
        connections: The manager of this process.
        make_manager: The caller's function that makes a manager in a worker; None to
            use the keywords of `connections`.
        parameters: The keywords of `get_session` for all roles.

    Raises:
        RemoteExecutorError: A secret or a live object would have to be sent.
    """
    refuse_mfa_parameters(parameters)
    if make_manager is not None:
        return ManagerRecipe(uuid.uuid4().hex, make_manager)
    keywords = _keywords_of(connections)
    if local := sorted(_LOCAL_KEYWORDS & keywords.keys()):
        raise RemoteExecutorError(
            f"a manager made of {', '.join(local)} cannot work in another process, as "
            f"no secret travels: {_REMEDY}"
        )
    for name, value in keywords.items():
        _check_picklable(name, value)
    token = pickle.dumps(sorted(keywords.items())).hex()
    kind: Callable[..., Any] = type(connections)
    return ManagerRecipe(token, partial(kind, **keywords))


def _keywords_of(connections: Manager) -> dict[str, Any]:
    """Return the keywords that make an equal manager."""
    settings = connections._sessions.settings
    given = {
        **connections.default_session_args,
        "sts": dict(settings.sts) or None,
        "config": settings.config,
        "credential_cache": settings.credential_cache,
    }
    if isinstance(settings.identity[0], ByIdentity):
        given |= _session_keywords(settings)
    return {name: value for name, value in given.items() if value is not None}


def _session_keywords(settings: SharedSettings) -> dict[str, Any]:
    """Return the keywords for a manager's base session.

    boto3's default session can be described by its profile and region, unless it was
    given keys; any other session can only be passed as itself.
    """
    base = settings.base_session
    core = getattr(base, "_session", None)
    credentials = getattr(core, "_credentials", None)
    if (
        base is not boto3.DEFAULT_SESSION
        or type(base) is not boto3.Session
        or getattr(credentials, "method", None) == "explicit"
    ):
        return {"session": base}
    profile = core.instance_variables().get("profile") if core else None
    return {"profile_name": profile, "region_name": settings.region_name}


def refuse_mfa_parameters(parameters: Mapping[str, Any]) -> None:
    """Refuse parameters that have to do with an MFA device.

    Raises:
        RemoteExecutorError: Such a parameter is given; the message names it.
    """
    if names := sorted(_MFA_PARAMETERS & parameters.keys()):
        raise RemoteExecutorError(
            f"{', '.join(names)} cannot travel to another process: a code of a device "
            "is good for one call; use threads, or a role that asks for no MFA"
        )


def _check_picklable(name: str, value: object) -> None:
    try:
        pickle.dumps(value)
    except Exception as error:
        raise RemoteExecutorError(
            f"the manager's {name}, a {type(value).__name__}, cannot travel to another "
            "process; pass make_manager=, a function that makes a manager there"
        ) from error


class _Managers:
    """The managers of a worker process, by the tokens of their recipes.

    An LRU cache of at most `_MOST_MANAGERS` managers.
    """

    def __init__(self) -> None:
        self._managers: OrderedDict[str, Manager] = OrderedDict()
        self._lock = Lock()

    def get(self, recipe: ManagerRecipe) -> Manager:
        """Return the manager of a recipe, made at the first call for its token."""
        return self._lock.run(self._get, recipe)

    def _get(self, recipe: ManagerRecipe) -> Manager:
        manager = self._managers.get(recipe.token)
        if manager is None:
            manager = self._managers[recipe.token] = recipe.make()
            while len(self._managers) > _MOST_MANAGERS:
                self._managers.popitem(last=False)
        self._managers.move_to_end(recipe.token)
        return manager


_managers = _Managers()


def run_remote_call(remote: RemoteCall) -> _RemoteResult:
    """Make a call in a worker process, and return its value or error as a message."""

    def open_session(region_name: str | None) -> boto3.Session:
        role = TargetRole(remote.role_arn, remote.parameters)
        return role.open(_managers.get(remote.recipe), region_name)

    result = call_with_session(
        remote.function, open_session, remote.role_arn, remote.region
    )
    if result.error is None:
        return _RemoteResult(result, None)
    lines = "".join(traceback.format_exception(result.error))
    return _RemoteResult(replace(result, error=_picklable(result.error)), lines)


def _picklable(error: Exception) -> Exception:
    """Return an error that survives pickling: the error itself, or its text in another.

    An error that cannot be unpickled would break a ProcessPoolExecutor for good.
    """
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RemoteExecutorError(f"{type(error).__name__}: {error}")
    return error


def result_of_message(message: _RemoteResult) -> CallResult[Any]:
    """Return the result of a message, its error caused by the worker's traceback."""
    error = message.result.error
    if error is not None and message.traceback:
        error.__cause__ = _RemoteTraceback(message.traceback)
    return message.result


class _RemoteTraceback(Exception):
    """The traceback of an error in a worker process, as text."""

    def __str__(self) -> str:
        return f'\n"""\n{self.args[0]}"""'
