"""The examples of the guides run, guide by guide, on the embedded AWS."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import boto3
import pytest

import boto3_extensions
import page_examples
from shop import open_shop


@pytest.mark.parametrize(
    "guide",
    [
        "index",
        "start",
        "resources",
        "tags",
        "arn_guide",
        "caching",
        "undoing",
        "command_line",
        "cookbook",
        "errors",
        "fewer_calls",
        "notebooks",
        "own_definitions",
        "testing",
    ],
)
def test_examples(
    guide: str, aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They work in the order a reader meets them, and print what is shown."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    if guide == "own_definitions":
        page_examples.write_files("docs/own_definitions.rst", tmp_path)
        monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    if guide in {"cookbook", "fewer_calls"}:
        open_shop()
    if guide == "index":
        boto3.client("rds").create_db_instance(
            DBInstanceIdentifier="orders",
            DBInstanceClass="db.t3.micro",
            Engine="postgres",
        )
    if guide == "testing":
        # Its mocks are of AWS itself.
        monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.setattr(boto3_extensions, "Cache", boto3_extensions.Cache)
    names: dict[str, Any] = {"boto3": boto3, "boto3_extensions": boto3_extensions}
    page_examples.run(f"docs/{guide}.rst", names)


def test_the_fixture_to_copy_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who pastes it into a file of tests has tests that pass."""
    (code,) = [
        one.code
        for one in page_examples.examples("docs/testing.rst")
        if "@pytest.fixture" in one.code
    ]
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    pasted = tmp_path / "test_pasted.py"
    pasted.write_text(code, "utf-8")
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-c", os.devnull]
    assert 0 == pytest.main([*options, "--rootdir", str(tmp_path), str(pasted)])


EXAMPLES = sorted((page_examples.ROOT / "docs" / "examples").glob("*.rst"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_example_of_a_type(
    path: Path, aws: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the page of a resource type shows works on an empty account."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    names: dict[str, Any] = {"boto3": boto3, "boto3_extensions": boto3_extensions}
    page_examples.run(f"docs/examples/{path.name}", names)


def test_every_service_has_an_example() -> None:
    """One of its types, the one that most people come for, has one."""
    data = Path(boto3_extensions.__file__).parent / "data"
    services = {path.name for path in data.iterdir() if path.is_dir()}
    assert services == {path.name.partition(".")[0] for path in EXAMPLES}


COMMAND = re.compile(r"python -m tools|python benchmarks|\bpytest tests/|tox -e")


def test_no_guide_tells_to_run_what_is_in_no_wheel() -> None:
    """Commands of a checkout are on the pages of those who work on it."""
    docs = page_examples.ROOT / "docs"
    index = (docs / "index.rst").read_text("utf-8")
    guides = re.findall(r"^   (\w+)$", index.partition(":caption: Reference")[0], re.M)
    assert "speed" in guides
    told = {
        name
        for name in guides
        if COMMAND.search((docs / f"{name}.rst").read_text("utf-8"))
    }
    assert set() == told


def test_the_search_ranks_the_pages_of_maintainers_last() -> None:
    """Who looks for speed or ARNs wants the guide, not the figures behind it."""
    docs = page_examples.ROOT / "docs"
    pages = re.findall(
        r"^   (\w+)$", (docs / "maintainers.rst").read_text("utf-8"), re.M
    )
    listed = (docs / "_static" / "scorer.js").read_text("utf-8").partition("];")[0]
    assert pages
    assert [] == [page for page in pages if f'"{page}"' not in listed]


def test_every_public_name_is_in_the_reference() -> None:
    """The page of the API is ordered by hand, and leaves nothing out."""
    page = (page_examples.ROOT / "docs" / "api.rst").read_text("utf-8")
    # The errors are there as a module.
    named = [*vars(boto3_extensions.exceptions), *re.findall(r"\w+", page)]
    assert set() == set(boto3_extensions.__all__) - set(named)
