"""CodePipeline as its users work with it, against moto; the rest against the fake.

The fake AWS shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:codepipeline:us-east-1:123456789012"
TRUST = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal":'
    ' {"Service": "codepipeline.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
)


def action(category: str, provider: str) -> dict[str, Any]:
    """Return an action of a stage."""
    kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
    return {"name": category, "actionTypeId": kind}


@pytest.fixture
def codepipeline(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("codepipeline")


@pytest.fixture
def pipeline(session: MakeSession, codepipeline: Any) -> Any:
    """Make a pipeline of two stages."""
    iam = session().resource("iam")
    role = iam.create_role(RoleName="pipeline", AssumeRolePolicyDocument=TRUST)
    return codepipeline.create_pipeline(
        pipeline={
            "name": "orders",
            "roleArn": role.arn,
            "artifactStore": {"type": "S3", "location": "artifacts"},
            "stages": [
                {"name": "source", "actions": [action("Source", "S3")]},
                {"name": "build", "actions": [action("Build", "CodeBuild")]},
            ],
        },
        tags=[{"key": "team", "value": "sales"}],
    )


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    arguments = fake.client_arguments("codepipeline")
    return boto3.Session().resource("codepipeline", **arguments)


def test_a_pipeline_has_stages(codepipeline: Any, pipeline: Any) -> None:
    """A pipeline is listed, and its stages are resources."""
    assert [pipeline] == list(codepipeline.pipelines.all())
    names = [stage.name for stage in pipeline.pipeline_stages.all()]
    assert ["source", "build"] == names
    (build,) = pipeline.Stage("build").actions
    assert "Build" == build["name"]


def test_a_pipeline_is_run(pipeline: Any) -> None:
    """A run is an execution of the pipeline."""
    execution = pipeline.start_execution()
    assert [execution] == list(pipeline.executions.all())
    assert pipeline == execution.Pipeline()


def test_a_pipeline_is_tagged_by_the_arn_that_aws_does_not_tell(
    arns: None, pipeline: Any
) -> None:
    """The ARN of a pipeline is made of its name, and is in none of its data."""
    assert f"{START}:orders" == pipeline.arn
    pipeline.tag(tags=[{"key": "stage", "value": "test"}])
    pipeline.untag(tagKeys=["team"])
    assert [{"key": "stage", "value": "test"}] == pipeline.list_tags()["tags"]


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        (f"{START}:orders", "Pipeline"),
        (f"{START}:orders/build", "Stage"),
        (f"{START}:orders/build/compile", "Action"),
        (f"{START}:actiontype:AWS/Build/CodeBuild/1", "ActionType"),
        (f"{START}:actiontype:Custom/Build/Jenkins/1", "CustomActionType"),
        (f"{START}:webhook:pushed", "Webhook"),
    ],
)
def test_arns_are_told_apart(arns: None, plain: Any, arn: str, name: str) -> None:
    """What a pipeline is made of comes after its name, all else after another word."""
    made: Any = boto3_extensions.resource_from_arn(
        arn, plain, account_id="123456789012"
    )
    assert f"codepipeline.{name}" == type(made).__name__
    # A webhook's is in its data, and AWS would be asked for it.
    assert name == "Webhook" or arn == made.arn


def test_the_custom_one_of_two_action_types_is_deleted(
    fake: FakeAws, faked: Any
) -> None:
    """AWS may have an action type of the same provider; it cannot be deleted."""
    called = {"category": "Build", "provider": "Jenkins", "version": "1"}
    types = [{"id": {"owner": owner, **called}} for owner in ("AWS", "Custom")]

    def listed(params: dict[str, Any]) -> dict[str, Any]:
        owner = params.get("actionOwnerFilter")
        return {"actionTypes": [t for t in types if owner in (None, t["id"]["owner"])]}

    fake.plant("codepipeline", "ListActionTypes", listed)
    theirs, _ = faked.action_types.all()
    assert not hasattr(theirs, "delete")
    (ours,) = faked.custom_action_types.all()
    assert "Custom" == faked.CustomActionType("Build", "Jenkins", "1").id["owner"]
    ours.delete()
    (call,) = fake.calls_to("codepipeline", "DeleteCustomActionType")
    assert called == call.params


def test_a_worker_acknowledges_its_job(fake: FakeAws, faked: Any) -> None:
    """Who polls is told a number, by which to acknowledge the job."""
    jobs = [{"id": "1b1c7fc4-0000-4000-8000-000000000001", "nonce": "7"}]
    fake.plant("codepipeline", "PollForJobs", {"jobs": jobs})
    (job,) = faked.CustomActionType("Build", "Jenkins", "1").poll_for_jobs()
    job.acknowledge(nonce=job.nonce)
    job.put_success_result()
    (call,) = fake.calls_to("codepipeline", "AcknowledgeJob")
    assert {"jobId": jobs[0]["id"], "nonce": "7"} == call.params


def test_a_webhook_is_known_by_the_name_in_its_definition(
    fake: FakeAws, faked: Any
) -> None:
    """AWS lists webhooks with what defines them one level down."""
    webhooks = [
        {"definition": {"name": name}, "url": f"https://{name}"} for name in ("a", "b")
    ]
    fake.plant("codepipeline", "ListWebhooks", {"webhooks": webhooks})
    assert "https://b" == faked.Webhook("b").url
    assert ["a", "b"] == [webhook.name for webhook in faked.webhooks.all()]
