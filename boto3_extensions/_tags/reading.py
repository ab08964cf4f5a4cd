"""The reading of a resource's tags, from its data if they are in it, else from AWS.

Some list operations leave tags out, or return them only on request; ``tags-1`` says so.
Tags that were written, or came from the Resource Groups Tagging API, are remembered on
the resource until its data is replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import jmespath
from botocore.exceptions import ClientError

from boto3_extensions._tags.ways import (
    TagOperations,
    TagRequest,
    client_method_of,
    read_data,
    request_params_of,
)

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource

# The attribute of a resource with its remembered tags.
_ATTRIBUTE = "_boto3_extensions_tags"

TagDict = dict[str, str]


class _RememberedTags(NamedTuple):
    """The tags of a resource that are newer than its data.

    Attributes:
        tags: The tags; None if they have changed, so that AWS has to be asked.
        data: The dict that was the resource's data at that time, by identity.
    """

    tags: TagDict | None
    data: Any


def read(resource: ServiceResource, operations: TagOperations) -> TagDict:
    """Return the tags of a resource, with as few calls as possible, and remember them.

    Args:
        resource: The resource.
        operations: The operations on its tags.

    Raises:
        ClientError: AWS refused.
    """
    tags = remembered(resource)
    if tags is None:
        tags = None if _is_outdated(resource) else _tags_in_data(resource, operations)
        if tags is None:
            tags = fetch(resource, operations)
        remember(resource, tags)
    return tags


def fetch(resource: ServiceResource, operations: TagOperations) -> TagDict:
    """Return the tags of a resource as AWS has them now."""
    if request := operations.parts.get("read"):
        tags: TagDict = {}
        for response in response_pages(resource, request):
            tags |= _tags_at(request, response)
        return tags
    # Another object is loaded, as the user's keeps its data until the user reloads it.
    meta = resource.meta
    values = [getattr(resource, name) for name in meta.identifiers]
    copy = type(resource)(*values, client=meta.client)
    copy.load()
    return _tags_at(operations.parts["data"], copy.meta.data)


def remember(resource: ServiceResource, tags: TagDict | None) -> None:
    """Remember the tags of a resource; None to remember that its data is outdated."""
    vars(resource)[_ATTRIBUTE] = _RememberedTags(tags, resource.meta.data)


def remembered(resource: ServiceResource) -> TagDict | None:
    """Return the remembered tags; None if there are none, or the data is newer."""
    stored: _RememberedTags | None = vars(resource).get(_ATTRIBUTE)
    if stored is None or stored.data is not resource.meta.data:
        return None
    return stored.tags


def _is_outdated(resource: ServiceResource) -> bool:
    """Return whether the tags changed since the resource's data was loaded."""
    stored: _RememberedTags | None = vars(resource).get(_ATTRIBUTE)
    return stored is not None and stored.data is resource.meta.data


def _tags_in_data(
    resource: ServiceResource, operations: TagOperations
) -> TagDict | None:
    """Return the tags in a resource's data; None if AWS has to be asked for them."""
    location, request = operations.parts.get("data"), operations.parts.get("read")
    if location is None:
        return None
    if resource.meta.data is None and request and not _needs_data(request):
        # Loading would be a call, too, and of more than tags.
        return None
    is_complete = "absent" in location
    if resource.meta.data is None:
        read_data(resource, location["path"])
        # If no operation reads tags, a load returns all of them.
        is_complete |= request is None
    if _member(resource, location) is None and (not request or is_complete):
        # A list may have left the member out: it is loaded.
        read_data(resource, location["path"])
    if _member(resource, location) is None and not is_complete:
        return None
    return _tags_at(location, resource.meta.data)


def _needs_data(request: TagRequest) -> bool:
    """Return whether a request has parameters from the resource's loaded data."""
    return any(param["source"] == "data" for param in request["params"])


def _member(resource: ServiceResource, location: Mapping[str, Any]) -> object:
    """Return the top-level member of a resource's data that has the tags."""
    data = resource.meta.data
    root = location["path"].split(".")[0].removesuffix("[]")
    return data.get(root) if isinstance(data, Mapping) else None


def _tags_at(location: Mapping[str, Any], document: Mapping[str, Any]) -> TagDict:
    """Return the tags in a response or in data.

    Args:
        location: The path of the tags, and the members of the key and the value.
        document: The response or the data.
    """
    found = jmespath.search(location["path"], document)
    if "key" not in location:
        return dict(found or {})
    key, value = location["key"], location["value"]
    return {item[key]: item.get(value) or "" for item in found or ()}


def response_pages(
    resource: ServiceResource, request: TagRequest
) -> Iterator[Mapping[str, Any]]:
    """Yield the pages of the response of an operation that reads tags.

    A service may have an error code for a resource without tags, the request's
    ``none``: such a response has no pages. Operations that botocore does not paginate
    have their flag and their start parameter under ``more``.
    """
    name, method = client_method_of(resource, request)
    params, client = request_params_of(resource, request), resource.meta.client
    try:
        if client.can_paginate(name):
            yield from client.get_paginator(name).paginate(**params)
            return
        response = method(**params)
        yield response
        more, previous_key = request.get("more"), None
        while more and response.get(more["flag"]):
            last_key = jmespath.search(request["path"], response)[-1][request["key"]]
            if last_key == previous_key:
                # The same page again, which would repeat without end.
                return
            response = method(**params, **{more["start"]: last_key})
            previous_key = last_key
            yield response
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != request.get("none"):
            raise
