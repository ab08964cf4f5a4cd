"""Locks in a forked process: one that another thread held would never be released."""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class LockOwner(Protocol):
    """What has locks."""

    def renew_locks(self) -> None:
        """Replace all locks by new ones; no other thread runs yet."""


_owners: WeakSet[LockOwner] = WeakSet()


def renew_after_fork(owner: LockOwner) -> None:
    """Have `owner.renew_locks()` called in each process forked from now on.

    Args:
        owner: Kept weakly; it must be hashable.
    """
    _owners.add(owner)


def _renew() -> None:
    for owner in list(_owners):
        owner.renew_locks()


# Windows cannot fork.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
