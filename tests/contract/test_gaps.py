"""What boto3 or a bare operation leaves short, and a user would take for done."""

from __future__ import annotations

from typing import Any

import boto3

from fake_aws import FakeAws

DIMENSIONS = [{"Name": "AutoScalingGroupName", "Value": "a"}]


def resource(fake: FakeAws, service: str) -> Any:
    """Return a service of the fake AWS."""
    return boto3.resource(service, **fake.client_arguments(service))


def test_an_alarms_metric_has_the_alarms_dimensions(fake: FakeAws) -> None:
    """Without a call; what it is and what identifies it stays boto3's."""
    alarm = {
        "AlarmName": "x",
        "MetricName": "CPU",
        "Namespace": "AWS/EC2",
        "Dimensions": DIMENSIONS,
    }
    fake.plant("cloudwatch", "DescribeAlarms", {"MetricAlarms": [alarm]})
    cloudwatch = resource(fake, "cloudwatch")
    (found,) = cloudwatch.alarms.all()
    assert DIMENSIONS == found.metric.dimensions
    assert cloudwatch.Metric("AWS/EC2", "CPU") == found.metric
    assert 1 == len(fake.calls)


def test_an_alarm_of_an_expression_has_no_metric(fake: FakeAws) -> None:
    """As in boto3."""
    fake.plant("cloudwatch", "DescribeAlarms", {"MetricAlarms": [{"AlarmName": "x"}]})
    (found,) = resource(fake, "cloudwatch").alarms.all()
    assert found.metric is None


def test_a_type_of_inventory_is_deleted_or_its_data(fake: FakeAws) -> None:
    """AWS deletes the data alone, unless told to delete the type."""
    kind = resource(fake, "ssm").InventoryType("Custom:Rack")
    kind.delete()
    kind.delete_data()
    first, second = [call.params for call in fake.calls]
    assert ("Custom:Rack", "DeleteSchema") == (
        first["TypeName"],
        first["SchemaDeleteOption"],
    )
    assert "SchemaDeleteOption" not in second


def route_table(fake: FakeAws) -> Any:
    """Return a route table with a route of each kind."""
    routes = [
        {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"},
        {"DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw-1"},
        {"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1"},
    ]
    table = {"RouteTableId": "rtb-1", "Routes": routes}
    fake.plant("ec2", "DescribeRouteTables", {"RouteTables": [table]})
    return resource(fake, "ec2").RouteTable("rtb-1")


def test_routes_to_ipv6_addresses_and_prefix_lists_are_listed(fake: FakeAws) -> None:
    """Under names of their own: boto3's routes are those to IPv4 addresses."""
    table = route_table(fake)
    (ipv4,) = table.routes
    (ipv6,) = table.ipv6_routes.all()
    (prefixes,) = table.prefix_list_routes.all()
    assert "10.0.0.0/16" == ipv4.destination_cidr_block
    assert ("::/0", "igw-1") == (ipv6.destination_ipv6_cidr_block, ipv6.gateway_id)
    assert ("pl-1", "vpce-1") == (
        prefixes.destination_prefix_list_id,
        prefixes.gateway_id,
    )
    assert table.Ipv6Route("::/0") == ipv6
    assert "igw-1" == table.Ipv6Route("::/0").gateway_id


def test_routes_of_every_kind_are_deleted(fake: FakeAws) -> None:
    """Each by what identifies it, and any of them by the table."""
    table = route_table(fake)
    table.Ipv6Route("::/0").delete()
    table.PrefixListRoute("pl-1").delete()
    table.delete_route(DestinationCidrBlock="10.1.0.0/16")
    assert [
        {"RouteTableId": "rtb-1", "DestinationIpv6CidrBlock": "::/0"},
        {"RouteTableId": "rtb-1", "DestinationPrefixListId": "pl-1"},
        {"RouteTableId": "rtb-1", "DestinationCidrBlock": "10.1.0.0/16"},
    ] == [call.params for call in fake.calls]


def test_an_object_version_can_be_loaded(fake: FakeAws) -> None:
    """By HeadObject, with its id, at most once."""
    answer = {"ContentLength": 3, "ETag": '"e"', "VersionId": "v", "ContentType": "t"}
    fake.plant("s3", "HeadObject", answer)
    version = resource(fake, "s3").ObjectVersion("b", "k", "v")
    assert (3, '"e"', "k", "STANDARD") == (
        version.size,
        version.e_tag,
        version.key,
        version.storage_class,
    )
    assert "t" == version.content_type
    (call,) = fake.calls
    assert {"Bucket": "b", "Key": "k", "VersionId": "v"} == call.params


def test_actions_of_boto3_leave_an_object_version_its_data(fake: FakeAws) -> None:
    """As in boto3, which has no way to load it again."""
    listed = [{"Key": "k", "VersionId": "v", "Size": 7}]
    answer = {"Name": "b", "Versions": listed, "IsTruncated": False}
    fake.plant("s3", "ListObjectVersions", answer)
    (version,) = resource(fake, "s3").Bucket("b").object_versions.all()
    version.delete()
    assert 7 == version.size
    assert ["ListObjectVersions", "DeleteObject"] == [c.operation for c in fake.calls]


def test_delete_markers_are_told_from_versions(fake: FakeAws) -> None:
    """boto3's object_versions has both."""
    answer = {
        "Name": "b",
        "Versions": [{"Key": "k", "VersionId": "v"}],
        "DeleteMarkers": [{"Key": "k", "VersionId": "d"}],
        "IsTruncated": False,
    }
    fake.plant("s3", "ListObjectVersions", answer)
    bucket = resource(fake, "s3").Bucket("b")
    assert ["v"] == [one.id for one in bucket.versions.all()]
    assert ["d"] == [one.id for one in bucket.delete_markers.all()]
    assert {"v", "d"} == {one.id for one in bucket.object_versions.all()}


def test_a_block_of_either_kind_is_returned_when_it_is_associated(
    fake: FakeAws,
) -> None:
    """One operation associates IPv4 and IPv6 addresses."""
    told = {"AssociationId": "a-6", "Ipv6CidrBlock": "2001:db8::/56"}
    fake.plant("ec2", "AssociateVpcCidrBlock", {"Ipv6CidrBlockAssociation": told})
    vpc = resource(fake, "ec2").Vpc("vpc-1")
    made = vpc.associate_cidr_block(AmazonProvidedIpv6CidrBlock=True)
    assert ("VpcIpv6CidrBlockAssociation", "a-6") == (
        made.meta.resource_model.name,
        made.id,
    )
    assert "2001:db8::/56" == made.ipv6_cidr_block


def test_an_answer_without_what_was_made_is_returned_itself(fake: FakeAws) -> None:
    """It may tell all the same what has been done."""
    fake.plant("ec2", "AssociateVpcCidrBlock", {"VpcId": "vpc-1"})
    vpc = resource(fake, "ec2").Vpc("vpc-1")
    assert "vpc-1" == vpc.associate_cidr_block(CidrBlock="10.1.0.0/16")["VpcId"]


def test_boto3s_own_action_returns_what_it_returns(fake: FakeAws) -> None:
    """Of a route to IPv6 addresses that is nothing."""
    table = resource(fake, "ec2").RouteTable("rtb-1")
    assert {} == table.create_route(DestinationIpv6CidrBlock="::/0", GatewayId="igw-1")
    made = table.create_ipv6_route(DestinationIpv6CidrBlock="::/0", GatewayId="igw-1")
    assert table.Ipv6Route("::/0") == made
