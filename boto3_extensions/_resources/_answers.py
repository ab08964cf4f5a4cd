"""Makes the resources of an answer item by item.

boto3 searches an answer for each identifier anew and zips the lists that it finds. An
item without an identifier makes one of the lists shorter, and every item after it gets
another's. Here the items are found first and each is asked for its own identifiers. An
item that lacks one, or has an empty string for it, makes no object; it is still in the
answer, and in the data of whoever has the list.

An identifier whose definition says ``"optional": true`` may be missing. It tells apart
what its type's other identifiers do not (see ``_optional``).

While somebody has put a function of theirs in the place of one of boto3's that make
resources of an answer, boto3's handler is called for every answer of which it makes the
same; where it would not, only ``build_identifiers`` and ``handle_response_item`` are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import jmespath
from boto3.resources import response as boto3_response
from botocore import xform_name

from boto3_extensions._faster._originals import ANSWERS
from boto3_extensions._resources import _locks, _optional, asked, untold
from boto3_extensions._resources._identifiers import arn_prefixes, without_arn
from boto3_extensions._said import is_held, may_be_stated

# Any, for those who have stubs of boto3. Its functions are looked up at each call.
_boto3: Any = boto3_response

_FROM_A_LIST = ("response", "requestParameter", "data")


class Way(NamedTuple):
    """Where the items of an answer are, and what in them.

    Attributes:
        source: The source of the identifiers that come from the items.
        items: The JMESPath of the items.
        data: The JMESPath, within an item, of its data; None if it brings none.
        own: The JMESPath, within an item, of each identifier that comes from there, by
            its position; an empty one for the item itself.
    """

    source: str
    items: str
    data: str | None
    own: dict[int, str]


def answer(
    original: Callable[..., Any], handler: Any, parent: Any, params: Any, response: Any
) -> Any:
    """Return the resources of an answer, in the place of boto3's handler."""
    parent = asked.of_whom(handler, parent, params)
    if not (may_be_stated(params) or is_held(parent)):
        return _answer(original, handler, parent, params, response)
    # Above this, and not needed by who says nothing of the kind.
    from boto3_extensions._arns import stating

    parent = stating.maker_of(handler, parent)
    if not stating.is_said(handler, parent, params):
        return _answer(original, handler, parent, params, response)
    speaker = stating.speaker_of(handler, parent, params)
    made = _answer(original, handler, speaker, params, response)
    return stating.hold_others(handler, parent, params, made)


def _answer(
    original: Callable[..., Any], handler: Any, parent: Any, params: Any, response: Any
) -> Any:
    model, context = handler.resource_model, handler.service_context
    definition = context.resource_json_definitions.get(model.type) or {}
    optional = _optional.names_in(definition)
    arns = arn_prefixes(definition)
    identifiers = model.identifiers
    way = _way(handler.search_path, tuple((i.source, i.path) for i in identifiers))
    if way is None:
        if optional or arns:
            made = _single(original, handler, parent, params, response, optional, arns)
        else:
            made = original(handler, parent, params, response)
        made = untold.answer_of(handler, parent, params, response, made)
        _locks.keep_from(definition, made, response)
        return made
    root = {"response": response, "requestParameter": params}.get(way.source)
    if way.source == "data":
        root = _data_of(parent)
    found = jmespath.search(way.items, root)
    if not isinstance(found, list):
        return original(handler, parent, params, response)
    others = [i for n, i in enumerate(identifiers) if n not in way.own]
    if (
        not (optional or arns)
        and ANSWERS.token() is None
        and _is_even(way, found)
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
    for item in found:
        own = {
            xform_name(identifiers[n].target): jmespath.search(path, item)
            if path
            else item
            for n, path in way.own.items()
        }
        values = {**shared, **own}
        for name in optional:
            values[name] = values.get(name) or ""
        for name in arns.keys() & own.keys():
            values[name] = without_arn(arns[name], values[name])
        if any(own[name] in (None, "") for name in own if name not in optional):
            continue
        data = None
        if way.data is not None:
            data = jmespath.search(way.data, item) if way.data else item
        # boto3 takes the first of a list: of what is a list itself, the only one.
        values = {name: [value] for name, value in values.items()}
        resources.append(
            handler.handle_response_item(resource_class, parent, values, data)
        )
    return resources


def _is_even(way: Way, items: Sequence[Any]) -> bool:
    """Tell whether each item has all that boto3 makes a list of."""
    for item in items:
        for path in way.own.values():
            if (jmespath.search(path, item) if path else item) in (None, ""):
                return False
        if way.data and jmespath.search(way.data, item) is None:
            return False
    return True


def _is_list(identifier: Any, parent: Any, params: Any, response: Any) -> bool:
    # boto3 gives each item the next one of it.
    if identifier.source == "data":
        root = _data_of(parent)
    else:
        root = {"response": response, "requestParameter": params}.get(identifier.source)
    path = identifier.path
    return bool(root and path) and isinstance(jmespath.search(path, root), list)


def _single(
    original: Callable[..., Any],
    handler: Any,
    parent: Any,
    params: Any,
    response: Any,
    optional: Sequence[str],
    arns: Mapping[str, Any],
) -> Any:
    model = handler.resource_model
    built = dict(_boto3.build_identifiers(model.identifiers, parent, params, response))
    values = dict(built)
    for one in model.identifiers:
        # A reference by an ARN alone is what the ARN names (see `_followed`).
        told = ("response", "data") if len(model.identifiers) > 1 else ("response",)
        name = xform_name(one.target)
        if name in arns and one.source in told:
            values[name] = without_arn(arns[name], values[name])
    for name in optional:
        if values.get(name) is None:
            values[name] = ""
    if any(value is None or isinstance(value, list) for value in values.values()) or (
        values == built and ANSWERS.token() is None
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


def _data_of(parent: Any) -> Any:
    if parent.meta.data is None and hasattr(parent, "load"):
        parent.load()
    return parent.meta.data


@lru_cache(maxsize=4096)
def _way(
    data_path: str | None, identifiers: tuple[tuple[str, str | None], ...]
) -> Way | None:
    """Return where the items of an answer are, None where boto3 has to look.

    That is an answer with no list, one whose lists have nothing in common, such as a
    request's ids and its tags, and one whose identifiers are from several places.
    """
    listed = {
        n: (source, path)
        for n, (source, path) in enumerate(identifiers)
        if source in _FROM_A_LIST and path and "[]" in path
    }
    if not listed or len({source for source, _ in listed.values()}) > 1:
        return None
    source = next(iter(listed.values()))[0]
    stem = _stem_of(data_path, [path for _, path in listed.values()])
    if stem is None:
        return None
    # The data are the answer's, which a request's list has nothing to do with.
    data = None
    if data_path and "[]" in data_path:
        if source == "requestParameter":
            return None
        data = _beyond(stem, data_path)
        if data is None:
            return None
    elif data_path:
        return None
    own = {n: _beyond(stem, path) for n, (_, path) in listed.items()}
    if None in own.values():
        return None
    return Way(source, stem, data, {n: p for n, p in own.items() if p is not None})


def _stem_of(data_path: str | None, paths: Sequence[str]) -> str | None:
    """Return the path of the items that all these are of."""
    if (
        data_path
        and "[]" in data_path
        and all(_beyond(data_path, p) is not None for p in paths)
    ):
        return data_path
    stems = {
        p[: p.rindex("[]") + 2]
        for p in [*paths, *([data_path] if data_path and "[]" in data_path else [])]
    }
    return stems.pop() if len(stems) == 1 else None


def _beyond(stem: str, path: str) -> str | None:
    """Return the rest of a path after its beginning, None if it begins otherwise."""
    if path == stem:
        return ""
    if not path.startswith(f"{stem}."):
        return None
    rest = path[len(stem) + 1 :]
    return None if "[]" in rest else rest
