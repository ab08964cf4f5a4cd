"""The guide to shared credentials: its examples run, and print what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

import page_examples


def test_examples(aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One AssumeRole call serves all, and no Redis is asked before it is needed."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("CACHE_KEY", Fernet.generate_key().decode())
    page_examples.run("docs/credential_caches.rst", {})
