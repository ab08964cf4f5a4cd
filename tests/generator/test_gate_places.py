"""Operations of derived services have the place that their names and inputs tell."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from definitions import gate, names
from definitions.gate import Derived

# Each service is drafted, checked and compared several times.
pytestmark = pytest.mark.whole


@cache
def passed(service: str) -> Derived:
    """Return what passes of a service's draft, found once."""
    return gate.derived(service)


def sites(service: str, operation: str) -> dict[str, dict[str, Any]]:
    """Return what calls an operation in a service's definitions, by its place."""
    return {
        f"{owner}.{section}": body
        for owner, section, _, body in names.sites(passed(service).definition)
        if body.get("request", {}).get("operation") == operation
    }


@pytest.mark.parametrize(
    ("service", "operation", "kind"),
    [
        ("chime", "RestorePhoneNumber", "PhoneNumber"),
        ("workspaces", "RestoreWorkspace", "Workspace"),
        ("quicksight", "RestoreAnalysis", "Analysis"),
    ],
)
def test_what_is_restored_by_its_own_id_is_not_made(
    service: str, operation: str, kind: str
) -> None:
    """It was in a bin, or is an earlier state of the same."""
    (found,) = sites(service, operation).items()
    assert f"{kind}.actions" == found[0]
    assert "resource" not in found[1]


def test_a_table_that_is_restored_as_another_is_no_action_of_its_source() -> None:
    """RestoreTable of keyspaces takes a source and a target."""
    assert {"service.actions"} == {*sites("keyspaces", "RestoreTable")}


def test_a_thing_is_known_by_what_asks_for_its_id_alone() -> None:
    """To migrate a workspace takes a bundle, too, which is not the workspace's."""
    found = passed("workspaces").definition["resources"]["Workspace"]
    assert ["Id"] == [one["name"] for one in found["identifiers"]]
    assert "DescribeWorkspaces" == found["load"]["request"]["operation"]
