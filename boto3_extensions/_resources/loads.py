"""Methods ``load`` that find their item in a list, or fail if there is no item.

*Lists.* A load whose path makes a list (``PublicKeyList[]``) is for a type that AWS has
no operation to describe. It lists the items page by page and keeps the item with the
resource's identifiers. An identifier that is a request parameter, and not repeated in
the items (the stream of a shard), is not compared. If an optional identifier was left
out, there has to be just one item with the others; the error about several names them.

*Missing resources.* An operation with a filter responds with an empty list where other
operations respond with an error. boto3 leaves the resource without data, and the next
attribute read raises an ``AttributeError`` about ``NoneType``, which ``hasattr``
swallows. The load of a type with ``"mustExist": true`` raises `ResourceNotFoundError`.
Types that boto3 defines do not have it, for programs that look at ``meta.data`` after a
load; for these the error of the attribute says that the resource is missing.

*Added loads.* boto3 cannot load an ``s3.ObjectVersion``, which has data only if it is
from a list. Its definition here adds a ``load``, with ``givenLoad``: ``"keeps"`` lists
boto3's actions of the type, which would drop the data now that the type can be loaded;
``"knows": {"Key": "ObjectKey"}`` has the members of the data that the response does not
repeat, and the identifiers that have their values.

boto3's own loads never have a path to a list.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import jmespath
from boto3.resources.params import create_request_parameters
from botocore import xform_name

from boto3_extensions._definitions.classes import replace_load, type_definition
from boto3_extensions._resources.identifiers import (
    arn_patterns,
    canonical_domain,
    optional_identifiers,
    without_prefix,
)
from boto3_extensions.exceptions import (
    AmbiguousResourceError,
    MissingResourceError,
    ResourceNotFoundError,
)

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import Action, ResourceModel
    from boto3.utils import ServiceContext

    from boto3_extensions._definitions.classes import ClassAttributes


def add_choosing_load(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Replace a ``load`` whose path makes a list, to keep the resource's own item."""
    model = class_attributes["meta"].resource_model
    load = class_attributes.get("load")
    if load is None or model.load is None or "[]" not in (model.load.path or ""):
        return
    definition = type_definition(class_attributes, service_context)
    replace_load(class_attributes, _choose_item(load, model, definition))


def add_missing_error(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the ``load`` of a type with ``mustExist``, to raise if there are no data."""
    must_exist = type_definition(class_attributes, service_context).get("mustExist")
    load = class_attributes.get("load")
    # aioboto3's loads are coroutines.
    if not must_exist or load is None or inspect.iscoroutinefunction(load):
        return
    replace_load(class_attributes, _raise_if_missing(load))


def add_given_load(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap a ``load`` that this package adds to a type of boto3's, and its actions."""
    given = type_definition(class_attributes, service_context).get("givenLoad")
    load = class_attributes.get("load")
    # aioboto3's loads and actions are coroutines.
    if not given or load is None or inspect.iscoroutinefunction(load):
        return
    replace_load(class_attributes, _add_members(load, given.get("knows", {})))
    for name in map(xform_name, given["keeps"]):
        action = class_attributes.get(name)
        if action is not None and not inspect.iscoroutinefunction(action):
            class_attributes[name] = _keep_data(action)


def reread_attribute(resource: ServiceResource, name: str) -> Any:
    """Read an attribute again, to raise the AttributeError that Python has dropped.

    Python calls ``__getattr__`` after an AttributeError, and does not pass the error.

    Args:
        resource: The resource.
        name: The name of the attribute.

    Raises:
        MissingResourceError: The attribute is in data that the service did not have.
        AttributeError: Any other error of the attribute.
    """
    try:
        return object.__getattribute__(resource, name)
    except AttributeError as error:
        # boto3's own `self.meta.data.get(...)` after a load without data.
        is_missing = error.name == "get" and error.obj is None
        if not is_missing or resource.meta.data is not None:
            raise
    raise missing_attribute_error(resource, name)


def missing_attribute_error(
    resource: ServiceResource, name: str
) -> MissingResourceError:
    """Return an error about an attribute of a resource that does not exist."""
    return MissingResourceError(
        f"{resource!r} was not found: the service answered without it, and so it has "
        f"no {name}"
    )


def _choose_item(
    load: Callable[..., Any], model: ResourceModel, definition: Mapping[str, Any]
) -> Callable[..., Any]:
    optional = optional_identifiers(definition)
    is_own = _item_matcher(model, definition, optional)

    @functools.wraps(load)
    def load_and_choose(self: ServiceResource, **kwargs: object) -> None:
        seen = 0
        own: list[dict[str, Any]] = []
        # The first match ends the search, unless an optional identifier was left out.
        is_whole = all(getattr(self, name) for name in optional)
        for item in _items(self, model.load, kwargs):
            seen += 1
            if is_own(self, item):
                own.append(item)
                if is_whole:
                    break
            elif own:
                # AWS lists items next to each other that differ in the optional
                # identifiers alone.
                break
        if not own:
            raise ResourceNotFoundError(
                f"{self!r} is not among the {seen} items the service answered with"
            )
        if len(own) > 1:
            raise _ambiguous(self, optional, own)
        self.meta.data = own[0]

    return load_and_choose


def _item_matcher(
    model: ResourceModel, definition: Mapping[str, Any], optional: Sequence[str]
) -> Callable[[ServiceResource, dict[str, Any]], bool]:
    """Return a function that compares an item with the identifiers of a resource.

    Args:
        model: boto3's model of the type.
        definition: The definition of the type.
        optional: The Python names of the optional identifiers.
    """
    members = {i.name: (i.member_name, i.name) for i in model.identifiers}
    params = [p for p in model.load.request.params if p.source == "identifier"]
    sent = {xform_name(p.name) for p in params}
    arns = arn_patterns(definition)
    domains = {
        xform_name(identifier["name"])
        for identifier in definition.get("identifiers", ())
        if "domain" in identifier
    }

    def is_own(resource: ServiceResource, item: dict[str, Any]) -> bool:
        values = {xform_name(name): value for name, value in item.items()}
        for name, possible in members.items():
            wanted = without_prefix(arns.get(name), getattr(resource, name))
            found = [
                without_prefix(arns.get(name), values[p])
                for p in possible
                if p in values
            ]
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

    return is_own


def _ambiguous(
    resource: ServiceResource, optional: Sequence[str], items: list[dict[str, Any]]
) -> AmbiguousResourceError:
    """Return an error about several items that differ in optional identifiers."""
    choices = [
        {name: value for name, value in item.items() if xform_name(name) in optional}
        for item in items
    ]
    text = ", ".join(
        " and ".join(f"{xform_name(name)}={value!r}" for name, value in choice.items())
        or "one without"
        for choice in choices
    )
    return AmbiguousResourceError(
        f"{resource!r} may be any of {len(items)}: give {' and '.join(optional)} to "
        f"say which ({text})"
    )


def _items(
    resource: ServiceResource, load: Action, kwargs: Mapping[str, object]
) -> Iterator[Any]:
    """Yield the items that the operation of a load lists.

    Args:
        resource: The resource to be loaded.
        load: boto3's model of the load.
        kwargs: Request parameters of the caller.
    """
    client, operation = resource.meta.client, xform_name(load.request.operation)
    params = create_request_parameters(resource, load.request)
    params.update(kwargs)
    if client.can_paginate(operation):
        pages = client.get_paginator(operation).paginate(**params)
    else:
        pages = [getattr(client, operation)(**params)]
    for page in pages:
        yield from jmespath.search(load.path, page) or []


def _raise_if_missing(load: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_or_raise(self: ServiceResource, *args: object, **kwargs: object) -> None:
        load(self, *args, **kwargs)
        if self.meta.data is None:
            raise ResourceNotFoundError(
                f"{self!r} was not found: the service answered without it"
            )

    return load_or_raise


def _add_members(
    load: Callable[..., Any], members: Mapping[str, str]
) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_add(self: ServiceResource, *args: object, **kwargs: object) -> None:
        load(self, *args, **kwargs)
        data = self.meta.data
        if isinstance(data, dict):
            for member, identifier in members.items():
                data.setdefault(member, getattr(self, xform_name(identifier)))

    return load_and_add


def _keep_data(action: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(action)
    def act_and_keep(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        data = self.meta.data
        result = action(self, *args, **kwargs)
        self.meta.data = data
        return result

    return act_and_keep
