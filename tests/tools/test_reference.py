"""The pages of the reference are parts that Sphinx is told of, a line of JSON each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from boto3_extensions._definitions.catalog import Catalog
from reference import pages
from reference.service import Service


@pytest.fixture(scope="module")
def parts() -> list[list[Any]]:
    """The parts of the page of an SQS queue."""
    service = Service(Catalog(), "sqs")
    text = pages.type_page(service, "Queue", {"sqs.Queue": "sqs/Queue.html"})
    return [json.loads(line) for line in text.splitlines()]


def of(parts: list[list[Any]], kind: str) -> list[list[Any]]:
    """Return what the parts of a kind tell."""
    return [told for found, *told in parts if found == kind]


def test_a_page_has_a_heading_for_each_kind_of_member(parts: list[list[Any]]) -> None:
    """The first is the page's own, all others are a level below."""
    first, *others = of(parts, "title")
    assert first == [1, "sqs.Queue"]
    assert [2, "Actions"] in others
    assert {level for level, _ in others} == {2}


def test_an_action_is_found_by_the_names_of_its_operation(
    parts: list[list[Any]],
) -> None:
    """The operation's own, and that of the client's method."""
    objects = [one for (found,) in of(parts, "objects") for one in found]
    others = ["PurgeQueue", "purge_queue"]
    assert ["method", "sqs.Queue.purge", others] in objects


def test_a_member_has_a_place(parts: list[list[Any]]) -> None:
    """Its place is its whole name, as the inventory says."""
    shown = "".join(text for (text,) in of(parts, "raw"))
    assert '<dt id="sqs.Queue.purge"><b>purge</b>()' in shown


def test_the_example_of_a_type_is_on_its_page(parts: list[list[Any]]) -> None:
    """It is the block of the file, without what makes it a block."""
    (text,) = [text for language, text in of(parts, "code") if language == "pycon"]
    assert text.startswith('>>> sqs = boto3.resource("sqs")\n')


def test_an_example_is_one_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any other would be shown as it is written, and is refused with its path."""
    monkeypatch.setattr(pages, "_EXAMPLES", tmp_path)
    (tmp_path / "sqs.Queue.rst").write_text("A text.\n", "utf-8")
    with pytest.raises(ValueError, match=r"sqs\.Queue\.rst: an example is one block"):
        pages.type_page(Service(Catalog(), "sqs"), "Queue", {})
