"""Locks in a forked process: one that another thread held would never be released."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Protocol
from weakref import WeakSet


class LockOwner(Protocol):
    """What has locks."""

    def renew_locks(self) -> None:
        """Replace all locks by new ones; no other thread runs yet."""


_owners: WeakSet[LockOwner] = WeakSet()


def after_fork(renew: Callable[[], object]) -> None:
    """Have something called in each process forked from now on, for good."""
    # Windows cannot fork.
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=renew)


def renew_after_fork(owner: LockOwner) -> None:
    """Have `owner.renew_locks()` called in each process forked from now on.

    Args:
        owner: Kept weakly; it must be hashable.
    """
    _owners.add(owner)


class RenewedLock:
    """A lock of a module, which a forked child finds free.

    Attributes:
        lock: The lock of this process; the thread that holds it may take it again.
    """

    def __init__(self) -> None:
        self.renew_locks()
        renew_after_fork(self)

    def renew_locks(self) -> None:
        """Begin with a new lock."""
        self.lock = threading.RLock()


def _renew() -> None:
    for owner in list(_owners):
        owner.renew_locks()


after_fork(_renew)
