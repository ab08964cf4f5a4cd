"""How the tags of a resource type are read and written: what ``tags-1`` says.

By type, made by ``tools/definitions/tag_ways``::

    "DBInstance": {
      "data": {"path": "TagList[]", "key": "Key", "value": "Value"},
      "read": {"operation": "ListTagsForResource", "params": […], "path": …},
      "add": {"operation": "AddTagsToResource", "params": […], "tags": "Tags[]", …},
      "remove": {"operation": "RemoveTagsFromResource", "keys": "TagKeys", …},
      "listed": "rds:db"
    }

``params`` are those of boto3's definitions, with one more source: ``arn``, the
resource's own, or what is in it ``after`` a word. Without ``key`` and ``value`` tags
are a map. ``replace`` and ``clear`` are in the place of ``add`` and ``remove`` where
all tags are put at once.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, NamedTuple

import jmespath
from boto3.resources.params import build_param_structure
from botocore import xform_name

from boto3_extensions._foundation.models import file_in, model_of
from boto3_extensions._foundation.sessions import SESSION
from boto3_extensions._resources.actions import ending_of
from boto3_extensions.exceptions import (
    DefinitionFileError,
    NotOfferedError,
    NotTaggableError,
    TagError,
)

KIND = "tags-1"

Request = Mapping[str, Any]


class Way(NamedTuple):
    """How the tags of one resource type are read and written.

    Attributes:
        type_name: The type: ``rds.DBInstance``.
        parts: What ``tags-1`` says of it.
        is_caseless: Whether keys that differ in case only are the same one.
        why_fixed: Why nothing changes the tags, for a person to read; '' if some
            operation does.
    """

    type_name: str
    parts: Mapping[str, Any]
    is_caseless: bool
    why_fixed: str


def way_of(resource: Any) -> Way:
    """Return how the tags of a resource are read and written.

    Raises:
        NotTaggableError: It is no resource, or AWS gives resources of its type no tags.
    """
    meta: Any = getattr(resource, "meta", None)
    model = getattr(meta, "resource_model", None)
    if model is None or not hasattr(meta, "identifiers"):
        raise NotTaggableError(_why_none(resource))
    service, kind = meta.service_name, model.name
    if kind == service:
        raise NotTaggableError(
            f"tags are those of resources, and this is the service {service}: give "
            "one of its resources"
        )
    return way_for(loader_for(resource), service, kind)


def way_for(loader: Any, service: str, kind: str) -> Way:
    """Return how the tags of a resource type are read and written.

    Args:
        loader: botocore's loader of a session.
        service: boto3's name of the service.
        kind: One of its types.

    Raises:
        NotTaggableError: AWS gives resources of the type no tags.
        DefinitionFileError: The file, which may be the user's, is wrong.
    """
    document = model_of(loader, service, KIND)
    ways = {} if document is None else document.get("resources")
    if not isinstance(ways, Mapping):
        where = file_in(list(loader.search_paths), service, KIND)
        raise DefinitionFileError(f"{where}: it has no object 'resources', of types")
    name = f"{service}.{kind}"
    parts = ways.get(kind)
    if parts is None:
        raise _no_tags(name, document, model_of(loader, service, "arns-1") is None)
    is_caseless = bool((document or {}).get("caseless"))
    return Way(name, parts, is_caseless, _fixed(name, parts))


def _no_tags(name: str, document: Any, is_unknown: bool) -> NotTaggableError:
    if document is None and is_unknown:
        return NotTaggableError(f"nothing is known here of the tags of a {name}")
    reason = (document or {}).get("refused", {}).get(name.partition(".")[2])
    why = f" ({reason})" if reason else ""
    return NotTaggableError(f"AWS gives a {name} no tags of its own{why}")


def _fixed(name: str, parts: Mapping[str, Any]) -> str:
    if "add" in parts or "replace" in parts:
        return ""
    if update := parts.get("update"):
        return (
            f"the tags of a {name} change with an update of the whole alone: give all "
            f"of them to its {update}(Tags=[...]), beside what shall stay as it is"
        )
    return (
        f"the tags of a {name} are given when it is made: AWS has no operation that "
        "changes them"
    )


def _why_none(given: object) -> str:
    what = f"tags are those of a boto3 resource, not of a {type(given).__name__}"
    if isinstance(given, str):
        return f"{what}: boto3_extensions.resource_from_arn(arn) makes one of an ARN"
    if hasattr(given, "all") or hasattr(given, "pages"):
        return f"{what}: go through it, and ask for the tags of each"
    return what


def session_of(resource: Any) -> Any:
    """Return the boto3 session that a resource is of; None if that is unknown."""
    return getattr(type(resource), SESSION, None)


def loader_for(resource: Any) -> Any:
    """Return the loader of a resource's session, or else of no session's."""
    from boto3_extensions._foundation.models import loader_of

    session = session_of(resource)
    if session is not None:
        return loader_of(session)
    from boto3_extensions._arns.lookup import data

    return data()[0]


def params_of(resource: Any, request: Request) -> dict[str, Any]:
    """Return the parameters by which an operation knows a resource.

    Raises:
        TagError: The resource does not tell one of them.
        ArnUnavailableError: Its ARN is one of them, and cannot be had.
    """
    built: dict[str, Any] = {}
    for param in request["params"]:
        value = _value(resource, param)
        if value is None:
            raise TagError(
                f"{request['operation']} is not called: this "
                f"{type(resource).__name__} tells no {param.get('path')}, which it "
                "would be known by"
            )
        build_param_structure(built, param["target"], value)
    return built


def _value(resource: Any, param: Mapping[str, Any]) -> Any:
    source = param["source"]
    if source == "identifier":
        return getattr(resource, xform_name(param["name"]))
    if source == "arn":
        return ending_of(_arn(resource), param.get("after"))
    if source == "data":
        return read_data(resource, param["path"])
    return param["value"]


def read_data(resource: Any, path: str) -> Any:
    """Return what is at a path in a resource's data, which is loaded if need be."""
    member = path.split(".")[0].split("[")[0]
    model, client = resource.meta.resource_model, resource.meta.client
    shape = client.meta.service_model.shape_for(model.shape)
    for name, (told, _) in model.get_attributes(shape).items():
        if told == member:
            # Read as an attribute, which completes what a list has told in part.
            getattr(resource, name)
    data = resource.meta.data
    if data is None and hasattr(resource, "load"):
        resource.load()
        data = resource.meta.data
    return jmespath.search(path, data)


def _arn(resource: Any) -> str:
    from boto3_extensions._arns.attribute import arn_of
    from boto3_extensions._arns.rules import rules_of
    from boto3_extensions._foundation.models import loader_of

    session, meta = session_of(resource), resource.meta
    if session is None:
        raise TagError(
            f"a {type(resource).__name__} is known by its ARN, and this one was made "
            "without boto3_extensions: extend(session) before it is made"
        )
    rules = rules_of(loader_of(session), meta.service_name)
    return arn_of(resource, rules[meta.resource_model.name], session)


def method_of(resource: Any, request: Request) -> tuple[str, Any]:
    """Return the name and the method of an operation on a resource's client.

    Raises:
        NotOfferedError: The installed botocore does not have the operation.
        TagError: The client is one of aioboto3's, whose calls are to be awaited.
    """
    name, client = xform_name(request["operation"]), resource.meta.client
    if inspect.iscoroutinefunction(getattr(client, "_make_api_call", None)):
        raise TagError(
            f"calls of an asynchronous {type(resource).__name__} are to be awaited, "
            f"which a mapping cannot be: await {name} of its client"
        )
    method = getattr(client, name, None)
    if method is None:
        service, operation = resource.meta.service_name, request["operation"]
        raise NotOfferedError(
            name,
            type(client).__name__,
            lambda: f"it takes a newer botocore, which has {operation} of {service}",
        )
    return name, method
