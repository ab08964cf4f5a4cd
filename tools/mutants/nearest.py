"""The tests that most likely notice a change to a file, and all others after them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from .concerned import words_of
from .users import called_by, callers_of, dotted, users_of

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
    "resources-1": [
        "driven/test_definitions",
        "definitions/test_offer",
        "definitions/test_reach",
    ],
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
_OF_GENERATOR = [
    "test_generator",
    "test_overlays",
    "test_drafts",
    "test_drafts_identifiers",
    "test_drafts_types",
]
_ALWAYS = ["definitions/test_data", "definitions/test_files"]
# Modules whose tests have another name.
_STEMS = {
    "boto3_extensions/__init__.py": "import",
    "boto3_extensions/_foundation/spelling.py": "suggestions",
}
# They need more than Python.
_ELSEWHERE = ("fleet", "typing")
# At most so many files of tests are near one change.
_MOST = 10

# How far a file of tests is, and less of how often it names what was changed.
Rank = tuple[int, int]


def nearest(root: Path, path: str, names: Sequence[str] = ()) -> list[str]:
    """Return files of tests, nearest first, as of the root.

    Args:
        root: The tree.
        path: The changed file.
        names: The functions and classes that the change concerns (`names_at`).
    """
    tests = root / "tests"
    rank_of: Callable[[Path], Rank | None] = partial(_rank_of_data, path)
    if not path.endswith(".json"):
        rank_of = _Nearness(root, path, names).rank_of
    ranked = [
        (rank, file.relative_to(root).as_posix())
        for file in sorted(tests.rglob("test_*.py"))
        if file.relative_to(tests).parts[0] not in _ELSEWHERE
        if (rank := rank_of(file)) is not None
    ]
    return [name for _, name in sorted(ranked)][:_MOST]


class _Nearness:
    """The nearness of tests to a change in a module.

    Args:
        root: The tree.
        path: The changed file.
        names: The functions and classes that the change concerns.
    """

    def __init__(self, root: Path, path: str, names: Sequence[str]) -> None:
        module = Path(path).with_suffix("")
        self._is_tool = path.startswith("tools/")
        self._room = module.parent.name.lstrip("_")
        self._stem = _STEMS.get(path, module.name)
        self._imports = _import_of(dotted(Path(path)))
        # Whoever tests a caller by its name tests what it calls; and who tests what a
        # function imports for itself tests that function.
        own = [name for name in names if name[:2] != "__"]
        self._beside = [
            (f"test_{file.stem}_", file.parent.name.lstrip("_"))
            for file in [*callers_of(root, path, own), *called_by(root, path, own)]
        ]
        self._imports_of_users = [
            (_import_of(user), steps) for user, steps in users_of(root, path).items()
        ]
        # Others are mere words.
        telling = [n for n in names if n[:1] != "_" and len(words_of(n)) > 1]
        self._names = [re.compile(rf"\b{name}\b") for name in telling]
        self._words = {w for name in names[:1] for w in words_of(name) if len(w) > 3}

    def rank_of(self, file: Path) -> Rank | None:
        """Return how far a file of tests is from the change, None for too far."""
        if file.parent.name == "generator" and not self._is_tool:
            return None
        text = file.read_text("utf-8")
        mentions = sum(len(name.findall(text)) for name in self._names)
        rank = self._by_name_or_import(file, text)
        if mentions and (rank is None or rank > 1):
            rank = 1
        if rank is None:
            rank = self._by_words_or_users(file, text)
        return None if rank is None else (rank, -mentions)

    def _by_name_or_import(self, file: Path, text: str) -> int | None:
        folders = ("tests", self._room, "generator")
        is_named_so = f"{file.stem}_".startswith(f"test_{self._stem}_")
        if is_named_so and file.parent.name in folders:
            return 0
        if self._imports.search(text) or self._is_beside(file):
            return 1
        return 2 if is_named_so or self._stem in file.stem.split("_") else None

    def _is_beside(self, file: Path) -> bool:
        return any(
            f"{file.stem}_".startswith(stem)
            and file.parent.name in ("tests", room, "generator")
            for stem, room in self._beside
        )

    def _by_words_or_users(self, file: Path, text: str) -> int | None:
        is_elsewhere = self._is_tool and file.parent.name != "generator"
        if self._words & {file.parent.name, *file.stem.split("_")} and not is_elsewhere:
            return 2
        if self._is_tool and file.stem in _OF_GENERATOR:
            return 2
        if file.parent.name == self._room and not self._is_tool:
            return 3
        steps = [steps for user, steps in self._imports_of_users if user.search(text)]
        return 3 + min(steps) if steps else None


def _import_of(module: str) -> re.Pattern[str]:
    package, _, name = map(re.escape, module.rpartition("."))
    return re.compile(rf"\b{package}\.{name}\b|from {package} import .*\b{name}\b")


def _rank_of_data(path: str, file: Path) -> Rank | None:
    service, kind = Path(path).parts[-3], Path(path).name.split(".")[0]
    name = f"{file.parent.name}/{file.stem}"
    if name in _OF_DATA.get(kind, ()) or name in _ALWAYS:
        return 0, 0
    of_service = f"test_{service.replace('-', '_')}_"
    return (1, 0) if f"{file.stem}_".startswith(of_service) else None
