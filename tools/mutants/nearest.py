"""The tests that most likely notice a change to a file, and all others after them."""

from __future__ import annotations

import re
from pathlib import Path

# Those that go through all data, by the kind of file.
_OF_DATA = {
    "arns-1": ["test_arns", "test_arn_reference", "test_every_arn"],
    "links-1": ["test_links_data", "test_links", "test_links_paths"],
    "resources-1": ["test_definitions_run", "test_offered", "test_resources"],
    "tags-1": ["test_tags", "test_tags_driven", "test_tag_rules"],
    "targets-1": ["test_creates", "test_rows"],
    "waiters-2": ["test_waiters_data", "test_waiters", "test_definitions_run"],
}
_OF_GENERATOR = ["test_generator", "test_overlays", "test_derivation", "test_calls"]
_ALWAYS = ["test_data", "test_definition_files"]
# They need more than Python.
_ELSEWHERE = ("fleet", "typing")
# At most so many files of tests are near one file.
_MOST = 10


def nearest(root: Path, path: str) -> list[str]:
    """Return files of tests, nearest first, as of the root.

    Args:
        root: The tree.
        path: The changed file.
    """
    tests = root / "tests"
    files = [
        file
        for file in sorted(tests.rglob("test_*.py"))
        if file.relative_to(tests).parts[0] not in _ELSEWHERE
    ]
    ranked = [
        (rank, file.relative_to(root).as_posix())
        for file in files
        if (rank := _rank(file, path)) is not None
    ]
    return [name for _, name in sorted(ranked)][:_MOST]


def _rank(file: Path, path: str) -> int | None:
    """Return how far a file of tests is from a changed one, None for too far."""
    if path.endswith(".json"):
        return _rank_of_data(file, path)
    module = Path(path).with_suffix("")
    room, stem = module.parent.name, module.name
    if file.stem == f"test_{stem}" and file.parent.name in ("tests", room, "generator"):
        return 0
    dotted = ".".join(module.parts).removeprefix("tools.")
    text = file.read_text("utf-8")
    package, _, name = dotted.rpartition(".")
    direct = rf"\b{re.escape(dotted)}\b|from {re.escape(package)} import .*\b{name}\b"
    if re.search(direct, text):
        return 1
    if file.stem.startswith(f"test_{stem}") or stem in file.stem.split("_"):
        return 2
    if "._" in package and re.search(rf"\b{re.escape(package)}\b", text):
        return 3
    return 3 if room == "definitions" and file.stem in _OF_GENERATOR else None


def _rank_of_data(file: Path, path: str) -> int | None:
    service, kind = Path(path).parts[-3], Path(path).name.split(".")[0]
    if file.stem in _OF_DATA.get(kind, ()) or file.stem in _ALWAYS:
        return 0
    return 1 if file.stem == f"test_{service.replace('-', '_')}" else None
