"""The limits of items in a request, by the model or its documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from botocore.model import ListShape, OperationModel, Shape, StructureShape

# `up to 10 task IDs`, `a maximum of 256 steps`, `up to 25 instant fleet IDs`.
_UP_TO = re.compile(
    r"(?:up to|maximum of|at most|no more than|maximum is|as many as)\s+([\d,]+)\s+"
    r"((?:[\w-]+\s*){0,4})",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"maximum number of ((?:[\w-]+ ){1,4})allowed is ([\d,]+)", re.IGNORECASE
)
_ERROR = re.compile(r"the limit is ([\d,]+)", re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]+>")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def documented(operation: OperationModel, target: str, owner: str) -> int | None:
    """Return the limit of items in a request; ``None`` if it is unknown.

    The length of the list's shape or a sentence about the input that counts what it is
    of, the least of them; else such a sentence about the operation, or the error that
    is for too many.

    Args:
        operation: The operation.
        target: The input that takes a list: ``tasks[]``, ``Identifiers[].Key``.
        owner: The type whose ids it takes.
    """
    found = input_at(operation, target)
    if found is None:
        return None
    limits = [found.metadata["max"]] if "max" in found.metadata else []
    named = (operation.name, target.split("[")[0], owner)
    nouns = {"id", "identifier", "arn"}.union(*map(_nouns, named))
    limits += _told(found.documentation, nouns)
    if not limits:
        # Which speaks of other things, too, such as the tags of each.
        limits += _told(operation.documentation, nouns)
    if not limits and operation.name.startswith("Batch"):
        for error in operation.error_shapes:
            text = _plain(error.documentation)
            limits += [_number(n) for n in _ERROR.findall(text)]
    return min(limits, default=None)


def input_at(operation: OperationModel, target: str) -> Shape | None:
    """Return the list that an operation's input has at a target, ``None`` if none."""
    shape: Shape | None = operation.input_shape
    for name in target.split("[")[0].split("."):
        if not isinstance(shape, StructureShape):
            return None
        shape = shape.members.get(name)
    return shape if isinstance(shape, ListShape) else None


def _told(documentation: str, nouns: set[str]) -> Iterator[int]:
    text = _plain(documentation)
    for number, unit in _UP_TO.findall(text):
        if _nouns(unit, split=False) & nouns:
            yield _number(number)
    for unit, number in _ALLOWED.findall(text):
        if _nouns(unit, split=False) & nouns:
            yield _number(number)


def _nouns(text: str, *, split: bool = True) -> set[str]:
    words = _WORDS.findall(text) if split else text.split()
    return {w.lower().removesuffix("s") for w in words} - {"batch", "delete", "to"}


def _plain(documentation: str) -> str:
    return re.sub(r"\s+", " ", _MARKUP.sub("", documentation))


def _number(text: str) -> int:
    return int(text.replace(",", ""))
