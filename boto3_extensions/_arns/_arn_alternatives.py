"""Writes the templates of candidates as one regular expression.

What candidates begin with in common is written once, and matched once: most begin with
a region and an account, which take as long as all the rest. A field is in common only
if it can end in one place: of ``a{x+}:b`` and ``a{x+}``, all ways to match the first
have to be tried before the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from boto3_extensions._arns._arn_candidates import Candidate

# By the name of a field, where its value is in the groups of a match.
Positions = dict[str, int]


class _Piece(NamedTuple):
    """A fixed text or a field of a template.

    Attributes:
        key: Equal for pieces that may be matched as one.
        text: A regular expression: the fixed text, or what to look ahead by.
        part: A regular expression of what the field stands for.
        name: The field.
    """

    key: object
    text: str
    part: str = ""
    name: str = ""


class _Row(NamedTuple):
    """What remains to be written of a candidate."""

    candidate: Candidate
    positions: Positions
    pieces: list[_Piece]


class Alternatives:
    """Candidates as one regular expression, of which the first that fits is taken.

    Each ends in an empty group, whose number tells which it was.

    Attributes:
        text: The regular expression, to be used after one other group. Its first group
            is the ARN's region.
        ends: By the number of the empty group, the candidates that fit, in their order,
            each with its fields' positions.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.ends: dict[int, list[tuple[Candidate, Positions]]] = {}
        self._groups = 1
        rows = [_Row(each, {}, list(_pieces_of(each))) for each in candidates]
        self.text = ""
        if {row.pieces[0].name for row in rows} != {"region"}:
            self._groups = 2
            self.text = "(?=([^:]*):)"
        self.text += self._write(rows, 0) or "(?!)"

    def _write(self, rows: list[_Row], done: int) -> str:
        """Write all but so many pieces of each."""
        together = [
            list(some) for _, some in groupby(rows, lambda row: _key_of(row, done))
        ]
        alternatives = [self._write_shared(some, done) for some in together]
        text = "|".join(alternatives)
        return text if len(alternatives) < 2 else f"(?:{text})"

    def _write_shared(self, rows: list[_Row], done: int) -> str:
        """Write what begins with the same piece."""
        row = rows[0]
        if done == len(row.pieces):
            self._groups += 1
            self.ends[self._groups] = [(row.candidate, row.positions) for row in rows]
            return r"\Z()"
        piece = row.pieces[done]
        group = self._group(rows, done) if piece.name else ""
        return piece.text + group + self._write(rows, done + 1)

    def _group(self, rows: list[_Row], done: int) -> str:
        piece = rows[0].pieces[done]
        known = rows[0].positions.get(piece.name)
        if known is not None:
            # In brackets, as a digit may follow.
            return f"(?:\\{known + 1})"
        for row in rows:
            name = row.pieces[done].name
            if name != "_":
                row.positions[name] = self._groups
        self._groups += 1
        return f"({piece.part})"


def _key_of(row: _Row, done: int) -> object:
    if done < len(row.pieces):
        return row.pieces[done].key
    # Which one it is, is not for a regular expression to say.
    return row.candidate if row.candidate.is_conditional else None


def _pieces_of(candidate: Candidate) -> Iterator[_Piece]:
    pattern, guards = candidate.template.pattern, candidate.guards or {}
    for i, (name, part) in enumerate(zip(pattern.names, pattern.parts, strict=True)):
        if pattern.literals[i]:
            yield _Piece(pattern.literals[i], pattern.literals[i])
        guard = guards.get(name, "")
        is_shared = pattern.is_definite(i) and name not in pattern.names[:i]
        yield _Piece((guard, part) if is_shared else object(), guard, part, name)
    if pattern.literals[-1]:
        yield _Piece(pattern.literals[-1], pattern.literals[-1])
