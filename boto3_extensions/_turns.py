"""Turns at doing something, which end however the thread that has one is broken off."""

from __future__ import annotations

import threading
from _thread import RLock, allocate_lock
from collections.abc import Callable
from time import monotonic
from typing import Any
from weakref import ref

from boto3_extensions._forks import here

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
