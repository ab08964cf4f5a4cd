"""Members of resource classes that are made when they are used.

What boto3 makes of an action, a collection, a reference or a sub-resource closes over
the factory and the context, which belong to a session. A class gets a small function in
its place, of which only the home of the class is the session's; when it is first
called, boto3 makes the real one.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping
from typing import Any

from botocore.docs.docstring import LazyLoadedDocstring

# Many in a class, and none of them is looked into while the class is made. The others
# (identifiers, attributes, waiters, `load`) are made for each class, as boto3 does.
_LATER = frozenset(
    {
        "_create_action",
        "_create_class_partial",
        "_create_collection",
        "_create_reference",
    }
)

_CONTEXT = "service_context"

_ANY_ARGUMENTS = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS


class Home(dict[Any, Callable[..., Any]]):
    """What was made of the members of one class so far.

    Attributes:
        factory: The factory of the session.
        context: What it knows of the service.
    """

    __slots__ = ("context", "factory")

    def __init__(self, factory: Any, context: Any) -> None:
        super().__init__()
        self.factory = factory
        self.context = context

    def __missing__(self, member: Member) -> Callable[..., Any]:
        made = member.make(self)
        function: Any = made.fget if isinstance(made, property) else made
        # Of threads that come here together, all take what one of them has made.
        return self.setdefault(member, function)


class Member:
    """One member of a resource type, for whatever session.

    Args:
        creator: The name of the method of boto3's factory that makes it.
        args: What boto3 calls that with, by position.
        kwargs: What it calls it with by keyword, the context among it.
        example: What boto3 made for that context.
    """

    __slots__ = ("_args", "_cell", "_code", "_creator", "_kwargs", "_name", "_text")

    def __init__(
        self,
        creator: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        example: Any,
    ) -> None:
        self._creator = creator
        self._args = args
        # The context is each session's own.
        self._kwargs = {**kwargs, **({_CONTEXT: None} if _CONTEXT in kwargs else {})}
        self._cell = types.CellType(self)
        is_later = creator in _LATER and not kwargs.get("is_load")
        self._code = _small_code(example) if is_later else None
        function = getattr(example, "fget", example)
        self._name = getattr(function, "__name__", "")
        self._text = None if self._code is None else _text_for_all(function)

    def make(self, home: Home) -> Any:
        """Return what boto3 makes of it for a session."""
        kwargs = self._kwargs
        if _CONTEXT in kwargs:
            kwargs = {**kwargs, _CONTEXT: home.context}
        return getattr(home.factory, self._creator)(*self._args, **kwargs)

    def of(self, home: Home, cell: types.CellType) -> Any:
        """Return the member of a class: a small function, or what boto3 makes.

        Args:
            home: That of the class.
            cell: What holds it for the closures of all members of the class.
        """
        code = self._code
        if code is None:
            return self.make(home)
        function = types.FunctionType(
            code, globals(), self._name, None, (cell, self._cell)
        )
        text = self._text
        function.__doc__ = _Docstring(home, self) if text is None else text
        return property(function) if code is _GETTER else function


class _Docstring(LazyLoadedDocstring):  # type: ignore[misc, unused-ignore]
    """The text of a member, which is made of what boto3 makes of the member."""

    def __init__(self, home: Home, member: Member) -> None:
        # Not botocore's, which keeps a tuple and a dict of arguments for each.
        self._docstring = None
        self._home = home
        self._member = member

    def _create_docstring(self) -> str:
        return str(self._home[self._member].__doc__)


def _text_for_all(function: Any) -> str | None:
    """Return the text of a member, None if each session has to make its own."""
    text = function.__doc__
    # By the events of its session it could be another.
    is_own = "event_emitter" in getattr(text, "_gen_kwargs", ("event_emitter",))
    return None if is_own else text


def _small_code(example: Any) -> types.CodeType | None:
    """Return the code that can stand for what boto3 made, None if none can."""
    if type(example) is property:
        is_known = example.fset is None and _takes(example.fget, 0)
        return _GETTER if is_known else None
    return _METHOD if _takes(example, _ANY_ARGUMENTS) else None


def _takes(function: Any, flags: int) -> bool:
    # One argument, the resource, and any others or none.
    if type(function) is not types.FunctionType:
        return False
    code = function.__code__
    return (1, 0, flags) == (
        code.co_argcount,
        code.co_kwonlyargcount,
        code.co_flags & _ANY_ARGUMENTS,
    )


def _method(home: Any, member: Any) -> Any:
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return home[member](self, *args, **kwargs)

    return method


def _getter(home: Any, member: Any) -> Any:
    def getter(self: Any) -> Any:
        return home[member](self)

    return getter


# Only the code of them is used: a closure made by calling them would have a cell of its
# own for each of the two, where all functions of a class can share the one of its home.
_METHOD: types.CodeType = _method(None, None).__code__
_GETTER: types.CodeType = _getter(None, None).__code__
