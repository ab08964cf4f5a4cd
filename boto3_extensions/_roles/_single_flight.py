"""One attempt at a time, whose outcome everybody who waits for it shares."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from boto3_extensions._turns import Turn, Turns
from boto3_extensions._workers import Worker

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
