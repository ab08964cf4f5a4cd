"""Makes identifiers equal that mean the same, however they were given.

route53 answers with ``/hostedzone/Z1``, and takes ``Z1``: some operations both, those
about tags only the latter, as ARNs do. A definition tells the prefix beside the
identifier, ``{"name": "Id", "prefix": "/hostedzone/"}``, and the identifier is bare
then, however it was given: a listed zone equals the same zone made by its id. A ``*``
is for what differs: cloudwatch lists mute rules by their ARNs, and takes names.

A partition of a glue table is known by a list, ``{"name": "Values", "list": true}``. It
is read as a tuple: a resource with a list in it has no hash, and boto3 takes a list for
the identifiers of as many resources.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any

from botocore import xform_name

from boto3_extensions._resources._classes import definition_of, wrap_property


def add_bare_identifiers(
    class_attributes: dict[str, Any], service_context: Any
) -> None:
    """Let the identifiers of a class being made be read without their prefixes."""
    definition = definition_of(class_attributes, service_context)
    for identifier in definition.get("identifiers", ()):
        if "prefix" not in identifier and "list" not in identifier:
            continue
        for attribute in (identifier["name"], identifier.get("memberName", "")):
            bare = functools.partial(_bare, identifier)
            wrap_property(class_attributes, xform_name(attribute), bare)


def _bare(
    identifier: Mapping[str, Any], getter: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    if "prefix" in identifier:
        return _without(identifier["prefix"], getter)
    return _fixed(getter)


def _fixed(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_fixed(self: Any) -> Any:
        value = getter(self)
        return tuple(value) if isinstance(value, list) else value

    return get_fixed


def _without(prefix: str, getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    pattern = re.compile(re.escape(prefix).replace(r"\*", ".*?"))

    @functools.wraps(getter)
    def get_bare(self: Any) -> Any:
        value = getter(self)
        # What is no string is botocore's to refuse.
        found = pattern.match(value) if isinstance(value, str) else None
        return value[found.end() :] if found else value

    return get_bare
