"""Everything that belongs to one process, and that a forked child begins anew with.

A forked child has one thread, and a copy of everything else: locks that nobody will
release, work that nobody will finish, connections that are its parent's. All of the
kind is made here or told to here, so that a child finds every lock free, no work under
way (see ``_turns``), no thread to wait for (``_workers``) and no half of a module. A
test (`test_forks`) walks the package for what is not.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from _thread import RLock
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, overload
from weakref import WeakSet

Value = TypeVar("Value")


class _Process:
    """A process, by identity: its number may be another one's some day."""

    def __init__(self) -> None:
        self.number = os.getpid()


class Owner(Protocol):
    """Something that has parts which belong to a process."""

    def renew(self) -> None:
        """Begin anew with them, in a child; no other thread runs yet."""


_process = _Process()
_owners: WeakSet[Owner] = WeakSet()
_for_good: list[Callable[[], object]] = []


def here() -> object:
    """Return what stands for this process, another object in every process.

    Who holds something that a child must not use keeps this beside it, and compares.
    It also tells a fork that Python was not told of, as uWSGI's.
    """
    if _process.number != os.getpid():
        _renew()
    return _process


def after_fork(renew: Callable[[], object]) -> None:
    """Have something called in each process forked from now on, for good."""
    _for_good.append(renew)


def renew_after_fork(owner: Owner) -> None:
    """Have `owner.renew()` called in each process forked from now on.

    Args:
        owner: Kept weakly; it must be hashable.
    """
    _owners.add(owner)


class Lock:
    """A lock that a child finds free, unless the thread that forked holds it.

    The thread that holds it may take it again: signal handlers and finalizers run in
    the middle of anything, and may ask for what is just being made. What a ``with``
    calls is C, in which no signal can get between the taking and the holding. The lock
    has it, and is none itself: CPython 3.10 frees instances of subclasses of RLock
    twice when weak references to them end.

    A ``with`` keeps what is inside alive and not this object: who has it only weakly
    elsewhere keeps it in a variable meanwhile.
    """

    __slots__ = ("__weakref__", "_lock")

    def __init__(self) -> None:
        self._lock = RLock()
        renew_after_fork(self)

    if TYPE_CHECKING:

        def __enter__(self) -> bool: ...
        def __exit__(self, *error: object) -> None: ...
        def acquire(self, blocking: bool = True, timeout: float = -1) -> bool: ...
        def release(self) -> None: ...

    else:
        # Properties, as the lock inside is another one after a fork. They are read
        # before it is taken.
        __enter__ = property(lambda self: self._lock.__enter__)
        __exit__ = property(lambda self: self._lock.__exit__)
        acquire = property(lambda self: self._lock.acquire)
        release = property(lambda self: self._lock.release)

    def renew(self) -> None:
        """Be free, or still held by this thread."""
        # Semi-private, and what Python's own library asks.
        if not self._lock._is_owned():  # type: ignore[attr-defined, unused-ignore]
            self._lock = RLock()

    def run(self, function: Callable[..., Value], *args: Any, **kwargs: Any) -> Value:
        """Call a function while this thread holds the lock.

        For what takes long or calls others' code. It is one line on purpose: one that
        raises between any two lines, as a debugger may, does not leave the lock held.
        """
        with self: return function(*args, **kwargs)  # fmt: skip # noqa: E701


class kept_property(Generic[Value]):
    """A property found out once for an object, as `functools.cached_property`.

    That one has a lock up to Python 3.11, which another thread may hold at a fork.
    """

    def __init__(self, find_out: Callable[[Any], Value]) -> None:
        self.__doc__ = find_out.__doc__
        self._find_out = find_out

    @overload
    def __get__(self, owner: None, kind: Any = None) -> kept_property[Value]: ...

    @overload
    def __get__(self, owner: object, kind: Any = None) -> Value: ...

    def __get__(self, owner: Any, kind: Any = None) -> Any:
        if owner is None:
            return self
        return owner.__dict__.setdefault(self._find_out.__name__, self._find_out(owner))


def _renew() -> None:
    # First who we are, so that what is renewed belongs to this process.
    global _process
    _process = _Process()
    _free_imports()
    for owner in list(_owners):
        owner.renew()
    for renew in _for_good:
        renew()


# The packages whose modules are imported when they are first needed, by us or by boto3.
_PACKAGES = frozenset({"boto3_extensions", "boto3", "botocore"})


def _free_imports() -> None:
    """Let modules be imported that another thread of the parent was importing.

    Python holds a lock for each module that is being imported, and in a child does not
    free those of threads that are gone: whoever imports such a module waits for good.
    Half a module is none: it is imported again. Only threads count that were importing
    something of these packages, with all that they were importing on the way.
    """
    # Private: where it is otherwise (guarded by a test) a child waits as Python does.
    bootstrap: Any = getattr(importlib, "_bootstrap", None)
    locks = getattr(bootstrap, "_module_locks", None)
    if not isinstance(locks, dict):
        return
    me = threading.get_ident()
    held: dict[Any, list[str]] = {}
    for name, reference in list(locks.items()):
        owner = getattr(reference(), "owner", None)
        if owner != me:
            held.setdefault(owner, []).append(name)
    # Without an owner: between the taking and the saying so, or waiting for another.
    unowned = [name for name in held.pop(None, ()) if _is_of_packages(name)]
    for names in (unowned, *held.values()):
        if any(map(_is_of_packages, names)):
            for name in names:
                locks.pop(name, None)
                _forget_half(name)


def _is_of_packages(name: str) -> bool:
    return name.partition(".")[0] in _PACKAGES


def _forget_half(name: str) -> None:
    specification = getattr(sys.modules.get(name), "__spec__", None)
    if getattr(specification, "_initializing", False):
        sys.modules.pop(name, None)


# Windows cannot fork.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
