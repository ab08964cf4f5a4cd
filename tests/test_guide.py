"""The guide to assumed roles: every example runs, in order, on the embedded AWS."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import pytest

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "assumed_roles.rst"
BLOCK = re.compile(r"^\.\. code-block:: (\w+)\n\n((?:   .*\n|\n)+)", re.MULTILINE)


def run(language: str, text: str, names: dict[str, Any]) -> None:
    """Run one example; one with prompts must print what it says."""
    if language == "python":
        exec(compile(text, GUIDE.name, "exec"), names)
        return
    parsed = doctest.DocTestParser().get_doctest(text, names, GUIDE.name, GUIDE.name, 0)
    runner = doctest.DebugRunner(optionflags=doctest.ELLIPSIS)
    runner.run(parsed, clear_globs=False)


def test_examples(
    aws: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The examples work in the order a reader meets them, and print what they say."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    examples = BLOCK.findall(GUIDE.read_text("utf-8"))
    assert {"python", "pycon"} == {language for language, _ in examples}
    names: dict[str, Any] = {}
    for language, text in examples:
        run(language, re.sub(r"^   ", "", text, flags=re.MULTILINE), names)
    printed = capsys.readouterr().out.splitlines()
    auditor = "arn:aws:sts::210987654321:assumed-role/auditor/nightly-audit"
    assert auditor == printed[0]
    assert {
        f"{account} in {region}: 0"
        for account in ("111122223333", "210987654321")
        for region in ("eu-west-1", "us-east-1")
    } == set(printed[1:5])
