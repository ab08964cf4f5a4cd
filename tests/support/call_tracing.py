"""A look at what Python calls, that puts nothing in the place of what it looks at."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def calls_seen(
    function: Any, note: Callable[[dict[str, Any]], Any]
) -> Iterator[list[Any]]:
    """Collect something of each call of a function of Python's, in this thread.

    Args:
        function: The function.
        note: Given the arguments by name, returns what is collected.
    """
    code, found = function.__code__, list[Any]()

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code is code:
            found.append(note(frame.f_locals))

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield found
    finally:
        sys.setprofile(before)
