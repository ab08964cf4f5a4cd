"""Wrappers around functions of boto3 and botocore, and proof that these are unchanged.

A `Wrap` replaces a function by a wrapper, which calls our function while the wrap is
on, and the original function otherwise. A wrapper is removed by identity: if another
library has wrapped our wrapper, ours stays below and only calls the original. All wraps
are listed in ``_install``.

A placeholder is a small member of a resource class. Its first call has boto3 make the
function that belongs there, which it calls from then on.

A faster implementation of ours may stand in for functions of boto3 and botocore only
while these are the functions that their modules define. Somebody who replaces one of
them by a mock, a wrapper or a subclass wants the replacement to be called, and objects
that the replacement made must not outlive it. An `Originals` is the set of functions
and classes that one faster implementation depends on. It compares whole modules and
classes, as no list of single functions would be complete. Attributes such as
``__module__`` and ``__wrapped__`` prove nothing, since `functools.wraps` and wrapt copy
them: a function counts as botocore's if its code comes from a file of botocore.
"""

from __future__ import annotations

import functools
import inspect
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from operator import attrgetter, is_, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard
from weakref import WeakKeyDictionary

from boto3_extensions._foundation import switches

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource

Function = Callable[..., Any]

# A class or a module.
Holder = type | types.ModuleType


class Wrap(NamedTuple):
    """A function of boto3 or botocore to wrap, its replacement and its condition.

    Attributes:
        holders: Returns the classes or modules that have the function.
        attribute: The name of the function there.
        ours: The replacement, called with the original function as first argument.
        is_on: Returns whether to call the replacement; called at each call.
        parameters: The names of the parameters that the original must have, else it is
            not wrapped; None to wrap it whatever its parameters are.
    """

    holders: Callable[[], Iterable[Holder]]
    attribute: str
    ours: Function
    is_on: Callable[[], bool]
    parameters: tuple[str, ...] | None = None


class _Layer(NamedTuple):
    """A wrapper of ours in a class or module, and the original function below it."""

    wrap: Wrap
    holder: Holder
    original: Function
    wrapper: Function


_FUNCTION = types.FunctionType

# The original functions, by the wrappers around them.
_originals: WeakKeyDictionary[Function, Function] = WeakKeyDictionary()

# All wrappers of ours in classes and modules, on top or below other wrappers. A wrap
# has several layers only after a `reload`, which makes a second class.
_layers: list[_Layer] = []


def install_wrap(wrap: Wrap) -> None:
    """Install a wrap in all its classes and modules; again changes nothing."""
    for holder in wrap.holders():
        _put_on_holder(wrap, holder)


def remove_wrap(wrap: Wrap) -> None:
    """Restore the original function, unless another wrapper is on top of ours."""
    for layer in _layers.copy():
        is_ours_on_top = vars(layer.holder).get(wrap.attribute) is layer.wrapper
        if layer.wrap is wrap and is_ours_on_top:
            setattr(layer.holder, wrap.attribute, layer.original)
            _layers.remove(layer)


def holders_of(wrap: Wrap) -> list[Holder]:
    """Return the classes and modules with a wrapper, on top or below other wrappers."""
    return [layer.holder for layer in _layers if layer.wrap is wrap]


def original_of(function: object) -> Function | None:
    """Return the function that a wrapper of ours is around, or None."""
    # Exactly a function: a proxy may compare equal to the wrapper that it stands for.
    return _originals.get(function) if type(function) is _FUNCTION else None


def import_by_path(path: str) -> Any:
    """Import the object at a path like `botocore.loaders:Loader`."""
    module_name, _, name = path.partition(":")
    # By the import statement's own function, and from `sys.modules`: a test may have
    # replaced `importlib.import_module` by a mock.
    __import__(module_name)
    module: Any = sys.modules[module_name]
    return functools.reduce(getattr, name.split("."), module) if name else module


def import_on_call(find: Callable[[], Any]) -> Function:
    """Return a function that imports another function at its first call, and calls it.

    Args:
        find: Imports the other function and returns it.
    """
    imported: list[Any] = []

    def function(*args: object, **kwargs: object) -> Any:
        if not imported:
            ours = find()
            # A mock that stands in for the module at this moment must not be kept.
            if type(ours) is not _FUNCTION:
                raise ImportError(f"{ours!r} stands in the place of our function")
            imported.append(ours)
        return imported[0](*args, **kwargs)

    return function


def function_of_placeholder(function: Any) -> Any:
    """Return the function that a placeholder calls, made now if it was not.

    Args:
        function: Any function; a placeholder is recognised by its code.

    Returns:
        The function; one that is no placeholder is returned unchanged.
    """
    if getattr(function, "__code__", None) is not PLACEHOLDER_METHOD:
        return function
    functions, member = (cell.cell_contents for cell in function.__closure__)
    return functions[member]


def _method(functions: Mapping[Any, Function], member: object) -> Function:
    def method(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        return functions[member](self, *args, **kwargs)

    return method


def _getter(functions: Mapping[Any, Function], member: object) -> Function:
    def getter(self: ServiceResource) -> Any:
        return functions[member](self)

    return getter


# The code of placeholders for methods and for the getters of properties, whose cells
# are a mapping that makes the functions, and the key of the function in it. Calling
# `_method` would make both cells anew, while all placeholders of a class can share the
# first.
PLACEHOLDER_METHOD: types.CodeType = _method({}, "").__code__
PLACEHOLDER_GETTER: types.CodeType = _getter({}, "").__code__


def _put_on_holder(wrap: Wrap, holder: Holder) -> None:
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
    # Recorded first, in case the thread is interrupted or the process forks before the
    # next line: a recorded layer without its wrapper counts as removed, whereas a
    # wrapper without a record would be put on twice.
    _layers.append(_Layer(wrap, holder, original, wrapper))
    setattr(holder, wrap.attribute, wrapper)


def _is_known(original: object, wrap: Wrap) -> TypeGuard[Function]:
    """Return whether a function is the plain function that a wrap expects."""
    # No static or class method, no property, and not missing.
    if not inspect.isfunction(original):
        return False
    if wrap.parameters is None:
        return True
    return wrap.parameters == tuple(inspect.signature(original).parameters)


def _wrapper(original: Function, wrap: Wrap) -> Function:
    is_on, ours = wrap.is_on, wrap.ours
    if type(original) is not _FUNCTION:
        # A proxy, such as wrapt's, needs the instance that it is bound to.
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
    """Return whether a function from below our wrapper has been put back on top."""
    # A library that patched before us has undone its patch by assignment, which removed
    # ours, too. Any other function on top is presumed to call ours.
    on_top = vars(layer.holder).get(layer.wrap.attribute)
    below: Any = layer.original
    while below is not None and below is not on_top:
        below = getattr(below, "__wrapped__", None)
    return below is on_top


# The packages whose functions are checked by the file of their code, and the libraries
# whose functions are trusted if their modules have them.
_OWN = ("boto3", "botocore")
_TRUSTED = frozenset({*_OWN, "dateutil", "jmespath", "s3transfer", "urllib3"})

# The packages of the types of data in botocore's modules and classes, beside functions
# and classes. The types of mocks and wrappers are from other packages.
_DATA_PACKAGES = frozenset(
    {
        *("_abc", "_frozen_importlib", "_frozen_importlib_external", "_thread"),
        *("boto3", "botocore", "builtins", "collections", "contextvars", "dateutil"),
        *("enum", "importlib", "logging", "re", "string", "threading", "typing"),
        *("zipimport", "annotationlib"),
    }
)

_code_of = attrgetter("__code__")


class _Snapshot(NamedTuple):
    """The objects that an `Originals` has checked, and the result.

    Attributes:
        values: The objects, with `_END` behind them, so that a longer or shorter list
            differs.
        functions: The functions among them.
        codes: The code objects of the functions.
        token: An object for this state if all are originals, else None.
    """

    values: list[Any]
    functions: list[Any]
    codes: list[Any]
    token: object | None


_END = object()


class Originals:
    """Functions and classes that must be those their modules define.

    Args:
        names: Modules with all their classes (`botocore.loaders`), members of a module
            (`json:loads`) or of a class (`botocore.session:Session.register`), or all
            members of a class (`botocore.session:Session.*`).
        with_code: Whether to compare the code objects of the functions, too, which
            tracers replace in place. This takes twice the time.
    """

    def __init__(self, *names: str, with_code: bool = True) -> None:
        self._names = names
        self._with_code = with_code
        self._read: Callable[[], Iterable[Any]] | None = None
        self._snapshots: tuple[_Snapshot, ...] = ()

    def token(self) -> object | None:
        """Return a token of the present state, or None if an original was replaced.

        Returns:
            The same object for as long as no function or class changes; another object
            after a change to other originals, as by a reload of a module.
        """
        # Written for speed: this is most of the time of constructing a resource.
        read = self._read
        if read is None:
            read = self._make_reader()
            if read is None:
                return None
        for values, functions, codes, token in self._snapshots:
            if all(map(is_, values, read())) and (
                not codes or all(map(is_, codes, map(_code_of, functions)))
            ):
                return token
        return self._check([*read()])

    def _check(self, values: list[Any]) -> object | None:
        """Check each object, store a snapshot and return its token."""
        token = object() if all(map(_is_original, values[:-1])) else None
        functions: list[Any] = []
        if self._with_code:
            functions += chain.from_iterable(map(_functions_in, values))
        snapshot = _Snapshot(values, functions, [*map(_code_of, functions)], token)
        # The last snapshot with a token, and the last without: a mock that many tests
        # use is then not checked again each time.
        others = [
            other
            for other in self._snapshots
            if (other.token is None) != (token is None)
        ]
        self._snapshots = (snapshot, *others[:1])
        return token

    def _make_reader(self) -> Callable[[], Iterable[Any]] | None:
        """Return a function that reads the objects; None if a module was replaced."""
        views: list[Iterable[Any]] = []
        single_members: list[tuple[Any, str]] = []
        namespaces: list[Any] = []
        for name in self._names:
            module_name, _, path = name.partition(":")
            module: Any = _module(module_name)
            if module is None:
                return None
            first, _, attribute = path.partition(".")
            if not first:
                classes = _classes_of(module)
                namespaces += map(vars, (module, *classes))
                views += [vars(holder).values() for holder in (module, *classes)]
                continue
            member = vars(module).get(first)
            if not attribute:
                single_members.append((vars(module), first))
            if attribute and type(member) is dict:
                views.append(member.values())
            elif attribute:
                if not isinstance(member, type) or not _is_own_class(member):
                    return None
                if attribute == "*":
                    namespaces.append(vars(member))
                    views.append(vars(member).values())
                else:
                    single_members.append((vars(member), attribute))
        self._read = _reader(views, single_members)
        if not self._with_code and not single_members:
            self._read = _short_reader(namespaces)
        return self._read


def on_while_unchanged(
    switch: str, stands_for: Iterable[Originals]
) -> Callable[[], bool]:
    """Return the condition of a wrap: a switch is on, and no original was replaced.

    Args:
        switch: The name of the switch (`switches.SWITCHES`).
        stands_for: The functions and classes that the replacement does the work of.
    """

    def is_on() -> bool:
        if switch not in switches.state.on:
            return False
        # A loop, as each wrapped call goes through it.
        for originals in stands_for:  # noqa: SIM110
            if originals.token() is None:
                return False
        return True

    return is_on


def _reader(
    views: list[Iterable[Any]], singles: list[tuple[Any, str]]
) -> Callable[[], Iterable[Any]]:
    flat: Callable[[Iterable[Any]], Iterable[Any]] = chain.from_iterable
    parts = (*views, (_END,))

    def read() -> Iterable[Any]:
        try:
            found = [space[name] for space, name in singles]
        except KeyError:
            found = [space.get(name) for space, name in singles]
        return flat((found, *parts))

    return read if singles else functools.partial(flat, parts)


def _short_reader(spaces: list[Any]) -> Callable[[], Iterable[Any]]:
    """Return a function that reads the callables of modules and classes alone."""
    # And the number of all members, to notice new ones: a third less to compare.
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
            # A member was deleted.
            return (None, _END)
        return chain(*found, map(len, spaces), (_END,))

    return read


def _is_called(value: object) -> bool:
    return not isinstance(value, (str, dict, type(None), *_SLOT_TYPES))


def _module(name: str) -> types.ModuleType | None:
    __import__(name)
    found = sys.modules.get(name)
    return found if type(found) is types.ModuleType else None


def _classes_of(module: types.ModuleType) -> list[type]:
    """Return the classes that a module defines."""
    # Without tuples, enumerations and exceptions, whose methods Python generates.
    return [
        member
        for member in vars(module).values()
        if type(member) is type
        and member.__module__ == module.__name__
        and not issubclass(member, _DATA_CLASSES)
    ]


_DATA_CLASSES = (tuple, BaseException)


def _is_original(value: Any) -> bool:
    """Return whether an object is unchanged, as far as its kind can be checked."""
    kind = type(value)
    if kind is types.FunctionType:
        return _is_own_function(value)
    if kind in (staticmethod, classmethod):
        return _is_original(value.__func__)
    if kind is property:
        return all(
            accessor is None or _is_original(accessor)
            for accessor in (value.fget, value.fset, value.fdel)
        )
    if isinstance(value, type):
        return _is_own_class(value)
    if kind is types.ModuleType:
        name = value.__name__
        return _is_trusted(name) and sys.modules.get(name) is value
    if kind is types.MethodType:
        return _is_own_function(value.__func__)
    if kind is types.BuiltinFunctionType:
        return isinstance(value.__self__, (types.ModuleType, type))
    if kind in _SLOT_TYPES:
        return True
    if kind.__name__ == "CachedProperty":
        return _is_own_class(kind) and all(map(_is_original, vars(value).values()))
    return kind.__module__.partition(".")[0] in _DATA_PACKAGES


_SLOT_TYPES = (
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    types.WrapperDescriptorType,
    types.MethodDescriptorType,
    types.ClassMethodDescriptorType,
)


def _is_own_function(function: object) -> bool:
    original = original_of(function)
    if original is not None:
        # A wrapper of ours, around a function that must be an original.
        return _is_original(original)
    if type(function) is not types.FunctionType:
        return False
    space = function.__globals__
    name = space.get("__name__")
    module = sys.modules.get(str(name))
    if module is None or vars(module) is not space:
        return False
    if str(name).partition(".")[0] not in _OWN:
        # A function of Python or a library counts if the module has it by its name. A
        # decorator's result for somebody's function has the decorator's globals, too.
        member = getattr(module, function.__name__, None)
        return _is_trusted(str(name)) and member is function
    below = vars(function).get("__wrapped__")
    return function.__code__.co_filename == _file_of(str(name)) and (
        # Some functions of botocore have a decorator of its own.
        below is None or _is_original(below)
    )


@functools.cache
def _file_of(name: str) -> str | None:
    """Return the path of a module's file as its code objects have it."""
    # In a frozen bundle that differs from `__file__`.
    loader: Any = getattr(sys.modules[name].__spec__, "loader", None)
    file: str | None = getattr(sys.modules[name], "__file__", None)
    if file is None or file.endswith(".py"):
        return file
    code = loader.get_code(name) if hasattr(loader, "get_code") else None
    return getattr(code, "co_filename", file)


def _is_own_class(cls: type) -> bool:
    """Return whether a class is the class that its module has by its name."""
    name = str(cls.__module__)
    root = name.partition(".")[0]
    if root not in _OWN:
        return _is_trusted(name) and root != "unittest"
    # A named tuple may be derived from another of the same name.
    if issubclass(cls, tuple):
        return True
    member: Any = sys.modules.get(name)
    for part in cls.__qualname__.split("."):
        member = getattr(member, part, None)
    if member is not cls:
        return False
    # A subclass may have the name of its base class.
    names = [(base.__module__, base.__qualname__) for base in cls.__mro__]
    return len(set(names)) == len(names)


def _is_trusted(name: str) -> bool:
    root = name.partition(".")[0]
    return root in _TRUSTED or root in sys.stdlib_module_names


def _functions_in(value: Any) -> Iterator[types.FunctionType]:
    """Yield the functions of a member: of a method, a property, or itself."""
    kind = type(value)
    if kind is types.FunctionType:
        yield value
    elif kind in (staticmethod, classmethod):
        yield from _functions_in(value.__func__)
    elif kind is property:
        yield from _functions_in(value.fget)
    elif kind.__name__ == "CachedProperty":
        for attribute in vars(value).values():
            yield from _functions_in(attribute)


def shallow_copy(value: Any) -> Any:
    """Return a shallow copy of an object of boto3 or botocore.

    Not by `copy.copy`, which stores `__slotnames__` in the class of the object: an
    `Originals` would take that for a changed class.
    """
    made = object.__new__(type(value))
    vars(made).update(vars(value))
    return made


# The loader whose parsed files `models` shares.
LOADING = Originals(
    "botocore.loaders",
    "botocore.loaders:_JSON_OPEN_METHODS.*",
    "botocore.utils:deep_merge",
)
# The functions of Python that botocore's loader and `models` use.
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
# The functions that make the methods of clients.
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
# The functions that parse and evaluate endpoint rule sets.
ENDPOINTS = Originals(
    "botocore.endpoint_provider",
    "botocore.utils:ArnParser",
    "botocore.utils:ArnParser.*",
)
# The functions that register the event handlers of a session.
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
# The functions that resolve aliases of event names, and that check event handlers.
ALIASES = Originals(
    "botocore.hooks:EventAliaser", "botocore.hooks:EventAliaser.*", with_code=False
)
HANDLERS = Originals("botocore.hooks", "inspect:getfullargspec", "inspect:signature")
# The functions that make resource classes, and those that their members call.
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
# The functions that make resources of a response.
RESPONSES = Originals("boto3.resources.response", "jmespath:search")
# The functions that constructing a resource calls; compared for each object.
CONSTRUCTING = Originals(
    "boto3.resources.base:ResourceMeta.*",
    "boto3.resources.base:ServiceResource.*",
    "boto3.resources.factory",
    "boto3.resources.model:ResourceModel.*",
    with_code=False,
)
