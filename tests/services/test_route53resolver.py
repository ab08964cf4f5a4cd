"""Route 53 Resolver as its users work with it, against moto, or our fake."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions.exceptions import AmbiguousResourceError
from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:route53resolver:us-east-1"


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Return the service of the fake AWS."""
    return boto3.resource("route53resolver", **fake.client_arguments("route53resolver"))


def test_an_endpoint_has_rules(arns: None, session: MakeSession) -> None:
    """A rule is made for an endpoint, associated with a VPC, and freed of it again."""
    used = session()
    resolver: Any = used.resource("route53resolver")
    ec2: Any = used.resource("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")
    subnets = [
        vpc.create_subnet(CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"us-east-1{z}")
        for n, z in enumerate("ab")
    ]
    group = vpc.create_security_group(GroupName="dns", Description="dns")
    endpoint = resolver.create_resolver_endpoint(
        CreatorRequestId="1",
        Name="out",
        SecurityGroupIds=[group.id],
        Direction="OUTBOUND",
        IpAddresses=[{"SubnetId": one.id} for one in subnets],
    )
    assert 2 == len(list(endpoint.ip_addresses.all()))
    rule = endpoint.create_resolver_rule(
        CreatorRequestId="2",
        Name="home",
        RuleType="FORWARD",
        DomainName="home.example.com",
        TargetIps=[{"Ip": "192.0.2.1", "Port": 53}],
    )
    assert endpoint.id == rule.resolver_endpoint.id
    assert f"{START}:123456789012:resolver-rule/{rule.id}" == rule.arn
    association = rule.associate(VPCId=vpc.id)
    assert [association] == list(rule.associations.all())
    association.disassociate()
    assert [] == list(rule.associations.all())


def test_a_rule_of_aws_is_in_no_account(session: MakeSession) -> None:
    """Its ARN is told from those of rules that an account has made."""
    own = f"{START}::autodefined-rule/rslvr-autodefined-rr-internet-resolver"
    rule: Any = boto3_extensions.resource_from_arn(own, session())
    assert "route53resolver.ResolverRule" == type(rule).__name__
    assert "rslvr-autodefined-rr-internet-resolver" == rule.id


def test_firewall_rules_differ_by_the_type_of_query(fake: FakeAws, faked: Any) -> None:
    """Several are about one list of domains; which is meant is never guessed."""
    told = [
        {"FirewallDomainListId": "l-1", "Name": "any"},
        {"FirewallDomainListId": "l-1", "Name": "mail", "Qtype": "MX"},
    ]
    rules = [{"FirewallRuleGroupId": "g-1", **one} for one in told]
    fake.plant("route53resolver", "ListFirewallRules", {"FirewallRules": rules})
    group = faked.FirewallRuleGroup("g-1")
    any_type, of_mail = group.firewall_rules.all()
    assert any_type != of_mail
    mail = group.FirewallRule(firewall_domain_list_id="l-1", qtype="MX")
    assert ("mail", mail) == (mail.name, of_mail)
    with pytest.raises(AmbiguousResourceError):
        group.FirewallRule(firewall_domain_list_id="l-1").load()


def test_a_list_has_domains(fake: FakeAws, faked: Any) -> None:
    """They are names, the same with and without the dot at their end."""
    told = {"Domains": ["example.com."]}
    fake.plant("route53resolver", "ListFirewallDomains", told)
    (domain,) = faked.FirewallDomainList("l-1").domains.all()
    assert faked.FirewallDomain("l-1", "example.com") == domain


def test_a_group_is_shared_by_its_policy(fake: FakeAws, faked: Any) -> None:
    """AWS wants the ARN, which the data of the group tell."""
    arn = f"{START}:123456789012:firewall-rule-group/g-1"
    told = {"FirewallRuleGroup": {"Id": "g-1", "Arn": arn}}
    fake.plant("route53resolver", "GetFirewallRuleGroup", told)
    faked.FirewallRuleGroup("g-1").put_policy(FirewallRuleGroupPolicy="{}" * 20)
    assert arn == fake.calls[-1].params["Arn"]
