"""Makes ``load()`` choose, where AWS has no operation that describes just one item.

A definition whose load has a path with a list (``PublicKeyList[]``) gets the whole list
from AWS, page by page; the item with the resource's identifiers is the one that counts.
An identifier that the items do not repeat, since it was asked for (the stream of a
shard), is not looked for. boto3's own loads never have such a path.

Who has left out an identifier that tells some items apart (see ``_optional``) means the
one item there is; where there are several, the load names them and chooses none.

Makes ``load()`` say so when AWS answers without the item that was asked for.

An operation that takes a filter answers with an empty list where another would answer
with an error. boto3 then leaves the resource without data, and the next attribute read
fails with an ``AttributeError`` about ``NoneType``, which ``hasattr`` swallows. A type
whose definition says ``"mustExist": true`` raises a clear error instead. boto3's own
types never say so, and their ``load()`` stays as it is, for who looks at ``meta.data``
after it; the ``AttributeError`` of the attribute tells then what is missing.

Lets a resource type of boto3's be loaded that boto3 itself cannot load.

An ``s3.ObjectVersion`` has data if it comes from a list, and none otherwise. Its
definition here adds a ``load``, and says under ``givenLoad`` what goes with it:
``"keeps"`` names the actions that are boto3's, which drop the data of whatever can be
loaded and did not drop this type's; ``"knows": {"Key": "ObjectKey"}`` names the members
that the service does not repeat, with the identifiers that they are.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jmespath
from boto3.resources.params import create_request_parameters
from botocore import xform_name

from boto3_extensions._definitions.classes import definition_of, replace_load
from boto3_extensions._resources.identifiers import (
    arn_prefixes,
    canonical_domain,
    names_in,
    without_arn,
)
from boto3_extensions.exceptions import (
    AmbiguousResourceError,
    MissingResourceError,
    ResourceNotFoundError,
)


def add_choosing_load(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let ``load()`` of a class being made keep only the resource's own item.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    model = class_attributes["meta"].resource_model
    load = class_attributes.get("load")
    if load is None or model.load is None or not _is_list(model.load.path):
        return
    definition = definition_of(class_attributes, service_context)
    replace_load(class_attributes, _choosing(load, model, definition))


def _is_list(path: str | None) -> bool:
    return path is not None and "[]" in path


def _choosing(
    load: Callable[..., Any], model: Any, definition: Mapping[str, Any]
) -> Callable[..., Any]:
    names = {i.name: (i.member_name, i.name) for i in model.identifiers}
    given = [p for p in model.load.request.params if p.source == "identifier"]
    sent = {xform_name(p.name) for p in given}
    optional = names_in(definition)
    arns = arn_prefixes(definition)
    domains = {
        xform_name(one["name"])
        for one in definition.get("identifiers", ())
        if "domain" in one
    }

    def is_own(self: Any, item: dict[str, Any]) -> bool:
        values = {xform_name(name): value for name, value in item.items()}
        for name, possible in names.items():
            found = [values[p] for p in possible if p in values]
            wanted = without_arn(arns.get(name), getattr(self, name))
            found = [without_arn(arns.get(name), value) for value in found]
            if name in optional:
                if wanted and [wanted] != found[:1]:
                    return False
            elif not found:
                if name not in sent:
                    return False
            elif wanted != (
                canonical_domain(found[0]) if name in domains else found[0]
            ):
                return False
        return True

    @functools.wraps(load)
    def load_and_choose(self: Any, **kwargs: Any) -> None:
        seen = 0
        own: list[dict[str, Any]] = []
        # One is enough, unless something is left out that tells it from the next.
        is_whole = all(getattr(self, name) for name in optional)
        for item in _items(self, model.load, kwargs):
            seen += 1
            if is_own(self, item):
                own.append(item)
                if is_whole:
                    break
            elif own:
                # AWS lists next to each other what is alike but for that.
                break
        if not own:
            raise ResourceNotFoundError(
                f"{self!r} is not among the {seen} items the service answered with"
            )
        if len(own) > 1:
            raise _ambiguous(self, optional, own)
        self.meta.data = own[0]

    return load_and_choose


def _ambiguous(
    resource: Any, optional: list[str], items: list[dict[str, Any]]
) -> AmbiguousResourceError:
    named = [
        {name: value for name, value in item.items() if xform_name(name) in optional}
        for item in items
    ]
    told = ", ".join(
        " and ".join(f"{xform_name(n)}={v!r}" for n, v in one.items()) or "one without"
        for one in named
    )
    return AmbiguousResourceError(
        f"{resource!r} may be any of {len(items)}: give {' and '.join(optional)} to "
        f"say which ({told})"
    )


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


def add_given_load(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let a class being made have its data as the service and its identifiers tell it.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    given = definition_of(class_attributes, service_context).get("givenLoad")
    load = class_attributes.get("load")
    # aioboto3's loads and actions are coroutines.
    if not given or load is None or inspect.iscoroutinefunction(load):
        return
    replace_load(class_attributes, _knowing(load, given.get("knows", {})))
    for name in map(xform_name, given["keeps"]):
        action = class_attributes.get(name)
        if action is not None and not inspect.iscoroutinefunction(action):
            class_attributes[name] = _keeping(action)


def _knowing(load: Callable[..., Any], known: Mapping[str, str]) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_know(self: Any, *args: Any, **kwargs: Any) -> None:
        load(self, *args, **kwargs)
        data = self.meta.data
        if isinstance(data, dict):
            for member, identifier in known.items():
                data.setdefault(member, getattr(self, xform_name(identifier)))

    return load_and_know


def _keeping(action: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(action)
    def act_and_keep(self: Any, *args: Any, **kwargs: Any) -> Any:
        data = self.meta.data
        result = action(self, *args, **kwargs)
        self.meta.data = data
        return result

    return act_and_keep
