"""Resources of scheduler that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS["scheduler.ScheduleGroup"] = Call(
    "create_schedule_group", {"Name": "group"}, "'group'", "ScheduleGroupArn"
)


@makes("scheduler.Schedule")
def _(aws: Aws) -> Made:
    answer = aws.client("scheduler").create_schedule(
        Name="schedule",
        ScheduleExpression="rate(1 day)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": "arn:aws:sqs:us-east-1:123456789012:queue",
            "RoleArn": "arn:aws:iam::123456789012:role/role",
        },
    )
    return Made(["default", "schedule"], answer["ScheduleArn"])
