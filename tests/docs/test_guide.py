"""The guide to assumed roles: every example runs, in order, on the embedded AWS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import page_examples

GUIDE = "docs/assumed_roles.rst"


def test_examples(aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples work in the order a reader meets them, and print what they say."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    names: dict[str, Any] = {}
    assert page_examples.run(GUIDE, names)
