"""One service model for all clients of a shared document, which nobody changes.

botocore changes what it has loaded as it goes: two of its own handlers rewrite the
paths of s3 and the hosts of s3control when an operation is first called. Here that is
done before anybody gets the model, in a copy of the parts it touches. And it completes
the endpoints of a region when they are asked for; here it completes a copy.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import botocore.client
from botocore.hooks import EventAliaser
from botocore.model import ServiceModel

from boto3_extensions._faster._documents import Document
from boto3_extensions._faster._handlers import builtin

# What an operation has that those handlers change.
_CHANGED = ("http", "endpoint")


def load_service_model(
    original: Callable[..., Any],
    creator: Any,
    service_name: str,
    api_version: str | None = None,
) -> Any:
    """Return the one service model of a shared document, for the client of a session.

    A wrap of botocore's `ClientCreator._load_service_model`.
    """
    document = creator._loader.load_service_model(
        service_name, "service-2", api_version=api_version
    )
    if type(document) is not Document:
        return original(creator, service_name, api_version)
    if botocore.client.ServiceModel is not ServiceModel:
        return botocore.client.ServiceModel(copy.deepcopy(document), service_name)
    key = ("service model", service_name)
    found = document.derived.get(key)
    if found is None:
        found = document.derived.setdefault(key, _prepared(document, service_name))
    model, changers = found
    if changers and not _has_handlers(creator._event_emitter, changers):
        # A session where these were taken away wants the model as it is in the file.
        return ServiceModel(copy.deepcopy(document), service_name)
    return model


def _prepared(document: Document, service_name: str) -> tuple[Any, list[Any]]:
    # The model, and the handlers that were let loose on it.
    model = ServiceModel(document, service_name)
    event = f"before-parameter-build.{model.service_id.hyphenize()}"
    changers = [one for one in _handlers_of(builtin(), event) if _changes_model(one)]
    if changers:
        model = ServiceModel(_with_own_parts(document), service_name)
        for name in model.operation_names:
            for change in changers:
                change(
                    params={},
                    model=model.operation_model(name),
                    context={},
                    event_name=f"{event}.{name}",
                )
    return model, [(event, change) for change in changers]


def _changes_model(handler: Any) -> bool:
    return str(getattr(handler, "__name__", "")).endswith("_from_model")


def _with_own_parts(document: Document) -> Document:
    operations = {
        name: {
            **operation,
            **{part: dict(operation[part]) for part in _CHANGED if part in operation},
        }
        for name, operation in document["operations"].items()
    }
    return Document({**document, "operations": operations})


def _has_handlers(events: Any, changers: list[Any]) -> bool:
    return all(change in _handlers_of(events, event) for event, change in changers)


def _handlers_of(events: Any, event: str) -> Any:
    if type(events) is EventAliaser:
        aliaser: Any = events
        event, events = aliaser._alias_event_name(event), aliaser._emitter
    tree = getattr(events, "_handlers", None)
    return () if tree is None else tree.prefix_search(event)


def resolve(
    original: Callable[..., Any], resolver: Any, *args: Any, **kwargs: Any
) -> Any:
    """Return what is known of an endpoint, without changing the shared data of all.

    A wrap of botocore's `EndpointResolver._resolve`.
    """
    data, name = kwargs.get("service_data"), kwargs.get("endpoint_name")
    endpoint = data.get("endpoints", {}).get(name) if data else None
    if endpoint:
        kwargs["service_data"] = {**(data or {}), "endpoints": {name: dict(endpoint)}}
    return original(resolver, *args, **kwargs)
