"""Tables of figures, in the form that the documentation has them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def simple(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a simple table of reStructuredText, which is plain to read, too.

    Args:
        heads: The heads of the columns.
        rows: Cells of text, as many as there are heads; the first is never empty.
    """
    lines = [tuple(heads), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = "  ".join("=" * width for width in widths)
    told = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]
    return "\n".join([rule, told[0], rule, *told[1:], rule])


def measured(number: float, unit: str) -> str:
    """Return a figure with its unit, in three digits or all before the point."""
    digits = 0 if number >= 100 else 1 if number >= 1 else 2
    return f"{number:,.{digits}f} {unit}".rstrip()


def times(larger: float, smaller: float) -> str:
    """Return how many times larger a figure is; nothing beside almost zero."""
    return f"{larger / smaller:,.0f}" if smaller >= 0.01 else ""
