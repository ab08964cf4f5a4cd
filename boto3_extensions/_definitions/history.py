"""Tells when AWS brought what a botocore lacks, or took it away.

From ``offered-1.json`` beside a service's definitions, and the release of botocore that
all of them were made of, in ``made-from-1.json``. Read when something is missing, by
nobody else.

Members of resource types that AWS has ended, for whoever still calls them.

No class has them, and so no list, completion or documentation shows them. The names go
on to work: ``ended-1.json`` beside a service's definitions has what they are, and is
read when a name is asked for that a class does not have.
"""

from __future__ import annotations

import functools
import glob
import json
import os
import types
import weakref
from collections.abc import Iterator, Mapping
from typing import Any

import botocore
from boto3.resources import factory as boto3_factory
from boto3.utils import ServiceContext
from botocore import xform_name

from boto3_extensions._definitions.needs import Missing
from boto3_extensions._foundation.models import DATA_PATH

_SERVICE = "service"


def why(service: str, missing: Missing) -> str:
    """Return a clause that tells what is missing, and the mend if there is one.

    Args:
        service: boto3's name of it.
        missing: What the installed botocore lacks.
    """
    return (
        f"botocore {botocore.__version__} {_lack(missing)}; {_mend(service, missing)}"
    )


def withdrawn(service: str, resource_type: str, name: str) -> str:
    """Return a sentence about a name that AWS has withdrawn, "" if it has not.

    Args:
        service: boto3's name of it.
        resource_type: The name of a type; that of the service for itself.
        name: A member of it, in Python.
    """
    gone = _history(service).get("withdrawn", {})
    owner = _SERVICE if resource_type == service else resource_type
    entry = gone.get(owner, {}).get(name)
    if entry is None and owner == _SERVICE:
        entry = gone.get(name, {}).get("")
    if entry is None:
        return ""
    operation = entry.get("operation")
    of = f" the operation {operation}" if operation else " it"
    return f"AWS has withdrawn{of}: botocore {entry['release']} no longer has it"


@functools.cache
def ended(service: str) -> Mapping[str, Any]:
    """Return the members that AWS has ended, like ``resources-1``, empty if none."""
    found: dict[str, Any] = {}
    for path in _paths(service, "ended-1.json"):
        found |= _read(path)
    return found


def newer_attribute(service: str, shape: str | None, name: str) -> Missing | None:
    """Return which member of a shape an attribute would be, None if none is known."""
    members = _history(service).get("since", {}).get("members", {}).get(shape, {})
    for member in members:
        if xform_name(member) == name:
            return Missing("member", member, shape or "")
    return None


def _lack(missing: Missing) -> str:
    kind, name, owner, operation = missing
    if kind == "input":
        return f"knows no parameter {name} of the operation {owner}"
    if kind == "member":
        of = f", which {operation} answers with or takes" if operation else ""
        return f"knows no member {name} of {owner}{of}"
    return f"knows no {kind} {name}"


def _mend(service: str, missing: Missing) -> str:
    made_from = pinned()
    release = _since(service, missing)
    needed = release or made_from
    if needed and numbers(botocore.__version__) < numbers(needed):
        at_least = f"botocore {release} or newer" if release else "a newer botocore"
        known = "" if release else f" (the definitions were made with {made_from})"
        return f"this takes {at_least}{known}: pip install --upgrade boto3"
    if made_from:
        return f"AWS has withdrawn it since botocore {made_from}"
    return "the definitions were made with another release of botocore"


def _since(service: str, missing: Missing) -> str | None:
    since = _history(service).get("since", {})
    kind, name, owner, _ = missing
    if kind == "member":
        found = since.get("members", {}).get(owner, {}).get(name)
        found = found or since.get("shapes", {}).get(owner)
    elif kind == "input":
        found = since.get("inputs", {}).get(owner, {}).get(name)
        found = found or since.get("operations", {}).get(owner)
    else:
        found = since.get(f"{kind}s", {}).get(name)
    return str(found) if found else None


def pinned() -> str:
    """Return the botocore that the definitions were made of, "" if nobody says."""
    return str(_read(os.path.join(DATA_PATH, "made-from-1.json")).get("botocore", ""))


@functools.cache
def is_made_from_this(service: str) -> bool:
    """Tell whether a service's definitions are made of the installed botocore.

    Those that could not be, and stayed as they were, are `kept` in the file.
    """
    kept = _read(os.path.join(DATA_PATH, "made-from-1.json")).get("kept", ())
    return pinned() == str(botocore.__version__) and service not in kept


def numbers(version: str) -> tuple[int, ...]:
    """Return a version of botocore's as numbers, to compare."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def our_definitions(service: str) -> Mapping[str, Any]:
    """Return what this package defines of a service, without what boto3 does."""
    found: dict[str, Any] = {"service": {}, "resources": {}}
    for path in _paths(service, "resources-1*.json"):
        document = _read(path)
        found |= document.get("merge", document)
    return {"service": {}, "resources": {}} | found


@functools.cache
def _history(service: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for path in _paths(service, "offered-1.json"):
        found |= _read(path)
    return found


def _paths(service: str, name: str) -> Iterator[str]:
    place = os.path.join(glob.escape(DATA_PATH), glob.escape(service), "*", name)
    return iter(sorted(glob.glob(place)))


@functools.lru_cache(maxsize=64)
def _read(path: str) -> Mapping[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            found: Mapping[str, Any] = json.load(file)
    except FileNotFoundError:
        return {}
    return found


# No member that has ended.
NONE = object()

# By class, the one that has what has ended.
_classes: weakref.WeakKeyDictionary[type, Any] = weakref.WeakKeyDictionary()


def member_of(resource: Any, name: str) -> Any:
    """Return a member of a resource that AWS has ended, ``NONE`` if there is no such.

    Args:
        resource: The resource that was asked for it.
        name: The name in Python.
    """
    meta = resource.meta
    model = meta.resource_model
    whole = ended(meta.service_name)
    if not whole:
        return NONE
    is_service = model.name == meta.service_name
    part = whole["service"] if is_service else whole["resources"].get(model.name)
    if not part:
        return NONE
    made = _classes.get(type(resource))
    if made is None:
        made = _classes.setdefault(type(resource), _class_of(resource, model, part))
    found = vars(made).get(name)
    if found is None or name in vars(type(resource)):
        return NONE
    if isinstance(found, property):
        return NONE if found.fget is None else found.fget(resource)
    return types.MethodType(found, resource) if callable(found) else NONE


def _class_of(resource: Any, model: Any, part: Mapping[str, Any]) -> Any:
    """Return a class of the same resource type that has what has ended, and no more."""
    meta = resource.meta
    service_model = meta.client.meta.service_model
    known = set(service_model.operation_names)
    body = {
        section: {
            name: one
            for name, one in members.items()
            # AWS may have taken it away altogether since.
            if one["request"]["operation"] in known
        }
        for section, members in part.items()
    }
    identifiers = model._definition.get("identifiers")
    if identifiers:
        body["identifiers"] = identifiers
    if model._definition.get("load"):
        # boto3's actions forget the data of what can be loaded.
        body["load"] = model._definition["load"]
    context = ServiceContext(
        service_name=meta.service_name,
        service_model=service_model,
        resource_json_definitions=model._resource_defs,
        service_waiter_model=None,
    )
    # The events of the client are those of its session.
    maker = boto3_factory.ResourceFactory(meta.client.meta.events)
    return maker.load_from_definition(model.name, body, context)
