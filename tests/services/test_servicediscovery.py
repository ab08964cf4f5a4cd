"""Cloud Map as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession


@pytest.fixture
def cloud_map(arns: None, session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("servicediscovery")


@pytest.fixture
def namespace(cloud_map: Any) -> Any:
    """Make a namespace, which takes AWS a while."""
    operation = cloud_map.create_http_namespace(Name="shop")
    operation.wait_until_succeeded()
    operation.reload()
    return operation.namespace


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Return the service of the fake AWS."""
    return boto3.resource(
        "servicediscovery", **fake.client_arguments("servicediscovery")
    )


def test_a_namespace_is_what_its_operation_makes(
    cloud_map: Any, namespace: Any
) -> None:
    """What starts to make it returns the operation, which refers to it."""
    assert [namespace] == list(cloud_map.namespaces.all())
    assert "shop" == namespace.name
    start = "arn:aws:servicediscovery:us-east-1:123456789012:namespace/"
    assert f"{start}{namespace.id}" == namespace.arn


def test_a_service_has_instances(namespace: Any) -> None:
    """A namespace makes services, and a service registers instances."""
    service = namespace.create_service(Name="carts")
    attributes = {"AWS_INSTANCE_IPV4": "192.0.2.1"}
    service.register_instance(InstanceId="web-1", Attributes=attributes)
    (instance,) = service.instances.all()
    assert ("web-1", attributes) == (instance.id, instance.attributes)
    assert [service] == list(namespace.services.all())
    assert namespace == service.namespace


def test_a_namespace_has_tags(namespace: Any) -> None:
    """They go by its ARN, which its data tell."""
    namespace.tag(Tags=[{"Key": "team", "Value": "shop"}])
    assert [{"Key": "team", "Value": "shop"}] == namespace.list_tags()["Tags"]


def test_the_services_of_a_namespace_are_those_of_its_id(
    fake: FakeAws, faked: Any
) -> None:
    """AWS lists all services, unless a filter picks them."""
    list(faked.Namespace("ns-1").services.all())
    call = fake.calls_to("servicediscovery", "ListServices")[0]
    assert [{"Name": "NAMESPACE_ID", "Values": ["ns-1"]}] == call.params["Filters"]


def test_the_health_of_instances_is_asked_for_together(
    fake: FakeAws, faked: Any
) -> None:
    """Of those of a service, by one call."""
    told = {"Instances": [{"Id": "web-1"}, {"Id": "web-2"}]}
    fake.plant("servicediscovery", "ListInstances", told)
    faked.Service("srv-1").instances.get_health_status()
    call = fake.calls_to("servicediscovery", "GetInstancesHealthStatus")[0]
    assert {"ServiceId": "srv-1", "Instances": ["web-1", "web-2"]} == call.params


def test_a_service_has_attributes(fake: FakeAws, faked: Any) -> None:
    """They are a resource of the service, changed there."""
    told = {"Attributes": {"port": "80"}}
    fake.plant("servicediscovery", "GetServiceAttributes", {"ServiceAttributes": told})
    attributes = faked.Service("srv-1").Attributes()
    assert {"port": "80"} == attributes.attributes
    attributes.delete(Attributes=["port"])
    assert {"ServiceId": "srv-1", "Attributes": ["port"]} == fake.calls[-1].params
