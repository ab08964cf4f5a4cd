"""What boto3 or a bare operation leaves short, and a user would take for done."""

from __future__ import annotations

from typing import Any

import boto3

from fake_aws import FakeAws

DIMENSIONS = [{"Name": "AutoScalingGroupName", "Value": "a"}]


def resource(fake: FakeAws, service: str) -> Any:
    """Return a service of the fake AWS."""
    return boto3.resource(service, **fake.client_arguments(service))


def test_an_alarms_metric_has_the_alarms_dimensions(fake: FakeAws) -> None:
    """Without a call; what it is and what identifies it stays boto3's."""
    alarm = {
        "AlarmName": "x",
        "MetricName": "CPU",
        "Namespace": "AWS/EC2",
        "Dimensions": DIMENSIONS,
    }
    fake.plant("cloudwatch", "DescribeAlarms", {"MetricAlarms": [alarm]})
    cloudwatch = resource(fake, "cloudwatch")
    (found,) = cloudwatch.alarms.all()
    assert DIMENSIONS == found.metric.dimensions
    assert cloudwatch.Metric("AWS/EC2", "CPU") == found.metric
    assert 1 == len(fake.calls)


def test_an_alarm_of_an_expression_has_no_metric(fake: FakeAws) -> None:
    """As in boto3."""
    fake.plant("cloudwatch", "DescribeAlarms", {"MetricAlarms": [{"AlarmName": "x"}]})
    (found,) = resource(fake, "cloudwatch").alarms.all()
    assert found.metric is None


def test_a_type_of_inventory_is_deleted_or_its_data(fake: FakeAws) -> None:
    """AWS deletes the data alone, unless told to delete the type."""
    kind = resource(fake, "ssm").InventoryType("Custom:Rack")
    kind.delete()
    kind.delete_data()
    first, second = [call.params for call in fake.calls]
    assert ("Custom:Rack", "DeleteSchema") == (
        first["TypeName"],
        first["SchemaDeleteOption"],
    )
    assert "SchemaDeleteOption" not in second
