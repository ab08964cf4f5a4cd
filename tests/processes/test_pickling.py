"""Resources that are to travel: what is sent in their place, and copies that stay."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import boto3
import pytest
from boto3.exceptions import Boto3Error

from boto3_extensions.exceptions import NotPicklableError


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_resource_that_is_to_travel_tells_what_to_send(
    plain: boto3.Session, protocol: int
) -> None:
    """Its ARN or its identifiers, by an error of boto3's and of pickle's family."""
    instance = plain.resource("rds", region_name="us-east-1").DBInstance("orders")
    with pytest.raises(NotPicklableError, match="send its ARN") as raised:
        pickle.dumps(instance, protocol)
    assert isinstance(raised.value, Boto3Error)
    assert isinstance(raised.value, pickle.PicklingError)
    assert isinstance(raised.value, TypeError)
    assert "resource_from_arn" in str(raised.value)
    assert "send its id" in str(raised.value)


def test_a_service_that_is_to_travel_is_made_there(plain: boto3.Session) -> None:
    """It has neither ARN nor identifiers."""
    with pytest.raises(NotPicklableError, match=r"make it there, by boto3\.resource"):
        pickle.dumps(plain.resource("rds", region_name="us-east-1"))


@pytest.mark.parametrize(
    ("service", "type_name"), [("rds", "DBInstance"), ("ec2", "Vpc")]
)
def test_a_copy_is_made_as_ever(
    plain: boto3.Session, service: str, type_name: str
) -> None:
    """In this process; a deep one fails where a client's does."""
    made: Any = plain.resource(service, region_name="us-east-1")
    resource = getattr(made, type_name)("one")
    twin = copy.copy(resource)
    assert twin == resource
    assert twin is not resource
    assert twin.meta is resource.meta
    with pytest.raises(TypeError, match="cannot pickle"):
        copy.deepcopy(resource)


def test_a_class_with_a_way_of_its_own_keeps_it(plain: boto3.Session) -> None:
    """What a handler of the user's adds wins."""

    def add(class_attributes: dict[str, Any], **_: Any) -> None:
        class_attributes["__reduce__"] = lambda self: (str, (self.id,))

    plain.events.register_first("creating-resource-class.rds.DBInstance", add)
    instance = plain.resource("rds", region_name="us-east-1").DBInstance("orders")
    assert "orders" == pickle.loads(pickle.dumps(instance))
