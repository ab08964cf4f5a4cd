"""reStructuredText, as little of it as the pages need: the less, the faster built."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

_TAG = re.compile(r"<[^>]*>")
_SPECIAL = re.compile(r"([\\*`_|])")
# A sentence ends before a capital letter, and not after an abbreviation.
_SENTENCE = re.compile(r"(?<![ .][a-z])(?<!e\.g)(?<!i\.e)(?<!etc)[.!?:](?= [A-Z]|$)")
_LONGEST = 240


def title(text: str, line: str = "=") -> str:
    """Return a heading."""
    return f"{text}\n{line * len(text)}"


def literal(text: str) -> str:
    """Return text as code."""
    return f"``{text}``"


def page_link(text: str, page: str) -> str:
    """Return a link to another page of the documentation."""
    return f":doc:`{text} <{page}>`"


def web_link(text: str, url: str | None) -> str:
    """Return a link to a page elsewhere, the mere text without one."""
    return f"`{text} <{url}>`__" if url else text


def definitions(entries: Iterable[tuple[str, str]]) -> str:
    """Return a list of terms, each with what is to say of it."""
    # An entry must have a body; a comment is one that is not seen.
    return "\n".join(f"{term}\n    {body or '..'}" for term, body in entries)


def first_sentence(markup: str) -> str:
    """Return the first sentence of what AWS wrote in HTML, as text."""
    text = html.unescape(_TAG.sub(" ", markup))
    text = " ".join(text.split())
    found = _SENTENCE.search(text)
    sentence = text[: found.start()] + "." if found else text
    sentence = re.sub(r" (?=[.,;:)])", "", sentence)
    if len(sentence) > _LONGEST:
        sentence = sentence[:_LONGEST].rpartition(" ")[0] + " ..."
    return _SPECIAL.sub(r"\\\1", sentence)
