"""python -m tools.reference.size FOLDER: fails on a site that has grown too large.

A page for each of thousands of types adds up: what stands on all of them belongs into
the files that they share, and this is what tells when it does not.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

# In bytes: what is stored, and copied wherever the site is put.
LIMIT = 30_000_000


def sizes(folder: Path) -> Counter[str]:
    """Return the bytes of the files in a folder, by the ends of their names."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            found[path.suffix.lstrip(".") or path.name] += path.stat().st_size
    return found


def report(found: Counter[str], limit: int = LIMIT) -> str:
    """Return the size in megabytes, of how much there may be, by kinds of file."""
    kinds = ", ".join(f"{kind} {_mega(size)}" for kind, size in found.most_common(3))
    said = f"The site has {_mega(found.total())} of {_mega(limit)} MB: {kinds}."
    if found.total() <= limit:
        return said
    return f"{said} Too large: what do all pages repeat?"


def _mega(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


if __name__ == "__main__":
    measured = sizes(Path(sys.argv[1]))
    print(report(measured))
    sys.exit(measured.total() > LIMIT)
