"""The first item of a collection, for little more than it takes to list that one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError

# Of pages with one item: this many are looked at, for some services answer with empty
# ones. Then the collection is gone through as it is.
_MOST_PAGES = 2

R = TypeVar("R")


def first(collection: Iterable[R]) -> R | None:
    """Return the first item of a collection; None if it is empty.

    No page is asked for after the one with that item. Where botocore's model says that
    a page may have just one, that is asked for.

    Args:
        collection: Such as ``rds.db_instances``, or what its `all()`, `filter()`,
            `limit()` or `page_size()` return.

    Raises:
        TypeError: `collection` is none.
    """
    iterator = getattr(collection, "iterator", None)
    listed: Any = iterator() if callable(iterator) else collection
    if not hasattr(listed, "pages"):
        raise TypeError(
            "first() takes a collection, such as rds.db_instances or what its filter() "
            f"returns, not a {type(collection).__name__}"
        )
    if not _may_ask_for_one(listed):
        return next(iter(listed), None)
    for number, page in enumerate(listed.page_size(1).pages()):
        if page:
            item: R = page[0]
            return item
        if number + 1 == _MOST_PAGES:
            return next(iter(listed), None)
    return None


def _may_ask_for_one(collection: Any) -> bool:
    """Tell whether a page of a single item is sure to be allowed, and no detour.

    What a caller filters, AWS may do only after it has cut a page off.
    """
    # Semi-private, and guarded by test_first: what boto3's own `pages` goes by.
    request, given = collection._model.request, collection._params
    client = collection._parent.meta.client
    operation = collection._py_operation_name
    if given or not client.can_paginate(operation):
        return False
    try:
        limit = client.get_paginator(operation)._pagination_cfg.get("limit_key")
        shape = client.meta.service_model.operation_model(request.operation).input_shape
        least = shape.members[limit].metadata.get("min") if limit else None
    except (AttributeError, KeyError, BotoCoreError):
        return False
    return least in (0, 1)
