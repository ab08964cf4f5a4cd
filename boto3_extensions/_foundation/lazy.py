"""Strings that are written when somebody reads them: documentation, mostly.

boto3 writes the text of a member when it is read, too, but only for who asks as
``help()`` does: to everybody else, IPython's completion among them, it is empty.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.docs.docstring import LazyLoadedDocstring

if TYPE_CHECKING:
    from collections.abc import Mapping

    from boto3.resources.base import ServiceResource

    # The members of a class by name: functions, or the getters of properties.
    _Members = Mapping[str, Callable[..., Any]]

# Of all that a string can do, what a text is made and travels by.
_OWN = {
    "__class__",
    "__delattr__",
    "__dir__",
    "__doc__",
    "__getattribute__",
    "__getnewargs__",
    "__getstate__",
    "__init__",
    "__init_subclass__",
    "__new__",
    "__reduce__",
    "__reduce_ex__",
    "__repr__",
    "__setattr__",
    "__sizeof__",
    "__str__",
    "__subclasshook__",
    "maketrans",
}


class LazyText(str):
    """A string whose characters are written at the first use of any of its methods.

    What reads a string's memory past its methods, as regular expressions do, finds
    none: `str(text)` is a string as any other.
    """

    __slots__ = ()

    def _written(self) -> str:
        raise NotImplementedError

    @staticmethod
    def of(write: Callable[[], str]) -> LazyText:
        """Return a text that a function writes, at each use anew."""
        text = str.__new__(_Of)
        text._write = write
        return text

    def __str__(self) -> str:
        return self._written()

    # As boto3 has it.
    __repr__ = __str__

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return str, (self._written(),)


def _delegating(name: str) -> Callable[..., Any]:
    def method(self: LazyText, *args: object, **kwargs: object) -> Any:
        return getattr(self._written(), name)(*args, **kwargs)

    method.__name__ = name
    method.__doc__ = getattr(str, name).__doc__
    return method


for _name in sorted(set(dir(str)) - _OWN):
    setattr(LazyText, _name, _delegating(_name))


class _Of(LazyText):
    """A text that a function writes."""

    __slots__ = ("_write",)

    _write: Callable[[], str]

    def _written(self) -> str:
        return self._write()


def readable(text: object) -> Any:
    """Return a text of botocore's as one for everybody, any other object as it is."""
    if not isinstance(text, LazyLoadedDocstring):
        return text
    return LazyText.of(text.__str__)


def made_of(function: Any) -> Any:
    """Return what boto3 makes of a small function's member, or another function."""
    if getattr(function, "__code__", None) is not _METHOD:
        return function
    home, member = (cell.cell_contents for cell in function.__closure__)
    return home[member]


def _method(home: _Members, member: str) -> Callable[..., Any]:
    def method(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        return home[member](self, *args, **kwargs)

    return method


def _getter(home: _Members, member: str) -> Callable[..., Any]:
    def getter(self: ServiceResource) -> Any:
        return home[member](self)

    return getter


# Only the code of them is used: a closure made by calling them would have a cell of its
# own for each of the two, where all functions of a class can share the one of its home.
_METHOD: types.CodeType = _method({}, "").__code__
_GETTER: types.CodeType = _getter({}, "").__code__
