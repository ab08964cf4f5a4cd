"""HTML of the members of resources, as little of it as the pages need.

Sphinx makes forty thousand parameters of reStructuredText in minutes, and as much HTML
of them as a site may have in all. Tags that HTML lets one leave out are left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

_TAG = re.compile(r"<[^>]*>")
# A sentence ends before a capital letter, and not after an abbreviation.
_SENTENCE = re.compile(r"(?<![ .][a-z])(?<!e\.g)(?<!i\.e)(?<!etc)[.!?:](?= [A-Z]|$)")
_LONGEST = 180
# Where a name that is longer than a line of a phone may be broken.
_HUMP = re.compile(r"(?<=\w{17}[a-z])(?=[A-Z])")

escape = html.escape


def first_sentence(markup: str) -> str:
    """Return the first sentence of AWS's HTML documentation, as text."""
    text = html.unescape(_TAG.sub(" ", markup))
    text = " ".join(text.split())
    found = _SENTENCE.search(text)
    sentence = text[: found.start()] + "." if found else text
    sentence = re.sub(r" (?=[.,;:)])", "", sentence)
    if len(sentence) > _LONGEST:
        sentence = sentence[:_LONGEST].rpartition(" ")[0] + " ..."
    return sentence


def link(text: str, address: str) -> str:
    """Return a link, the mere text without an address."""
    return (
        f'<a href="{escape(address)}">{escape(text)}</a>' if address else escape(text)
    )


def type_link(name: str, address: str) -> str:
    """Return a link to a resource type, whose long name is broken between words."""
    return f'<a href="{escape(address)}">{_HUMP.sub("<wbr>", escape(name))}</a>'


def code(text: str) -> str:
    """Return text as code."""
    return f"<code>{escape(text)}</code>"


def member(anchor: str, signature: str, *body: str) -> str:
    """Return a member of a resource: its line, and what is to say of it."""
    said = "\n<p>".join(one.rstrip() for one in body if one)
    return f'<dt id="{escape(anchor)}">{signature}\n<dd>{said}'


def line(anchor: str, signature: str) -> str:
    """Return a member of a resource of which a line says all."""
    return f'<dt id="{escape(anchor)}">{signature}'


def members(entries: Iterable[str], kind: str = "members") -> str:
    """Return a list of members, ``short members`` if each is a line."""
    return f'<dl class="{kind}">\n' + "\n".join(entries) + "\n</dl>"


def items(entries: Iterable[str]) -> str:
    """Return a list."""
    return "<ul>\n" + "\n".join(f"<li>{one}" for one in entries) + "\n</ul>"
