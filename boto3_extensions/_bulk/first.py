"""The first item of a collection, listed by pages of a single item where AWS allows.

boto3's ``limit(1)`` asks for a page of the service's default size.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.exceptions import BotoCoreError

if TYPE_CHECKING:
    from boto3.resources.collection import ResourceCollection

# The number of single-item pages that are asked for, as some services return empty
# pages. After these, the collection is listed with its usual page size.
_MOST_PAGES = 2

R = TypeVar("R")


def first(collection: Iterable[R]) -> R | None:
    """Return the first item of a collection; None if the collection is empty.

    No page is asked for after the page with that item. Where botocore's model allows
    pages of a single item, such pages are asked for.

    Args:
        collection: A collection or its manager, such as ``rds.db_instances``, or the
            value of its `all()`, `filter()`, `limit()` or `page_size()`.

    Raises:
        TypeError: `collection` is no collection.
    """
    iterator = getattr(collection, "iterator", None)
    listed: Any = iterator() if callable(iterator) else collection
    if not hasattr(listed, "pages"):
        raise TypeError(
            "first() takes a collection, such as rds.db_instances or what its filter() "
            f"returns, not a {type(collection).__name__}"
        )
    if not _allows_single_item_pages(listed):
        return next(iter(listed), None)
    for number, page in enumerate(listed.page_size(1).pages()):
        if page:
            item: R = page[0]
            return item
        if number + 1 == _MOST_PAGES:
            return next(iter(listed), None)
    return None


def _allows_single_item_pages(collection: ResourceCollection) -> bool:
    """Return whether AWS is sure to allow pages of a single item, without more calls.

    Not for a collection with filters: AWS may apply them after it cut the page, so that
    pages of a single item would often be empty.
    """
    # Semi-private attributes, which boto3's own `pages` uses (guarded by test_first).
    request, params = collection._model.request, collection._params
    client = collection._parent.meta.client
    operation = collection._py_operation_name
    if params or not client.can_paginate(operation):
        return False
    try:
        limit = client.get_paginator(operation)._pagination_cfg.get("limit_key")
        shape = client.meta.service_model.operation_model(request.operation).input_shape
        minimum = shape.members[limit].metadata.get("min") if limit else None
    except (AttributeError, KeyError, BotoCoreError):
        return False
    return minimum in (0, 1)
