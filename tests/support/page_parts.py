"""A page of the reference, whose parts are lines of JSON, as plain text."""

from __future__ import annotations

import json

_UNDERLINES = {1: "=", 2: "-", 3: "~"}


def text_of(page: str) -> str:
    """Return the parts of a page: headings underlined, HTML and code as they are."""
    return "\n".join(_text(*json.loads(line)) for line in page.splitlines())


def _text(kind: str, *told: object) -> str:
    if kind == "title":
        level, title, *_ = told
        return f"{title}\n{_UNDERLINES[int(str(level))] * len(str(title))}"
    if kind == "objects":
        assert isinstance(told[0], list)
        return "\n".join(f"{k} {name} {' '.join(also)}" for k, name, also in told[0])
    return str(told[-1])
