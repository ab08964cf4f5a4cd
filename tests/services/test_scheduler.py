"""EventBridge Scheduler as its users work with it, against moto."""

from __future__ import annotations

from typing import Any

import pytest

from make_session import MakeSession

START = "arn:aws:scheduler:us-east-1:123456789012"
PLAN = {
    "ScheduleExpression": "rate(1 day)",
    "FlexibleTimeWindow": {"Mode": "OFF"},
    "Target": {
        "Arn": "arn:aws:sqs:us-east-1:123456789012:orders",
        "RoleArn": "arn:aws:iam::123456789012:role/scheduler",
        "Input": "{}",
    },
}


@pytest.fixture
def scheduler(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("scheduler")


@pytest.fixture
def group(scheduler: Any) -> Any:
    """Make a group of schedules."""
    tags = [{"Key": "team", "Value": "sales"}]
    return scheduler.create_schedule_group(Name="shop", Tags=tags)


def test_schedules_of_one_name_are_told_apart(
    arns: None, scheduler: Any, group: Any
) -> None:
    """A schedule is of a group; of the one called "default" where none is said."""
    ours = group.create_schedule(Name="daily", **PLAN)
    other = scheduler.create_schedule(Name="daily", **PLAN)
    assert other != ours
    assert [ours] == list(group.schedules.all())
    assert {ours, other} == set(scheduler.schedules.all())
    assert f"{START}:schedule/default/daily" == other.arn
    other.delete()
    assert [ours] == list(scheduler.schedules.all())


def test_a_listed_schedule_has_its_whole_target(scheduler: Any, group: Any) -> None:
    """AWS lists the ARN of a target alone, and the state as it is."""
    group.create_schedule(Name="daily", **PLAN)
    (listed,) = scheduler.schedules.all()
    assert "ENABLED" == listed.state
    assert "Input" not in listed.meta.data["Target"]
    assert "{}" == listed.target["Input"]


def test_a_schedule_is_replaced(group: Any) -> None:
    """An update goes to the schedule of the group."""
    schedule = group.create_schedule(Name="daily", **PLAN)
    schedule.update(**{**PLAN, "ScheduleExpression": "rate(2 days)"})
    schedule.reload()
    assert "rate(2 days)" == schedule.schedule_expression


def test_a_group_has_tags(arns: None, group: Any) -> None:
    """A group is tagged, its schedules are not."""
    group.tag(Tags=[{"Key": "stage", "Value": "test"}])
    group.untag(TagKeys=["team"])
    assert [{"Key": "stage", "Value": "test"}] == group.list_tags()["Tags"]
    assert not hasattr(group.Schedule("daily"), "tag")
