"""IoT Core as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:iot:us-east-1:123456789012"
DOCUMENT = '{"Version": "2012-10-17", "Statement": []}'


@pytest.fixture
def iot(session: MakeSession) -> Any:
    """Make the service resource, on moto."""
    return session().resource("iot")


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource, on the fake AWS."""
    return boto3.resource("iot", **fake.client_arguments("iot"))


@pytest.fixture
def lamp(iot: Any) -> Any:
    """Make a thing of a type."""
    iot.create_thing_type(thingTypeName="light")
    return iot.create_thing(thingName="lamp", thingTypeName="light")


def test_a_thing_is_made_listed_and_deleted(iot: Any, lamp: Any) -> None:
    """A thing is known by its name, and leads to its type."""
    assert [lamp] == list(iot.things.all())
    assert iot.ThingType("light") == lamp.thing_type
    lamp.update(attributePayload={"attributes": {"room": "hall"}})
    lamp.reload()
    assert {"room": "hall"} == lamp.attributes
    lamp.delete()
    assert [] == list(iot.things.all())


def test_things_are_in_groups(iot: Any, lamp: Any) -> None:
    """What is added to a group is listed by it, and lists it."""
    hall = iot.create_thing_group(thingGroupName="hall")
    hall.add_thing(thingName="lamp")
    assert [lamp] == list(hall.things.all())
    assert [hall] == list(lamp.groups.all())
    lamp.remove_from_thing_group(thingGroupName="hall")
    assert [] == list(hall.things.all())


def test_groups_are_in_groups(iot: Any) -> None:
    """Those within a group are listed by it."""
    house = iot.create_thing_group(thingGroupName="house")
    hall = iot.create_thing_group(thingGroupName="hall", parentGroupName="house")
    assert [hall] == list(house.thing_groups.all())


def test_a_certificate_lets_a_thing_in(arns: None, iot: Any, lamp: Any) -> None:
    """A device has a certificate, which has policies, and is one of its things'."""
    certificate = iot.create_keys_and_certificate(setAsActive=True)
    policy = iot.create_policy(policyName="connect", policyDocument=DOCUMENT)
    attached = lamp.attach_principal(principal=certificate.arn)
    certificate.attach_policy(policyName="connect")
    assert [attached] == list(lamp.principals.all())
    assert [lamp] == list(certificate.things.all())
    assert [policy] == list(certificate.attached_policies.all())
    (target,) = policy.targets.all()
    target.detach()
    attached.detach()
    assert [] == list(certificate.attached_policies.all())
    assert [] == list(lamp.principals.all())


def test_a_policy_has_versions(iot: Any) -> None:
    """A version becomes the default."""
    policy = iot.create_policy(policyName="connect", policyDocument=DOCUMENT)
    second = policy.create_version(policyDocument=DOCUMENT)
    second.set_default()
    assert {policy.Version("1"), second} == set(policy.versions.all())
    policy.reload()
    assert second.id == policy.default_version_id


def test_a_topic_rule_is_turned_off(arns: None, iot: Any) -> None:
    """A rule is made, disabled and told by its ARN."""
    rule = iot.create_topic_rule(
        ruleName="save",
        topicRulePayload={
            "sql": "SELECT * FROM 'lamps'",
            "actions": [{"s3": {"roleArn": "r", "bucketName": "lamps", "key": "k"}}],
        },
    )
    rule.disable()
    rule.reload()
    assert rule.rule_disabled
    (bucket,) = rule.resource("actions.s3.bucket_name")
    assert "lamps" == bucket.name
    assert rule.arn == boto3_extensions.resource_from_arn(f"{START}:rule/save").arn


def test_executions_of_a_job_are_of_things(faked: Any, fake: FakeAws) -> None:
    """AWS tells the thing's ARN in the one list and nothing of it in the other."""
    summary = {"executionNumber": 7, "status": "QUEUED"}
    fake.plant(
        "iot",
        "ListJobExecutionsForJob",
        {
            "executionSummaries": [
                {"thingArn": f"{START}:thing/a:lamp", "jobExecutionSummary": summary}
            ]
        },
    )
    fake.plant(
        "iot",
        "ListJobExecutionsForThing",
        {"executionSummaries": [{"jobId": "j", "jobExecutionSummary": summary}]},
    )
    lamp = faked.Thing("a:lamp")
    (one,) = faked.Job("j").executions.all()
    assert [one] == list(lamp.job_executions.all())
    assert lamp == one.Thing()
    one.delete()
    (call,) = fake.calls_to("iot", "DeleteJobExecution")
    assert {"jobId": "j", "thingName": "a:lamp", "executionNumber": 7} == call.params


def test_an_execution_leads_to_its_command(faked: Any, fake: FakeAws) -> None:
    """AWS tells a command by its ARN, and takes its id alone."""
    fake.plant("iot", "GetCommandExecution", {"commandArn": f"{START}:command/blink"})
    execution = faked.CommandExecution("1", f"{START}:thing/lamp")
    assert "blink" == execution.command.id


def test_a_dynamic_group_is_deleted_as_one(faked: Any, fake: FakeAws) -> None:
    """AWS lists and describes it with the others, and deletes it by another call."""
    made = {"thingGroupName": "old", "queryString": "attributes.year<2020"}
    fake.plant("iot", "CreateDynamicThingGroup", made)
    group = faked.create_dynamic_thing_group(
        thingGroupName="old", queryString="attributes.year<2020"
    )
    assert faked.ThingGroup("old") == group
    group.delete_dynamic()
    (call,) = fake.calls_to("iot", "DeleteDynamicThingGroup")
    assert {"thingGroupName": "old"} == call.params
