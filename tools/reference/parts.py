"""Parts of a page, a line of JSON each: docs/_extensions/reference.py reads them.

They are what Sphinx has to know of a page, as nodes of its own: parsing
reStructuredText for them took longer than all else that is made of a page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable


def title(text: str, level: int = 1, place: str = "") -> str:
    """Return a heading.

    Args:
        text: What it says.
        level: 1 of the page, 2 of a section, 3 of a part of it.
        place: The anchor of what is below it; made of the text by default.
    """
    return _part("title", level, text, *([place] if place else []))


def raw(html: str) -> str:
    """Return HTML."""
    return _part("raw", html)


def objects(entries: Iterable[tuple[str, str, list[str]]]) -> str:
    """Return the list of a page's objects, for the inventory and the search.

    Args:
        entries: Of each its kind in Python, its name, and other names to find it by.
    """
    return _part("objects", list(entries))


def code(text: str, language: str = "python") -> str:
    """Return a block of code."""
    return _part("code", language, text)


def _part(*told: object) -> str:
    return json.dumps(told, ensure_ascii=False)
