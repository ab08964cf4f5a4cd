"""reStructuredText around the HTML of the pages: what Sphinx has to know of them."""

from __future__ import annotations

import re
from collections.abc import Iterable


def title(text: str, line: str = "=") -> str:
    """Return a heading."""
    return f"{text}\n{line * len(text)}"


def raw(html: str) -> str:
    """Return the directive for raw HTML."""
    return _directive("raw:: html", html)


def objects(entries: Iterable[tuple[str, str, Iterable[str]]]) -> str:
    """Return the directive that lists a page's objects for the inventory and search.

    Args:
        entries: Of each its kind in Python, its name, and other names to find it by.
    """
    lines = (" ".join([kind, name, *others]) for kind, name, others in entries)
    return _directive("reference-objects::", "\n".join(lines))


def code(text: str) -> str:
    """Return a block of Python."""
    return _directive("code-block:: python", text)


def _directive(name: str, content: str) -> str:
    indented = re.sub(r"^(?=.)", "   ", content, flags=re.MULTILINE)
    return f".. {name}\n\n{indented}"
