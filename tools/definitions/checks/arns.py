"""The rule that ARN templates are well formed and name existing types and fields.

``boto3_extensions/_arns/rules.py`` has the grammar of ``arns-1.json`` and of
templates. A template's fields are ``{partition}``,
``{region}`` and ``{account}``, ``{_}`` for what nobody knows, what a pattern finds in
an identifier, and attributes of the resource, where dots step into a value. A ``+``
lets a field match ``/`` and ``:`` as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore import xform_name

from .finding import Finding, Findings
from .paths import AbsentError, PathError, Value, describe, is_scalar, member_of
from .service import Service

_FIELD = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"^(_|[a-z][a-z0-9_]*(\.[\w-]+)*)\+?$")
_GIVEN = {"partition", "region", "account", "_"}
_KEYS = {"format", "arn", "account", "identifiers"}

Entry = Mapping[str, Any]


def entries(service: Service) -> Iterator[tuple[str, Entry]]:
    """Yield each type's entry, and those of its variants behind it."""
    for kind, entry in service.arns.items():
        if kind in service.types:
            yield kind, entry
            for variant in entry.get("variants", []):
                yield kind, variant


def fields(template: str | None) -> list[str]:
    """Return the names of a template's fields, without their ``+``."""
    return [name.removesuffix("+") for name in _FIELD.findall(template or "")]


def arn_entries(service: Service) -> Findings:
    """Find entries for types that do not exist, or with unknown or missing keys."""
    for kind, entry in service.arns.items():
        if kind not in service.types:
            text = f"{kind} has an ARN template, but is not a type of {service.name}."
            yield Finding("arn-type", kind, text)
        if not {"format", "arn"} & set(entry):
            text = f"{kind} has an ARN entry with neither a format nor an arn."
            yield Finding("arn-key", kind, text)
        yield from _unknown(kind, entry, {*_KEYS, "variants", "numbers"})
        for variant in entry.get("variants", []):
            yield from _unknown(kind, variant, {*_KEYS, "when"})
            if not variant.get("when"):
                text = f"{kind} has a variant without when, which hides its main entry."
                yield Finding("arn-key", kind, text)


def _unknown(kind: str, entry: Entry, known: set[str]) -> Findings:
    for key in sorted(set(entry) - known):
        text = f"{kind} has the key {key} in its ARN entry, which nothing reads."
        yield Finding("arn-key", kind, text)


def arn_formats(service: Service) -> Findings:
    """Find templates not like ``arn:{partition}:service:region:account:resource``."""
    for kind, entry in entries(service):
        template = entry.get("format", "arn:{partition}:s:::r")
        head = template.split(":", 5)
        fault = _fault(template)
        if len(head) < 6 or head[:2] != ["arn", "{partition}"] or "{" in head[2]:
            fault = "which is not arn:{partition}:service:region:account:resource"
        if fault:
            text = f"{kind} has the ARN template {template}, {fault}."
            yield Finding("arn-format", kind, text)
        for pattern in entry.get("identifiers", {}).values():
            if fault := _fault(pattern):
                text = f"{kind} has the pattern {pattern}, {fault}."
                yield Finding("arn-format", kind, text)


def _fault(template: str) -> str | None:
    bare = _FIELD.sub("", template)
    if "{" in bare or "}" in bare:
        return "whose braces do not pair"
    odd = [name for name in _FIELD.findall(template) if not _NAME.match(name)]
    return f"whose {{{odd[0]}}} is not the name of a field" if odd else None


def arn_attributes(service: Service) -> Findings:
    """Find entries that name attributes which no object of the type has."""
    for kind, entry in entries(service):
        for identifier in entry.get("identifiers", {}):
            if identifier not in map(xform_name, service.identifier_names(kind)):
                text = f"{kind} takes its ARN from {identifier}, no identifier of it."
                yield Finding("arn-attribute", kind, text)
        for number in entry.get("numbers", []):
            if number not in map(xform_name, service.identifier_names(kind)):
                text = f"{kind} has the number {number}, no identifier of it."
                yield Finding("arn-attribute", kind, text)
        for name in _attributes(entry):
            absent, fault = False, ""
            try:
                value = attribute(service, kind, name)
                if value is not None and not is_scalar(value):
                    fault = f"it is {describe(value)}"
            except PathError as error:
                absent, fault = isinstance(error, AbsentError), str(error)
            if fault:
                text = f"{kind} takes {name} into its ARN, but {fault}."
                yield Finding("arn-attribute", kind, text, absent=absent)


def _attributes(entry: Entry) -> list[str]:
    """Return the attributes that an entry reads from the resource, sorted."""
    found = {
        name for text in entry.get("identifiers", {}).values() for name in fields(text)
    }
    names = [n for n in fields(entry.get("format")) if n not in found | _GIVEN]
    names += [entry[key] for key in ("arn", "account") if key in entry]
    return list(dict.fromkeys([*names, *entry.get("when", {})]))


def attribute(service: Service, kind: str, name: str) -> Value | None:
    """Return the shape of an attribute; dots step into its value.

    Returns:
        ``None`` for an identifier, which is whatever the user says.

    Raises:
        PathError: There is no such attribute.
    """
    first, *rest = name.split(".")
    if first in map(xform_name, service.identifier_names(kind)) and not rest:
        return None
    shape = service.shape(kind)
    own = shape.members if shape is not None else {}
    members: dict[str, Value] = {xform_name(m): own[m] for m in own}
    if first not in members:
        raise AbsentError(f"it has no attribute {first}")
    value = members[first]
    for step in rest:
        value = member_of(value, step)
    return value
