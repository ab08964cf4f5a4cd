"""What users do with VPCs beyond boto3: gateways, endpoints, addresses, rules, logs.

moto has most of it; what it lacks is asked of the fake AWS, which shows what is sent
and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

ACCOUNT = "123456789012"
ARN = f"arn:aws:ec2:us-east-1:{ACCOUNT}:"


@pytest.fixture
def ec2(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("ec2")


@pytest.fixture
def vpc(ec2: Any) -> Any:
    """Make a VPC."""
    return ec2.create_vpc(CidrBlock="10.0.0.0/16")


@pytest.fixture
def subnet(vpc: Any) -> Any:
    """Make a subnet of the VPC."""
    return vpc.create_subnet(CidrBlock="10.0.1.0/24")


def test_a_vpc_has_endpoints(arns: None, ec2: Any, vpc: Any, subnet: Any) -> None:
    """An endpoint is made in a VPC, found there, leads to what it joins, and goes."""
    service = "com.amazonaws.us-east-1.ssm"
    made = vpc.create_endpoint(
        ServiceName=service, VpcEndpointType="Interface", SubnetIds=[subnet.id]
    )

    (endpoint,) = vpc.endpoints.all()

    assert made == endpoint
    assert "available" == ec2.VpcEndpoint(endpoint.id).state
    assert (vpc, [subnet]) == (endpoint.vpc, endpoint.subnets)
    assert ec2.VpcEndpointService(service) == endpoint.service
    assert f"{ARN}vpc-endpoint/{endpoint.id}" == endpoint.arn
    vpc.endpoints.delete()
    assert not [e for e in vpc.endpoints.all() if e.state == "available"]


def test_a_nat_gateway_has_addresses_and_a_subnet(
    arns: None, ec2: Any, vpc: Any, subnet: Any
) -> None:
    """A NAT gateway is waited for, and is one of its VPC's and of its subnet's."""
    address = ec2.allocate_address(Domain="vpc")
    gateway = subnet.create_nat_gateway(AllocationId=address.allocation_id)

    gateway.wait_until_available()

    assert ([gateway], [gateway]) == (
        list(vpc.nat_gateways.all()),
        list(subnet.nat_gateways.all()),
    )
    assert (vpc, subnet, [address]) == (
        gateway.vpc,
        gateway.subnet,
        gateway.elastic_ips,
    )
    assert f"{ARN}natgateway/{gateway.id}" == gateway.arn
    gateway.delete()
    gateway.wait_until_deleted()
    assert "deleted" == gateway.state


def test_an_elastic_ip_is_of_what_it_was_associated_with(
    arns: None, ec2: Any, subnet: Any
) -> None:
    """An address is known by its allocation id, whatever it is associated with."""
    interface = subnet.create_network_interface()
    address = ec2.allocate_address(Domain="vpc")
    assert address in list(ec2.elastic_ips.all())

    association = address.associate(NetworkInterfaceId=interface.id)
    address.load()

    assert (interface, association) == (address.network_interface, address.association)
    assert [address] == list(interface.elastic_ips.all())
    assert f"{ARN}elastic-ip/{address.allocation_id}" == address.arn
    address.disassociate()
    address.release()
    assert [] == list(ec2.elastic_ips.all())


def test_flow_logs_are_of_what_they_watch(
    arns: None, session: MakeSession, ec2: Any, vpc: Any
) -> None:
    """One call makes the flow logs of one VPC, or of many, and another deletes them."""
    for bucket in ("first", "second"):
        session().resource("s3").create_bucket(Bucket=bucket)
    (made,) = vpc.create_flow_logs(
        TrafficType="REJECT",
        LogDestinationType="s3",
        LogDestination="arn:aws:s3:::first",
    )
    assert "REJECT" == made.traffic_type
    assert f"{ARN}vpc-flow-log/{made.flow_log_id}" == made.arn

    ec2.vpcs.filter(VpcIds=[vpc.id]).create_flow_logs(
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination="arn:aws:s3:::second",
    )

    assert {"ALL", "REJECT"} == {log.traffic_type for log in vpc.flow_logs.all()}
    vpc.flow_logs.delete()
    assert [] == list(ec2.flow_logs.all())


@pytest.mark.parametrize(
    ("collection", "operation", "listed", "identifier"),
    [
        ("vpcs", "DescribeVpcs", "Vpcs", "VpcId"),
        ("subnets", "DescribeSubnets", "Subnets", "SubnetId"),
        (
            "network_interfaces",
            "DescribeNetworkInterfaces",
            "NetworkInterfaces",
            "NetworkInterfaceId",
        ),
    ],
)
def test_flow_logs_are_made_for_three_hundred_at_a_time(
    fake: FakeAws, collection: str, operation: str, listed: str, identifier: str
) -> None:
    """AWS's model speaks of 25, which is for transit gateways alone."""
    things = [{identifier: f"id-{number}"} for number in range(301)]
    fake.plant("ec2", operation, {listed: things})
    faked: Any = boto3.resource("ec2", **fake.client_arguments("ec2"))
    getattr(faked, collection).create_flow_logs(TrafficType="ALL")
    calls = fake.calls_to("ec2", "CreateFlowLogs")
    assert [300, 1] == [len(call.params["ResourceIds"]) for call in calls]


def test_a_security_group_has_rules(arns: None, ec2: Any, vpc: Any) -> None:
    """A rule is a thing of its own, with an ARN, and can be taken from its group."""
    group = vpc.create_security_group(GroupName="web", Description="web")
    group.authorize_ingress(
        IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="0.0.0.0/0"
    )

    (rule,) = [rule for rule in group.rules.all() if not rule.is_egress]

    assert 443 == ec2.SecurityGroupRule(rule.id).from_port
    assert (group, vpc) == (rule.security_group, group.vpc)
    assert f"{ARN}security-group-rule/{rule.id}" == rule.arn
    rule.revoke_ingress()
    assert rule not in list(group.rules.all())


def test_a_prefix_list_has_entries(arns: None, ec2: Any) -> None:
    """Entries of a managed prefix list are told apart by their CIDR blocks."""
    offices = ec2.create_managed_prefix_list(
        PrefixListName="offices",
        MaxEntries=5,
        AddressFamily="IPv4",
        Entries=[{"Cidr": "192.0.2.0/24", "Description": "Vienna"}],
    )
    offices.modify(
        CurrentVersion=offices.version,
        AddEntries=[{"Cidr": "198.51.100.0/24", "Description": "Graz"}],
    )

    cidrs = {entry.cidr for entry in offices.entries.all()}

    assert {"192.0.2.0/24", "198.51.100.0/24"} == cidrs
    assert "Graz" == offices.Entry("198.51.100.0/24").description
    assert f"{ARN}prefix-list/{offices.id}" == offices.arn
    assert offices in list(ec2.managed_prefix_lists.all())
    offices.delete()
    offices.load()
    assert "delete-complete" == offices.state


def test_a_vpc_may_have_more_than_one_cidr_block(vpc: Any) -> None:
    """What was associated can be disassociated without knowing whose it was."""
    added = vpc.associate_cidr_block(CidrBlock="10.1.0.0/16")

    assert "10.1.0.0/16" == added.cidr_block
    assert {"10.0.0.0/16", "10.1.0.0/16"} == {
        block.cidr_block for block in vpc.cidr_block_associations.all()
    }
    added.disassociate()
    added.load()
    assert "disassociated" == added.cidr_block_state["State"]


def test_ipv6_blocks_are_associated_by_the_same_operation(vpc: Any) -> None:
    """Either action returns whichever of the two kinds of block AWS has made."""
    block = vpc.associate_ipv6_cidr_block(AmazonProvidedIpv6CidrBlock=True)

    block.load()
    assert "associated" == block.ipv6_cidr_block_state["State"]
    assert [block] == list(vpc.ipv6_cidr_block_associations.all())
    other = vpc.associate_ipv6_cidr_block(CidrBlock="10.1.0.0/16")
    assert "10.1.0.0/16" == other.cidr_block


def test_gateways_of_a_vpc_are_tagged(arns: None, ec2: Any, vpc: Any) -> None:
    """Tags come and go one by one, or for a whole collection at once."""
    egress = vpc.create_egress_only_internet_gateway()
    carrier = vpc.create_carrier_gateway()

    egress.create_tags(Tags=[{"Key": "team", "Value": "net"}])
    vpc.carrier_gateways.create_tags(Tags=[{"Key": "team", "Value": "net"}])

    for gateway in (egress, carrier):
        gateway.load()
        assert [{"Key": "team", "Value": "net"}] == gateway.tags
        gateway.delete_tags(Tags=[{"Key": "team"}])
        gateway.load()
        assert not gateway.tags
    assert (vpc, vpc) == (egress.vpc, carrier.vpc)
    assert f"{ARN}egress-only-internet-gateway/{egress.id}" == egress.arn
    assert f"{ARN}carrier-gateway/{carrier.id}" == carrier.arn


def test_a_subnet_keeps_addresses_back(ec2: Any, subnet: Any) -> None:
    """A reservation needs nothing but its id to be deleted."""
    made = subnet.create_cidr_reservation(Cidr="10.0.1.16/28", ReservationType="prefix")

    (reservation,) = subnet.ipv4_cidr_reservations.all()

    assert ("10.0.1.16/28", subnet) == (reservation.cidr, reservation.subnet)
    ec2.SubnetCidrReservation(made.id).delete()
    assert [] == list(subnet.ipv4_cidr_reservations.all())


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("ec2", **fake.client_arguments("ec2"))


def test_a_security_group_of_elsewhere_completes_itself(
    fake: FakeAws, faked: Any
) -> None:
    """The groups that may be used in a VPC are listed without the VPC they are of."""
    summary = {"GroupId": "sg-1", "GroupName": "shared", "PrimaryVpcId": "vpc-2"}
    whole = {"GroupId": "sg-1", "GroupName": "shared", "VpcId": "vpc-2"}
    groups = {"SecurityGroupForVpcs": [summary]}
    fake.plant("ec2", "GetSecurityGroupsForVpc", groups)
    fake.plant("ec2", "DescribeSecurityGroups", {"SecurityGroups": [whole]})

    (group,) = faked.Vpc("vpc-1").usable_security_groups.all()

    assert "shared" == group.group_name
    assert [] == fake.calls_to("ec2", "DescribeSecurityGroups")
    assert "vpc-2" == group.vpc_id
    assert 1 == len(fake.calls_to("ec2", "DescribeSecurityGroups"))


def test_an_endpoint_is_let_in(fake: FakeAws, faked: Any) -> None:
    """A connection is accepted by the service and the endpoint that it is between."""
    connection = {
        "VpcEndpointConnectionId": "vpce-conn-1",
        "ServiceId": "vpce-svc-1",
        "VpcEndpointId": "vpce-1",
    }
    other = {**connection, "VpcEndpointConnectionId": "vpce-conn-0"}
    answer = {"VpcEndpointConnections": [other, connection]}
    fake.plant("ec2", "DescribeVpcEndpointConnections", answer)

    faked.VpcEndpointConnection("vpce-conn-1").accept()

    (call,) = fake.calls_to("ec2", "AcceptVpcEndpointConnections")
    assert {"ServiceId": "vpce-svc-1", "VpcEndpointIds": ["vpce-1"]} == call.params
