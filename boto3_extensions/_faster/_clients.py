"""What clients of one service have in common, made once for all sessions.

Every function here wraps one of botocore's, of the same name, and takes that as first
argument. What is shared is made of documents that are shared (see ``_documents``) and
lives as long as they do; for any other the original is called.
"""

from __future__ import annotations

import copy
import inspect
import types
from collections.abc import Callable
from typing import Any

import boto3.utils
from botocore.hooks import EventAliaser, HierarchicalEmitter

from boto3_extensions._faster._documents import Document
from boto3_extensions._faster._handlers import builtin


def create_client_class(
    original: Callable[..., Any], creator: Any, service_name: str, service_model: Any
) -> Any:
    """Make the class of one client: below it the one all have in common.

    A class of its own, as each client of botocore has, so that who alters the class of
    a client alters no other.
    """
    document = getattr(service_model, "_service_description", None)
    if type(document) is not Document:
        return original(creator, service_name, service_model)
    event = f"creating-client-class.{service_model.service_id.hyphenize()}"
    handlers = _shareable_handlers(creator._event_emitter, event)
    if handlers is None:
        return original(creator, service_name, service_model)
    key = ("client class", service_name, *map(_name_of, handlers))
    common = document.derived.get(key)
    if common is None:
        # With events of nobody: the class would keep those of the first session, and
        # with them the session, alive.
        nobodys = copy.copy(creator)
        nobodys._event_emitter = _EventsOf(handlers)
        common = document.derived.setdefault(
            key, original(nobodys, service_name, service_model)
        )
    own = {"__module__": common.__module__, "__doc__": common.__doc__}
    return type(common.__name__, (common,), own)


def provide_endpoints(
    original: Callable[..., None], provider: Any, *args: Any, **kwargs: Any
) -> None:
    """Set up an endpoint provider; its rules are read once for a shared document.

    A wrap of `EndpointProvider.__init__`.
    """
    rules, partitions = kwargs.get("ruleset_data"), kwargs.get("partition_data")
    excluded = kwargs.get("excluded_params") or frozenset()
    if type(rules) is not Document or type(partitions) is not Document:
        return original(provider, *args, **kwargs)
    key = ("endpoint provider", id(partitions), frozenset(excluded))
    # The partitions are kept with it, so that their id is nobody else's.
    known = rules.derived.get(key)
    if known is None:
        original(provider, *args, **kwargs)
        if vars(provider).keys() <= _EXPECTED:
            rules.derived[key] = (partitions, dict(vars(provider)))
    else:
        vars(provider).update(known[1])
    return None


# All that an endpoint provider has; anything else might not be the same for all.
_EXPECTED = {"ruleset", "_excluded_params"}


class _EventsOf:
    """What the methods of a shared class have for an event emitter.

    Args:
        handlers: Those of the class; docstrings, made when they are read, get
            botocore's own.
    """

    def __init__(self, handlers: list[Any]) -> None:
        self._handlers = handlers

    def emit(self, event_name: str, **kwargs: Any) -> list[tuple[Any, Any]]:
        """Call the handlers of an event, as botocore's emitters do."""
        if not event_name.startswith(_CLASS_EVENT):
            emitter = builtin()
            assert emitter is not None
            answers: list[tuple[Any, Any]] = EventAliaser(emitter).emit(
                event_name, **kwargs
            )
            return answers
        kwargs["event_name"] = event_name
        return [(handler, handler(**kwargs)) for handler in self._handlers]


_CLASS_EVENT = "creating-client-class"
_DOCUMENTATION = ("docs", "*")


def _shareable_handlers(events: Any, event: str) -> list[Any] | None:
    # The handlers that shape a class, or None if they are not only botocore's and
    # boto3's: others may well do another thing every time, or know their session.
    own: Any = builtin()
    if own is None or type(events) is not EventAliaser:
        return None
    aliaser: Any = events
    inner = aliaser._emitter
    if type(inner) is not HierarchicalEmitter or not _same_documentation(inner, own):
        return None
    name = aliaser._alias_event_name(event)
    emitter: Any = inner
    known = {id(handler) for handler in own._handlers.prefix_search(name)}
    handlers = list(emitter._handlers.prefix_search(name))
    if all(id(one) in known or _lazily_called(one) for one in handlers):
        return handlers
    return None


def _same_documentation(emitter: Any, other: Any) -> bool:
    # Docstrings are made by the events of whoever made the class.
    children = emitter._handlers._root["children"]
    others = other._handlers._root["children"]
    return all(children.get(name) == others.get(name) for name in _DOCUMENTATION)


def _name_of(handler: Any) -> Any:
    return _lazily_called(handler) or handler


def _lazily_called(handler: Any) -> str | None:
    # boto3's own additions to classes: a function that imports and calls another, and
    # a new one for each session.
    if (
        type(handler) is not types.FunctionType
        or handler.__code__ not in boto3.utils.lazy_call.__code__.co_consts
    ):
        return None
    held = inspect.getclosurevars(handler).nonlocals
    if held.keys() != {"full_name", "parent_kwargs"} or held["parent_kwargs"]:
        return None
    name: str = held["full_name"]
    return name if name.startswith("boto3.") else None
