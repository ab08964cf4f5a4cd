"""Everything that belongs to one process, and that a forked child begins anew with.

A forked child has one thread, and a copy of everything else: locks that nobody will
release, work that nobody will finish, connections that are its parent's. All of the
kind is made here or told to here, so that a child finds every lock free, no work under
way (see ``_turns``), no thread to wait for (``_workers``) and no half of a module. A
test (`test_forks`) walks the package for what is not.

Turns at doing something, which end however the thread that has one is broken off.

Threads of ours, alone and in pools, and what they hand over.
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

    def run(
        self, function: Callable[..., Value], *args: object, **kwargs: object
    ) -> Value:
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
    def __get__(
        self, owner: None, kind: type | None = None
    ) -> kept_property[Value]: ...

    @overload
    def __get__(self, owner: object, kind: type | None = None) -> Value: ...

    def __get__(self, owner: Any, kind: type | None = None) -> Any:
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

# How often who waits looks whether what it waits for will still come, in seconds. Being
# told is faster; this is for what ends without telling.
_LOOK = 0.1


class Turn:
    """The doing of something by one thread, for which others may wait.

    It is over when that is said, and just as well when the thread has left it in any
    other way: by an exception at whatever moment, by its death, or by a fork, as it
    goes on in the parent. So nobody waits for good.

    To be made, entered by ``with turn.held():`` and then published by `Turns.board`.

    Attributes:
        thread: Who is at it.
        started: When it began, in seconds of the clock that only goes forward.
        depth: How often it is done once more in the midst of itself.
        followers: The turn after it, if there is one.
        is_ended: Whether it was said to be over.
        error: What came of it, if that is an error.
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
        self._process = here()
        self._holder: Callable[[], Any] = _nobody
        self._waiting: list[Any] = []

    def held(self) -> Any:
        """Return what keeps the turn going, for a ``with`` of the thread's own.

        The value stack of the frame that has the ``with`` is all that holds it: it goes
        when the frame leaves the block, however often that is interrupted, while a
        traceback keeps all variables.
        """
        holder = RLock()
        self.thread = threading.get_ident()
        self._holder = ref(holder)
        return holder

    def end(self, error: Exception | None = None) -> None:
        """Say that it is over and what came of it, and wake who waits."""
        self.error = error
        self.is_ended = True
        self._wake()

    def abandon(self) -> None:
        """Say that nothing came of it, and wake who waits."""
        self._holder = _nobody
        self._wake()

    def is_over(self) -> bool:
        """Tell whether it is over, in whatever way."""
        return self.is_ended or self._holder() is None or self._process is not here()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is over.

        Args:
            seconds: How long at most; None for as long as it takes.

        Returns:
            Whether it is.
        """
        end = None if seconds is None else monotonic() + seconds
        mine = allocate_lock()
        mine.acquire()
        self._waiting.append(mine)
        while not self.is_over():
            left = _LOOK if end is None else min(_LOOK, end - monotonic())
            if left <= 0:
                return False
            mine.acquire(timeout=left)
        return True

    def _wake(self) -> None:
        while self._waiting:
            try:
                self._waiting.pop().release()
            except (IndexError, RuntimeError):
                # Two are waking them.
                continue


class Turns:
    """Turns of threads at one thing, one after the other.

    Without a lock, which an interrupted thread could leave held: each turn has one
    follower, and to become it is one step.
    """

    def __init__(self) -> None:
        self._last = Turn()

    def board(self, turn: Turn) -> Turn | None:
        """Begin a turn unless another one is under way; return that one, or None."""
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
        """Hold no longer on to a turn that is over, and to its error."""
        self._last = turn.followers.setdefault(None, Turn())

    def under_way(self) -> Turn | None:
        """Return the turn that is under way, if one is."""
        last = self._last
        while (following := last.followers.get(None)) is not None:
            last = following
        return None if last.is_over() else last


def _nobody() -> None:
    """Stand for a holder that is gone."""


Item = TypeVar("Item")


class Worker(threading.Thread):
    """A thread that lives for one piece of work; no process waits for it to end."""

    def __init__(self, name: str, target: Callable[..., object], *args: object) -> None:
        super().__init__(name=name, target=target, args=args, daemon=True)


class Workers(ThreadPoolExecutor):
    """Threads that work off what is submitted."""

    def __init__(self, count: int, name: str) -> None:
        super().__init__(count, name)
        self._process = here()

    def end(self) -> None:
        """Drop what has not begun and wait for the rest; a child has neither."""
        if self._process is here():
            self.shutdown(cancel_futures=True)


def has_threads(executor: Executor) -> bool:
    """Tell whether an executor has the work done by threads, and so in this process."""
    return isinstance(executor, ThreadPoolExecutor)


class Finished(Generic[Item]):
    """Things that other threads have finished, in the order in which they did."""

    def __init__(self) -> None:
        self._items: SimpleQueue[Item] = SimpleQueue()
        self._process = here()

    def put(self, item: Item) -> None:
        """Hand something over."""
        self._items.put(item)

    def take(self) -> Item:
        """Return the next one, waiting for it.

        Raises:
            OtherProcessError: In a child, which has no threads that could finish it.
        """
        if self._process is not here():
            raise OtherProcessError(
                "these calls were begun in another process, which this one was forked "
                "from: go through their results there, or begin anew here"
            )
        return self._items.get()


# How long to wait for another thread, in seconds, and how many times. Never for good:
# making a class calls the handlers of anybody, which may wait for who waits here.
PATIENCE = 0.5
_TIMES = 3

Result = TypeVar("Result")

_under_way: dict[Hashable, Turns] = {}
_this_thread = threading.local()


def make_once(
    key: Hashable, make: Callable[[], Result], find: Callable[[], Result | None]
) -> Result:
    """Make something, or wait for the thread that is making it.

    Args:
        key: What is made.
        make: Makes it and puts it where `find` finds it.
        find: Returns what another thread has made meanwhile, None if it is out of date.
    """
    for _ in range(_TIMES):
        turns = _under_way.setdefault(key, Turns())
        turn = Turn()
        with turn.held():
            other = turns.board(turn)
            if other is None:
                try:
                    # Another thread may have been done with it just before.
                    return find() or _make(make)
                finally:
                    _under_way.pop(key, None)
                    turn.end()
        # Who is making something itself does not wait: somebody may wait for it.
        if getattr(_this_thread, "is_making", False):
            break
        other.wait(PATIENCE)
        found = find()
        if found is not None:
            return found
    return make()


def _make(make: Callable[[], Result]) -> Result:
    was_making = getattr(_this_thread, "is_making", False)
    try:
        _this_thread.is_making = True
        return make()
    finally:
        _this_thread.is_making = was_making


# How often a thread may ask for the work in the midst of doing it, one within another:
# signal handlers and finalizers do. Work that needs itself would never end.
_DEPTH = 3
# How long a thread may take to begin, in seconds.
_TO_BEGIN = 5.0


def in_background() -> bool:
    """Tell whether this thread is one that nobody waits at, such as a person."""
    return isinstance(threading.current_thread(), Worker)


class SingleFlight:
    """Let one thread do some work for all that want it done at the same time.

    An attempt whose thread is interrupted, dies, or is in the process that this one was
    forked from is over without an outcome: who waited for it makes the next one.
    """

    def __init__(self) -> None:
        self._turns = Turns()

    def run(self, work: Callable[[], None]) -> None:
        """Do the work in this thread, or wait for who is at it; share its error.

        In the midst of it, as a signal handler of this thread may be, it is done again.

        Raises:
            RuntimeError: If the work itself asks for the work.
            Exception: What the work raised, in this thread or in another.
        """
        while not self._has_outcome(work):
            pass

    def start(self, work: Callable[[], None], here: bool = False) -> None:
        """Have the work done, unless somebody is at it; its errors are not raised.

        Args:
            work: The work.
            here: Do it in this thread, and not in one of its own.
        """
        turn, begun = Turn(), Turn()
        with begun.held(), turn.held():
            if self._turns.board(turn) is not None:
                return
            if here:
                self._fly(turn, work)
                return
            try:
                thread = Worker(
                    "boto3-extensions-renewal", self._take_over, turn, begun, work
                )
                thread.start()
            except RuntimeError:
                # No more threads, or the interpreter is on its way out.
                turn.abandon()
            else:
                # Until then the turn is held here.
                begun.wait(_TO_BEGIN)

    def wait(self, seconds: float) -> None:
        """Wait until an attempt under way is over, or is older than this."""
        turn = self._turns.under_way()
        if turn is not None and turn.thread != threading.get_ident():
            turn.wait(max(0.0, turn.started + seconds - monotonic()))

    def _has_outcome(self, work: Callable[[], None]) -> bool:
        """Do the work or wait for it; False if who was at it did not end it."""
        turn = Turn()
        with turn.held():
            other = self._turns.board(turn)
            if other is None:
                self._fly(turn, work)
        if other is not None:
            if other.thread == threading.get_ident():
                self._fly_within(other, work)
                return True
            other.wait()
            turn = other
        try:
            if turn.error is not None:
                raise turn.error
            return turn.is_ended
        finally:
            # An error's traceback has this frame, which must not have the error.
            del turn, other

    def _take_over(self, turn: Turn, begun: Turn, work: Callable[[], None]) -> None:
        with turn.held():
            begun.end()
            # Not if who started this thread was interrupted, and others went on.
            if not turn.followers:
                self._fly(turn, work)

    def _fly(self, turn: Turn, work: Callable[[], None]) -> None:
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

    def _fly_within(self, turn: Turn, work: Callable[[], None]) -> None:
        if turn.depth >= _DEPTH:
            raise RuntimeError("renewing credentials needs these very credentials")
        turn.depth += 1
        try:
            work()
        finally:
            turn.depth -= 1
