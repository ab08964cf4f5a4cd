"""Cost and usage reports as their users work with them.

moto has none, so the fake AWS is asked: it shows what is sent and how answers are read,
not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import boto3.exceptions
import pytest

from fake_aws import FakeAws

REPORT = {
    "ReportName": "daily",
    "TimeUnit": "DAILY",
    "Format": "Parquet",
    "Compression": "Parquet",
    "AdditionalSchemaElements": ["RESOURCES"],
    "S3Bucket": "costs",
    "S3Prefix": "reports",
    "S3Region": "us-east-1",
}


@pytest.fixture
def fake(fake: FakeAws) -> FakeAws:
    """Have the fake AWS with two reports."""
    hourly = {**REPORT, "ReportName": "hourly", "TimeUnit": "HOURLY"}
    reports = {"ReportDefinitions": [hourly, REPORT]}
    fake.plant("cur", "DescribeReportDefinitions", reports)
    return fake


@pytest.fixture
def cur(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("cur", **fake.client_arguments("cur"))


def test_reports_are_listed(cur: Any) -> None:
    """AWS lists whole reports."""
    listed = {one.report_name: one.time_unit for one in cur.report_definitions.all()}
    assert {"hourly": "HOURLY", "daily": "DAILY"} == listed


def test_a_report_is_loaded_by_name(cur: Any) -> None:
    """AWS only lists reports; the one of that name counts, and no other."""
    assert "DAILY" == cur.ReportDefinition("daily").time_unit
    with pytest.raises(boto3.exceptions.ResourceLoadException, match="among the 2"):
        cur.ReportDefinition("weekly").load()


def test_a_new_report_is_a_resource(cur: Any) -> None:
    """AWS answers with nothing; the name is in what was sent."""
    made = cur.put_report_definition(ReportDefinition=REPORT)
    assert cur.ReportDefinition("daily") == made
    assert "costs" == made.s3_bucket


def test_a_report_is_modified_tagged_and_deleted(fake: FakeAws, cur: Any) -> None:
    """A report tells AWS its name."""
    report = cur.ReportDefinition("daily")
    report.modify(ReportDefinition={**REPORT, "TimeUnit": "HOURLY"})
    report.tag(Tags=[{"Key": "team", "Value": "finance"}])
    report.untag(TagKeys=["team"])
    report.delete()
    assert {"daily"} == {call.params["ReportName"] for call in fake.calls}
    operations = [call.operation for call in fake.calls]
    assert [
        "ModifyReportDefinition",
        "TagResource",
        "UntagResource",
        "DeleteReportDefinition",
    ] == operations
