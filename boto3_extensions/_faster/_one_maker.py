"""Lets one thread make what several need at once, while the others wait for it.

Each of them could make a class, and only one would be used. Where threads really run
side by side, without the GIL, that is so much work at once that all of them stand in
each other's way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar

from boto3_extensions._forks import after_fork
from boto3_extensions._turns import Turn, Turns

# How long to wait for another thread, in seconds, and how many times. Never for good:
# making a class calls the handlers of anybody, which may wait for who waits here.
PATIENCE = 0.5
_TIMES = 3

Made = TypeVar("Made")

_under_way: dict[Hashable, Turns] = {}
_this_thread = threading.local()

# A forked child does not have the threads that were at it.
after_fork(_under_way.clear)


def make_once(
    key: Hashable, make: Callable[[], Made], find: Callable[[], Made | None]
) -> Made:
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


def _make(make: Callable[[], Made]) -> Made:
    was_making = getattr(_this_thread, "is_making", False)
    try:
        _this_thread.is_making = True
        return make()
    finally:
        _this_thread.is_making = was_making
