"""The measures of definitions count what is absent, and the rules fare well by them."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from definitions import crosscheck, measures
from definitions.build import DATA
from definitions.checks import Library
from definitions.drafting import draft_of
from definitions.service import Service
from definitions.sources import smithy

CHANGES = [
    pytest.param("hasMany", "list operations", id="list"),
    pytest.param("load", "loads", id="read"),
    pytest.param("actions", "deletes", id="delete"),
]


@pytest.fixture(scope="module")
def documents() -> dict[str, dict[str, Any]]:
    """Return the definitions of elasticache, and the draft of a service Smithy has."""
    ours = Library(DATA).load("elasticache", "resources-1", plain=False)
    return {"elasticache": ours or {}, "scheduler": draft_of("scheduler")}


def without(document: dict[str, Any], section: str) -> dict[str, Any]:
    """Return definitions that lack a section everywhere."""
    changed = copy.deepcopy(document)
    for owner in [changed["service"], *changed["resources"].values()]:
        owner.pop(section, None)
    return changed


@pytest.mark.parametrize(("section", "kind"), CHANGES)
def test_what_is_absent_is_a_difference(
    documents: dict[str, dict[str, Any]], section: str, kind: str
) -> None:
    """A measure that skips it would find no fault in nothing."""
    whole = crosscheck.of("elasticache", document=documents["elasticache"])
    less = crosscheck.of(
        "elasticache", document=without(documents["elasticache"], section)
    )
    assert whole.total[kind] == whole.same[kind] == less.total[kind]
    assert 0 == less.same[kind]


def test_a_type_that_is_absent_lacks_all_roles(
    documents: dict[str, dict[str, Any]],
) -> None:
    """Each counts; to a reader it is one difference."""
    changed = copy.deepcopy(documents["elasticache"])
    del changed["resources"]["User"]
    for owner in [changed["service"], *changed["resources"].values()]:
        for section in ("actions", "hasMany"):
            owner[section] = {
                name: body
                for name, body in owner.get(section, {}).items()
                if body.get("resource", {}).get("type") != "User"
            }
    found = crosscheck.of("elasticache", document=changed)
    assert [("types", "AWS::ElastiCache::User")] == [m[:2] for m in found.misses]
    for kind in ("loads", "list operations", "creates", "deletes"):
        assert 1 == found.total[kind] - found.same[kind], kind


def test_what_smithy_states_is_compared(documents: dict[str, dict[str, Any]]) -> None:
    """The draft of a small service has all that its shapes have."""
    found = crosscheck.of("scheduler", "smithy", documents["scheduler"])
    assert found.total == found.same
    assert 2 == found.total["types"] == found.total["creates"]


def test_smithys_operations_are_botocores() -> None:
    """Of a statement, the roles whose operation botocore has not are left out."""
    for name in ("efs", "lambda", "scheduler"):
        service = Service(name)
        for stated in smithy.statements(service):
            told = set().union(*stated.operations.values())
            assert told <= set(service.operations)
            assert told


def test_each_operation_is_told_its_role() -> None:
    """By its verb, and by whether it answers with several."""
    service = Service("elasticache")
    told = {
        "DescribeCacheClusters": "list",
        "CreateCacheCluster": "create",
        "CopySnapshot": "create",
        "DeleteCacheCluster": None,
    }
    assert told == {name: measures.role_of(service, name) for name in told}
    assert "read" == measures.role_of(Service("scheduler"), "GetSchedule")


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("comprehend", "ListTagsForResource"),
        ("workspaces", "CreateTags"),
        ("ivschat", "CreateChatToken"),
        ("chime", "RestorePhoneNumber"),
    ],
)
def test_what_is_no_thing_of_its_own_has_no_role(service: str, operation: str) -> None:
    """Tags are on things, a token opens one, and what is restored was there."""
    assert measures.role_of(Service(service), operation) is None


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("sqs", "CreateQueue"),
        ("s3control", "CreateMultiRegionAccessPoint"),
        ("keyspaces", "RestoreTable"),
        ("neptune-graph", "RestoreGraphFromSnapshot"),
    ],
)
def test_what_answers_with_an_address_may_be_made(service: str, operation: str) -> None:
    """A queue is known by one; and what is restored as another is new."""
    assert "create" == measures.role_of(Service(service), operation)


def test_what_is_loaded_by_a_list_is_in_its_role() -> None:
    """DescribeLocationNfs has the plural of nothing, and tells of one location."""
    load = {"load": {"request": {"operation": "DescribeLocationNfs"}}}
    document = {"service": {}, "resources": {"LocationNfs": load}}
    found = measures.in_role("datasync", document)
    assert "DescribeLocationNfs" in found.found["list"]


def test_roles_are_seen_where_they_are(documents: dict[str, dict[str, Any]]) -> None:
    """A list that nothing has as a collection is out of its role, and so on."""
    document = documents["scheduler"]
    found = measures.in_role("scheduler", document)
    assert {"ListSchedules", "ListScheduleGroups"} <= found.found["list"]
    assert {"CreateSchedule", "CreateScheduleGroup"} == found.found["create"]
    less = measures.in_role("scheduler", without(document, "hasMany"))
    assert set() == less.found.get("list", set())
    assert found.told == less.told


UNSEEN = ["emr-serverless", "vpc-lattice"]


@pytest.mark.parametrize("service", UNSEEN)
def test_drafts_of_services_nobody_has_read_are_right_in_the_main(service: str) -> None:
    """Their bare ``id`` and ``name`` are the thing's own; its parents' say whose."""
    found = crosscheck.of(service, "smithy", draft_of(service))
    for kind in ("loads", "list operations", "creates", "deletes"):
        assert found.same[kind] >= 0.5 * found.total[kind], kind
