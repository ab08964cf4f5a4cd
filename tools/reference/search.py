"""python -m tools.reference.search FOLDER: has the search of a site load half as much.

Sphinx's index says the same of each member three times: as an object, and under each of
the two names of its operation. Here it is said once, and `grown` in
docs/_static/scorer.js makes of it what Sphinx's search reads. What is not as expected
stays as it is.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

_START = "Search.setIndex("
_LEAN = f"{_START}grown("
_KINDS = ("py:method", "py:attribute")
_PRIORITY = 1


def lean(index: dict[str, Any]) -> dict[str, Any]:
    """Return a search index without the parts that a browser can make of the rest."""
    names = [_name_of(page) for page in index["docnames"]]
    found = {key: told for key, told in index.items() if key != "filenames"}
    found["titles"] = [
        0 if title == name else title
        for title, name in zip(index["titles"], names, strict=True)
    ]
    members, found["objects"] = _members(index)
    objects = {
        f"{owner}.{name}": page
        for owner, entries in index["objects"].items()
        for page, *_, name in entries
    }
    # The title of a page is among its titles, and of a type no other: all have a
    # heading "Actions". A heading that is a type's is found as the type.
    found["alltitles"] = {
        title: kept
        for title, places in index["alltitles"].items()
        if (
            kept := [
                (page, anchor)
                for page, anchor in places
                if "." not in names[page]
                and title != names[page]
                and (anchor is None or objects.get(anchor) != page)
            ]
        )
    }
    found["terms"] = {word: _steps(pages) for word, pages in index["terms"].items()}
    operations, found["indexentries"] = _operations(
        index["indexentries"],
        {
            f"{owner}.{name}": page
            for owner, (page, *both) in members.items()
            for name in chain(*both)
        },
    )
    found["members"] = {
        owner: [
            page,
            *(
                " ".join(_told(name, operations.get(f"{owner}.{name}")) for name in one)
                for one in both
            ),
        ]
        for owner, (page, *both) in members.items()
    }
    return found


def _name_of(page: str) -> str:
    """Return the name of the type or service a page is of, empty of another page."""
    folder, _, rest = page.partition("/")
    service, _, kind = rest.partition("/")
    if folder != "services" or not kind:
        return ""
    return service if kind == "index" else f"{service}.{kind}"


def _steps(pages: int | list[int]) -> int | list[int]:
    """Return the distances of pages, which are shorter numbers."""
    if isinstance(pages, int):
        return pages
    return [page - before for page, before in zip(pages, [0, *pages], strict=False)]


def _members(
    index: dict[str, Any],
) -> tuple[dict[str, tuple[int, list[str], list[str]]], dict[str, list[list[Any]]]]:
    """Return the page, methods and attributes of owners, and all other objects."""
    kinds = {
        int(number): _KINDS.index(kind)
        for number, kind in index["objtypes"].items()
        if kind in _KINDS
    }
    found: dict[str, tuple[int, list[str], list[str]]] = {}
    left: dict[str, list[list[Any]]] = {}
    for owner, objects in index["objects"].items():
        for page, kind, priority, anchor, name in objects:
            if kind in kinds and not anchor and priority == _PRIORITY:
                own, *both = found.setdefault(owner, (page, [], []))
                if own == page:
                    both[kinds[kind]].append(name)
                    continue
            left.setdefault(owner, []).append([page, kind, priority, anchor, name])
    return found, left


def _operations(
    entries: dict[str, list[list[Any]]], members: Mapping[str, int]
) -> tuple[dict[str, str], dict[str, list[list[Any]]]]:
    """Return the client's method that a member calls, by member, and other entries."""

    def is_one(place: list[Any]) -> bool:
        page, anchor, main = place
        return bool(main) and members.get(anchor) == page

    of_member = defaultdict(set)
    for entry, places in entries.items():
        for place in filter(is_one, places):
            of_member[place[1]].add(entry)
    operations = {}
    for anchor, found in of_member.items():
        method = max(found, key=lambda entry: entry.count("_"))
        if found == {method, method.replace("_", "")}:
            operations[anchor] = method
    left = {
        entry: kept
        for entry, places in entries.items()
        if (
            kept := [
                place
                for place in places
                if place[1] not in operations or not is_one(place)
            ]
        )
    }
    return operations, left


def _told(name: str, method: str | None) -> str:
    """Return a member as `name`, or `name:method`, `name:` where both are the same."""
    if method is None:
        return name
    return f"{name}:" if method == name else f"{name}:{method}"


def write(folder: Path) -> tuple[int, int]:
    """Rewrite the index of a site, and return how large it was and is, in bytes."""
    path = folder / "searchindex.js"
    text = path.read_text("utf-8")
    if text.startswith(_LEAN):
        return len(text), len(text)
    index = json.loads(text.removeprefix(_START).removesuffix(")"))
    told = json.dumps(lean(index), ensure_ascii=False, separators=(",", ":"))
    made = f"{_LEAN}{told}))"
    path.write_text(made, "utf-8")
    return len(text), len(made)


if __name__ == "__main__":
    before, after = write(Path(sys.argv[1]))
    print(f"The search loads {after / 1e6:.1f} MB instead of {before / 1e6:.1f}.")
