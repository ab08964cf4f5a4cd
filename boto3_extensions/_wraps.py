"""How ``_patch`` puts wrappers on functions of boto3 and botocore, and takes them off.

A wrapper calls ours while it is switched on, else at once what was there before. It is
taken off by identity: if somebody has wrapped on top of it, it stays and does nothing.
Only ``_patch`` uses this, so that all that is wrapped stands there.
"""

from __future__ import annotations

import functools
import inspect
import sys
import types
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

Function = Callable[..., Any]


class Wrap(NamedTuple):
    """What is wrapped, by what, and when.

    Attributes:
        holders: Returns the classes or modules that hold the function.
        attribute: Its name there.
        ours: What is called in its place, with the original as first argument.
        is_on: Tells whether ours is to be called, asked at each call.
        parameters: The names of the parameters it must have, else it is left alone;
            None to wrap it whatever it takes.
    """

    holders: Callable[[], Iterable[Any]]
    attribute: str
    ours: Function
    is_on: Callable[[], bool]
    parameters: tuple[str, ...] | None = None


class _Layer(NamedTuple):
    wrap: Wrap
    holder: Any
    original: Function
    wrapper: Function


_FUNCTION = types.FunctionType

# By each wrapper of ours, what it calls.
_originals: WeakKeyDictionary[Function, Function] = WeakKeyDictionary()

# One for each place that has our wrapper somewhere in it. One wrap has more than one
# only after a `reload`, which makes a second class.
_layers: list[_Layer] = []


def put_on(wrap: Wrap) -> None:
    """Wrap a function wherever it is held; again changes nothing."""
    for holder in wrap.holders():
        _put_on(wrap, holder)


def take_off(wrap: Wrap) -> None:
    """Put back what `put_on` had found, unless somebody has wrapped ours."""
    for layer in _layers.copy():
        is_ours_on_top = vars(layer.holder).get(wrap.attribute) is layer.wrapper
        if layer.wrap is wrap and is_ours_on_top:
            setattr(layer.holder, wrap.attribute, layer.original)
            _layers.remove(layer)


def holders_of(wrap: Wrap) -> list[Any]:
    """Return the classes or modules where our wrapper is, on top or below others'."""
    return [layer.holder for layer in _layers if layer.wrap is wrap]


def original_of(function: Any) -> Function | None:
    """Return what a wrapper of ours was put around, None for any other function."""
    # Exactly a function: a proxy may compare equal to what it stands for.
    return _originals.get(function) if type(function) is _FUNCTION else None


def named(path: str) -> Any:
    """Return what a path like `botocore.loaders:Loader` names, importing the module."""
    module, _, name = path.partition(":")
    # By the statement's own function, and from the modules there are: somebody may have
    # a mock in the place of `importlib.import_module`.
    __import__(module)
    found: Any = sys.modules[module]
    return functools.reduce(getattr, name.split("."), found) if name else found


def lazily(path: str) -> Function:
    """Return a function that calls the one of that path, imported when first called."""
    found: list[Any] = []

    def function(*args: Any, **kwargs: Any) -> Any:
        if not found:
            ours = named(path)
            # Kept only if it is ours, whatever stands in for a module at this moment.
            if type(ours) is not _FUNCTION:
                raise ImportError(f"{path} is not there")
            found.append(ours)
        return found[0](*args, **kwargs)

    return function


def _put_on(wrap: Wrap, holder: Any) -> None:
    for layer in _layers.copy():
        if layer.wrap is wrap and layer.holder is holder:
            if not _was_taken_off(layer):
                return
            _layers.remove(layer)
    original = vars(holder).get(wrap.attribute)
    if not _is_known(original, wrap):
        return
    wrapper = _wrapper(original, wrap)
    _originals[wrapper] = original
    # Noted first: one that was not put on, as its thread was interrupted or a child was
    # forked in between, counts as taken off; one not noted would be put on twice.
    _layers.append(_Layer(wrap, holder, original, wrapper))
    setattr(holder, wrap.attribute, wrapper)


def _is_known(original: Any, wrap: Wrap) -> bool:
    # A static or class method, a property, or nothing, is not what we know.
    if not inspect.isfunction(original):
        return False
    if wrap.parameters is None:
        return True
    return wrap.parameters == tuple(inspect.signature(original).parameters)


def _wrapper(original: Function, wrap: Wrap) -> Function:
    is_on, ours = wrap.is_on, wrap.ours
    if type(original) is not _FUNCTION:
        # A proxy, such as wrapt's, wants to know what it is bound to.
        proxy: Any = original

        def original(instance: Any, *args: Any, **kwargs: Any) -> Any:
            return proxy.__get__(instance, type(instance))(*args, **kwargs)

        functools.update_wrapper(original, proxy)

    @functools.wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if is_on():
            return ours(original, *args, **kwargs)
        return original(*args, **kwargs)

    return wrapper


def _was_taken_off(layer: _Layer) -> bool:
    # True when what ours had wrapped is on top again: somebody who patched before us
    # has undone it by assignment, and ours went with it. Any other stranger on top is
    # taken to call ours.
    on_top = vars(layer.holder).get(layer.wrap.attribute)
    below: Any = layer.original
    while below is not None and below is not on_top:
        below = getattr(below, "__wrapped__", None)
    return below is on_top
