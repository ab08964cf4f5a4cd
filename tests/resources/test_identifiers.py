"""An identifier is bare, with AWS's prefix or without, and a list makes a tuple."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws

TAG = {"Key": "team", "Value": "billing"}


@pytest.fixture
def route53(session: Any) -> Any:
    """Make the service resource whose ids AWS gives prefixes."""
    return session().resource("route53")


def test_an_id_from_an_answer_is_bare(route53: Any) -> None:
    """AWS answers with /hostedzone/Z1."""
    zone = route53.create_hosted_zone(Name="example.com.", CallerReference="1")
    assert "/hostedzone/" + zone.id == zone.meta.data["Id"]


def test_a_listed_zone_is_the_same_as_one_made_by_its_id(route53: Any) -> None:
    """Equality and hash go by the bare id."""
    made = route53.create_hosted_zone(Name="example.com.", CallerReference="1")
    (listed,) = route53.hosted_zones.all()
    assert {route53.HostedZone(made.id)} == {listed, route53.HostedZone(listed.id)}


def test_an_id_may_be_given_with_its_prefix(route53: Any) -> None:
    """Code that kept what a client answered goes on working."""
    assert route53.HostedZone("Z1") == route53.HostedZone("/hostedzone/Z1")
    assert (
        "Z1" == route53.RecordSet("/hostedzone/Z1", "a.example.com", "A").hosted_zone_id
    )


@pytest.mark.newer_botocore
def test_an_arn_may_stand_before_a_name(fake: FakeAws) -> None:
    """cloudwatch lists mute rules by their ARNs, and takes their names."""
    arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm-mute-rule:nights"
    fake.plant(
        "cloudwatch",
        "ListAlarmMuteRules",
        {"AlarmMuteRuleSummaries": [{"AlarmMuteRuleArn": arn}]},
    )
    cloudwatch = boto3.resource("cloudwatch", **fake.client_arguments("cloudwatch"))
    (rule,) = cloudwatch.alarm_mute_rules.all()
    assert cloudwatch.AlarmMuteRule("nights") == rule


def test_tags_of_a_listed_zone_are_found(route53: Any) -> None:
    """AWS takes only the bare id for them."""
    zone = route53.create_hosted_zone(Name="example.com.", CallerReference="1")
    zone.change_tags(AddTags=[TAG])
    (listed,) = route53.hosted_zones.all()
    assert ["billing"] == [tag.value for tag in listed.tags.all()]


def test_clients_are_left_alone(route53: Any) -> None:
    """What the client answers is what AWS says."""
    route53.create_hosted_zone(Name="example.com.", CallerReference="1")
    (zone,) = route53.meta.client.list_hosted_zones()["HostedZones"]
    assert zone["Id"].startswith("/hostedzone/")


def test_what_is_no_string_is_left_for_botocore_to_refuse(route53: Any) -> None:
    """A wrong type gets botocore's own message."""
    assert 1 == route53.HostedZone(1).id


def test_nothing_is_taken_off_once_the_patch_is_undone(route53: Any) -> None:
    """Like all else of this package, this ends with unpatch()."""
    boto3_extensions.unpatch()
    try:
        assert "/hostedzone/Z1" == route53.HostedZone("/hostedzone/Z1").id
    finally:
        boto3_extensions.patch()


def test_a_list_of_values_is_one_identifier(session: Any) -> None:
    """A partition is equal to itself, and can be in a set."""
    table = session().resource("glue").Database("sales").Table("orders")
    values = ["2026", "11"]
    assert {table.Partition(("2026", "11"))} == {table.Partition(values)}
    assert ("2026", "11") == table.Partition(values).values
    assert ["2026", "11"] == values
