"""Tells what a misspelt name may have been meant to be.

CPython suggests names in the tracebacks it prints, but not in ``str(error)``, which is
all that notebooks, test runners and logs show, and it knows nothing of AWS: the names
of members and operations, which boto3 spells otherwise or has as collections.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from boto3.exceptions import ResourceNotExistsError

from boto3_extensions._hints import near_member, similar
from boto3_extensions.exceptions import UnknownMemberError

_HOOK = "__getattr__"


def add_suggestions(
    class_attributes: dict[str, Any],
    base_classes: Iterable[Any],
    withheld: Mapping[str, Any],
) -> None:
    """Let a class being made suggest the name next to one that it does not have.

    Args:
        class_attributes: What boto3 is about to make the class of.
        base_classes: What it will be derived from.
        withheld: By name, what the installed botocore lacks for it.
    """
    if _HOOK in class_attributes or any(hasattr(base, _HOOK) for base in base_classes):
        return

    def tell(self: Any, name: str) -> Any:
        return _suggest(self, name, withheld)

    class_attributes[_HOOK] = tell if withheld else _suggest


def open_service(original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Do what `boto3.Session.resource` does, with a suggestion if there is no such.

    Args:
        original: The method of boto3.
        args: What it was called with, the session first.
        kwargs: What else it was called with.
    """
    try:
        return original(*args, **kwargs)
    except ResourceNotExistsError as error:
        _teach(error, *args, **kwargs)
        raise


def _suggest(
    self: Any, name: str, withheld: Mapping[str, Any] = MappingProxyType({})
) -> Any:
    """Raise an AttributeError that tells which name may have been meant."""
    # Python comes here for what it has not found. Where a property is what raised the
    # AttributeError, its own message counts, and Python has dropped it.
    if name.startswith("_") or hasattr(type(self), name):
        from boto3_extensions._resources import _missing

        return _missing.read_again(self, name)
    from boto3_extensions._offer import ended
    from boto3_extensions._offer._offer import check_member

    found = ended.member_of(self, name)
    if found is not ended.NONE:
        return found
    check_member(self, name, withheld)
    raise UnknownMemberError(name, type(self).__name__, lambda: near_member(self, name))


def _teach(
    error: Exception, session: Any, service_name: str, *args: Any, **kwargs: Any
) -> None:
    # A service with clients only is none that was misspelt.
    if service_name in session.get_available_services():
        return
    near = similar(service_name, session.get_available_resources())
    if near is not None:
        first, *lines = str(error).split("\n")
        error.args = ("\n".join([f"{first} Did you mean: {near!r}?", *lines]),)
