"""Items of a collection, constructed by a short path and one at a time.

boto3 constructs all items of a page before it yields the first, each with the general
constructor, by keywords, after it has read the definitions of its identifiers again.
Items that wait for their turn are what makes Python's garbage collector walk over them
and over all models. Here the identifiers are read by functions made once for their
paths, and an item is constructed when iteration reaches it.

Every other page goes to boto3's handler, which ``_resources.answers`` wraps: a response
whose path does not lead to a list, and items without one of their identifiers.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from boto3.resources.collection import ResourceCollection
from boto3.resources.response import ResourceHandler

from boto3_extensions._arns.statements import may_state_owner
from boto3_extensions._foundation import switches
from boto3_extensions._foundation.wraps import RESOURCES
from boto3_extensions._help.suggestions import complete_collection
from boto3_extensions._resources.answers import has_other_identifiers
from boto3_extensions._speed.jmespath import Search, search_beyond
from boto3_extensions._speed.shortcuts import (
    Target,
    from_parent,
    reads_of,
    search_or_none,
)

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.collection import CollectionManager
    from boto3.resources.model import Collection, Identifier, ResponseResource
    from boto3.utils import ServiceContext

    from boto3_extensions._speed.classes import CachingFactory

# Request parameters, by their names.
Params = Mapping[str, Any]

# A parsed response of a client.
Response = Mapping[str, Any]

# Takes the parent, the request parameters, the response and the items' data in that.
# Returns the values of an identifier: a list with one for each item, or a single value
# that all items share; None if there is none.
_Read = Callable[["ServiceResource", Params, Response, Any], Any]

_ITER, _PAGES = ResourceCollection.__iter__, ResourceCollection.pages


def collection_property(
    plain: property, factory: CachingFactory, model: Collection, context: ServiceContext
) -> property:
    """Return the property of a collection, such as ``bucket.objects``.

    Args:
        plain: The property that boto3's factory made.
        factory: The factory of the class of the items.
        model: boto3's model of the collection.
        context: The definitions of the service.
    """
    # A function, as boto3's factory makes all its properties.
    get_plain: Any = plain.fget
    # Made at the first use: ec2 has 160 collections, of which few are read.
    shortcut: _ItemShortcut | None = None

    def get_collection(self: ServiceResource) -> CollectionManager:
        nonlocal shortcut
        manager = get_plain(self)
        # Semi-private (guarded by test_speed_seams): constructs the items of a page.
        handler = getattr(manager, "_handler", None)
        if type(handler) is ResourceHandler:
            if shortcut is None:
                target = Target(factory, model.resource.type, context)
                shortcut = _item_shortcut(target, model.resource)
            if shortcut.reads:
                manager._handler = _ItemHandler(handler, shortcut)
                iterate_lazily(manager._collection_cls)
        return complete_collection(manager)

    get_collection.__name__ = get_plain.__name__
    get_collection.__doc__ = get_plain.__doc__
    return property(get_collection)


class _ItemHandler(ResourceHandler):  # type: ignore[misc, unused-ignore]
    """boto3's handler of a collection's pages with a short path to the items.

    Args:
        plain: The collection's handler before, whose parts this one takes over.
        shortcut: Reads the identifiers and the data of the items.
    """

    def __init__(self, plain: ResourceHandler, shortcut: _ItemShortcut) -> None:
        self.__dict__.update(vars(plain))
        self._shortcut = shortcut

    def __call__(
        self, parent: ServiceResource, params: Params, response: Response
    ) -> Any:
        """Return the resources in a response, one page of the collection."""
        items = None
        is_usual = RESOURCES.token() is not None and not self._has_other_owner(
            parent, params
        )
        if "collections" in switches.state.on and is_usual:
            items = _items(self._shortcut, parent, params, response, lazy=False)
        return super().__call__(parent, params, response) if items is None else items

    def lazy(
        self, parent: ServiceResource, params: Params, response: Response
    ) -> Iterable[Any] | None:
        """Return an iterable of the resources in a response.

        Returns:
            The iterable, which constructs each resource when its turn comes; None if
            boto3 has to construct them.
        """
        if RESOURCES.token() is None or self._has_other_owner(parent, params):
            return None
        items: Iterable[Any] | None = _items(
            self._shortcut, parent, params, response, lazy=True
        )
        return items

    def _has_other_owner(self, parent: ServiceResource, params: Params) -> bool:
        """Return whether a request parameter names another parent or owner of items."""
        if has_other_identifiers(self, parent, params):
            return True
        if not may_state_owner(params):
            return False
        from boto3_extensions._arns import statements

        return statements.states_owner(self, parent, params)


def iterate_lazily(collection_class: type[ResourceCollection]) -> None:
    """Make iteration over a class's collections lazy.

    Args:
        collection_class: A class that boto3 has just made for a session; a class with
            an `__iter__` or `pages` of its own stays as it is.
    """
    if collection_class.__iter__ is _ITER and _PAGES is collection_class.pages:
        collection_class.__iter__ = _iterate


def _iterate(self: ResourceCollection) -> Iterator[Any]:
    lazy = getattr(self._handler, "lazy", None)
    if lazy is None or not _is_plain(self):
        yield from ResourceCollection.__iter__(self)
        return
    # boto3's own `pages`, each page a list of one iterable in the place of the items.
    handler = LazyHandler(self._handler, lazy)
    pages = type(self)(self._model, self._parent, handler, **self._params).pages()
    for page in pages:
        for items in page:
            yield from items


def _is_plain(collection: ResourceCollection) -> bool:
    return (
        "collections" in switches.state.on
        # `pages` counts the items for a limit.
        and collection._params.get("limit") is None
        # A replaced `pages` may leave out items, and needs the items themselves.
        and type(collection).pages is _PAGES
        and (ResourceCollection.__iter__, ResourceCollection.pages) == (_ITER, _PAGES)
    )


class LazyHandler:
    """Handler of a collection's pages that returns an iterable in a list.

    Args:
        eager: Returns the list of a page's items, as boto3's handler does.
        lazy: Returns an iterable of the items, or None where `eager` has to be called.
    """

    def __init__(
        self, eager: Callable[..., Any], lazy: Callable[..., Iterable[Any] | None]
    ) -> None:
        self._eager = eager
        self._lazy = lazy

    def __call__(
        self, parent: ServiceResource, params: Params, response: Response
    ) -> list[Any]:
        """Return a list whose single element is an iterable of the page's items."""
        items = self._lazy(parent, params, response)
        return [self._eager(parent, params, response) if items is None else items]


class _ItemShortcut(NamedTuple):
    """Functions that read the identifiers and the data of a page's items.

    Attributes:
        target: The type of the items.
        reads: For each identifier the function that reads its values; none if boto3
            has to construct the items.
        search: Finds the list of the items' data in a response; None if the items have
            no data there.
    """

    target: Target
    reads: Sequence[_Read]
    search: Search | None


def _item_shortcut(target: Target, resource_model: ResponseResource) -> _ItemShortcut:
    read_of = functools.partial(_read, resource_model.path)
    reads = reads_of(target, resource_model.identifiers, read_of)
    search = search_or_none(resource_model.path)
    if any("arn:" in i.get("prefix", "") for i in target.identifiers()):
        # A response lists the items' ARNs, which `_resources.answers` cuts to names.
        reads = None
    if reads is None or (resource_model.path and search is None):
        return _ItemShortcut(target, (), None)
    return _ItemShortcut(target, reads, search)


def _read(
    items_path: str | None, identifier: Identifier, search: Search | None
) -> _Read | None:
    if identifier.source == "identifier":
        read = from_parent(identifier.name)
        return lambda parent, params, response, item_data: read(parent, None)
    if search is None:
        return None
    if identifier.source == "response":
        if items_path and not f"{identifier.path}.".startswith(f"{items_path}."):
            # Values from elsewhere in the response need not be as many as the items.
            return None
        shorter = search_beyond(items_path, identifier.path)
        if shorter is not None:
            return lambda parent, params, response, item_data: shorter(item_data)
        return lambda parent, params, response, item_data: search(response)
    if identifier.source == "requestParameter":
        return lambda parent, params, response, item_data: _single(search(params))
    return None


def _single(value: object) -> object:
    # boto3 pops the items out of a list in the request parameters, with which the later
    # pages are requested, too: a list is left to boto3.
    return None if isinstance(value, list) else value


def _items(
    shortcut: _ItemShortcut,
    parent: ServiceResource,
    params: Params,
    response: Response,
    lazy: bool,
) -> Any:
    """Return the resources in a response.

    Args:
        shortcut: Reads the identifiers and the data of the items.
        parent: The resource that has the collection.
        params: The parameters of the request.
        response: The response, one page.
        lazy: Whether to return an iterator rather than a list.

    Returns:
        The resources; None if boto3 has to construct them.
    """
    item_data = shortcut.search(response) if shortcut.search else None
    values = [read(parent, params, response, item_data) for read in shortcut.reads]
    counts = [len(value) for value in values if isinstance(value, list)]
    if not counts:
        return None
    # As in boto3, the first list decides how many items there are.
    count = counts[0]
    if count == 0:
        return []
    # Of an item without an identifier a search finds no value: the list is shorter.
    if isinstance(item_data, list) and any(c != len(item_data) for c in counts):
        return None
    if item_data is None and len(counts) > 1:
        return None
    columns = [_column(value, count) for value in values]
    data = _data(item_data, count)
    if data is None or not all(columns):
        return None
    client = parent.meta.client
    builder = shortcut.target.builder(client, [column[0] for column in columns])
    if builder is None:
        return None
    make = builder.each if lazy else builder.many
    return make(client, columns, data)


def _column(value: object, count: int) -> list[Any]:
    """Return the list of the items' values of an identifier.

    Args:
        value: A list of the values, or a single value that all items share.
        count: The number of items.

    Returns:
        The list; an empty list if an item has no value.
    """
    if not isinstance(value, list):
        return [] if value is None else [value] * count
    # An empty string is no identifier, either.
    return value if len(value) == count and all(value) else []


def _data(item_data: object, count: int) -> list[Any] | None:
    if not item_data:
        return [None] * count
    if not isinstance(item_data, list) or len(item_data) < count:
        return None
    return item_data[:count]
