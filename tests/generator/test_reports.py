"""The gate's reports: counts under their heads, and doubts by their kinds."""

from __future__ import annotations

import pytest

from definitions.gate import reports
from definitions.gate.outcome import Derived

# What the rules of operations in their role change is left out.
CLOUD9 = {
    "service": "cloud9",
    "types": "2 of 2",
    "plain": "1 of 13",
    "cloudformation": "5 of 6",
    "smithy": "0 of 0",
}


def cells(text: str) -> list[list[str]]:
    """Return the cells of a table, which two spaces part."""
    return [
        [cell.strip() for cell in line.split("  ") if cell.strip()]
        for line in text.splitlines()
    ]


def test_each_number_stands_under_its_head() -> None:
    """Of a service whose drafts all pass."""
    heads, row, *_ = cells(reports.report(["cloud9"]))
    told = dict(zip(heads, row, strict=True))
    assert CLOUD9 == {head: told[head] for head in CLOUD9}
    assert {"reached"} == told.keys() - CLOUD9.keys()


def test_services_are_summed_up() -> None:
    """The types of all, and how many services have some."""
    lines = cells(reports.report(["cloud9", "rbin", "sagemaker-runtime"]))
    assert ["sagemaker-runtime", "0 of 0"] in [line[:2] for line in lines]
    assert ["all", "3 of 4"] in lines
    assert ["2 with types"] in lines


@pytest.mark.parametrize(
    ("doubt", "kind"),
    [
        ("no load", "no load"),
        ("no load, though it is listed", "no load"),
        ("cloudformation has identifiers Arn, Id", "cloudformation differs"),
        ("smithy has loads GetThing", "smithy differs"),
        ("an ARN for an Id", "an ARN for another identifier"),
        ("asked for as a Book is", "asked for as another type is"),
        ("paths: Book.load reads Title", "the rule paths"),
        ("as AWS says: a shelf", "as AWS says: a shelf"),
    ],
)
def test_a_doubt_is_counted_by_its_kind(doubt: str, kind: str) -> None:
    """Without the names in it, which differ from type to type."""
    doubtful = Derived(
        "library",
        drafted=3,
        refused={"Book": [doubt, doubt], "Shelf": [doubt]},
        given_up={"Page": [doubt]},
    )
    assert {kind: 2} == reports.doubts_by_kind(doubtful)
    assert {kind: 1} == reports.given_up_by_kind(doubtful)


def test_the_most_common_doubt_comes_first() -> None:
    """Beside the number of types that it is about."""
    services = ["rbin", "cognito-sync", "mturk"]
    lines = cells(reports.report(services))
    doubts = lines[lines.index(["types", "doubt"]) + 1 :]
    assert {"neither a list nor a create", "no load"} <= {told for _, told in doubts}
    counts = [int(count) for count, _ in doubts]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_what_a_person_finished_tells_how_right_the_gate_is() -> None:
    """Certificates and domain validations are as the rules derive them, and more."""
    heads, row, *_ = cells(reports.held_out(["acm"]))
    assert "types" == heads[1]
    right, told = map(int, row[1].split(" of "))
    assert "acm" == row[0]
    assert 4 <= right <= told
