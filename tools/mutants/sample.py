"""A sample of the changes that can be made to the package, the generator and the data.

The same seed draws the same changes of the same tree.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from .change import Change
from .code import can_be, edits_of
from .data import as_text, changed, places_of

# What is changed, and how many of a hundred changes each part gets.
PARTS: dict[str, tuple[str, int]] = {
    "package": ("boto3_extensions/**/*.py", 70),
    "generator": ("tools/definitions/**/*.py", 15),
    "data": ("boto3_extensions/data/*/*/*.json", 15),
}


def draw(
    root: Path, seed: int, number: int, only: Sequence[str] = ()
) -> Iterator[Change]:
    """Yield changes drawn at random.

    Args:
        root: The tree.
        seed: The number that the draw depends on.
        number: How many changes.
        only: Files or folders, as of the root, that alone are changed; none for all.
    """
    chance = random.Random(seed)
    files = {part: _files(root, glob, only) for part, (glob, _) in PARTS.items()}
    parts = [part for part in PARTS if files[part]]
    seen: set[tuple[str, str]] = set()
    # A file may have few places: that many draws in vain end it.
    for _ in range(20 * number):
        if len(seen) == number or not parts:
            return
        (part,) = chance.choices(parts, [PARTS[part][1] for part in parts])
        path = chance.choices(files[part], [f.stat().st_size for f in files[part]])[0]
        kind, before, after = _drawn(path, chance)
        name = path.relative_to(root).as_posix()
        if after != before and (name, after) not in seen:
            seen.add((name, after))
            yield Change(name, kind, before, after)


def part_of(path: str) -> str:
    """Return the part that a file belongs to."""
    if path.endswith(".json"):
        return "data"
    return "package" if path.startswith("boto3_extensions/") else "generator"


def _files(root: Path, glob: str, only: Sequence[str]) -> list[Path]:
    wanted = [root / one for one in only]
    return [
        path
        for path in sorted(root.glob(glob))
        if not wanted or any(path.is_relative_to(one) for one in wanted)
    ]


_Draw = tuple[str, str, str]


def _drawn(path: Path, chance: random.Random) -> _Draw:
    source = path.read_text("utf-8")
    draw_of: Callable[[str, random.Random], _Draw] = _code
    if path.suffix == ".json":
        draw_of = _data
    return draw_of(source, chance)


def _code(source: str, chance: random.Random) -> _Draw:
    edits = edits_of(source)
    if not edits:
        return "", source, source
    # Each kind alike, or most changes would be to constants.
    kind = chance.choice(sorted({edit.kind for edit in edits}))
    edit = chance.choice([edit for edit in edits if edit.kind == kind])
    after = edit.applied_to(source)
    return kind, source, after if can_be(after) else source


def _data(source: str, chance: random.Random) -> _Draw:
    document = json.loads(source)
    places = places_of(document)
    if not places or as_text(document) != source:
        return "", source, source
    kind = chance.choice(sorted({place.kind for place in places}))
    place = chance.choice([place for place in places if place.kind == kind])
    return kind, source, as_text(changed(document, place, chance))
