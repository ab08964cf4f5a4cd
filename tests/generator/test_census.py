"""The figures of all services, of which some were read by a person and some derived."""

from __future__ import annotations

from collections import Counter

import pytest

from definitions import areas, census, coverage, gate
from definitions.toml_file import find, read


@pytest.fixture(scope="module")
def amplify() -> gate.Derived:
    """What passes of a service that nobody has read."""
    return gate.derived("amplify")


def test_a_curated_service_is_counted_as_in_the_table_of_coverage() -> None:
    """Nothing of it is left out by a gate."""
    spec = read(find("ecr"))
    row, found = census.curated(spec), coverage.of(spec)
    assert (row.kind, row.left_out) == ("curated", 0)
    assert (row.types, row.total) == (found.types, found.total)
    assert (row.reached, row.plain) == (len(found.reached), len(found.plain))
    same, stated = row.agreement["cloudformation"]
    assert 0 < same <= stated


def test_every_operation_of_a_derived_service_is_reached_or_plain(
    amplify: gate.Derived,
) -> None:
    """What no type has is an action of the service."""
    row = census.derived(amplify)
    assert row.kind == "derived"
    assert row.types + row.left_out == amplify.drafted
    assert row.reached + row.plain == row.total
    assert row.reached > row.plain > 0


def row(
    service: str, kind: str, types: int, **agreement: tuple[int, int]
) -> census.Row:
    """Return the figures of a service with ten operations, of which six are reached."""
    told = {
        source: agreement.get(source, (0, 0)) for source in ("cloudformation", "smithy")
    }
    return census.Row(service, kind, types, 2 * (kind == "derived"), 6, 4, 10, told)


ROWS = [
    row("b", "derived", 0, smithy=(1, 3)),
    row("a", "curated", 5, cloudformation=(7, 8)),
    row("c", "derived", 4, smithy=(2, 2)),
]


def test_services_are_in_one_alphabet() -> None:
    """A cell is empty where no gate was, or another source states nothing."""
    assert [
        census.HEADS,
        ("a", "curated", "5", "", "6 of 10", "4", "7 of 8", ""),
        ("b", "derived", "0", "2", "6 of 10", "4", "", "1 of 3"),
        ("c", "derived", "4", "2", "6 of 10", "4", "", "2 of 2"),
    ] == census.rows(ROWS)


def test_kinds_are_summed_up() -> None:
    """How many services each has, and how many of these have types."""
    _, *sums = census.sums(ROWS)
    assert [
        ("curated", "1", "1", "5", "", "6 of 10", "4", "7 of 8", ""),
        ("derived", "2", "1", "4", "4", "12 of 20", "8", "", "3 of 5"),
    ] == sums


def test_doubts_are_counted_by_kind_without_the_names_in_them() -> None:
    """A type counts once for each kind, however often it is doubted so."""
    found = gate.Derived("x", 3)
    found.refused = {
        "A": ["no load", "a load of another name, GetB"],
        "B": [
            "cloudformation has loads GetB, not none",
            "cloudformation has list operations",
        ],
        "C": [
            "no load",
            "asked for as A is, GetC",
            "stated: ListC, and DeleteC take Id",
        ],
    }
    assert gate.doubts_by_kind(found) == Counter(
        {
            "no load": 2,
            "a load of another name": 1,
            "cloudformation differs": 1,
            "asked for as another type is": 1,
            "the rule stated": 1,
        }
    )


README = """\
It brings resources for 7 more;
those of 8 others are derived.

A person has gone through all of these, and more
lines.

The rest.
"""


def test_readme_tells_how_many_services_are_derived() -> None:
    """Of the numbers of today; nothing is asked about their areas."""
    made = areas.with_table(README, {"ecr": 3}, 70, {"x": 2, "y": 0, "z": 3})
    assert made.startswith(
        "It brings resources for 70 more;\nthose of 3 others are derived.\n"
    )
    told = " ".join(made.split())
    assert "3 more services are derived from AWS's models by rules alone, " in told
    assert "with 5 types; 1 of them have actions alone." in told
    assert made.endswith("__.\n\nThe rest.\n")
