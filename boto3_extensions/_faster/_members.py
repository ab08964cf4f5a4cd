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

from boto3.resources import factory

from boto3_extensions._seeing import pages, signatures
from boto3_extensions._texts import LazyText, readable

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

_ACTION = "_create_action"

_CONTEXT = "service_context"

# The module of boto3's models of actions, collections and their like.
_MODELS = "boto3.resources.model"

_ANY_ARGUMENTS = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS


class Home(dict[Any, Callable[..., Any]]):
    """What was made of the members of one class so far.

    Attributes:
        factory: The factory of the session.
        context: What it knows of the service.
        definitions: Those that members were listed of, which no session gets to see.
    """

    __slots__ = ("context", "definitions", "factory")

    def __init__(self, factory: Any, context: Any, definitions: Any = None) -> None:
        super().__init__()
        self.factory = factory
        self.context = context
        self.definitions = definitions

    def own(self, value: Any) -> Any:
        """Return a copy of a model of boto3's, of which no part is shared."""
        kind = type(value)
        if kind.__module__ == _MODELS:
            duplicate = object.__new__(kind)
            for name, part in vars(value).items():
                vars(duplicate)[name] = self.own(part)
            return duplicate
        if kind is list:
            return [self.own(one) for one in value]
        if kind is not dict:
            return value
        if value is self.definitions:
            return self.context.resource_json_definitions
        return {name: self.own(part) for name, part in value.items()}

    def __missing__(self, member: Member) -> Callable[..., Any]:
        made = member.make(self)
        # Of threads that come here together, all take what one of them has made.
        return self.setdefault(member, _function_of(made))


class Member:
    """One member of a resource type, for whatever session.

    Args:
        creator: The name of the method of boto3's factory that makes it.
        args: What boto3 calls that with, by position.
        kwargs: What it calls it with by keyword, the context among it.
        example: What boto3 made for that context.
        class_name: What boto3 calls the classes that have it.
    """

    __slots__ = (
        "_args",
        "_cell",
        "_code",
        "_creator",
        "_has_own_text",
        "_is_property",
        "_kwargs",
        "_name",
        "_qualname",
        "_signature",
        "_text",
    )

    def __init__(
        self,
        creator: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        example: Any,
        class_name: str,
    ) -> None:
        self._creator = creator
        self._args = args
        # The context is each session's own.
        self._kwargs = {**kwargs, **({_CONTEXT: None} if _CONTEXT in kwargs else {})}
        self._cell = types.CellType(self)
        is_later = creator in _LATER and not kwargs.get("is_load")
        self._code = _small_code(example) if is_later else None
        self._is_property = type(example) is property
        function = _function_of(example)
        self._name = getattr(function, "__name__", "")
        text = getattr(function, "__doc__", None)
        written_of = getattr(text, "_gen_kwargs", {})
        # By the events of its session it could be another.
        self._has_own_text = "event_emitter" in written_of
        self._text = None if self._has_own_text else readable(pages.with_page(text))
        # boto3's own tells where its factory makes it.
        self._qualname = f"{class_name}.{self._name}"
        self._signature: signatures.LazySignature | None = None
        if creator == _ACTION and not kwargs.get("is_load"):
            self._signature = signatures.lazy(
                kwargs["action_model"], written_of.get("service_model")
            )

    def make(self, home: Home) -> Any:
        """Return what boto3 makes of it for a session."""
        kwargs = self._kwargs
        if _CONTEXT in kwargs:
            kwargs = {**kwargs, _CONTEXT: home.context}
        args = map(home.own, self._args)
        owned = {
            name: value if name == _CONTEXT else home.own(value)
            for name, value in kwargs.items()
        }
        return getattr(home.factory, self._creator)(*args, **owned)

    def of(self, home: Home, cell: types.CellType) -> Any:
        """Return the member of a class: a small function, or what boto3 makes.

        Args:
            home: That of the class.
            cell: What holds it for the closures of all members of the class.
        """
        code = self._code
        if code is None:
            function = _function_of(self.make(home))
        else:
            cells = (cell, self._cell)
            function = types.FunctionType(code, globals(), self._name, None, cells)
            function.__module__ = factory.__name__
            function.__qualname__ = self._qualname
            if self._signature is not None:
                # An attribute of a function cannot be made later, what it holds can.
                function.__signature__ = self._signature  # type: ignore[attr-defined]
        function.__doc__ = _Text(home, self) if self._has_own_text else self._text
        return property(function) if self._is_property else function


class _Text(LazyText):
    """The text of a member, made when it is read, of what boto3 makes of the member.

    botocore's own keep a dict of arguments for each.
    """

    __slots__ = ("_home", "_member")

    _home: Home
    _member: Member

    def __new__(cls, home: Home, member: Member) -> _Text:
        text = str.__new__(cls)
        text._home = home
        text._member = member
        return text

    def _written(self) -> str:
        return str(self._home[self._member].__doc__)


def made_of(function: Any) -> Any:
    """Return what boto3 makes of a small function's member, or another function."""
    if getattr(function, "__code__", None) is not _METHOD:
        return function
    home, member = (cell.cell_contents for cell in function.__closure__)
    return home[member]


def _function_of(made: Any) -> Any:
    return made.fget if type(made) is property else made


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
