"""The items of many resources' collections, with as few requests as AWS allows.

``children(instances, "volumes")`` puts the ids of up to 200 instances into a filter of
DescribeVolumes, where ``instance.volumes`` puts a single id.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.model import ListShape, Shape, StructureShape

from boto3_extensions._bulk.each import each
from boto3_extensions._resources.completion import is_unrelated_to_items, joint_request
from boto3_extensions.exceptions import UnknownMemberError

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.collection import CollectionManager
    from botocore.client import BaseClient

# The number of values in a filter, by service, which botocore's models do not have.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html: "You can
# specify up to 50 filters and up to 200 values per filter in a single request."
_FILTER_VALUES = {"ec2": 200}

# Keys of a collection's definition whose rules a joint request would break.
_EXCLUDING_KEYS = {"own", "defaults"}


def children(owners: Iterable[Any], collection: str) -> Iterator[Any]:
    """Yield the items of a collection of many owners, without repetition.

    Where the list operation takes several owners, by a filter or by their ids, a
    request is for as many as AWS takes: the volumes of 400 instances are two requests.
    Else each owner's collection is listed, several at a time. An item's data says which
    owner it belongs to.

    Args:
        owners: Resources, of any types that have such a collection; they are taken as
            they are needed.
        collection: The collection's name: "volumes" for `instance.volumes`.

    Raises:
        AttributeError: An owner has no such collection.
        CallsFailedError: Some owners' collections could not be listed; raised after the
            items of all others.
    """
    seen: set[Any] = set()
    separate: list[Any] = []
    remaining = iter(owners)
    while batch := list(itertools.islice(remaining, 1000)):
        left = batch
        while left:
            request = _joint_request(left[0], collection)
            items, requested = None, left[:1]
            if request is not None:
                items, requested = _list_together(left, request)
            if items is None:
                separate += requested
            else:
                yield from _without_repetition(items, seen)
            done = {id(owner) for owner in requested}
            left = [owner for owner in left if id(owner) not in done]
    if not separate:
        return
    lists = each(
        separate,
        lambda owner: list(getattr(owner, collection).all()),
        in_order=True,
        raise_on_error="all",
    )
    with lists:
        for result in lists:
            if result.ok:
                yield from _without_repetition(result.value or [], seen)


class _JointRequest(NamedTuple):
    """A list request that takes several owners.

    Attributes:
        manager: The collection of an owner.
        ids_path: The path of the list with the owners' ids, in the request parameters.
        limit: The number of ids that AWS takes.
    """

    manager: CollectionManager
    ids_path: str
    limit: int


def _without_repetition(items: Iterable[Any], seen: set[Any]) -> Iterator[Any]:
    for item in items:
        # Resources of boto3 with equal identifiers are equal, in any account or region.
        key = id(item.meta.client), item
        if key not in seen:
            seen.add(key)
            yield item


def _list_together(
    owners: Sequence[Any], request: _JointRequest
) -> tuple[Iterable[Any] | None, list[Any]]:
    """List the items of the first owner and of others of its type in a request.

    Args:
        owners: Resources; the request is the first one's.
        request: The joint request.

    Returns:
        The items, None if an owner is gone and each has to be asked for by itself; and
        the owners that were in the request.

    Raises:
        ClientError: AWS refused for another reason than a missing owner.
    """
    model = request.manager._model
    same_type = [owner for owner in owners if type(owner) is type(owners[0])]
    params, requested = joint_request(
        same_type[: request.limit], model.request, request.ids_path
    )
    client = owners[0].meta.client
    operation = xform_name(model.request.operation)
    try:
        if client.can_paginate(operation):
            pages = list(client.get_paginator(operation).paginate(**params))
        else:
            pages = [getattr(client, operation)(**params)]
    except ClientError as error:
        if len(requested) == 1 or is_unrelated_to_items(error):
            raise
        # The error is about a single owner: its own request will name it.
        return None, requested
    items = (request.manager._handler(owners[0], params, page) for page in pages)
    return itertools.chain.from_iterable(items), requested


def _joint_request(owner: ServiceResource, collection: str) -> _JointRequest | None:
    """Return the request that lists a collection of several owners; None if none does.

    Raises:
        UnknownMemberError: The owner has no such collection.
    """
    manager = getattr(owner, collection)
    model = getattr(manager, "_model", None)
    if not hasattr(manager, "_handler") or model is None:
        raise UnknownMemberError(
            collection, type(owner).__name__, lambda: "the name of a collection"
        )
    id_params = [p for p in model.request.params if p.source == "identifier"]
    if (
        len(id_params) != 1
        or any(p.source == "data" for p in model.request.params)
        or "[0]" in (model.resource.path or "")
        or any(i.source != "response" for i in model.resource.identifiers)
        or any("[0]" in (i.path or "") for i in model.resource.identifiers)
        or _EXCLUDING_KEYS & _definition(owner, model.name).keys()
    ):
        return None
    target = id_params[0].target
    if not target.endswith("[0]"):
        return None
    ids_path = target.removesuffix("[0]")
    limit = _limit(owner.meta.client, model.request.operation, ids_path)
    return _JointRequest(manager, ids_path, limit) if limit > 1 else None


def _definition(owner: ServiceResource, collection: str) -> dict[str, Any]:
    """Return the definition of a collection in ``resources-1``."""
    model = owner.meta.resource_model
    collections = getattr(model, "_definition", {}).get("hasMany", {})
    for name, definition in collections.items():
        if xform_name(name) == collection:
            return dict(definition)
    return {}


def _limit(client: BaseClient, operation: str, ids_path: str) -> int:
    """Return the number of ids that AWS takes in a request; 1 if it is unknown.

    It is the ``max`` of the list's shape in botocore's model, or AWS's documentation's.
    """
    model = client.meta.service_model
    shape: Shape | None = model.operation_model(operation).input_shape
    for step in ids_path.split("."):
        member = re.sub(r"\[\d+\]", "", step)
        shape = shape.members.get(member) if isinstance(shape, StructureShape) else None
        if member != step and isinstance(shape, ListShape):
            shape = shape.member
    limit = shape.metadata.get("max") if isinstance(shape, ListShape) else None
    if limit is None and ids_path.endswith(".Values"):
        limit = _FILTER_VALUES.get(model.service_name)
    return int(limit or 1)
