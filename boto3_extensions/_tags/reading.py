"""Reads the tags of a resource: from its data where that is whole, or else from AWS.

Data is not whole where a list leaves tags out, or has not been asked for them; the
definitions tell. What was written, or told by another service, is kept beside the data,
until newer data comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import jmespath
from botocore.exceptions import ClientError

from boto3_extensions._tags.ways import Way, method_of, params_of, read_data

# On the resource: what is known of its tags beside its data.
_KEPT = "_boto3_extensions_tags"

Tags = dict[str, str]


class _Kept(NamedTuple):
    """The tags as they are known, and the data that is older.

    Attributes:
        tags: None if they have changed, and AWS has to be asked.
        data: The very dict that was the resource's data then.
    """

    tags: Tags | None
    data: Any


def keep(resource: Any, tags: Tags | None) -> None:
    """Remember the tags of a resource, or that what its data tells is no longer so."""
    vars(resource)[_KEPT] = _Kept(tags, resource.meta.data)


def kept(resource: Any) -> Tags | None:
    """Return the tags that are remembered, None if there are none or newer data is."""
    found: _Kept | None = vars(resource).get(_KEPT)
    if found is None or found.data is not resource.meta.data:
        return None
    return found.tags


def read(resource: Any, way: Way) -> Tags:
    """Return the tags of a resource, with as few calls as can be, and remember them."""
    known = kept(resource)
    if known is None:
        known = None if _is_stale(resource) else _told(resource, way)
        if known is None:
            known = read_anew(resource, way)
        keep(resource, known)
    return known


def _is_stale(resource: Any) -> bool:
    found: _Kept | None = vars(resource).get(_KEPT)
    return found is not None and found.data is resource.meta.data


def _told(resource: Any, way: Way) -> Tags | None:
    """Return the tags that a resource's data tells; None if it cannot."""
    place, request = way.parts.get("data"), way.parts.get("read")
    if place is None:
        return None
    if resource.meta.data is None and request and not _loads(request):
        # One call of either kind.
        return None
    is_whole = "absent" in place
    if resource.meta.data is None:
        read_data(resource, place["path"])
        # Loaded, it is whole where nothing else tells.
        is_whole |= request is None
    if _member(resource, place) is None and (not request or is_whole):
        # What a list leaves out is loaded.
        read_data(resource, place["path"])
    if _member(resource, place) is None and not is_whole:
        return None
    return _tags_in(resource.meta.data, place)


def _loads(request: Mapping[str, Any]) -> bool:
    """Tell whether an operation knows a resource by what loading it tells alone."""
    return any(param["source"] == "data" for param in request["params"])


def _member(resource: Any, place: Mapping[str, Any]) -> Any:
    data = resource.meta.data
    root = place["path"].split(".")[0].removesuffix("[]")
    return data.get(root) if isinstance(data, Mapping) else None


def _tags_in(answer: Any, place: Mapping[str, Any]) -> Tags:
    found = jmespath.search(place["path"], answer)
    if "key" not in place:
        return dict(found or {})
    key, value = place["key"], place["value"]
    return {item[key]: item.get(value) or "" for item in found or ()}


def read_anew(resource: Any, way: Way) -> Tags:
    """Ask AWS for the tags of a resource."""
    if request := way.parts.get("read"):
        tags: Tags = {}
        for answer in answers(resource, request):
            tags |= _tags_in(answer, request)
        return tags
    # A twin's data, as the user's own stays as the user knows it.
    meta = resource.meta
    values = [getattr(resource, name) for name in meta.identifiers]
    twin = type(resource)(*values, client=meta.client)
    twin.load()
    return _tags_in(twin.meta.data, way.parts["data"])


def answers(resource: Any, request: Mapping[str, Any]) -> Iterator[Any]:
    """Yield all pages of what the operation answers that reads tags."""
    name, method = method_of(resource, request)
    params, client = params_of(resource, request), resource.meta.client
    try:
        if client.can_paginate(name):
            yield from client.get_paginator(name).paginate(**params)
            return
        answer = method(**params)
        yield answer
        more, before = request.get("more"), None
        while more and answer.get(more["flag"]):
            last = jmespath.search(request["path"], answer)[-1][request["key"]]
            if last == before:
                # There is no more, whatever the flag says.
                return
            answer = method(**params, **{more["start"]: last})
            before = last
            yield answer
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != request.get("none"):
            raise
