"""AWS WAF as its users work with it, on moto, or our fake AWS."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

ACL = "arn:aws:wafv2:us-east-1:123456789012:{}/webacl/shop/a1"
VISIBILITY = {
    "SampledRequestsEnabled": False,
    "CloudWatchMetricsEnabled": False,
    "MetricName": "shop",
}


@pytest.fixture
def scope(session: MakeSession) -> Any:
    """Make the scope of regional things."""
    return session().resource("wafv2").Scope("REGIONAL")


@pytest.fixture
def acl(scope: Any) -> Any:
    """Make a web ACL."""
    return scope.create_web_acl(
        Name="shop", DefaultAction={"Allow": {}}, VisibilityConfig=VISIBILITY
    )


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Return the service resource of the fake AWS."""
    return boto3.resource("wafv2", **fake.client_arguments("wafv2"))


def test_a_web_acl_is_changed_and_deleted(scope: Any, acl: Any) -> None:
    """The lock token that was read goes with each change."""
    assert [acl] == list(scope.web_acls.all())
    acl.load()
    acl.update(DefaultAction={"Block": {}}, VisibilityConfig=VISIBILITY)
    acl.reload()
    assert {"Block": {}} == acl.default_action
    acl.delete()
    assert [] == list(scope.web_acls.all())


def test_a_new_ip_set_has_its_token(scope: Any) -> None:
    """What was made is deleted without being read again."""
    made = scope.create_ip_set(
        Name="office", IPAddressVersion="IPV4", Addresses=["192.0.2.0/24"]
    )
    made.delete()
    assert [] == list(scope.ip_sets.all())


@pytest.mark.parametrize(
    ("scope_name", "word"), [("REGIONAL", "regional"), ("CLOUDFRONT", "global")]
)
def test_an_arn_tells_the_scope(
    arns: None, session: MakeSession, scope_name: str, word: str
) -> None:
    """AWS calls the scope otherwise in an ARN than wherever it asks for it."""
    made: Any = boto3_extensions.resource_from_arn(ACL.format(word), session())

    scope = session().resource("wafv2").Scope(scope_name)
    assert (scope.name, "shop", "a1") == (made.scope, made.name, made.id)


def test_tags_are_of_the_arn(acl: Any) -> None:
    """A web ACL is tagged without its ARN being said."""
    acl.tag(Tags=[{"Key": "team", "Value": "shop"}])

    assert {"team": "shop"} == dict(boto3_extensions.tags_of(acl))


def test_another_configuration_of_logs_is_not_the_customers(
    fake: FakeAws, faked: Any
) -> None:
    """What was listed by its log scope is deleted by that, too."""
    logs = {"LoggingConfigurations": [{"ResourceArn": ACL.format("regional")}]}
    fake.plant("wafv2", "ListLoggingConfigurations", logs)
    scope = faked.Scope("REGIONAL")
    (found,) = scope.logging_configurations.filter(LogScope="SECURITY_LAKE")
    found.delete()

    (call,) = fake.calls_to("wafv2", "DeleteLoggingConfiguration")
    assert "SECURITY_LAKE" == call.params["LogScope"]
