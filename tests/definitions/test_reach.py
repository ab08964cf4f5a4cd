"""What a service can do with a type, its definition offers: listed, loaded and made."""

from __future__ import annotations

from typing import Any

import pytest

import shelves
import unreachable_types
from definitions.checks import fields, reached
from definitions.checks.finding import Rule
from definitions.checks.service import Service

FAULTS = [
    pytest.param(
        reached.types_are_listed,
        unreachable_types.LISTLESS,
        "No collection has Book, which ListBooks lists.",
        id="listless",
    ),
    pytest.param(
        reached.loads_unwrap,
        unreachable_types.WRAPPED,
        "Shelf.load brings an answer that has Shelf alone: its path is Shelf.",
        id="load-wraps",
    ),
    pytest.param(
        reached.identifiers_identify,
        unreachable_types.TOKEN,
        "Book is known by its Number, which tells a state of it and not which it is.",
        id="token-identifier",
    ),
]


@pytest.mark.parametrize(("rule", "fault", "sentence"), FAULTS)
def test_a_planted_fault_is_found(
    rule: Rule, fault: tuple[str, Any], sentence: str
) -> None:
    """One change of a faultless definition gives the sentence about it."""
    assert [] == list(rule(shelves.service()))
    assert [sentence] == [found.text for found in rule(shelves.service(*fault))]


def test_an_owner_that_is_not_needed_is_found() -> None:
    """What can be made without an owner can be made on the service, too."""
    assert [] == list(reached.owners_are_needed(shelves.service()))
    (found,) = reached.owners_are_needed(unreachable_types.owned())
    assert "optional-owner Shelf.actions.CreateShelf" == found.key


def test_an_identifier_in_anothers_place_is_found() -> None:
    """AWS's reference has the cluster before the service in the ARN of a service."""
    whole = shelves.service()
    form = "arn:{partition}:ecs:{region}:{account}:service/"

    def ecs(rest: str) -> Service:
        arns = {"Service": {"format": form + rest}}
        return Service("ecs", whole.model, {}, {}, {}, arns)

    assert [] == list(fields.arn_fields_by_name(ecs("{cluster_name}/{service_name}")))
    swapped = ecs("{service_name}/{cluster_name}")
    found = [finding.text for finding in fields.arn_fields_by_name(swapped)]
    assert [
        "The ARN of Service has service_name where AWS has ClusterName, and AWS has it"
        " elsewhere.",
        "The ARN of Service has cluster_name where AWS has ServiceName, and AWS has it"
        " elsewhere.",
    ] == found
