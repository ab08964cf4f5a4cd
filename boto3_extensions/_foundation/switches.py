"""The switches of what makes boto3 faster, each by name.

``patch(speed=...)`` chooses among them in a program, ``BOTO3_EXTENSIONS_SPEED`` in its
environment, for those who run a program and cannot change it: what is off there cannot
be switched on by the program. Whatever keeps something that a switch can change keeps
``state`` beside it, too, and is stale when ``state`` is another object.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

VARIABLE = "BOTO3_EXTENSIONS_SPEED"

# What each does, in a line for `speed_patches()` and the documentation.
SWITCHES: Mapping[str, str] = {
    "classes": "make the class of a resource type once per session, not per object",
    "objects": "construct resources, references and sub-resources by a short path",
    "collections": "make the items of a collection one by one, by a short path",
    "models": "read the models of a service once per process, not per session",
    "sessions": "start a session with botocore's handlers in place, not register them",
    "events": "look up names of events, and check handlers, by a short path",
    "clients": "make what clients of a service have in common once per process",
    "definitions": "list members of a type once per process, make them when first used",
    "connections": "let the clients of one manager's roles share HTTP connections",
}

_NO = frozenset({"0", "off", "false", "no"})
_YES = frozenset({"1", "on", "true", "yes", ""})

logger = logging.getLogger(__name__)


class SpeedPatch(NamedTuple):
    """One of the things that make boto3 faster."""

    name: str
    on: bool
    does: str


class _State:
    """Which switches are on; another object after every change of anything."""

    __slots__ = ("on",)

    def __init__(self, on: Iterable[str] = ()) -> None:
        self.on = frozenset(on)


# All off, until `patch` is called.
state = _State()


class _Installed(NamedTuple):
    """What of the package is installed in boto3."""

    patched: bool = False
    arns: bool = False


_installed = _Installed()

_chosen: frozenset[str] | None = None
_clearers: list[Callable[[], None]] = []


def is_patched() -> bool:
    """Tell whether `patch` is in force."""
    return _installed.patched


def arns_enabled() -> bool:
    """Tell whether `arn_patch_boto3` is in force."""
    return _installed.arns


def note_installed(patched: bool, arns: bool) -> None:
    """Note what `patch`, `unpatch` or `arn_patch_boto3` has done.

    Args:
        patched: Whether boto3 is patched now.
        arns: Whether resources get an `arn` now.
    """
    global _installed
    _installed = _Installed(patched, arns)


def is_on(name: str) -> bool:
    """Tell whether a switch is on."""
    return name in state.on


def speed_patches() -> list[SpeedPatch]:
    """Tell what makes boto3 faster, and whether it is on.

    Returns:
        One entry for each switch: its name, as `patch(speed=[...])` takes it, whether
        it is on, and what it does, in a line.
    """
    return [SpeedPatch(name, is_on(name), does) for name, does in SWITCHES.items()]


def choose(speed: bool | str | Iterable[str] | None) -> None:
    """Switch on what was chosen, as far as the environment allows.

    Args:
        speed: True for all, False for none, or the names of those to switch on; None
            for what was chosen before, which is all at first.

    Raises:
        ValueError: There is no switch of such a name.
    """
    global _chosen, state
    if speed is not None:
        _chosen = _names(speed)
    chosen = frozenset(SWITCHES) if _chosen is None else _chosen
    state = _State(chosen & _allowed())


def switch_off() -> None:
    """Switch all off and forget what was chosen."""
    global _chosen, state
    _chosen, state = None, _State()


def clear_speed_caches() -> None:
    """Forget everything that is kept to make boto3 faster; it is made anew when needed.

    For handlers of `creating-resource-class` that work differently from now on: a
    class that was made before is not made again while its handlers are the same.
    """
    global state
    state = _State(state.on)
    for clear in _clearers:
        clear()


def also_clear(clear: Callable[[], None]) -> Callable[[], None]:
    """Have `clear_speed_caches` call this, too; to be used as a decorator."""
    _clearers.append(clear)
    return clear


def _names(speed: bool | str | Iterable[str]) -> frozenset[str]:
    if isinstance(speed, bool):
        return frozenset(SWITCHES) if speed else frozenset()
    names = frozenset({speed} if isinstance(speed, str) else speed)
    unknown = sorted(names - set(SWITCHES))
    if unknown:
        raise ValueError(
            f"There is no speed patch {', '.join(map(repr, unknown))}. "
            f"There are {', '.join(SWITCHES)}."
        )
    return names


def _allowed() -> frozenset[str]:
    written = os.environ.get(VARIABLE, "").strip().lower()
    if written in _YES:
        return frozenset(SWITCHES)
    if written in _NO:
        return frozenset()
    names = {name.strip() for name in written.split(",")} - {""}
    for name in sorted(names - set(SWITCHES)):
        # Not an error: this is read while the package is imported.
        logger.warning("%s names %r, which is no speed patch", VARIABLE, name)
    return frozenset(names & set(SWITCHES))
