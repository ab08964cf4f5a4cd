"""python -m tools.reference.links FOLDER: fails on links that lead nowhere.

Sphinx warns about references it resolves itself. This looks at what it has made: every
link within the pages, and in the navigation that scripts bring to them, must name a
file that is there, and a place in that file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LINK = re.compile(r'(?:href|src)="([^"]+)"')
_PLACE = re.compile(r'\sid="([^"]+)"')


def dead_links(folder: Path) -> Iterator[str]:
    """Yield each link that leads nowhere, with the page it is on."""
    for page in sorted([*folder.rglob("*.html"), *folder.rglob("tree*.js")]):
        for link in sorted(set(_LINK.findall(_text(page)))):
            if not _leads_somewhere(page, link):
                yield f"{page.relative_to(folder)}: {link}"


def _text(page: Path) -> str:
    """Return HTML, that of a service's navigation out of its script."""
    text = page.read_text("utf-8")
    return text.replace('\\"', '"') if page.suffix == ".js" else text


def _leads_somewhere(page: Path, link: str) -> bool:
    parts = urlsplit(link)
    # Other sites are not asked: this runs without a network.
    if parts.scheme or parts.netloc:
        return True
    path = unquote(parts.path)
    target = (page.parent / path).resolve() if path else page
    if not target.is_file():
        return False
    return not parts.fragment or unquote(parts.fragment) in _places(target)


@cache
def _places(page: Path) -> frozenset[str]:
    return frozenset(_PLACE.findall(page.read_text("utf-8")))


if __name__ == "__main__":
    dead = list(dead_links(Path(sys.argv[1])))
    print("\n".join(dead) or "Every link leads somewhere.")
    sys.exit(bool(dead))
