"""Makes the items of a collection one by one while it is iterated.

boto3 makes all of a page first. Those that wait for their turn are what makes Python's
garbage collector walk over them, and over all models; an item that is let go before the
next one is made is nothing to it.

Makes the items of a collection, all of a page at once or one after the other.

boto3 makes each with the general constructor, by keywords, after it has read all
definitions of identifiers again. Ours knows them, and searches the page with functions
made for their paths. What is not the plain case goes to boto3, and to
``_resources._answers``, which finds the items first: an answer that is no list, and any
item without one of its identifiers.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from boto3.resources import collection, response

from boto3_extensions._arns.statements import may_be_stated
from boto3_extensions._foundation import switches
from boto3_extensions._foundation.wraps import RESOURCES
from boto3_extensions._help.suggestions import let_iterate
from boto3_extensions._resources.answers import is_of_another
from boto3_extensions._speed.jmespath import search_beyond
from boto3_extensions._speed.shortcuts import (
    Target,
    from_parent,
    reads_of,
    search_or_none,
)

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
        "collections" in switches.state.on
        # Which counts items.
        and collection._params.get("limit") is None
        # Not those that leave out some of the items of a page, or somebody's own.
        and type(collection).pages is _PAGES
        and (_Collection.__iter__, _Collection.pages) == (_ITER, _PAGES)
    )


# Any, for those who have stubs of boto3, which leave out what is not public.
ResourceHandler: Any = response.ResourceHandler

# Finds the values of an identifier, given the parent, the parameters, the answer and
# the items' data in it.
_Read = Callable[[Any, Any, Any, Any], Any]


class _Plan(NamedTuple):
    target: Target
    reads: Sequence[_Read]
    search: Callable[[Any], Any] | None


class _Items(ResourceHandler):  # type: ignore[misc, unused-ignore]
    """boto3's handler of a collection's pages, which makes the plain ones itself."""

    def __init__(self, plain: Any, plan: _Plan) -> None:
        self.__dict__.update(vars(plain))
        self._plan = plan

    def __call__(self, parent: Any, params: Any, response: Any) -> Any:
        """Return the resources that are in a page of an answer."""
        items = None
        is_usual = RESOURCES.token() is not None and not self._is_told(parent, params)
        if "collections" in switches.state.on and is_usual:
            items = _items(self._plan, parent, params, response, lazy=False)
        return super().__call__(parent, params, response) if items is None else items

    def lazy(self, parent: Any, params: Any, response: Any) -> Any:
        """Return an iterator of the same resources; None where boto3 has to."""
        if RESOURCES.token() is None or self._is_told(parent, params):
            return None
        return _items(self._plan, parent, params, response, lazy=True)

    def _is_told(self, parent: Any, params: Any) -> bool:
        """Tell whether the caller has said whose, or of whom, the items are."""
        if is_of_another(self, parent, params):
            return True
        if not may_be_stated(params):
            return False
        from boto3_extensions._arns import statements as arns_statements

        return arns_statements.is_said(self, parent, params)


def collection_property(plain: Any, factory: Any, model: Any, context: Any) -> Any:
    """Return the property that is a collection of a resource.

    Args:
        plain: The property that boto3 made for it.
        factory: The factory of the class of the items.
        model: boto3's model of the collection.
        context: What the factory knows of the service.
    """
    get_plain = plain.fget
    # Made when it is needed: ec2 has 160 collections, of which few are read.
    plan: _Plan | None = None

    def get_collection(self: Any) -> Any:
        nonlocal plan
        manager = get_plain(self)
        # Semi-private, and guarded by test_speed_seams: what makes items of a page.
        handler = getattr(manager, "_handler", None)
        if type(handler) is ResourceHandler:
            if plan is None:
                target = Target(factory, model.resource.type, context)
                plan = _plan_of(target, model.resource)
            if plan.reads:
                manager._handler = _Items(handler, plan)
                iterate_lazily(manager._collection_cls)
        return let_iterate(manager)

    get_collection.__name__ = get_plain.__name__
    get_collection.__doc__ = get_plain.__doc__
    return property(get_collection)


def _plan_of(target: Target, resource_model: Any) -> _Plan:
    read_of = functools.partial(_read, resource_model.path)
    reads = reads_of(target, resource_model.identifiers, read_of)
    search = search_or_none(resource_model.path)
    if any("arn:" in one.get("prefix", "") for one in target.identifiers()):
        # They are listed by their ARNs, of which `_resources._answers` takes the names.
        reads = None
    if reads is None or (resource_model.path and search is None):
        # Left to boto3.
        return _Plan(target, (), None)
    return _Plan(target, reads, search)


def _read(
    items_path: str | None, identifier: Any, search: Callable[[Any], Any] | None
) -> _Read | None:
    if identifier.source == "identifier":
        read = from_parent(identifier.name)
        return lambda parent, params, response, found: read(parent, None)
    if search is None:
        return None
    if identifier.source == "response":
        if items_path and not f"{identifier.path}.".startswith(f"{items_path}."):
            # Of something else than the items, however many there are.
            return None
        shorter = search_beyond(items_path, identifier.path)
        if shorter is not None:
            return lambda parent, params, response, found: shorter(found)
        return lambda parent, params, response, found: search(response)
    if identifier.source == "requestParameter":
        return lambda parent, params, response, found: _single(search(params))
    return None


def _single(value: Any) -> Any:
    # boto3 takes the items out of a list in the parameters, which later pages are
    # asked for with, too: that is left to boto3.
    return None if isinstance(value, list) else value


def _items(plan: _Plan, parent: Any, params: Any, response: Any, lazy: bool) -> Any:
    """Return the resources in a page, None if it is not the plain case."""
    found = plan.search(response) if plan.search else None
    values = [read(parent, params, response, found) for read in plan.reads]
    counts = [len(value) for value in values if isinstance(value, list)]
    if not counts:
        return None
    # As boto3 has it, the first list tells how many there are.
    count = counts[0]
    if count == 0:
        return []
    # An item without an identifier leaves the list of it shorter than the items are.
    if isinstance(found, list) and any(c != len(found) for c in counts):
        return None
    if found is None and len(counts) > 1:
        return None
    columns = [_column(value, count) for value in values]
    data = _data(found, count)
    if data is None or not all(columns):
        return None
    client = parent.meta.client
    builder = plan.target.builder(client, [column[0] for column in columns])
    if builder is None:
        return None
    make = builder.each if lazy else builder.many
    return make(client, columns, data)


def _column(value: Any, count: int) -> list[Any]:
    """Return a value for each item, an empty list if there are not so many."""
    if not isinstance(value, list):
        return [] if value is None else [value] * count
    # Not an empty string, either, which is no identifier.
    return value if len(value) == count and all(value) else []


def _data(found: Any, count: int) -> list[Any] | None:
    if not found:
        return [None] * count
    if not isinstance(found, list) or len(found) < count:
        return None
    return found[:count]
