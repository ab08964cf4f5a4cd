"""Why operations have not the role that their names tell, by the rule that says so."""

from __future__ import annotations

import pytest

from definitions import gate
from definitions.gate import unplaced
from definitions.service import Service
from gated import passed

# Each service is drafted, checked and compared several times.
pytestmark = pytest.mark.whole


@pytest.mark.parametrize(
    ("service", "role", "operation", "reason"),
    [
        # By botocore's model: nothing asks for a recommendation by an id.
        (
            "compute-optimizer",
            "list",
            "GetLambdaFunctionRecommendations",
            "of what no operation asks for by an id",
        ),
        ("appmesh", "list", "ListMeshes", "a doubt about it: a list that tells whose"),
        ("appsync", "create", "CreateType", "a doubt about it: asked for as another"),
        ("odb", "list", "ListGiVersions", "its type is left out: no load"),
        ("rbin", "list", "ListRules", "of a type that has another one"),
        ("application-signals", "list", "ListServices", "of what is no type"),
    ],
)
def test_an_operation_without_a_role_has_a_reason(
    service: str, role: str, operation: str, reason: str
) -> None:
    """A doubt of the gate's goes before what botocore's model says."""
    found = passed(service)
    assert operation in found.roles.told[role] - found.roles.found.get(role, set())
    told = unplaced._reason(found, Service(service), role, operation)
    assert told.startswith(reason)


def test_each_operation_without_a_role_is_counted_once() -> None:
    """Nothing that lacks its role is left out of the table."""
    found = passed("appsync")
    counted = gate.unplaced_by_kind(found)
    for role, told in found.roles.told.items():
        missing = told - found.roles.found.get(role, set())
        assert len(missing) == sum(n for (_, of), n in counted.items() if of == role)


def test_of_a_service_whose_operations_all_have_their_role_there_is_none() -> None:
    """aiops has two types, and nothing besides."""
    assert not gate.unplaced_by_kind(passed("aiops"))
