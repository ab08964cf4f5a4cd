"""What users do with elb: classic load balancers, their listeners and policies."""

from __future__ import annotations

from typing import Any

import pytest

import boto3_extensions
from make_session import MakeSession


@pytest.fixture
def elb(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("elb")


@pytest.fixture
def balancer(elb: Any) -> Any:
    """Make a load balancer with two listeners."""
    http = {"Protocol": "http", "LoadBalancerPort": 80, "InstancePort": 8080}
    tcp = {"Protocol": "tcp", "LoadBalancerPort": 443, "InstancePort": 8443}
    return elb.create_load_balancer(
        LoadBalancerName="front",
        Listeners=[http, tcp],
        AvailabilityZones=["us-east-1a"],
    )


def test_load_balancers_are_listed_and_loaded(balancer: Any, elb: Any) -> None:
    """What is listed is the same as what is loaded by its name."""
    (found,) = elb.load_balancers.all()
    assert balancer == found
    assert elb.LoadBalancer("front").dns_name == found.dns_name
    found.delete()
    assert [] == list(elb.load_balancers.all())


def test_listeners_are_known_by_their_port(balancer: Any) -> None:
    """A listener is found, loaded and deleted by the port it listens on."""
    assert {80, 443} == {found.load_balancer_port for found in balancer.listeners.all()}
    assert 8443 == balancer.Listener(443).instance_port
    balancer.Listener(443).delete()
    assert [balancer.Listener(80)] == list(balancer.listeners.all())


def test_a_policy_is_made_and_set(balancer: Any) -> None:
    """Making a policy returns it; a listener is told to use it."""
    policy = balancer.create_app_cookie_stickiness_policy(
        PolicyName="sticky", CookieName="session"
    )
    assert [policy] == list(balancer.load_balancer_policies.all())
    balancer.Listener(80).set_policies(PolicyNames=[policy.name])
    (http,) = [
        found
        for found in balancer.listener_descriptions
        if found["Listener"]["LoadBalancerPort"] == 80
    ]
    assert ["sticky"] == http["PolicyNames"]


def test_instances_are_registered(balancer: Any) -> None:
    """Instances come and go by the load balancer."""
    balancer.register_instances(Instances=[{"InstanceId": "i-12345678"}])
    balancer.reload()
    assert [{"InstanceId": "i-12345678"}] == balancer.instances
    balancer.deregister_instances(Instances=[{"InstanceId": "i-12345678"}])
    balancer.reload()
    assert [] == balancer.instances


def test_load_balancers_are_tagged(balancer: Any) -> None:
    """Tags are added, listed and removed."""
    balancer.add_tags(Tags=[{"Key": "team", "Value": "shop"}])
    assert {"team": "shop"} == {tag.key: tag.value for tag in balancer.tags.all()}
    balancer.remove_tags(Tags=[{"Key": "team"}])
    assert [] == list(balancer.tags.all())


def test_the_arn_tells_classic_ones_from_others(
    arns: None, balancer: Any, session: MakeSession
) -> None:
    """Only a classic load balancer's ARN has its name right after its type."""
    arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/front"
    assert arn == balancer.arn
    assert balancer == boto3_extensions.resource_from_arn(arn, session())
    newer = arn.replace("/front", "/app/front/50dc6c495c0c9188")
    found = boto3_extensions.resource_from_arn(newer, session())
    assert session().resource("elbv2").LoadBalancer("front") == found
