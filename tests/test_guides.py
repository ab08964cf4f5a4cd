"""The examples of the short guides run, guide by guide, on the embedded AWS."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import boto3
import pytest

import boto3_extensions

DOCS = Path(__file__).resolve().parents[1] / "docs"
BLOCK = re.compile(r"^\.\. code-block:: (\w+)\n\n((?:   .*\n|\n)+)", re.MULTILINE)


def run(language: str, text: str, names: dict[str, Any]) -> None:
    """Run one example; one with prompts must print what it says."""
    if language == "python":
        exec(compile(text, "guide", "exec"), names)
    elif language == "pycon":
        parsed = doctest.DocTestParser().get_doctest(text, names, "guide", "guide", 0)
        doctest.DebugRunner().run(parsed, clear_globs=False)
        names.update(parsed.globs)


GUIDES = """
arn_guide caching command_line fewer_calls index resources start tags undoing
"""


@pytest.mark.parametrize("guide", GUIDES.split())
def test_examples(guide: str, aws: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They work in the order a reader meets them."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(boto3_extensions, "Cache", boto3_extensions.Cache)
    boto3.client("ecs").create_cluster(clusterName="web")
    names: dict[str, Any] = {"boto3": boto3, "boto3_extensions": boto3_extensions}
    for language, text in BLOCK.findall((DOCS / f"{guide}.rst").read_text("utf-8")):
        run(language, re.sub(r"^   ", "", text, flags=re.MULTILINE), names)
