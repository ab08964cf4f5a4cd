"""How ``_patch`` puts wrappers on functions of boto3 and botocore, and takes them off.

A wrapper calls ours while it is switched on, else at once what was there before. It is
taken off by identity: if somebody has wrapped on top of it, it stays and does nothing.
Only ``_patch`` uses this, so that all that is wrapped stands there.

Recognises boto3's, botocore's and Python's own functions, by identity.

A short path may stand for functions of theirs only while these are the very functions
that their modules define. Who has put a mock, a wrapper or a subclass in the place of
one wants it to be called, and what it made must not outlive it. What a function says of
itself (``__module__``, ``__wrapped__``) tells nothing, as ``functools.wraps`` and wrapt
copy it: the code of a function of botocore's is in a file of botocore's.

All that takes part in a short path is an ``Originals``, compared as a whole: a list
kept by hand of what somebody might replace would lack the next thing.
"""

from __future__ import annotations

import functools
import inspect
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from operator import attrgetter, is_, itemgetter
from typing import Any, NamedTuple, TypeGuard
from weakref import WeakKeyDictionary

Function = Callable[..., Any]

# A class or a module.
Holder = type | types.ModuleType


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

    holders: Callable[[], Iterable[Holder]]
    attribute: str
    ours: Function
    is_on: Callable[[], bool]
    parameters: tuple[str, ...] | None = None


class _Layer(NamedTuple):
    wrap: Wrap
    holder: Holder
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


def holders_of(wrap: Wrap) -> list[Holder]:
    """Return the classes or modules where our wrapper is, on top or below others'."""
    return [layer.holder for layer in _layers if layer.wrap is wrap]


def original_of(function: object) -> Function | None:
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


def lazily(find: Callable[[], Any]) -> Function:
    """Return a function that calls another, which is imported when first called.

    Args:
        find: Imports the other function and returns it.
    """
    found: list[Any] = []

    def function(*args: object, **kwargs: object) -> Any:
        if not found:
            ours = find()
            # Kept only if it is ours, whatever stands in for a module at this moment.
            if type(ours) is not _FUNCTION:
                raise ImportError(f"{ours!r} stands in the place of our function")
            found.append(ours)
        return found[0](*args, **kwargs)

    return function


def _put_on(wrap: Wrap, holder: Holder) -> None:
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


def _is_known(original: object, wrap: Wrap) -> TypeGuard[Function]:
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

        def original(instance: object, *args: object, **kwargs: object) -> Any:
            return proxy.__get__(instance, type(instance))(*args, **kwargs)

        functools.update_wrapper(original, proxy)

    @functools.wraps(original)
    def wrapper(*args: object, **kwargs: object) -> Any:
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


_OWN = ("boto3", "botocore")
_TRUSTED = frozenset({*_OWN, "dateutil", "jmespath", "s3transfer", "urllib3"})

# The modules of the kinds of object that botocore's modules and classes have beside
# functions and classes. A mock's, or a wrapper's, is none of them.
_DATA = frozenset(
    {
        *("_abc", "_frozen_importlib", "_frozen_importlib_external", "_thread"),
        *("boto3", "botocore", "builtins", "collections", "contextvars", "dateutil"),
        *("enum", "importlib", "logging", "re", "string", "threading", "typing"),
        *("zipimport", "annotationlib"),
    }
)

_code_of = attrgetter("__code__")


class _Seen(NamedTuple):
    # What was found when all was recognised, or when it was not: in the second case
    # `token` is None. An end is behind the values, which is at another place if there
    # are more or less.
    values: list[Any]
    functions: list[Any]
    codes: list[Any]
    token: object | None


_END = object()


class Originals:
    """Functions and classes that have to be those of their modules.

    Args:
        names: Modules (`botocore.loaders`), with all their classes; values of a module
            (`json:loads`), a class (`botocore.session:Session.register`), or all of
            one (`botocore.session:Session.*`), but not that it is there.
        with_code: Whether to look at the code of the functions, too, which tracers
            change in place: twice the time.
    """

    def __init__(self, *names: str, with_code: bool = True) -> None:
        self._names = names
        self._with_code = with_code
        self._read: Callable[[], Iterable[Any]] | None = None
        self._seen: tuple[_Seen, ...] = ()

    def token(self) -> object | None:
        """Return the same object as long as all are what they were, and recognised.

        Returns:
            Another object if they are others, though recognised; None as long as one of
            them is somebody else's.
        """
        # Written for speed: this is most of what constructing a resource costs.
        read = self._read
        if read is None:
            read = self._begin()
            if read is None:
                return None
        for values, functions, codes, token in self._seen:
            if all(map(is_, values, read())) and (
                not codes or all(map(is_, codes, map(_code_of, functions)))
            ):
                return token
        return self._look([*read()])

    def _look(self, values: list[Any]) -> object | None:
        token = object() if all(map(_is_original, values[:-1])) else None
        functions: list[Any] = []
        if self._with_code:
            functions += chain.from_iterable(map(_functions_in, values))
        seen = _Seen(values, functions, [*map(_code_of, functions)], token)
        # The last that was recognised, and the last that was not: a mock that is used
        # in all tests is not looked at again and again.
        others = [one for one in self._seen if (one.token is None) != (token is None)]
        self._seen = (seen, *others[:1])
        return token

    def _begin(self) -> Callable[[], Iterable[Any]] | None:
        views: list[Iterable[Any]] = []
        singles: list[tuple[Any, str]] = []
        spaces: list[Any] = []
        for name in self._names:
            module_name, _, path = name.partition(":")
            module: Any = _module(module_name)
            if module is None:
                return None
            first, _, attribute = path.partition(".")
            if not first:
                classes = _classes_of(module)
                spaces += map(vars, (module, *classes))
                views += [vars(holder).values() for holder in (module, *classes)]
                continue
            found = vars(module).get(first)
            if not attribute:
                singles.append((vars(module), first))
            if attribute and type(found) is dict:
                views.append(found.values())
            elif attribute:
                if not isinstance(found, type) or not _is_own_class(found):
                    return None
                if attribute == "*":
                    spaces.append(vars(found))
                    views.append(vars(found).values())
                else:
                    singles.append((vars(found), attribute))
        self._read = _reader(views, singles)
        if not self._with_code and not singles:
            self._read = _short_reader(spaces)
        return self._read


def _reader(
    views: list[Iterable[Any]], singles: list[tuple[Any, str]]
) -> Callable[[], Iterable[Any]]:
    flat: Callable[[Iterable[Any]], Iterable[Any]] = chain.from_iterable
    parts = (*views, (_END,))

    def read() -> Iterable[Any]:
        return flat(([space.get(name) for space, name in singles], *parts))

    return read if singles else functools.partial(flat, parts)


def _short_reader(spaces: list[Any]) -> Callable[[], Iterable[Any]]:
    # Of modules and classes only what can be called, and how much else there is: a
    # third less to look at.
    getters = [
        (
            itemgetter(*[name for name, value in space.items() if _is_called(value)]),
            space,
        )
        for space in spaces
    ]

    def read() -> Iterable[Any]:
        try:
            found = [getter(space) for getter, space in getters]
        except KeyError:
            # One of them is gone.
            return (None, _END)
        return chain(*found, map(len, spaces), (_END,))

    return read


def _is_called(value: object) -> bool:
    return not isinstance(value, (str, dict, type(None), *_OF_CLASSES))


def _module(name: str) -> types.ModuleType | None:
    __import__(name)
    found = sys.modules.get(name)
    return found if type(found) is types.ModuleType else None


def _classes_of(module: types.ModuleType) -> list[type]:
    # But tuples, enumerations and exceptions, which have methods that Python writes.
    return [
        one
        for one in vars(module).values()
        if type(one) is type
        and one.__module__ == module.__name__
        and not issubclass(one, _OF_DATA)
    ]


_OF_DATA = (tuple, BaseException)


def _is_original(value: Any) -> bool:
    kind = type(value)
    if kind is types.FunctionType:
        return _is_own_function(value)
    if kind in (staticmethod, classmethod):
        return _is_original(value.__func__)
    if kind is property:
        return all(
            one is None or _is_original(one)
            for one in (value.fget, value.fset, value.fdel)
        )
    if isinstance(value, type):
        return _is_own_class(value)
    if kind is types.ModuleType:
        name = value.__name__
        return _is_trusted(name) and sys.modules.get(name) is value
    if kind is types.MethodType:
        return _is_own_function(value.__func__)
    if kind is functools.partial:
        return _is_original(value.func)
    if kind is _LRU:
        return _is_original(value.__wrapped__)
    if kind is types.BuiltinFunctionType:
        return isinstance(value.__self__, (types.ModuleType, type))
    if kind in _OF_CLASSES:
        return True
    if kind.__name__ == "CachedProperty":
        return _is_own_class(kind) and all(map(_is_original, vars(value).values()))
    return kind.__module__.partition(".")[0] in _DATA


_LRU = type(functools.lru_cache(lambda: None))
_OF_CLASSES = (
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    types.WrapperDescriptorType,
    types.MethodDescriptorType,
    types.ClassMethodDescriptorType,
)


def _is_own_function(function: object) -> bool:
    original = original_of(function)
    if original is not None:
        # Ours, around what has to be theirs.
        return _is_original(original)
    if type(function) is not types.FunctionType:
        return False
    space = function.__globals__
    name = space.get("__name__")
    module = sys.modules.get(str(name))
    if module is None or vars(module) is not space:
        return False
    if str(name).partition(".")[0] not in _OWN:
        # Of Python's, or a library's, only what stands in the module: not what a
        # decorator of theirs has made of somebody's function.
        named = getattr(module, function.__name__, None)
        return _is_trusted(str(name)) and named is function
    below = vars(function).get("__wrapped__")
    return function.__code__.co_filename == _file_of(str(name)) and (
        # A decorator of botocore's own.
        below is None or _is_original(below)
    )


@functools.cache
def _file_of(name: str) -> str | None:
    # As its code has it: within a bundle that is not `__file__`.
    loader: Any = getattr(sys.modules[name].__spec__, "loader", None)
    file: str | None = getattr(sys.modules[name], "__file__", None)
    if file is None or file.endswith(".py"):
        return file
    code = loader.get_code(name) if hasattr(loader, "get_code") else None
    return getattr(code, "co_filename", file)


def _is_own_class(found: type) -> bool:
    name = str(found.__module__)
    root = name.partition(".")[0]
    if root not in _OWN:
        return _is_trusted(name) and root != "unittest"
    # Of named tuples, one is below another of the same name.
    if issubclass(found, tuple):
        return True
    named: Any = sys.modules.get(name)
    for part in found.__qualname__.split("."):
        named = getattr(named, part, None)
    if named is not found:
        return False
    # A subclass that calls itself the same.
    names = [(one.__module__, one.__qualname__) for one in found.__mro__]
    return len(set(names)) == len(names)


def _is_trusted(name: str) -> bool:
    root = name.partition(".")[0]
    return root in _TRUSTED or root in sys.stdlib_module_names


def _functions_in(value: Any) -> Iterator[types.FunctionType]:
    kind = type(value)
    if kind is types.FunctionType:
        yield value
    elif kind in (staticmethod, classmethod):
        yield from _functions_in(value.__func__)
    elif kind is property:
        yield from _functions_in(value.fget)
    elif kind.__name__ == "CachedProperty":
        for one in vars(value).values():
            yield from _functions_in(one)


def duplicate(value: Any) -> Any:
    """Return a shallow copy of an object of boto3's or botocore's.

    `copy.copy` notes the slots of a class in the class, as `__slotnames__`: for an
    `Originals` the class were another from then on.
    """
    made = object.__new__(type(value))
    vars(made).update(vars(value))
    return made


# What the parsed files of all sessions are read with, in place of botocore's loader.
LOADING = Originals(
    "botocore.loaders",
    "botocore.loaders:_JSON_OPEN_METHODS.*",
    "botocore.utils:deep_merge",
)
# Python's own that both make use of.
READING = Originals(
    "builtins:open",
    "gzip:GzipFile",
    "gzip:open",
    "io:open",
    "json.decoder:JSONDecoder",
    "json:loads",
    "os.path:isdir",
    "os.path:isfile",
    "os.path:join",
    "os:listdir",
    "os:stat",
)
# What makes the methods of clients.
CLIENTS = Originals(
    "botocore.client:ClientCreator",
    "botocore.client:ClientCreator.*",
    "botocore.client:ClientMethodDocstring",
    "botocore.client:ServiceModel",
    "botocore.client:xform_name",
    "botocore.docs.docstring",
    "botocore.model:OperationModel.*",
    "botocore.model:ServiceModel.*",
)
# What makes and evaluates the rules of endpoints.
ENDPOINTS = Originals(
    "botocore.endpoint_provider",
    "botocore.utils:ArnParser",
    "botocore.utils:ArnParser.*",
)
# What sets up the events of a session.
SESSIONS = Originals(
    "boto3.session:botocore",
    "botocore.hooks",
    "botocore.session:EventAliaser",
    "botocore.session:HierarchicalEmitter",
    "botocore.session:Session",
    "botocore.session:Session.*",
    "botocore.session:get_session",
    "botocore.session:handlers",
)
# What names events, and what checks their handlers.
ALIASES = Originals(
    "botocore.hooks:EventAliaser", "botocore.hooks:EventAliaser.*", with_code=False
)
HANDLERS = Originals("botocore.hooks", "inspect:getfullargspec", "inspect:signature")
# What classes of resources are made of, and what their members do.
RESOURCES = Originals(
    "boto3.docs.docstring",
    "boto3.resources.action",
    "boto3.resources.base",
    "boto3.resources.collection",
    "boto3.resources.factory",
    "boto3.resources.model",
    "boto3.resources.params",
    "boto3.resources.response",
    "boto3.utils",
    "botocore.docs.docstring",
    "botocore.model",
    "jmespath:compile",
    "jmespath:search",
)
# What makes the resources of an answer.
ANSWERS = Originals("boto3.resources.response", "jmespath:search")
# Of these, what constructing a resource calls; looked at for each object.
CONSTRUCTING = Originals(
    "boto3.resources.base:ResourceMeta.*",
    "boto3.resources.base:ServiceResource.*",
    "boto3.resources.factory",
    "boto3.resources.model:ResourceModel.*",
    with_code=False,
)
