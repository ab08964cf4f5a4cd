"""The tests that most likely notice a change to a file, and all others after them."""

from __future__ import annotations

import re
from pathlib import Path

# Those that go through all data, by the kind of file.
_OF_DATA = {
    "arns-1": ["arns/test_attribute", "arns/test_authorization_reference"],
    "links-1": ["links/test_known", "links/test_method", "foundation/test_paths"],
    "resources-1": ["driven/test_definitions", "definitions/test_offer"],
    "tags-1": ["tags/test_mapping", "driven/test_tags"],
    "targets-1": ["resources/test_creates", "views/test_tables"],
    "waiters-2": [
        "definitions/test_waiters",
        "services/test_waiters",
        "driven/test_definitions",
    ],
}
_OF_GENERATOR = ["test_generator", "test_overlays"]
_ALWAYS = ["definitions/test_data", "definitions/test_files"]
# Modules whose tests have another name.
_STEMS = {"boto3_extensions/__init__.py": "import"}
# They need more than Python.
_ELSEWHERE = ("fleet", "typing")
# At most so many files of tests are near one file.
_MOST = 6


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
    if file.parent.name == "generator" and not path.startswith("tools/"):
        return None
    if path.endswith(".json"):
        return _rank_of_data(file, path)
    module = Path(path).with_suffix("")
    room, stem = module.parent.name.lstrip("_"), _STEMS.get(path, module.name)
    folders = ("tests", room, "generator")
    if f"{file.stem}_".startswith(f"test_{stem}_") and file.parent.name in folders:
        return 0
    dotted = ".".join(module.parts).removeprefix("tools.")
    text = file.read_text("utf-8")
    package, _, name = dotted.rpartition(".")
    direct = rf"\b{re.escape(dotted)}\b|from {re.escape(package)} import .*\b{name}\b"
    if re.search(direct, text):
        return 1
    if file.stem.startswith(f"test_{stem}_") or stem in file.stem.split("_"):
        return 2
    if "._" in package and re.search(rf"\b{re.escape(package)}\b", text):
        return 3
    return 3 if room == "definitions" and file.stem in _OF_GENERATOR else None


def _rank_of_data(file: Path, path: str) -> int | None:
    service, kind = Path(path).parts[-3], Path(path).name.split(".")[0]
    name = f"{file.parent.name}/{file.stem}"
    if name in _OF_DATA.get(kind, ()) or name in _ALWAYS:
        return 0
    return 1 if file.stem == f"test_{service.replace('-', '_')}" else None
