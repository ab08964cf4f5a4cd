"""`make sync` renews what is derived from the releases beside the definitions."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """Return tools/sync.py, whose name is that of the generator's module, too."""
    path = ROOT / "tools" / "sync.py"
    spec = importlib.util.spec_from_file_location("sync_tool", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pins_are_raised_one_by_one(tool: ModuleType) -> None:
    """A name that another one begins with is another one."""
    tox = "pinned = 1.2.3\naiobotocore = 1.1.1\naioboto3 = 1.0.9\n"

    after = tool.with_pins(tox, {"pinned": "1.3.0", "aioboto3": "1.1.0"})

    assert "pinned = 1.3.0\naiobotocore = 1.1.1\naioboto3 = 1.1.0\n" == after


def test_what_aiobotocore_allows_is_read_from_pips_report(tool: ModuleType) -> None:
    """pip says what it would install, botocore among it."""
    names = [("aiobotocore", "3.10.0"), ("botocore", "1.43.117")]
    told = [{"metadata": {"name": n, "version": v}} for n, v in names]

    assert "1.43.117" == tool.botocore_in({"install": told})
    assert tool.botocore_in({"install": told[:1]}) is None


def test_services_are_counted_in_the_readme(tool: ModuleType) -> None:
    """In tens, as "some" says; nothing else is touched."""
    text = "AWS froze it in 2022: nine services have one, some 430 have\nnot. 12 x."

    after = tool.with_counts(text, 447, 8)

    assert "AWS froze it in 2022: eight services have one, some 440 have" in after
    assert after.endswith("\nnot. 12 x.")


def test_the_readme_counts_what_is_installed(tool: ModuleType) -> None:
    """The sentence is there to be renewed, and right."""
    readme = (ROOT / "README.rst").read_text("utf-8")

    assert "in 2022: " in readme
    assert readme == tool.with_counts(readme, *tool.counts())
