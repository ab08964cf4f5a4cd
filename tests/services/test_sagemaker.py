"""SageMaker as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

HERE = "arn:aws:sagemaker:us-east-1:123456789012"
ROLE = "arn:aws:iam::123456789012:role/sagemaker"
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/churn:1"


@pytest.fixture
def sagemaker(arns: None, session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("sagemaker")


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Return the service of the fake AWS."""
    return boto3.resource("sagemaker", **fake.client_arguments("sagemaker"))


def test_a_model_is_served_by_an_endpoint(sagemaker: Any) -> None:
    """Each create returns what it makes, and the endpoint knows its configuration."""
    sagemaker.create_model(
        ModelName="churn", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE}
    )
    variant = {
        "VariantName": "all",
        "ModelName": "churn",
        "InitialInstanceCount": 1,
        "InstanceType": "ml.t2.medium",
    }
    config = sagemaker.create_endpoint_config(
        EndpointConfigName="churn-1", ProductionVariants=[variant]
    )
    endpoint = config.create_endpoint(EndpointName="churn")
    endpoint.wait_until_in_service()
    assert [endpoint] == list(sagemaker.endpoints.all())
    assert config == endpoint.endpoint_config
    assert f"{HERE}:endpoint/churn" == endpoint.arn


def test_packages_of_both_kinds_are_listed(sagemaker: Any) -> None:
    """AWS lists those without a group alone, where it is not asked for both."""
    group = sagemaker.create_model_package_group(
        ModelPackageGroupName="churn", ModelPackageGroupDescription="Who leaves"
    )
    single = sagemaker.create_model_package(
        ModelPackageName="single", ModelPackageDescription="One"
    )
    first = sagemaker.create_model_package(
        ModelPackageGroupName="churn", ModelPackageDescription="First"
    )
    assert {single, first} == set(sagemaker.model_packages.all())
    assert [first] == list(group.model_packages.all())
    assert f"{HERE}:model-package/churn/1" == first.arn
    assert group == first.model_package_group


def test_a_pipeline_runs(sagemaker: Any) -> None:
    """What starts an execution returns it."""
    pipeline = sagemaker.create_pipeline(
        PipelineName="train", RoleArn=ROLE, PipelineDefinition="{}"
    )
    execution = pipeline.start_execution()
    assert [execution] == list(pipeline.executions.all())
    assert "Succeeded" == execution.pipeline_execution_status


def test_the_arn_is_as_aws_tells_it(arns: None, fake: FakeAws, faked: Any) -> None:
    """AWS lowers the letters of a name in an ARN, which none made of the name has."""
    arn = f"{HERE}:endpoint/churn"
    told = {"EndpointName": "Churn", "EndpointArn": arn}
    fake.plant("sagemaker", "DescribeEndpoint", told)
    endpoint = faked.Endpoint("Churn")
    endpoint.add_tags(Tags=[{"Key": "team", "Value": "shop"}])
    assert arn == endpoint.arn
    assert arn == fake.calls_to("sagemaker", "AddTags")[-1].params["ResourceArn"]


def test_apps_of_users_and_of_spaces_are_told_apart(fake: FakeAws, faked: Any) -> None:
    """Two apps of one type and name belong to a user and a space of the domain."""
    app = {"DomainId": "d-1", "AppType": "JupyterLab", "AppName": "default"}
    apps = [{**app, "UserProfileName": "ada"}, {**app, "SpaceName": "shared"}]
    fake.plant("sagemaker", "ListApps", {"Apps": apps})
    (mine,) = faked.apps.all()
    (shared,) = faked.space_apps.all()
    assert faked.App("d-1", "ada", "JupyterLab", "default") == mine
    assert faked.SpaceApp("d-1", "shared", "JupyterLab", "default") == shared
    shared.delete()
    assert {**app, "SpaceName": "shared"} == fake.calls[-1].params


def test_an_app_is_made_for_whom_it_is_asked(fake: FakeAws, faked: Any) -> None:
    """The user or the space in the request says what is returned."""
    app = {"DomainId": "d-1", "AppType": "JupyterLab", "AppName": "default"}
    fake.plant("sagemaker", "CreateApp", {})
    of_user = faked.create_app(UserProfileName="ada", **app)
    of_space = faked.create_app(SpaceName="shared", **app)
    assert faked.App("d-1", "ada", "JupyterLab", "default") == of_user
    assert faked.SpaceApp("d-1", "shared", "JupyterLab", "default") == of_space


def test_jobs_of_both_versions_are_loaded(fake: FakeAws, faked: Any) -> None:
    """DescribeAutoMLJob knows those alone that CreateAutoMLJob made."""
    fake.plant("sagemaker", "DescribeAutoMLJobV2", {"AutoMLJobStatus": "Completed"})
    assert "Completed" == faked.AutoMLJob("churn").auto_ml_job_status


def test_a_version_of_an_image_is_known_by_its_number(
    fake: FakeAws, faked: Any
) -> None:
    """A write for one is about no other version, nor about the newest."""
    fake.plant("sagemaker", "ListImageVersions", {"ImageVersions": [{"Version": 3}]})
    (version,) = faked.Image("lab").versions.all()
    version.delete()
    assert {"ImageName": "lab", "Version": 3} == fake.calls[-1].params


@pytest.mark.newer_botocore
def test_steps_that_are_repeated_are_told_apart(fake: FakeAws, faked: Any) -> None:
    """A ForEach step runs a step once for each of its items."""
    steps = [{"StepName": "fit", "IterationContext": {"Index": i}} for i in (0, 1)]
    told = {"PipelineExecutionSteps": [{"StepName": "prepare"}, *steps]}
    fake.plant("sagemaker", "ListPipelineExecutionSteps", told)
    execution = faked.PipelineExecution(f"{HERE}:pipeline/train/execution/e1")
    found = list(execution.steps.all())
    assert ["prepare", "fit", "fit"] == [step.name for step in found]
    assert 3 == len(set(found))


@pytest.mark.newer_botocore
def test_nodes_of_a_cluster_are_replaced_together(fake: FakeAws, faked: Any) -> None:
    """The ids of a collection go into one call."""
    nodes = [{"InstanceId": f"i-0000000{i}"} for i in (1, 2)]
    fake.plant("sagemaker", "ListClusterNodes", {"ClusterNodeSummaries": nodes})
    faked.Cluster("train").nodes.replace()
    call = fake.calls_to("sagemaker", "BatchReplaceClusterNodes")[0]
    ids = ["i-00000001", "i-00000002"]
    assert {"ClusterName": "train", "NodeIds": ids} == call.params
