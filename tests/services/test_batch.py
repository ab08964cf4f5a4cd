"""Batch as its users work with it, against moto; the rest against the fake.

The fake AWS shows what is sent and how answers are read, not how AWS behaves. moto runs
jobs in Docker.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions.exceptions import PartialFailureError
from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:batch:us-east-1:123456789012"
REPORT = {
    "jobDefinitionName": "report",
    "type": "container",
    "containerProperties": {"image": "busybox", "vcpus": 1, "memory": 128},
}


@pytest.fixture
def batch(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("batch")


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("batch", **fake.client_arguments("batch"))


def test_each_revision_of_a_job_definition_is_one(batch: Any) -> None:
    """A revision is known by name and number, and is told from the others."""
    first = batch.register_job_definition(**REPORT)
    second = batch.register_job_definition(**REPORT)
    assert ["report:1", "report:2"] == [first.id, second.id]
    assert {first, second} == set(batch.job_definitions.all())
    assert [1, 2] == sorted(one.revision for one in batch.job_definitions.all())


def test_a_revision_is_asked_for_by_name_and_number(fake: FakeAws, faked: Any) -> None:
    """AWS takes `report:2`, and answers with the ARN."""
    told = {"jobDefinitionArn": f"{START}:job-definition/report:2", "revision": 2}
    fake.plant("batch", "DescribeJobDefinitions", {"jobDefinitions": [told]})
    assert 2 == faked.JobDefinition("report:2").revision
    (call,) = fake.calls_to("batch", "DescribeJobDefinitions")
    assert {"jobDefinitions": ["report:2"]} == call.params


def test_a_job_definition_is_found_by_its_arn(session: MakeSession) -> None:
    """The ARN has the name and the number."""
    arn = f"{START}:job-definition/report:2"
    made: Any = boto3_extensions.resource_from_arn(arn, session())
    assert ("batch.JobDefinition", "report:2") == (type(made).__name__, made.id)


def test_a_queue_is_of_compute_environments(session: MakeSession, batch: Any) -> None:
    """A queue of a compute environment is listed, changed and deleted."""
    iam = session().resource("iam")
    role = iam.create_role(RoleName="batch", AssumeRolePolicyDocument="{}")
    environment = batch.create_compute_environment(
        computeEnvironmentName="small",
        type="UNMANAGED",
        state="ENABLED",
        serviceRole=role.arn,
    )
    assert [environment] == list(batch.compute_environments.all())
    queue = batch.create_job_queue(
        jobQueueName="night",
        state="ENABLED",
        priority=1,
        computeEnvironmentOrder=[
            {"order": 1, "computeEnvironment": environment.compute_environment_arn}
        ],
    )
    assert [queue] == list(batch.job_queues.all())
    queue.update(priority=2)
    queue.reload()
    assert 2 == queue.priority


def test_listed_jobs_are_described_together(fake: FakeAws, faked: Any) -> None:
    """AWS lists little of a job's container, and describes a hundred jobs at once."""
    listed = [{"jobId": one, "container": {"exitCode": 0}} for one in ("1", "2")]
    fake.plant("batch", "ListJobs", {"jobSummaryList": listed})
    whole = [{"jobId": one, "container": {"image": f"i{one}"}} for one in ("2", "1")]
    fake.plant("batch", "DescribeJobs", {"jobs": whole})
    jobs = list(faked.JobQueue("night").jobs.all())
    assert ["i1", "i2"] == [job.container["image"] for job in jobs]
    (call,) = fake.calls_to("batch", "DescribeJobs")
    assert {"jobs": ["1", "2"]} == call.params


def test_a_job_refers_to_its_definition(fake: FakeAws, faked: Any) -> None:
    """A job tells the ARN of its definition, which is known by name and number."""
    arn = f"{START}:job-definition/report:2"
    job = {"jobId": "1", "jobDefinition": arn}
    fake.plant("batch", "DescribeJobs", {"jobs": [job]})
    assert "report:2" == faked.Job("1").definition.id


def test_jobs_of_an_array_and_of_a_resource(fake: FakeAws, faked: Any) -> None:
    """AWS tells the id of a job by its ARN alone where it lists who uses a resource."""
    child = {"jobId": "1:0"}
    fake.plant("batch", "ListJobs", {"jobSummaryList": [child]})
    users = [{"jobArn": f"{START}:job/1"}]
    fake.plant("batch", "ListJobsByConsumableResource", {"jobs": users})
    (user,) = faked.ConsumableResource("licences").jobs.all()
    assert faked.Job("1") == user
    assert [faked.Job("1:0")] == list(user.array_jobs.all())
    (call,) = fake.calls_to("batch", "ListJobs")
    assert {"arrayJobId": "1"} == call.params


@pytest.mark.newer_botocore
def test_a_job_that_is_not_cancelled_is_told(fake: FakeAws, faked: Any) -> None:
    """Many are cancelled by one call, which answers with success for all that."""
    listed = [{"jobId": "1"}, {"jobId": "2"}]
    fake.plant("batch", "ListJobs", {"jobSummaryList": listed})
    errors = [{"job": "2", "code": "JobNotFound", "message": "gone"}]
    fake.plant("batch", "CancelJobs", {"successful": ["1"], "errors": errors})
    with pytest.raises(PartialFailureError, match="gone"):
        faked.JobQueue("night").jobs.all().cancel(reason="late")
    (call,) = fake.calls_to("batch", "CancelJobs")
    assert ["1", "2"] == call.params["jobs"]
