"""Makes ``load()`` say so when AWS answers without the item that was asked for.

An operation that takes a filter answers with an empty list where another would answer
with an error. boto3 then leaves the resource without data, and the next attribute read
fails with an ``AttributeError`` about ``NoneType``, which ``hasattr`` swallows. A type
whose definition says ``"mustExist": true`` raises a clear error instead. boto3's own
types never say so, and their ``load()`` stays as it is, for who looks at ``meta.data``
after it; the ``AttributeError`` of the attribute tells then what is missing.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from boto3_extensions._resources._classes import definition_of, replace_load
from boto3_extensions.exceptions import MissingResourceError, ResourceNotFoundError


def add_missing_error(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let ``load()`` of a class being made raise where there is nothing to load.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    must_exist = definition_of(class_attributes, service_context).get("mustExist")
    load = class_attributes.get("load")
    # aioboto3's loads are coroutines.
    if not must_exist or load is None or inspect.iscoroutinefunction(load):
        return
    replace_load(class_attributes, _insisting(load))


def _insisting(load: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_or_raise(self: Any, *args: Any, **kwargs: Any) -> None:
        load(self, *args, **kwargs)
        if self.meta.data is None:
            raise ResourceNotFoundError(
                f"{self!r} was not found: the service answered without it"
            )

    return load_or_raise


def read_again(resource: Any, name: str) -> Any:
    """Read an attribute that has raised an AttributeError, which Python has dropped.

    Raises:
        MissingResourceError: The attribute is of data that the service did not have.
        AttributeError: Whatever else it raises.
    """
    try:
        return object.__getattribute__(resource, name)
    except AttributeError as error:
        # boto3's own `self.meta.data.get(...)`, of which nothing was loaded.
        is_missing = error.name == "get" and error.obj is None
        if not is_missing or resource.meta.data is not None:
            raise
    raise missing(resource, name)


def missing(resource: Any, name: str) -> MissingResourceError:
    """Return the error of an attribute of what the service answered without."""
    return MissingResourceError(
        f"{resource!r} was not found: the service answered without it, and so it has "
        f"no {name}"
    )
