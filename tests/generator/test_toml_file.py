"""A definition is written by hand: each of its keys is told of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from definitions import toml_file

ROOT = Path(__file__).parents[2]
TABLES = [
    "_SERVICE_KEYS",
    "_TYPE_KEYS",
    "_LIST_KEYS",
    "_WAITER_KEYS",
    "_OPERATION_KEYS",
]


@pytest.mark.parametrize("table", TABLES)
def test_each_key_is_told_of(table: str) -> None:
    """Whoever adds a service reads CONTRIBUTING.rst, not the generator."""
    page = (ROOT / "CONTRIBUTING.rst").read_text("utf-8")
    start = page.index("\nWhat a definition may say\n")
    section = page[start : page.index("\nRead what there is\n")]
    told = set(re.findall(r"[\w]+", " ".join(re.findall(r"``([^`]+)``", section))))
    assert set() == getattr(toml_file, table) - told
