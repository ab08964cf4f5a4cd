"""Keeps the class of a resource type while it would be made the same again.

boto3 makes a class for each object. It depends on the definitions, which do not change
in a session, and on the handlers of ``creating-resource-class``, which may come and go
at any time. botocore's emitter replaces its cache of lookups whenever they do: while
that is the same object, the handlers are the same. If it is another, a class is made
again only if its own handlers are others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from boto3_extensions._faster import _speed
from boto3_extensions._faster._building import Builder, builder_of
from boto3_extensions._faster._one_maker import make_once
from boto3_extensions._faster._originals import CONSTRUCTING
from boto3_extensions._forks import Lock


class Made(NamedTuple):
    """A class, and what it is valid for."""

    cls: Any
    handlers: tuple[Any, ...]
    state: Any
    seen: Any
    token: Any = None
    builder: Builder | None = None
    tried: bool = False


# One for all: it is held for a few assignments when a class has been made.
_publishing = Lock()


class Slot:
    """The place for the class of one resource type of one session.

    Attributes:
        made: The class that was made last, which may be out of date.
        hooks: The emitter whose handlers it depends on.
        held: What the slot is found by in a dict, by identity: held here, so that no
            other object gets the same.
    """

    __slots__ = (
        "__weakref__",
        "_event",
        "_forgotten",
        "_make",
        "held",
        "hooks",
        "made",
    )

    def __init__(
        self, hooks: Any, event: str, make: Callable[[], Any], held: Any
    ) -> None:
        self.made: Made | None = None
        self.hooks = hooks
        self.held = held
        self._event = event
        self._make = make
        self._forgotten = 0

    def get(self) -> Made | None:
        """Return the class that boto3 would make now, None if it has to make it."""
        made = self.made
        if (
            made is not None
            and made.state is _speed.state
            and made.seen is self.hooks._lookup_cache
            and made.token is CONSTRUCTING.token()
        ):
            return made
        if CONSTRUCTING.token() is None:
            return None
        if "classes" not in _speed.state.on:
            return None
        return self._kept() or make_once(self, self._renew, self._kept)

    def get_with_builder(self, client: Any, values: Sequence[Any]) -> Made | None:
        """Return the same, with what makes its objects if that is known.

        Args:
            client: The client of the object that is about to be made.
            values: The values of its identifiers.
        """
        made = self.get()
        if made is None or made.tried or made.state is None:
            return made
        if "objects" not in made.state.on:
            return made
        try:
            builder = builder_of(made.cls, client, values)
        except Exception:
            # Such an object cannot be made: boto3 will say why.
            return made
        made = made._replace(builder=builder, tried=True)
        with _publishing:
            # Unless somebody has made another class meanwhile.
            if self.made is not None and self.made.cls is made.cls:
                self.made = made
        return made

    def forget(self) -> None:
        """Forget the class, as a definition that it is made of was changed."""
        self._forgotten += 1
        self.made = None

    def _kept(self) -> Made | None:
        # What was made before, or by another thread, if its handlers are still those.
        made, state, seen = self.made, _speed.state, self.hooks._lookup_cache
        if made is None or made.state is not state:
            return None
        if made.token is not CONSTRUCTING.token():
            return None
        if made.seen is seen:
            return made
        if not _are_same(made.handlers, self._handlers()):
            return None
        return self._publish(made._replace(seen=seen), self._forgotten)

    def _renew(self) -> Made:
        state, seen = _speed.state, self.hooks._lookup_cache
        token, forgotten = CONSTRUCTING.token(), self._forgotten
        cls = self._make()
        # Changed, or mocked, while it was made: whoever asked for it gets it, and
        # nobody else.
        if token is None or token is not CONSTRUCTING.token():
            return Made(cls, (), None, None)
        if forgotten != self._forgotten:
            return Made(cls, (), None, None)
        # What has been called: the emitter has it in its cache, if that is the same.
        called = seen.get(self._event) if "classes" in state.on else None
        if called is None or not self._is_now(state, seen):
            return Made(cls, (), None, None)
        handlers = tuple(called)
        # An emitter may put what it found before a change into its cache after it.
        if not _are_same(handlers, self._handlers()):
            return Made(cls, (), None, None)
        return self._publish(Made(cls, handlers, state, seen, token), forgotten)

    def _handlers(self) -> tuple[Any, ...]:
        return tuple(self.hooks._handlers.prefix_search(self._event))

    def _is_now(self, state: Any, seen: Any) -> bool:
        return state is _speed.state and seen is self.hooks._lookup_cache

    def _publish(self, made: Made, forgotten: int) -> Made:
        with _publishing:
            if forgotten != self._forgotten:
                return made
            first = self.made
            if first is not None and first.cls is not made.cls:
                if first.state is made.state and _are_same(
                    first.handlers, made.handlers
                ):
                    # Another thread was faster: one type has one class.
                    return first
                if self._is_now(first.state, first.seen):
                    # It was, and with handlers that came after ours.
                    return made
            self.made = made
            return made


def event_of(emitter: Any, class_name: str) -> str:
    """Return the name under which an emitter looks for the handlers of a class."""
    event = f"creating-resource-class.{class_name}"
    # Some services are known to botocore's events by other names.
    alias = getattr(emitter, "_alias_event_name", None)
    return event if alias is None else str(alias(event))


def _are_same(some: tuple[Any, ...], others: tuple[Any, ...]) -> bool:
    return len(some) == len(others) and all(map(_is, some, others))


def _is(one: Any, other: Any) -> bool:
    return one is other
