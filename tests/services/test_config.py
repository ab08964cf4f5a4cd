"""AWS Config as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

ROLE = "arn:aws:iam::123456789012:role/config"
INSTANCES = "AWS::EC2::Instance"


@pytest.fixture
def config(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("config")


@pytest.fixture
def planted(fake: FakeAws) -> Any:
    """Make the service resource on the fake."""
    return boto3.resource("config", **fake.client_arguments("config"))


@pytest.fixture
def recorder(config: Any) -> Any:
    """Make the account's recorder, which AWS calls so without a name."""
    return config.put_configuration_recorder(
        ConfigurationRecorder={"name": "default", "roleARN": ROLE}
    )


def test_a_recorder_records(session: MakeSession, config: Any, recorder: Any) -> None:
    """It delivers to a channel, starts, tells its status and stops."""
    session().resource("s3").create_bucket(Bucket="shop-history")
    channel = config.put_delivery_channel(
        DeliveryChannel={"name": "default", "s3BucketName": "shop-history"}
    )
    assert channel == config.DeliveryChannel("default")
    assert channel.resource("s3_bucket_name").name == "shop-history"
    recorder.start()
    assert recorder.Status().recording
    recorder.stop()
    assert not recorder.Status().recording


def test_a_recorder_without_a_name_is_the_default(fake: FakeAws, planted: Any) -> None:
    """AWS answers nothing, and documents the name that it gives."""
    made = planted.put_configuration_recorder(ConfigurationRecorder={"roleARN": ROLE})
    assert planted.ConfigurationRecorder("default") == made
    (call,) = fake.calls_to("config", "PutConfigurationRecorder")
    assert {"ConfigurationRecorder": {"roleARN": ROLE}} == call.params


def test_recorders_of_services_are_listed(fake: FakeAws, planted: Any) -> None:
    """Without a name AWS describes the account's own alone, so all are listed."""
    start = "arn:aws:config:us-east-1:123456789012:configuration-recorder"
    items = [
        {"name": name, "arn": f"{start}/{name}/1", "recordingScope": "INTERNAL"}
        for name in ("default", "AWSConfigurationRecorderForHub_1")
    ]
    answer = {"ConfigurationRecorderSummaries": items}
    fake.plant("config", "ListConfigurationRecorders", answer)
    described = {"ConfigurationRecorders": [{"name": "default", "roleARN": ROLE}]}
    fake.plant("config", "DescribeConfigurationRecorders", described)
    own, linked = planted.configuration_recorders.all()
    assert (ROLE, f"{start}/{linked.name}/1") == (own.role_arn, linked.arn)
    (call,) = fake.calls_to("config", "DescribeConfigurationRecorders")
    assert {"ConfigurationRecorderNames": ["default"]} == call.params


def test_a_rule_is_put_tagged_and_deleted(
    arns: None, config: Any, recorder: Any
) -> None:
    """A rule is known by its name; its ARN has an id that AWS makes up."""
    source = {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"}
    rule = config.put_config_rule(
        ConfigRule={
            "ConfigRuleName": "versioned",
            "Source": source,
            "Scope": {"ComplianceResourceTypes": ["AWS::S3::Bucket"]},
        }
    )
    assert [rule] == list(config.config_rules.all())
    assert rule.config_rule_id in rule.arn
    rule.tag(Tags=[{"Key": "team", "Value": "shop"}])
    assert [{"Key": "team", "Value": "shop"}] == rule.list_tags()["Tags"]
    rule.delete()


def test_resources_are_told_by_their_types(fake: FakeAws, planted: Any) -> None:
    """What AWS Config found is counted by type; ids are unique within one."""
    counts = [{"resourceType": INSTANCES, "count": 1}]
    fake.plant("config", "GetDiscoveredResourceCounts", {"resourceCounts": counts})
    found = [{"resourceType": INSTANCES, "resourceId": "i-1"}]
    fake.plant("config", "ListDiscoveredResources", {"resourceIdentifiers": found})
    (kind,) = planted.resource_types.all()
    kind.discovered_resources.all().get_config()
    (call,) = fake.calls_to("config", "BatchGetResourceConfig")
    assert {
        "resourceKeys": [{"resourceType": INSTANCES, "resourceId": "i-1"}]
    } == call.params


def test_a_rule_is_somebody_elses_in_a_member_account(planted: Any) -> None:
    """The rule of an organization is another rule in each account, of another name."""
    status = planted.OrganizationConfigRule("all").MemberAccountStatus("222233334444")
    assert not hasattr(status, "config_rule")
    assert (
        "OrganizationConfigRule" == type(status.OrganizationConfigRule()).__name__[7:]
    )
