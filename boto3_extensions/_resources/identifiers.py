r"""Makes identifiers equal that mean the same, however they were given.

route53 answers with ``/hostedzone/Z1``, and takes ``Z1``: some operations both, those
about tags only the latter, as ARNs do. A definition tells the prefix beside the
identifier, ``{"name": "Id", "prefix": "/hostedzone/"}``, and the identifier is bare
then, however it was given: a listed zone equals the same zone made by its id.

``{"prefix": "arn:*:cluster/"}`` is for types that are listed by their ARNs and known by
names. What is listed has the name, for it is the caller's own; an ARN that somebody
gives stays, since it may be another account's, whose name here is another thing.

A domain name, ``{"name": "Name", "domain": true}``, is the same with and without its
final dot, in capitals and however its characters are escaped. It is read as route53
writes it: ``\052.example.com.`` for ``*.Example.com``.

A partition of a glue table is known by a list, ``{"name": "Values", "list": true}``. It
is read as a tuple: a resource with a list in it has no hash, and boto3 takes a list for
the identifiers of as many resources.

Identifiers that a resource may be without.

What tells two things apart is not always there: weighted record sets have a
SetIdentifier, all others have none, and a ``Tag`` made by its key alone is of nobody
known. A definition says ``{"name": "SetIdentifier", "optional": true}``, always after
the identifiers that are needed, so that whoever gave those by position still can. One
that is left out is None. boto3 refuses that, at the end of its constructor: an
identifier is empty for as long as that runs.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any

from botocore import xform_name

from boto3_extensions._definitions.classes import definition_of, wrap_property

_CHARACTER = re.compile(r"\\([0-3][0-7]{2})|(.)", re.DOTALL)
_ARN = "arn:"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


def add_bare_identifiers(
    class_attributes: dict[str, Any], service_context: Any
) -> None:
    """Let the identifiers of a class being made be read without their prefixes."""
    definition = definition_of(class_attributes, service_context)
    for identifier in definition.get("identifiers", ()):
        if not identifier.keys() & {"prefix", "list", "domain"}:
            continue
        if identifier.get("prefix", "").startswith(_ARN):
            continue
        for attribute in (identifier["name"], identifier.get("memberName", "")):
            bare = functools.partial(_bare, identifier)
            wrap_property(class_attributes, xform_name(attribute), bare)


def arn_prefixes(definition: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    """Return what stands before names in the ARNs that a type is listed by.

    Args:
        definition: The type's.

    Returns:
        A pattern for each such identifier, by its Python name.
    """
    return {
        xform_name(one["name"]): _prefix(one["prefix"])
        for one in definition.get("identifiers", ())
        if one.get("prefix", "").startswith(_ARN)
    }


def all_prefixes(definition: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    """Return what stands before identifiers in answers, ARNs' beginnings or not.

    Args:
        definition: The type's.

    Returns:
        A pattern for each such identifier, by its Python name.
    """
    return {
        xform_name(one["name"]): _prefix(one["prefix"])
        for one in definition.get("identifiers", ())
        if "prefix" in one
    }


def without_arn(pattern: re.Pattern[str] | None, value: Any) -> Any:
    """Return the name that an ARN ends in; whatever else there is as it is."""
    found = pattern.match(value) if pattern and isinstance(value, str) else None
    return value[found.end() :] if found else value


def _prefix(prefix: str) -> re.Pattern[str]:
    return re.compile(re.escape(prefix).replace(r"\*", ".*?"))


def _bare(
    identifier: Mapping[str, Any], getter: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    if "prefix" in identifier:
        return _without(identifier["prefix"], getter)
    return _canonical(getter) if "domain" in identifier else _fixed(getter)


def canonical_domain(name: Any) -> Any:
    """Return a domain name as route53 writes it; what is no string as it is.

    As told in "DNS domain name format" of route53's Developer Guide: names are the same
    whatever their case, with and without a final dot, and whether a character is
    written as such or as an octal escape.
    """
    if not isinstance(name, str) or not name:
        return name
    return _CHARACTER.sub(_canonical_character, name.removesuffix(".")) + "."


def _canonical_character(found: re.Match[str]) -> str:
    if found[1] is None:
        character = found[2].lower()
        # Beyond ASCII it is the encoding that would be escaped: the caller's to choose.
        if character == "." or character in _PLAIN or ord(character) > 127:
            return character
    else:
        character = chr(int(found[1], 8)).lower()
        if character in _PLAIN:
            return character
        if ord(character) > 127:
            return found[0]
    return f"\\{ord(character):03o}"


def _canonical(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_canonical(self: Any) -> Any:
        return canonical_domain(getter(self))

    return get_canonical


def _fixed(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_fixed(self: Any) -> Any:
        value = getter(self)
        return tuple(value) if isinstance(value, list) else value

    return get_fixed


def _without(prefix: str, getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    pattern = _prefix(prefix)

    @functools.wraps(getter)
    def get_bare(self: Any) -> Any:
        value = getter(self)
        # What is no string is botocore's to refuse.
        found = pattern.match(value) if isinstance(value, str) else None
        return value[found.end() :] if found else value

    return get_bare


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
