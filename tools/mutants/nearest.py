"""The tests that most likely notice a change to a file, and all others after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .concerned import words_of

# Those that go through all data, by the kind of file.
_OF_DATA = {
    "arns-1": [
        "arns/test_attribute",
        "arns/test_authorization_reference",
        "arns/test_authorization_reference_back",
        "arns/test_resource_strings",
        "arns/test_rules_files",
    ],
    "ended-1": ["driven/test_definitions", "services/test_waiters"],
    "links-1": ["links/test_known", "links/test_method", "foundation/test_paths"],
    "paginators-1": ["driven/test_definitions"],
    "resources-1": ["driven/test_definitions", "definitions/test_offer"],
    "tags-1": ["tags/test_mapping", "driven/test_tags"],
    "targets-1": [
        "arns/test_statements",
        "resources/test_creates",
        "views/test_tables",
    ],
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
# At most so many files of tests are near one change.
_MOST = 10


def nearest(root: Path, path: str, names: Sequence[str] = ()) -> list[str]:
    """Return files of tests, nearest first, as of the root.

    Args:
        root: The tree.
        path: The changed file.
        names: The functions and classes that the change concerns (`names_at`).
    """
    tests = root / "tests"
    files = [
        file
        for file in sorted(tests.rglob("test_*.py"))
        if file.relative_to(tests).parts[0] not in _ELSEWHERE
    ]
    ranked = []
    for file in files:
        rank, mentioned = _rank(file, path), _mentioned(file, names)
        if rank is None and _may_be_near(file, path):
            rank = _rank_by_names(file, names, mentioned)
        if rank is not None:
            ranked.append((rank, -mentioned, file.relative_to(root).as_posix()))
    return [name for *_, name in sorted(ranked)][:_MOST]


def _mentioned(file: Path, names: Sequence[str]) -> int:
    """Return how often a file of tests has one of the names that are no mere words."""
    text = file.read_text("utf-8") if names else ""
    telling = [name for name in names if name[:1] != "_" and len(words_of(name)) > 1]
    return sum(len(re.findall(rf"\b{name}\b", text)) for name in telling)


def _rank_by_names(file: Path, names: Sequence[str], mentioned: int) -> int | None:
    """Return how far a file that knows nothing of the module is from a change in it."""
    if mentioned:
        return 1
    words = {word for name in names[:1] for word in words_of(name) if len(word) > 3}
    own = {file.parent.name, *file.stem.split("_")}
    return 3 if words & own else None


def _may_be_near(file: Path, path: str) -> bool:
    return path.endswith(".py") and (
        (file.parent.name == "generator") == path.startswith("tools/")
    )


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
    of_service = f"test_{service.replace('-', '_')}_"
    return 1 if f"{file.stem}_".startswith(of_service) else None
