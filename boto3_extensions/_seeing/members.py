"""Gives resources ``to_dict()`` and ``exists()``, where AWS has no such member."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any


def add_members(
    class_attributes: dict[str, Any],
    base_classes: Iterable[Any],
    service_context: Any,
) -> None:
    """Add the methods to a class being made, unless it has such names already.

    Args:
        class_attributes: What boto3 is about to make the class of.
        base_classes: What it will be derived from.
        service_context: boto3's `ServiceContext`.
    """
    model = class_attributes["meta"].resource_model
    if model.name == service_context.service_name:
        return
    # aioboto3's loads, and with them its attributes, are coroutines.
    if inspect.iscoroutinefunction(class_attributes.get("load")):
        return
    for name, method in _METHODS.items():
        if not any(hasattr(base, name) for base in base_classes):
            class_attributes.setdefault(name, method)


def _to_dict(self: Any) -> dict[str, Any]:
    """Return the identifiers and the data of this resource, ready for JSON.

    What is not loaded yet is loaded, as reading the attributes would. Streaming bodies
    are left out. `boto3_extensions.to_dict` tells more.

    Raises:
        ResourceNotFoundError: There is no such resource.
    """
    # Only now, since most scripts ask for neither.
    from boto3_extensions._seeing.plain import to_dict

    return to_dict(self)


def _exists(self: Any) -> bool:
    """Tell whether this resource is there, by asking AWS.

    Raises:
        ClientError: The service said something else, such as that it is denied.
        NotLoadableError: AWS has no operation that asks for one of this type.
    """
    from boto3_extensions._seeing.existence import exists

    return exists(self)


_METHODS = {"to_dict": _to_dict, "exists": _exists}
for _name, _method in _METHODS.items():
    _method.__name__ = _method.__qualname__ = _name
    _method.__module__ = "boto3_extensions"
