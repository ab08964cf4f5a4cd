"""Resources of ec2 that moto can make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto_inventory.making import CALLS, MAKERS, Aws, Call, Made, Maker, makes

CALLS.update(
    {
        "ec2.ManagedPrefixList": Call(
            "create_managed_prefix_list",
            {"PrefixListName": "list", "MaxEntries": 1, "AddressFamily": "IPv4"},
            "PrefixList.PrefixListId",
            "PrefixList.PrefixListArn",
        ),
    }
)


# ec2, as far as moto's tagging service tells of it.

EC2: dict[str, Callable[[Aws], tuple[str, str, dict[str, Any]]]] = {
    "CustomerGateway": lambda aws: (
        "create_customer_gateway",
        "CustomerGateway.CustomerGatewayId",
        {"Type": "ipsec.1", "PublicIp": "198.51.100.1", "BgpAsn": 65000},
    ),
    "Image": lambda aws: (
        "create_image",
        "ImageId",
        {"InstanceId": aws.instance, "Name": "image"},
    ),
    "InternetGateway": lambda aws: (
        "create_internet_gateway",
        "InternetGateway.InternetGatewayId",
        {},
    ),
    "Instance": lambda aws: (
        "run_instances",
        "Instances[0].InstanceId",
        {"ImageId": aws.image, "MinCount": 1, "MaxCount": 1},
    ),
    "NatGateway": lambda aws: (
        "create_nat_gateway",
        "NatGateway.NatGatewayId",
        {"SubnetId": aws.subnets[0], "ConnectivityType": "private"},
    ),
    "NetworkInterface": lambda aws: (
        "create_network_interface",
        "NetworkInterface.NetworkInterfaceId",
        {"SubnetId": aws.subnets[0]},
    ),
    "RouteTable": lambda aws: (
        "create_route_table",
        "RouteTable.RouteTableId",
        {"VpcId": aws.vpc},
    ),
    "SecurityGroup": lambda aws: (
        "create_security_group",
        "GroupId",
        {"GroupName": "group", "Description": "d", "VpcId": aws.vpc},
    ),
    "Snapshot": lambda aws: ("create_snapshot", "SnapshotId", {"VolumeId": aws.volume}),
    "Subnet": lambda aws: (
        "create_subnet",
        "Subnet.SubnetId",
        {"VpcId": aws.vpc, "CidrBlock": "10.9.9.0/24"},
    ),
    "TransitGateway": lambda aws: (
        "create_transit_gateway",
        "TransitGateway.TransitGatewayId",
        {},
    ),
    "Volume": lambda aws: (
        "create_volume",
        "VolumeId",
        {"AvailabilityZone": "us-east-1a", "Size": 1},
    ),
    "Vpc": lambda aws: ("create_vpc", "Vpc.VpcId", {"CidrBlock": "10.8.0.0/16"}),
    "VpcPeeringConnection": lambda aws: (
        "create_vpc_peering_connection",
        "VpcPeeringConnection.VpcPeeringConnectionId",
        {"VpcId": aws.vpc, "PeerVpcId": aws.vpc},
    ),
}


def _of_ec2(
    parameters: Callable[[Aws], tuple[str, str, dict[str, Any]]],
) -> Maker:
    def maker(aws: Aws) -> Made:
        operation, path, given = parameters(aws)
        return aws.ec2(operation, path, **given)

    return maker


MAKERS.update({f"ec2.{kind}": _of_ec2(parameters) for kind, parameters in EC2.items()})


@makes("ec2.FlowLog")
def _(aws: Aws) -> Made:
    aws.client("s3").create_bucket(Bucket="flow-logs")
    return aws.ec2(
        "create_flow_logs",
        "FlowLogIds[0]",
        ResourceIds=[aws.vpc],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination="arn:aws:s3:::flow-logs",
    )


@makes("ec2.PrefixList")
def _(aws: Aws) -> Made:
    lists = aws.client("ec2").describe_managed_prefix_lists()["PrefixLists"]
    awss = next(one for one in lists if one["OwnerId"] == "AWS")
    return Made([awss["PrefixListId"]], awss["PrefixListArn"])


@makes("ec2.SpotInstanceRequest")
def _(aws: Aws) -> Made:
    return aws.ec2(
        "request_spot_instances",
        "SpotInstanceRequests[0].SpotInstanceRequestId",
        LaunchSpecification={"ImageId": aws.image, "InstanceType": "t2.micro"},
    )
