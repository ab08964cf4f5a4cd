"""Bedrock as its users work with it: on our fake, where moto takes no ARN."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:bedrock:us-east-1:123456789012"
MODEL = f"{START}:custom-model/amazon.titan-text-lite-v1:0:4k/0123456789ab"


@pytest.fixture
def bedrock(fake: FakeAws) -> Any:
    """Make the service resource."""
    return boto3.resource("bedrock", **fake.client_arguments("bedrock"))


def test_invocations_are_logged(session: MakeSession) -> None:
    """An account has one configuration in a region; this is on moto."""
    logging = session().resource("bedrock").ModelInvocationLoggingConfiguration()
    logging.put(loggingConfig={"s3Config": {"bucketName": "logs"}})
    assert "logs" == logging.s3_config["bucketName"]


def test_foundation_models_are_listed(bedrock: Any, fake: FakeAws) -> None:
    """Their ids are what models are invoked by; their ARNs have no account."""
    model = "anthropic.claude-v2:1"
    arn = f"arn:aws:bedrock:us-east-1::foundation-model/{model}"
    listed = {"modelId": model, "modelArn": arn}
    fake.plant("bedrock", "ListFoundationModels", {"modelSummaries": [listed]})
    (found,) = bedrock.foundation_models.all()
    assert bedrock.FoundationModel(model) == found
    assert model == boto3_extensions.resource_type_of(arn).identifiers["id"]


def test_a_guardrail_is_deleted_without_its_versions_or_a_version_alone(
    bedrock: Any, fake: FakeAws
) -> None:
    """Where no version is told, AWS deletes all: a version always tells its own."""
    made = {"guardrailId": "0ab1", "version": "1"}
    fake.plant("bedrock", "CreateGuardrailVersion", made)
    guardrail = bedrock.Guardrail("0ab1")
    version = guardrail.create_version()
    assert guardrail.Version("1") == version
    version.delete()
    guardrail.delete()
    calls = [c.params for c in fake.calls_to("bedrock", "DeleteGuardrail")]
    whole = {"guardrailIdentifier": "0ab1"}
    assert [{**whole, "guardrailVersion": "1"}, whole] == calls


def test_versions_of_a_guardrail_are_its_own(bedrock: Any, fake: FakeAws) -> None:
    """AWS lists the versions of a guardrail that it is asked for."""
    listed = [{"id": "0ab1", "version": v} for v in ("DRAFT", "1")]
    fake.plant("bedrock", "ListGuardrails", {"guardrails": listed})
    versions = [v.version for v in bedrock.Guardrail("0ab1").versions.all()]
    assert ["DRAFT", "1"] == versions
    (call,) = fake.calls_to("bedrock", "ListGuardrails")
    assert "0ab1" == call.params["guardrailIdentifier"]


def test_a_custom_model_is_deployed(arns: None, bedrock: Any, fake: FakeAws) -> None:
    """What an ARN makes is asked for by that ARN, and deployed."""
    deployment = f"{START}:custom-model-deployment/0123456789ab"
    fake.plant(
        "bedrock",
        "CreateCustomModelDeployment",
        {"customModelDeploymentArn": deployment},
    )
    made = bedrock.CustomModel(MODEL).create_deployment(modelDeploymentName="shop")
    assert deployment == made.arn
    (call,) = fake.calls_to("bedrock", "CreateCustomModelDeployment")
    assert MODEL == call.params["modelArn"]
    named = boto3_extensions.resource_type_of(MODEL)
    assert ("CustomModel", {"arn": MODEL}) == named[1:]


@pytest.mark.newer_botocore
def test_evaluation_jobs_are_deleted_together(bedrock: Any, fake: FakeAws) -> None:
    """One call deletes those of a page."""
    jobs = [f"{START}:evaluation-job/{n}123456789ab" for n in "012"]
    fake.plant(
        "bedrock",
        "ListEvaluationJobs",
        {"jobSummaries": [{"jobArn": job} for job in jobs]},
    )
    bedrock.evaluation_jobs.all().delete()
    (call,) = fake.calls_to("bedrock", "BatchDeleteEvaluationJob")
    assert {"jobIdentifiers": jobs} == call.params


@pytest.mark.newer_botocore
def test_the_version_of_a_policy_is_no_policy() -> None:
    """The ARN of a version ends in its number."""
    arn = f"{START}:automated-reasoning-policy/0123456789ab"
    types = [boto3_extensions.resource_type_of(a)[1] for a in (arn, f"{arn}:2")]
    assert ["AutomatedReasoningPolicy", "AutomatedReasoningPolicyVersion"] == types
