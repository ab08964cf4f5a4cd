"""Waiting for others, with growing pauses and an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

_SHORTEST, _LONGEST = 0.01, 0.2


class Waiting(NamedTuple):
    """How long to wait, and by which clock.

    Args:
        timeout: Seconds after which to give up.
        ticks: The clock, in seconds.
        pause: What waits, given seconds.
    """

    timeout: float
    ticks: Callable[[], float]
    pause: Callable[[float], None]

    def turns(self) -> Iterator[None]:
        """Yield at once and then after each pause, until the time is over."""
        end = self.ticks() + self.timeout
        pause = _SHORTEST
        while True:
            yield
            if self.ticks() >= end:
                return
            self.pause(pause)
            pause = min(2 * pause, _LONGEST)
