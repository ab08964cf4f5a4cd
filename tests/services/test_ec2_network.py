"""What users do around VPCs: mirrors, route servers, analyses, Outposts, own addresses.

moto has some of the traffic mirrors; the rest is asked of the fake AWS, which shows
what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

ARN = "arn:aws:ec2:us-east-1:123456789012:"


@pytest.fixture
def ec2(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("ec2")


def test_traffic_is_mirrored(arns: None, ec2: Any) -> None:
    """A session joins a network interface, a filter and a target, and leads to them."""
    subnet = next(iter(ec2.subnets.all()))
    interface, tap = (subnet.create_network_interface() for _ in range(2))
    mirrored = ec2.create_traffic_mirror_filter(Description="all")
    target = tap.create_traffic_mirror_target()

    made = interface.create_traffic_mirror_session(
        TrafficMirrorFilterId=mirrored.id,
        TrafficMirrorTargetId=target.id,
        SessionNumber=1,
    )

    assert [made] == list(interface.traffic_mirror_sessions.all())
    assert (interface, mirrored, target) == (
        made.network_interface,
        made.traffic_mirror_filter,
        made.traffic_mirror_target,
    )
    assert f"{ARN}traffic-mirror-session/{made.id}" == made.arn
    made.modify(SessionNumber=2)
    made.load()
    assert 2 == made.session_number
    made.delete()
    assert [] == list(ec2.traffic_mirror_sessions.all())


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("ec2", **fake.client_arguments("ec2"))


def test_a_path_is_analysed(fake: FakeAws, faked: Any) -> None:
    """An analysis is started on its path, which lists it afterwards."""
    analysis = {
        "NetworkInsightsAnalysisId": "nia-1",
        "NetworkInsightsPathId": "nip-1",
        "NetworkPathFound": True,
    }
    answer = {"NetworkInsightsAnalysis": analysis}
    fake.plant("ec2", "StartNetworkInsightsAnalysis", answer)
    fake.plant(
        "ec2",
        "DescribeNetworkInsightsAnalyses",
        {"NetworkInsightsAnalyses": [analysis]},
    )
    path = faked.NetworkInsightsPath("nip-1")

    started = path.start_analysis(ClientToken="once")

    assert [started] == list(path.analyses.all())
    assert started.network_path_found
    assert path == started.network_insights_path


def test_a_route_server_is_associated_with_a_vpc(fake: FakeAws, faked: Any) -> None:
    """An association is known by its two ends, and ended by them."""
    ends = {"RouteServerId": "rs-1", "VpcId": "vpc-1"}
    association = {"RouteServerAssociation": {**ends, "State": "associating"}}
    fake.plant("ec2", "AssociateRouteServer", association)

    made = faked.RouteServer("rs-1").associate_with_vpc(VpcId="vpc-1")

    assert ("associating", faked.Vpc("vpc-1")) == (made.state, made.vpc)
    made.disassociate()
    (call,) = fake.calls_to("ec2", "DisassociateRouteServer")
    assert ends == call.params


def test_an_outposts_owner_is_in_its_arns(
    arns: None, fake: FakeAws, faked: Any
) -> None:
    """A shared local gateway is its owner's; AWS tells the ARN of its route tables."""
    table = "arn:aws:ec2:us-east-1:210987654321:local-gateway-route-table/lgw-rtb-1"
    gateway = {"LocalGatewayId": "lgw-1", "OwnerId": "210987654321"}
    routes = {
        "LocalGatewayRouteTableId": "lgw-rtb-1",
        "LocalGatewayRouteTableArn": table,
    }
    fake.plant("ec2", "DescribeLocalGateways", {"LocalGateways": [gateway]})
    answer = {"LocalGatewayRouteTables": [routes]}
    fake.plant("ec2", "DescribeLocalGatewayRouteTables", answer)
    local = faked.LocalGateway("lgw-1")

    (found,) = local.route_tables.all()

    assert "arn:aws:ec2:us-east-1:210987654321:local-gateway/lgw-1" == local.arn
    assert table == found.arn
    session = boto3.Session(region_name="us-east-1")
    named = boto3_extensions.resource_from_arn(table, session)
    assert ("LocalGatewayRouteTable", "lgw-rtb-1") == (
        type(named).__name__.removeprefix("ec2."),
        named.id,
    )


def test_brought_addresses_are_advertised(fake: FakeAws, faked: Any) -> None:
    """AWS describes all ranges at once, and as many as it is asked for."""
    ranges = [
        {"Cidr": "192.0.2.0/24", "State": "advertised"},
        {"Cidr": "198.51.100.0/24", "State": "provisioned"},
    ]
    fake.plant("ec2", "DescribeByoipCidrs", {"ByoipCidrs": ranges})

    mine = faked.ByoipCidr("198.51.100.0/24")

    assert "provisioned" == mine.state
    assert [{"MaxResults": 100}] == [
        call.params for call in fake.calls_to("ec2", "DescribeByoipCidrs")
    ]
    mine.advertise()
    (call,) = fake.calls_to("ec2", "AdvertiseByoipCidr")
    assert {"Cidr": "198.51.100.0/24"} == call.params
