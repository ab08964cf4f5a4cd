"""Reads attributes of resources where boto3's own properties find them.

A property of boto3's asks for the attributes of its resource by names that it puts
together; that is most of the time that an ARN would take. Only a property of boto3's
making is passed over, and only as long as the class has that one: what a handler or a
subclass has put in its place is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from types import CodeType, SimpleNamespace
from typing import Any, NamedTuple

from boto3.resources import factory

# Returns what a resource tells.
Read = Callable[[Any], Any]


class Kept(NamedTuple):
    """Where a resource keeps an attribute.

    Attributes:
        hidden: The attribute that holds it, '' if it is in the data.
        member: Else its key there.
    """

    hidden: str
    member: str


def _codes_of(creator: str) -> set[CodeType]:
    # Semi-private, the methods that make the properties; guarded by test_arn_quick.
    code = getattr(getattr(factory.ResourceFactory, creator, None), "__code__", None)
    constants = getattr(code, "co_consts", ())
    return {each for each in constants if isinstance(each, CodeType)}


_IDENTIFIERS = _codes_of("_create_identifier") | _codes_of("_create_identifier_alias")
_MEMBERS = _codes_of("_create_autoload_property")


def kept(cls: type, name: str) -> Kept | None:
    """Tell where resources of a class keep an attribute.

    Returns:
        The place, or None if it is not just boto3's own property that reads it.
    """
    found = getattr(cls, name, None)
    getter = found.fget if type(found) is property else None
    code = getattr(getter, "__code__", None)
    cells = getattr(getter, "__closure__", None) or ()
    told = dict(zip(getattr(code, "co_freevars", ()), cells, strict=True))
    try:
        if code in _IDENTIFIERS:
            place = Kept(f"_{told['identifier'].cell_contents.name}", "")
        elif code in _MEMBERS:
            place = Kept("", told["name"].cell_contents)
        else:
            return None
        return place if _reads_from(getter, place) else None
    except Exception:
        # The next boto3 may do it otherwise.
        return None


def _reads_from(getter: Any, place: Kept) -> bool:
    mark = object()
    meta = SimpleNamespace(data={place.member: mark})
    return getter(SimpleNamespace(meta=meta, **{place.hidden: mark})) is mark


def reader(path: str, places: Mapping[str, Kept | None]) -> Read:
    """Return what reads an attribute, or raises an AttributeError if that is not easy.

    Args:
        path: The attribute, dots step into dicts.
        places: Where attributes are kept, None for those whose properties have to be
            called.
    """
    name, *steps = path.split(".")
    place = places[name]
    if place is not None and place.member:
        read = _reader_of_member(place.member)
    else:
        read = attrgetter(place.hidden if place else name)

    def step(resource: Any) -> Any:
        value = read(resource)
        for key in steps:
            value = value.get(key)
        return value

    return step if steps else read


def _reader_of_member(member: str) -> Read:
    return lambda resource: resource.meta.data.get(member)


def reader_of_all(paths: Iterable[str], places: Mapping[str, Kept | None]) -> Read:
    """Return what reads several attributes: as a tuple, or, of one, the value."""
    paths = tuple(paths)
    # One with dots in it is in no place.
    found = [places.get(path) for path in paths]
    hidden = [place.hidden for place in found if place and place.hidden]
    if hidden and len(hidden) == len(paths):
        return attrgetter(*hidden)
    reads = [reader(path, places) for path in paths]
    if len(reads) == 1:
        return reads[0]
    return lambda resource: tuple(read(resource) for read in reads)
