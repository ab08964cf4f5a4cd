"""Makes ``load()`` choose, where AWS has no operation that describes just one item.

A definition whose load has a path to a list (``PublicKeyList[]``) gets the whole list
from AWS; the item with the resource's identifiers is the one that counts. boto3's own
loads never have such a path.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from boto3.exceptions import ResourceLoadException
from botocore import xform_name


def add_choosing_load(class_attributes: dict[str, Any]) -> None:
    """Let ``load()`` of a class being made keep only the resource's own item."""
    model = class_attributes["meta"].resource_model
    load = class_attributes.get("load")
    if load is None or model.load is None or not _is_list(model.load.path):
        return
    chooses = _choosing(load, [{i.name, i.member_name} for i in model.identifiers])
    for name in ("load", "reload"):
        if class_attributes.get(name) is load:
            class_attributes[name] = chooses


def _is_list(path: str | None) -> bool:
    return path is not None and path.endswith("[]")


def _choosing(
    load: Callable[..., Any], identifiers: list[set[str | None]]
) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_choose(self: Any, *args: Any, **kwargs: Any) -> None:
        before = self.meta.data
        load(self, *args, **kwargs)
        found, self.meta.data = self.meta.data or [], before
        wanted = [getattr(self, name) for name in self.meta.identifiers]
        for item in found:
            values = {xform_name(name): value for name, value in item.items()}
            if wanted == [_one_of(values, names) for names in identifiers]:
                self.meta.data = item
                return
        raise ResourceLoadException(
            f"{self!r} is not among the {len(found)} items the service answered with"
        )

    return load_and_choose


def _one_of(values: dict[str, Any], names: set[str | None]) -> Any:
    return next((values[name] for name in names if name in values), None)
