"""Resources of batch that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS["batch.SchedulingPolicy"] = Call(
    "create_scheduling_policy", {"name": "policy"}, "arn", "arn"
)


def environment(aws: Aws) -> str:
    """Make a compute environment, and return its ARN."""
    role = aws.client("iam").create_role(
        RoleName="batch", AssumeRolePolicyDocument="{}"
    )
    answer = aws.client("batch").create_compute_environment(
        computeEnvironmentName="environment",
        type="UNMANAGED",
        state="ENABLED",
        serviceRole=role["Role"]["Arn"],
    )
    return str(answer["computeEnvironmentArn"])


@makes("batch.ComputeEnvironment")
def _(aws: Aws) -> Made:
    return Made(["environment"], environment(aws))


@makes("batch.JobQueue")
def _(aws: Aws) -> Made:
    answer = aws.client("batch").create_job_queue(
        jobQueueName="queue",
        state="ENABLED",
        priority=1,
        computeEnvironmentOrder=[
            {"order": 1, "computeEnvironment": environment(aws)},
        ],
    )
    return Made(["queue"], answer["jobQueueArn"])
