"""HTTP and WebSocket APIs as their users work with them, on moto, or our fake AWS."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

OTHER = "999999999999"


@pytest.fixture
def gateway(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("apigatewayv2")


@pytest.fixture
def api(gateway: Any) -> Any:
    """Make an HTTP API."""
    return gateway.create_api(Name="orders", ProtocolType="HTTP", Tags={"team": "shop"})


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Return the service resource of the fake AWS, in a known account."""
    arguments = fake.client_arguments("apigatewayv2")
    keys = {key: arguments.pop(key) for key in list(arguments) if key[:4] == "aws_"}
    session = boto3.Session(**keys, aws_account_id="123456789012")
    return session.resource("apigatewayv2", **arguments)


def test_a_route_leads_to_its_integration(api: Any) -> None:
    """AWS has the integration's id with a prefix in the target of a route."""
    integration = api.create_integration(
        IntegrationType="HTTP_PROXY",
        IntegrationMethod="GET",
        IntegrationUri="https://example.com",
        PayloadFormatVersion="1.0",
    )
    target = f"integrations/{integration.id}"
    route = api.create_route(RouteKey="GET /", Target=target)

    assert [route] == list(api.routes.all())
    assert integration == route.integration
    assert "https://example.com" == route.integration.integration_uri


def test_a_route_has_the_authorizer_of_another_id(api: Any) -> None:
    """The id of a route is not that of its authorizer."""
    authorizer = api.create_authorizer(
        Name="jwt",
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Audience": ["a"], "Issuer": "https://example.com"},
    )
    route = api.create_route(
        RouteKey="GET /", AuthorizationType="JWT", AuthorizerId=authorizer.id
    )

    assert authorizer == route.authorizer


def test_an_api_is_found_by_its_arn_and_has_tags(
    arns: None, session: MakeSession, api: Any
) -> None:
    """ARNs are of apigateway, the service of REST APIs, and have no account."""
    assert f"arn:aws:apigateway:us-east-1::/apis/{api.id}" == api.arn
    assert api == boto3_extensions.resource_from_arn(api.arn, session())
    api.tag(Tags={"stage": "test"})
    assert {"team": "shop", "stage": "test"} == api.get_tags()["Tags"]


def test_a_stage_is_deployed_and_mapped(gateway: Any, api: Any) -> None:
    """A mapping is made by the stage that it maps, and is a domain name's."""
    stage = api.create_stage(StageName="$default", AutoDeploy=True)
    domain = gateway.create_domain_name(DomainName="api.example.com")
    mapping = stage.create_api_mapping(DomainName=domain.name, ApiMappingKey="v1")

    assert [mapping] == list(domain.api_mappings.all())
    assert (api, "$default") == (mapping.api, mapping.stage)


def test_a_rule_of_a_private_domain_name_stays_there(fake: FakeAws, faked: Any) -> None:
    """A private domain name may have the name of a public one."""
    rules = {"RoutingRules": [{"RoutingRuleId": "r1", "Priority": 1}]}
    fake.plant("apigatewayv2", "ListRoutingRules", rules)
    domain = faked.DomainName("api.example.com")
    (rule,) = domain.routing_rules.filter(DomainNameId="d1")
    rule.delete()

    (call,) = fake.calls_to("apigatewayv2", "DeleteRoutingRule")
    asked = {"DomainName": domain.name, "DomainNameId": "d1", "RoutingRuleId": "r1"}
    assert asked == call.params


@pytest.mark.newer_botocore
def test_another_accounts_page_is_not_ones_own(fake: FakeAws, faked: Any) -> None:
    """The pages of a product that is shared are read as its owner's."""
    pages = {"Items": [{"ProductPageId": "a"}]}
    fake.plant("apigatewayv2", "ListProductPages", pages)
    product = faked.PortalProduct("p1")
    (page,) = product.product_pages.filter(ResourceOwnerAccountId=OTHER)
    page.load()

    (call,) = fake.calls_to("apigatewayv2", "GetProductPage")
    assert OTHER == call.params["ResourceOwnerAccountId"]
