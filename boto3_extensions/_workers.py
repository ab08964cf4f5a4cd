"""Threads of ours, alone and in pools, and what they hand over."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Generic, TypeVar

from boto3_extensions._forks import here
from boto3_extensions.exceptions import OtherProcessError

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
