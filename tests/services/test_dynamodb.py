"""DynamoDB as its users work with it, boto3's own tables and our backups, on moto."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.conditions import Key

from boto3_extensions import tags_of
from make_session import MakeSession


@pytest.fixture
def dynamodb(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("dynamodb")


@pytest.fixture
def orders(dynamodb: Any) -> Any:
    """Make a table of orders by customer and number."""
    return dynamodb.create_table(
        TableName="orders",
        KeySchema=[
            {"AttributeName": "customer", "KeyType": "HASH"},
            {"AttributeName": "number", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "customer", "AttributeType": "S"},
            {"AttributeName": "number", "AttributeType": "N"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )


def test_items_are_python_values(orders: Any) -> None:
    """boto3 turns numbers into decimals and back, as without this package."""
    orders.put_item(Item={"customer": "c", "number": 1, "total": Decimal("9.90")})
    found = orders.query(KeyConditionExpression=Key("customer").eq("c"))
    assert [{"customer": "c", "number": 1, "total": Decimal("9.90")}] == found["Items"]


def test_many_items_are_written_together(orders: Any) -> None:
    """boto3's batch writer works on a table that our definitions are merged over."""
    with orders.batch_writer() as batch:
        for number in range(30):
            batch.put_item(Item={"customer": "c", "number": number})
    assert 30 == orders.scan(Select="COUNT")["Count"]


def test_a_backup_is_made_of_a_table_and_found_again(
    dynamodb: Any, orders: Any
) -> None:
    """It is listed by the table and by the service, and tells its table."""
    backup = orders.create_backup(BackupName="nightly")
    assert [backup] == list(orders.backups.all()) == list(dynamodb.backups.all())
    assert "nightly" == backup.backup_name
    backup.delete()
    assert [] == list(dynamodb.backups.all())


def test_a_table_has_its_arn_and_tags(arns: None, orders: Any) -> None:
    """The ARN is the service's own, and tags are kept by it."""
    assert "arn:aws:dynamodb:us-east-1:123456789012:table/orders" == orders.arn
    tags_of(orders)["team"] = "shop"
    assert {"team": "shop"} == dict(tags_of(orders))
