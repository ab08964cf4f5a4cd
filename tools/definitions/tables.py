"""Rows of text as a table: for a terminal, or for the documentation."""

from __future__ import annotations

from collections.abc import Sequence

Rows = Sequence[Sequence[str]]


def plain(rows: Rows) -> str:
    """Return rows as lines with columns, numbers to the right."""
    return "\n".join(_lines(rows))


def rst(rows: Rows) -> str:
    """Return rows as a simple table of reStructuredText; the first is its head."""
    rule = "  ".join("=" * width for width in _widths(rows))
    head, *body = _lines(rows)
    return "\n".join([rule, head, rule, *body, rule])


def _widths(rows: Rows) -> list[int]:
    return [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]


def _lines(rows: Rows) -> list[str]:
    widths = _widths(rows)
    numbers = [
        all(row[i][:1].isdigit() for row in rows[1:]) for i in range(len(widths))
    ]
    return [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        ).rstrip()
        for row in rows
    ]
