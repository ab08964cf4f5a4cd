"""What this process was told to forget, in case a store gives it back.

A Redis that is restored, or whose replica lags behind, answers with what was removed.
"""

from __future__ import annotations

from datetime import datetime

# Seconds after which nothing granted before is good any more: 12 hours, and some.
_OVER = 13 * 3600
_MANY = 1024


class _Grave:
    """What is not believed any more of one key."""

    __slots__ = ("before", "kept", "refused")

    def __init__(self) -> None:
        self.before = float("-inf")
        self.refused: set[str] = set()
        self.kept: set[str] = set()


# By the key in the store, which is one role, session name and set of parameters.
_graves: dict[str, _Grave] = {}


def forget(key: str, access_key: str | None, now: datetime | None) -> None:
    """Believe no longer what a store may still have under a key.

    Args:
        key: The key in the store.
        access_key: Access key id of what is there; None if unknown.
        now: The time by STS's clock, if all that was granted before is meant.
    """
    if now is not None:
        _make_room(now.timestamp())
    grave = _graves.setdefault(key, _Grave())
    if access_key is not None:
        grave.refused.add(access_key)
    if now is not None:
        grave.before = max(grave.before, now.timestamp())
        grave.kept = set()


def note_kept(key: str, access_key: str) -> None:
    """Note what STS has granted this process since."""
    if (grave := _graves.get(key)) is not None:
        grave.kept.add(access_key)


def is_forgotten(key: str, access_key: str, issued: float | None) -> bool:
    """Tell whether an entry of a store is not to be believed.

    Args:
        key: The key in the store.
        access_key: The entry's access key id.
        issued: When STS granted it, by its own clock; None if the entry does not tell.
    """
    grave = _graves.get(key)
    if grave is None:
        return False
    if access_key in grave.refused:
        return True
    if access_key in grave.kept:
        return False
    # Dates have whole seconds: what came in the same one may have come before.
    return grave.before > float("-inf") and (issued is None or issued <= grave.before)


def _make_room(now: float) -> None:
    if len(_graves) >= _MANY:
        for key, grave in list(_graves.items()):
            if grave.before < now - _OVER:
                _graves.pop(key, None)
