"""The history of definitions: members that AWS has added, withdrawn or ended.

``offered-1.json`` beside a service's definitions has the releases of botocore that
brought operations, shapes and members, and those that dropped some.
``made-from-1.json`` has the release that all definitions were made of. Both are read
for the text of an error about a missing member.

``ended-1.json`` has the definitions of members of resource types that AWS has ended. No
class has these members, so that no list, completion or documentation shows them; the
names still work. The file is read when a class lacks a name.
"""

from __future__ import annotations

import functools
import glob
import json
import os
import types
import weakref
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import botocore
from boto3.resources import factory as boto3_factory
from boto3.utils import ServiceContext
from botocore import xform_name

from boto3_extensions._definitions.needs import Missing
from boto3_extensions._foundation.models import DATA_PATH, DERIVED_PATH

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import ResourceModel

# The key of the service itself among the types, in ``offered-1.json``.
_SERVICE = "service"

# Returned by `ended_member` for a name that no ended member has.
NO_MEMBER = object()

# By class of a resource, the class with its ended members.
_ended_classes: weakref.WeakKeyDictionary[type, Any] = weakref.WeakKeyDictionary()


def missing_reason(service: str, missing: Missing) -> str:
    """Return a clause about a missing part of a service model, and how to get it.

    Args:
        service: boto3's name of the service.
        missing: The part that the installed botocore lacks.
    """
    return (
        f"botocore {botocore.__version__} {_lack(missing)}; {_mend(service, missing)}"
    )


def withdrawn_reason(service: str, resource_type: str, name: str) -> str:
    """Return a sentence about a member that AWS has withdrawn, "" if it has not.

    Args:
        service: boto3's name of the service.
        resource_type: The name of a type; the service's name for the service itself.
        name: The name of a member in Python.
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


def missing_attribute(service: str, shape: str | None, name: str) -> Missing | None:
    """Return the missing member that an attribute would be read from, if it is known.

    Args:
        service: boto3's name of the service.
        shape: The shape of the resource's data.
        name: The name of the attribute.
    """
    members = _history(service).get("since", {}).get("members", {}).get(shape, {})
    for member in members:
        if xform_name(member) == name:
            return Missing("member", member, shape or "")
    return None


def pinned() -> str:
    """Return the botocore release that the definitions were made of, "" if unknown."""
    return str(_read(os.path.join(DATA_PATH, "made-from-1.json")).get("botocore", ""))


def missing_service_reason(service: str) -> str:
    """Return a sentence about a service that the installed botocore does not know."""
    missing = Missing("service", service, "")
    return f"{missing_reason(service, missing)}."


@functools.cache
def is_made_from_this(service: str) -> bool:
    """Return whether a service's definitions were made of the installed botocore.

    Services whose definitions could not be made of that release, and stayed as they
    were, are listed as ``kept`` in ``made-from-1.json``.
    """
    kept = _read(os.path.join(DATA_PATH, "made-from-1.json")).get("kept", ())
    return pinned() == str(botocore.__version__) and service not in kept


def our_definitions(service: str) -> Mapping[str, Any]:
    """Return this package's definitions of a service, without boto3's and the user's.

    Returns:
        A dict like ``resources-1``, with ``service`` and ``resources``.
    """
    found: dict[str, Any] = {"service": {}, "resources": {}}
    for path in _paths(service, "resources-1*.json"):
        document = _read(path)
        found |= document.get("merge", document)
    return {"service": {}, "resources": {}} | found


@functools.cache
def ended(service: str) -> Mapping[str, Any]:
    """Return the definitions of a service's ended members, empty if there are none.

    Returns:
        A dict like ``resources-1``, with ``service`` and ``resources``.
    """
    found: dict[str, Any] = {}
    for path in _paths(service, "ended-1.json"):
        found |= _read(path)
    return found


def ended_member(resource: ServiceResource, name: str) -> Any:
    """Return an ended member of a resource, bound to it; ``NONE`` if there is none.

    Args:
        resource: The resource.
        name: The name of the member in Python.
    """
    meta = resource.meta
    model = meta.resource_model
    definitions = ended(meta.service_name)
    if not definitions:
        return NO_MEMBER
    is_service = model.name == meta.service_name
    definition = (
        definitions["service"]
        if is_service
        else definitions["resources"].get(model.name)
    )
    if not definition:
        return NO_MEMBER
    cls = _ended_classes.get(type(resource))
    if cls is None:
        cls = _ended_classes.setdefault(
            type(resource), _class_of(resource, model, definition)
        )
    found = vars(cls).get(name)
    if found is None or name in vars(type(resource)):
        return NO_MEMBER
    if isinstance(found, property):
        return NO_MEMBER if found.fget is None else found.fget(resource)
    return types.MethodType(found, resource) if callable(found) else NO_MEMBER


def _class_of(
    resource: ServiceResource, model: ResourceModel, definition: Mapping[str, Any]
) -> Any:
    """Return a class of a resource's type that has the ended members alone."""
    meta = resource.meta
    service_model = meta.client.meta.service_model
    operations = set(service_model.operation_names)
    body = {
        section: {
            name: member
            for name, member in members.items()
            # AWS may have withdrawn the operation since.
            if member["request"]["operation"] in operations
        }
        for section, members in definition.items()
    }
    identifiers = model._definition.get("identifiers")
    if identifiers:
        body["identifiers"] = identifiers
    if model._definition.get("load"):
        # boto3's actions drop the data of a resource that can be loaded.
        body["load"] = model._definition["load"]
    context = ServiceContext(
        service_name=meta.service_name,
        service_model=service_model,
        resource_json_definitions=model._resource_defs,
        service_waiter_model=None,
    )
    # The events of the client are those of its session.
    factory = boto3_factory.ResourceFactory(meta.client.meta.events)
    return factory.load_from_definition(model.name, body, context)


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
    if needed and _numbers(botocore.__version__) < _numbers(needed):
        at_least = f"botocore {release} or newer" if release else "a newer botocore"
        known = "" if release else f" (the definitions were made with {made_from})"
        return f"this takes {at_least}{known}: pip install --upgrade boto3"
    if made_from:
        return f"AWS has withdrawn it since botocore {made_from}"
    return "the definitions were made with another release of botocore"


def _since(service: str, missing: Missing) -> str | None:
    """Return the release of botocore that brought a part of the model, if known."""
    since = _history(service).get("since", {})
    kind, name, owner, _ = missing
    if kind == "member":
        release = since.get("members", {}).get(owner, {}).get(name)
        release = release or since.get("shapes", {}).get(owner)
    elif kind == "input":
        release = since.get("inputs", {}).get(owner, {}).get(name)
        release = release or since.get("operations", {}).get(owner)
    else:
        release = since.get(f"{kind}s", {}).get(name)
    return str(release) if release else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


@functools.cache
def _history(service: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for path in _paths(service, "offered-1.json"):
        found |= _read(path)
    return found


def _paths(service: str, name: str) -> Iterator[str]:
    for folder in (DATA_PATH, DERIVED_PATH):
        pattern = os.path.join(glob.escape(folder), glob.escape(service), "*", name)
        yield from sorted(glob.glob(pattern))


@functools.lru_cache(maxsize=64)
def _read(path: str) -> Mapping[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            content: Mapping[str, Any] = json.load(file)
    except FileNotFoundError:
        return {}
    return content
