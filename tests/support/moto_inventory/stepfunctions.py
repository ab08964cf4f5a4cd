"""Resources of stepfunctions that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

MACHINE = Call(
    "create_state_machine",
    {
        "name": "machine",
        "definition": '{"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}',
        "roleArn": "arn:aws:iam::123456789012:role/states",
    },
    "stateMachineArn",
    "stateMachineArn",
)
CALLS.update(
    {
        "stepfunctions.Activity": Call(
            "create_activity", {"name": "activity"}, "activityArn", "activityArn"
        ),
        "stepfunctions.StateMachine": MACHINE,
    }
)


@makes("stepfunctions.Execution")
def _(aws: Aws) -> Made:
    machine = aws.call("stepfunctions", MACHINE)
    answer = aws.client("stepfunctions").start_execution(stateMachineArn=machine.arn)
    return Made([answer["executionArn"]], answer["executionArn"])


@makes("stepfunctions.StateMachineAlias")
def _(aws: Aws) -> Made:
    client = aws.client("stepfunctions")
    made = client.create_state_machine(**{**MACHINE.parameters, "publish": True})
    answer = client.create_state_machine_alias(
        name="alias",
        routingConfiguration=[
            {"stateMachineVersionArn": made["stateMachineVersionArn"], "weight": 100}
        ],
    )
    return Made([answer["stateMachineAliasArn"]], answer["stateMachineAliasArn"])
