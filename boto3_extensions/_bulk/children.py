"""The children of many owners, by one question for as many owners as AWS takes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.model import ListShape, Shape, StructureShape

from boto3_extensions._bulk.each import each
from boto3_extensions._resources.completion import is_of_no_item, joined
from boto3_extensions.exceptions import UnknownMemberError

# What AWS takes in a filter, where its model does not say.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html: "You can
# specify up to 50 filters and up to 200 values per filter in a single request."
_FILTER_VALUES = {"ec2": 200}

# What a collection's definition may say of it that a joint question would not keep to.
_SPECIAL = {"own", "defaults"}


def children(owners: Iterable[Any], collection: str) -> Iterator[Any]:
    """Yield the items of a collection of many owners, each of them once.

    Where the list takes several owners, by a filter or by their ids, AWS is asked for
    as many at once as it takes: the volumes of 400 instances are two requests. Else
    each owner is asked for its own, some at a time. Which owner an item is of is in its
    data.

    Args:
        owners: Resources, of any types that have such a collection; they are taken as
            they are needed.
        collection: The collection's name: "volumes" for `instance.volumes`.

    Raises:
        AttributeError: An owner has no such collection.
        CallsFailedError: Some owners' lists failed; raised at the end, after the items
            of all others.
    """
    seen: set[Any] = set()
    alone: list[Any] = []
    remaining = iter(owners)
    while some := list(itertools.islice(remaining, 1000)):
        left = some
        while left:
            way = _way_of(left[0], collection)
            found, asked = _ask(left, collection, way) if way else (None, left[:1])
            if found is None:
                alone += asked
            else:
                yield from _new(found, seen)
            gone = {id(owner) for owner in asked}
            left = [owner for owner in left if id(owner) not in gone]
    if not alone:
        return
    lists = each(
        alone,
        lambda owner: list(getattr(owner, collection).all()),
        in_order=True,
        raise_on_error="all",
    )
    with lists:
        for result in lists:
            if result.ok:
                yield from _new(result.value or [], seen)


class _Way(NamedTuple):
    """How many owners a list takes, and where in its parameters."""

    manager: Any
    ids: str
    limit: int


def _new(items: Iterable[Any], seen: set[Any]) -> Iterator[Any]:
    for item in items:
        # boto3 takes things of one name for the same, in whatever account or Region.
        key = id(item.meta.client), item
        if key not in seen:
            seen.add(key)
            yield item


def _ask(
    owners: Sequence[Any], collection: str, way: _Way
) -> tuple[Iterable[Any] | None, list[Any]]:
    """Return the children of the first owner and of others; None where AWS refuses."""
    model = way.manager._model
    alike = [one for one in owners if type(one) is type(owners[0])]
    params, asked = joined(alike[: way.limit], model.request, way.ids)
    client = owners[0].meta.client
    operation = xform_name(model.request.operation)
    try:
        if client.can_paginate(operation):
            pages = list(client.get_paginator(operation).paginate(**params))
        else:
            pages = [getattr(client, operation)(**params)]
    except ClientError as error:
        if len(asked) == 1 or is_of_no_item(error):
            raise
        # Of one of them, which its own list tells.
        return None, asked
    found = (way.manager._handler(owners[0], params, page) for page in pages)
    return itertools.chain.from_iterable(found), asked


def _way_of(owner: Any, collection: str) -> _Way | None:
    """Return how an owner is asked for with others, None if it has to be alone."""
    manager = getattr(owner, collection)
    model = getattr(manager, "_model", None)
    if not hasattr(manager, "_handler") or model is None:
        raise UnknownMemberError(
            collection, type(owner).__name__, lambda: "the name of a collection"
        )
    listed = [p for p in model.request.params if p.source == "identifier"]
    if (
        len(listed) != 1
        or any(p.source == "data" for p in model.request.params)
        or "[0]" in (model.resource.path or "")
        or any(i.source != "response" for i in model.resource.identifiers)
        or any("[0]" in (i.path or "") for i in model.resource.identifiers)
        or _SPECIAL & _definition(owner, model.name).keys()
    ):
        return None
    target = listed[0].target
    if not target.endswith("[0]"):
        return None
    ids = target.removesuffix("[0]")
    limit = _limit(owner.meta.client, model.request.operation, ids)
    return _Way(manager, ids, limit) if limit > 1 else None


def _definition(owner: Any, collection: str) -> dict[str, Any]:
    body = getattr(owner.meta.resource_model, "_definition", {}).get("hasMany", {})
    found = (one for name, one in body.items() if xform_name(name) == collection)
    return next(found, {})


def _limit(client: Any, operation: str, ids: str) -> int:
    """Return how many owners AWS takes, 1 where nobody says."""
    model = client.meta.service_model
    shape: Shape | None = model.operation_model(operation).input_shape
    for step in ids.split("."):
        member = re.sub(r"\[\d+\]", "", step)
        shape = shape.members.get(member) if isinstance(shape, StructureShape) else None
        if member != step and isinstance(shape, ListShape):
            shape = shape.member
    most = shape.metadata.get("max") if isinstance(shape, ListShape) else None
    if most is None and ids.endswith(".Values"):
        most = _FILTER_VALUES.get(model.service_name)
    return int(most or 1)
