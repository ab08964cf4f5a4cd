"""Makes a reference whose id is an empty text be None.

AWS answers with ``"WebACLId": ""`` for a distribution that has none. An empty text is
no resource's id; plain boto3 makes a resource of it, which is there, and is nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from botocore import xform_name

from boto3_extensions._resources._classes import definition_of, wrap_property


def add_empty_references(
    class_attributes: dict[str, Any], service_context: Any
) -> None:
    """Let references of a class being made be None where AWS says nothing.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    definition = definition_of(class_attributes, service_context)
    for name, body in definition.get("has", {}).items():
        if _is_told_by_data(body):
            wrap_property(class_attributes, xform_name(name), _none_if_empty)


def _is_told_by_data(body: Mapping[str, Any]) -> bool:
    identifiers = body["resource"].get("identifiers", ())
    return any(identifier["source"] == "data" for identifier in identifiers)


def _none_if_empty(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_none_if_empty(self: Any) -> Any:
        made = getter(self)
        if isinstance(made, list):
            return [one for one in made if not _is_empty(one)]
        return None if _is_empty(made) else made

    return get_none_if_empty


def _is_empty(made: Any) -> bool:
    meta = getattr(made, "meta", None)
    return meta is not None and any(
        getattr(made, name) == "" for name in meta.identifiers
    )
