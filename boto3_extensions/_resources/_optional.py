"""Identifiers that a resource may be without.

What tells two things apart is not always there: weighted record sets have a
SetIdentifier, all others have none, and a ``Tag`` made by its key alone is of nobody
known. A definition says ``{"name": "SetIdentifier", "optional": true}``, always after
the identifiers that are needed, so that whoever gave those by position still can. One
that is left out is read as an empty string.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from botocore import xform_name

from boto3_extensions._resources._classes import definition_of, wrap_property


def names_in(definition: Mapping[str, Any]) -> list[str]:
    """Return the Python names of a type's optional identifiers."""
    return [
        xform_name(identifier["name"])
        for identifier in definition.get("identifiers", ())
        if identifier.get("optional")
    ]


def add_optional_identifiers(
    class_attributes: dict[str, Any], service_context: Any
) -> None:
    """Let identifiers of a class being made be left out."""
    definition = definition_of(class_attributes, service_context)
    for name in names_in(definition):
        wrap_property(class_attributes, name, _or_empty)


def _or_empty(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_or_empty(self: Any) -> Any:
        value = getter(self)
        return "" if value is None else value

    return get_or_empty
