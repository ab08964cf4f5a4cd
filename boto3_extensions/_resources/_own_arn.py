"""Sends a resource's own ARN with an action, where no answer of AWS's tells it.

An ARN can be made of the identifiers, the region and the account, which no path into
the data leads to. ``"arn": "ResourceArn"`` in an action says which input takes it,
``"resourceArns[0]"`` which takes a list. The caller's own value wins. Where but the end
of it is taken, ``"arnAfter": "opsmetadata"`` says after which word that begins.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from botocore import xform_name

from boto3_extensions._resources._classes import definition_of


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
            from boto3_extensions._arns._arn_rules import loader_of, rules_of
            from boto3_extensions._arns._arns import arn_of

            rules = rules_of(loader_of(session), service)
            rule = rules[self.meta.resource_model.name]
            arn = ending_of(arn_of(self, rule, session), after)
            kwargs[parameter] = [arn] if bracket else arn
        return action(self, *args, **kwargs)

    return act
