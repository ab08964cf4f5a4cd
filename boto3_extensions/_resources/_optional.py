"""Identifiers that a resource may be without.

What tells two things apart is not always there: weighted record sets have a
SetIdentifier, all others have none, and a ``Tag`` made by its key alone is of nobody
known. A definition says ``{"name": "SetIdentifier", "optional": true}``, always after
the identifiers that are needed, so that whoever gave those by position still can. One
that is left out is None. boto3 refuses that, at the end of its constructor: an
identifier is empty for as long as that runs.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from botocore import xform_name

from boto3_extensions._resources._classes import definition_of, wrap_property

# On a resource whose constructor is running.
_MAKING = "_boto3_extensions_making"


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
    names = names_in(definition_of(class_attributes, service_context))
    if not names or "__init__" in class_attributes:
        return
    for name in names:
        wrap_property(class_attributes, name, _or_none)

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        mro = iter(type(self).__mro__)
        # Whatever class comes next that has a constructor, boto3's or a stranger's.
        for one in mro:
            if vars(one).get("__init__") is __init__:
                break
        following = next(one for one in mro if "__init__" in vars(one))
        vars(self)[_MAKING] = True
        try:
            vars(following)["__init__"](self, *args, **kwargs)
        finally:
            vars(self).pop(_MAKING, None)

    class_attributes["__init__"] = __init__


def _or_none(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_or_none(self: Any) -> Any:
        value = getter(self)
        return value or ("" if _MAKING in vars(self) else None)

    return get_or_none
