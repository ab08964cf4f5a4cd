"""State of the installation: whether boto3 is patched, and which speed patches are on.

``patch(speed=...)`` selects speed patches in a program. The environment variable
``BOTO3_EXTENSIONS_SPEED`` limits that selection, for people who run a program that they
cannot change: a speed patch that is off there stays off.

A cache whose entries depend on a switch stores ``state`` with each entry, and treats
the entry as stale when ``state`` is another object.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

VARIABLE = "BOTO3_EXTENSIONS_SPEED"

# The effect of each speed patch, for `speed_patches()` and the documentation.
SWITCHES: Mapping[str, str] = {
    "classes": "make the class of a resource type once per session, not per object",
    "objects": "construct resources, references and sub-resources by a short path",
    "collections": "make the items of a collection one by one, by a short path",
    "models": "read the models of a service once per process, not per session",
    "compiled": "read models that the command compile has written, not their JSON",
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
    """A speed patch: its name, whether it is on, and its effect in a line."""

    name: str
    on: bool
    does: str


class _State:
    """The names of the switches that are on; a new object after every change."""

    __slots__ = ("on",)

    def __init__(self, on: Iterable[str] = ()) -> None:
        self.on = frozenset(on)


# All off, until `patch` is called.
state = _State()


class _Installed(NamedTuple):
    """The parts of the package that are installed in boto3."""

    patched: bool = False
    arns: bool = False


_installed = _Installed()

_chosen: frozenset[str] | None = None
_clearers: list[Callable[[], None]] = []


def is_patched() -> bool:
    """Return whether `patch` is in force."""
    return _installed.patched


def arns_enabled() -> bool:
    """Return whether `arn_patch_boto3` is in force."""
    return _installed.arns


def set_installed(patched: bool, arns: bool) -> None:
    """Record the effect of `patch`, `unpatch` or `arn_patch_boto3`.

    Args:
        patched: Whether boto3 is patched from now on.
        arns: Whether resources get an `arn` from now on.
    """
    global _installed
    _installed = _Installed(patched, arns)


def is_on(name: str) -> bool:
    """Return whether a switch is on."""
    return name in state.on


def speed_patches() -> list[SpeedPatch]:
    """Return the speed patches of boto3, and whether each is on.

    Returns:
        One entry for each speed patch: its name, as `patch(speed=[...])` takes it,
        whether it is on, and its effect, in a line.
    """
    return [SpeedPatch(name, is_on(name), does) for name, does in SWITCHES.items()]


def select(speed: bool | str | Iterable[str] | None) -> None:
    """Switch on the selected speed patches that the environment allows.

    Args:
        speed: True for all, False for none, or the names of speed patches; None for the
            selection of the last call, which is all at first.

    Raises:
        ValueError: There is no speed patch of such a name.
    """
    global _chosen, state
    if speed is not None:
        _chosen = _names(speed)
    chosen = frozenset(SWITCHES) if _chosen is None else _chosen
    state = _State(chosen & _allowed())


def switch_off() -> None:
    """Switch off all speed patches and forget the selection."""
    global _chosen, state
    _chosen, state = None, _State()


def clear_speed_caches() -> None:
    """Clear all caches of the speed patches; entries are made again when needed.

    Needed when a handler of `creating-resource-class` changes its behaviour: the cached
    classes of a session are reused for as long as its handlers are the same objects.
    """
    global state
    state = _State(state.on)
    for clear in _clearers:
        clear()


def also_clear(clear: Callable[[], None]) -> Callable[[], None]:
    """Register a function that `clear_speed_caches` calls; usable as a decorator."""
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
