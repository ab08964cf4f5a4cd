"""Keeps what an answer tells of a resource beside the resource's own data.

boto3 takes from an answer the part that a path leads to, and drops the rest: the name
servers of a zone that was loaded, the link that only the create of a delegation request
answers with. A type names such members in its definition, ``"extras": {"ChangeInfo":
{"shape": "ChangeInfo"}}``, and has an attribute for each. One that says ``"load":
true`` comes with every load; the others are told once, by the action that has made the
resource, and are ``None`` of any other.
"""

from __future__ import annotations

import functools
import inspect
import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from botocore import xform_name

from boto3_extensions._resources._classes import definition_of, replace_load
from boto3_extensions._resources._heard import hear
from boto3_extensions._resources._missing import missing

# On the resource: what was kept for it.
_KEPT = "_boto3_extensions_extras"


class _Kept(NamedTuple):
    """What was told of a resource beside its data, and the data it was told with."""

    values: Mapping[str, Any]
    data: Any


# The actions that make something with extras, by service model and type; a definition
# is kept with them, for sessions may have other ones.
_makers: weakref.WeakKeyDictionary[Any, dict[str, tuple[Any, list[Any]]]] = (
    weakref.WeakKeyDictionary()
)


def add_extras(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Give a class being made an attribute for each extra, and keep them.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    model = class_attributes["meta"].resource_model
    extras = definition_of(class_attributes, service_context).get("extras", {})
    for member, told in extras.items():
        # What boto3 or somebody else has put there wins.
        class_attributes.setdefault(
            xform_name(member), _attribute(member, bool(told.get("load")))
        )
    loaded = [member for member, told in extras.items() if told.get("load")]
    load = class_attributes.get("load")
    if loaded and load is not None and not inspect.iscoroutinefunction(load):
        operation = model.load.request.operation
        replace_load(class_attributes, _keeping_load(load, operation, loaded))
    for action in _making(model, service_context):
        plain = class_attributes.get(action.name)
        if plain is not None and not inspect.iscoroutinefunction(plain):
            definitions = service_context.resource_json_definitions
            members = definitions[action.resource.type]["extras"]
            class_attributes[action.name] = _keeping(
                plain, action.request.operation, list(members)
            )


def _making(model: Any, service_context: Any) -> Iterable[Any]:
    """Return the actions of a type that make something with extras."""
    definitions = service_context.resource_json_definitions
    known = _makers.setdefault(service_context.service_model, {})
    made_of, actions = known.get(model.name, (None, []))
    if made_of is not definitions:
        actions = [
            action
            for action in model.actions
            if action.resource is not None
            and (definitions.get(action.resource.type) or {}).get("extras")
        ]
        known[model.name] = (definitions, actions)
    return actions


def _attribute(member: str, is_loaded: bool) -> property:
    def get_extra(self: Any) -> Any:
        found, value = _told(self, member, is_loaded)
        if not found and is_loaded and hasattr(self, "load"):
            self.load()
            found, value = _told(self, member, is_loaded)
            if not found and self.meta.data is None:
                raise missing(self, xform_name(member))
        return value

    get_extra.__name__ = xform_name(member)
    get_extra.__doc__ = (
        f"{member}, as the service answers when the resource is "
        f"{'loaded' if is_loaded else 'made: None, if it was not made by this object'}."
    )
    return property(get_extra)


def _told(resource: Any, member: str, is_loaded: bool) -> tuple[bool, Any]:
    """Tell whether an extra is known, and its value."""
    data = resource.meta.data
    if isinstance(data, dict) and member in data:
        return True, data[member]
    kept: _Kept | None = vars(resource).get(_KEPT)
    if kept is None or member not in kept.values:
        return False, None
    # What was loaded goes with the data, as what was loaded with it.
    return not is_loaded or kept.data is data, kept.values[member]


def _keeping_load(
    load: Callable[..., Any], operation: str, members: list[str]
) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_keep(self: Any, *args: Any, **kwargs: Any) -> Any:
        result, answer = _listen(self, operation, load, args, kwargs)
        if self.meta.data is not None:
            _keep(self, {member: answer.get(member) for member in members})
        return result

    return load_and_keep


def _keeping(
    action: Callable[..., Any], operation: str, members: list[str]
) -> Callable[..., Any]:
    @functools.wraps(action)
    def act_and_keep(self: Any, *args: Any, **kwargs: Any) -> Any:
        result, answer = _listen(self, operation, action, args, kwargs)
        told = {member: answer[member] for member in members if member in answer}
        if told:
            for made in result if isinstance(result, list) else [result]:
                if hasattr(made, "meta"):
                    _keep(made, told)
        return result

    return act_and_keep


def _keep(resource: Any, values: dict[str, Any]) -> None:
    before: _Kept | None = vars(resource).get(_KEPT)
    values = {**before.values, **values} if before else values
    vars(resource)[_KEPT] = _Kept(values, resource.meta.data)


def _listen(
    resource: Any,
    operation: str,
    function: Callable[..., Any],
    args: Any,
    kwargs: Any,
) -> tuple[Any, dict[str, Any]]:
    """Call a method of a resource; return what it returns, and AWS's answer to it."""
    with hear(resource.meta.client, operation) as call:
        result = function(resource, *args, **kwargs)
    return result, call.answer
