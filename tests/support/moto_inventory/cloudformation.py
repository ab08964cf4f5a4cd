"""Resources of cloudformation that moto can make."""

from __future__ import annotations

import json

from moto_inventory.making import Aws, Made, makes

TEMPLATE = json.dumps({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}})


@makes("cloudformation.Stack")
def _(aws: Aws) -> Made:
    answer = aws.client("cloudformation").create_stack(
        StackName="stack", TemplateBody=TEMPLATE
    )
    return Made(["stack"], answer["StackId"])


@makes("cloudformation.ChangeSet")
def _(aws: Aws) -> Made:
    answer = aws.client("cloudformation").create_change_set(
        StackName="stack",
        ChangeSetName="change",
        ChangeSetType="CREATE",
        TemplateBody=TEMPLATE,
    )
    return Made(["stack", "change"], answer["Id"])


@makes("cloudformation.ChangeSetByArn")
def _(aws: Aws) -> Made:
    answer = aws.client("cloudformation").create_change_set(
        StackName="stack",
        ChangeSetName="change",
        ChangeSetType="CREATE",
        TemplateBody=TEMPLATE,
    )
    return Made([answer["Id"]], answer["Id"])


@makes("cloudformation.StackSet")
def _(aws: Aws) -> Made:
    client = aws.client("cloudformation")
    client.create_stack_set(StackSetName="set", TemplateBody=TEMPLATE)
    described = client.describe_stack_set(StackSetName="set")["StackSet"]
    return Made(["set"], described["StackSetARN"])


@makes("cloudformation.StackSummary")
def _(aws: Aws) -> Made:
    answer = aws.client("cloudformation").create_stack(
        StackName="stack", TemplateBody='{"Resources": {}}'
    )
    return Made([answer["StackId"]], answer["StackId"])
