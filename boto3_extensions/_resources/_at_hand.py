"""Takes the items of a collection from the data of its owner, where those have them.

An rds instance's data have its tags, and a load balancer's its listeners, as AWS would
answer again. A collection whose definition says ``"told": {"member": "TagList"}`` is
made of these. Who asks a second time of the same data wants news, and asks AWS; so does
who asks with parameters. Only collections of ours say so.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from boto3.resources.params import create_request_parameters
from botocore import xform_name

from boto3_extensions._resources._classes import definition_of, once, wrap_property

# On the owner: by collection, the very data that were asked already.
_ASKED = "_boto3_extensions_asked"

# What says nothing of the items that are wanted.
_SIZES = {"limit", "page_size"}


def add_told_collections(
    class_attributes: dict[str, Any], service_context: Any
) -> None:
    """Let collections of a class being made be read from the data at hand.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    definition = definition_of(class_attributes, service_context)
    for name, body in definition.get("hasMany", {}).items():
        if "told" in body:
            collection = xform_name(name)
            root = body["resource"]["path"].split("[")[0]
            telling = functools.partial(_telling, collection, root, body["told"])
            wrap_property(class_attributes, collection, telling)


def _telling(
    name: str, root: str, told: Mapping[str, str], getter: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    telling = once(functools.partial(_told_by, name, root, told))

    @functools.wraps(getter)
    def get_told(self: Any) -> Any:
        manager = getter(self)
        # Semi-private: the class of what `all()` and its like return (guarded by
        # test_seams).
        base = getattr(manager, "_collection_cls", None)
        if isinstance(self.meta.data, dict) and base is not None:
            manager._collection_cls = telling(base)
        return manager

    return get_told


def _told_by(name: str, root: str, told: Mapping[str, str], base: Any) -> Any:
    """Return a collection class that looks into the owner's data before it asks."""

    def pages(self: Any) -> Iterator[list[Any]]:
        data = self._parent.meta.data
        asked = vars(self._parent).setdefault(_ASKED, {})
        if self._params.keys() <= _SIZES and asked.get(name) is not data:
            asked[name] = data
            answer = _answer(data, root, told)
            if answer is not None:
                params = create_request_parameters(self._parent, self._model.request)
                items = self._handler(self._parent, params, answer)
                yield items[: self._params.get("limit")]
                return
        yield from base.pages(self)

    return type(base.__name__, (base,), {"pages": pages, "__module__": base.__module__})


def _answer(data: Any, root: str, told: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the answer that AWS would give, None if the data do not tell."""
    items = data.get(told["member"]) if isinstance(data, dict) else None
    if items is None:
        return None
    within = told.get("within")
    if within is None:
        return {root: items}
    return {within.removesuffix("[]"): [data] if within.endswith("[]") else data}
