"""`first()` is the first item of a collection, for as little as that takes."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws


@pytest.fixture
def rds(fake: FakeAws) -> Any:
    """Return a service whose databases are on two pages, but for what a test plants."""
    return boto3.resource("rds", **fake.client_arguments("rds"))


def test_the_first_of_several_and_none_of_none(fake: FakeAws, rds: Any) -> None:
    """Through the collection itself, and all that is made of it."""
    several = [{"DBInstanceIdentifier": name} for name in "ab"]
    fake.plant("rds", "DescribeDBInstances", {"DBInstances": several})
    for collection in (
        rds.db_instances,
        rds.db_instances.all(),
        rds.db_instances.filter(Filters=[]),
        rds.db_instances.limit(5),
    ):
        assert "a" == collection.first().id
        assert "a" == boto3_extensions.first(collection).id
    fake.plant("rds", "DescribeDBInstances", {"DBInstances": []})
    assert rds.db_instances.first() is None


def test_no_further_page_is_asked_for(fake: FakeAws, rds: Any) -> None:
    """However many there are."""
    assert 1 < len(list(rds.db_instances.pages()))
    before = len(fake.calls_to("rds", "DescribeDBInstances"))
    assert rds.db_instances.first() is not None
    assert before + 1 == len(fake.calls_to("rds", "DescribeDBInstances"))


def test_a_page_of_one_where_the_model_allows_it(fake: FakeAws) -> None:
    """rds takes no less than 20 and no model says so: there it is not asked for."""
    logs = boto3.resource("logs", **fake.client_arguments("logs"))
    assert logs.log_groups.first() is not None
    (call,) = fake.calls_to("logs", "DescribeLogGroups")
    assert 1 == call.params["limit"]


def test_an_empty_page_is_not_the_end(fake: FakeAws) -> None:
    """Of a service that pages before it filters; small pages are given up then."""
    pages = iter(
        [
            {"logGroups": [], "nextToken": "1"},
            {"logGroups": [], "nextToken": "2"},
            {"logGroups": [], "nextToken": "3"},
            {"logGroups": [{"logGroupName": "a"}]},
        ]
    )
    fake.plant("logs", "DescribeLogGroups", lambda call: next(pages))
    logs = boto3.resource("logs", **fake.client_arguments("logs"))
    assert "a" == logs.log_groups.first().name
    sizes = [
        call.params.get("limit") for call in fake.calls_to("logs", "DescribeLogGroups")
    ]
    assert [1, 1, None, None] == sizes


def test_a_filter_or_a_page_size_of_the_callers_stays(fake: FakeAws) -> None:
    """What a caller asks for is asked for as it is."""
    logs = boto3.resource("logs", **fake.client_arguments("logs"))
    logs.log_groups.filter(logGroupNamePrefix="/shop").first()
    logs.log_groups.page_size(7).first()
    filtered, sized = fake.calls_to("logs", "DescribeLogGroups")
    assert "limit" not in filtered.params
    assert 7 == sized.params["limit"]


@pytest.mark.parametrize("other", [None, [1], "rds"])
def test_something_else_is_refused(other: Any) -> None:
    """By an error that names what it takes."""
    with pytest.raises(TypeError, match=r"such as rds\.db_instances"):
        boto3_extensions.first(other)


def test_without_our_speed(fake: FakeAws) -> None:
    """Where boto3's own factory makes the classes."""
    boto3_extensions.patch(speed=False)
    fake.plant(
        "rds", "DescribeDBInstances", {"DBInstances": [{"DBInstanceIdentifier": "a"}]}
    )
    rds = boto3.resource("rds", **fake.client_arguments("rds"))
    assert "a" == rds.db_instances.first().id
    assert "a" == rds.db_instances.all().first().id
