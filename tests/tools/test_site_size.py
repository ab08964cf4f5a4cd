"""The check of the documentation's size adds up its files, and fails above a limit."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from reference import size


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages in folders and a script, of 3,500 bytes."""
    for name, length in ("a.html", 1000), ("deep/b.html", 2000), ("all.js", 500):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * length)
    return tmp_path


def test_sizes_are_told_by_kinds_of_file(site: Path) -> None:
    """Files of all folders count, under the ends of their names."""
    assert size.sizes(site) == {"html": 3000, "js": 500}


@pytest.mark.parametrize(("limit", "large"), [(3500, False), (3499, True)])
def test_a_size_above_the_limit_is_called_too_large(
    site: Path, limit: int, large: bool
) -> None:
    """As much as the limit is allowed, a byte more is not."""
    assert ("Too large" in size.report(size.sizes(site), limit)) is large


@pytest.mark.parametrize(("length", "code"), [(0, 0), (size.LIMIT, 1)])
def test_the_command_fails_on_a_site_that_is_too_large(
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    length: int,
    code: int,
) -> None:
    """Its status is what tox goes by, and the size is printed either way."""
    with (site / "large.html").open("wb") as file:
        file.truncate(length)
    monkeypatch.setattr(sys, "argv", ["size", str(site)])
    with pytest.raises(SystemExit) as left:
        runpy.run_path(size.__file__, run_name="__main__")
    assert left.value.code == code
    assert "of 30.0 MB" in capsys.readouterr().out
