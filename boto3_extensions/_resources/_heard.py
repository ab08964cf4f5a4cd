"""Hears what AWS answers to a call that a method of a resource makes.

boto3 takes from an answer what a definition asks for, and hands the rest to nobody: an
event of the client has it.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from boto3_extensions._forks import Lock

_HANDLER_ID = "boto3-extensions-answer"


class Call:
    """An operation that a method calls, and the answers that have come.

    Attributes:
        operation: AWS's name of the operation.
        answers: The answers, the oldest first: a method may ask for several pages.
    """

    __slots__ = ("answers", "operation")

    def __init__(self, operation: str) -> None:
        self.operation = operation
        self.answers: list[dict[str, Any]] = []

    @property
    def answer(self) -> dict[str, Any]:
        """Return the last answer, an empty one if none has come."""
        return self.answers[-1] if self.answers else {}


_under_way: ContextVar[Call | None] = ContextVar("boto3_extensions_call", default=None)

# The operations whose answers are listened for, by client.
_listening: weakref.WeakKeyDictionary[Any, set[str]] = weakref.WeakKeyDictionary()
_registering = Lock()


@contextmanager
def hear(client: Any, operation: str) -> Iterator[Call]:
    """Hear the answers to an operation that is called meanwhile.

    Args:
        client: The client that calls it.
        operation: AWS's name of the operation.

    Yields:
        The call, which has the answers as soon as they have come.
    """
    _listen_to(client, operation)
    call = Call(operation)
    outer = _under_way.get()
    token = _under_way.set(call)
    try:
        yield call
    finally:
        _under_way.reset(token)
        # One method may be put around another.
        if outer is not None and outer.operation == operation:
            outer.answers += call.answers


def _listen_to(client: Any, operation: str) -> None:
    meta = getattr(client, "meta", None)
    events = getattr(meta, "events", None)
    if meta is None or events is None:
        # Somebody's stand-in for a client, whose answers no event has.
        return
    with _registering:
        heard = _listening.setdefault(client, set())
        if operation in heard:
            return
        heard.add(operation)
        service = meta.service_model.service_id.hyphenize()
        events.register(
            f"after-call.{service}.{operation}",
            _take,
            unique_id=f"{_HANDLER_ID}-{operation}",
        )


def _take(parsed: Any, model: Any, **_: Any) -> None:
    call = _under_way.get()
    if call is not None and call.operation == model.name and isinstance(parsed, dict):
        call.answers.append(parsed)
