"""REST APIs as their users work with them, on moto, or our fake AWS."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

PUBLIC = {"domainName": "api.example.com"}
PRIVATE = {**PUBLIC, "domainNameId": "d1"}


@pytest.fixture
def gateway(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("apigateway")


@pytest.fixture
def api(gateway: Any) -> Any:
    """Make a REST API."""
    return gateway.create_rest_api(name="orders")


@pytest.fixture
def method(api: Any) -> Any:
    """Make the method GET of the API's root, which is sent on as a POST."""
    method = api.root_resource.Method("GET")
    method.put(authorizationType="NONE")
    method.Integration().put(
        type="HTTP", integrationHttpMethod="POST", uri="https://example.com"
    )
    return method


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Return the service resource of the fake AWS."""
    return boto3.resource("apigateway", **fake.client_arguments("apigateway"))


def test_resources_make_a_tree(api: Any) -> None:
    """A resource makes those below it, and leads back to its parent."""
    root = api.root_resource
    orders = root.create_resource(pathPart="orders")

    assert "/orders" == orders.path
    assert root == orders.parent
    assert {root, orders} == set(api.resources.all())


def test_a_method_is_not_what_its_integration_sends(method: Any) -> None:
    """An integration is asked for by its method, and has an HTTP method of its own."""
    integration = method.Integration()

    assert ("GET", "POST") == (
        integration.method_http_method,
        integration.http_method,
    )
    assert "NONE" == method.authorization_type


def test_an_api_is_deployed_to_a_stage(
    arns: None, session: MakeSession, api: Any, method: Any
) -> None:
    """A stage has the ARN by which it is tagged, and refers to its deployment."""
    deployment = api.create_deployment(stageName="test")
    stage = api.Stage("test")
    stage.tag(tags={"team": "shop"})

    assert [stage] == list(api.stages.all())
    assert deployment == stage.deployment
    assert f"arn:aws:apigateway:us-east-1::/restapis/{api.id}/stages/test" == stage.arn
    assert stage == boto3_extensions.resource_from_arn(stage.arn, session())
    assert {"team": "shop"} == stage.get_tags()["tags"]


def test_a_key_is_in_a_usage_plan(gateway: Any) -> None:
    """A key of a plan is the API key of the same id."""
    key = gateway.create_api_key(name="shop")
    plan = gateway.create_usage_plan(name="basic")
    member = plan.create_key(keyId=key.id, keyType="API_KEY")

    assert [key] == list(gateway.api_keys.all())
    assert [member] == list(plan.keys.all())
    assert key == member.ApiKey()


def test_a_private_domain_name_is_not_the_public_one(fake: FakeAws, faked: Any) -> None:
    """Both may have one name, and AWS lists them together."""
    fake.plant("apigateway", "GetDomainNames", {"items": [PRIVATE, PUBLIC]})
    (public,) = faked.domain_names.all()
    (private,) = faked.private_domain_names.all()
    private.delete()
    public.delete()

    calls = fake.calls_to("apigateway", "DeleteDomainName")
    assert [PRIVATE, PUBLIC] == [call.params for call in calls]


@pytest.mark.parametrize(
    ("answer", "kind"), [(PUBLIC, "DomainName"), (PRIVATE, "PrivateDomainName")]
)
def test_a_domain_name_is_made_as_what_it_is(
    fake: FakeAws, faked: Any, answer: dict[str, str], kind: str
) -> None:
    """AWS's answer tells whether a new domain name is private."""
    fake.plant("apigateway", "CreateDomainName", answer)

    made = faked.create_domain_name(domainName="api.example.com")

    assert getattr(faked, kind)(*answer.values()) == made
    assert "api.example.com" == made.meta.data["domainName"]
