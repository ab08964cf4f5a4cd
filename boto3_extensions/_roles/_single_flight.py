"""One attempt at a time, whose outcome everybody who waits for it shares."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import wait as _wait
from time import monotonic

from boto3_extensions._forks import renew_after_fork


class _Background(threading.Thread):
    """A thread of ours, told from the threads of the application."""


def in_background() -> bool:
    """Tell whether this thread is one that nobody waits at, such as a person."""
    return isinstance(threading.current_thread(), _Background)


class _Attempt(Future[None]):
    """An attempt under way, who makes it and since when (real seconds)."""

    def __init__(self) -> None:
        super().__init__()
        self.maker = threading.get_ident()
        self.started = monotonic()


class SingleFlight:
    """Let one thread do some work for all that want it done at the same time."""

    def __init__(self) -> None:
        self.renew_locks()
        renew_after_fork(self)

    def renew_locks(self) -> None:
        """Begin anew, as a forked child must.

        It has none of its parent's threads, so nobody would finish their attempts or
        release their locks.
        """
        self._guard = threading.Lock()
        self._under_way: _Attempt | None = None

    def run(self, work: Callable[[], None]) -> None:
        """Do the work in this thread, or wait for who is at it; share its error.

        Raises:
            RuntimeError: If the work itself asks for the work.
            Exception: What the work raised, in this thread or in another.
        """
        while True:
            attempt, is_new = self._board()
            if is_new:
                self._fly(attempt, work)
            elif attempt.maker == threading.get_ident():
                raise RuntimeError("renewing credentials needs these very credentials")
            try:
                return attempt.result()
            except CancelledError:
                # Its thread was interrupted (Ctrl-C), which is no news of the work.
                continue

    def start(self, work: Callable[[], None], here: bool = False) -> None:
        """Have the work done, unless somebody is at it; its errors are not raised.

        Args:
            work: The work.
            here: Do it in this thread, and not in one of its own.
        """
        attempt, is_new = self._board()
        if not is_new:
            return
        if here:
            self._fly(attempt, work)
            return
        thread = _Background(
            target=self._fly,
            args=(attempt, work),
            name="boto3-extensions-renewal",
            daemon=True,
        )
        try:
            thread.start()
        except RuntimeError:
            # No more threads, or the interpreter is on its way out.
            self._land(attempt, interrupted=True)

    def wait(self, seconds: float) -> None:
        """Wait until an attempt under way is over, or is older than this."""
        attempt = self._under_way
        if attempt and attempt.maker != threading.get_ident():
            _wait([attempt], timeout=max(0.0, attempt.started + seconds - monotonic()))

    def _board(self) -> tuple[_Attempt, bool]:
        with self._guard:
            if self._under_way is not None:
                return self._under_way, False
            self._under_way = _Attempt()
            return self._under_way, True

    def _fly(self, attempt: _Attempt, work: Callable[[], None]) -> None:
        attempt.maker = threading.get_ident()
        try:
            work()
        except Exception as error:
            self._land(attempt, error)
        except BaseException:
            self._land(attempt, interrupted=True)
            raise
        else:
            self._land(attempt)

    def _land(
        self,
        attempt: _Attempt,
        error: Exception | None = None,
        interrupted: bool = False,
    ) -> None:
        with self._guard:
            self._under_way = None
        if interrupted:
            attempt.cancel()
        elif error:
            attempt.set_exception(error)
        else:
            attempt.set_result(None)
