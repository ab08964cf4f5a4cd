"""OpenSearch as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import WaiterError

from fake_aws import FakeAws
from make_session import MakeSession

ARN = "arn:aws:es:us-east-1:123456789012:domain/shop"
INSIGHT = "0b1c2d3e-0000-4000-8000-000000000001"


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Return the service of the fake AWS."""
    return boto3.resource("opensearch", **fake.client_arguments("opensearch"))


def test_a_domain_is_made_listed_and_tagged(arns: None, session: MakeSession) -> None:
    """A list has the names alone; each item loads itself, and is tagged by its ARN."""
    opensearch: Any = session().resource("opensearch")
    made = opensearch.create_domain(DomainName="shop", EngineVersion="OpenSearch_2.11")
    (listed,) = opensearch.domains.all()
    assert made == listed
    assert "OpenSearch_2.11" == listed.engine_version
    assert ARN == listed.arn
    listed.add_tags(TagList=[{"Key": "team", "Value": "shop"}])
    assert [{"Key": "team", "Value": "shop"}] == listed.list_tags()["TagList"]


def test_domains_are_described_five_at_a_time(fake: FakeAws, faked: Any) -> None:
    """AWS refuses more in a call, which its model does not say."""
    names = [{"DomainName": f"shop-{number}"} for number in range(6)]
    fake.plant("opensearch", "ListDomainNames", {"DomainNames": names})
    faked.domains.all().describe()
    calls = fake.calls_to("opensearch", "DescribeDomains")
    assert [5, 1] == [len(call.params["DomainNames"]) for call in calls]


def test_a_package_is_found_by_its_id(fake: FakeAws, faked: Any) -> None:
    """AWS describes packages by filters."""
    told = [{"PackageID": "F1", "PackageName": "words"}]
    fake.plant("opensearch", "DescribePackages", {"PackageDetailsList": told})
    assert "words" == faked.Package("F1").package_name
    call = fake.calls_to("opensearch", "DescribePackages")[0]
    assert [{"Name": "PackageID", "Value": ["F1"]}] == call.params["Filters"]


def test_a_domain_uses_packages(fake: FakeAws, faked: Any) -> None:
    """A domain has packages, a package domains: what lies between is one thing."""
    told = {"PackageID": "F1", "DomainName": "shop"}
    lists = {"DomainPackageDetailsList": [told]}
    fake.plant("opensearch", "ListPackagesForDomain", lists)
    fake.plant("opensearch", "ListDomainsForPackage", lists)
    (used,) = faked.Domain("shop").packages.all()
    assert [used] == list(faked.Package("F1").domains.all())
    assert faked.Package("F1") == used.package
    used.dissociate()
    assert told == fake.calls[-1].params


@pytest.mark.newer_botocore
def test_insights_are_those_of_a_domain(fake: FakeAws, faked: Any) -> None:
    """AWS asks for an entity, which may be an account, too."""
    fake.plant("opensearch", "ListInsights", {"Insights": [{"InsightId": INSIGHT}]})
    (insight,) = faked.Domain("shop").insights.all()
    entity = {"Type": "DomainName", "Value": "shop"}
    call = fake.calls_to("opensearch", "ListInsights")[0]
    assert entity == call.params["Entity"]
    insight.describe_details()
    asked = {"Entity": entity, "InsightId": INSIGHT}
    assert asked == fake.calls[-1].params


def test_an_endpoint_is_made_for_a_domain(fake: FakeAws, faked: Any) -> None:
    """AWS wants the ARN of the domain, which its data tell."""
    domain = {"DomainStatus": {"DomainName": "shop", "ARN": ARN}}
    fake.plant("opensearch", "DescribeDomain", domain)
    made = {"VpcEndpoint": {"VpcEndpointId": "aos-1"}}
    fake.plant("opensearch", "CreateVpcEndpoint", made)
    endpoint = faked.Domain("shop").create_vpc_endpoint(
        VpcOptions={"SubnetIds": ["subnet-1"]}
    )
    assert faked.VpcEndpoint("aos-1") == endpoint
    assert ARN == fake.calls[-1].params["DomainArn"]


def test_a_domain_is_awaited(fake: FakeAws, faked: Any) -> None:
    """One that is made is available when AWS has done with it."""
    done = {"DomainName": "shop", "Created": True, "Processing": False}
    fake.plant("opensearch", "DescribeDomain", {"DomainStatus": done})
    faked.Domain("shop").wait_until_available()


def test_a_domain_that_is_deleted_is_not_awaited(fake: FakeAws, faked: Any) -> None:
    """AWS goes on processing it, and it will never be available."""
    doomed = {"DomainName": "shop", "Processing": True, "Deleted": True}
    fake.plant("opensearch", "DescribeDomain", {"DomainStatus": doomed})
    with pytest.raises(WaiterError, match="Deleted"):
        faked.Domain("shop").wait_until_available()
    assert 1 == len(fake.calls)
