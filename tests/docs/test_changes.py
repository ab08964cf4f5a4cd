"""The files that the next section of the changelog is made of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHANGES = ROOT / "changes"
BESIDE = {"README.rst", "template.rst"}
CATEGORIES = re.findall(
    r"^\[\[tool\.towncrier\.type\]\]\ndirectory = \"(\w+)\"$",
    (ROOT / "pyproject.toml").read_text("utf-8"),
    re.MULTILINE,
)


def fault_of(name: str, text: str) -> str:
    """Return the fault of a file in `changes`, an empty string if it has none."""
    if not re.fullmatch(rf"[a-z0-9-]+\.({'|'.join(CATEGORIES)})\.rst", name):
        return "name it like some-words.added.rst"
    if not re.match(r"[^\s-]", text):
        return "begin with the text, without a dash"
    if any(len(line) > 92 for line in text.splitlines()):
        return "break lines after 92 characters"
    return ""


def test_items_of_the_changelog_have_a_category_and_a_text() -> None:
    """Each file is named by a category and has the text of an item."""
    files = [path for path in CHANGES.iterdir() if path.name not in BESIDE]
    faults = {path.name: fault_of(path.name, path.read_text("utf-8")) for path in files}

    assert {} == {name: fault for name, fault in faults.items() if fault}


def test_categories_are_the_headings_of_the_changelog() -> None:
    """A section has the headings that the sections before it have."""
    changelog = (ROOT / "CHANGELOG.rst").read_text("utf-8")
    headings = re.findall(r"^(\w+)\n~+$", changelog, re.MULTILINE)

    assert set(headings) == {category.capitalize() for category in CATEGORIES}
    assert ".. towncrier release notes start\n" in changelog


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("efs.rst", "Resources for ``efs``."),
        ("efs.fixed.rst", "Resources for ``efs``."),
        ("efs.added.txt", "Resources for ``efs``."),
        ("efs.added.rst", ""),
        ("efs.added.rst", "- Resources for ``efs``."),
        ("efs.added.rst", "Resources " + "for " * 30),
    ],
)
def test_item_that_does_not_fit_is_told(name: str, text: str) -> None:
    """A name without a category, and a text that is none, are faults."""
    assert fault_of(name, text)


def test_item_that_fits_is_no_fault() -> None:
    """An item with its category and a text of several lines has no fault."""
    assert "" == fault_of("efs-2.changed.rst", "Resources\nfor ``efs``.\n")
