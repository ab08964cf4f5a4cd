"""Each rule about ARN templates fires on one change of faultless ones."""

from __future__ import annotations

from typing import Any

import pytest

import shelves
from definitions.checks import Service
from definitions.checks.rules import ARN_RULES
from definitions.checks.run import apply
from shelves import GONE

TEMPLATE = shelves.ARNS["Shelf"]["format"]
PREFIX = "arn:{partition}:shelves:::"

FAULTS = [
    (
        "Shelv",
        {"format": TEMPLATE},
        ["Shelv has an ARN template, but is not a type of shelves."],
    ),
    (
        "Book.format",
        GONE,
        ["Book has an ARN entry with neither a format nor an arn."],
    ),
    (
        "Shelf.owner",
        "x",
        ["Shelf has the key owner in its ARN entry, which nothing reads."],
    ),
    (
        "Shelf.variants",
        [{"when": {"length": "1"}, "colour": "x"}],
        ["Shelf has the key colour in its ARN entry, which nothing reads."],
    ),
    (
        "Shelf.variants",
        [{"format": TEMPLATE}],
        ["Shelf has a variant without when, which hides its main entry."],
    ),
    (
        "Book.format",
        "arn:aws:shelves:::{shelf_id}/{number}",
        [
            "Book has the ARN template arn:aws:shelves:::{shelf_id}/{number}, which is"
            " not arn:{partition}:service:region:account:resource."
        ],
    ),
    (
        "Book.format",
        f"{PREFIX}{{shelf_id}}/{{number}}/{{",
        [
            "Book has the ARN template arn:{partition}:shelves:::{shelf_id}/{number}/{,"
            " whose braces do not pair."
        ],
    ),
    (
        "Book.format",
        f"{PREFIX}{{shelf_id}}/{{number}}/{{Title}}",
        [
            "Book has the ARN template arn:{partition}:shelves:::{shelf_id}/{number}/"
            "{Title}, whose {Title} is not the name of a field.",
            "Book takes Title into its ARN, but it has no attribute Title.",
        ],
    ),
    (
        "Book.format",
        f"{PREFIX}{{shelf_id}}/{{number}}/{{colour}}",
        ["Book takes colour into its ARN, but it has no attribute colour."],
    ),
    ("Shelf.arn", "labels", ["Shelf takes labels into its ARN, but it is a map."]),
    (
        "Shelf.arn",
        "arn",
        ["Shelf takes arn into its ARN, but it has no attribute arn."],
    ),
    (
        "Shelf.account",
        "owner.account",
        [
            "Shelf takes owner.account into its ARN, but Owner has no member account,"
            " but Account."
        ],
    ),
    (
        "Shelf.variants",
        [{"when": {"size": "1*"}, "format": TEMPLATE}],
        ["Shelf takes size into its ARN, but it has no attribute size."],
    ),
    (
        "Shelf.identifiers",
        {"title": "{title}"},
        ["Shelf takes its ARN from title, no identifier of it."],
    ),
    (
        "Shelf.numbers",
        ["title"],
        ["Shelf has the number title, no identifier of it."],
    ),
    (
        "Shelf.identifiers",
        {"id": "{id}/}"},
        ["Shelf has the pattern {id}/}, whose braces do not pair."],
    ),
    (
        "Book.format",
        f"{PREFIX}{{number}}",
        ["Book cannot be made from its ARN, which lacks shelf_id."],
    ),
    ("Shelf", GONE, ["Shelf has ShelfArn in its data, but no ARN entry."]),
]

RIGHT = [
    # A map has whatever key it has.
    ("Shelf.account", "labels.owner"),
    # A part of an identifier, told by a pattern.
    (
        "Shelf",
        {
            "format": TEMPLATE.replace("{id}", "{name}"),
            "identifiers": {"id": "{endpoint+}/{account}/{name}"},
        },
    ),
    # Half of the ARN is unknown, but all of it is in the data.
    ("Book.format", f"{PREFIX}{{shelf_id}}/{{_}}/{{number}}"),
    # A name that may contain anything.
    ("Book.format", f"{PREFIX}{{number}}/{{shelf_id+}}"),
    # Only the data tells the ARN.
    ("Shelf.format", GONE),
    # Some shelves have none.
    ("Shelf.variants", [{"when": {"owner.Account": "-"}}]),
]


def found(service: Service) -> list[str]:
    """Return the sentences about a service's ARNs."""
    return [finding.text for finding in apply(ARN_RULES, service)]


@pytest.mark.parametrize(("path", "value", "sentences"), FAULTS)
def test_a_fault_is_found(path: str, value: Any, sentences: list[str]) -> None:
    """One change of the templates gives exactly the sentences about it."""
    arns = shelves.changed(shelves.ARNS, path, value)
    assert sentences == found(shelves.service(arns=arns))


@pytest.mark.parametrize(("path", "value"), RIGHT)
def test_another_right_way_is_no_fault(path: str, value: Any) -> None:
    """What the package can read is no fault."""
    arns = shelves.changed(shelves.ARNS, path, value)
    assert [] == found(shelves.service(arns=arns))


def test_an_arn_of_boto3s_own_comes_first() -> None:
    """A type's own `arn` is its ARN, or nobody would ever see the entry."""
    identifiers = [{"target": "Id", "source": "data", "path": "NeighbourId"}]
    reference = {"resource": {"type": "Shelf", "identifiers": identifiers}}
    assert [
        "Shelf has a reference called arn, which wins over its ARN entry: set"
        ' arn = "arn" if that is its ARN, or else rename it.'
    ] == found(shelves.service("resources.Shelf.has.Arn", reference))


def test_an_attribute_arn_is_taken_for_the_arn() -> None:
    """With `arn = "arn"` the entry serves the way back, and the attribute is read."""
    shelf = {
        "type": "structure",
        "members": {"Id": {"shape": "Text"}, "Arn": {"shape": "Text"}},
    }
    arns = {**shelves.ARNS, "Shelf": {"format": TEMPLATE, "arn": "arn"}}
    assert [] == found(shelves.service(arns=arns, shapes={"Shelf": shelf}))
