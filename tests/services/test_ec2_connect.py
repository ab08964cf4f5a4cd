"""VPN and transit gateways as their users work with them, against moto.

moto has no IPAM, Client VPN or tunnels: for them the fake AWS shows what is sent
and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession


@pytest.fixture
def ec2(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("ec2")


@pytest.fixture
def customer(ec2: Any) -> Any:
    """Make a customer gateway."""
    return ec2.create_customer_gateway(
        Type="ipsec.1", PublicIp="203.0.113.7", BgpAsn=65000
    )


@pytest.fixture
def transit(ec2: Any) -> Any:
    """Make a transit gateway."""
    return ec2.create_transit_gateway(Description="hub")


@pytest.fixture
def vpc(ec2: Any) -> Any:
    """Make a VPC with a subnet."""
    made = ec2.create_vpc(CidrBlock="10.1.0.0/16")
    made.create_subnet(CidrBlock="10.1.1.0/24")
    return made


@pytest.fixture
def attachment(transit: Any, vpc: Any) -> Any:
    """Attach the VPC to the transit gateway."""
    subnets = [subnet.id for subnet in vpc.subnets.all()]
    return transit.create_vpc_attachment(VpcId=vpc.id, SubnetIds=subnets)


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("ec2", **fake.client_arguments("ec2"))


def sent(fake: FakeAws, operation: str) -> dict[str, Any]:
    """Return what the last call of an operation sent."""
    return [c.params for c in fake.calls if c.operation == operation][-1]


def test_a_vpn_joins_two_gateways(ec2: Any, customer: Any) -> None:
    """A connection is made from the customer's gateway, and knows both its ends."""
    gateway = ec2.create_vpn_gateway(Type="ipsec.1")
    customer.create_vpn_connection(Type="ipsec.1", VpnGatewayId=gateway.vpn_gateway_id)
    (connection,) = ec2.vpn_connections.all()
    assert gateway == connection.vpn_gateway
    assert "203.0.113.7" == connection.customer_gateway.ip_address


def test_a_gateway_lists_its_vpns(fake: FakeAws, faked: Any) -> None:
    """Each sort of gateway asks for its own connections; moto knows no such filter."""
    connection = {"VpnConnectionId": "vpn-1", "State": "available"}
    fake.plant("ec2", "DescribeVpnConnections", {"VpnConnections": [connection]})
    for gateway, name in (
        (faked.CustomerGateway("cgw-1"), "customer-gateway-id"),
        (faked.VpnGateway("vgw-1"), "vpn-gateway-id"),
        (faked.TransitGateway("tgw-1"), "transit-gateway-id"),
    ):
        assert ["available"] == [vpn.state for vpn in gateway.vpn_connections.all()]
        (chosen,) = sent(fake, "DescribeVpnConnections")["Filters"]
        assert name == chosen["Name"]


def test_a_vpn_is_waited_for_and_deleted(ec2: Any, customer: Any) -> None:
    """botocore's waiters of the gateway and of the connection are the resources'."""
    gateway = ec2.create_vpn_gateway(Type="ipsec.1")
    customer.wait_until_available()
    connection = customer.create_vpn_connection(
        Type="ipsec.1", VpnGatewayId=gateway.vpn_gateway_id
    )
    connection.wait_until_available()
    connection.delete()
    connection.wait_until_deleted()
    assert "deleted" == ec2.VpnConnection(connection.id).state


def test_a_vpn_gateway_is_attached_to_a_vpc(ec2: Any, vpc: Any) -> None:
    """The VPC lists the gateways that are attached to it, from either side."""
    gateway = ec2.create_vpn_gateway(Type="ipsec.1")
    ec2.create_vpn_gateway(Type="ipsec.1")
    gateway.attach(VpcId=vpc.id)
    assert [gateway] == list(vpc.vpn_gateways.all())
    vpc.detach_vpn_gateway(VpnGatewayId=gateway.vpn_gateway_id)
    gateway.reload()
    assert ["detached"] == [a["State"] for a in gateway.vpc_attachments]


def test_a_transit_gateway_lists_what_is_attached(
    ec2: Any, transit: Any, vpc: Any, attachment: Any
) -> None:
    """Only its own attachments, each of its sort and among those of all sorts."""
    ec2.create_transit_gateway()
    assert [attachment] == list(transit.vpc_attachments.all())
    assert [attachment] == list(vpc.transit_gateway_attachments.all())
    assert (vpc, transit) == (attachment.vpc, attachment.transit_gateway)
    (general,) = transit.attachments.all()
    assert ("vpc", vpc.id) == (general.resource_type, general.resource_id)
    assert general == attachment.transit_gateway_attachment


def test_a_transit_gateway_is_waited_for(transit: Any, attachment: Any) -> None:
    """It, its attachments and tables are awaited, when made and when deleted."""
    transit.wait_until_available()
    attachment.wait_until_available()
    transit.create_route_table().wait_until_available()
    attachment.delete()
    attachment.wait_until_deleted()
    assert [] == list(transit.attachments.all())
    transit.delete()
    transit.wait_until_deleted()


def test_a_route_leads_to_an_attachment(transit: Any, attachment: Any) -> None:
    """A route table has routes, each found by its destination, changed and deleted."""
    table = transit.create_route_table()
    made = table.create_route(
        DestinationCidrBlock="10.1.0.0/16", TransitGatewayAttachmentId=attachment.id
    )
    table.create_route(DestinationCidrBlock="10.9.0.0/16", Blackhole=True)
    assert ["active", "blackhole"] == [route.state for route in table.routes.all()]
    assert "static" == table.Route("10.1.0.0/16").type
    made.delete()
    assert ["10.9.0.0/16"] == [r.destination_cidr_block for r in table.routes.all()]


def test_route_tables_are_associated_and_propagated(
    transit: Any, attachment: Any
) -> None:
    """Both are things of the route table that can be listed, read and undone."""
    table = transit.create_route_table()
    association = table.associate(TransitGatewayAttachmentId=attachment.id)
    propagation = table.enable_propagation(TransitGatewayAttachmentId=attachment.id)
    assert [association] == list(table.associations.all())
    assert [propagation] == list(table.propagations.all())
    assert "enabled" == table.Propagation(attachment.id).state
    assert attachment.id == association.transit_gateway_attachment.id
    propagation.disable()
    association.disassociate()
    assert [] == [*table.associations.all(), *table.propagations.all()]


def test_gateways_are_tagged(ec2: Any, transit: Any, customer: Any) -> None:
    """What has tags is tagged by its own id, one by one or all that are listed."""
    transit.create_tags(Tags=[{"Key": "team", "Value": "net"}])
    ec2.customer_gateways.create_tags(Tags=[{"Key": "team", "Value": "branch"}])
    transit.reload()
    customer.reload()
    assert [{"Key": "team", "Value": "net"}] == transit.tags
    assert [{"Key": "team", "Value": "branch"}] == customer.tags


def test_arns_are_the_owners(arns: None, ec2: Any, transit: Any, vpc: Any) -> None:
    """A VPC's attachment is its owner's; an ARN leads to an attachment of any sort."""
    assert transit.transit_gateway_arn == transit.arn
    data = {"TransitGatewayAttachmentId": "tgw-attach-1", "VpcOwnerId": "999999999999"}
    shared = ec2.TransitGatewayVpcAttachment("tgw-attach-1")
    shared.meta.data = data
    wanted = (
        "arn:aws:ec2:us-east-1:999999999999:transit-gateway-attachment/tgw-attach-1"
    )
    assert wanted == shared.arn
    found = boto3_extensions.resource_from_arn(wanted)
    assert ec2.TransitGatewayAttachment("tgw-attach-1") == found


def test_a_vpns_tunnels_are_chosen_by_their_address(fake: FakeAws, faked: Any) -> None:
    """AWS tells of tunnels within their connection; one is known by its address."""
    tunnels = [
        {"OutsideIpAddress": "192.0.2.1", "Status": "UP"},
        {"OutsideIpAddress": "192.0.2.2", "Status": "DOWN"},
    ]
    connection = {"VpnConnectionId": "vpn-1", "VgwTelemetry": tunnels}
    fake.plant("ec2", "DescribeVpnConnections", {"VpnConnections": [connection]})
    vpn = faked.VpnConnection("vpn-1")
    assert ["UP", "DOWN"] == [tunnel.status for tunnel in vpn.tunnels.all()]
    second = vpn.Tunnel("192.0.2.2")
    assert "DOWN" == second.status
    second.replace(ApplyPendingMaintenance=True)
    wanted = {"VpnConnectionId": "vpn-1", "VpnTunnelOutsideIpAddress": "192.0.2.2"}
    assert {**wanted, "ApplyPendingMaintenance": True} == sent(fake, "ReplaceVpnTunnel")


def test_an_address_range_comes_from_a_pool(fake: FakeAws, faked: Any) -> None:
    """An allocation knows its pool, without which AWS would not release it."""
    allocation = {"IpamPoolAllocationId": "ipam-pool-alloc-1", "Cidr": "10.0.0.0/24"}
    fake.plant("ec2", "AllocateIpamPoolCidr", {"IpamPoolAllocation": allocation})
    made = faked.IpamPool("ipam-pool-1").allocate_cidr(NetmaskLength=24)
    assert "10.0.0.0/24" == made.cidr
    made.release()
    wanted = {"IpamPoolId": "ipam-pool-1", "Cidr": "10.0.0.0/24"}
    wanted["IpamPoolAllocationId"] = "ipam-pool-alloc-1"
    assert wanted == sent(fake, "ReleaseIpamPoolAllocation")


def test_ipam_is_walked_from_the_top(arns: None, fake: FakeAws, faked: Any) -> None:
    """An IPAM lists its scopes, a scope its pools; their ARNs have no region."""
    arn = "arn:aws:ec2::999999999999:ipam-pool/ipam-pool-1"
    pool = {"IpamPoolId": "ipam-pool-1", "IpamPoolArn": arn}
    fake.plant("ec2", "DescribeIpamScopes", {"IpamScopes": [{"IpamScopeId": "s-1"}]})
    fake.plant("ec2", "DescribeIpamPools", {"IpamPools": [pool]})
    (scope,) = faked.Ipam("ipam-1").scopes.all()
    (found,) = scope.pools.all()
    assert arn == found.arn
    (chosen,) = sent(fake, "DescribeIpamPools")["Filters"]
    assert {"Name": "ipam-scope-id", "Values": ["s-1"]} == chosen
    session = boto3.Session(region_name="us-east-1")
    made = boto3_extensions.resource_from_arn(arn, session)
    assert "ipam-pool-1" == made.id


def test_a_client_vpn_has_routes_and_rules(fake: FakeAws, faked: Any) -> None:
    """A rule for all users has no group; a route is told by its subnet, too."""
    rule = {"DestinationCidr": "0.0.0.0/0", "GroupId": "", "AccessAll": True}
    route = {"DestinationCidr": "0.0.0.0/0", "TargetSubnet": "subnet-1"}
    answer = {"AuthorizationRules": [{**rule, "Description": "all"}]}
    fake.plant("ec2", "DescribeClientVpnAuthorizationRules", answer)
    fake.plant("ec2", "DescribeClientVpnRoutes", {"Routes": [route]})
    endpoint = faked.ClientVpnEndpoint("cvpn-1")
    rule_for_all = endpoint.AuthorizationRule("0.0.0.0/0")
    assert [rule_for_all] == list(endpoint.authorization_rules.all())
    assert rule_for_all == endpoint.AuthorizationRule("0.0.0.0/0", "")
    assert "all" == endpoint.AuthorizationRule("0.0.0.0/0", "").description
    (listed,) = endpoint.routes.all()
    assert faked.Subnet("subnet-1") == listed.subnet
    listed.delete()
    wanted = {"ClientVpnEndpointId": "cvpn-1", "DestinationCidrBlock": "0.0.0.0/0"}
    wanted["TargetVpcSubnetId"] = "subnet-1"
    assert wanted == sent(fake, "DeleteClientVpnRoute")


@pytest.mark.newer_botocore
def test_client_vpn_routes_to_a_transit_gateway_are_listed(fake: FakeAws) -> None:
    """Such a route has no subnet, and one to a subnet no attachment."""
    ec2 = boto3.resource("ec2", **fake.client_arguments("ec2"))
    to_subnet = {"DestinationCidr": "10.0.0.0/16", "TargetSubnet": "subnet-1"}
    to_gateway = {
        "DestinationCidr": "10.1.0.0/16",
        "TransitGatewayAttachmentId": "tgw-attach-1",
        "Status": {"Code": "active"},
    }
    routes = {"Routes": [to_subnet, to_gateway]}
    fake.plant("ec2", "DescribeClientVpnRoutes", routes)
    endpoint = ec2.ClientVpnEndpoint("cvpn-endpoint-1")

    (subnets,) = endpoint.routes.all()
    (gateways,) = endpoint.transit_gateway_routes.all()

    assert ("10.0.0.0/16", "subnet-1") == (
        subnets.destination_cidr,
        subnets.target_subnet,
    )
    assert endpoint.TransitGatewayRoute("10.1.0.0/16", "tgw-attach-1") == gateways
    gateways.load()
    assert {"Code": "active"} == gateways.status
    gateways.delete()
    (call,) = fake.calls_to("ec2", "DeleteClientVpnRoute")
    assert "10.1.0.0/16" == call.params["DestinationCidrBlock"]
