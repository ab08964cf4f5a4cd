"""Sends a resource's own ARN with an action, where no answer of AWS's tells it.

An ARN can be made of the identifiers, the region and the account, which no path into
the data leads to. ``"arn": "ResourceArn"`` in an action says which input takes it,
``"resourceArns[0]"`` which takes a list. The caller's own value wins. Where but the end
of it is taken, ``"arnAfter": "opsmetadata"`` says after which word that begins.

Lets a resource keep its data after an action that only reads.

boto3 forgets what it knows of a resource after each of its actions, as it cannot tell
which of them change it; the next attribute loads it anew. An action of ours whose
definition says ``"reads": true`` changes nothing. boto3's own never say so.

Names the resource where a wait for it fails, and says so where there is none.

botocore's error names the waiter and what it saw: ``Waiter ExtAutoScalingGroupInService
failed: Max attempts exceeded``. Waiters of ours, and those of botocore's that only our
definitions give a type, have ``"absent"`` in their entry: the list in the answer that
is empty where nothing is there, or an empty string. boto3's own waiters fail as they
do.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any

from boto3.resources import action as boto3_action
from botocore import xform_name
from botocore.exceptions import WaiterError

from boto3_extensions._definitions.classes import definition_of
from boto3_extensions._foundation.lazy import made_of
from boto3_extensions.exceptions import WaitFailedError


def add_own_arns(
    class_attributes: dict[str, Any], service_context: Any, session: Any
) -> None:
    """Let actions of a class being made send the ARN of the resource.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
        session: The `boto3.Session` the class is made for.
    """
    definition = definition_of(class_attributes, service_context)
    for name, body in definition.get("actions", {}).items():
        action = class_attributes.get(xform_name(name))
        if "arn" in body and action and not inspect.iscoroutinefunction(action):
            class_attributes[xform_name(name)] = _sending(
                action,
                body["arn"],
                body.get("arnAfter"),
                service_context.service_name,
                session,
            )


def ending_of(arn: str, word: str | None) -> str:
    """Return what follows a word in an ARN, and all of it if there is no such word."""
    return arn.partition(f":{word}")[2] or arn if word else arn


def _sending(
    action: Callable[..., Any],
    target: str,
    after: str | None,
    service: str,
    session: Any,
) -> Callable[..., Any]:
    parameter, bracket, _ = target.partition("[")

    @functools.wraps(action)
    def act(self: Any, *args: Any, **kwargs: Any) -> Any:
        if parameter not in kwargs:
            from boto3_extensions._arns.attribute import arn_of
            from boto3_extensions._arns.rules import rules_of
            from boto3_extensions._foundation.models import loader_of

            rules = rules_of(loader_of(session), service)
            rule = rules[self.meta.resource_model.name]
            arn = ending_of(arn_of(self, rule, session), after)
            kwargs[parameter] = [arn] if bracket else arn
        return action(self, *args, **kwargs)

    return act


# Any, for those who have stubs of boto3, which leave out what is not public.
_ServiceAction: Any = boto3_action.ServiceAction


def add_reads(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let actions of a class being made that only read leave its data alone.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    definition = definition_of(class_attributes, service_context)
    for name, body in definition.get("actions", {}).items():
        if body.get("reads"):
            attribute = xform_name(name)
            plain = class_attributes.get(attribute)
            if type(plain) is FunctionType:
                class_attributes[attribute] = _reading(plain)


def _reading(plain: Any) -> Callable[..., Any]:
    # Not found out before it is needed, which makes the action.
    found: list[Callable[..., Any]] = []

    @functools.wraps(plain)
    def read(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not found:
            found.append(_request_of(plain) or plain)
        return found[0](self, *args, **kwargs)

    return read


def _request_of(plain: Any) -> Callable[..., Any] | None:
    """Return what boto3's function of an action calls before it forgets the data.

    To put the data back afterwards would be too late: another thread's change may have
    made them untrue meanwhile. None for what is not boto3's function.
    """
    plain = made_of(plain)
    if type(plain) is not FunctionType or plain.__module__ != "boto3.resources.factory":
        return None
    # Semi-private; guarded by test_seams.
    held = dict(zip(plain.__code__.co_freevars, plain.__closure__ or (), strict=False))
    found = held["action"].cell_contents if "action" in held else None
    return found if type(found) is _ServiceAction else None


def add_named_waits(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let the waiters of a class being made name the resource in their errors.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    definition = definition_of(class_attributes, service_context)
    for name, body in definition.get("waiters", {}).items():
        method = xform_name(f"WaitUntil{name}")
        wait = class_attributes.get(method)
        # aioboto3's waits are coroutines.
        if (
            "absent" in body
            and wait is not None
            and not inspect.iscoroutinefunction(wait)
        ):
            class_attributes[method] = _naming(wait, body["absent"])


def _naming(wait: Callable[..., Any], absent: str) -> Callable[..., Any]:
    @functools.wraps(wait)
    def wait_and_name(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return wait(self, *args, **kwargs)
        except WaiterError as error:
            raise _named(error, self, absent) from error

    return wait_and_name


def _named(error: WaiterError, resource: Any, absent: str) -> WaitFailedError:
    last = error.last_response
    reason = str(error.kwargs.get("reason", error))
    if isinstance(last, dict) and absent in last and not last[absent]:
        missing = f"{resource!r} was not found: the service answered without it"
        # That is why it ended, but for who has waited long for it to come.
        reason = missing if "terminal failure" in reason else f"{reason}: {missing}"
    else:
        reason = f"{reason} (waiting for {resource!r})"
    return WaitFailedError(str(error.kwargs.get("name", "")), reason, last)
