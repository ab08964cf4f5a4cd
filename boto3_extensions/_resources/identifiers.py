r"""Identifiers of resources that are equal however the caller or AWS writes them.

Words of an identifier's definition say how it is read:

- ``{"name": "Id", "prefix": "/hostedzone/"}``: without a prefix. route53 responds with
  ``/hostedzone/Z1`` and takes ``Z1``; some operations take both, those about tags only
  the latter, as ARNs do. A listed zone equals the same zone made by its id.
- ``{"prefix": "arn:*:cluster/"}``: for types that are listed by ARN and identified by
  name. Resources in responses get the name: they are in the caller's account. An ARN
  that the caller passes stays, as its name may be another resource in this account.
- ``{"name": "Name", "domain": true}``: a domain name, the same with and without its
  final dot, in capitals and however its characters are escaped. It is read as route53
  writes it: ``\052.example.com.`` for ``*.Example.com``.
- ``{"name": "Values", "list": true}``: a list, read as a tuple. A resource with a list
  in it has no hash, and boto3 takes a list for the identifiers of several resources.
- ``{"name": "SetIdentifier", "optional": true}``: may be left out, and is None then.
  Weighted record sets have a SetIdentifier, all others none. Optional identifiers are
  the last ones, so that the needed ones can be passed by position. boto3's constructor
  raises an error about an identifier that is None, so that it is an empty string while
  the constructor runs.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore import xform_name

from boto3_extensions._definitions.classes import type_definition, wrap_property

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.utils import ServiceContext

    from boto3_extensions._definitions.classes import ClassAttributes, Getter

_ARN = "arn:"

# A character of a domain name, as an octal escape or as such.
_CHARACTER = re.compile(r"\\([0-3][0-7]{2})|(.)", re.DOTALL)

# The characters that route53 does not escape, apart from the dot.
_UNESCAPED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")

# Set on a resource while its constructor runs.
_CONSTRUCTING = "_boto3_extensions_making"


def add_canonical_identifiers(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the identifiers with a prefix, a list or a domain name."""
    definition = type_definition(class_attributes, service_context)
    for identifier in definition.get("identifiers", ()):
        if not identifier.keys() & {"prefix", "list", "domain"}:
            continue
        if identifier.get("prefix", "").startswith(_ARN):
            continue
        for attribute in (identifier["name"], identifier.get("memberName", "")):
            wrap = functools.partial(_canonical_getter, identifier)
            wrap_property(class_attributes, xform_name(attribute), wrap)


def add_optional_identifiers(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Add a constructor that accepts a resource without its optional identifiers."""
    names = optional_identifiers(type_definition(class_attributes, service_context))
    if not names or "__init__" in class_attributes:
        return
    for name in names:
        wrap_property(class_attributes, name, _none_if_empty)

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        # Not super(), which needs the class that is being made: the constructor of the
        # next class that has one, be it boto3's or another library's.
        mro = iter(type(self).__mro__)
        for cls in mro:
            if vars(cls).get("__init__") is __init__:
                break
        following = next(cls for cls in mro if "__init__" in vars(cls))
        vars(self)[_CONSTRUCTING] = True
        try:
            vars(following)["__init__"](self, *args, **kwargs)
        finally:
            vars(self).pop(_CONSTRUCTING, None)

    class_attributes["__init__"] = __init__


def optional_identifiers(definition: Mapping[str, Any]) -> list[str]:
    """Return the Python names of a type's optional identifiers."""
    return [
        xform_name(identifier["name"])
        for identifier in definition.get("identifiers", ())
        if identifier.get("optional")
    ]


def arn_patterns(definition: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    """Return the patterns of the ARN prefixes of a type's identifiers.

    Args:
        definition: The definition of the type.

    Returns:
        A pattern by the Python name of each identifier that AWS lists by an ARN.
    """
    return {
        xform_name(identifier["name"]): _pattern_of(identifier["prefix"])
        for identifier in definition.get("identifiers", ())
        if identifier.get("prefix", "").startswith(_ARN)
    }


def prefix_patterns(definition: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    """Return the patterns of all prefixes of a type's identifiers, of ARNs or not.

    Args:
        definition: The definition of the type.

    Returns:
        A pattern by the Python name of each identifier that has a prefix in responses.
    """
    return {
        xform_name(identifier["name"]): _pattern_of(identifier["prefix"])
        for identifier in definition.get("identifiers", ())
        if "prefix" in identifier
    }


def without_prefix(pattern: re.Pattern[str] | None, value: Any) -> Any:
    """Return an identifier without its prefix.

    Args:
        pattern: The pattern of the prefix, None for an identifier that has none.
        value: The identifier. Other values than strings are returned as they are, for
            botocore to refuse.
    """
    found = pattern.match(value) if pattern and isinstance(value, str) else None
    return value[found.end() :] if found else value


def canonical_domain(name: Any) -> Any:
    """Return a domain name as route53 writes it.

    By "DNS domain name format" of route53's Developer Guide, names are the same in
    upper and lower case, with and without a final dot, and with characters as such or
    as octal escapes.

    Args:
        name: The domain name. Other values than strings are returned as they are.
    """
    if not isinstance(name, str) or not name:
        return name
    return _CHARACTER.sub(_canonical_character, name.removesuffix(".")) + "."


def _canonical_character(found: re.Match[str]) -> str:
    if found[1] is None:
        character = found[2].lower()
        # Characters beyond ASCII would be escaped byte by byte, in an encoding that is
        # the caller's to choose.
        if character == "." or character in _UNESCAPED or ord(character) > 127:
            return character
    else:
        character = chr(int(found[1], 8)).lower()
        if character in _UNESCAPED:
            return character
        if ord(character) > 127:
            return found[0]
    return f"\\{ord(character):03o}"


def _canonical_getter(identifier: Mapping[str, Any], getter: Getter) -> Getter:
    if "prefix" in identifier:
        return _without_prefix(identifier["prefix"], getter)
    return _as_domain(getter) if "domain" in identifier else _as_tuple(getter)


def _without_prefix(prefix: str, getter: Getter) -> Getter:
    pattern = _pattern_of(prefix)

    @functools.wraps(getter)
    def get_bare(self: ServiceResource) -> Any:
        return without_prefix(pattern, getter(self))

    return get_bare


def _pattern_of(prefix: str) -> re.Pattern[str]:
    return re.compile(re.escape(prefix).replace(r"\*", ".*?"))


def _as_domain(getter: Getter) -> Getter:
    @functools.wraps(getter)
    def get_domain(self: ServiceResource) -> Any:
        return canonical_domain(getter(self))

    return get_domain


def _as_tuple(getter: Getter) -> Getter:
    @functools.wraps(getter)
    def get_tuple(self: ServiceResource) -> Any:
        value = getter(self)
        return tuple(value) if isinstance(value, list) else value

    return get_tuple


def _none_if_empty(getter: Getter) -> Getter:
    @functools.wraps(getter)
    def get_or_none(self: ServiceResource) -> Any:
        value = getter(self)
        return value or ("" if _CONSTRUCTING in vars(self) else None)

    return get_or_none
