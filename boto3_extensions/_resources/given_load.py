"""Lets a resource type of boto3's be loaded that boto3 itself cannot load.

An ``s3.ObjectVersion`` has data if it comes from a list, and none otherwise. Its
definition here adds a ``load``, and says under ``givenLoad`` what goes with it:
``"keeps"`` names the actions that are boto3's, which drop the data of whatever can be
loaded and did not drop this type's; ``"knows": {"Key": "ObjectKey"}`` names the members
that the service does not repeat, with the identifiers that they are.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from botocore import xform_name

from boto3_extensions._resources._classes import definition_of, replace_load


def add_given_load(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let a class being made have its data as the service and its identifiers tell it.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    given = definition_of(class_attributes, service_context).get("givenLoad")
    load = class_attributes.get("load")
    # aioboto3's loads and actions are coroutines.
    if not given or load is None or inspect.iscoroutinefunction(load):
        return
    replace_load(class_attributes, _knowing(load, given.get("knows", {})))
    for name in map(xform_name, given["keeps"]):
        action = class_attributes.get(name)
        if action is not None and not inspect.iscoroutinefunction(action):
            class_attributes[name] = _keeping(action)


def _knowing(load: Callable[..., Any], known: Mapping[str, str]) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_know(self: Any, *args: Any, **kwargs: Any) -> None:
        load(self, *args, **kwargs)
        data = self.meta.data
        if isinstance(data, dict):
            for member, identifier in known.items():
                data.setdefault(member, getattr(self, xform_name(identifier)))

    return load_and_know


def _keeping(action: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(action)
    def act_and_keep(self: Any, *args: Any, **kwargs: Any) -> Any:
        data = self.meta.data
        result = action(self, *args, **kwargs)
        self.meta.data = data
        return result

    return act_and_keep
