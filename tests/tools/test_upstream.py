"""The script that runs botocore's own tests finds out what failed."""

from __future__ import annotations

import importlib.metadata
import io
import shutil
import tarfile
from pathlib import Path

import pytest

import upstream

TESTS = """
def test_good(): pass
def test_bad(): raise ValueError
"""


def test_what_failed_is_named(tmp_path: Path) -> None:
    """By pytest's ids, with its last line; settings of folders above do not count."""
    (tmp_path / "tests" / "unit").mkdir(parents=True)
    (tmp_path / "tests" / "unit" / "test_session.py").write_text(TESTS)

    failed, closing = upstream.run(tmp_path)

    assert {"tests/unit/test_session.py::test_bad"} == failed
    assert closing.startswith("1 failed, 1 passed in ")


def test_tests_that_do_not_run_are_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a test that passed nothing was shown, whatever the exit code."""
    monkeypatch.setattr(upstream.sys, "executable", shutil.which("true"))

    with pytest.raises(SystemExit, match="did not run"):
        upstream.run(tmp_path)


def test_tests_are_unpacked_without_botocore(tmp_path: Path) -> None:
    """The installed one is tested, not the one beside them."""
    name = f"botocore-{importlib.metadata.version('botocore')}"
    with tarfile.open(tmp_path / f"{name}.tar.gz", "w:gz") as sdist:
        for path in ("tests/unit/test_x.py", "botocore/session.py"):
            sdist.addfile(tarfile.TarInfo(f"{name}/{path}"), io.BytesIO())

    place = upstream.unpacked(tmp_path)

    assert (place / "tests" / "unit" / "test_x.py").exists()
    assert not (place / "botocore").exists()
