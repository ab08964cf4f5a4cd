"""Makes what is in an answer of the parent that was asked, whatever the caller wrote.

``repository.images.filter(repositoryName="other")`` is a list of the other repository's
images: a keyword of the caller's wins over what the definition fills in. In boto3 the
items have the name of the repository in hand all the same, so that ``delete()`` would
delete images of its own by the digests of the other's. Here each item has the value
that was sent.

boto3's own types stay as boto3 makes them.

Returns whatever an action's answer has where it is not what the action makes.

AssociateVpcCidrBlock answers with an association of IPv4 addresses or of IPv6 ones,
as it was asked for either. boto3 looks for the one that the definition names, and
returns ``{}`` where it is not there, though something was made. An action of this
package may name what else it makes, ``"otherwise": [{"type": …}]``; where the answer
has none of them, it is the answer that is returned, unless it is empty. boto3's own
actions, and those of a user's definitions, return what they return.

Makes the resources of an answer item by item.

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

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import jmespath
from boto3.resources import response as boto3_response
from boto3.resources.model import ResponseResource
from botocore import xform_name

from boto3_extensions._arns.origin import is_held
from boto3_extensions._arns.statements import may_be_stated
from boto3_extensions._definitions import history
from boto3_extensions._definitions.classes import is_boto3s, twin_of
from boto3_extensions._foundation.wraps import ANSWERS
from boto3_extensions._resources import identifiers as resources_identifiers
from boto3_extensions._resources import locks
from boto3_extensions._resources.identifiers import arn_prefixes, without_arn

_SECTIONS = ("hasMany", "actions")


def of_whom(handler: Any, parent: Any, params: Any) -> Any:
    """Return the resource whose identifiers the items of an answer have.

    Args:
        handler: boto3's handler of the answer.
        parent: The resource that was asked.
        params: What it was asked with, by the names of the operation's inputs.

    Returns:
        The parent itself, or a copy with the identifiers that the caller sent in the
        place of its own.
    """
    others = dict(_others(handler, parent, params))
    if not others:
        return parent
    twin = twin_of(parent)
    # What is known is of another thing.
    twin.meta.data = None
    for name, value in others.items():
        # Semi-private, and where boto3's factory reads it (guarded by test_seams).
        setattr(twin, f"_{name}", value)
    return twin


def is_of_another(handler: Any, parent: Any, params: Any) -> bool:
    """Tell whether the items of an answer are not the parent's own."""
    return any(True for _ in _others(handler, parent, params))


def _others(handler: Any, parent: Any, params: Any) -> Iterator[tuple[str, str]]:
    """Yield each identifier of the parent that another value was sent for."""
    meta: Any = getattr(parent, "meta", None)
    if not params or not getattr(meta, "identifiers", None):
        return
    made = handler.resource_model
    shared = {i.name for i in made.identifiers if i.source == "identifier"}
    if not shared or is_boto3s(handler.service_context.service_name, made.type):
        return
    for param in _filled(meta.resource_model, handler.operation_name, made.type):
        sent = params.get(param["target"])
        if param.get("name") not in shared or not isinstance(sent, str):
            continue
        name = xform_name(param["name"])
        own = getattr(parent, name)
        # The ARN of the same thing is no other one.
        if sent != own and not (sent.startswith("arn:") and _ends_in(sent, own)):
            yield name, sent


def _filled(model: Any, operation: str, made: str) -> Iterator[Mapping[str, Any]]:
    """Yield the inputs that a definition fills in from identifiers for an operation."""
    # Semi-private: the definition that boto3's model of a resource reads.
    definition = getattr(model, "_definition", None) or {}
    for section in _SECTIONS:
        for body in definition.get(section, {}).values():
            request = body.get("request", {})
            if (
                request.get("operation") == operation
                and body.get("resource", {}).get("type") == made
            ):
                for param in request.get("params", ()):
                    if param.get("source") == "identifier":
                        yield param


def _ends_in(arn: str, own: Any) -> bool:
    text = str(own)
    return arn.endswith((f"/{text}", f":{text}"))


def answer_of(handler: Any, parent: Any, params: Any, response: Any, made: Any) -> Any:
    """Return what an answer tells, if it is not what an action was to make of it.

    Args:
        handler: boto3's handler of the answer.
        parent: The resource whose action it is.
        params: What was asked with.
        response: The answer.
        made: What boto3 made of it.
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
        told = ResponseResource(other, context.resource_json_definitions)
        found = boto3_response.ResourceHandler(
            search_path=told.path,
            factory=handler.factory,
            resource_model=told,
            service_context=context,
            operation_name=handler.operation_name,
        )(parent, params, response)
        if hasattr(found, "meta"):
            return found
    # An answer with nothing in it tells that nothing was made.
    return response if {*response} - {"ResponseMetadata"} else made


def _is_our_action(service: str, operation: str, resource: Any) -> bool:
    return any(one == resource for one in _made_by(service).get(operation, ()))


@functools.cache
def _made_by(service: str) -> dict[str, list[Any]]:
    """Return what each operation makes as this package defines it."""
    ours = history.our_definitions(service)
    found: dict[str, list[Any]] = {}
    for operation, resource in _actions([ours["service"], *ours["resources"].values()]):
        found.setdefault(operation, []).append(resource)
    return found


def _actions(bodies: list[Any]) -> Iterator[tuple[str, Any]]:
    for body in bodies:
        for action in body.get("actions", {}).values():
            if "resource" in action:
                yield action["request"]["operation"], action["resource"]


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
    parent = of_whom(handler, parent, params)
    if not (may_be_stated(params) or is_held(parent)):
        return _answer(original, handler, parent, params, response)
    # Above this, and not needed by who says nothing of the kind.
    from boto3_extensions._arns import statements as arns_statements

    parent = arns_statements.maker_of(handler, parent)
    if not arns_statements.is_said(handler, parent, params):
        return _answer(original, handler, parent, params, response)
    speaker = arns_statements.speaker_of(handler, parent, params)
    made = _answer(original, handler, speaker, params, response)
    return arns_statements.hold_others(handler, parent, params, made)


def _answer(
    original: Callable[..., Any], handler: Any, parent: Any, params: Any, response: Any
) -> Any:
    model, context = handler.resource_model, handler.service_context
    definition = context.resource_json_definitions.get(model.type) or {}
    optional = resources_identifiers.names_in(definition)
    arns = arn_prefixes(definition)
    identifiers = model.identifiers
    way = _way(handler.search_path, tuple((i.source, i.path) for i in identifiers))
    if way is None:
        if optional or arns:
            made = _single(original, handler, parent, params, response, optional, arns)
        else:
            made = original(handler, parent, params, response)
        made = answer_of(handler, parent, params, response, made)
        locks.keep_from(definition, made, response)
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
