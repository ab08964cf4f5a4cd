"""Names the resource where a wait for it fails, and says so where there is none.

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
from typing import Any

from botocore import xform_name
from botocore.exceptions import WaiterError

from boto3_extensions._resources._classes import definition_of
from boto3_extensions.exceptions import WaitFailedError


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
