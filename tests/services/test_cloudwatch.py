"""CloudWatch as its users work with it, against moto and the fake AWS."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from boto3.exceptions import ResourceLoadException

from fake_aws import FakeAws
from make_session import MakeSession

LOW = {
    "MetricName": "Orders",
    "Namespace": "Shop",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 10.0,
    "ComparisonOperator": "LessThanThreshold",
}
START = "arn:aws:cloudwatch:us-east-1:123456789012"


@pytest.fixture
def cloudwatch(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("cloudwatch")


@pytest.fixture
def alarm(cloudwatch: Any) -> Any:
    """Make an alarm with a tag."""
    tags = [{"Key": "team", "Value": "sales"}]
    return cloudwatch.put_metric_alarm(AlarmName="low", Tags=tags, **LOW)


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS, for what moto lacks."""
    return boto3.resource("cloudwatch", **fake.client_arguments("cloudwatch"))


def test_an_alarm_is_made_and_changed(cloudwatch: Any, alarm: Any) -> None:
    """Putting it again changes it."""
    alarm.wait_until_exists()
    assert 10.0 == alarm.threshold
    alarm.put(**LOW | {"Threshold": 20.0})
    alarm.reload()
    assert 20.0 == alarm.threshold
    assert [alarm] == list(cloudwatch.alarms.all())


def test_an_alarm_has_tags(alarm: Any) -> None:
    """Its ARN, which AWS wants for them, is in its data."""
    alarm.tag(Tags=[{"Key": "stage", "Value": "test"}])
    alarm.untag(TagKeys=["team"])
    assert [("stage", "test")] == [(tag.key, tag.value) for tag in alarm.tags.all()]


def test_a_listed_dashboard_completes_itself(cloudwatch: Any) -> None:
    """The list has no bodies; all that are listed are deleted at once."""
    for name in ("orders", "bills"):
        cloudwatch.put_dashboard(DashboardName=name, DashboardBody='{"widgets": []}')
    bodies = {one.name: one.dashboard_body for one in cloudwatch.dashboards.all()}
    assert {"orders": '{"widgets": []}', "bills": '{"widgets": []}'} == bodies
    cloudwatch.dashboards.filter(DashboardNamePrefix="o").delete()
    assert ["bills"] == [one.name for one in cloudwatch.dashboards.all()]


def test_an_insight_rule_is_found_among_all(cloudwatch: Any) -> None:
    """AWS describes no rule by its name; a name without one is nobody else's."""
    for name in ("hosts", "users"):
        cloudwatch.put_insight_rule(
            RuleName=name, RuleDefinition="{}", RuleState="ENABLED"
        )
    rule = cloudwatch.InsightRule("users")
    rule.disable()
    assert "DISABLED" == rule.state
    assert "ENABLED" == cloudwatch.InsightRule("hosts").state
    rule.delete()
    with pytest.raises(ResourceLoadException, match="users"):
        rule.reload()


def test_arns_are_made_of_names(arns: None, cloudwatch: Any, alarm: Any) -> None:
    """A dashboard is in no region."""
    cloudwatch.put_dashboard(DashboardName="orders", DashboardBody="{}")
    dashboard = cloudwatch.Dashboard("orders")
    assert f"{START}:alarm:low" == alarm.arn
    assert "arn:aws:cloudwatch::123456789012:dashboard/orders" == dashboard.arn
    assert f"{START}:insight-rule/r" == cloudwatch.InsightRule("r").arn


def test_a_composite_alarm_is_asked_for_as_such(fake: FakeAws, faked: Any) -> None:
    """AWS describes metric alarms only, if it is not asked for another type."""
    alarm = faked.put_composite_alarm(AlarmName="all", AlarmRule="ALARM(low)")
    alarm.wait_until_exists()
    alarm.load()
    list(faked.composite_alarms.limit(1))
    asked = [c.params for c in fake.calls_to("cloudwatch", "DescribeAlarms")]
    one = {"AlarmNames": ["all"], "AlarmTypes": ["CompositeAlarm"]}
    assert [one, one, {"AlarmTypes": ["CompositeAlarm"]}] == asked


def test_alarms_below_a_composite_one_load_themselves(
    fake: FakeAws, faked: Any
) -> None:
    """AWS tells little more of children than their names."""
    described = {"AlarmName": "low", "Threshold": 10.0}

    def alarms(params: dict[str, Any]) -> dict[str, Any]:
        short = {"AlarmName": "low"}
        return {"MetricAlarms": [described if "AlarmNames" in params else short]}

    fake.plant("cloudwatch", "DescribeAlarms", alarms)
    (child,) = faked.CompositeAlarm("all").child_alarms.all()
    assert 10.0 == child.threshold


@pytest.mark.newer_botocore
def test_a_mute_rule_is_known_by_its_name(fake: FakeAws, faked: Any) -> None:
    """AWS lists these rules by their ARNs, but takes names."""
    listed = [{"AlarmMuteRuleArn": f"{START}:alarm-mute-rule:nights"}]
    fake.plant("cloudwatch", "ListAlarmMuteRules", {"AlarmMuteRuleSummaries": listed})
    (rule,) = faked.Alarm("low").mute_rules.all()
    rule.delete()
    (call,) = fake.calls_to("cloudwatch", "DeleteAlarmMuteRule")
    assert {"AlarmMuteRuleName": "nights"} == call.params
