"""Makes the items of a collection one by one while it is iterated.

boto3 makes all of a page first. Those that wait for their turn are what makes Python's
garbage collector walk over them, and over all models; an item that is let go before the
next one is made is nothing to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boto3.resources import collection

from boto3_extensions._faster import _speed

# Any, for those who have stubs of boto3, in which a collection has no such parts.
_Collection: Any = collection.ResourceCollection
_ITER, _PAGES = _Collection.__iter__, _Collection.pages


class LazyHandler:
    """What makes the items of a page, both ways.

    Args:
        eager: Returns the items of a page, as boto3's handler does.
        lazy: Returns an iterator of them, or None where `eager` has to.
    """

    def __init__(self, eager: Any, lazy: Any) -> None:
        self._eager = eager
        self._lazy = lazy

    def __call__(self, parent: Any, params: Any, response: Any) -> list[Any]:
        """Return one thing, an iterator of the items, in the place of the items."""
        items = self._lazy(parent, params, response)
        return [self._eager(parent, params, response) if items is None else items]


def iterate_lazily(collection_class: Any) -> None:
    """Let collections of a class, just made for one session, be iterated lazily."""
    if collection_class.__iter__ is _ITER and _PAGES is collection_class.pages:
        collection_class.__iter__ = _iterate


def _iterate(self: Any) -> Iterator[Any]:
    lazy = getattr(self._handler, "lazy", None)
    if lazy is None or not _is_plain(self):
        yield from _Collection.__iter__(self)
        return
    # boto3's own `pages`, with a page of a single iterator for a page of items.
    handler = LazyHandler(self._handler, lazy)
    pages = type(self)(self._model, self._parent, handler, **self._params).pages()
    for page in pages:
        for items in page:
            yield from items


def _is_plain(collection: Any) -> bool:
    return (
        "collections" in _speed.state.on
        # Which counts items.
        and collection._params.get("limit") is None
        # Not those that leave out some of the items of a page, or somebody's own.
        and type(collection).pages is _PAGES
        and (_Collection.__iter__, _Collection.pages) == (_ITER, _PAGES)
    )
