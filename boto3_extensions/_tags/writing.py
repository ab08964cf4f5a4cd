"""The writing of a resource's tags, by the operations of its own service.

Most services have an operation that adds tags and another that removes them. S3 sets
all tags at once: there they are read first, so that the others stay. Nobody can change
the system tags, ``aws:…``; S3 has to be sent them unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import jmespath
from boto3.resources.params import build_param_structure

from boto3_extensions._tags.reading import (
    TagDict,
    fetch,
    remember,
    remembered,
    response_pages,
)
from boto3_extensions._tags.ways import (
    TagOperations,
    client_method_of,
    request_params_of,
)
from boto3_extensions.exceptions import ReadOnlyTagError, TagError

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource

T = TypeVar("T")

_SYSTEM_PREFIX = "aws:"

# "Each resource can have up to 50 user created tags."
# https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
_MOST_TAGS = 50


def is_system(key: str) -> bool:
    """Return whether a key is of a system tag, which AWS itself puts."""
    return key.lower().startswith(_SYSTEM_PREFIX)


def change(
    resource: ServiceResource,
    operations: TagOperations,
    put: Mapping[str, str],
    removed: Iterable[str] = (),
) -> None:
    """Add or overwrite tags of a resource, and remove others.

    Args:
        resource: The resource.
        operations: The operations on its tags.
        put: The tags to add or overwrite.
        removed: The keys of the tags to remove, none of which is in `put`.

    Raises:
        TagError: A tag is invalid or cannot be changed; no tag is changed then.
        ClientError: AWS refused; some tags may have been changed.
    """
    removed = list(removed)
    _check(operations, put, removed)
    if not put and not removed:
        return
    current = (
        fetch(resource, operations)
        if "replace" in operations.parts
        else remembered(resource)
    )
    _write(resource, operations, current, put, removed)


def replace(
    resource: ServiceResource, operations: TagOperations, tags: Mapping[str, str]
) -> None:
    """Replace all tags of a resource but the system tags.

    Args:
        resource: The resource.
        operations: The operations on its tags.
        tags: The new tags.

    Raises:
        TagError: A tag is invalid or cannot be changed; no tag is changed then.
        ClientError: AWS refused; some tags may have been changed.
    """
    _check(operations, tags, ())
    current = fetch(resource, operations)
    remember(resource, current)
    new_keys = {key.lower() for key in tags} if operations.is_caseless else set(tags)
    surplus = [
        key
        for key in current
        if not is_system(key)
        and (key.lower() if operations.is_caseless else key) not in new_keys
    ]
    put = {key: value for key, value in tags.items() if current.get(key) != value}
    if not put and not surplus:
        return
    is_too_many = len(current) + len(put) > _MOST_TAGS
    if put and surplus and is_too_many and "replace" not in operations.parts:
        # Tags are added before others are removed, which would exceed AWS's limit.
        _write(resource, operations, current, {}, surplus)
        current, surplus = _changed(operations, current, {}, surplus), []
    _write(resource, operations, current, put, surplus)


def _write(
    resource: ServiceResource,
    operations: TagOperations,
    current: TagDict | None,
    put: Mapping[str, str],
    removed: list[str],
) -> None:
    """Change tags by calls, and remember the tags after the change.

    Args:
        resource: The resource.
        operations: The operations on its tags.
        current: The tags before the change; None if they are unknown.
        put: The tags to add or overwrite.
        removed: The keys of the tags to remove.
    """
    changed = None if current is None else _changed(operations, current, put, removed)
    try:
        if "replace" in operations.parts and changed is not None:
            _put_all(resource, operations, changed)
        else:
            _add_and_remove(resource, operations, put, removed)
    except BaseException:
        # A part of the calls may have been made.
        remember(resource, None)
        raise
    remember(resource, changed)


def _changed(
    operations: TagOperations,
    tags: TagDict,
    put: Mapping[str, str],
    removed: Iterable[str],
) -> TagDict:
    """Return tags after a change, without calls."""
    if operations.is_caseless:
        changed_keys = {key.lower() for key in (*put, *removed)}
        rest = {k: v for k, v in tags.items() if k.lower() not in changed_keys}
    else:
        rest = {k: v for k, v in tags.items() if k not in set(removed)}
    return {**rest, **put}


def _check(
    operations: TagOperations, put: Mapping[str, str], removed: Iterable[str]
) -> None:
    """Check a change of tags before any call.

    Raises:
        TagError: A key or value is no string.
        ReadOnlyTagError: A tag is a system tag, or no operation changes the tags.
    """
    for key in (*put, *removed):
        if not isinstance(key, str):
            raise TagError(f"the key of a tag is a string, not {_described(key)}")
        if is_system(key):
            raise ReadOnlyTagError(
                f"{key!r} cannot be changed: tags that begin with aws: are AWS's own"
            )
    for key, value in put.items():
        if not isinstance(value, str):
            hint = f": {str(value)!r}" if isinstance(value, int | float) else ""
            raise TagError(
                f"the value of the tag {key!r} is a string, not {_described(value)}"
                f"{hint}"
            )
    if operations.why_fixed and (put or removed):
        raise ReadOnlyTagError(operations.why_fixed)


def _described(value: object) -> str:
    return "None" if value is None else f"a {type(value).__name__}"


def _add_and_remove(
    resource: ServiceResource,
    operations: TagOperations,
    put: Mapping[str, str],
    removed: list[str],
) -> None:
    """Add and remove tags, with as few calls as the operations allow."""
    add, remove = operations.parts["add"], operations.parts["remove"]
    items = [*_items(resource, operations, put).items()]
    puts = [_add_params(add, dict(chunk)) for chunk in _chunks(items, add)]
    removals = [
        _remove_params(resource, remove, chunk) for chunk in _chunks(removed, remove)
    ]
    if add["operation"] == remove["operation"]:
        # A service whose operation does both takes them in the same call.
        both = min(len(puts), len(removals))
        joined = [{**puts[n], **removals[n]} for n in range(both)]
        puts, removals = [*joined, *puts[both:]], removals[both:]
    for params in puts:
        _call(resource, add, params)
    for params in removals:
        _call(resource, remove, params)


def _call(
    resource: ServiceResource, request: Mapping[str, Any], params: dict[str, Any]
) -> None:
    _, method = client_method_of(resource, request)
    method(**request_params_of(resource, request), **params)


def _chunks(items: list[T], request: Mapping[str, Any]) -> Iterator[list[T]]:
    """Divide tags or keys by the number that a request takes."""
    size = request.get("limit") or len(items) or 1
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _items(
    resource: ServiceResource, operations: TagOperations, put: Mapping[str, str]
) -> dict[str, str | dict[str, Any]]:
    """Return the tags to add as the operation takes them: values or items, by key.

    An item is a structure with the tag's key and value, and maybe other members.
    """
    add = operations.parts["add"]
    if "key" not in add:
        return dict(put)
    fixed = request_params_of(resource, {**add, "params": add.get("item", [])})
    current: dict[str, dict[str, Any]] = {}
    if put and (names := add.get("keeps")):
        # Other members keep their values: PropagateAtLaunch of Auto Scaling groups.
        read = operations.parts["read"]
        for response in response_pages(resource, read):
            for item in jmespath.search(read["path"], response) or ():
                members = {name: item[name] for name in names if name in item}
                current[item[read["key"]]] = members
    return {
        key: {**current.get(key, {}), **fixed, add["key"]: key, add["value"]: value}
        for key, value in put.items()
    }


def _add_params(add: Mapping[str, Any], items: dict[str, Any]) -> dict[str, Any]:
    return _nested(add["tags"], [*items.values()] if "key" in add else items)


def _remove_params(
    resource: ServiceResource, remove: Mapping[str, Any], keys: list[str]
) -> dict[str, Any]:
    if "key" not in remove:
        return _nested(remove["keys"], keys)
    fixed = request_params_of(resource, {**remove, "params": remove.get("item", [])})
    return _nested(remove["keys"], [{**fixed, remove["key"]: key} for key in keys])


def _put_all(
    resource: ServiceResource, operations: TagOperations, tags: TagDict
) -> None:
    """Set all tags by a call, or remove all of them."""
    if not tags:
        _call(resource, operations.parts["clear"], {})
        return
    put = operations.parts["replace"]
    items = [{put["key"]: key, put["value"]: value} for key, value in tags.items()]
    _call(resource, put, _nested(put["tags"], items))


def _nested(path: str, value: object) -> dict[str, Any]:
    """Return request parameters with a value at a path, such as ``Tags.Items[]``."""
    built: dict[str, Any] = {}
    build_param_structure(built, path.removesuffix("[]"), value)
    return built
