"""Members of resource types that AWS has ended, for whoever still calls them.

No class has them, and so no list, completion or documentation shows them. The names go
on to work: ``ended-1.json`` beside a service's definitions has what they are, and is
read when a name is asked for that a class does not have.
"""

from __future__ import annotations

import types
import weakref
from collections.abc import Mapping
from typing import Any

from boto3.resources import factory as boto3_factory
from boto3.utils import ServiceContext

from boto3_extensions._offer import _history

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
    whole = _history.ended(meta.service_name)
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
