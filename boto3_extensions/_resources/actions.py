"""Actions and waiters whose definition has ``arn``, ``reads`` or ``absent``.

``"arn": "ResourceArn"`` names the request parameter that takes the ARN of the resource,
``"resourceArns[0]"`` a parameter that takes a list. The ARN is made of the identifiers,
the region and the account; no path of a definition leads to those. A value that the
caller passes wins. ``"arnAfter": "opsmetadata"`` sends only the part of the ARN after
that word.

``"reads": true`` says that an action changes nothing. boto3 drops the data of a
resource after each of its actions, as it cannot know which of them change the resource;
after such an action the data stay. Actions that boto3 defines never have the word.

``"absent"`` in a waiter names the member of a response that is an empty list or string
where the resource does not exist. botocore's error names the waiter and its last state:
``Waiter ExtAutoScalingGroupInService failed: Max attempts exceeded``. The error of such
a waiter names the resource, too, and says whether it exists. Waiters of boto3's own
types fail as in boto3.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from types import FunctionType
from typing import TYPE_CHECKING, Any

from boto3.resources import action as boto3_action
from botocore import xform_name
from botocore.exceptions import WaiterError

from boto3_extensions._definitions.classes import type_definition
from boto3_extensions._foundation.wraps import function_of_placeholder
from boto3_extensions.exceptions import WaitFailedError

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.utils import ServiceContext

    from boto3_extensions._definitions.classes import ClassAttributes

# Any, for those who have stubs of boto3, which leave out what is not public.
_ServiceAction: Any = boto3_action.ServiceAction


def add_own_arns(
    class_attributes: ClassAttributes,
    service_context: ServiceContext,
    session: boto3.Session,
) -> None:
    """Wrap the actions that send the ARN of their resource."""
    definition = type_definition(class_attributes, service_context)
    for name, body in definition.get("actions", {}).items():
        action = class_attributes.get(xform_name(name))
        if "arn" in body and action and not inspect.iscoroutinefunction(action):
            class_attributes[xform_name(name)] = _send_arn(
                action,
                body["arn"],
                body.get("arnAfter"),
                service_context.service_name,
                session,
            )


def add_reading_actions(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the actions that change nothing, so that the data of the resource stay."""
    definition = type_definition(class_attributes, service_context)
    for name, body in definition.get("actions", {}).items():
        if body.get("reads"):
            attribute = xform_name(name)
            plain = class_attributes.get(attribute)
            if type(plain) is FunctionType:
                class_attributes[attribute] = _keep_data(plain)


def add_named_waits(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the waiters whose errors name the resource."""
    definition = type_definition(class_attributes, service_context)
    for name, body in definition.get("waiters", {}).items():
        method = xform_name(f"WaitUntil{name}")
        wait = class_attributes.get(method)
        # aioboto3's waits are coroutines.
        if (
            "absent" in body
            and wait is not None
            and not inspect.iscoroutinefunction(wait)
        ):
            class_attributes[method] = _name_resource(wait, body["absent"])


def arn_ending(arn: str, word: str | None) -> str:
    """Return the part of an ARN after a word, or the whole ARN if it lacks the word."""
    return arn.partition(f":{word}")[2] or arn if word else arn


def _send_arn(
    action: Callable[..., Any],
    target: str,
    after: str | None,
    service: str,
    session: boto3.Session,
) -> Callable[..., Any]:
    parameter, bracket, _ = target.partition("[")

    @functools.wraps(action)
    def act(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        if parameter not in kwargs:
            from boto3_extensions._arns.attribute import arn_of
            from boto3_extensions._arns.rules import rules_of
            from boto3_extensions._foundation.models import loader_of

            rules = rules_of(loader_of(session), service)
            rule = rules[self.meta.resource_model.name]
            arn = arn_ending(arn_of(self, rule, session), after)
            kwargs[parameter] = [arn] if bracket else arn
        return action(self, *args, **kwargs)

    return act


def _keep_data(plain: Callable[..., Any]) -> Callable[..., Any]:
    # Looked up at the first call: that makes boto3's action.
    action: list[Callable[..., Any]] = []

    @functools.wraps(plain)
    def read(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        if not action:
            action.append(_service_action_of(plain) or plain)
        return action[0](self, *args, **kwargs)

    return read


def _service_action_of(method: Callable[..., Any]) -> Callable[..., Any] | None:
    """Return boto3's ``ServiceAction`` that an action method calls.

    boto3's method calls it and drops the data then. To put the data back afterwards
    would be too late: another thread may have changed the resource meanwhile.

    Returns:
        The action, None if the method is not boto3's own.
    """
    plain = function_of_placeholder(method)
    if type(plain) is not FunctionType or plain.__module__ != "boto3.resources.factory":
        return None
    # Semi-private; guarded by test_seams.
    cells = dict(zip(plain.__code__.co_freevars, plain.__closure__ or (), strict=False))
    action = cells["action"].cell_contents if "action" in cells else None
    return action if type(action) is _ServiceAction else None


def _name_resource(wait: Callable[..., Any], absent: str) -> Callable[..., Any]:
    @functools.wraps(wait)
    def wait_and_name(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        try:
            return wait(self, *args, **kwargs)
        except WaiterError as error:
            raise _with_resource(error, self, absent) from error

    return wait_and_name


def _with_resource(
    error: WaiterError, resource: ServiceResource, absent: str
) -> WaitFailedError:
    last = error.last_response
    reason = str(error.kwargs.get("reason", error))
    if isinstance(last, dict) and absent in last and not last[absent]:
        missing = f"{resource!r} was not found: the service answered without it"
        # A terminal failure says no more than that. After a timeout the caller learns
        # both: how long was waited, and that the resource never came to exist.
        reason = missing if "terminal failure" in reason else f"{reason}: {missing}"
    else:
        reason = f"{reason} (waiting for {resource!r})"
    return WaitFailedError(str(error.kwargs.get("name", "")), reason, last)
