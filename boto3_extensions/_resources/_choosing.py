"""Makes ``load()`` choose, where AWS has no operation that describes just one item.

A definition whose load has a path with a list (``PublicKeyList[]``) gets the whole list
from AWS, page by page; the item with the resource's identifiers is the one that counts.
An identifier that the items do not repeat, since it was asked for (the stream of a
shard), is not looked for. boto3's own loads never have such a path.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import jmespath
from boto3.resources.params import create_request_parameters
from botocore import xform_name

from boto3_extensions._resources._classes import replace_load
from boto3_extensions.exceptions import ResourceNotFoundError


def add_choosing_load(class_attributes: dict[str, Any]) -> None:
    """Let ``load()`` of a class being made keep only the resource's own item."""
    model = class_attributes["meta"].resource_model
    load = class_attributes.get("load")
    if load is None or model.load is None or not _is_list(model.load.path):
        return
    replace_load(class_attributes, _choosing(load, model))


def _is_list(path: str | None) -> bool:
    return path is not None and "[]" in path


def _choosing(load: Callable[..., Any], model: Any) -> Callable[..., Any]:
    names = {i.name: (i.member_name, i.name) for i in model.identifiers}
    given = [p for p in model.load.request.params if p.source == "identifier"]
    sent = {xform_name(p.name) for p in given}

    def is_own(self: Any, item: dict[str, Any]) -> bool:
        values = {xform_name(name): value for name, value in item.items()}
        return all(
            getattr(self, name) == values[found[0]] if found else name in sent
            for name, possible in names.items()
            for found in [[p for p in possible if p in values]]
        )

    @functools.wraps(load)
    def load_and_choose(self: Any, **kwargs: Any) -> None:
        seen = 0
        for item in _items(self, model.load, kwargs):
            if is_own(self, item):
                self.meta.data = item
                return
            seen += 1
        raise ResourceNotFoundError(
            f"{self!r} is not among the {seen} items the service answered with"
        )

    return load_and_choose


def _items(resource: Any, load: Any, kwargs: dict[str, Any]) -> Iterator[Any]:
    """Yield what a load may choose from, as its action would ask for it."""
    client, operation = resource.meta.client, xform_name(load.request.operation)
    params = create_request_parameters(resource, load.request)
    params.update(kwargs)
    if client.can_paginate(operation):
        pages = client.get_paginator(operation).paginate(**params)
    else:
        pages = [getattr(client, operation)(**params)]
    for page in pages:
        yield from jmespath.search(load.path, page) or []
