"""Resources made of a response, in the place of boto3's ``ResourceHandler``.

boto3 searches a response for each identifier by itself and zips the lists that it
finds. An item without an identifier makes one of the lists shorter, and every item
after it gets another item's identifier. Here the items are found first, and each is
searched for its own identifiers. An item that lacks one, or has an empty string for it,
makes no resource; it is still in the response, and in the data of the resource that has
the list. An identifier with ``"optional": true`` may be missing.

``repository.images.filter(repositoryName="other")`` lists the images of the other
repository: a request parameter of the caller wins over the one that the definition
fills in. In boto3 the items get the name of the repository in hand all the same, so
that ``delete()`` would delete its images by the digests of the other's. Here each item
has the identifier that was sent. Types that boto3 defines stay as boto3 makes them.

AssociateVpcCidrBlock responds with an association of IPv4 addresses or of IPv6
addresses. boto3 looks for the one in the definition, and returns ``{}`` if it is not
there, although something was made. An action of this package may list other resources
of its response, ``"otherwise": [{"type": ...}]``; if the response has none of these
either, the action returns the response itself, unless that is empty. Actions of boto3
and of a user's own definitions return what boto3 makes.

While another library replaces one of boto3's functions that make resources of a
response, boto3's handler is called for every response of which it makes the same
resources; for the others ``build_identifiers`` and ``handle_response_item`` are called.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import jmespath
from boto3.resources import response as boto3_response
from boto3.resources.model import ResponseResource
from botocore import xform_name

from boto3_extensions._arns.origin import is_guarded
from boto3_extensions._arns.statements import may_state_owner
from boto3_extensions._definitions import history
from boto3_extensions._definitions.classes import copy_of, is_boto3_type
from boto3_extensions._foundation.wraps import RESPONSES
from boto3_extensions._resources import identifiers as resources_identifiers
from boto3_extensions._resources import locks
from boto3_extensions._resources.identifiers import arn_patterns, without_prefix

if TYPE_CHECKING:
    import re

    from boto3.resources.base import ServiceResource
    from boto3.resources.model import Identifier, ResourceModel
    from boto3.resources.response import ResourceHandler

# Request parameters by name, and a parsed response.
_Params = Mapping[str, Any] | None
_Response = Mapping[str, Any]

# Any, for those who have stubs of boto3. Its functions are looked up at each call.
_boto3: Any = boto3_response

# The sections of a definition whose entries make resources of a response.
_SECTIONS = ("hasMany", "actions")

# The sources of identifiers that can be lists.
_FROM_A_LIST = ("response", "requestParameter", "data")


class _ItemPaths(NamedTuple):
    """The JMESPaths of the items of a response, and of identifiers and data in them.

    Attributes:
        source: boto3's source of the identifiers in the items: ``response``,
            ``requestParameter`` or ``data``.
        items: The path of the items in the source.
        data: The path, within an item, of its data; an empty path for the item itself,
            None if it has no data.
        identifiers: The path, within an item, of each identifier that is in the items,
            by the position of the identifier; an empty path for the item itself.
    """

    source: str
    items: str
    data: str | None
    identifiers: dict[int, str]


def make_resources(
    original: Callable[..., Any],
    handler: ResourceHandler,
    parent: ServiceResource,
    params: _Params,
    response: _Response,
) -> Any:
    """Return the resources of a response.

    Args:
        original: The ``__call__`` of boto3's handler.
        handler: boto3's handler of the response.
        parent: The resource that made the request.
        params: The request parameters.
        response: The response.

    Returns:
        A resource, a list of resources, or whatever boto3 or the definition makes of a
        response without one.
    """
    parent = _parent_with_sent_identifiers(handler, parent, params)
    if not (may_state_owner(params) or is_guarded(parent)):
        return _resources_in(original, handler, parent, params, response)
    # Imported where a request names an account or a place: few requests do.
    from boto3_extensions._arns import statements

    parent = statements.parent_for_action(handler, parent)
    sent = params or {}
    if not statements.states_owner(handler, parent, sent):
        return _resources_in(original, handler, parent, params, response)
    speaker = statements.parent_for_response(handler, parent, sent)
    made = _resources_in(original, handler, speaker, params, response)
    return statements.guard_listed(handler, parent, sent, made)


def has_other_identifiers(
    handler: ResourceHandler, parent: ServiceResource, params: _Params
) -> bool:
    """Return whether a request was sent with other identifiers than the parent's.

    Args:
        handler: boto3's handler of the response.
        parent: The resource that made the request.
        params: The request parameters.
    """
    return any(True for _ in _sent_identifiers(handler, parent, params))


def _parent_with_sent_identifiers(
    handler: ResourceHandler, parent: ServiceResource, params: _Params
) -> ServiceResource:
    """Return the parent, or a copy with the identifiers that the caller sent."""
    others = dict(_sent_identifiers(handler, parent, params))
    if not others:
        return parent
    twin = copy_of(parent)
    # The data are those of the parent, and the copy is another resource.
    twin.meta.data = None
    for name, value in others.items():
        # Semi-private, and where boto3's factory reads it (guarded by test_seams).
        setattr(twin, f"_{name}", value)
    return twin


def _sent_identifiers(
    handler: ResourceHandler, parent: ServiceResource, params: _Params
) -> Iterator[tuple[str, str]]:
    """Yield the identifiers of the parent that were sent with another value."""
    meta: Any = getattr(parent, "meta", None)
    if not params or not getattr(meta, "identifiers", None):
        return
    made = handler.resource_model
    shared = {i.name for i in made.identifiers if i.source == "identifier"}
    if not shared or is_boto3_type(handler.service_context.service_name, made.type):
        return
    for param in _identifier_params(
        meta.resource_model, handler.operation_name, made.type
    ):
        sent = params.get(param["target"])
        if param.get("name") not in shared or not isinstance(sent, str):
            continue
        name = xform_name(param["name"])
        own = getattr(parent, name)
        # The ARN of a resource and its name are the same identifier.
        if sent != own and not (sent.startswith("arn:") and _ends_in(sent, own)):
            yield name, sent


def _identifier_params(
    model: ResourceModel, operation: str, resource_type: str
) -> Iterator[Mapping[str, Any]]:
    """Yield the request parameters that a definition fills in from identifiers.

    Args:
        model: boto3's model of the parent.
        operation: AWS's name of the operation.
        resource_type: The type of the resources in its response.
    """
    # Semi-private: the definition that boto3's model of a resource reads.
    definition = getattr(model, "_definition", None) or {}
    for section in _SECTIONS:
        for body in definition.get(section, {}).values():
            request = body.get("request", {})
            if (
                request.get("operation") == operation
                and body.get("resource", {}).get("type") == resource_type
            ):
                for param in request.get("params", ()):
                    if param.get("source") == "identifier":
                        yield param


def _ends_in(arn: str, identifier: object) -> bool:
    text = str(identifier)
    return arn.endswith((f"/{text}", f":{text}"))


def _resources_in(
    original: Callable[..., Any],
    handler: ResourceHandler,
    parent: ServiceResource,
    params: _Params,
    response: _Response,
) -> Any:
    model, context = handler.resource_model, handler.service_context
    definition = context.resource_json_definitions.get(model.type) or {}
    optional = resources_identifiers.optional_identifiers(definition)
    arns = arn_patterns(definition)
    identifiers = model.identifiers
    paths = _item_paths(
        handler.search_path, tuple((i.source, i.path) for i in identifiers)
    )
    if paths is None:
        if optional or arns:
            made = _single(original, handler, parent, params, response, optional, arns)
        elif _is_of_another(model, parent, params, response):
            made = None
        else:
            made = original(handler, parent, params, response)
        made = _or_other_resource(handler, parent, params, response, made)
        locks.keep_token(definition, made, response)
        return made
    root = {"response": response, "requestParameter": params}.get(paths.source)
    if paths.source == "data":
        root = _data_of(parent)
    items = jmespath.search(paths.items, root)
    if not isinstance(items, list):
        return original(handler, parent, params, response)
    others = [i for n, i in enumerate(identifiers) if n not in paths.identifiers]
    if (
        not (optional or arns)
        and RESPONSES.token() is None
        and _are_complete(paths, items)
        and not any(_is_list(i, parent, params, response) for i in others)
    ):
        return original(handler, parent, params, response)
    resource_class = handler.factory.load_from_definition(
        resource_name=model.type,
        single_resource_json_definition=definition,
        service_context=context,
    )
    shared = dict(_boto3.build_identifiers(others, parent, params, response))
    resources = []
    for item in items:
        own = {
            xform_name(identifiers[n].target): jmespath.search(path, item)
            if path
            else item
            for n, path in paths.identifiers.items()
        }
        values = {**shared, **own}
        for name in optional:
            values[name] = values.get(name) or ""
        for name in arns.keys() & own.keys():
            values[name] = without_prefix(arns[name], values[name])
        if any(own[name] in (None, "") for name in own if name not in optional):
            continue
        data = None
        if paths.data is not None:
            data = jmespath.search(paths.data, item) if paths.data else item
        # boto3 takes the first value of a list, so that an identifier that is a list
        # has to be in a list of its own.
        values = {name: [value] for name, value in values.items()}
        resources.append(
            handler.handle_response_item(resource_class, parent, values, data)
        )
    return resources


def _are_complete(paths: _ItemPaths, items: Sequence[Any]) -> bool:
    """Return whether each item has all its identifiers, and its data."""
    for item in items:
        for path in paths.identifiers.values():
            if (jmespath.search(path, item) if path else item) in (None, ""):
                return False
        if paths.data and jmespath.search(paths.data, item) is None:
            return False
    return True


def _is_list(
    identifier: Identifier,
    parent: ServiceResource,
    params: _Params,
    response: _Response,
) -> bool:
    """Return whether an identifier is a list, whose values boto3 gives to the items."""
    if identifier.source == "data":
        root = _data_of(parent)
    else:
        root = {"response": response, "requestParameter": params}.get(identifier.source)
    path = identifier.path
    return bool(root and path) and isinstance(jmespath.search(path, root), list)


def _single(
    original: Callable[..., Any],
    handler: ResourceHandler,
    parent: ServiceResource,
    params: _Params,
    response: _Response,
    optional: Sequence[str],
    arns: Mapping[str, re.Pattern[str]],
) -> Any:
    """Return the single resource of a response without a list of items.

    Args:
        original: The ``__call__`` of boto3's handler.
        handler: boto3's handler of the response.
        parent: The resource that made the request.
        params: The request parameters.
        response: The response.
        optional: The Python names of the optional identifiers.
        arns: The patterns of ARN prefixes, by the Python name of the identifier.
    """
    model = handler.resource_model
    built = dict(_boto3.build_identifiers(model.identifiers, parent, params, response))
    values = dict(built)
    for identifier in model.identifiers:
        # A reference whose only identifier is an ARN in the data leads to the resource
        # of that ARN, which may be in another account or region (`_links.references`).
        sources = ("response", "data") if len(model.identifiers) > 1 else ("response",)
        name = xform_name(identifier.target)
        if name in arns and identifier.source in sources:
            values[name] = without_prefix(arns[name], values[name])
    for name in optional:
        if values.get(name) is None:
            values[name] = ""
    if any(value is None or isinstance(value, list) for value in values.values()) or (
        values == built and RESPONSES.token() is None
    ):
        return original(handler, parent, params, response)
    resource_class = handler.factory.load_from_definition(
        resource_name=model.type,
        single_resource_json_definition=(
            handler.service_context.resource_json_definitions.get(model.type)
        ),
        service_context=handler.service_context,
    )
    data = None
    if handler.search_path:
        data = jmespath.search(handler.search_path, response)
    return handler.handle_response_item(resource_class, parent, values, data)


def _data_of(parent: ServiceResource) -> Any:
    if parent.meta.data is None and hasattr(parent, "load"):
        parent.load()
    return parent.meta.data


def _is_of_another(
    model: ResponseResource,
    parent: ServiceResource,
    params: _Params,
    response: _Response,
) -> bool:
    """Return whether a response has no resource of the first of several types.

    boto3 looks for the name of what is missing in the path, which fails for ``@``.
    """
    if "otherwise" not in model._definition:
        return False
    found = _boto3.build_identifiers(model.identifiers, parent, params, response)
    return any(value is None for _, value in found)


def _or_other_resource(
    handler: ResourceHandler,
    parent: ServiceResource,
    params: _Params,
    response: _Response,
    made: object,
) -> Any:
    """Return another resource of a response, if boto3 has made none of it.

    Args:
        handler: boto3's handler of the response.
        parent: The resource whose action it is.
        params: The request parameters.
        response: The response.
        made: A resource, or boto3's empty value of a response without one.

    Returns:
        The resource, else one that the action lists under ``otherwise``, else the
        response itself.
    """
    if handler.operation_name is None or not (made is None or made == {}):
        return made
    model, context = handler.resource_model, handler.service_context
    definition = model._definition
    if not _is_our_action(context.service_name, handler.operation_name, definition):
        return made
    for other in definition.get("otherwise", ()):
        # An older botocore may have no such type.
        if other["type"] not in context.resource_json_definitions:
            continue
        other_model = ResponseResource(other, context.resource_json_definitions)
        resource = boto3_response.ResourceHandler(
            search_path=other_model.path,
            factory=handler.factory,
            resource_model=other_model,
            service_context=context,
            operation_name=handler.operation_name,
        )(parent, params, response)
        if hasattr(resource, "meta"):
            return resource
    # An empty response says that nothing was made.
    return response if {*response} - {"ResponseMetadata"} else made


def _is_our_action(
    service: str, operation: str, resource_definition: Mapping[str, Any]
) -> bool:
    ours = _our_action_resources(service).get(operation, ())
    return any(definition == resource_definition for definition in ours)


@functools.cache
def _our_action_resources(service: str) -> dict[str, list[Mapping[str, Any]]]:
    """Return the resource definitions of this package's actions, by operation."""
    ours = history.our_definitions(service)
    found: dict[str, list[Mapping[str, Any]]] = {}
    for operation, resource in _action_resources(
        [ours["service"], *ours["resources"].values()]
    ):
        found.setdefault(operation, []).append(resource)
    return found


def _action_resources(
    definitions: Iterable[Mapping[str, Any]],
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for definition in definitions:
        for action in definition.get("actions", {}).values():
            if "resource" in action:
                yield action["request"]["operation"], action["resource"]


@lru_cache(maxsize=4096)
def _item_paths(
    data_path: str | None, identifiers: tuple[tuple[str, str | None], ...]
) -> _ItemPaths | None:
    """Return the paths of the items of a response.

    Args:
        data_path: The JMESPath of the data of all resources in the response.
        identifiers: The source and the JMESPath of each identifier.

    Returns:
        The paths, or None for a response that boto3 handles: without a list, with lists
        that have nothing in common (such as a request's ids and its tags), or with
        identifiers from several sources.
    """
    listed = {
        n: (source, path)
        for n, (source, path) in enumerate(identifiers)
        if source in _FROM_A_LIST and path and "[]" in path
    }
    if not listed or len({source for source, _ in listed.values()}) > 1:
        return None
    source = next(iter(listed.values()))[0]
    stem = _common_stem(data_path, [path for _, path in listed.values()])
    if stem is None:
        return None
    # The data are in the response, and a list in the request has none.
    data = None
    if data_path and "[]" in data_path:
        if source == "requestParameter":
            return None
        data = _rest_of_path(stem, data_path)
        if data is None:
            return None
    elif data_path:
        return None
    own = {n: _rest_of_path(stem, path) for n, (_, path) in listed.items()}
    if None in own.values():
        return None
    return _ItemPaths(
        source, stem, data, {n: p for n, p in own.items() if p is not None}
    )


def _common_stem(data_path: str | None, paths: Sequence[str]) -> str | None:
    """Return the path of the items that some paths lead into."""
    if (
        data_path
        and "[]" in data_path
        and all(_rest_of_path(data_path, p) is not None for p in paths)
    ):
        return data_path
    stems = {
        p[: p.rindex("[]") + 2]
        for p in [*paths, *([data_path] if data_path and "[]" in data_path else [])]
    }
    return stems.pop() if len(stems) == 1 else None


def _rest_of_path(stem: str, path: str) -> str | None:
    """Return the rest of a path after its stem, None if it has another stem."""
    if path == stem:
        return ""
    if not path.startswith(f"{stem}."):
        return None
    rest = path[len(stem) + 1 :]
    return None if "[]" in rest else rest
