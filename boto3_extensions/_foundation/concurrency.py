"""Locks, threads and work shared by threads, all safe in forked child processes.

A forked child has one thread, and a copy of everything else: locks that no thread will
release, work that no thread will finish, connections that belong to its parent. All
objects of these kinds are made here or registered here (`renew_after_fork`), so that a
child finds every lock free, no work under way, no thread to wait for and no partially
imported module. `test_forks` searches the package for unregistered objects.

Work that several threads want done at the same time is done by one of them, and the
others wait for its result (`make_once`, `SingleFlight`). They wait for a `Turn`, which
ends however its thread ends: by an exception, an interrupt, or a fork.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from _thread import RLock, allocate_lock
from collections.abc import Callable, Hashable
from concurrent.futures import Executor, ThreadPoolExecutor
from queue import SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, overload
from weakref import WeakSet, ref

from boto3_extensions.exceptions import OtherProcessError

Value = TypeVar("Value")


class _Process:
    """A process, compared by identity, since the system uses process ids again."""

    def __init__(self) -> None:
        self.number = os.getpid()


class Owner(Protocol):
    """An object with parts that belong to a process, such as locks or connections."""

    def renew(self) -> None:
        """Replace these parts in a child process, before other threads start in it."""


_process = _Process()
_owners: WeakSet[Owner] = WeakSet()
_after_fork: list[Callable[[], object]] = []


def current_process() -> object:
    """Return an object that identifies this process, and is another in each process.

    An owner of something that a child must not use stores this object with it, and
    compares later. The call also notices forks that bypass `os.register_at_fork`, as
    those of uWSGI do, and renews the owners then.
    """
    if _process.number != os.getpid():
        _renew()
    return _process


def after_fork(renew: Callable[[], object]) -> None:
    """Register a function to call in each process forked from now on, permanently."""
    _after_fork.append(renew)


def renew_after_fork(owner: Owner) -> None:
    """Register an owner whose `renew` is called in each process forked from now on.

    Args:
        owner: A hashable object, referenced weakly.
    """
    _owners.add(owner)


class Lock:
    """A reentrant lock, free in a forked child unless the forking thread held it.

    It is reentrant because signal handlers and finalizers may run at any point of a
    thread, and may need the very object that the thread is making. A ``with`` calls the
    C methods of the `RLock` inside, so that no signal can come between acquiring the
    lock and holding it. This class has an `RLock` and is no subclass of it: CPython
    3.10 frees instances of such subclasses twice when weak references to them end.

    A ``with`` keeps the inner `RLock` alive, but not this object: a caller with no
    other strong reference to this object keeps it in a variable meanwhile.
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
        # Properties, since a fork replaces the inner lock. They are read before it is
        # acquired.
        __enter__ = property(lambda self: self._lock.__enter__)
        __exit__ = property(lambda self: self._lock.__exit__)
        acquire = property(lambda self: self._lock.acquire)
        release = property(lambda self: self._lock.release)

    def renew(self) -> None:
        """Free the lock in a child, unless this thread holds it."""
        # `_is_owned` is private; `threading.Condition` uses it as well.
        if not self._lock._is_owned():  # type: ignore[attr-defined, unused-ignore]
            self._lock = RLock()

    def run(
        self, function: Callable[..., Value], *args: object, **kwargs: object
    ) -> Value:
        """Call a function while this thread holds the lock.

        For functions that take long or call code of other packages. The body is one
        line on purpose: an exception between any two lines, as a debugger may raise,
        cannot leave the lock held.
        """
        with self: return function(*args, **kwargs)  # fmt: skip # noqa: E701


class fork_safe_property(Generic[Value]):
    """A property computed once for an object, like `functools.cached_property`.

    Python's own has a lock before Python 3.12, which another thread may hold at a fork.
    """

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self.__doc__ = compute.__doc__
        self._compute = compute

    @overload
    def __get__(
        self, owner: None, kind: type | None = None
    ) -> fork_safe_property[Value]: ...

    @overload
    def __get__(self, owner: object, kind: type | None = None) -> Value: ...

    def __get__(self, owner: Any, kind: type | None = None) -> Any:
        if owner is None:
            return self
        return owner.__dict__.setdefault(self._compute.__name__, self._compute(owner))


def _renew() -> None:
    """Renew everything registered, in a child process."""
    # The process comes first, since renewed objects store it.
    global _process
    _process = _Process()
    _free_imports()
    for owner in list(_owners):
        owner.renew()
    for renew in _after_fork:
        renew()


# The packages with modules that are imported at their first use, by us or by boto3.
_PACKAGES = frozenset({"boto3_extensions", "boto3", "botocore"})


def _free_imports() -> None:
    """Free the import locks of modules that other threads of the parent were importing.

    Python holds a lock for each module that is being imported. In a child, it does not
    free the locks of threads that no longer exist: importing such a module would block
    forever. A partially imported module is removed, to be imported again. This is done
    for threads that were importing a module of `_PACKAGES`, and for all modules that
    such a thread was importing on the way.
    """
    # Private, and guarded by a test. Without `_module_locks` a child blocks, as it
    # would without this package.
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
    # Locks without an owner: their threads were acquiring them, or were waiting.
    unowned = [name for name in held.pop(None, ()) if _is_of_packages(name)]
    for names in (unowned, *held.values()):
        if any(map(_is_of_packages, names)):
            for name in names:
                locks.pop(name, None)
                _forget_partial_import(name)


def _is_of_packages(name: str) -> bool:
    return name.partition(".")[0] in _PACKAGES


def _forget_partial_import(name: str) -> None:
    specification = getattr(sys.modules.get(name), "__spec__", None)
    if getattr(specification, "_initializing", False):
        sys.modules.pop(name, None)


# Windows cannot fork.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)

# The interval, in seconds, at which a waiting thread checks that the other thread still
# works. An end that is announced wakes it at once; this is for all other ends.
_CHECK_INTERVAL = 0.1


class Turn:
    """An attempt of one thread at some work, for which other threads may wait.

    A turn is over when its thread says so (`end`, `abandon`), and also when the thread
    leaves the ``with`` in any other way: by an exception at any moment, by its death,
    or by a fork, after which the work goes on in the parent. So no thread waits
    forever.

    Create a turn, enter it by ``with turn.held():`` and then publish it by
    `Turns.board`.

    Attributes:
        thread: The identifier of the thread that does the work.
        started: When the turn began, in seconds of the monotonic clock.
        depth: How many nested repetitions of the work the thread is in.
        followers: The next turn under the key None, or nothing.
        is_ended: Whether the work has come to its end, with or without an error.
        error: The error of the work, if it raised.
    """

    __slots__ = (
        "_holder",
        "_process",
        "_waiting",
        "depth",
        "error",
        "followers",
        "is_ended",
        "started",
        "thread",
    )

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.started = monotonic()
        self.is_ended = False
        self.error: Exception | None = None
        self.depth = 0
        self.followers: dict[None, Turn] = {}
        self._process = current_process()
        self._holder: Callable[[], Any] = _no_holder
        self._waiting: list[Any] = []

    def held(self) -> Any:
        """Return a context manager that keeps the turn going until its ``with`` ends.

        Only the value stack of the frame with the ``with`` refers to it: it is freed
        when the frame leaves the block, however often the thread is interrupted there.
        A variable would not do, since tracebacks keep variables alive.
        """
        holder = RLock()
        self.thread = threading.get_ident()
        self._holder = ref(holder)
        return holder

    def end(self, error: Exception | None = None) -> None:
        """End the turn with the outcome of the work, and wake the waiting threads."""
        self.error = error
        self.is_ended = True
        self._wake()

    def abandon(self) -> None:
        """End the turn without an outcome, and wake the waiting threads."""
        self._holder = _no_holder
        self._wake()

    def is_over(self) -> bool:
        """Return whether the turn has ended, with or without an outcome."""
        return (
            self.is_ended
            or self._holder() is None
            or self._process is not current_process()
        )

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the turn is over.

        Args:
            seconds: The timeout in seconds; None for no timeout.

        Returns:
            Whether the turn is over.
        """
        end = None if seconds is None else monotonic() + seconds
        mine = allocate_lock()
        mine.acquire()
        self._waiting.append(mine)
        while not self.is_over():
            left = (
                _CHECK_INTERVAL
                if end is None
                else min(_CHECK_INTERVAL, end - monotonic())
            )
            if left <= 0:
                return False
            mine.acquire(timeout=left)
        return True

    def _wake(self) -> None:
        while self._waiting:
            try:
                self._waiting.pop().release()
            except (IndexError, RuntimeError):
                # Another thread is waking them, too.
                continue


class Turns:
    """Turns of threads at the same work, one after the other.

    Without a lock, which an interrupted thread could leave held: a turn becomes the
    follower of the last turn by one atomic ``dict.setdefault``.
    """

    def __init__(self) -> None:
        self._last = Turn()

    def board(self, turn: Turn) -> Turn | None:
        """Begin a turn, or return the turn of another thread that is under way."""
        last = self._last
        while True:
            following = last.followers.get(None)
            if following is None:
                if not last.is_over():
                    self._last = last
                    return last
                following = last.followers.setdefault(None, turn)
            self._last = last = following
            if last is turn:
                return None

    def leave(self, turn: Turn) -> None:
        """Drop the reference to a turn that is over, and so to its error."""
        self._last = turn.followers.setdefault(None, Turn())

    def under_way(self) -> Turn | None:
        """Return the turn that is under way, or None."""
        last = self._last
        while (following := last.followers.get(None)) is not None:
            last = following
        return None if last.is_over() else last


def _no_holder() -> None:
    """Return None, as the dead weak reference of a holder does."""


Item = TypeVar("Item")


class DaemonThread(threading.Thread):
    """A daemon thread for a single call; no process waits for its end."""

    def __init__(self, name: str, target: Callable[..., object], *args: object) -> None:
        super().__init__(name=name, target=target, args=args, daemon=True)


class ThreadPool(ThreadPoolExecutor):
    """A thread pool that can be ended in a forked child, too."""

    def __init__(self, count: int, name: str) -> None:
        super().__init__(count, name)
        self._process = current_process()

    def end(self) -> None:
        """Cancel pending calls and wait for running calls; in a child, do nothing."""
        if self._process is current_process():
            self.shutdown(cancel_futures=True)


def runs_in_threads(executor: Executor) -> bool:
    """Return whether an executor runs its calls in threads of this process."""
    return isinstance(executor, ThreadPoolExecutor)


class ResultQueue(Generic[Item]):
    """A queue of results that other threads have finished, in order of completion."""

    def __init__(self) -> None:
        self._items: SimpleQueue[Item] = SimpleQueue()
        self._process = current_process()

    def put(self, item: Item) -> None:
        """Add a result."""
        self._items.put(item)

    def take(self) -> Item:
        """Return the next result, waiting for it.

        Raises:
            OtherProcessError: In a forked child, which lacks the threads of its parent.
        """
        if self._process is not current_process():
            raise OtherProcessError(
                "these calls were begun in another process, which this one was forked "
                "from: go through their results there, or begin anew here"
            )
        return self._items.get()


# How long to wait for another thread, in seconds, and how many times. Never forever:
# making a class calls event handlers of users, which may wait for the thread that waits
# here.
WAIT_TIMEOUT = 0.5
_WAITS = 3

Result = TypeVar("Result")

_under_way: dict[Hashable, Turns] = {}
_this_thread = threading.local()


def make_once(
    key: Hashable, make: Callable[[], Result], find: Callable[[], Result | None]
) -> Result:
    """Make an object in one thread, while other threads wait for that object.

    A thread that has waited in vain makes the object itself.

    Args:
        key: The identity of the object among all objects made so.
        make: Makes the object, stores it where `find` finds it, and returns it.
        find: Returns the stored object; None if it is missing or out of date.

    Returns:
        The object, made by this thread or by another.
    """
    for _ in range(_WAITS):
        turns = _under_way.setdefault(key, Turns())
        turn = Turn()
        with turn.held():
            other = turns.board(turn)
            if other is None:
                try:
                    # Another thread may have stored the object just before.
                    return find() or _make(make)
                finally:
                    _under_way.pop(key, None)
                    turn.end()
        # A thread that is itself making an object does not wait, to avoid deadlocks.
        if getattr(_this_thread, "is_making", False):
            break
        other.wait(WAIT_TIMEOUT)
        made = find()
        if made is not None:
            return made
    return make()


def _make(make: Callable[[], Result]) -> Result:
    was_making = getattr(_this_thread, "is_making", False)
    try:
        _this_thread.is_making = True
        return make()
    finally:
        _this_thread.is_making = was_making


# How many times a thread may start the work again while doing it, as signal handlers
# and finalizers do. The limit stops work that depends on itself.
_MAX_DEPTH = 3
# The timeout for the start of a thread, in seconds.
_START_TIMEOUT = 5.0


def is_background_thread() -> bool:
    """Return whether this is a background thread, in which no user waits for input."""
    return isinstance(threading.current_thread(), DaemonThread)


class SingleFlight:
    """Work done by a single thread for all threads that need it at the same time.

    An attempt ends without an outcome if its thread is interrupted or dies, or belongs
    to the parent process of this one. A thread that waited for it then makes the next
    attempt.
    """

    def __init__(self) -> None:
        self._turns = Turns()

    def run(self, work: Callable[[], None]) -> None:
        """Do the work, or wait for the thread that does it and share its error.

        A call from within the work, by a signal handler of this thread for instance,
        does the work again.

        Args:
            work: The work; it stores its result itself.

        Raises:
            RuntimeError: The work depends on itself.
            Exception: The error of the work, raised in this thread or in another.
        """
        while not self._has_outcome(work):
            pass

    def start(self, work: Callable[[], None], in_this_thread: bool = False) -> None:
        """Start the work, unless a thread is doing it; errors of it are not raised.

        Args:
            work: The work; it stores its result itself.
            in_this_thread: Whether to do the work in this thread, and not in a new one.
        """
        turn, begun = Turn(), Turn()
        with begun.held(), turn.held():
            if self._turns.board(turn) is not None:
                return
            if in_this_thread:
                self._do(turn, work)
                return
            try:
                thread = DaemonThread(
                    "boto3-extensions-renewal", self._take_over, turn, begun, work
                )
                thread.start()
            except RuntimeError:
                # The system has no more threads, or the interpreter is shutting down.
                turn.abandon()
            else:
                # This thread holds the turn until the other one does.
                begun.wait(_START_TIMEOUT)

    def wait(self, seconds: float) -> None:
        """Wait until an attempt under way is over, or has lasted some seconds."""
        turn = self._turns.under_way()
        if turn is not None and turn.thread != threading.get_ident():
            turn.wait(max(0.0, turn.started + seconds - monotonic()))

    def _has_outcome(self, work: Callable[[], None]) -> bool:
        """Do the work or wait for it; return whether the attempt had an outcome."""
        turn = Turn()
        with turn.held():
            other = self._turns.board(turn)
            if other is None:
                self._do(turn, work)
        if other is not None:
            if other.thread == threading.get_ident():
                self._do_again(other, work)
                return True
            other.wait()
            turn = other
        try:
            if turn.error is not None:
                raise turn.error
            return turn.is_ended
        finally:
            # The traceback of an error refers to this frame: without this, the frame
            # would refer to the error, a reference cycle.
            del turn, other

    def _take_over(self, turn: Turn, begun: Turn, work: Callable[[], None]) -> None:
        with turn.held():
            begun.end()
            # If the starting thread was interrupted, another attempt may have followed.
            if not turn.followers:
                self._do(turn, work)

    def _do(self, turn: Turn, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            turn.end(error)
        except BaseException:
            turn.abandon()
            raise
        else:
            turn.end()
        finally:
            self._turns.leave(turn)

    def _do_again(self, turn: Turn, work: Callable[[], None]) -> None:
        if turn.depth >= _MAX_DEPTH:
            raise RuntimeError("renewing credentials needs these very credentials")
        turn.depth += 1
        try:
            work()
        finally:
            turn.depth -= 1
