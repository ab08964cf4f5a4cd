"""Writes the tags of a resource by its service's own operations.

Most services add some tags and remove others. S3 puts all at once: there they are read
first, so that the others stay. Tags that AWS itself has put, ``aws:…``, are no one's to
change; S3 wants them back as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jmespath
from boto3.resources.params import build_param_structure

from boto3_extensions._tags.reading import Tags, answers, keep, kept, read_anew
from boto3_extensions._tags.ways import Way, method_of, params_of
from boto3_extensions.exceptions import ReadOnlyTagError, TagError

_SYSTEM = "aws:"

# "Each resource can have up to 50 user created tags."
# https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
_MOST = 50


def is_system(key: str) -> bool:
    """Tell whether a tag is one of AWS's own."""
    return key.lower().startswith(_SYSTEM)


def change(
    resource: Any, way: Way, put: Mapping[str, str], removed: Iterable[str] = ()
) -> None:
    """Add or overwrite tags of a resource, and remove others.

    Args:
        resource: The resource.
        way: How its tags are written.
        put: The tags to be put.
        removed: The keys of those to be removed, none of which is in `put`.

    Raises:
        TagError: One is none, or cannot be changed; nothing is changed then.
        ClientError: AWS refused.
    """
    removed = list(removed)
    _check(way, put, removed)
    if not put and not removed:
        return
    left = read_anew(resource, way) if "replace" in way.parts else kept(resource)
    _write(resource, way, left, put, removed)


def replace(resource: Any, way: Way, tags: Mapping[str, str]) -> None:
    """Let a resource have these tags, beside AWS's own, and no others.

    Raises:
        TagError: One is none, or cannot be changed; nothing is changed then.
        ClientError: AWS refused.
    """
    _check(way, tags, ())
    now = read_anew(resource, way)
    keep(resource, now)
    wanted = {key.lower() for key in tags} if way.is_caseless else set(tags)
    extra = [
        key
        for key in now
        if not is_system(key)
        and (key.lower() if way.is_caseless else key) not in wanted
    ]
    put = {key: value for key, value in tags.items() if now.get(key) != value}
    if not put and not extra:
        return
    if put and extra and len(now) + len(put) > _MOST and "replace" not in way.parts:
        # Both do not fit.
        _write(resource, way, now, {}, extra)
        now, extra = _changed(way, now, {}, extra), []
    _write(resource, way, now, put, extra)


def _write(
    resource: Any,
    way: Way,
    left: Tags | None,
    put: Mapping[str, str],
    removed: list[str],
) -> None:
    """Change tags, and remember those there are then.

    Args:
        resource: The resource.
        way: How its tags are written.
        left: Those there are before; None if that is unknown.
        put: The tags to be put.
        removed: The keys of those to be removed.
    """
    known = None if left is None else _changed(way, left, put, removed)
    try:
        if "replace" in way.parts and known is not None:
            _put_all(resource, way, known)
        else:
            _add_and_remove(resource, way, put, removed)
    except BaseException:
        # Some of it may have come to pass.
        keep(resource, None)
        raise
    keep(resource, known)


def _changed(
    way: Way, tags: Tags, put: Mapping[str, str], removed: Iterable[str]
) -> Tags:
    if way.is_caseless:
        gone = {key.lower() for key in (*put, *removed)}
        left = {k: v for k, v in tags.items() if k.lower() not in gone}
    else:
        left = {k: v for k, v in tags.items() if k not in set(removed)}
    return {**left, **put}


def _check(way: Way, put: Mapping[str, str], removed: Iterable[str]) -> None:
    for key in (*put, *removed):
        if not isinstance(key, str):
            raise TagError(f"the key of a tag is a string, not {_shown(key)}")
        if is_system(key):
            raise ReadOnlyTagError(
                f"{key!r} cannot be changed: tags that begin with aws: are AWS's own"
            )
    for key, value in put.items():
        if not isinstance(value, str):
            mend = f": {str(value)!r}" if isinstance(value, int | float) else ""
            raise TagError(
                f"the value of the tag {key!r} is a string, not {_shown(value)}{mend}"
            )
    if way.why_fixed and (put or removed):
        raise ReadOnlyTagError(way.why_fixed)


def _shown(value: object) -> str:
    return "None" if value is None else f"a {type(value).__name__}"


def _add_and_remove(
    resource: Any, way: Way, put: Mapping[str, str], removed: list[str]
) -> None:
    add, remove = way.parts["add"], way.parts["remove"]
    items = [*_items(resource, way, put).items()]
    puts = [_adding(add, dict(part)) for part in _chunks(items, add)]
    removals = [_removing(resource, remove, part) for part in _chunks(removed, remove)]
    if add["operation"] == remove["operation"]:
        # One call for both, as far as both are there.
        both = min(len(puts), len(removals))
        joined = [{**puts[n], **removals[n]} for n in range(both)]
        puts, removals = [*joined, *puts[both:]], removals[both:]
    for params in puts:
        _call(resource, add, params)
    for params in removals:
        _call(resource, remove, params)


def _call(resource: Any, request: Mapping[str, Any], params: dict[str, Any]) -> None:
    _, method = method_of(resource, request)
    method(**params_of(resource, request), **params)


def _chunks(items: list[Any], request: Mapping[str, Any]) -> Iterator[list[Any]]:
    size = request.get("limit") or len(items) or 1
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _items(
    resource: Any, way: Way, put: Mapping[str, str]
) -> dict[str, str | dict[str, Any]]:
    """Return the tags by key, as the operation takes each: a value, or an item."""
    add = way.parts["add"]
    if "key" not in add:
        return dict(put)
    fixed = params_of(resource, {**add, "params": add.get("item", [])})
    before: dict[str, dict[str, Any]] = {}
    if put and (names := add.get("keeps")):
        # What else a group's tag has: whether its instances get it.
        place = way.parts["read"]
        for answer in answers(resource, place):
            for item in jmespath.search(place["path"], answer) or ():
                told = {name: item[name] for name in names if name in item}
                before[item[place["key"]]] = told
    return {
        key: {**before.get(key, {}), **fixed, add["key"]: key, add["value"]: value}
        for key, value in put.items()
    }


def _adding(add: Mapping[str, Any], items: dict[str, Any]) -> dict[str, Any]:
    return _at(add["tags"], [*items.values()] if "key" in add else items)


def _removing(
    resource: Any, remove: Mapping[str, Any], keys: list[str]
) -> dict[str, Any]:
    if "key" not in remove:
        return _at(remove["keys"], keys)
    fixed = params_of(resource, {**remove, "params": remove.get("item", [])})
    return _at(remove["keys"], [{**fixed, remove["key"]: key} for key in keys])


def _put_all(resource: Any, way: Way, tags: Tags) -> None:
    if not tags:
        _call(resource, way.parts["clear"], {})
        return
    put = way.parts["replace"]
    items = [{put["key"]: key, put["value"]: value} for key, value in tags.items()]
    _call(resource, put, _at(put["tags"], items))


def _at(path: str, value: Any) -> dict[str, Any]:
    """Return a structure with a value at a path: ``Tags.Items[]``."""
    built: dict[str, Any] = {}
    build_param_structure(built, path.removesuffix("[]"), value)
    return built
