"""What users do with route53: zones, their records and tags, changes, health checks."""

from __future__ import annotations

from typing import Any

import boto3
import boto3.exceptions
import pytest

from fake_aws import FakeAws
from make_session import MakeSession


@pytest.fixture
def route53(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("route53")


@pytest.fixture
def zone(route53: Any) -> Any:
    """Make a zone."""
    return route53.create_hosted_zone(Name="example.com.", CallerReference="1")


def record(name: str, address: str, **routing: Any) -> dict[str, Any]:
    """Return a record set of one address."""
    records = [{"Value": address}]
    return {
        "Name": name,
        "Type": "A",
        "TTL": 300,
        "ResourceRecords": records,
        **routing,
    }


def add(zone: Any, *record_sets: dict[str, Any]) -> Any:
    """Put record sets into a zone; the change is the value."""
    changes = [{"Action": "CREATE", "ResourceRecordSet": one} for one in record_sets]
    return zone.change_resource_record_sets(ChangeBatch={"Changes": changes})


def test_zones_are_listed_with_all_that_is_known(route53: Any, zone: Any) -> None:
    """A zone is found in the list, and by its name."""
    assert [zone] == list(route53.hosted_zones.all())
    assert [zone] == list(route53.hosted_zones_by_name.filter(DNSName="example.com."))
    assert "example.com." == zone.name
    assert 4 == len(zone.get()["DelegationSet"]["NameServers"])


def test_a_zone_is_the_same_with_and_without_prefix(route53: Any, zone: Any) -> None:
    """AWS says /hostedzone/Z1, and takes Z1 as well."""
    assert zone.meta.data["Id"].startswith("/hostedzone/")
    prefixed = route53.HostedZone(zone.meta.data["Id"])
    assert zone == prefixed
    assert "example.com." == prefixed.name


def test_a_listed_zone_has_its_tags(route53: Any, zone: Any) -> None:
    """The prefix of an id is not in the way, though only here botocore leaves it."""
    zone.change_tags(AddTags=[{"Key": "team", "Value": "billing"}])
    prefixed = route53.HostedZone(f"/hostedzone/{zone.id}")
    for same in (zone, prefixed):
        assert [("team", "billing")] == [(t.key, t.value) for t in same.tags.all()]


def test_records_are_put_in_and_read(zone: Any) -> None:
    """A change can be waited for, and its record be loaded by name and type."""
    change = add(zone, record("www.example.com.", "192.0.2.1"))
    change.wait_until_changed()
    assert "INSYNC" == change.status
    found = zone.RecordSet("www.example.com.", "A")
    assert [{"Value": "192.0.2.1"}] == found.resource_records
    assert zone == found.HostedZone()


def test_records_are_all_of_a_zones(zone: Any) -> None:
    """Records are listed with their zone; 0.23.0's do not know it."""
    add(zone, record("www.example.com.", "192.0.2.1"))
    assert {"NS", "SOA", "A"} == {one.type for one in zone.record_sets.all()}
    assert {zone.id} == {one.hosted_zone_id for one in zone.record_sets.all()}
    assert {"NS", "SOA", "A"} == {one.type for one in zone.resource_record_sets.all()}


def test_a_record_is_deleted_as_it_is(zone: Any) -> None:
    """AWS wants the whole record to delete it, which the record has."""
    add(zone, record("www.example.com.", "192.0.2.1"))
    zone.RecordSet("www.example.com.", "A").delete()
    assert {"NS", "SOA"} == {one.type for one in zone.record_sets.all()}


def test_a_record_is_never_loaded_for_another(zone: Any) -> None:
    """Neither the next name, nor one of several weighted sets, is the record."""
    add(
        zone,
        record("b.example.com.", "192.0.2.1", Weight=1, SetIdentifier="one"),
        record("b.example.com.", "192.0.2.2", Weight=2, SetIdentifier="two"),
    )
    for name in ("a.example.com.", "b.example.com."):
        with pytest.raises(boto3.exceptions.ResourceLoadException):
            zone.RecordSet(name, "A").load()


def test_each_of_several_weighted_records_can_be_deleted(zone: Any) -> None:
    """A listed record has its set identifier."""
    add(
        zone,
        record("b.example.com.", "192.0.2.1", Weight=1, SetIdentifier="one"),
        record("b.example.com.", "192.0.2.2", Weight=2, SetIdentifier="two"),
    )
    listed = {one.set_identifier: one for one in zone.record_sets.all()}
    listed["two"].delete()
    assert {None, "one"} == {one.set_identifier for one in zone.record_sets.all()}


def test_a_private_zone_belongs_to_vpcs(route53: Any) -> None:
    """A zone lists its VPCs, and a VPC its zones, which complete themselves."""
    vpc = {"VPCRegion": "us-east-1", "VPCId": "vpc-1a2b3c4d"}
    route53.create_hosted_zone(
        Name="internal.",
        CallerReference="2",
        VPC=vpc,
        HostedZoneConfig={"PrivateZone": True},
    )
    found = list(route53.VPC("vpc-1a2b3c4d", "us-east-1").hosted_zones.all())
    assert ["2"] == [zone.caller_reference for zone in found]
    assert [route53.VPC("vpc-1a2b3c4d", "us-east-1")] == list(found[0].vpcs.all())


def test_a_health_check_is_made_tagged_and_deleted(route53: Any) -> None:
    """A health check has tags as a zone has."""
    check = route53.create_health_check(
        CallerReference="3",
        HealthCheckConfig={"Type": "TCP", "IPAddress": "192.0.2.1", "Port": 80},
    )
    check.change_tags(AddTags=[{"Key": "team", "Value": "billing"}])
    assert ["billing"] == [tag.value for tag in check.tags.all()]
    check.delete()
    assert [] == list(route53.health_checks.all())


def test_arns_have_neither_region_nor_account_nor_prefix(
    arns: None, route53: Any, zone: Any
) -> None:
    """The same ARN comes of the id with and without its prefix."""
    assert f"arn:aws:route53:::hostedzone/{zone.id}" == zone.arn
    assert zone.arn == route53.HostedZone(f"/hostedzone/{zone.id}").arn
    assert "arn:aws:route53:::healthcheck/h1" == route53.HealthCheck("h1").arn
    assert "arn:aws:route53:::change/C1" == route53.Change("/change/C1").arn


def test_a_zone_is_deleted(route53: Any, zone: Any) -> None:
    """Deleting answers with the change that carries it out."""
    zone.delete().wait_until_changed()
    assert [] == list(route53.hosted_zones.all())


@pytest.fixture
def fake_route53(fake: FakeAws) -> Any:
    """Return a resource on the fake AWS, for what moto lacks."""
    return boto3.resource("route53", **fake.client_arguments("route53"))


@pytest.mark.newer_botocore
def test_health_checks_are_listed_by_their_source(
    fake: FakeAws, fake_route53: Any
) -> None:
    """A source lists its health checks, and a health check knows its source."""
    config = {"Type": "TCP", "HealthCheckSourceId": "source"}
    check = {"Id": "check", "HealthCheckConfig": config}
    fake.plant(
        "route53",
        "ListHealthChecksBySource",
        {"HealthChecks": [check], "IsTruncated": False},
    )
    source = fake_route53.HealthCheckSource("source")
    (found,) = source.health_checks.all()
    assert fake_route53.HealthCheck("check") == found
    assert source == found.health_check_source


@pytest.mark.newer_botocore
def test_a_zone_has_a_history_of_its_changes(fake: FakeAws, fake_route53: Any) -> None:
    """A batch of changes is found by the id of the Change, whole and as a summary."""
    summary = {"ChangeId": "C1", "Comment": "move mail", "ChangeCount": 1}
    zone = fake_route53.HostedZone("Z1")
    fake.plant(
        "route53", "ListHostedZoneChangeBatches", {"ChangeBatchSummaries": [summary]}
    )
    (batch,) = zone.change_batches.all()
    assert ("C1", "move mail") == (batch.id, batch.comment)
    assert "ChangeBatch" in batch.get()
    (call,) = fake.calls_to("route53", "GetHostedZoneChangeBatch")
    assert {"HostedZoneId": "Z1", "ChangeId": "C1"} == call.params
