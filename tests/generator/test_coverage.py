"""The report of which operations resources reach, and which they leave out."""

from __future__ import annotations

from pathlib import Path

from definitions import coverage, toml_file
from drafted import INSTANCE


def test_what_nothing_reaches_is_reported(tmp_path: Path) -> None:
    """An operation that a TOML leaves out counts as left out, with its reason."""
    path = tmp_path / "rds.toml"
    path.write_text(
        f'{INSTANCE}[operations]\nDescribeEvents = {{ left_out = "because" }}\n',
        encoding="utf-8",
    )
    found = coverage.of(toml_file.read(path))
    assert {"DescribeEvents": "because"} == found.left_out
    assert "DescribeEvents" not in found.reached
    assert found.missing == set()


def test_a_dict_of_the_service_is_counted_apart(tmp_path: Path) -> None:
    """A list that an action returns as a dict is reached by no resource."""
    path = tmp_path / "rds.toml"
    path.write_text(INSTANCE, encoding="utf-8")
    found = coverage.of(toml_file.read(path))
    assert "DescribeEvents" in found.plain
    assert "DescribeEvents" not in found.reached
    assert "DescribeDBInstances" in found.reached
    assert set() == found.plain & found.reached
