"""Lets a resource keep its data after an action that only reads.

boto3 forgets what it knows of a resource after each of its actions, as it cannot tell
which of them change it; the next attribute loads it anew. An action of ours whose
definition says ``"reads": true`` changes nothing. boto3's own never say so.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import FunctionType
from typing import Any

from boto3.resources import action as boto3_action
from botocore import xform_name

from boto3_extensions._faster._members import made_of
from boto3_extensions._resources._classes import definition_of

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
