"""Resources of cloudwatch that moto can make."""

from __future__ import annotations

from moto_inventory.making import TAGS, Aws, Made, makes


@makes("cloudwatch.Alarm")
def _(aws: Aws) -> Made:
    client = aws.client("cloudwatch")
    client.put_metric_alarm(
        AlarmName="TargetTracking-table/a:b",
        Namespace="N",
        MetricName="m",
        EvaluationPeriods=1,
        Period=60,
        Threshold=1,
        Statistic="Sum",
        ComparisonOperator="GreaterThanThreshold",
    )
    (found,) = client.describe_alarms()["MetricAlarms"]
    return Made([found["AlarmName"]], found["AlarmArn"])


@makes("cloudwatch.Dashboard")
def _(aws: Aws) -> Made:
    client = aws.client("cloudwatch")
    client.put_dashboard(DashboardName="board", DashboardBody='{"widgets": []}')
    return Made(["board"], client.get_dashboard(DashboardName="board")["DashboardArn"])


@makes("cloudwatch.InsightRule")
def _(aws: Aws) -> Made:
    aws.client("cloudwatch").put_insight_rule(
        RuleName="rule", RuleDefinition="{}", Tags=TAGS
    )
    return aws.tagged("rule")
