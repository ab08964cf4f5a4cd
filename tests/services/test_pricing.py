"""The price list as its users ask it: services, their attributes, products, files.

moto has none of it, so the fake AWS is asked: it shows what is sent and how answers are
read, not how AWS behaves.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import boto3
import pytest

from fake_aws import FakeAws

EC2 = {"ServiceCode": "AmazonEC2", "AttributeNames": ["location", "operation"]}
ARN = "arn:aws:pricing:::price-list/aws/AmazonEC2/USD/20260101000000/us-east-1"


@pytest.fixture
def fake(fake: FakeAws) -> FakeAws:
    """Have the fake AWS with prices of EC2."""
    fake.plant("pricing", "DescribeServices", {"Services": [EC2]})
    return fake


@pytest.fixture
def pricing(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("pricing", **fake.client_arguments("pricing"))


def test_services_are_listed_and_loaded(fake: FakeAws, pricing: Any) -> None:
    """A service is loaded by its code."""
    assert ["AmazonEC2"] == [one.service_code for one in pricing.services.all()]
    service = pricing.Service("AmazonEC2")
    assert ["location", "operation"] == service.attribute_names
    assert {"ServiceCode": "AmazonEC2"} == fake.calls[-1].params


def test_the_values_of_an_attribute(fake: FakeAws, pricing: Any) -> None:
    """The attributes of a service are resources, and so are their values."""
    values = {"AttributeValues": [{"Value": "EU (Ireland)"}]}
    fake.plant("pricing", "GetAttributeValues", values)
    location, _ = pricing.Service("AmazonEC2").attributes.all()
    assert ["EU (Ireland)"] == [one.value for one in location.values.all()]
    wanted = {"ServiceCode": "AmazonEC2", "AttributeName": "location"}
    assert wanted == fake.calls[-1].params


def test_the_products_of_a_service(fake: FakeAws, pricing: Any) -> None:
    """AWS gives products as JSON texts, which have no id."""
    fake.plant("pricing", "GetProducts", {"PriceList": ['{"product": {}}']})
    answer = pricing.Service("AmazonEC2").get_products()
    assert ['{"product": {}}'] == answer["PriceList"]
    assert {"ServiceCode": "AmazonEC2"} == fake.calls[-1].params


def test_the_file_of_a_price_list(fake: FakeAws, pricing: Any) -> None:
    """Price lists are of a day and a currency, and known by their ARN."""
    fake.plant("pricing", "ListPriceLists", {"PriceLists": [{"PriceListArn": ARN}]})
    day = datetime(2026, 1, 1, tzinfo=timezone.utc)
    lists = pricing.Service("AmazonEC2").price_lists
    (found,) = lists.filter(EffectiveDate=day, CurrencyCode="USD")
    assert ARN == found.arn
    found.get_file_url(FileFormat="csv")
    assert {"PriceListArn": ARN, "FileFormat": "csv"} == fake.calls[-1].params
