"""Data Pipeline as its users work with it, and as its workers do.

moto has pipelines and definitions; the rest is asked of the fake AWS, which shows what
is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

OBJECTS = [
    {
        "id": "Default",
        "name": "Default",
        "fields": [{"key": "workerGroup", "stringValue": "night"}],
    }
]


@pytest.fixture
def datapipeline(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("datapipeline")


@pytest.fixture
def pipeline(datapipeline: Any) -> Any:
    """Make a pipeline."""
    return datapipeline.create_pipeline(
        name="nightly", uniqueId="1", description="Copies what came in"
    )


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    arguments = fake.client_arguments("datapipeline")
    return boto3.Session().resource("datapipeline", **arguments)


def test_a_listed_pipeline_completes_itself(datapipeline: Any, pipeline: Any) -> None:
    """AWS lists pipelines by id and name; the rest is loaded when it is read."""
    (listed,) = datapipeline.pipelines.all()
    assert pipeline == listed
    assert "nightly" == listed.name
    assert pipeline.id == listed.pipeline_id
    assert "Copies what came in" == listed.description


def test_a_pipeline_has_an_arn(arns: None, pipeline: Any) -> None:
    """AWS tells no ARN of a pipeline; it is made of its id."""
    start = "arn:aws:datapipeline:us-east-1:123456789012:pipeline/"
    assert start + pipeline.id == pipeline.arn


def test_a_pipeline_is_defined_and_deleted(datapipeline: Any, pipeline: Any) -> None:
    """What a definition consists of are the pipeline's objects."""
    assert not pipeline.put_definition(pipelineObjects=OBJECTS)["errored"]
    assert ["Default"] == [one.name for one in pipeline.objects.all()]
    assert OBJECTS[0]["fields"] == pipeline.Object("Default").fields
    pipeline.delete()
    assert [] == list(datapipeline.pipelines.all())


def test_all_instances_are_run_again(fake: FakeAws, faked: Any) -> None:
    """Instances are asked for as such, and get their status with one call."""
    fake.plant("datapipeline", "QueryObjects", {"ids": ["@a", "@b"]})
    faked.Pipeline("df-1").instances.set_status(status="RERUN")
    (query,) = fake.calls_to("datapipeline", "QueryObjects")
    assert {"pipelineId": "df-1", "sphere": "INSTANCE"} == query.params
    (call,) = fake.calls_to("datapipeline", "SetStatus")
    wanted = {"pipelineId": "df-1", "objectIds": ["@a", "@b"], "status": "RERUN"}
    assert wanted == call.params


def test_a_worker_does_a_task(fake: FakeAws, faked: Any) -> None:
    """Polling gives a task, which takes the worker's reports."""
    task = {"taskId": "t-1", "pipelineId": "df-1", "attemptId": "@a"}
    fake.plant("datapipeline", "PollForTask", {"taskObject": task})
    polled = faked.poll_for_task(workerGroup="night")
    assert "@a" == polled.attempt_id
    polled.set_status(taskStatus="FINISHED")
    (call,) = fake.calls_to("datapipeline", "SetTaskStatus")
    assert {"taskId": "t-1", "taskStatus": "FINISHED"} == call.params


def test_a_worker_may_get_no_task(fake: FakeAws, faked: Any) -> None:
    """What polling gives is false when AWS answers with no task."""
    fake.plant("datapipeline", "PollForTask", {})
    assert not faked.poll_for_task(workerGroup="night")
