"""Calls that another process makes: what travels there, and what works it off.

A role and its parameters travel, and what the manager was made of, as far as that is
no secret. The worker makes a manager of its own, on the credentials it finds itself.
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

from boto3_extensions._bulk.flow import CallResult, call
from boto3_extensions._connections.targets import Role
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._roles.request import Itself, RoleSettings
from boto3_extensions.exceptions import RemoteExecutorError

_KEPT = 16
# What stands for somebody's identity, or is a live object of this process.
_OF_THIS_PROCESS = frozenset(
    {
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_session_token",
        "botocore_session",
        "session",
    }
)
# An MFA code is spent by one call, and one person is asked for it.
_OF_ONE_PERSON = frozenset({"token_code", "token_provider"})
_MEND = (
    "give the workers credentials of their own (a profile named by profile_name, "
    "environment variables, an instance or task role) and make the manager without "
    "any, or pass make_manager=, a function that makes a manager in the worker"
)


class Recipe(NamedTuple):
    """How a worker makes the manager; equal tokens, equal managers."""

    token: str
    make: Callable[[], Any]


class RemoteCall(NamedTuple):
    """One call as it travels. Its repr, which schedulers log, shows no parameters."""

    run: str
    recipe: Recipe
    function: Callable[[boto3.Session], Any]
    role_arn: str
    parameters: Mapping[str, Any]
    region: str | None

    def __repr__(self) -> str:
        return f"RemoteCall({self.role_arn}, {self.region})"


class Answer(NamedTuple):
    """A result as it travels back; errors lose their tracebacks when pickled."""

    result: CallResult[Any]
    traceback: str | None


def recipe_of(
    connections: Any,
    make_manager: Callable[[], Any] | None,
    parameters: Mapping[str, Any],
) -> Recipe:
    """Return how a worker makes a manager like this one.

    Args:
        connections: The manager.
        make_manager: The caller's own way to make one in a worker; None for the
            keywords the manager was made of.
        parameters: What `get_session` is given for all roles.

    Raises:
        RemoteExecutorError: If that cannot be without a secret or a live object.
    """
    check_parameters(parameters)
    if make_manager is not None:
        return Recipe(uuid.uuid4().hex, make_manager)
    keywords = _keywords_of(connections)
    if alive := sorted(_OF_THIS_PROCESS & keywords.keys()):
        raise RemoteExecutorError(
            f"a manager made of {', '.join(alive)} cannot work in another process, as "
            f"no secret travels: {_MEND}"
        )
    for name, value in keywords.items():
        _check_travels(name, value)
    token = pickle.dumps(sorted(keywords.items())).hex()
    kind: Callable[..., Any] = type(connections)
    return Recipe(token, partial(kind, **keywords))


def _keywords_of(connections: Any) -> dict[str, Any]:
    """Return what a manager was made of."""
    settings = connections._sessions.settings
    given = {
        **connections.default_session_args,
        "sts": dict(settings.sts) or None,
        "config": settings.config,
        "credential_cache": settings.credential_cache,
    }
    if isinstance(settings.identity[0], Itself):
        given |= _of_session(settings)
    return {name: value for name, value in given.items() if value is not None}


def _of_session(settings: RoleSettings) -> dict[str, Any]:
    """Return what a session is made of, which is itself, unless it is boto3's own."""
    base = settings.base_session
    core = getattr(base, "_session", None)
    found = getattr(core, "_credentials", None)
    if (
        base is not boto3.DEFAULT_SESSION
        or type(base) is not boto3.Session
        or getattr(found, "method", None) == "explicit"
    ):
        return {"session": base}
    profile = core.instance_variables().get("profile") if core else None
    return {"profile_name": profile, "region_name": settings.region_name}


def check_parameters(parameters: Mapping[str, Any]) -> None:
    """Refuse what one person can tell one process only.

    Raises:
        RemoteExecutorError: With the parameter's name.
    """
    if names := sorted(_OF_ONE_PERSON & parameters.keys()):
        raise RemoteExecutorError(
            f"{', '.join(names)} cannot travel to another process: a code of a device "
            "is good for one call; use threads, or a role that asks for no MFA"
        )


def _check_travels(name: str, value: Any) -> None:
    try:
        pickle.dumps(value)
    except Exception as error:
        raise RemoteExecutorError(
            f"the manager's {name}, a {type(value).__name__}, cannot travel to another "
            "process; pass make_manager=, a function that makes a manager there"
        ) from error


class _Managers:
    """The managers of this process, each made once."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, recipe: Recipe) -> Any:
        """Return the manager of a recipe; of the oldest ones some are forgotten."""
        return self._lock.run(self._get, recipe)

    def _get(self, recipe: Recipe) -> Any:
        made = self._made.get(recipe.token)
        if made is None:
            made = self._made[recipe.token] = recipe.make()
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
        self._made.move_to_end(recipe.token)
        return made


_managers = _Managers()


def work_off(remote: RemoteCall) -> Answer:
    """Make a call in a worker; whatever it raises goes back as a record."""

    def open_session(region_name: str | None) -> boto3.Session:
        role = Role(remote.role_arn, remote.parameters)
        return role.open(_managers.get(remote.recipe), region_name)

    result = call(remote.function, open_session, remote.role_arn, remote.region)
    if result.error is None:
        return Answer(result, None)
    lines = "".join(traceback.format_exception(result.error))
    return Answer(replace(result, error=_pickled(result.error)), lines)


def _pickled(error: Exception) -> Exception:
    """Return an error that comes through pickle: itself, or one that says what it was.

    One that fails on the other side would break a ProcessPoolExecutor for good.
    """
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RemoteExecutorError(f"{type(error).__name__}: {error}")
    return error


def unpacked(answer: Answer) -> CallResult[Any]:
    """Return the result, its error joined with the traceback from the worker."""
    error = answer.result.error
    if error is not None and answer.traceback:
        error.__cause__ = _RemoteTraceback(answer.traceback)
    return answer.result


class _RemoteTraceback(Exception):
    """What an error's traceback was in another process."""

    def __str__(self) -> str:
        return f'\n"""\n{self.args[0]}"""'
