"""A load asks for its own item, and finds it on whatever page."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from boto3_extensions.exceptions import ResourceNotFoundError
from fake_aws import FakeAws


def resource(fake: FakeAws, service: str) -> Any:
    """Return a service of the fake AWS."""
    return boto3.resource(service, **fake.client_arguments(service))


def sent(fake: FakeAws) -> list[str]:
    """Name the operations that were sent."""
    return [call.operation for call in fake.calls]


def test_an_identity_is_described_by_its_id(fake: FakeAws) -> None:
    """No two pools have one of the same id: one call, however many there are."""
    identity = resource(fake, "cognito-identity").Identity("us-east-1:p", "us-east-1:x")
    fake.plant("cognito-identity", "DescribeIdentity", {"Logins": ["example.com"]})
    assert ["example.com"] == identity.logins
    assert ["DescribeIdentity"] == sent(fake)


def test_a_forecast_is_described(fake: FakeAws) -> None:
    """It tells more than the list, and all but one of what the list tells."""
    answer = {"ForecastName": "f", "ForecastTypes": ["0.5"], "Status": "ACTIVE"}
    fake.plant("forecast", "DescribeForecast", answer)
    arn = "arn:aws:forecast:us-east-1:123456789012:forecast/f"
    forecast = resource(fake, "forecast").Forecast(arn)
    assert ("f", ["0.5"]) == (forecast.forecast_name, forecast.forecast_types)
    assert ["DescribeForecast"] == sent(fake)


def test_a_load_that_chooses_reads_all_pages(fake: FakeAws) -> None:
    """Also where botocore has no paginator and no collection needs one."""

    def page(params: dict[str, Any]) -> dict[str, Any]:
        second = params.get("NextToken")
        rule = {"TemplateName": "T2" if second else "T1", "ResourceARN": "arn:x"}
        return {"ManagedRules": [rule], **({} if second else {"NextToken": "n"})}

    fake.plant("cloudwatch", "ListManagedInsightRules", page)
    resource(fake, "cloudwatch").ManagedInsightRule("arn:x", "T2").load()
    assert 2 == len(fake.calls)


def test_a_load_that_chooses_asks_for_no_more_than_it_must(fake: FakeAws) -> None:
    """Where a filter of AWS's takes what it chooses by."""
    with pytest.raises(ResourceNotFoundError):
        resource(fake, "autoscaling").Tag("web", "team").load()
    asked = {f["Name"]: f["Values"] for f in fake.calls[0].params["Filters"]}
    assert {"auto-scaling-group": ["web"], "key": ["team"]} == asked
