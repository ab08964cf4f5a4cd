"""CloudFormation as its users work with it, against moto and the fake AWS."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

TEMPLATE = json.dumps(
    {
        "Resources": {
            "Orders": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "o"}},
            "Bills": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "b"}},
        },
        "Outputs": {
            "Queue": {
                "Value": {"Fn::GetAtt": ["Orders", "Arn"]},
                "Export": {"Name": "queue"},
            }
        },
    }
)


@pytest.fixture
def cloudformation(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("cloudformation")


@pytest.fixture
def stack(cloudformation: Any) -> Any:
    """Make a stack of two resources."""
    made = cloudformation.create_stack(StackName="shop", TemplateBody=TEMPLATE)
    made.wait_until_create_complete()
    return made


@pytest.fixture
def stack_set(cloudformation: Any) -> Any:
    """Make a stack set without instances."""
    return cloudformation.create_stack_set(
        StackSetName="shops", TemplateBody=TEMPLATE, Description="all our shops"
    )


def test_a_stack_has_its_resources(stack: Any) -> None:
    """What the list leaves out of a resource is loaded when it is read."""
    resources = {one.logical_id: one for one in stack.resources.all()}
    assert {"Orders", "Bills"} == set(resources)
    assert "AWS::SQS::Queue" == resources["Orders"].resource_type
    assert stack.stack_id == resources["Orders"].stack_id


def test_a_resource_tells_its_stack(fake: FakeAws) -> None:
    """Who has the id of some queue finds the stack that made it; moto takes no id."""
    resource = {
        "StackName": "shop",
        "LogicalResourceId": "Orders",
        "ResourceType": "AWS::SQS::Queue",
        "Timestamp": 0,
        "ResourceStatus": "CREATE_COMPLETE",
    }
    fake.plant(
        "cloudformation", "DescribeStackResources", {"StackResources": [resource]}
    )
    arguments = fake.client_arguments("cloudformation")
    cloudformation = boto3.resource("cloudformation", **arguments)
    (found,) = cloudformation.stack_resources.filter(PhysicalResourceId="o")
    assert cloudformation.Stack("shop") == found.Stack()
    (call,) = fake.calls_to("cloudformation", "DescribeStackResources")
    assert {"PhysicalResourceId": "o"} == call.params


def test_a_change_set_makes_a_stack(cloudformation: Any) -> None:
    """A new stack can be looked at before it is made."""
    stack = cloudformation.Stack("shop")
    change_set = stack.create_change_set(
        ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=TEMPLATE
    )
    change_set.wait_until_create_complete()
    assert [change_set] == list(stack.change_sets.all())
    changes = {c["ResourceChange"]["LogicalResourceId"] for c in change_set.changes}
    assert {"Orders", "Bills"} == changes
    change_set.execute()
    stack.wait_until_create_complete()
    assert "CREATE_COMPLETE" == stack.stack_status


def test_a_change_set_is_executed_by_its_arn(cloudformation: Any) -> None:
    """Its ARN, as logs and events have it, is enough: its stack is told by it."""
    stack = cloudformation.Stack("shop")
    made = stack.create_change_set(
        ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=TEMPLATE
    )
    change_set = cloudformation.ChangeSetByArn(made.change_set_id)
    change_set.wait_until_create_complete()
    assert stack == change_set.stack
    assert "first" == change_set.change_set_name
    change_set.execute()
    assert "CREATE_COMPLETE" == stack.stack_status


def test_a_deleted_stack_is_still_known(cloudformation: Any, stack: Any) -> None:
    """Of stacks that are gone, AWS has summaries."""
    stack.delete()
    stack.wait_until_delete_complete()
    (summary,) = cloudformation.stack_summaries.all()
    assert ("shop", "DELETE_COMPLETE") == (summary.stack_name, summary.stack_status)
    assert summary.id == summary.stack.name


def test_an_export_leads_to_its_stack(cloudformation: Any, stack: Any) -> None:
    """An export is found by its name, though AWS only lists them."""
    export = cloudformation.Export("queue")
    assert export.value.endswith(":o")
    assert stack.stack_id == export.stack.name
    assert [export] == list(cloudformation.exports.all())


def test_a_policy_protects_a_stack(stack: Any) -> None:
    """The policy is a thing of its own, which is set and read."""
    policy = stack.Policy()
    policy.set(StackPolicyBody='{"Statement": []}')
    assert '{"Statement": []}' == policy.stack_policy_body


def test_a_stack_set_is_rolled_out(stack_set: Any) -> None:
    """Instances are made and deleted by operations, which can be followed."""
    operation = stack_set.create_stack_instances(
        Accounts=["123456789012"], Regions=["us-east-1", "us-west-2"]
    )
    assert ("CREATE", "SUCCEEDED") == (operation.action, operation.status)
    assert [operation] == list(stack_set.operations.all())
    instances = sorted(stack_set.stack_instances.all(), key=lambda one: one.region)
    assert ["us-east-1", "us-west-2"] == [one.region for one in instances]
    assert "DELETE" == instances[0].delete(RetainStacks=False).action
    assert instances[1:] == list(stack_set.stack_instances.all())


def test_a_listed_stack_set_completes_itself(
    cloudformation: Any, stack_set: Any
) -> None:
    """The list does not have the template."""
    (listed,) = cloudformation.stack_sets.all()
    assert stack_set == listed
    assert TEMPLATE == listed.template_body


def test_arns_are_awss_own(arns: None, stack: Any, stack_set: Any) -> None:
    """They end in ids that nobody could know."""
    start = "arn:aws:cloudformation:us-east-1:123456789012"
    assert stack.stack_id == stack.arn
    assert stack_set.arn.startswith(f"{start}:stackset/shops:")
    change_set = stack.create_change_set(ChangeSetName="c", TemplateBody=TEMPLATE)
    assert change_set.arn.startswith(f"{start}:changeSet/c/")


def test_drift_is_detected_and_looked_at(fake: FakeAws) -> None:
    """Detection takes its time; what it found is listed by resource."""
    arguments = fake.client_arguments("cloudformation")
    stack = boto3.resource("cloudformation", **arguments).Stack("shop")
    drift = {
        "LogicalResourceId": "Orders",
        "StackId": "arn:stack",
        "ResourceType": "AWS::SQS::Queue",
        "StackResourceDriftStatus": "MODIFIED",
        "Timestamp": 0,
    }
    found = {"StackResourceDrifts": [drift]}
    fake.plant("cloudformation", "DescribeStackResourceDrifts", found)
    detection = stack.detect_drift()
    assert detection.detection_status
    (listed,) = stack.resource_drifts.all()
    assert stack.ResourceDrift("Orders") == listed
    assert "MODIFIED" == stack.ResourceDrift("Orders").stack_resource_drift_status
